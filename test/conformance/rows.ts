import assert from 'node:assert/strict';
import type {Fault, FaultPoint, RequestCounts, Spoil} from '../../src/emulator/index.js';
import type {ErrorCode} from '../../src/shared/errors.js';
import type {Login} from './relying-party.js';
import data from './rows.json' with {type: 'json'};
import {REST} from './test-environment.js';

/** One thing that an OpenID provider does, mostly wrong, and what must come of it. */
export interface Row {
  /** Its number in the list of sixty. Variants share it. */
  readonly number: number;
  /** The conformance suite's module, or `ktl-` where it is ours. A spoil of the emulator with this name is on. */
  readonly name: string;
  readonly provider: string;
  /** How the login ends: with a session, or with a code that the visitor's page and the site's log get. */
  readonly must: 'signed-in' | ErrorCode;
  /** What openid-client does, with its signature checks on; or why it cannot be asked. */
  readonly reference: 'accepts' | 'refuses' | {readonly cannot: string};
  /** Where the name is not the spoil's. */
  readonly spoil?: Spoil;
  readonly faults?: readonly (readonly [FaultPoint, Fault])[];
  /** The key that asks. `javascript` goes through the SDK, and another key exchanges its code. */
  readonly key?: 'rest' | 'javascript' | 'javascript-alone';
  /** A login that was completed before by the same server, and maybe a new key at Kakao since. */
  readonly before?: 'login' | 'login-then-rotation';
  /** What the person has agreed to, where that is not everything. */
  readonly scopes?: readonly string[];
  /** What an attacker makes of the address that leads back; `code` is another person's. */
  readonly forge?: (address: URL, code: string) => void;
  /** What a proxy makes of the body that the page posts. */
  readonly tamper?: (body: Record<string, unknown>) => void;
  /** How many requests the server has sent to some of the provider's endpoints. */
  readonly counts?: Partial<RequestCounts>;
  /** What has to be seen beside the end. */
  readonly also?: (login: Login) => void;
}

const ACCEPTED = {must: 'signed-in', reference: 'accepts'} as const;
const REFUSED = {must: 'id_token_invalid', reference: 'refuses'} as const;

/** The ends that many rows have. */
const VERDICTS: Readonly<Record<string, Pick<Row, 'must' | 'reference'>>> = {
  accepted: ACCEPTED,
  refused: REFUSED,
  // These need a check of our own.
  'refused here alone': {must: 'id_token_invalid', reference: 'accepts'},
  'bad answer': {must: 'provider_bad_response', reference: 'refuses'},
  'bad callback': {must: 'callback_invalid', reference: 'refuses'},
};

/** Rows that need code: a check, or a change to what is sent. */
const SPECIAL_ROWS: readonly Row[] = [
  {
    number: 2,
    name: 'oidcc-client-test-idtoken-sig-rs256',
    provider: 'signs with RS256',
    ...ACCEPTED,
    also: ({idTokenHeader}) => assert.equal(idTokenHeader?.alg, 'RS256'),
  },
  {
    number: 3,
    name: 'oidcc-client-test-client-secret-basic',
    provider: 'takes the client secret in the body alone',
    ...ACCEPTED,
    also({sent}) {
      const request = sent.find(({path}) => path === '/oauth/token');
      assert.equal(new URLSearchParams(request?.body).get('client_secret'), REST.clientSecret);
      assert.equal(request?.headers['authorization'], undefined);
    },
  },
  {
    number: 4,
    name: 'oidcc-client-test-scope-userinfo-claims',
    provider: 'tells what the person agreed to',
    ...ACCEPTED,
    scopes: ['profile_nickname'],
    also({profile}) {
      assert.equal(profile?.nickname, '김새봄');
      assert.equal(profile.email, undefined);
      assert.equal(profile.phoneNumber, undefined);
      assert.equal(profile.emailVerified, false);
      assert.deepEqual(profile.needsAgreement, ['profile_image', 'name', 'account_email', 'phone_number']);
    },
  },
  {
    number: 37,
    name: 'ktl-no-id-token',
    provider: 'no ID token',
    must: 'id_token_missing',
    reference: 'refuses',
    also: ({reports}) => assert.match(reports[0]?.hint ?? '', /turn on OpenID Connect/),
  },
  {
    number: 39,
    name: 'oidcc-client-test-userinfo-bearer-header',
    provider: 'takes the access token in a header alone',
    must: 'signed-in',
    reference: {cannot: 'it does not speak /v2/user/me'},
    also({sent, secrets}) {
      const request = sent.find(({path}) => path === '/v2/user/me');
      assert.match(request?.headers['authorization'] ?? '', /^Bearer [\w-]+$/);
      for (const secret of secrets) assert.ok(!`${request?.url} ${request?.body}`.includes(secret));
    },
  },
  {
    number: 44,
    name: 'ktl-state-of-another-login',
    provider: 'the state of a login that began elsewhere',
    must: 'other_browser',
    reference: 'refuses',
    forge: (address) => address.searchParams.set('state', `ks1.${'A'.repeat(43)}.`),
  },
  {
    number: 56,
    name: 'ktl-koe320, which repeats the code',
    provider: 'does not know the code, and says which',
    must: 'code_used',
    reference: 'refuses',
    forge: (address) => address.searchParams.set('code', 'unknown-code-unknown-code-unknown-code'),
    also: ({reports}) => assert.match(reports[0]?.cause ?? '', /code=\[hidden\]/),
  },
  {
    number: 57,
    name: 'oidcc-client-test-refresh-token',
    provider: 'gives a refresh token',
    ...ACCEPTED,
    also({sent}) {
      assert.deepEqual(
        sent.filter(({path}) => path === '/oauth/token').map(({body}) => new URLSearchParams(body).get('grant_type')),
        ['authorization_code'],
        'it is never used',
      );
    },
  },
  {
    number: 58,
    name: 'ktl-code-swap',
    provider: 'nothing; the code is another person’s',
    must: 'provider_refused',
    reference: 'refuses',
    forge: (address, code) => address.searchParams.set('code', code),
  },
  {
    number: 58,
    name: 'ktl-code-swap, without PKCE',
    provider: 'nothing; the code is another person’s, and no verifier guards it',
    ...REFUSED,
    key: 'javascript',
    forge: (address, code) => address.searchParams.set('code', code),
  },
  {
    number: 59,
    name: 'ktl-pkce-wrong-verifier',
    provider: 'refuses a verifier that does not match',
    must: 'provider_refused',
    reference: {cannot: 'the body that is changed on its way is the widget’s'},
    tamper: (body) => (body['codeVerifier'] = 'A'.repeat(43)),
  },
];

/** The list of sixty, but for what {@link LATER} names. A row's `verdict` stands for its `must` and its `reference`. */
export const ROWS: readonly Row[] = [
  ...data.map(({verdict = '', ...row}) => ({...VERDICTS[verdict], ...row}) as unknown as Row),
  ...SPECIAL_ROWS,
].sort((one, other) => one.number - other.number);

/** Rows that openid-client refuses and we accept, each with its reason. */
export const MORE_LENIENT: Readonly<Record<string, string>> = {
  'ktl-aud-js-key':
    'Kakao’s SDK asks with the JavaScript key, so that the ID token is for it; the key is the site’s own, named by exchangeAs',
};

/** What of the list cannot be tried yet. */
export const LATER: readonly {readonly number: number; readonly name: string; readonly reason: string}[] = [
  {
    number: 40,
    name: 'oidcc-client-test-discovery-openid-config, doctor',
    reason: 'there is no doctor yet that compares Kakao’s metadata with the pinned addresses and warns',
  },
  {
    number: 41,
    name: 'oidcc-client-test-discovery-issuer-mismatch, doctor',
    reason: 'there is no doctor yet that fails where the metadata names another issuer',
  },
  {
    number: 57,
    name: 'oidcc-client-test-refresh-token-invalid-issuer, oidcc-client-test-refresh-token-invalid-sub',
    reason: 'of a refresh, the API client gives no ID token that somebody could rely on',
  },
];
