import assert from 'node:assert/strict';
import {after, describe, test} from 'node:test';
import fc from 'fast-check';
import {compactVerify} from 'jose';
import {KakaoApiError} from '../../../src/server/kakao/api-error.js';
import type {KakaoReply} from '../../../src/server/kakao/api/ask.js';
import {readTerms} from '../../../src/server/kakao/api/terms.js';
import {exchangeCode, readLoginTokens} from '../../../src/server/kakao/api/tokens.js';
import {getUser} from '../../../src/server/kakao/api/users.js';
import {readExactJson} from '../../../src/server/kakao/http.js';
import {toEndpoints} from '../../../src/server/kakao/kakao-endpoints.js';
import {createSigningKeys} from '../../../src/server/kakao/signing-keys.js';
import {isErrorCode} from '../../../src/shared/errors.js';
import {Family} from '../../support/family.js';
import {createProvider, ISSUER} from '../support/provider.js';
import {assertNobodyMade, assertRefused, createSite, json, PERSON, readEnd, type Site, START} from '../support/site.js';
import {sign} from './forge-id-token.js';
import {BODIES, type BodyRow, toResponse} from './kakao-bodies.js';

const toReply = (text: string): KakaoReply => ({json: readExactJson(text)});

/** A Kakao that answers everything with one text. */
const toCaller = (text: string, status = 200) => ({
  fetch: () => Promise.resolve(new Response(status === 204 ? null : text, {status})),
  endpoints: toEndpoints(undefined),
});

/** A login that meets an answer in place of Kakao's good one. */
const SPOIL: Readonly<Record<keyof typeof BODIES, (site: Site, row: BodyRow) => void>> = {
  token: ({provider}, row) => (provider.toTokenAnswer = (good) => toResponse(row, JSON.stringify(good))),
  user: ({provider}, row) => provider.on('/v2/user/me', () => toResponse(row, `{"kakao_account":{},"id":${PERSON}}`)),
  terms: ({provider}, row) =>
    provider.on('/v2/user/service_terms', () => toResponse(row, `{"service_terms":[],"id":${PERSON}}`)),
  keys: ({provider}, row) =>
    provider.on('/.well-known/jwks.json', () => toResponse(row, JSON.stringify({keys: provider.published}))),
};

async function logInWith(kind: keyof typeof BODIES, row: BodyRow): Promise<{site: Site; response: Response}> {
  const site = await createSite();
  SPOIL[kind](site, row);
  return {site, response: await site.post(site.prepare())};
}

/** The rows of an endpoint. Whatever Kakao says of terms, nobody is kept out by it. */
function testRows(kind: keyof typeof BODIES, family: Family): void {
  for (const row of BODIES[kind]) {
    test(`C6 ${kind} ${row.id}: ${row.end ?? 'is read'}`, async () => {
      const {site, response} = await logInWith(kind, row);

      assert.ok(site.provider.requests.every(({url}) => !url.includes('evil')));
      assert.equal(Object.keys(Object.prototype).length, 0);
      const isRead = row.end === null || row.end === 'signed-in';
      if (kind === 'terms') {
        const answer = await json(response);
        assert.equal(answer['status'], 'signed-in');
        assert.equal('missingTerms' in answer, isRead, JSON.stringify(site.reports));
        const codes = site.reports.map(({code}) => code);
        assert.deepEqual(codes, isRead ? [] : [row.end]);
      } else if (isRead) {
        assert.equal(await readEnd(response), 'signed-in', JSON.stringify(site.reports));
      } else {
        assert.ok(isErrorCode(row.end));
        await assertRefused(site, response, row.end);
        assertNobodyMade(site);
        if (kind !== 'user') assert.equal(site.provider.count('/v2/user/me'), 0);
      }
      // A code is never sent twice, nor in vain; that a list of keys is of no use shows only when there is a token.
      const isSpared = kind === 'keys' && /^provider/.test(String(row.end));
      assert.equal(site.provider.count('/oauth/token'), isSpared ? 0 : 1);
      family.judge(isRead ? 'accepted' : 'refused');
    });
  }
}

describe('a token answer', () => {
  const family = new Family('C6', 'Kakao’s token answers', after);

  testRows('token', family);

  const value = fc.oneof(
    fc.constantFrom<unknown>('bearer', 'Bearer', 'DPoP', 'a.b.c', '', 'openid account_email', 0, 21_599, -1, '7', null),
    fc.jsonValue(),
  );
  const fields = fc.constantFrom('token_type', 'access_token', 'expires_in', 'id_token', 'scope', 'refresh_token', 'x');

  test('of any fields is read exactly where each is of its form', () => {
    const good = {token_type: 'bearer', access_token: 'abc', expires_in: 1, id_token: 'a.b.c', scope: 'openid'};

    family.always(
      5000,
      fc.property(fc.dictionary(fields, value, {maxKeys: 3}), (changes) => {
        const body = JSON.parse(JSON.stringify({...good, ...changes})) as Record<string, unknown>;
        const {token_type: type, access_token: accessToken, expires_in: expiresIn, id_token: idToken, scope} = body;
        const isSound =
          /^bearer$/i.test(isText(type) ? type : '') &&
          /^[!-~]{1,8192}$/.test(isText(accessToken) ? accessToken : '') &&
          (isText(expiresIn) ? /^\d{1,15}$/.test(expiresIn) : typeof expiresIn === 'number' && expiresIn >= 0) &&
          isText(scope) &&
          (isText(idToken) || idToken === null);
        const tokens = judge(family, () => readLoginTokens({json: body}));

        assert.equal(tokens !== null, isSound, JSON.stringify(body));
        if (tokens) assert.deepEqual([tokens.accessToken, tokens.idToken], [accessToken, idToken || undefined]);
      }),
    );
  });

  test('of any text and status is read or refused, and never anything else', async () => {
    const exchange = {code: 'c', redirectUri: 'https://shop.example/', clientId: 'a', codeVerifier: undefined};
    const piece = fc.oneof(
      fc.constantFrom(...Array.from('{}":,[]'), '"token_type"', '"bearer"', '"error_code"', '"KOE320"', 'null'),
      fc.string({maxLength: 4, unit: 'binary'}),
    );
    const texts = fc.oneof(
      fc.array(piece, {maxLength: 12}).map((pieces) => pieces.join('')),
      fc.json(),
    );

    await family.alwaysAsync(
      3000,
      fc.asyncProperty(
        texts,
        fc.constantFrom(200, 201, 204, 302, 400, 401, 403, 429, 500, 503),
        async (text, status) => {
          assert.equal(await judgeLater(family, exchangeCode(toCaller(text, status), exchange)), null);
        },
      ),
    );
  });
});

describe('the user information', () => {
  const family = new Family('C6', 'Kakao’s user information', after);

  testRows('user', family);

  test('has its id found in any JSON around it, and only there', async () => {
    const ask = (text: string, id: bigint) => getUser({...toCaller(text), adminKey: 'a'}, {kakaoId: String(id)});

    await family.alwaysAsync(
      2000,
      fc.asyncProperty(
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.bigInt(1n, 10n ** 20n - 2n),
        async (fields, id) => {
          const rest = JSON.stringify({...fields, id: undefined, note: `"id":${id} \\" \\\\`});
          const text = `{"id":${id},${rest.slice(1)}`;
          assert.equal((await ask(text, id)).id, String(id));
          family.judge('accepted');
          assert.equal(await judgeLater(family, ask(text, id + 1n)), null);
          assert.equal(await judgeLater(family, ask(rest, id)), null);
        },
      ),
    );
  });

  test('is accepted with one character changed only where it still speaks of the same person', async () => {
    const good = `{"id":${PERSON},"connected_at":"2026-11-01T02:03:04Z","kakao_account":{"email":"a@b.example","profile":{"nickname":"라이언"}}}`;
    const character = fc.oneof(fc.constantFrom(...Array.from('0123456789-+.eE"\\{}[],: ')), fc.string({maxLength: 1}));

    await family.alwaysAsync(
      5000,
      fc.asyncProperty(fc.nat(good.length - 1), character, fc.boolean(), async (at, to, isChange) => {
        const edited = good.slice(0, at) + to + good.slice(isChange ? at + 1 : at);
        const caller = {...toCaller(edited), adminKey: 'a'};
        const user = await judgeLater(family, getUser(caller, {kakaoId: PERSON}));
        if (user) assert.equal(String((JSON.parse(edited) as {id: unknown}).id), PERSON);
      }),
    );
  });
});

describe('the agreed terms', () => {
  const family = new Family('C6', 'Kakao’s agreed terms', after);

  testRows('terms', family);

  test('in any JSON are whole, or refused', () => {
    const term = fc.record(
      {
        tag: fc.oneof(fc.constantFrom('service', '', '__proto__'), fc.string(), fc.jsonValue()),
        required: fc.oneof(fc.boolean(), fc.jsonValue()),
        agreed: fc.oneof(fc.boolean(), fc.jsonValue()),
        agreed_at: fc.oneof(fc.constant('2026-11-01T02:03:04Z'), fc.jsonValue()),
        agreed_by: fc.jsonValue(),
      },
      {requiredKeys: ['tag']},
    );
    const good = fc.record({
      tag: fc.string({minLength: 1, maxLength: 100}),
      required: fc.boolean(),
      agreed: fc.boolean(),
    });
    const list = fc.oneof(
      fc.array(good, {maxLength: 5}),
      fc.array(fc.oneof(good, term), {maxLength: 3}),
      fc.jsonValue(),
    );

    family.always(
      3000,
      fc.property(list, fc.constantFrom(PERSON, `${PERSON}1`), (entries, id) => {
        const text = `{"id":${id},"service_terms":${JSON.stringify(entries)}}`;
        const read = judge(family, () => readTerms(toReply(text), {kakaoId: PERSON}));
        if (!read) return;
        assert.equal(id, PERSON);
        assert.equal(read.list.length, (entries as unknown[]).length);
        for (const {tag, required, agreed, agreedAt} of read.list) {
          assert.ok(tag.length > 0 && tag.length <= 100);
          assert.deepEqual([typeof required, typeof agreed], ['boolean', 'boolean']);
          assert.ok(!agreedAt || (agreed && !Number.isNaN(agreedAt.getTime())));
        }
      }),
    );
  });
});

describe('Kakao’s list of keys', () => {
  const family = new Family('C6', 'Kakao’s keys', after);

  testRows('keys', family);

  test('of any keys verifies a token only with the one that signed it', async () => {
    const provider = await createProvider(() => START, {});
    const [signer, other] = provider.keys;
    const token = await sign({sub: '1'}, {alg: 'RS256', kid: 'key-1'}, provider);
    const fields = fc.constantFrom('kty', 'kid', 'use', 'alg', 'key_ops', 'n', 'e', 'ext', 'd');
    const value = fc.oneof(
      fc.constantFrom<unknown>('RSA', 'EC', 'key-1', 'key-2', 'sig', 'enc', 'RS256', 'RS512', ['verify'], 'AQAB', 'AQ'),
      fc.constant<unknown>(other!.publicJwk.n),
      fc.jsonValue(),
    );
    const key = fc.record({
      of: fc.constantFrom(signer!.publicJwk, other!.publicJwk),
      changes: fc.dictionary(fields, value, {maxKeys: 2}),
    });

    await family.alwaysAsync(
      500,
      fc.asyncProperty(fc.array(key, {maxLength: 3}), async (specified) => {
        const list = specified.map(({of, changes}): Record<string, unknown> => ({...of, ...changes}));
        const keys = createSigningKeys(
          () => Promise.resolve(Response.json({keys: list})),
          `${ISSUER}/.well-known/jwks.json`,
          () => START,
        );
        let isVerified = false;
        try {
          const {find} = await keys.read();
          await compactVerify(token, (header, input) => find(header, input), {algorithms: ['RS256']});
          isVerified = true;
        } catch (error) {
          assert.ok(error instanceof Error);
        }
        family.judge(isVerified ? 'accepted' : 'refused');
        const {n, e} = signer!.publicJwk;
        const isThere = list.some((one) => one['n'] === n && one['e'] === e && one['kty'] === 'RSA');
        if (isVerified) assert.ok(isThere, JSON.stringify(list));
      }),
    );
  });
});

/** What is read, or null where it is refused with a published code. Anything else that is thrown is a fault. */
function judge<Read>(family: Family, read: () => Read): Read | null {
  try {
    const result = read();
    family.judge('accepted');
    return result;
  } catch (error) {
    return refuse(family, error);
  }
}

async function judgeLater<Read>(family: Family, reading: Promise<Read>): Promise<Read | null> {
  const [result] = await Promise.allSettled([reading]);
  if (result.status === 'rejected') return refuse(family, result.reason);
  family.judge('accepted');
  return result.value;
}

function refuse(family: Family, error: unknown): null {
  assert.ok(error instanceof KakaoApiError && isErrorCode(error.code), String(error));
  family.judge('refused');
  return null;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
