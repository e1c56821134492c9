import {expect} from '@open-wc/testing';
import type {KakaoSyncConfig} from '../../../src/client/state/config.js';
import {Family} from '../../support/family.js';
import {CODE, CONFIG, FakeBrowser} from '../support/browser.js';
import {settle} from '../support/clock.js';
import {returned} from '../support/journey.js';
import {endUnharmed, expectUnharmed, secretsOf} from '../support/unharmed.js';

function fail(): never {
  throw new Error('of the site');
}
/** Fails at whatever is done with it. */
const untouchable: unknown = new Proxy({}, {get: fail, has: fail, ownKeys: fail, getPrototypeOf: fail});
const withGetter = (name: string): unknown => Object.defineProperty({}, name, {enumerable: true, get: fail});

/** What a function of the site does, and how a login, and a logout, end by it. */
const FUNCTIONS: readonly (readonly [id: string, given: unknown, login: string, logout: string])[] = [
  ['gives-undefined', () => undefined, 'backend_bad_answer', 'signed-out'],
  ['gives-null', () => Promise.resolve(null), 'backend_bad_answer', 'signed-out'],
  ['gives-number', () => 200, 'backend_bad_answer', 'signed-out'],
  ['gives-text', () => Promise.resolve('signed-in'), 'backend_bad_answer', 'signed-out'],
  ['gives-json-text', () => Promise.resolve('{"status":"signed-in"}'), 'backend_bad_answer', 'signed-out'],
  ['gives-symbol', () => Promise.resolve(Symbol('signed-in')), 'backend_bad_answer', 'signed-out'],
  ['gives-bigint', () => Promise.resolve(10n), 'backend_bad_answer', 'signed-out'],
  ['gives-list', () => Promise.resolve([{status: 'signed-in'}]), 'backend_bad_answer', 'signed-out'],
  ['gives-response', () => Promise.resolve(new Response('{"status":"signed-in"}')), 'backend_bad_answer', 'signed-out'],
  ['gives-axios-response', () => Promise.resolve({data: {status: 'signed-in'}}), 'backend_bad_answer', 'signed-out'],
  ['gives-failing-status', () => Promise.resolve(withGetter('status')), 'backend_failed', 'signed-out'],
  ['gives-failing-then', () => withGetter('then'), 'backend_failed', 'backend_failed'],
  ['gives-untouchable', () => untouchable, 'backend_failed', 'backend_failed'],
  [
    'gives-frozen-arrival',
    () => Object.freeze({status: 'signed-in', member: Object.freeze({})}),
    'signed-in',
    'signed-out',
  ],
  [
    'gives-thenable',
    () => ({then: (take: (answer: unknown) => void) => take({status: 'signed-in'})}),
    'signed-in',
    'signed-out',
  ],
  ['never-ends', () => new Promise(() => undefined), 'login_unfinished', 'backend_timeout'],
  ['throws-error', fail, 'backend_failed', 'backend_failed'],
  ['rejects-with-error', () => Promise.reject(new Error(CODE)), 'backend_failed', 'backend_failed'],
  ['rejects-with-nothing', () => reject(undefined), 'backend_failed', 'backend_failed'],
  ['rejects-with-secret-code', () => reject({code: CODE}), 'backend_failed', 'backend_failed'],
  ['rejects-with-unpublished-code', () => reject({code: 'member_suspended'}), 'backend_failed', 'backend_failed'],
  ['rejects-with-published-code', () => reject({code: 'rate_limited'}), 'rate_limited', 'rate_limited'],
  ['rejects-with-failing-code', () => reject(withGetter('code')), 'backend_failed', 'backend_failed'],
  ['rejects-with-untouchable', () => reject(untouchable), 'backend_failed', 'backend_failed'],
  ['is-text', 'signed-in', 'backend_failed', 'backend_failed'],
  ['is-object', {}, 'backend_failed', 'backend_failed'],
  ['is-untouchable', untouchable, 'backend_failed', 'backend_failed'],
];

function reject(reason: unknown): Promise<never> {
  // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- a site's own code may reject with anything
  return Promise.reject(reason);
}

describe('a function of the site', () => {
  const family = new Family('C5', 'functions of the site', after);
  const judge = (end: string): void => void family.judge(/^signed/.test(end) ? 'accepted' : 'refused');

  for (const [id, given, login] of FUNCTIONS) {
    it(`C5 postCode ${id}: a login ends as ${login}`, async () => {
      const config = {...CONFIG, endpoint: undefined, postCode: given} as KakaoSyncConfig;
      const {browser, callback} = await returned(undefined, {config});

      const {end} = await endUnharmed(callback, [...secretsOf(browser), CODE]);

      expect(end).to.equal(login);
      judge(login);
    });
  }

  for (const [id, given, , logout] of FUNCTIONS) {
    it(`C5 endSession ${id}: a logout ends as ${logout}`, async () => {
      const browser = new FakeBrowser();
      // A logout without an answer is one where the session is gone all the same.
      browser.shop.session = {status: 'signed-in', tx: 'an-older-login', isNewMember: false, member: {}};
      const page = browser.open('/', {config: {...CONFIG, endSession: given} as KakaoSyncConfig});

      const ended = page.client.logout();
      await browser.clock.advance(10_000);
      await ended;

      const {session, outcome} = page.client.state;
      expect(outcome && 'code' in outcome ? outcome.code : session.status).to.equal(logout);
      expectUnharmed(browser, [CODE], [page]);
      judge(logout);
    });
  }

  for (const [id, given, login] of FUNCTIONS) {
    it(`C5 readSession ${id}: nobody is signed in who is not`, async () => {
      const browser = new FakeBrowser();
      const page = browser.open('/', {config: {...CONFIG, readSession: given} as KakaoSyncConfig});

      const read = page.client.refresh();
      await browser.clock.advance(10_000);
      await read;
      await settle();

      expect(page.client.state.session.status).to.equal(login === 'signed-in' ? 'signed-in' : 'unknown');
      expectUnharmed(browser, [CODE], [page]);
      judge(login);
    });
  }
});
