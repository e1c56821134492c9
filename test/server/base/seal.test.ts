import assert from 'node:assert/strict';
import {createHash} from 'node:crypto';
import {describe, test} from 'node:test';
import fc from 'fast-check';
import {createEncryptedCookie} from '../../../src/server/base/encrypted-cookie.js';
import {type Digest, findDigest} from '../../../src/server/base/opened-seals.js';
import {createSeal} from '../../../src/server/base/seal.js';
import {fromBase64url, isCanonicalBase64url, toBase64url} from '../../../src/shared/encoding/base64url.js';
import {drawSeed} from '../support/seed.js';
import {START} from '../support/site.js';

const KEYS = ['the-newest-session-key-0123456789', 'the-former-session-key-0123456789'] as const;
const DAY = 86_400_000;
const CLAIMS = {sub: '42', new: true, terms: [['marketing', false]]};

const hash = (text: string): string => createHash('sha256').update(text).digest('base64');

/** Hosts that can hash at once, and those that cannot. */
const HOSTS: readonly (readonly [name: string, digest: Digest])[] = [
  ['that hashes at once', hash],
  ['with the web’s hashes alone', null],
];

/** The same text, with a bit set that stands for nothing. */
function changeLastBits(text: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return text.slice(0, -1) + (alphabet[alphabet.indexOf(text.at(-1)!) + 1] ?? 'A');
}

test('Node.js hashes at once from 20.16 on', () => {
  const {getBuiltinModule} = process as Partial<typeof process>;
  assert.equal(findDigest()?.('kakao'), getBuiltinModule ? hash('kakao') : undefined);
  // Earlier releases, and what stands in for Node.js elsewhere.
  for (const host of [null, {}, {getBuiltinModule: () => undefined}]) assert.equal(findDigest(host), null);
});

for (const [host, digest] of HOSTS) {
  describe(`a seal on a host ${host}`, () => {
    const create = (keys: readonly string[] = KEYS, purpose = 'session', site?: string) =>
      createSeal(keys, purpose, site, digest);

    test('opens what it has sealed, each time the same, until it expires', async () => {
      const seal = create();
      const text = await seal.seal(CLAIMS, START + DAY);
      const claims = {...CLAIMS, exp: (START + DAY) / 1000};

      for (const now of [START, START, START + DAY - 1]) assert.deepEqual(await seal.open(text, now), claims);
      for (const now of [START + DAY, START + 2 * DAY]) assert.equal(await seal.open(text, now), null);
      // A clock that was wrong is set right.
      assert.deepEqual(await seal.open(text, START), claims);
    });

    test('opens what its former key has sealed, and nothing of another key, purpose or site', async () => {
      const opened = [create([KEYS[1]]), create([KEYS[1], 'x'.repeat(32)])];
      for (const seal of opened) {
        assert.equal((await create().open(await seal.seal(CLAIMS, START + DAY), START))?.sub, '42');
      }
      for (const seal of [create(['y'.repeat(32)]), create(KEYS, 'pending'), create(KEYS, 'session', 'shop')]) {
        assert.equal(await create().open(await seal.seal(CLAIMS, START + DAY), START), null);
      }
    });

    test('opens no other text, also once it has opened the right one', async () => {
      const seal = create();
      const text = await seal.seal(CLAIMS, START + DAY);
      assert.ok(await seal.open(text, START));

      for (let index = 0; index < text.length; index++) {
        const changed = text.slice(0, index) + (text[index] === 'A' ? 'B' : 'A') + text.slice(index + 1);
        assert.equal(await seal.open(changed, START), null, `character ${index}`);
      }
      const others = [changeLastBits(text), `${text}=`, `${text}A`, ` ${text}`, text.slice(1), text.toUpperCase(), ''];
      for (const other of others) assert.equal(await seal.open(other, START), null, other);
      assert.ok(await seal.open(text, START));
    });

    test('gives claims that nobody can change for the next one', async () => {
      const seal = create();
      const text = await seal.seal(CLAIMS, START + DAY);
      const claims = await seal.open(text, START);
      if (digest) assert.throws(() => Object.assign(claims!, {sub: '43'}), TypeError);

      assert.equal((await seal.open(text, START))?.sub, '42');
    });

    test(`opens a text ${digest ? 'once, until it is forgotten, or 500 others were opened' : 'each time'}`, async (t) => {
      const seal = create();
      const texts = await Promise.all(
        Array.from({length: 501}, (_, index) => seal.seal({sub: String(index)}, START + DAY)),
      );
      const [first = '', second = '', ...rest] = texts;
      const {mock} = t.mock.method(crypto.subtle, 'decrypt');
      const countOpenings = async (...wanted: readonly string[]): Promise<number> => {
        const before = mock.callCount();
        for (const text of wanted) assert.ok(await seal.open(text, START));
        return mock.callCount() - before;
      };
      const kept = digest ? 0 : 1;

      assert.equal(await countOpenings(first, first), 1 + kept);
      seal.forget(first);
      assert.equal(await countOpenings(first, first), 1 + kept);
      assert.equal(await countOpenings(second, ...rest), 500);
      // The oldest has made room.
      assert.equal(await countOpenings(second), kept);
      assert.equal(await countOpenings(first), 1);
    });

    test(`opens a text anew ${digest ? 'after a minute' : 'each time'}, whichever way the clock is set`, async (t) => {
      const seal = create();
      const text = await seal.seal(CLAIMS, START + DAY);
      const {mock} = t.mock.method(crypto.subtle, 'decrypt');

      const counts: number[] = [];
      for (const now of [START, START + 59_999, START + 60_000, START + 60_001, START - 1, START]) {
        await seal.open(text, now);
        counts.push(mock.callCount());
      }

      assert.deepEqual(counts, digest ? [1, 1, 2, 2, 3, 3] : [1, 2, 3, 4, 5, 6]);
    });
  });
}

describe('what a cookie says', () => {
  for (const [kind, openings] of [
    ['session', 1],
    ['pending', 3],
  ] as const) {
    test(`of a ${kind} is ${openings === 1 ? 'kept for a minute' : 'kept nowhere: it holds a profile'}`, async (t) => {
      const settings = {sessionKeys: KEYS, secure: true, now: () => START, site: null, absoluteSeconds: 86_400};
      const cookie = createEncryptedCookie(kind, settings, () => START);
      const [pair = ''] = (await cookie.write(CLAIMS, START + DAY)).split(';');
      const request = new Request('https://shop.example/', {headers: {Cookie: pair}});
      const {mock} = t.mock.method(crypto.subtle, 'decrypt');

      for (let time = 0; time < 3; time++) assert.equal((await cookie.read(request))?.claims.sub, '42');

      assert.equal(mock.callCount(), openings);
      await cookie.remove(request);
      await cookie.read(request);
      assert.equal(mock.callCount(), openings + 1);
    });
  }
});

describe('isCanonicalBase64url', () => {
  test('knows what is written for bytes, and no other text', (t) => {
    const near = fc.oneof(
      fc.uint8Array({maxLength: 9}).map(toBase64url),
      fc.stringMatching(/^[\w=+/ -]{0,9}$/),
      fc.string({maxLength: 6}),
    );
    fc.assert(
      fc.property(near, (text) => {
        assert.equal(isCanonicalBase64url(text), fromBase64url(text) !== null);
      }),
      {seed: drawSeed(t), numRuns: 3000},
    );
    for (const text of ['', 'AA', 'AAA', 'AAAA\n', 'AB', 'AAB', 'A', 'AA==']) {
      assert.equal(isCanonicalBase64url(text), fromBase64url(text) !== null, JSON.stringify(text));
    }
  });
});
