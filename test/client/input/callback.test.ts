import {expect} from '@open-wc/testing';
import fc from 'fast-check';
import {readAuthorizationResponse} from '../../../src/oauth/authorization-response.js';
import {
  CODES,
  ERRORS,
  fill,
  FOREIGN,
  INVALID,
  NONE,
  SPOILED_STATES,
  STATELESS,
} from '../../oauth/support/callback-queries.js';
import {factor, Family} from '../../support/family.js';
import {CALLBACK, FakeBrowser, ORIGIN, type FakePage} from '../support/browser.js';
import {expectUnharmed, secretsOf} from '../support/unharmed.js';

const BEGUN = '/cart?id=1#reviews';
const CODE = 'Xq7-code_of.kakao~54';

interface World {
  readonly browser: FakeBrowser;
  readonly callback: FakePage;
  /** What must be told nowhere. */
  readonly secrets: readonly string[];
  /** What `{c}`, `{s}` and `{t}` stand for. */
  readonly values: {readonly c: string; readonly s: string; readonly t: string};
}

/** A browser in which one login is open, on the page that an address of its answer has opened. */
async function comeBackTo(address: string): Promise<World> {
  const browser = new FakeBrowser();
  const page = browser.open(BEGUN);
  await page.press();
  const {state: s = ''} = page.left;
  const values = {c: CODE, s, t: browser.record.tx};
  const secrets = [...secretsOf(browser), CODE, s];
  return {browser, callback: page.follow(fill(address, values)), secrets, values};
}

interface End {
  /** The outcome's code, or `signed-in`, `cancelled`, or nothing at all. */
  readonly end: string | null;
  /** Where the visitor is. */
  readonly at: string;
  readonly session: string;
  /** The codes that were posted. */
  readonly codes: readonly (string | undefined)[];
  /** Logins that may still be completed. */
  readonly open: number;
}

/** What became of it, on the page where the visitor ends up. */
async function readEnd({browser, callback}: World): Promise<End> {
  const last = callback.navigations.length > 0 ? callback.follow() : callback;
  await last.client.start();
  const {outcome, session} = last.client.state;
  return {
    end: outcome === null ? null : 'code' in outcome ? outcome.code : outcome.end,
    at: last.address.href.slice(ORIGIN.length),
    session: session.status,
    codes: browser.shop.posts.map(({body}) => body.code),
    open: browser.records.length,
  };
}

async function expectEnd(world: World, expected: End): Promise<void> {
  await world.callback.client.start();
  expect(await readEnd(world)).to.deep.equal(expected);
  expectUnharmed(world.browser, world.secrets, [world.callback]);
}

async function expectUntouched(world: World): Promise<void> {
  const {callback, browser} = world;
  const {href} = callback.address;
  await callback.client.start();
  expect(callback.address.href).to.equal(href);
  expect([callback.rewrites, callback.navigations, callback.told, browser.shop.requests]).to.deep.equal([
    [],
    [],
    [],
    [],
  ]);
  expect(browser.records).to.have.length(1);
  expectUnharmed(browser, world.secrets, []);
}

describe('a callback', () => {
  const family = new Family('C1', 'callback query strings, through the client', after);
  const home = {at: BEGUN, session: 'unknown', codes: [], open: 0};

  for (const [id, rest, code] of CODES) {
    it(`C1 ${id}: logs in with this code, once`, async () => {
      const world = await comeBackTo(CALLBACK + rest);

      const codes = [fill(code, world.values)];
      await expectEnd(world, {...home, end: 'signed-in', session: 'signed-in', codes});
      family.judge('accepted');
    });
  }

  for (const [id, rest, , , end] of ERRORS) {
    it(`C1 ${id}: ends as ${end}, where it began`, async () => {
      await expectEnd(await comeBackTo(CALLBACK + rest), {...home, end});
      family.judge('refused');
    });
  }

  for (const [id, rest] of INVALID) {
    it(`C1 ${id}: is refused, and the login stays open for its true answer`, async () => {
      await expectEnd(await comeBackTo(CALLBACK + rest), {...home, end: 'callback_invalid', open: 1});
      family.judge('refused');
    });
  }

  for (const [id, state] of SPOILED_STATES) {
    it(`C1 ${id}: is refused, and belongs to no login`, async () => {
      const world = await comeBackTo(`${CALLBACK}?code={c}&state=${state}`);

      await expectEnd(world, {...home, end: 'callback_invalid', at: '/', open: 1});
      family.judge('refused');
    });
  }

  for (const [id, rest] of STATELESS) {
    it(`C1 ${id}: is touched nowhere, and the open login stays open for its true answer`, async () => {
      const world = await comeBackTo(CALLBACK + rest);
      await expectUntouched(world);
      await world.browser.clock.advance(60_000);

      expect([world.callback.told, world.callback.rewrites, world.callback.navigations]).to.deep.equal([
        ['kakao-login-error'],
        [],
        [],
      ]);
      expect(world.callback.client.state.outcome).to.have.property('code', 'state_missing');
      const {callback} = {callback: world.callback.follow(fill(`${CALLBACK}?code={c}&state={s}`, world.values))};
      await expectEnd({...world, callback}, {...home, end: 'signed-in', session: 'signed-in', codes: [CODE]});
      family.judge('refused');
    });
  }

  for (const [id, rest] of [...FOREIGN, ...NONE]) {
    it(`C1 ${id}: is touched nowhere`, async () => {
      await expectUntouched(await comeBackTo(CALLBACK + rest));
      family.judge('refused');
    });
  }

  /** Addresses that are the redirect URI with an answer, have it all the same, or only look like it. */
  const PLACES: readonly (readonly [id: string, address: string, isOurs: boolean | 'moved'])[] = [
    ['path-with-slash', '/kakao/callback/?code={c}&state={s}', true],
    ['path-with-dot-segments', '/x/../kakao/./callback?code={c}&state={s}', true],
    ['path-behind-user-info', 'https://kakao@shop.example/kakao/callback?code={c}&state={s}', true],
    ['path-at-default-port', 'https://shop.example:443/kakao/callback?code={c}&state={s}', true],
    ['host-in-capitals', 'https://SHOP.EXAMPLE/kakao/callback?code={c}&state={s}', true],
    ['path-with-two-slashes', '/kakao/callback//?code={c}&state={s}', 'moved'],
    ['path-with-inner-slashes', '/kakao//callback?code={c}&state={s}', 'moved'],
    ['path-in-capitals', '/KAKAO/callback?code={c}&state={s}', 'moved'],
    ['path-longer', '/kakao/callback/x?code={c}&state={s}', 'moved'],
    ['path-shorter', '/kakao?code={c}&state={s}', 'moved'],
    ['path-with-escaped-slash', '/kakao%2fcallback?code={c}&state={s}', 'moved'],
    ['path-with-escaped-letter', '/kakao/c%61llback?code={c}&state={s}', 'moved'],
    ['path-with-parameter', '/kakao/callback;v=1?code={c}&state={s}', 'moved'],
    ['path-with-nul', '/kakao/callback%00?code={c}&state={s}', 'moved'],
    ['path-without-question-mark', '/kakao/callback&code={c}&state={s}', false],
    ['path-of-the-root', '/?code={c}&state={s}', 'moved'],
  ];
  for (const [id, address, isOurs] of PLACES) {
    const what = isOurs === 'moved' ? 'is another page, to which a server has moved our answer' : 'is the redirect URI';
    it(`C1 ${id}: ${isOurs ? what : 'has no answer, and is touched nowhere'}`, async () => {
      const world = await comeBackTo(address);

      if (isOurs) await expectEnd(world, {...home, end: 'signed-in', session: 'signed-in', codes: [CODE]});
      else await expectUntouched(world);
      family.judge(isOurs ? 'accepted' : 'refused');
    });
  }

  /** What a router may hand over in place of the document's own address. */
  const URLS: readonly (readonly [id: string, url: unknown, isOurs: boolean])[] = [
    ['url-of-the-page', `${ORIGIN}${CALLBACK}?code={c}&state={s}`, true],
    ['url-path', `${CALLBACK}?code={c}&state={s}`, true],
    ['url-query', '?code={c}&state={s}', true],
    ['url-of-another-site', `https://evil.example${CALLBACK}?code={c}&state={s}`, false],
    ['url-of-a-subdomain', `https://www.shop.example${CALLBACK}?code={c}&state={s}`, false],
    ['url-of-another-port', `https://shop.example:8443${CALLBACK}?code={c}&state={s}`, false],
    ['url-plain-http', `http://shop.example${CALLBACK}?code={c}&state={s}`, false],
    ['url-script', 'javascript:alert(1)//?code={c}&state={s}', false],
    ['url-data', 'data:text/html,?code={c}&state={s}', false],
    ['url-blob', `blob:${ORIGIN}/kakao/callback?code={c}&state={s}`, false],
    ['url-without-host', 'http://', false],
    ['url-with-broken-host', 'https://[?code={c}&state={s}', false],
    ['url-number', 5, false],
    ['url-object', {}, false],
    ['url-empty', '', false],
    ['url-null', null, false],
  ];
  for (const [id, url, isOurs] of URLS) {
    it(`C1 ${id}: ${isOurs ? 'is taken for the address' : 'is none of ours'}`, async () => {
      const world = await comeBackTo(CALLBACK);
      const given = typeof url === 'string' ? fill(url, world.values) : url;

      await world.callback.client.start({url: given as string});

      const codes = isOurs ? [CODE] : [];
      const end = isOurs ? 'signed-in' : null;
      const at = isOurs ? BEGUN : CALLBACK;
      const session = isOurs ? 'signed-in' : 'unknown';
      expect(await readEnd(world)).to.deep.equal({end, at, session, codes, open: isOurs ? 0 : 1});
      expectUnharmed(world.browser, world.secrets, [world.callback]);
      family.judge(isOurs ? 'accepted' : 'refused');
    });
  }

  it('that has been spoiled anywhere posts the code of our own login, or none', async () => {
    const piece = fc.constantFrom(
      'code=',
      'state=',
      'error=',
      '{s}',
      '{c}',
      '&',
      '#',
      '?',
      '%',
      '/',
      'ks1.',
      '\0',
      '가',
      '',
    );
    const edit = fc.record({at: fc.double({min: 0, max: 1, noNaN: true}), drop: fc.nat(3), piece});
    await family.alwaysAsync(
      150,
      fc.asyncProperty(fc.array(edit, {maxLength: 3}), async (edits) => {
        let address = `${CALLBACK}?code={c}&state={s}`;
        for (const {at, drop, piece: put} of edits) {
          const index = CALLBACK.length + Math.floor(at * (address.length - CALLBACK.length));
          address = address.slice(0, index) + put + address.slice(index + drop);
        }
        const world = await comeBackTo(address);
        const {callback, browser} = world;
        const isPage = callback.address.pathname.replace(/\/$/, '') === CALLBACK;
        const response = readAuthorizationResponse(callback.address, 'https://kauth.kakao.com');
        const isAnswer = response.kind === 'code' && response.state.tx === world.values.t;

        await callback.client.start();

        const {end, codes, session} = await readEnd(world);
        expect(codes).to.deep.equal(isAnswer ? [response.code] : []);
        expect(session).to.equal(isAnswer ? 'signed-in' : 'unknown');
        expect(end === 'signed-in').to.equal(isAnswer);
        expect(callback.navigations.length).to.be.at.most(1);
        // A part of an answer that has become the site's own parameter stays in the address, as everything of the site's.
        const isTouched = isPage ? /^(code|error|invalid)$/.test(response.kind) : isAnswer;
        if (isTouched) expect(readAuthorizationResponse(callback.address, '').kind).to.equal('none');
        expectUnharmed(browser, world.secrets, []);
        family.judge(codes.length > 0 ? 'accepted' : 'refused');
      }),
    );
  }).timeout(120_000 * factor);
});
