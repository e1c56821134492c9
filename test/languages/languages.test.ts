import assert from 'node:assert/strict';
import {after, before, describe, test} from 'node:test';
import {DEFAULT_APP} from '../../src/emulator/index.js';
import {toMutationPoints} from '../../src/emulator/core/faults/login-mutations.js';
import {toReference} from '../../src/shared/reference.js';
import {BackendFixture, toS256} from '../../src/doctor/forgeries/backend-fixture.js';
import {createRandomToken} from '../../src/shared/encoding/random.js';
import {defineTrials} from '../backend/trials.js';
import {type Row, ROWS} from '../conformance/rows.js';
import {spoilNext, toSpoil} from '../conformance/test-environment.js';
import {cancelOverHttps, comeBack, defineCallbackTrials, leave} from './callback-trials.js';
import {findBackends, type LanguageBackend, type RunningBackend, startBackend} from './running-backend.js';

const CODE_VERIFIER = 'verifier-'.repeat(6);

/** Whoever keeps no tokens does not ask how long they last. */
const UNREAD = 'ktl-expires-in-negative';

/** Rows that are wrong in what Kakao answers to one login by the REST API key, whatever was before. */
const REFUSED_ROWS = ROWS.filter((row) => {
  const {name, must, key, before: earlier, forge, tamper, faults = []} = row;
  const spoil = toSpoil(row);
  const isOfAnswer = spoil !== undefined && toMutationPoints(spoil).includes('token');
  const isOfToken = isOfAnswer || (spoil === undefined && faults.some(([point]) => point === 'token'));
  if (name === UNREAD) return false;
  return must !== 'signed-in' && isOfToken && !key && !earlier && !forge && !tamper;
});

for (const backend of findBackends(process.env)) {
  describe(`the backend in ${backend.name}`, () => {
    let running: RunningBackend | undefined;
    before(async () => void (running = await startBackend(backend)));
    after(() => running?.close());
    const getRunning = (): RunningBackend => running ?? assert.fail('It has not started.');
    const open = (): Promise<BackendFixture> => BackendFixture.open(getRunning().target);

    defineTrials(() => getRunning().target, {hasClock: false, isTold: false});
    for (const row of REFUSED_ROWS) {
      test(`conformance ${row.number} ${row.name}: ${row.provider} → ${row.must}`, async () => {
        await assertRefused(await open(), getRunning(), row);
      });
    }
    defineLoginTests(open, getRunning);
    defineNoticeTests(open, getRunning);
    if (backend.hasCallback) defineCallbackTrials(open, getRunning);
  });

  describe(`the backend in ${backend.name}, started anew`, () => {
    defineFreshTests(backend);
  });
}

async function assertRefused(fixture: BackendFixture, {emulator}: RunningBackend, row: Row): Promise<void> {
  const [browser, guest] = [fixture.openBrowser(), fixture.openBrowser()];
  const login = await fixture.prepare(await fixture.meetStranger());
  await guest.read();
  spoilNext(emulator, row);

  const answer = await browser.send({body: login});

  emulator.expectNoPlannedFailures();
  const {status, headers, fields} = answer;
  assert.equal(fields['code'], row.must);
  assert.ok(status >= 400);
  assert.equal(fields['status'], status);
  assert.equal(headers['content-type']?.split(';')[0], 'application/problem+json');
  assert.equal(fields['ref'], toReference(login.tx), 'the reference is the one that the visitor reads');
  assert.deepEqual([...browser.cookies.keys()], [...guest.cookies.keys()], 'no cookies but those of any guest');
  assert.equal((await browser.read())?.['status'], 'signed-out');
}

function defineLoginTests(open: () => Promise<BackendFixture>, running: () => RunningBackend): void {
  test('tells the page whose login it was, what Kakao granted and which terms are missing', async () => {
    const fixture = await open();
    running()
      .emulator.account('new-visitor')
      .link({scopes: ['profile_nickname'], terms: ['service', 'privacy']});
    const {answer} = await fixture.logIn(fixture.openBrowser(), 'new-visitor');

    assert.equal((answer.fields['member'] as {name: unknown}).name, '김새봄');
    const missing = answer.fields['missingTerms'] as {tag: string; required: boolean}[];
    assert.deepEqual(
      missing.filter(({required}) => required),
      [],
    );
    assert.ok(
      missing.some(({tag}) => tag === 'marketing'),
      JSON.stringify(missing),
    );
  });

  test('sends the verifier of a login by the direct path, and refuses another one', async () => {
    const fixture = await open();
    const {target, emulator} = running();
    const prepare = async () => {
      const [tx, nonceSecret, persona] = [createRandomToken(), createRandomToken(), await fixture.meetStranger()];
      const query = new URLSearchParams({
        ...{client_id: target.clientId, redirect_uri: target.redirectUri, response_type: 'code', state: `ks1.${tx}.`},
        ...{nonce: toS256(nonceSecret), code_challenge: toS256(CODE_VERIFIER), code_challenge_method: 'S256'},
      });
      const back = emulator.authorize(`${target.emulator}/oauth/authorize?${query.toString()}`, {persona});
      const {clientId, redirectUri} = target;
      const code = new URL(back).searchParams.get('code');
      return {purpose: 'login', tx, code, clientId, redirectUri, nonceSecret};
    };

    const right = await fixture.openBrowser().send({body: {...(await prepare()), codeVerifier: CODE_VERIFIER}});
    const wrong = await fixture.openBrowser().send({body: {...(await prepare()), codeVerifier: createRandomToken()}});
    const none = await fixture.openBrowser().send({body: await prepare()});

    assert.equal(right.fields['status'], 'signed-in');
    assert.equal(wrong.fields['code'], 'provider_refused');
    assert.equal(none.fields['code'], 'provider_refused');
  });

  test('tells the answer that a page has lost to its GET, and takes no code twice', async () => {
    const fixture = await open();
    const browser = fixture.openBrowser();
    const {login} = await fixture.logIn(browser, await fixture.meetStranger());

    const found = await browser.send({method: 'GET', query: {pending: '1'}});
    const again = await browser.send({body: login});

    assert.equal(found.status, 200);
    assert.equal(found.headers['content-type']?.split(';')[0], 'application/json');
    assert.match(found.headers['cache-control'] ?? '', /\bno-store\b/);
    const {status, tx, isNewMember} = found.fields;
    assert.deepEqual({status, tx, isNewMember}, {status: 'signed-in', tx: login.tx, isNewMember: true});
    assert.equal(again.status, 409);
    assert.equal(again.fields['code'], 'code_used');
    assert.equal((await browser.read())?.['tx'], login.tx);
  });

  test('says what became of each term that a member was asked for', async () => {
    const fixture = await open();
    const [browser, person] = [fixture.openBrowser(), await fixture.meetStranger()];
    await fixture.logIn(browser, person);
    const login = {...(await fixture.prepare(person)), purpose: 'terms', terms: ['marketing', 'no_such_term']};
    const {fields} = await browser.send({body: login});

    const terms = fields['terms'] as {tag: string; agreed: unknown}[];
    assert.deepEqual(
      terms.map(({tag}) => tag),
      ['marketing'],
    );
    assert.equal(typeof terms[0]?.agreed, 'boolean');
  });

  test('says that terms are another member’s', async () => {
    const fixture = await open();
    const [browser, other] = [fixture.openBrowser(), await fixture.meetStranger()];
    await fixture.logIn(fixture.openBrowser(), other);
    const {login} = await fixture.logIn(browser, await fixture.meetStranger());
    const {answer} = await fixture.logIn(browser, other, 'terms');

    assert.equal(answer.status, 409);
    assert.equal(answer.fields['code'], 'different_account');
    assert.equal((await browser.read())?.['tx'], login.tx);
  });

  test('lets somebody in although Kakao cannot tell the terms, and then says nothing of them', async () => {
    const fixture = await open();
    const [browser, person] = [fixture.openBrowser(), await fixture.meetStranger()];
    running().emulator.failNext('terms', {status: 503});
    const {answer} = await fixture.logIn(browser, person);
    running().emulator.failNext('terms', {status: 503});
    const {answer: consent} = await fixture.logIn(browser, person, 'terms');

    running().emulator.expectNoPlannedFailures();
    assert.equal(answer.fields['status'], 'signed-in');
    assert.ok(!('missingTerms' in answer.fields));
    assert.ok(!('missingTerms' in ((await browser.read()) ?? {})));
    assert.equal(consent.fields['code'], 'provider_unavailable', 'but nobody is told that they have not agreed');
  });

  test('ends the session that the browser had before', async () => {
    const fixture = await open();
    const [browser, former] = [fixture.openBrowser(), fixture.openBrowser()];
    await fixture.logIn(browser, await fixture.meetStranger());
    for (const cookie of browser.cookies) former.cookies.set(...cookie);
    await fixture.logIn(browser, await fixture.meetStranger());

    assert.equal((await browser.read())?.['status'], 'signed-in');
    assert.equal((await former.read())?.['status'], 'signed-out');
  });
}

function defineNoticeTests(open: () => Promise<BackendFixture>, running: () => RunningBackend): void {
  const send = (authorization: string | null, userId: string, method: 'GET' | 'POST'): Promise<Response> => {
    const query = new URLSearchParams({app_id: '1', user_id: userId, referrer_type: 'UNLINK_FROM_APPS'});
    const headers = authorization === null ? {} : {Authorization: authorization};
    const {unlinked} = running();
    return method === 'GET'
      ? fetch(`${unlinked}?${query.toString()}`, {headers})
      : fetch(unlinked, {method, headers, body: query});
  };
  const toUserId = (person: string): string => person.replace('stranger-', '');

  test('unlinks a member when Kakao says so, and ends the session', async () => {
    const fixture = await open();
    const [browser, person] = [fixture.openBrowser(), await fixture.meetStranger()];
    const {login} = await fixture.logIn(browser, person);
    const {emulator} = running();
    emulator.account(person).unlink();
    await emulator.noticesSent();

    assert.deepEqual(
      emulator.notices.map(({state}) => state),
      ['accepted'],
      'it has answered within Kakao’s three seconds',
    );
    const {status, tx} = (await browser.read()) ?? {};
    assert.deepEqual({status, tx}, {status: 'signed-out', tx: login.tx}, 'the page learns which session has ended');
    assert.equal((await fixture.logIn(fixture.openBrowser(), person)).answer.fields['isNewMember'], true);
  });

  for (const method of ['GET', 'POST'] as const) {
    test(`takes no notice by ${method} without the admin key, and one of somebody unknown with it`, async () => {
      const fixture = await open();
      const [browser, person] = [fixture.openBrowser(), await fixture.meetStranger()];
      const {login} = await fixture.logIn(browser, person);
      const {adminKey} = DEFAULT_APP;
      const wrong = [null, '', 'KakaoAK ', `KakaoAK ${adminKey}0`, `KakaoAK ${adminKey.slice(1)}`, adminKey];
      for (const authorization of wrong) {
        assert.equal((await send(authorization, toUserId(person), method)).status, 401, String(authorization));
      }
      assert.equal((await browser.read())?.['tx'], login.tx);
      const authorization = `KakaoAK ${adminKey}`;
      assert.equal((await send(authorization, '41000000000000', method)).status, 200);
      assert.equal((await browser.read())?.['tx'], login.tx);
      assert.equal((await send(authorization, toUserId(person), method)).status, 200);
      assert.equal((await browser.read())?.['status'], 'signed-out');
    });
  }
}

/** What depends on what the backend has done since its start, or on how it was started. */
function defineFreshTests(backend: LanguageBackend): void {
  test('keeps Kakao’s keys, looks for a new one once, and does not ask for every key that a token makes up', async (t) => {
    const running = await startBackend(backend);
    t.after(() => running.close());
    const {emulator, target} = running;
    const fixture = await BackendFixture.open(target);
    const logIn = async (): Promise<unknown> => {
      const {answer} = await fixture.logIn(fixture.openBrowser(), await fixture.meetStranger());
      return answer.fields['status'];
    };

    assert.deepEqual([await logIn(), await logIn()], ['signed-in', 'signed-in']);
    assert.equal(emulator.counts.jwks, 1);
    emulator.rotateKeys();
    assert.equal(await logIn(), 'signed-in');
    assert.equal(emulator.counts.jwks, 2);
    for (let token = 0; token < 3; token++) {
      await fixture.spoilNext('ktl-unknown-kid');
      assert.equal(await logIn(), 403);
    }
    assert.equal(emulator.counts.jwks, 2);
  });

  test('writes no code, token, secret or person into its log', async () => {
    const running = await startBackend(backend);
    const {target, emulator} = running;
    const fixture = await BackendFixture.open(target);
    const person = await fixture.meetStranger();
    const browser = fixture.openBrowser();
    const {login} = await fixture.logIn(browser, person);
    const cookies = [...browser.cookies.values()];
    const again = await browser.send({body: login});
    const forged = await fixture.prepare(person);
    await browser.send({method: 'GET', query: {code: forged.code, nonceSecret: forged.nonceSecret}});
    await browser.send({body: {...forged, nonceSecret: createRandomToken()}});
    emulator.account(person).unlink();
    await emulator.noticesSent();
    const {unlinked} = running;
    const userId = person.replace('stranger-', '');
    await fetch(`${unlinked}?user_id=${userId}`, {headers: {Authorization: `KakaoAK ${DEFAULT_APP.adminKey}`}});
    const returned = await leave(fixture);
    if (backend.hasCallback) {
      await comeBack(fixture, returned);
      await comeBack(fixture, returned); // its code is spent
    }
    const output = await running.close();

    assert.ok(!backend.hasCallback || output.includes(toReference(returned.login.tx)));
    assert.ok(output.includes(String(again.fields['ref'])), 'customer service can find the reference');
    assert.ok(output.includes('code_used'));
    const {clientSecret} = DEFAULT_APP.restApiKeys[0];
    const ours = [clientSecret, DEFAULT_APP.adminKey, ...cookies];
    const theirs = [login, forged, returned.login].flatMap(({code, nonceSecret}) => [code, nonceSecret]);
    for (const secret of [...ours, ...theirs, userId]) {
      assert.ok(secret && !output.includes(secret), 'the log holds what it must not');
    }
  });

  test('has a __Host- cookie where the site has https', async (t) => {
    const site = 'https://shop.example';
    const running = await startBackend(backend, {SITE_ORIGIN: site, KAKAO_ORIGIN: ''});
    t.after(() => running.close());

    const answer = await fetch(running.target.url, {
      method: 'POST',
      headers: {Origin: site, 'X-Kakao-Sync': '1', 'Content-Type': 'application/json'},
      body: JSON.stringify({purpose: 'logout'}),
    });

    assert.equal(answer.status, 200);
    const lines = answer.headers.getSetCookie();
    assert.match(
      lines.find((line) => /httponly/i.test(line)) ?? '',
      /^__Host-[\w-]+=[^;]*(?=.*; *secure)(?=.*; *httponly)(?=.*; *samesite=lax)(?=.*; *path=\/(;|$))(?!.*domain)/i,
    );
    assert.equal(answer.headers.get('access-control-allow-origin'), site);
    if (!backend.hasCallback) return;
    for (const line of await cancelOverHttps(running.target, site)) assert.match(line, /; *secure(;|$)/i);
  });

  test('serves nobody where it is to take the emulator for Kakao, and the site is not on this machine', async (t) => {
    const site = 'https://shop.example';
    const running = await startBackend(backend, {SITE_ORIGIN: site}).catch((error: unknown) => String(error));
    if (typeof running === 'string') {
      assert.match(running, /KAKAO_ORIGIN/, 'it has ended, and said why');
      return;
    }
    t.after(() => running.close());
    assert.equal((await fetch(running.target.url, {headers: {Origin: site}})).status, 500);
  });
}
