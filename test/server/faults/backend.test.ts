import assert from 'node:assert/strict';
import {expectAnswer} from '../support/invariants.js';
import {describeSite, SESSION_KEY, type SocketSite, testKit} from '../support/over-sockets.js';
import {json, toCookieHeader} from '../support/site.js';

const MINUTE = 60_000;
const NEW_KEY = 'another-session-key-0123456789-abcdefghij';
const SIGNUP = ['findMember', 'signUp'];

describeSite('a backend', (site) => {
  const readStatus = async (...asked: Parameters<SocketSite['get']>): Promise<unknown> =>
    (await json(await site.get(...asked)))['status'];

  for (const [offset, words] of [
    [-5 * MINUTE, '300 s behind'],
    [-61_000 - 1000, '62 s behind'],
    [11 * MINUTE, '660 s ahead of'],
  ] as const) {
    testKit('F58', `whose clock is ${words} Kakao’s lets nobody in, and the log says so`, async () => {
      site.clock.ahead = offset;
      const login = site.prepare();

      const response = await site.post(login);

      await expectAnswer(site, login, response, {end: 'clock_skew', status: 500, tokens: 1, users: 0, hooks: []});
      // The header counts whole seconds.
      const seconds = /clock is (\d+) s .*: synchronise it/.exec(site.reports[0]?.hint ?? '')?.[1];
      assert.ok(Math.abs(Number(seconds) - Math.abs(offset) / 1000) <= 2, site.reports[0]?.hint);
      site.clock.ahead = 0;
      const next = site.prepare();
      await expectAnswer(site, next, await site.post(next), {end: 'signed-in', tokens: 2, users: 1});
    });
  }

  for (const offset of [-30_000, 0, 5 * MINUTE]) {
    testKit('F58', `whose clock is ${offset / 1000} s after Kakao’s signs in`, async () => {
      site.clock.ahead = offset;
      const login = site.prepare();

      await expectAnswer(site, login, await site.post(login), {end: 'signed-in', tokens: 1, users: 1});
    });
  }

  testKit('F61', 'whose answer was lost, with its cookie, exchanges nothing twice', async () => {
    const login = site.prepare();
    await site.post(login);

    const again = await site.post(login);

    await expectAnswer(site, login, again, {end: 'code_used', status: 409, tokens: 1, users: 1, hooks: SIGNUP});
  });

  testKit('F61', 'whose answer was lost, but not its cookie, says the same again', async () => {
    const login = site.prepare();
    const lost = await site.post(login);
    const {scope, expiresIn, ...expected} = await json(lost.clone());
    assert.ok(scope);

    const again = await site.post(login, toCookieHeader(lost));

    const {expiresIn: left, ...answer} = await json(again.clone());
    assert.deepEqual(answer, expected);
    // Counted in whole seconds, and time goes on.
    assert.ok(Number(left) > 0 && Number(left) <= Number(expiresIn), `${String(left)} s of ${String(expiresIn)}`);
    await expectAnswer(site, login, again, {end: 'signed-in', tokens: 1, users: 1, hooks: SIGNUP});
  });

  testKit('F63', 'that gets a request ten times at once makes one session of it', async () => {
    const login = site.prepare('new-visitor');

    const responses = await Promise.all(Array.from({length: 10}, () => site.post(login)));

    for (const response of responses) {
      await expectAnswer(site, login, response, {end: 'signed-in', tokens: 1, users: 1, hooks: SIGNUP});
    }
    assert.equal(new Set(responses.map(toCookieHeader)).size, 1);
  });

  testKit('F65', 'that got another key knows the sessions of the old one, and a repetition', async () => {
    const login = site.prepare();
    const cookie = toCookieHeader(await site.post(login));
    const after = site.createKit({sessionKeys: [NEW_KEY, SESSION_KEY]});

    assert.equal(await readStatus(cookie, after), 'signed-in');
    const again = await site.post(login, cookie, after);
    await expectAnswer(site, login, again, {end: 'signed-in', tokens: 1, users: 1, hooks: SIGNUP});
  });

  testKit('F65', 'that got another key on the way completes the login by it', async () => {
    const login = site.prepare();
    const after = site.createKit({sessionKeys: [NEW_KEY, SESSION_KEY]});

    const response = await site.post(login, undefined, after);

    await expectAnswer(site, login, response, {end: 'signed-in', tokens: 1, users: 1, hooks: SIGNUP});
    assert.equal(await readStatus(toCookieHeader(response)), 'signed-out', 'The old key cannot read it.');
  });

  testKit('F66', 'of two processes that get a request at once makes one session of it', async () => {
    const other = site.createKit();
    const login = site.prepare('new-visitor');

    const responses = await Promise.all([site.post(login), site.post(login, undefined, other)]);

    const [won, lost] = responses.sort((a, b) => a.status - b.status);
    await expectAnswer(site, login, won, {end: 'signed-in', status: 200, tokens: 2, users: 1, hooks: SIGNUP});
    await expectAnswer(site, login, lost, {end: 'code_used', status: 409, tokens: 2, users: 1, hooks: SIGNUP});
    assert.equal(site.record.sessions.size, 1);
    assert.equal(await readStatus(toCookieHeader(won), other), 'signed-in');
  });
});
