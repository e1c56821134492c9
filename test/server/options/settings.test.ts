import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {createKakaoServer, KakaoSyncError} from '../../../src/server/index.js';
import {assertNoCanary, assertRefused, createSite, ENDPOINT, ORIGIN, REST_KEY, toGet} from '../support/site.js';
import data from './settings.json' with {type: 'json'};

const site = await createSite();

/** Options that differ from good ones. */
interface Row {
  readonly changes?: Readonly<Record<string, unknown>>;
  /** Options that are not there. */
  readonly without?: readonly string[];
}

interface RefusedRow extends Row {
  readonly option: string;
  readonly code?: string;
}

const toChanges = ({changes, without = []}: Row): Record<string, unknown> => ({
  ...changes,
  ...Object.fromEntries(without.map((name) => [name, undefined])),
});

describe('createKakaoServer', () => {
  const refused: readonly RefusedRow[] = [
    ...(data.refused as RefusedRow[]),
    {option: 'session.destroy', changes: {session: {create: () => undefined, read: () => null, destroy: 1}}},
    {option: 'idleSeconds', changes: {idleSeconds: NaN}},
    {option: 'site', changes: {site: 's'.repeat(21)}},
    {option: 'site.since', changes: {site: {name: 'shop', since: new Date(NaN)}}},
    {option: 'site.until', changes: {site: {name: 'shop', until: new Date()}}},
  ];
  for (const {option, code = 'config_invalid', ...row} of refused) {
    const changes = toChanges(row);
    test(`refuses ${JSON.stringify(changes).slice(0, 90)} and names ${option}`, () => {
      assert.throws(
        () => createKakaoServer(site.options(changes)),
        (error) => {
          assert.ok(error instanceof KakaoSyncError);
          assert.equal(error.code, code, error.message);
          assert.ok(error.message.startsWith(`createKakaoServer: ${option} `), error.message);
          assertNoCanary(error.message);
          return true;
        },
      );
    });
  }

  test('says how a redirect URI is to be written', () => {
    const redirectUris = ['https://한글.Example:443/a/../cb'];

    assert.throws(() => createKakaoServer(site.options({redirectUris})), {
      message: /write "https:\/\/xn--bj0bj06e\.example\/cb", as browsers send it/,
    });
  });

  for (const options of [undefined, null, 'options', []]) {
    test(`refuses ${JSON.stringify(options)} as options`, () => {
      assert.throws(() => createKakaoServer(options as never), {code: 'config_incomplete'});
    });
  }

  const accepted = [...(data.accepted as Row[]), {changes: {site: {name: 'shop', since: new Date()}}}];
  for (const row of accepted) {
    const options = toChanges(row);
    test(`takes ${JSON.stringify(options).slice(0, 90)}`, () => {
      assert.equal(typeof createKakaoServer(site.options(options)).session, 'function');
    });
  }

  test('asks nobody anything', () => {
    createKakaoServer(site.options());

    assert.deepEqual(site.provider.requests, []);
  });
});

describe('an option without a value', () => {
  interface MissingRow extends Row {
    readonly option: string;
    /** The environment variable that is asked about. */
    readonly variable: string;
  }
  const rows: readonly MissingRow[] = [
    ...(data.missing as MissingRow[]),
    {
      option: 'keys[0].secret',
      variable: 'KAKAO_CLIENT_SECRET',
      changes: {keys: [{clientId: REST_KEY, secret: undefined}]},
    },
    {option: 'redirectUris[0]', variable: 'KAKAO_REDIRECT_URI', changes: {redirectUris: [undefined]}},
    {option: 'allowedOrigins[0]', variable: 'SITE_ORIGIN', changes: {allowedOrigins: [undefined]}},
    {option: 'sessionKeys[0]', variable: 'SESSION_KEY', changes: {sessionKeys: [undefined]}},
  ];
  for (const {option, variable, ...row} of rows) {
    const changes = toChanges(row);
    test(`is told by check(): ${option} of ${JSON.stringify(changes).slice(0, 90)}`, async () => {
      const server = createKakaoServer(site.options(changes));

      await assert.rejects(server.check(), (error) => {
        assert.ok(error instanceof KakaoSyncError);
        assert.equal(error.code, 'config_incomplete');
        assert.ok(error.message.startsWith(`createKakaoServer: ${option} is missing`), error.message);
        assert.ok(error.message.includes(variable), error.message);
        assertNoCanary(error.message);
        return true;
      });
    });

    test(`is told at the first request: ${option} of ${JSON.stringify(changes).slice(0, 80)}`, async () => {
      const incomplete = await createSite(changes);

      await assertRefused(incomplete, await incomplete.get(), 'config_incomplete', 500);
      assert.match(incomplete.reports[0]?.hint ?? '', /is missing/);
    });
  }

  const nothing = {
    keys: [{clientId: undefined, secret: undefined}],
    sessionKeys: [undefined],
    redirectUris: [undefined],
  };
  const without = (): ReturnType<typeof createSite> =>
    createSite({...nothing, allowedOrigins: [undefined], adminKey: ''} as never);

  test('is told with all the others', async () => {
    const {server} = await without();

    await assert.rejects(server.check(), {
      message:
        /redirectUris\[0\], allowedOrigins\[0\], keys\[0\]\.clientId, keys\[0\]\.secret, adminKey, sessionKeys\[0\] are missing.*KAKAO_REDIRECT_URI, SITE_ORIGIN, KAKAO_REST_API_KEY, KAKAO_CLIENT_SECRET, KAKAO_ADMIN_KEY, SESSION_KEY/,
    });
  });

  for (const [name, request] of Object.entries({
    'a GET': toGet(),
    'a POST of another origin': new Request(ENDPOINT, {method: 'POST', headers: {Origin: 'https://other.example'}}),
    'a preflight': new Request(ENDPOINT, {method: 'OPTIONS', headers: {Origin: ORIGIN}}),
  })) {
    test(`answers ${name}`, async () => {
      const incomplete = await without();

      await assertRefused(incomplete, await incomplete.server.session(request), 'config_incomplete', 500);
    });
  }

  test('lets a preflight of an allowed page pass, so that the page learns of it', async () => {
    const incomplete = await createSite({sessionKeys: [undefined]} as never);
    const ask = (method: string): Promise<Response> =>
      incomplete.server.session(new Request(ENDPOINT, {method, headers: {Origin: ORIGIN, 'X-Kakao-Sync': '1'}}));

    assert.equal((await ask('OPTIONS')).status, 204);
    assert.equal((await ask('GET')).headers.get('access-control-allow-origin'), ORIGIN);
  });

  test('leaves nobody signed in, and breaks no page of the site', async () => {
    const {server, reports} = await without();

    assert.equal(await server.readSession(toGet()), null);
    assert.equal(await server.readPending(toGet()), null);
    assert.deepEqual([...new Set(reports.map(({code}) => code))], ['config_incomplete']);
  });

  test('lets nobody be taken for signed in by signIn()', async () => {
    const {server} = await without();
    const options = {action: 'link-existing', reference: 'r'} as const;

    await assert.rejects(server.signIn(toGet(), {id: 'm-1'}, options), {code: 'config_incomplete'});
  });

  test('is a line of the process’s own log where there is no onError', async (t) => {
    const lines: unknown[][] = [];
    t.mock.method(console, 'error', (...line: unknown[]) => lines.push(line));
    const incomplete = await createSite({sessionKeys: [''], onError: undefined});

    await incomplete.get();

    assert.equal(lines.length, 1);
    assert.match(
      String(lines[0]),
      /^kakao-sync-widget: config_incomplete KS-\S+ createKakaoServer: sessionKeys\[0\] is missing.*SESSION_KEY/,
    );
    assertNoCanary(String(lines[0]));
  });
});
