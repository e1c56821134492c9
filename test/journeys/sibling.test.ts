import assert from 'node:assert/strict';
import {beforeEach} from 'node:test';
import {toBytesAsLatin1} from '../../src/doctor/forgeries/cookie-forgeries.js';
import {openSibling, plant, post, prepareLogin} from '../support/sibling.js';
import {CALLBACK_PATH, describeJourneyAt, expectErrorTold, SESSION_PATH, type Visit} from '../support/journey.js';

const SESSION = '__Host-kakao_sync_session';
const MINUTE = 60_000;
const PENDING = '__Host-kakao_sync_pending';

/** How a sibling writes our cookie, as the bytes of a `Set-Cookie` header. */
type Spelling = (name: string, value: string) => string;

/** What a page reads: something that it may take for a blank before the name. */
const TEXTS: readonly Spelling[] = ['\u00a0', '\ufeff', '\u2000', '\u2028', '\u3000'].map(
  (blank) => (name, value) => `${toBytesAsLatin1(blank)}${name}=${value}`,
);

/** What a server reads: the byte A0 before the name. */
const BYTES: Spelling = (name, value) => `\u00a0${name}=${value}`;

/** What browsers keep from a sibling by themselves. Where one does not, nothing in the shop can (SECURITY.md). */
const REFUSED: Readonly<Record<string, Spelling>> = {
  'our very name': (name, value) => `${name}=${value}`,
  'a prefix in capitals': (name, value) => `${name.replace('Host', 'HOST')}=${value}`,
  'a space before the name': (name, value) => ` ${name}=${value}`,
  'a tab before the name': (name, value) => `\t${name}=${value}`,
  'no name': (name, value) => `=${name}=${value}`,
  'no name, in capitals': (name, value) => `=${name.replace('Host', 'HOST')}=${value}`,
};

describeJourneyAt('a sibling host that sets cookies for the whole domain', openSibling, ({site, test, openVisit}) => {
  beforeEach(() => {
    site.attributes['rest-api-key'] = site.restKey;
  });

  /** Has the visitor open the sibling's page: the browser takes the cookie in all these spellings. */
  async function plantAll(visit: Visit, spellings: readonly Spelling[], name: string, value: string): Promise<void> {
    const taken = await plant(
      visit,
      spellings.map((toPair) => toPair(name, value)),
    );
    assert.equal(taken, spellings.length);
  }

  /** The value of the cookie of somebody who has logged in. */
  async function makeSession(persona: string): Promise<string> {
    return (await post(site, prepareLogin(site, persona, 'login').body)).cookies.get(SESSION)!;
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
    await visit.signInAt('/');
    await visit.events.next('kakao-login-success');
  }

  test('logs nobody in to its own account', async (visit) => {
    const {name, value, address} = prepareLogin(site, 'new-visitor', 'login');
    await plantAll(visit, TEXTS, name, value);

    await visit.page.goto(address);

    await expectErrorTold(visit, {code: 'other_browser'});
    assert.deepEqual(visit.traffic.posts, []);
    assert.equal(await readStatus(visit), 'signed-out');
  });

  test('connects its account to no member', async (visit) => {
    site.addMember('member');
    const {name, value, address} = prepareLogin(site, 'new-visitor', 'link', Date.now() + MINUTE);
    // The oldest cookie comes first.
    await plantAll(visit, TEXTS, name, value);
    await logIn(visit);

    await visit.page.goto(address);

    await visit.page.waitForURL(({pathname}) => pathname !== CALLBACK_PATH);
    assert.deepEqual(
      visit.traffic.posts.map((body) => (JSON.parse(body) as {purpose: string}).purpose),
      ['login'],
    );
    const {answer} = await post(site, prepareLogin(site, 'new-visitor', 'login').body);
    assert.deepEqual([answer['status'], answer['isNewMember']], ['signed-in', true]);
  });

  test('fixes no session before a login, which then counts', async (visit) => {
    site.addMember('member');
    await plantAll(visit, TEXTS, SESSION, await makeSession('new-visitor'));

    await logIn(visit);

    await expectMember(visit, 'member');
  });

  test('whose cookie is no text keeps the page from reading any, which the visitor is told', async (visit) => {
    await plantAll(visit, [BYTES], SESSION, await makeSession('new-visitor'));

    await visit.pressAt('/');

    await expectErrorTold(visit, {code: 'cookies_blocked'});
  });

  test('signs nobody in by its own session, and no member out', async (visit) => {
    site.addMember('member');
    const session = await makeSession('new-visitor');
    await using stranger = await openVisit();
    await plantAll(stranger, [...TEXTS, BYTES], SESSION, session);
    await stranger.goTo('/');
    await expectMember(stranger, null);

    await logIn(visit);
    await plantAll(visit, [...TEXTS, BYTES], SESSION, session);
    await visit.goTo('/');
    await expectMember(visit, 'member');
    await visit.page.evaluate(async (path) => {
      const headers = {'X-Kakao-Sync': '1', 'Content-Type': 'application/json'};
      await fetch(path, {method: 'POST', headers, body: '{"purpose":"logout"}'});
    }, SESSION_PATH);
    await visit.goTo('/');
    await expectMember(visit, null);
  });

  test('leaves no login pending', async (visit) => {
    site.kit.replaceNextHook('signUp', () => ({action: 'link-existing', redirectTo: '/connect'}));
    const {cookies} = await post(site, prepareLogin(site, 'new-visitor', 'login').body);
    await plantAll(visit, [...TEXTS, BYTES], PENDING, cookies.get(PENDING)!);

    await visit.goTo('/connect');

    assert.equal(await visit.page.textContent('body'), 'null');
  });

  test(`is kept by the browser itself from cookies with ${Object.keys(REFUSED).join(', ')}`, async (visit) => {
    const {name, value} = prepareLogin(site, 'new-visitor', 'login');

    const pairs = Object.values(REFUSED).flatMap((toPair) =>
      [name, SESSION, PENDING].map((each) => toPair(each, value)),
    );

    assert.equal(await plant(visit, pairs), 0);
  });

  test('could do all of it with cookies that were ours', async (visit) => {
    const login = prepareLogin(site, 'new-visitor', 'login');
    const session = await makeSession('member');
    site.kit.replaceNextHook('findMember', () => ({action: 'dormant', redirectTo: '/connect'}));
    const pending = (await post(site, prepareLogin(site, 'member', 'login').body)).cookies.get(PENDING)!;
    const keep = (name: string, value: string): Promise<void> =>
      visit.context.addCookies([{name, value, url: site.url, secure: true}]);

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
