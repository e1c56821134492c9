import type {Change, Forgery} from './forge.js';

/** A forgery that is the same for all backends. */
export type ForgedRow = Pick<Forgery, 'must' | 'name'> & Change;

/** Logins that are right but for one thing. */
export const FORGED_LOGINS: readonly ForgedRow[] = [
  {
    must: 1,
    name: 'a page of another site',
    headers: {
      Origin: 'https://evil.example',
      'Sec-Fetch-Site': 'cross-site',
    },
  },
  {
    must: 1,
    name: 'a page of another site whose browser calls it the same',
    headers: {
      Origin: 'https://evil.example',
      'Sec-Fetch-Site': 'same-origin',
    },
  },
  {
    must: 1,
    name: 'a frame in a sandbox: Origin null, cross-site',
    headers: {
      Origin: 'null',
      'Sec-Fetch-Site': 'cross-site',
    },
  },
  {
    must: 1,
    name: 'Origin null from a sibling host',
    headers: {
      Origin: 'null',
      'Sec-Fetch-Site': 'same-site',
    },
  },
  {
    must: 1,
    name: 'Origin null without Sec-Fetch-Site',
    headers: {
      Origin: 'null',
      'Sec-Fetch-Site': null,
    },
  },
  {
    must: 1,
    name: 'no Origin, cross-site',
    headers: {
      Origin: null,
      'Sec-Fetch-Site': 'cross-site',
    },
  },
  {
    must: 1,
    name: 'no Origin from a sibling host',
    headers: {
      Origin: null,
      'Sec-Fetch-Site': 'same-site',
    },
  },
  {
    must: 1,
    name: 'no Origin from the address bar',
    headers: {
      Origin: null,
      'Sec-Fetch-Site': 'none',
    },
  },
  {
    must: 1,
    name: 'no Origin without Sec-Fetch-Site',
    headers: {
      Origin: null,
      'Sec-Fetch-Site': null,
    },
  },
  {
    must: 2,
    name: 'a form that looks like JSON (text/plain)',
    headers: {
      'Content-Type': 'text/plain',
    },
  },
  {
    must: 2,
    name: 'no content type',
    headers: {
      'Content-Type': null,
    },
  },
  {
    must: 2,
    name: 'JSON beside another type',
    headers: {
      'Content-Type': 'text/plain; application/json',
    },
  },
  {
    must: 2,
    name: 'no X-Kakao-Sync',
    headers: {
      'X-Kakao-Sync': null,
    },
  },
  {
    must: 2,
    name: 'an empty X-Kakao-Sync',
    headers: {
      'X-Kakao-Sync': '',
    },
  },
  {
    must: 3,
    name: 'a key that is not the backend’s',
    fields: {
      clientId: 'f'.repeat(32),
    },
  },
  {
    must: 3,
    name: 'a key named constructor',
    fields: {
      clientId: 'constructor',
    },
  },
  {
    must: 3,
    name: 'a key named __proto__',
    fields: {
      clientId: '__proto__',
    },
  },
  {
    must: 3,
    name: 'a redirect URI of another host',
    fields: {
      redirectUri: 'https://evil.example/kakao/callback',
    },
  },
  {
    must: 3,
    name: 'an ID token for another app',
    spoil: 'oidcc-client-test-invalid-aud',
  },
  {
    must: 3,
    name: 'an ID token for another key of the app',
    spoil: 'ktl-aud-other-key',
  },
  {
    must: 3,
    name: 'an ID token for nobody',
    spoil: 'oidcc-client-test-missing-aud',
  },
  {
    must: 3,
    name: 'an ID token for another app as well',
    spoil: 'fapi2-security-profile-final-client-test-invalid-secondary-aud',
  },
  {
    must: 4,
    name: 'a stolen code with an empty secret',
    fields: {
      nonceSecret: '',
    },
  },
  {
    must: 4,
    name: 'an ID token with another nonce',
    spoil: 'oidcc-client-test-nonce-invalid',
  },
  {
    must: 4,
    name: 'an ID token without nonce',
    spoil: 'fapi2-security-profile-final-client-test-invalid-missing-nonce',
  },
  {
    must: 4,
    name: 'an ID token with a changed signature',
    spoil: 'oidcc-client-test-invalid-sig-rs256',
  },
  {
    must: 4,
    name: 'an ID token that nobody signed',
    spoil: 'oidcc-client-test-idtoken-sig-none',
  },
  {
    must: 4,
    name: 'an ID token signed by another key',
    spoil: 'ktl-other-key-same-kid',
  },
  {
    must: 4,
    name: 'an ID token signed by a key of its own',
    spoil: 'ktl-embedded-jwk-signs',
  },
  {
    must: 4,
    name: 'an ID token from somebody else',
    spoil: 'oidcc-client-test-invalid-iss',
  },
  {
    must: 4,
    name: 'an ID token that has expired',
    spoil: 'fapi2-security-profile-final-client-test-invalid-expired-exp',
  },
  {
    must: 6,
    name: 'a GET with a login in its body',
    method: 'GET',
  },
  {
    must: 6,
    name: 'an OPTIONS with a login in its body',
    method: 'OPTIONS',
  },
  {
    must: 6,
    name: 'a PUT with a login in its body',
    method: 'PUT',
  },
  {
    must: 6,
    name: 'a PATCH with a login in its body',
    method: 'PATCH',
  },
  {
    must: 6,
    name: 'a DELETE with a login in its body',
    method: 'DELETE',
  },
  {
    must: 6,
    name: 'a GET that calls itself a POST',
    method: 'GET',
    headers: {
      'X-HTTP-Method-Override': 'POST',
    },
  },
  {
    must: 7,
    name: 'an auto-login of a stranger',
    fields: {
      purpose: 'auto-login',
    },
  },
  {
    must: 7,
    name: 'an auto-login of a stranger who brings terms',
    fields: {
      purpose: 'auto-login',
      terms: ['service', 'privacy'],
    },
  },
  {
    must: 7,
    name: 'terms without a session',
    fields: {
      purpose: 'terms',
      terms: ['marketing'],
    },
  },
  {
    must: 7,
    name: 'a link without a session',
    fields: {
      purpose: 'link',
    },
  },
  {
    must: 7,
    name: 'a purpose that is none',
    fields: {
      purpose: 'admin',
    },
  },
];

/** What is done to a visitor who is signed in. */
export const FORGED_WITH_SESSION: readonly ForgedRow[] = [
  {
    must: 1,
    name: 'a logout by a page of another site',
    headers: {
      Origin: 'https://evil.example',
      'Sec-Fetch-Site': 'cross-site',
    },
    body: {
      purpose: 'logout',
    },
  },
  {
    must: 6,
    name: 'a GET that would log out',
    method: 'GET',
    query: {
      purpose: 'logout',
    },
  },
  {
    must: 6,
    name: 'a HEAD that would log out',
    method: 'HEAD',
    query: {
      purpose: 'logout',
    },
  },
  {
    must: 6,
    name: 'a DELETE',
    method: 'DELETE',
  },
  {
    must: 6,
    name: 'a PUT that would log out',
    method: 'PUT',
    body: {
      purpose: 'logout',
    },
  },
];
