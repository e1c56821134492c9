import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {createSeal} from '../../../src/server/base/seal.js';
import {createTokenSeal, type KeptTokens, type TokenSeal} from '../../../src/server/tokens/token-seal.js';

const [KEY, FORMER, OTHER] = ['new', 'former', 'other'].map((word) => `${word}-token-key-0123456789-abcdefghijklm`) as [
  string,
  string,
  string,
];
const ORIGIN = 'https://shop.example';
const CLIENTS = ['client-a', 'client-b'];
const PERSON = '4200000001';
const TOKENS: KeptTokens = {
  clientId: 'client-a',
  accessToken: 'access-token',
  accessUntil: 1_800_000_000_000,
  issuedAt: 1_700_000_000_000,
  refreshToken: 'refresh-token',
  refreshUntil: 1_900_000_000_000,
};

const createWith = (changes: Partial<Parameters<typeof createTokenSeal>[0]> = {}): TokenSeal =>
  createTokenSeal({tokenKeys: [KEY], origin: ORIGIN, clientIds: CLIENTS, ...changes});

/** A character in place of another one, so that another octet comes of it. */
const flip = (text: string, index: number): string =>
  `${text.slice(0, index)}${text[index] === 'A' ? 'Q' : 'A'}${text.slice(index + 1)}`;

const replace = (parts: readonly string[], index: number, part: string): string =>
  parts.map((own, place) => (place === index ? part : own)).join('.');

describe('a token seal', () => {
  test('opens what it has sealed, and hides all of it', async () => {
    const sealed = await createWith().seal(PERSON, TOKENS);

    assert.deepEqual(await createWith().open(sealed, PERSON), {tokens: TOKENS, isNewest: true});
    assert.doesNotMatch(Buffer.from(sealed.split('.')[0]!, 'base64url').toString(), /4200000001|token"|client/);
    assert.doesNotMatch(sealed, /access|refresh|4200000001/);
    assert.notEqual(await createWith().seal(PERSON, TOKENS), sealed, 'with another nonce each time');
    // What was kept by a former release opens with these names.
    assert.deepEqual(await createSeal([KEY], 'tokens', ORIGIN).open(sealed, 0), {
      sub: PERSON,
      client: 'client-a',
      access: 'access-token',
      accessUntil: 1_800_000_000_000,
      issuedAt: 1_700_000_000_000,
      refresh: 'refresh-token',
      refreshUntil: 1_900_000_000_000,
      exp: 1_900_000_000,
    });
  });

  test('opens tokens without a refresh token, and such as have expired long ago', async () => {
    for (const tokens of [
      {...TOKENS, refreshToken: null},
      {...TOKENS, accessUntil: 2000, refreshUntil: 1000},
    ]) {
      const sealed = await createWith().seal(PERSON, tokens);

      assert.deepEqual(await createWith().open(sealed, PERSON), {tokens, isNewest: true});
    }
  });

  test('seals with the newest key, and tells what a former one has sealed', async () => {
    const sealed = await createWith({tokenKeys: [FORMER]}).seal(PERSON, TOKENS);
    const both = createWith({tokenKeys: [KEY, FORMER]});

    assert.deepEqual(await both.open(sealed, PERSON), {tokens: TOKENS, isNewest: false});
    const anew = await both.seal(PERSON, TOKENS);
    assert.equal(await createWith({tokenKeys: [FORMER]}).open(anew, PERSON), null);
    assert.deepEqual(await createWith().open(anew, PERSON), {tokens: TOKENS, isNewest: true});
  });

  const STRANGERS: Readonly<Record<string, readonly [seal: TokenSeal, kakaoId: string]>> = {
    'another person': [createWith(), '4200000002'],
    'a person whose number only begins alike': [createWith(), `${PERSON}1`],
    'another site': [createWith({origin: 'https://other.example'}), PERSON],
    'the same site without TLS': [createWith({origin: 'http://shop.example'}), PERSON],
    'another key': [createWith({tokenKeys: [OTHER]}), PERSON],
    'two other keys': [createWith({tokenKeys: [OTHER, FORMER]}), PERSON],
    'another client': [createWith({clientIds: ['client-b']}), PERSON],
    'a client of another case': [createWith({clientIds: ['Client-A']}), PERSON],
    'no client': [createWith({clientIds: []}), PERSON],
  };
  for (const [who, [seal, kakaoId]] of Object.entries(STRANGERS)) {
    test(`opens nothing for ${who}`, async () => {
      const sealed = await createWith().seal(PERSON, TOKENS);

      assert.equal(await seal.open(sealed, kakaoId), null);
    });
  }

  test('opens nothing of which one character is another one, in any place', async () => {
    const seal = createWith();
    const sealed = await seal.seal(PERSON, TOKENS);

    for (let index = 0; index < sealed.length; index++) {
      if (sealed[index] === '.') continue;
      assert.equal(await seal.open(flip(sealed, index), PERSON), null, `character ${index}`);
    }
  });

  test('opens nothing that is cut, longer, put together from two, or of another purpose', async () => {
    const seal = createWith();
    const [sealed, other] = [await seal.seal(PERSON, TOKENS), await seal.seal('4200000002', TOKENS)];
    const [parts, others] = [sealed.split('.'), other.split('.')];
    const ofCookie = await createSeal([KEY], 'session', ORIGIN).seal(
      {sub: PERSON, client: 'client-a', access: 'x', accessUntil: 1, refreshUntil: 1},
      TOKENS.refreshUntil,
    );

    for (const text of [
      ...['', '.', '....', 'tokens', `${sealed}A`, `${sealed}.A`, ` ${sealed}`, sealed.slice(1)],
      ...[sealed.slice(0, -1), sealed.slice(0, sealed.length / 2)],
      ...parts.map((_, index) => replace(parts, index, others[index]!)).filter((text) => text !== sealed),
      ...parts.map((_, index) => replace(parts, index, '')).filter((text) => text !== sealed),
      ofCookie,
    ]) {
      assert.equal(await seal.open(text, PERSON), null, text);
    }
  });

  test('keeps nothing in memory of what it has opened', async (t) => {
    const seal = createWith();
    const sealed = await seal.seal(PERSON, TOKENS);
    const {mock} = t.mock.method(crypto.subtle, 'decrypt');

    for (let time = 0; time < 3; time++) await seal.open(sealed, PERSON);

    assert.equal(mock.callCount(), 3);
  });

  test('seals nothing without a key', async () => {
    await assert.rejects(async () => createWith({tokenKeys: []}).seal(PERSON, TOKENS), {
      message: 'There is no key to seal tokens with.',
    });
    assert.equal(await createWith({tokenKeys: []}).open('text', PERSON), null);
  });
});
