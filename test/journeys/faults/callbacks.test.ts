import assert from 'node:assert/strict';
import {after, before, beforeEach, describe} from 'node:test';
import {ko} from '../../support/texts.js';
import type {Browser} from 'playwright-core';
import {openBrowser} from '../../support/browser.js';
import type {FaultId} from '../../support/fault-matrix.js';
import {expectEnding} from '../../support/invariants.js';
import {type Site, startSite} from '../../support/site.js';
import {CALLBACK_PATH} from '../../support/test-environment.js';
import {testFault} from '../../support/test-fault.js';
import {expectText, startVisit, type Visit} from '../../support/visit.js';

const AT = '/cart?item=1%2F2#total';
/** A page's address without what only the browser that began there knows. */
const CODE = 'code-from-somewhere-else-1';
const STRANGE = `ks1.${'A'.repeat(43)}.L2NhcnQ`;

describe('the callback page', () => {
  let browser: Browser;
  let site: Site;
  before(async () => {
    [browser, site] = await Promise.all([
      openBrowser(),
      startSite({pages: {'/campaign': {attributes: {'redirect-uri': '/campaign'}}}, redirectPaths: ['/campaign']}),
    ]);
  });
  after(async () => {
    await browser.close();
    await site.close();
  });
  beforeEach(() => site.reset());

  /** Begins a login and stops at Kakao's login page: its `state`. */
  async function begin(visit: Visit): Promise<string> {
    await visit.goTo(AT);
    await visit.press();
    await visit.page.waitForURL(/\/oauth\/authorize/);
    return new URL(visit.page.url()).searchParams.get('state') ?? '';
  }

  interface Row {
    readonly row: FaultId;
    readonly comes: string;
    readonly query: (state: string) => string;
    readonly code: string;
    readonly end?: string;
    readonly at: string;
    /** Whether the login that had begun may still come back. */
    readonly open: 0 | 1;
  }
  const invalid = {row: 'F43', code: 'callback_invalid', at: AT, open: 1} as const;
  const rows: readonly Row[] = [
    {
      row: 'F42',
      comes: 'the state of a login that never began',
      query: () => `?code=${CODE}&state=${STRANGE}`,
      code: 'other_browser',
      end: 'continue-here',
      at: '/',
      open: 1,
    },
    {
      row: 'F42',
      comes: 'a state that is ours by its first letters only',
      query: () => `?code=${CODE}&state=ks1.%00`,
      code: 'callback_invalid',
      at: '/',
      open: 1,
    },
    {comes: 'two codes', query: (state) => `?code=${CODE}&code=${CODE}2&state=${state}`, ...invalid},
    {comes: 'two states', query: (state) => `?code=${CODE}&state=${state}&state=${state}`, ...invalid},
    {comes: 'a code and an error', query: (state) => `?code=${CODE}&error=access_denied&state=${state}`, ...invalid},
    {comes: 'a state alone', query: (state) => `?state=${state}`, ...invalid},
    {comes: 'an empty code', query: (state) => `?code=&state=${state}`, ...invalid},
    {comes: 'a code with a NUL', query: (state) => `?code=${CODE}%00&state=${state}`, ...invalid},
    {comes: 'a code of two thousand letters', query: (state) => `?code=${'c'.repeat(2000)}&state=${state}`, ...invalid},
    {comes: 'another issuer', query: (state) => `?code=${CODE}&state=${state}&iss=https%3A%2F%2Fa.example`, ...invalid},
    {comes: 'an ID token besides', query: (state) => `?code=${CODE}&state=${state}&id_token=x`, ...invalid},
    {comes: 'an access token in the hash', query: (state) => `?code=${CODE}&state=${state}#access_token=x`, ...invalid},
    {
      row: 'F40',
      comes: 'an error with markup for a description',
      query: (state) => `?error=oops&error_description=%3Cimg%20src=x%20onerror=alert(1)%3E&state=${state}`,
      code: 'kakao_refused',
      end: 'help',
      at: AT,
      open: 0,
    },
  ];
  for (const {row, comes, query, code, end = 'retry', at, open} of rows) {
    testFault(row, `refuses ${comes} and asks nobody about it`, async () => {
      await using visit = await startVisit(browser, site);
      const state = await begin(visit);

      await visit.goTo(CALLBACK_PATH + query(state));

      const {detail} = await visit.events.next('kakao-login-error');
      assert.equal(detail?.['code'], code);
      assert.equal(detail['end'], end);
      assert.doesNotMatch(await visit.readText(), /img|alert/);
      await expectEnding(visit, {at, session: 'signed-out', error: [at], open});
    });
  }

  testFault('F43', 'completes the login that is under way after a forged answer', async () => {
    await using visit = await startVisit(browser, site);
    const state = await begin(visit);
    const answer = site.emulator.authorize(visit.page.url(), {persona: 'member'});
    await visit.goTo(`${CALLBACK_PATH}?code=${CODE}&error=access_denied&state=${state}`);
    await visit.events.next('kakao-login-error');

    await visit.page.goto(answer);

    await visit.events.next('kakao-login-success');
    await expectEnding(visit, {at: AT, session: 'signed-in', error: [AT], success: [AT], posts: 1, tokens: 1});
  });

  for (const query of [`?code=${CODE}`, '?error=access_denied', '?code=SPRING10']) {
    testFault(
      'F41',
      `tells of ${query} after a while, touches nothing, and takes the true answer after it`,
      async () => {
        await using visit = await startVisit(browser, site);
        await begin(visit);
        const answer = site.emulator.authorize(visit.page.url(), {persona: 'member'});
        const at = CALLBACK_PATH + query;
        await visit.page.clock.install();
        await visit.goTo(at);
        await visit.page.clock.runFor(3000);

        const {detail} = await visit.events.next('kakao-login-error');
        assert.deepEqual([detail?.['code'], detail?.['to']], ['state_missing', AT]);
        await expectEnding(visit, {at, session: 'signed-out', error: [at], open: 1, notOurs: [CODE]});

        await visit.page.goto(answer);
        await visit.events.next('kakao-login-success');
        const notOurs = [CODE];
        await expectEnding(visit, {
          at: AT,
          session: 'signed-in',
          error: [at],
          success: [AT],
          posts: 1,
          tokens: 1,
          notOurs,
        });
      },
    );
  }

  for (const [path, told] of [
    [`${CALLBACK_PATH}?code=SPRING10`, 'a page for callbacks'],
    ['/campaign?code=SPRING10#coupon', 'a landing page that is its own redirect URI'],
    ['/campaign?error=x', 'a landing page that is its own redirect URI'],
  ] as const) {
    testFault('F41', `leaves ${path} alone where no login had begun: ${told}`, async () => {
      await using visit = await startVisit(browser, site);
      await visit.page.clock.install();
      await visit.goTo(path);

      await visit.page.clock.runFor(3000);

      assert.deepEqual(visit.events.all, []);
      await expectEnding(visit, {at: path, session: 'signed-out'});
    });
  }

  for (const query of [
    '?code=other-logins-own-code&state=other-logins-own-state',
    '?state=constructor',
    '?a=b#c',
    '',
  ]) {
    testFault('F42', `leaves ${query === '' ? 'its bare address' : query} alone`, async () => {
      await using visit = await startVisit(browser, site);
      const at = CALLBACK_PATH + query;

      await visit.page.goto(site.url + at, {waitUntil: 'networkidle'});

      assert.deepEqual(visit.events.all, []);
      assert.deepEqual(visit.traffic.reads, []);
      const notOurs = ['other-logins-own-code', 'other-logins-own-state'];
      await expectEnding(visit, {at, session: 'signed-out', notOurs});
    });
  }

  const errors: readonly [error: string, code: string, end: string, message: string][] = [
    ['server_error', 'kakao_unavailable', 'retry', ko.later],
    ['temporarily_unavailable', 'kakao_unavailable', 'retry', ko.later],
    ['interaction_required', 'kakao_interaction_required', 'retry', ko.retry],
    ['timeout', 'kakao_timeout', 'retry', ko.retry],
    ['invalid_scope', 'kakao_refused', 'help', ko.unavailable],
  ];
  for (const [error, code, end, message] of errors) {
    testFault('F40', `tells that Kakao answered ${error}, and the next press may work`, async () => {
      site.emulator.failNext('authorize', {error});
      await using visit = await startVisit(browser, site);
      await visit.goTo(AT);

      await visit.press();

      const {detail} = await visit.events.next('kakao-login-error');
      assert.equal(detail?.['code'], code);
      assert.equal(detail['end'], end);
      await expectText(visit, message);
      await expectEnding(visit, {at: AT, session: 'signed-out', error: [AT]});

      await visit.press();
      await visit.kakao.signIn('이하늘');

      await visit.events.next('kakao-login-success');
      await expectEnding(visit, {at: AT, session: 'signed-in', error: [AT], success: [AT], posts: 1, tokens: 1});
    });
  }

  testFault('F44', 'makes no session of a code that belongs to another login', async () => {
    await using visit = await startVisit(browser, site);
    const state = await begin(visit);
    await using thief = await startVisit(browser, site);
    await begin(thief);
    const stolen = new URL(site.emulator.authorize(thief.page.url(), {persona: 'member'}));

    await visit.goTo(`${CALLBACK_PATH}?code=${stolen.searchParams.get('code') ?? ''}&state=${state}`);

    const {detail} = await visit.events.next('kakao-login-error');
    assert.equal(detail?.['code'], 'id_token_invalid');
    assert.equal(site.emulator.counts.user, 0);
    await expectEnding(visit, {at: AT, session: 'signed-out', error: [AT], posts: 1, tokens: 1});
  });

  testFault(
    'F45',
    'is not needed after Kakao’s own error page: the Back button leads to a button that works',
    async () => {
      site.emulator.failNext('authorize', {koe: 'KOE006'});
      await using visit = await startVisit(browser, site);
      await visit.goTo(AT);
      await visit.press();
      await visit.page.getByText('KOE006').waitFor();

      await visit.page.goBack();

      await expectEnding(visit, {at: AT, session: 'signed-out', open: 1});
      await visit.press();
      await visit.kakao.signIn('이하늘');
      await visit.events.next('kakao-login-success');
      await expectEnding(visit, {at: AT, session: 'signed-in', success: [AT], posts: 1, tokens: 1, open: 1});
    },
  );
});
