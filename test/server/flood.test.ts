import assert from 'node:assert/strict';
import {describe, test, type TestContext} from 'node:test';
import {setImmediate} from 'node:timers/promises';
import {createKakaoServer} from '../../src/server/index.js';
import {
  createSite,
  json,
  type LoginFields,
  PERSON,
  readEnd,
  type Site,
  toCookieHeader,
  toPost,
} from './support/site.js';
import {prepareUnlink} from './support/signed-in.js';

const TOKEN = '/oauth/token';
const USER = '/v2/user/me';
const CHANNELS = '/v2/api/talk/channels';

/** Nobody's second is over before a test says so, however busy the machine is. */
const stopTime = ({mock}: TestContext): void => mock.timers.enable({apis: ['setTimeout']});

const many = (count: number): number[] => Array.from({length: count}, (_, index) => index);

/** Sends all at once, and counts those that are answered. */
function sendAll<From, Answer>(all: readonly From[], send: (one: From) => Promise<Answer>) {
  let count = 0;
  const answers = all.map(async (one) => {
    const answer = await send(one);
    count += 1;
    return answer;
  });
  return {
    all: Promise.all(answers),
    async answered(wanted: number): Promise<void> {
      while (count < wanted) await setImmediate();
    },
  };
}

/** Asserts that a login was refused for want of room, with its code unspent. */
async function assertNoRoom(site: Site, response: Response, login: LoginFields): Promise<void> {
  assert.deepEqual([response.status, await readEnd(response)], [429, 'rate_limited']);
  assert.match(response.headers.get('retry-after') ?? '', /^[1-9]\d?$/);
  assert.ok(!site.provider.requests.some(({form}) => form.get('code') === login.code), 'the code was sent');
}

/** Asserts that of so many logins, while a path is not answered, 64 are sent, and no other's code. */
async function flood(t: TestContext, path: typeof TOKEN | typeof USER, count: number) {
  const site = await createSite();
  await site.post(site.prepare());
  site.provider.requests.length = 0;
  const held = site.provider.holdAll(path);
  const logins = many(count).map(() => site.prepare());
  stopTime(t);

  const {all, answered} = sendAll(logins, (login) => site.post(login));
  await held.reached(64);
  await answered(count - 128);
  assert.equal(site.provider.count(TOKEN), 64);
  t.mock.timers.tick(1000);
  await answered(count - 64);
  for (const full of [TOKEN, path]) assert.equal(site.provider.count(full), 64);
  held.releaseAll();
  t.mock.timers.reset();

  const done = await all;
  assert.equal(done.filter(({status}) => status === 200).length, 64);
  for (const [index, response] of done.entries()) {
    if (response.status !== 200) await assertNoRoom(site, response, logins[index]!);
  }
  return {site, refused: logins[done.findIndex(({status}) => status === 429)]!};
}

describe('a thousand logins at once', () => {
  test('with codes that are none cost 128 requests at most; the others are refused, and few reports are made', async () => {
    const site = await createSite();
    const logins = many(1000).map((index) => ({...site.prepare(), code: `junk-${index}`}));

    const responses = await Promise.all(logins.map((login) => site.post(login)));

    const sent = site.provider.count(TOKEN);
    assert.ok(sent >= 64 && sent <= 128, `${sent} requests`);
    const refused = responses.flatMap((response, index) =>
      response.status === 429 ? [[response, logins[index]!] as const] : [],
    );
    assert.equal(refused.length, 1000 - sent);
    for (const [response, login] of refused) await assertNoRoom(site, response, login);
    assert.equal(site.provider.count('/.well-known/jwks.json'), 1);
    assert.ok(site.reports.length <= 16, `${site.reports.length} reports`);
    assert.equal(site.metrics.length, 1000);
  });

  test('while Kakao does not answer: 64 are sent, 64 wait a second, and a refused code still works', async (t) => {
    const {site, refused} = await flood(t, TOKEN, 1000);

    assert.equal(await readEnd(site.post(refused)), 'signed-in');
  });
});

// In which order they get it: base/concurrency-limit.test.ts.
describe('logins that wait for room', () => {
  /** A site that is full: 64 logins are at Kakao. */
  async function fill(t: TestContext) {
    stopTime(t);
    let asked = 0;
    const site = await createSite({
      limit() {
        asked += 1;
        return true;
      },
    });
    await site.post(site.prepare());
    site.provider.requests.length = 0;
    site.metrics.length = 0;
    const held = site.provider.holdAll(TOKEN);
    const underWay = Promise.all(many(64).map(() => site.post(site.prepare())));
    await held.reached(64);
    asked = 0;
    /** So many more have come as far as to wait. */
    const arrived = async (count: number): Promise<void> => {
      while (asked < count) await setImmediate();
      await setImmediate();
    };
    return {site, held, arrived, underWay};
  }
  const codes = (site: Site): (string | null)[] =>
    site.provider.requests.flatMap(({path, form}) => (path === TOKEN ? [form.get('code')] : []));

  test('leave it to others where their visitors go', async (t) => {
    const {site, held, arrived} = await fill(t);
    const visitor = new AbortController();
    const gone = many(64).map(() => site.prepare());
    const left = Promise.all(gone.map((login) => site.server.session(toPost(login, {}, visitor.signal))));
    await arrived(64);
    await assertNoRoom(site, await site.post(site.prepare()), site.prepare());

    visitor.abort();
    await left;
    const answer = site.post(site.prepare());
    await arrived(66);
    held.releaseAll();

    assert.equal((await answer).status, 200);
    for (const {code} of gone) assert.ok(!codes(site).includes(code));
  });

  test('and are joined by an equal one go on for that one where their own visitor goes', async (t) => {
    const {site, held, arrived} = await fill(t);
    const visitor = new AbortController();
    const login = site.prepare();
    const first = site.server.session(toPost(login, {}, visitor.signal));
    const second = site.post(login);
    await arrived(1);

    visitor.abort();
    assert.equal((await first).status, 429);
    await arrived(2);
    held.releaseAll();

    assert.equal(await readEnd(second), 'signed-in');
    assert.equal(codes(site).filter((code) => code === login.code).length, 1);
  });

  test('are refused, and their code is not spent, for an unknown key without waiting', async (t) => {
    const {site, held} = await fill(t);

    const response = await site.post({...site.prepare(), clientId: 'c'.repeat(32)});

    assert.equal(await readEnd(response), 'client_unknown');
    held.releaseAll();
  });

  test('do not keep anybody from reading or ending a session', async (t) => {
    stopTime(t);
    const site = await createSite();
    const Cookie = toCookieHeader(await site.post(site.prepare()));
    const held = site.provider.holdAll(TOKEN);
    const posts = Promise.all(many(128).map(() => site.post(site.prepare())));
    await held.reached(64);

    assert.equal(await readEnd(site.get({Cookie})), 'signed-in');
    assert.equal(await readEnd(site.post({purpose: 'logout'}, {Cookie})), 'signed-out');
    held.releaseAll();
    await posts;
  });
});

describe('logins, while Kakao is slow to tell about people', () => {
  test('cost nobody a spent code for want of room: whoever is let in is not made to wait again', async (t) => {
    await flood(t, USER, 200);
  });
});

describe('requests with the admin key', () => {
  /** Members who are signed in, each with another Kakao account. */
  async function signInMany(count: number) {
    const site = await createSite({channels: ['_ours', '_other']});
    const cookies: string[] = [];
    for (const index of many(count)) {
      const sub = String(Number(PERSON) + index);
      cookies.push(toCookieHeader(await site.post(site.prepare({}, {sub}))));
    }
    site.provider.requests.length = 0;
    return {site, cookies};
  }

  test('are 32 at a time; 32 wait a second, and whoever gets no answer is signed in all the same', async (t) => {
    const {site, cookies} = await signInMany(100);
    const held = site.provider.holdAll(CHANNELS);
    stopTime(t);

    const {all, answered} = sendAll(cookies, async (Cookie) => json(await site.get({Cookie}, '?channel=_ours')));
    await held.reached(32);
    await answered(100 - 64);
    t.mock.timers.tick(1000);
    await answered(100 - 32);
    assert.equal(site.provider.count(CHANNELS), 32);
    held.releaseAll();

    const answers = await all;
    assert.ok(answers.every(({status}) => status === 'signed-in'));
    assert.equal(answers.filter((answer) => 'channels' in answer).length, 32);
    assert.deepEqual(new Set(site.reports.map(({code}) => code)), new Set(['rate_limited']));
    assert.ok(site.reports.length < 16);
  });

  test('to unlink somebody are refused like a login, and can be repeated', async (t) => {
    const {site, cookies} = await signInMany(65);
    const held = site.provider.holdAll(CHANNELS);
    const [Cookie = '', ...others] = cookies;
    const unlink = await prepareUnlink(site, Cookie);
    stopTime(t);
    const reads = Promise.all(others.map((other) => site.get({Cookie: other}, '?channel=_ours')));
    await held.reached(32);

    let response: Response | undefined;
    const answer = site.post(unlink, {Cookie}).then((value) => (response = value));
    while (!site.calls.some(({context}) => context.purpose === 'unlink')) await setImmediate();
    await setImmediate();
    t.mock.timers.tick(1000);
    await answer;
    t.mock.timers.reset();

    assert.equal(response?.status, 429);
    assert.equal(site.provider.count('/v1/user/unlink'), 0);
    held.releaseAll();
    await reads;
    assert.equal(await readEnd(site.post(unlink, {Cookie})), 'signed-out');
  });
});

describe('many processes', () => {
  test('have a room of their own each', async (t) => {
    stopTime(t);
    const site = await createSite();
    const other = createKakaoServer(site.options());
    const held = site.provider.holdAll(TOKEN);
    const posts = Promise.all(many(64).map(() => site.post(site.prepare())));
    await held.reached(64);

    const login = site.prepare();
    const answer = other.session(toPost(login));
    await held.reached(65);
    held.releaseAll();

    assert.equal((await answer).status, 200);
    await posts;
  });
});
