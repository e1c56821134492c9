import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {API_ERRORS, TOKEN_ERRORS} from '../../src/server/kakao/errors.js';
import type {ErrorCode} from '../../src/shared/errors.js';
import {CANARIES} from './support/provider.js';
import {
  assertNobodyMade,
  assertNoCanary,
  assertRefused,
  createSite,
  PERSON,
  toS256,
  type Site,
} from './support/site.js';

const JSON_TYPE = {'Content-Type': 'application/json;charset=UTF-8'};

/** A login whose token answer is made from the good one. */
async function logInWithAnswer(
  change: (good: Record<string, unknown>) => Response,
): Promise<{site: Site; response: Response}> {
  const site = await createSite();
  site.provider.toTokenAnswer = change;
  return {site, response: await site.post(site.prepare())};
}

function koe(code: string, status = 400, headers: Record<string, string> = {}): Response {
  const body = {error: 'invalid_grant', error_description: `bad token ${CANARIES.accessToken}`, error_code: code};
  return Response.json(body, {status, headers});
}

describe('an error of the token endpoint', () => {
  const rows: [koe: string, code: ErrorCode, status: number][] = [
    ['KOE003', 'provider_unavailable', 503],
    ['KOE009', 'platform_unregistered', 500],
    ['KOE010', 'client_secret_wrong', 500],
    ['KOE101', 'app_key_wrong', 500],
    ['KOE237', 'rate_limited', 429],
    ['KOE303', 'redirect_uri_mismatch', 500],
    ['KOE310', 'provider_refused', 502],
    ['KOE320', 'code_used', 409],
  ];

  test('has a row here for each that the kit knows', () => {
    assert.deepEqual(rows.map(([name]) => name).sort(), [...TOKEN_ERRORS.keys()].sort());
  });

  for (const [name, code, status] of rows) {
    for (const headers of [{}, {'WWW-Authenticate': 'Bearer error="invalid_token"'}] as Record<string, string>[]) {
      test(`${name} is ${code}${'WWW-Authenticate' in headers ? ', also beside WWW-Authenticate' : ''}`, async () => {
        const {site, response} = await logInWithAnswer(() => koe(name, name === 'KOE010' ? 401 : 400, headers));

        await assertRefused(site, response, code);
        assert.equal(response.status, status);
        assert.equal(site.reports[0]!.koe, name);
        assert.ok(site.reports[0]!.hint.length > 20);
        assert.equal(response.headers.get('retry-after'), code === 'rate_limited' ? '60' : null);
      });
    }
  }

  for (const [given, told] of [
    ['7', '7'],
    ['3600', '60'],
    ['Wed, 21 Oct 2026 07:28:00 GMT', '60'],
    ['-1', '60'],
    ['1e9', '60'],
  ]) {
    test(`says to wait ${told} s where Kakao says ${given}`, async () => {
      const {site, response} = await logInWithAnswer(
        () => new Response('slow down', {status: 429, headers: {'Retry-After': given!}}),
      );

      await assertRefused(site, response, 'rate_limited');
      assert.equal(response.headers.get('retry-after'), told);
    });
  }
});

describe('the way to Kakao', () => {
  const steps = [
    {path: '/.well-known/jwks.json', spent: 0},
    {path: '/oauth/token', spent: 1},
    {path: '/v2/user/me', spent: 1},
  ] as const;
  for (const {path, spent} of steps) {
    test(`that is broken at ${path} ends in provider_unavailable`, async () => {
      const site = await createSite();
      site.provider.on(path, () => {
        throw new TypeError(`fetch failed for ${CANARIES.accessToken}`);
      });

      const response = await site.post(site.prepare());

      await assertRefused(site, response, 'provider_unavailable');
      assert.equal(response.status, 503);
      assert.equal(site.provider.count('/oauth/token'), spent);
      assertNobodyMade(site);
    });

    test(`that breaks off in the body at ${path} ends in provider_unavailable`, async () => {
      const site = await createSite();
      site.provider.on(path, () => {
        const body = new ReadableStream({
          start: (controller) => controller.enqueue(new TextEncoder().encode('{"token_type":')),
          pull: (controller) => controller.error(new TypeError('terminated')),
        });
        return new Response(body, {headers: JSON_TYPE});
      });

      const response = await site.post(site.prepare());

      await assertRefused(site, response, 'provider_unavailable');
      assert.equal(site.provider.count('/oauth/token'), spent);
      assertNobodyMade(site);
    });

    test(`that hangs at ${path} is given up after 5 seconds, and the request is aborted`, async (t) => {
      t.mock.timers.enable({apis: ['setTimeout']});
      const site = await createSite();
      const reached = new Promise<AbortSignal>((resolve) => {
        site.provider.on(path, ({signal}) => {
          resolve(signal);
          return new Promise(() => undefined);
        });
      });
      let response: Response | undefined;
      const answer = site.post(site.prepare()).then((value) => (response = value));
      const signal = await reached;

      t.mock.timers.tick(4999);
      await new Promise((resolve) => setImmediate(resolve));
      assert.equal(response, undefined);
      t.mock.timers.tick(1);

      await assertRefused(site, await answer, 'provider_unavailable');
      assert.equal(signal.aborted, true);
      assertNobodyMade(site);
    });
  }

  test('may take 8 seconds for all requests together, and no more', async (t) => {
    t.mock.timers.enable({apis: ['setTimeout']});
    const site = await createSite();
    const slow = (path: '/oauth/token' | '/.well-known/jwks.json' | '/v2/user/me', good: () => Promise<Response>) =>
      new Promise<AbortSignal>((resolve) => {
        site.provider.on(path, async ({signal}) => {
          resolve(signal);
          await new Promise((done) => setTimeout(done, 3900));
          return good();
        });
      });
    const login = site.prepare();
    const nonce = toS256(login.nonceSecret);
    const grant = {sub: PERSON, nonce, clientId: login.clientId, redirectUri: '', audience: login.clientId};
    const token = slow('/oauth/token', async () => Response.json(await site.provider.tokens(grant)));
    const {published} = site.provider;
    const keys = slow('/.well-known/jwks.json', () => Promise.resolve(Response.json({keys: published})));
    const user = slow('/v2/user/me', () => Promise.resolve(Response.json({id: Number(PERSON)})));
    const answer = site.post(login);

    await keys;
    t.mock.timers.tick(3900);
    await token;
    t.mock.timers.tick(3900);
    const signal = await user;
    t.mock.timers.tick(199);
    assert.equal(signal.aborted, false);
    t.mock.timers.tick(1);

    await assertRefused(site, await answer, 'provider_unavailable');
    assert.equal(signal.aborted, true);
    assertNobodyMade(site);
  });
});

describe('an error of the user API', () => {
  const rows: [code: number, status: number, expected: ErrorCode][] = [
    [-1, 400, 'provider_unavailable'],
    [-3, 403, 'provider_refused'],
    [-4, 403, 'account_restricted'],
    [-5, 403, 'provider_refused'],
    [-7, 400, 'provider_unavailable'],
    [-10, 400, 'rate_limited'],
    [-12, 403, 'provider_refused'],
    [-101, 400, 'provider_refused'],
    [-103, 400, 'account_restricted'],
    [-401, 401, 'provider_refused'],
    [-402, 403, 'provider_refused'],
    [-406, 401, 'under_age'],
    [-9798, 503, 'provider_unavailable'],
  ];

  test('has a row here for each that the kit knows', () => {
    assert.deepEqual(rows.map(([code]) => String(code)).sort(), [...API_ERRORS.keys()].sort());
  });

  for (const [code, status, expected] of [...rows, [-2, 400, 'provider_refused'] as const]) {
    test(`${code} is ${expected}, and nobody is looked up`, async () => {
      const site = await createSite();
      site.provider.on('/v2/user/me', () =>
        Response.json({msg: `about ${CANARIES.email}`, code}, {status, headers: {'WWW-Authenticate': 'Bearer'}}),
      );

      const response = await site.post(site.prepare());

      await assertRefused(site, response, expected);
      assert.equal(site.reports[0]!.koe, String(code));
      assertNobodyMade(site);
    });
  }
});

describe('what Kakao says', () => {
  for (const status of [400, 500, 503]) {
    test(`is told by its own hint where it passes by itself, with status ${status}`, async () => {
      const {site: byToken} = await logInWithAnswer(() => koe('KOE003', status));
      assert.equal(byToken.reports[0]!.hint, TOKEN_ERRORS.get('KOE003')?.hint);

      for (const code of [-1, -7, -9798]) {
        const site = await createSite();
        site.provider.on('/v2/user/me', () => Response.json({msg: 'later', code}, {status}));
        await assertRefused(site, await site.post(site.prepare()), 'provider_unavailable');
        assert.equal(site.reports[0]!.hint, API_ERRORS.get(String(code))?.hint);
      }
    });
  }

  test('reaches the log in one short line and the page not at all', async () => {
    const said = `line one\r\nline two\u202e ${CANARIES.email} ${'x'.repeat(1000)}`;
    const {site, response} = await logInWithAnswer(() =>
      Response.json({error: 'invalid_grant', error_description: said, error_code: 'KOE320'}, {status: 400}),
    );

    const page = await response.text();

    const cause = site.reports[0]!.cause ?? '';
    assert.match(cause, /^line one line two/);
    assert.ok(cause.length <= 200);
    assert.doesNotMatch(cause, /[\r\n\u202e]/);
    assert.doesNotMatch(page, /line one/);
    assertNoCanary(page + cause);
  });
});
