import assert from 'node:assert/strict';
import {after, before, beforeEach, describe, test} from 'node:test';
import {toBytesAsLatin1} from '../support/cookie-forgeries.js';
import {openEnvironment, post, prepareLogin, type TestEnvironment} from '../support/sibling.js';
import {CALLBACK_PATH, SESSION_PATH} from '../support/test-environment.js';
import {startVisit, type Visit} from '../support/visit.js';

const SESSION = '__Host-kakao_sync_session';
const MINUTE = 60_000;
const PENDING = '__Host-kakao_sync_pending';

/** How a sibling writes our cookie's name, as the bytes of a `Set-Cookie` header. */
interface Spelling {
  readonly id: string;
  readonly toPair: (name: string, value: string) => string;
}

/** What a page reads. */
const TEXTS: readonly Spelling[] = ['\u00a0', '\ufeff', '\u2000', '\u2028', '\u3000'].map((blank) => ({
  id: `U+${blank.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')} before the name`,
  toPair: (name, value) => `${toBytesAsLatin1(blank)}${name}=${value}`,
}));

/** What a server reads. */
const BYTES: Spelling = {id: 'the byte A0 before the name', toPair: (name, value) => `\u00a0${name}=${value}`};

/** What browsers keep from a sibling by themselves. Where one does not, nothing in the shop can (SECURITY.md). */
const REFUSED: readonly Spelling[] = [
  {id: 'our very name', toPair: (name, value) => `${name}=${value}`},
  {id: 'a prefix in capitals', toPair: (name, value) => `${name.replace('Host', 'HOST')}=${value}`},
  {id: 'a space before the name', toPair: (name, value) => ` ${name}=${value}`},
  {id: 'a tab before the name', toPair: (name, value) => `\t${name}=${value}`},
  {id: 'no name', toPair: (name, value) => `=${name}=${value}`},
  {id: 'no name, in capitals', toPair: (name, value) => `=${name.replace('Host', 'HOST')}=${value}`},
];

describe('a sibling host that sets cookies for the whole domain', () => {
  let environment: TestEnvironment;
  before(async () => {
    environment = await openEnvironment();
  });
  after(() => environment.close());
  beforeEach(() => {
    environment.site.reset();
    environment.site.attributes['rest-api-key'] = environment.site.restKey;
  });

  /** Has the visitor open the sibling's page. */
  async function plant(visit: Visit, pair: string): Promise<void> {
    assert.equal(await environment.plant(visit, [pair]), 1, 'the browser takes it');
  }

  /** The value of the cookie of somebody who has logged in. */
  async function makeSession(persona: string): Promise<string> {
    return (await post(environment.site, prepareLogin(environment.site, persona, 'login').body)).cookies.get(SESSION)!;
  }

  /** What the shop says to this browser of who is signed in. */
  const readStatus = ({page}: Visit): Promise<unknown> =>
    page.evaluate(async (path) => {
      const response = await fetch(path, {headers: {'X-Kakao-Sync': '1'}});
      return ((await response.json()) as {status: unknown}).status;
    }, SESSION_PATH);

  /** Who the shop's page and its session resource say is signed in. */
  async function expectMember(visit: Visit, name: string | null): Promise<void> {
    const line = await visit.page.locator('[data-member]').textContent();
    const status = await readStatus(visit);
    assert.deepEqual([line, status], name === null ? ['', 'signed-out'] : [`회원: ${name}`, 'signed-in']);
  }

  async function logIn(visit: Visit): Promise<void> {
    await visit.goTo('/');
    await visit.press();
    await visit.kakao.signIn('이하늘');
    await visit.events.next('kakao-login-success');
  }

  for (const {id, toPair} of TEXTS) {
    test(`logs nobody in to its own account (${id})`, async () => {
      const {name, value, address} = prepareLogin(environment.site, 'new-visitor', 'login');
      await using visit = await startVisit(environment.browser, environment.site);
      await plant(visit, toPair(name, value));

      await visit.page.goto(address);

      const {detail} = await visit.events.next('kakao-login-error');
      assert.equal(detail?.['code'], 'other_browser');
      assert.deepEqual(visit.traffic.posts, []);
      assert.equal(await readStatus(visit), 'signed-out');
    });

    test(`connects its account to no member (${id})`, async () => {
      environment.site.addMember('member');
      const {name, value, address} = prepareLogin(environment.site, 'new-visitor', 'link', Date.now() + MINUTE);
      await using visit = await startVisit(environment.browser, environment.site);
      // The oldest cookie comes first.
      await plant(visit, toPair(name, value));
      await logIn(visit);

      await visit.page.goto(address);

      await visit.page.waitForURL(({pathname}) => pathname !== CALLBACK_PATH);
      assert.deepEqual(
        visit.traffic.posts.map((body) => (JSON.parse(body) as {purpose: string}).purpose),
        ['login'],
      );
      const {answer} = await post(environment.site, prepareLogin(environment.site, 'new-visitor', 'login').body);
      assert.deepEqual([answer['status'], answer['isNewMember']], ['signed-in', true]);
    });

    test(`fixes no session before a login, which then counts (${id})`, async () => {
      environment.site.addMember('member');
      const session = await makeSession('new-visitor');
      await using visit = await startVisit(environment.browser, environment.site);
      await plant(visit, toPair(SESSION, session));

      await logIn(visit);

      await expectMember(visit, 'member');
    });
  }

  test('whose cookie is no text keeps the page from reading any, which the visitor is told', async () => {
    await using visit = await startVisit(environment.browser, environment.site);
    await plant(visit, BYTES.toPair(SESSION, await makeSession('new-visitor')));
    await visit.goTo('/');

    await visit.press();

    const {detail} = await visit.events.next('kakao-login-error');
    assert.equal(detail?.['code'], 'cookies_blocked');
  });

  for (const {id, toPair} of [...TEXTS, BYTES]) {
    test(`signs nobody in by its own session, and no member out (${id})`, async () => {
      environment.site.addMember('member');
      const session = await makeSession('new-visitor');
      await using stranger = await startVisit(environment.browser, environment.site);
      await plant(stranger, toPair(SESSION, session));
      await stranger.goTo('/');
      await expectMember(stranger, null);

      await using visit = await startVisit(environment.browser, environment.site);
      await logIn(visit);
      await plant(visit, toPair(SESSION, session));
      await visit.goTo('/');
      await expectMember(visit, 'member');
      await visit.page.evaluate(async (path) => {
        const headers = {'X-Kakao-Sync': '1', 'Content-Type': 'application/json'};
        await fetch(path, {method: 'POST', headers, body: '{"purpose":"logout"}'});
      }, SESSION_PATH);
      await visit.goTo('/');
      await expectMember(visit, null);
    });

    test(`leaves no login pending (${id})`, async () => {
      environment.site.kit.replaceNextHook('signUp', () => ({action: 'link-existing', redirectTo: '/connect'}));
      const {cookies} = await post(environment.site, prepareLogin(environment.site, 'new-visitor', 'login').body);
      await using visit = await startVisit(environment.browser, environment.site);
      await plant(visit, toPair(PENDING, cookies.get(PENDING)!));

      await visit.goTo('/connect');

      assert.equal(await visit.page.textContent('body'), 'null');
    });
  }

  for (const {id, toPair} of REFUSED) {
    test(`is kept by the browser itself from a cookie with ${id}`, async () => {
      const {name, value} = prepareLogin(environment.site, 'new-visitor', 'login');
      await using visit = await startVisit(environment.browser, environment.site);

      const pairs = [toPair(name, value), toPair(SESSION, value), toPair(PENDING, value)];

      assert.equal(await environment.plant(visit, pairs), 0);
    });
  }

  test('could do all of it with cookies that were ours', async () => {
    const login = prepareLogin(environment.site, 'new-visitor', 'login');
    const session = await makeSession('member');
    environment.site.kit.replaceNextHook('findMember', () => ({action: 'dormant', redirectTo: '/connect'}));
    const pending = (await post(environment.site, prepareLogin(environment.site, 'member', 'login').body)).cookies.get(
      PENDING,
    )!;
    await using visit = await startVisit(environment.browser, environment.site);
    const keep = (name: string, value: string): Promise<void> =>
      visit.context.addCookies([{name, value, url: environment.site.url, secure: true}]);

    await keep(PENDING, pending);
    await visit.goTo('/connect');
    assert.match((await visit.page.textContent('body'))!, /"action":"dormant"/);
    await keep(SESSION, session);
    await visit.goTo('/');
    assert.equal(await readStatus(visit), 'signed-in');
    await keep(login.name, login.value);
    await visit.page.goto(login.address);
    await visit.events.next('kakao-login-success');
    assert.equal(visit.traffic.posts.length, 1);
  });
});
