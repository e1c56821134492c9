import assert from 'node:assert/strict';
import {it} from 'node:test';
import {createLocalJWKSet, createRemoteJWKSet, customFetch, jwtVerify, type JSONWebKeySet} from 'jose';
import {type Spoil, SPOILS} from '../../../src/emulator/index.js';
import {toMutationPoints} from '../../../src/emulator/core/faults/login-mutations.js';
import {KAUTH, readClaims, REDIRECT_URI, REST_KEY, setup, toAuthorizeAddress} from '../support/setup.js';
import {Visitor} from '../support/visitor.js';
import {describeBothWays} from '../support/ways.js';
import mutations from './mutations.json' with {type: 'json'};

/** What a verifier with nothing but jose's ordinary checks says, and what our own comparison finds different. */
async function judge(spoil: Spoil) {
  const {emulator, clock, code, exchange, api} = setup();
  const honest = (await (await exchange(code('member'))).json()) as Record<string, unknown>;
  emulator.failNext('token', {spoil});
  const response = await exchange(code('member'));
  emulator.expectNoPlannedFailures();
  const text = await response.text();
  let body: Record<string, unknown> | null = null;
  try {
    body = JSON.parse(text) as Record<string, unknown> | null;
  } catch {
    body = null;
  }
  const token = body?.['id_token'];
  const user =
    typeof body?.['access_token'] === 'string' ? (await api('/v2/user/me', body['access_token'])).body : null;
  const keys = createRemoteJWKSet(new URL(`${KAUTH}/.well-known/jwks.json`), {[customFetch]: emulator.fetch});
  const verdict =
    typeof token === 'string'
      ? await jwtVerify(token, keys, {
          issuer: KAUTH,
          audience: REST_KEY,
          algorithms: ['RS256'],
          requiredClaims: ['sub', 'iat', 'exp', 'nonce'],
          currentDate: new Date(clock.at),
          clockTolerance: 60,
        }).then(
          () => 'accepted',
          (error: unknown) => (error as {code: string}).code,
        )
      : 'absent';
  return {honest, response, text, body, token, user, verdict};
}

/** Of a token answer, by jose's error code. `accepted`: needs a check of one's own, or is no fault at all. */
const VERDICTS = mutations.verdicts as Partial<Record<Spoil, string>>;

/** What is at the redirect URI. */
const ANSWERS = mutations.answers as Partial<Record<Spoil, string>>;

/** What the metadata says instead. */
const METADATA = mutations.metadata as Partial<Record<Spoil, Readonly<Record<string, string>>>>;

const spoilsOf = (point: ReturnType<typeof toMutationPoints>[number]): Spoil[] =>
  SPOILS.filter((spoil) => toMutationPoints(spoil).includes(point));

describeBothWays('spoil', () => {
  for (const spoil of spoilsOf('token')) {
    it(`${spoil}: ${VERDICTS[spoil] ?? 'is without a verdict here'}`, async () => {
      const {honest, response, text, body, token, user, verdict} = await judge(spoil);

      assert.equal(verdict, VERDICTS[spoil]);
      const withoutSecrets = (answer: Record<string, unknown> | null) =>
        JSON.stringify({...answer, access_token: '', refresh_token: '', id_token: typeof answer?.['id_token']});
      const isSameAnswer =
        response.status === 200 && withoutSecrets(body) === withoutSecrets(honest) && text.length < 10_000;
      const isSameToken =
        typeof token === 'string' &&
        JSON.stringify(readParts(token)) === JSON.stringify(readParts(honest['id_token'] as string));
      const isSameUser = user?.['id'] === 4100000002 && user['kakao_account'] !== null;
      const isOnlyInSignature = [
        'oidcc-client-test-invalid-sig-rs256',
        'ktl-sig-empty',
        'ktl-sig-truncated',
        'ktl-other-key-same-kid',
      ].includes(spoil);
      const changed = [!isSameAnswer, !isSameToken || isOnlyInSignature, !isSameUser];
      assert.ok(changed.includes(true), 'nothing was spoiled');
    });
  }

  for (const spoil of spoilsOf('answer')) {
    it(`${spoil}: leads back with ${ANSWERS[spoil] ?? 'something that is not written here'}`, () => {
      const {emulator} = setup();
      emulator.failNext('answer', {spoil});
      const readQuery = (): string =>
        emulator.authorize(toAuthorizeAddress(), {persona: 'member'}).replace(/code=[\w-]{20,}/g, 'code=CODE');

      const spoiled = readQuery();
      const next = readQuery();

      assert.equal(spoiled, `${REDIRECT_URI}?${ANSWERS[spoil] ?? ''}`);
      assert.equal(next, `${REDIRECT_URI}?code=CODE&state=state-1`);
      emulator.expectNoPlannedFailures();
    });
  }

  it('ktl-code-dup: is also what comes of the pages', async () => {
    const {emulator} = setup();
    emulator.failNext('answer', {spoil: 'ktl-code-dup'});
    const visitor = await new Visitor(emulator).open(toAuthorizeAddress());

    await visitor.choose('member');

    assert.equal(new URL(visitor.url).searchParams.getAll('code').length, 2);
    emulator.expectNoPlannedFailures();
  });

  for (const spoil of spoilsOf('discovery')) {
    it(`${spoil}: says so in the metadata, once`, async () => {
      const {emulator} = setup();
      const read = async () =>
        (await (await emulator.fetch(`${KAUTH}/.well-known/openid-configuration`)).json()) as Record<string, unknown>;
      const honest = await read();
      emulator.failNext('discovery', {spoil});

      const spoiled = await read();
      const next = await read();

      assert.deepEqual(spoiled, {...honest, ...METADATA[spoil]});
      assert.notDeepEqual(spoiled, honest);
      assert.deepEqual(next, honest);
    });
  }

  it('leaves the next answer alone', async () => {
    const {emulator, tokens} = setup();
    emulator.failNext('token', {spoil: 'oidcc-client-test-invalid-aud'});

    const first = await tokens('member');
    const second = await tokens('member');

    assert.equal(readClaims(first.id_token!)['aud'], `${REST_KEY}1`);
    assert.equal(readClaims(second.id_token!)['aud'], REST_KEY);
  });

  it('publishes twelve keys without kid for oidcc-client-test-kid-absent-multiple-jwks, until the reset', async () => {
    const {emulator, tokens} = setup();
    emulator.failNext('token', {spoil: 'oidcc-client-test-kid-absent-multiple-jwks'});
    await tokens('member');
    const read = async () =>
      ((await (await emulator.fetch(`${KAUTH}/.well-known/jwks.json`)).json()) as JSONWebKeySet).keys;

    const many = await read();
    emulator.reset();
    const one = await read();

    assert.equal(many.length, 12);
    assert.ok(many.every((key) => key.kid === undefined));
    assert.equal(one.length, 1);
    assert.ok(one[0]?.kid);
    assert.doesNotThrow(() => createLocalJWKSet({keys: many}));
  });

  it('is refused by the points where it would not show', () => {
    const {emulator} = setup();

    assert.throws(() => emulator.failNext('jwks', {spoil: 'oidcc-client-test-invalid-aud'}), /token only/);
    assert.throws(() => emulator.failNext('user', {spoil: 'oidcc-client-test-invalid-aud'}), /token only/);
    assert.throws(() => emulator.failNext('token', {spoil: 'constructor' as Spoil}), /no way "constructor"/);
    assert.throws(() => emulator.failNext('token', {spoil: 'ktl-jarm'}), /answer only/);
    assert.throws(() => emulator.failNext('answer', {spoil: 'ktl-jarm', status: 500}), /only fault of answer/);
    assert.throws(() => emulator.failNext('answer', {}), /one or more of/);
  });
});

/** Header without kid, claims, and whether there is a kid. */
function readParts(token: string): unknown {
  const header = JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString() || '{}') as {kid?: string};
  return [header, token.split('.')[1]];
}
