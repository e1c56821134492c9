import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import fc from 'fast-check';
import {createRedactor, toCauseText} from '../../../src/server/base/redactor.js';
import {KakaoSyncError} from '../../../src/server/index.js';
import {finish, toPending} from '../support/pending.js';
import {CANARIES, type Recorded} from '../support/provider.js';
import {assertNoCanary, createSite, PERSON, readEnd, type Site, toCookieHeader} from '../support/site.js';
import {prepareFor, prepareUnlink} from '../support/signed-in.js';
import {drawSeed} from '../support/seed.js';
import rows from './redactor.json' with {type: 'json'};

describe('a text for the log', () => {
  for (const [name = '', text = '', cleaned] of rows) {
    test(name, () => {
      const redactor = createRedactor(['hush', 'hushed', '미나 kim', 'x', '']);
      redactor.add(undefined);

      assert.equal(redactor.redact(text), cleaned);
    });
  }

  test('has at most 200 characters', () => {
    assert.equal(createRedactor().redact('word '.repeat(1000)).length, 200);
  });

  test('never holds what was collected, whatever surrounds it', (t) => {
    const secret = fc.string({minLength: 2, maxLength: 40}).filter((text) => !'[hidden]…'.includes(text));

    fc.assert(
      fc.property(secret, fc.string(), fc.string(), (value, before, after) => {
        const redactor = createRedactor([value]);
        const marker = redactor.redact(`${before}${value}${after}`);
        assert.ok(marker.length <= 200);

        assert.doesNotMatch(marker, /[\u0000-\u001f\u007f]/);
        if (before === '' && after === '') assert.equal(marker, '[hidden]');
      }),
      {seed: drawSeed(t), numRuns: 5000},
    );
  });
});

describe('toCauseText', () => {
  const circular = new Error('round');
  circular.cause = circular;
  const rows: [name: string, thrown: unknown, text: string][] = [
    ['an error', new TypeError('bad'), 'TypeError: bad'],
    ['a chain', new Error('a', {cause: new RangeError('b')}), 'Error: a ← RangeError: b'],
    ['a text', 'oops', 'oops'],
    ['null', null, 'a thrown null'],
    ['an object', {password: 'x'}, 'a thrown object'],
    ['a circle', circular, Array.from({length: 4}, () => 'Error: round').join(' ← ')],
  ];
  for (const [name, thrown, text] of rows) {
    test(`tells of ${name}`, () => {
      assert.equal(toCauseText(thrown), text);
    });
  }
});

describe('a hint', () => {
  test('repeats what a page sent in one short line, without addresses of people', async () => {
    const site = await createSite();
    const redirectUri = `https://evil.example/\r\n2026 fake line for ${CANARIES.email} ${'y '.repeat(300)}`;

    await site.post(site.prepare({redirectUri}));

    const {hint} = site.reports[0]!;
    assert.match(hint, /https:\/\/evil\.example\/ 2026 fake line for \[hidden\]/);
    assert.ok(hint.length <= 200);
    assertNoCanary(hint);
  });
});

describe('a cause', () => {
  test('does not repeat an access token that looks like plain words', async () => {
    const site = await createSite();
    site.provider.toTokenAnswer = (tokens) => Response.json({...tokens, access_token: 'plain.words'});
    site.provider.on('/v2/user/me', ({headers}) => Promise.reject(new Error(headers.get('authorization') ?? '')));

    await site.post(site.prepare());

    assert.match(site.reports[0]!.cause ?? '', /Bearer \[hidden\]$/);
  });
});

/** What was sent to Kakao comes back in an error. */
const echo = ({url, headers, form}: Recorded): string =>
  `${headers.get('authorization')} ${url} ${form.toString()} of ${CANARIES.email}`;
type Spoil = (site: Site) => void;
const failAt =
  (path: Parameters<Site['provider']['on']>[0]): Spoil =>
  ({provider}) =>
    provider.on(path, (request) => Promise.reject(new Error(echo(request))));
const refuseAt =
  (path: Parameters<Site['provider']['on']>[0]): Spoil =>
  ({provider}) =>
    provider.on(path, (request) =>
      Response.json({error: 'x', error_description: echo(request), msg: echo(request), code: -401}, {status: 401}),
    );

/** Asserts that nothing of a login is in what came of it, but for its reference. */
async function assertNothingTold(site: Site, response: Response, tx: string, ...secrets: string[]): Promise<void> {
  const headers = JSON.stringify([...response.headers]);
  const everything = [await response.text(), headers, JSON.stringify(site.reports), JSON.stringify(site.allMetrics)];
  assertNoCanary(everything.join('\n').replaceAll(tx, ''), ...secrets);
}

describe('secrets of a login', () => {
  test('appear in no answer, cookie, report or metric, whatever fails', async () => {
    const faults: Spoil[] = [
      () => undefined,
      refuseAt('/oauth/token'),
      failAt('/oauth/token'),
      refuseAt('/v2/user/me'),
      failAt('/v2/user/me'),
      ({provider}) => (provider.makeIdToken = (claims) => Promise.resolve(`x.${JSON.stringify(claims)}.y`)),
      ({members}) => members.set('4200000001', {id: ''}),
    ];
    for (const spoil of faults) {
      const site = await createSite();
      spoil(site);
      const login = site.prepare({codeVerifier: 'canary-verifier-'.repeat(3), context: 'canary-context 1'});

      const response = await site.post(login);

      await assertNothingTold(site, response, login.tx, login.code, login.nonceSecret, PERSON);
    }
  });
});

describe('secrets of a member who asks for more', () => {
  const [terms, link, unlink] = [{purpose: 'terms'}, {purpose: 'link', sub: '4200000666'}, {purpose: 'unlink'}];
  const rows: [name: string, body: object | null, spoil: Spoil, outcome: string][] = [
    ['terms', {purpose: 'terms', terms: ['privacy']}, () => undefined, 'signed-in'],
    ['terms that Kakao does not tell', terms, failAt('/v2/user/service_terms'), 'signed-in'],
    ['terms that are refused', terms, refuseAt('/v2/user/service_terms'), 'signed-in'],
    ['terms of another account', {...terms, sub: '4200000666'}, () => undefined, 'different_account'],
    ['a link', link, () => undefined, 'signed-in'],
    [
      'a link that is another member’s',
      link,
      ({members}) => members.set('4200000666', {id: 'm-2', name: CANARIES.nickname}),
      'already_linked',
    ],
    ['unlinking', unlink, () => undefined, 'signed-out'],
    ['unlinking without an answer', unlink, failAt('/v1/user/unlink'), 'provider_unavailable'],
    ['unlinking that is refused', unlink, refuseAt('/v1/user/unlink'), 'app_key_wrong'],
    ['channels without an answer', null, failAt('/v2/api/talk/channels'), 'signed-in'],
    ['channels that are refused', null, refuseAt('/v2/api/talk/channels'), 'signed-in'],
  ];
  for (const [name, body, spoil, outcome] of rows) {
    test(`appear in no answer, cookie, report or metric of ${name}`, async () => {
      const site = await createSite({channels: ['_ours']});
      const Cookie = toCookieHeader(await site.post(site.prepare()));
      spoil(site);
      const {sub = PERSON, ...fields} = (body ?? {}) as {sub?: string};
      const login = await prepareFor(site, Cookie, fields, {sub});
      if (login.purpose === 'unlink') login.tx = (await prepareUnlink(site, Cookie)).tx as string;

      const response = body ? await site.post(login, {Cookie}) : await site.get({Cookie}, '?channel=_ours');

      assert.equal(await readEnd(response.clone()), outcome, JSON.stringify(site.reports));
      const secrets = [login.code, login.nonceSecret, PERSON, '4200000666', 'KakaoAK c'];
      await assertNothingTold(site, response, login.tx, ...secrets);
    });
  }

  test('appear in no error that readPending and signIn throw', async () => {
    const site = await createSite({
      signUp: () => ({action: 'link-existing'}),
      onConsent: (records) => Promise.reject(new Error(`cannot insert ${JSON.stringify(records)}`)),
    });
    const response = await site.post(site.prepare());
    const Cookie = toPending(response);

    const thrown: unknown = await finish(site, Cookie, {id: 'm-1'}).catch((error: unknown) => error);

    assert.ok(thrown instanceof KakaoSyncError && thrown.code === 'hook_failed');
    assertNoCanary(thrown.message, PERSON, Cookie);
  });
});
