import assert from 'node:assert/strict';
import {after, before, describe, test} from 'node:test';
import fc from 'fast-check';
import {type IdTokenRules, readIdToken} from '../../../src/server/kakao/id-token.js';
import {toCauseText} from '../../../src/server/base/redactor.js';
import {RequestError} from '../../../src/server/base/request-error.js';
import {createSigningKeys} from '../../../src/server/kakao/signing-keys.js';
import {Family} from '../../support/family.js';
import {createProvider, ISSUER, type Provider} from '../support/provider.js';
import {JS_KEY, PERSON, REST_KEY, START} from '../support/site.js';
import {type Forge, sign} from './forge-id-token.js';
import {ACCEPTED, REFUSED} from './id-tokens.js';

const JWKS = '/.well-known/jwks.json';
const SECONDS = START / 1000;
const RULES: IdTokenRules = {issuer: ISSUER, audiences: [REST_KEY], nonce: 'nonce', now: START};
const GOOD = {iss: ISSUER, aud: REST_KEY, sub: PERSON, nonce: 'nonce', iat: SECONDS, exp: SECONDS + 3600};
const HEADER = {alg: 'RS256', typ: 'JWT', kid: 'key-1'};

/** A provider of its own with its keys, and what becomes of forged tokens. */
async function setUp() {
  const provider = await createProvider(() => START, {});
  const keys = createSigningKeys(provider.fetch, ISSUER + JWKS, () => START);
  const read = async (forge: Forge): Promise<unknown> =>
    readIdToken(await forge({...GOOD}, {...HEADER}, provider), keys, RULES).catch((error: unknown) => error);
  return {provider, read};
}

/** What was thrown below a refusal, by the log's words. */
const CAUSES: Readonly<Record<string, RegExp>> = {
  'other-key-same-kid': /^JWSSignatureVerificationFailed/,
  'unknown-kid': /^JWKSNoMatchingKey/,
  'payload-not-utf8': /^TypeError/,
  'payload-null': /^$/,
  'nonce-null': /^$/,
};

describe('an ID token', () => {
  const family = new Family('C7', 'ID tokens', after);
  let provider: Provider;
  let keys: ReturnType<typeof createSigningKeys>;

  before(async () => {
    provider = await createProvider(() => START, {});
    keys = createSigningKeys(provider.fetch, ISSUER + JWKS, () => START);
  });

  for (const [id, reason, forge] of REFUSED) {
    test(`C7 ${id}: is refused because it ${reason}`, async () => {
      const {provider, read} = await setUp();

      const error = await read(forge);

      assert.ok(error instanceof RequestError && error.code === 'id_token_invalid', String(error));
      assert.ok(error.message.startsWith(`The ID token ${reason}.`), error.message);
      assert.match(error.details.cause === undefined ? '' : toCauseText(error.details.cause), CAUSES[id] ?? /^/);
      assert.ok(provider.count(JWKS) <= (id === 'other-key-same-kid' ? 1 : 2));
      assert.ok(provider.requests.every(({url}) => !url.includes('evil')));
      family.judge('refused');
    });
  }

  for (const [id, forge] of ACCEPTED) {
    test(`C7 ${id}: is accepted, and says who it is`, async () => {
      const {provider, read} = await setUp();

      const sub = {'sub-one-digit': '1', 'sub-20-digits': '18446744073709551615'}[id] ?? PERSON;
      assert.deepEqual(await read(forge), {sub});
      assert.ok(provider.requests.every(({url}) => !url.includes('evil')));
      family.judge('accepted');
    });
  }

  test('by an unknown key is told as that, also where the keys cannot be asked for again yet', async () => {
    const {provider, read} = await setUp();
    const [, , forge] = REFUSED.find(([id]) => id === 'unknown-kid')!;

    for (const error of [await read(forge), await read(forge)]) {
      assert.match(toCauseText((error as RequestError).details.cause), /^JWKSNoMatchingKey/);
    }
    const unnamed: Forge = (claims, header, p) => sign(claims, {...header, kid: undefined}, p);
    assert.deepEqual(await read(unnamed), {sub: PERSON}, 'one that names no key is good by the one that is known');
    assert.equal(provider.count(JWKS), 2);
  });

  test('with one character changed, added or taken away is accepted only for the same header and claims', async () => {
    const good = await sign(GOOD, HEADER, provider);
    assert.equal(await judge(good), 'accepted');
    const character = fc.oneof(
      fc.constantFrom(...Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_')),
      fc.constantFrom(...Array.from('. =+/\n\t\0%é가')),
    );
    const edit = fc.record({
      at: fc.nat(good.length),
      to: character,
      kind: fc.constantFrom('change', 'add', 'take'),
    });

    await family.alwaysAsync(
      4000,
      fc.asyncProperty(edit, async ({at, to, kind}) => {
        const rest = good.slice(kind === 'add' ? at : at + 1);
        const edited = good.slice(0, at) + (kind === 'take' ? '' : to) + rest;
        const outcome = family.judge(await judge(edited));
        if (outcome === 'accepted') assert.deepEqual(edited.split('.').slice(0, 2), good.split('.').slice(0, 2));
      }),
    );
  });

  const value = fc.oneof(
    fc.constantFrom<unknown>(
      ...[ISSUER, REST_KEY, JS_KEY, [REST_KEY], [REST_KEY, JS_KEY], PERSON, 'nonce', undefined],
      ...[0, -600, -601, 60, 61, -60, -59].map((seconds) => SECONDS + seconds),
    ),
    fc.anything({withBigInt: false}),
  );
  const names = fc.constantFrom('iss', 'aud', 'azp', 'sub', 'nonce', 'iat', 'exp', 'nbf', 'events', 'extra');

  test('of any claims is accepted exactly where they keep every rule', async () => {
    await family.alwaysAsync(
      2000,
      fc.asyncProperty(fc.dictionary(names, value, {maxKeys: 3}), async (changes) => {
        // What is signed is JSON: the oracle judges what is left of the claims in it.
        const text = JSON.stringify({...GOOD, ...changes});
        const claims = JSON.parse(text) as Record<string, unknown>;
        const token = await sign(claims, HEADER, provider);
        const outcome = family.judge(await judge(token, claims['sub']));
        assert.equal(outcome, keepsEveryRule(claims) ? 'accepted' : 'refused');
      }),
    );
  });

  test('of any header is accepted exactly where it says RS256 by the known key, and nothing else', async () => {
    const header = fc.dictionary(
      fc.constantFrom('alg', 'kid', 'typ', 'crit', 'jwk', 'jku', 'b64', 'zip', 'cty'),
      fc.oneof(
        fc.constantFrom<unknown>('RS256', 'HS256', 'none', 'key-1', 'key-2', 'JWT', 'secevent+jwt', ['b64'], true),
        fc.jsonValue(),
      ),
      {maxKeys: 3},
    );

    await family.alwaysAsync(
      1000,
      fc.asyncProperty(header, async (changes) => {
        const changed: Record<string, unknown> = {...HEADER, ...changes};
        const outcome = family.judge(await judge(await sign(GOOD, changed, provider)));
        const {alg, kid, typ} = changed;
        const isKakaos = alg === 'RS256' && kid === 'key-1' && typ === 'JWT' && !('crit' in changed);
        assert.equal(outcome, isKakaos ? 'accepted' : 'refused', JSON.stringify(changed));
      }),
    );
  });

  async function judge(token: string, sub: unknown = PERSON): Promise<'accepted' | 'refused'> {
    try {
      assert.deepEqual(await readIdToken(token, keys, {...RULES, audiences: [REST_KEY, JS_KEY]}), {sub});
      return 'accepted';
    } catch (error) {
      assert.ok(error instanceof RequestError && error.code === 'id_token_invalid', String(error));
      return 'refused';
    }
  }
});

/** The rules once more, written the other way round. */
function keepsEveryRule(claims: Record<string, unknown>): boolean {
  const {iss, aud, azp, sub, nonce, iat, exp, nbf, events} = claims;
  const audiences = Array.isArray(aud) ? (aud as unknown[]) : [aud];
  const isFinite = (time: unknown): time is number => Number.isFinite(time);
  return [
    iss === ISSUER,
    audiences.length === 1 && (audiences[0] === REST_KEY || audiences[0] === JS_KEY),
    azp === undefined || azp === audiences[0],
    typeof sub === 'string' &&
      sub.length <= 20 &&
      Array.from(sub).every((c) => c >= '0' && c <= '9') &&
      sub > '0' &&
      sub[0] !== '0',
    nonce === 'nonce',
    isFinite(iat) && iat >= SECONDS - 600 && iat <= SECONDS + 60,
    isFinite(exp) && SECONDS - exp < 60,
    nbf === undefined || (isFinite(nbf) && nbf <= SECONDS + 60),
    events === undefined,
  ].every(Boolean);
}
