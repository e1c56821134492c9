import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {createLocalJWKSet, exportJWK, generateKeyPair, CompactSign} from 'jose';
import {readSignedToken, SignedTokenError} from '../../../src/server/kakao/signed-token.js';
import {toBase64url} from '../../../src/shared/encoding/base64url.js';

const {privateKey, publicKey} = await generateKeyPair('RS256');
const KEY = {...(await exportJWK(publicKey)), kid: 'a', alg: 'RS256'};
const known = {size: 1, find: createLocalJWKSet({keys: [KEY]})};
const KEYS = {read: () => Promise.resolve(known), readAgain: () => Promise.resolve(null)};

const encode = (text: string): string => toBase64url(new TextEncoder().encode(text));
const sign = (payload: Uint8Array | string, header: object = {}): Promise<string> =>
  new CompactSign(typeof payload === 'string' ? new TextEncoder().encode(payload) : payload)
    .setProtectedHeader({alg: 'RS256', kid: 'a', typ: 'JWT', ...header})
    .sign(privateKey);
const withHeader = (header: unknown): string => `${encode(JSON.stringify(header))}.${encode('{}')}.c2ln`;

const UNREADABLE = await sign(new Uint8Array([0xff, 0xfe]));

describe('a signed token', () => {
  const refused: readonly (readonly [token: string, fault: SignedTokenError['fault'], problem: string])[] = [
    ['', 'shape', 'is not a signed JWT'],
    ['a.b', 'shape', 'is not a signed JWT'],
    [`${withHeader({alg: 'RS256'})}.c2ln`, 'shape', 'is not a signed JWT'],
    [withHeader({alg: 'RS256', pad: 'x'.repeat(16_384)}), 'shape', 'is not a signed JWT'],
    [withHeader([]), 'shape', 'has no header'],
    [`${encode('{')}.e30.c2ln`, 'shape', 'has no header'],
    [withHeader({alg: 'none', typ: 'JWT'}), 'shape', 'is not signed with RS256'],
    [withHeader({alg: 'HS256', typ: 'JWT'}), 'signature', 'is not signed with RS256'],
    [withHeader({typ: 'JWT'}), 'signature', 'is not signed with RS256'],
    [withHeader({alg: 'RS256', typ: 'at+jwt'}), 'shape', 'is a token of another type'],
    [withHeader({alg: 'RS256', typ: 'JWT', crit: ['b64']}), 'shape', 'has critical headers'],
    [withHeader({alg: 'RS256', typ: 'JWT', kid: 'a'}), 'signature', 'has a signature by none of Kakao’s keys'],
    [withHeader({alg: 'RS256', typ: 'JWT', kid: 'b'}), 'signature', 'has a signature by none of Kakao’s keys'],
    [UNREADABLE, 'shape', 'has unreadable claims'],
  ];
  for (const [token, fault, message] of refused) {
    test(`${token.slice(0, 60)} of ${token.length} characters ${message}`, async () => {
      await assert.rejects(
        readSignedToken(token, KEYS, (type) => type === 'JWT'),
        (error) => {
          assert.ok(error instanceof SignedTokenError);
          assert.deepEqual([error.name, error.fault, error.message], ['SignedTokenError', fault, message]);
          return true;
        },
      );
    });
  }

  test('gives its claims, and null for what is no object', async () => {
    const read = async (text: string): Promise<unknown> =>
      readSignedToken(await sign(text), KEYS, (type) => type === 'JWT');

    assert.deepEqual(await read('{"sub":"1"}'), {sub: '1'});
    assert.equal(await read('[1]'), null);
  });
});
