import {expect, waitUntil} from '@open-wc/testing';
import fc from 'fast-check';
import type {PageClient} from '../../../src/client/page/page-client.js';
import {createBrowserPorts} from '../../../src/client/page/browser-ports.js';
import {createKakaoSync} from '../../../src/client/create-kakao-sync.js';
import {KakaoLoginSuccessEvent} from '../../../src/client/state/events.js';
import {factor, Family} from '../../support/family.js';
import {settle} from '../support/clock.js';

const PAGE = Symbol.for('kakao-sync-widget');
const KEY = '0123456789abcdef0123456789abcdef';
const TYPES = ['login-start', 'login-success', 'login-cancel', 'login-error', 'action-required', 'logout', 'return'];

/** What a script of the page, or another window, can tell this one. `key` is a storage entry's where there is one. */
interface Signal {
  readonly id: string;
  readonly dispatch: (key: string) => void;
  /** Readings of the session that it is good for, at most. */
  readonly readings?: number;
}

const withFields = (type: string, fields: object): Event => Object.assign(new Event(type, {bubbles: true}), fields);
const ARRIVAL = {end: 'signed-in', purpose: 'login', ref: 'KS-abcdef', isNewMember: true, member: {}, missingTerms: []};

const SIGNALS: readonly Signal[] = [
  [
    'message-text',
    () => dispatchEvent(new MessageEvent('message', {data: 'ks1.x', origin: 'https://kauth.kakao.com'})),
  ],
  ['message-answer', () => dispatchEvent(new MessageEvent('message', {data: {code: 'x', state: 'ks1.x.'}}))],
  [
    'message-of-another-site',
    () => dispatchEvent(new MessageEvent('message', {data: ARRIVAL, origin: 'https://evil.example'})),
  ],
  ['message-posted', () => postMessage({type: 'kakao-login-success', detail: ARRIVAL}, '*')],
  [
    'hash-change',
    () => dispatchEvent(new HashChangeEvent('hashchange', {newURL: '/kakao/callback?code=x&state=ks1.x.'})),
  ],
  ['pop-state', () => dispatchEvent(new PopStateEvent('popstate', {state: {code: 'x'}}))],
  ['page-hide', () => dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}))],
  ['page-show-first', () => dispatchEvent(new PageTransitionEvent('pageshow', {persisted: false}))],
  ['page-show-without-fields', () => dispatchEvent(new Event('pageshow'))],
  ['page-show-restored', () => dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))],
  [
    'page-show-restored-20-times',
    () => times(20, () => dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))),
  ],
  ['page-show-of-another-kind', () => dispatchEvent(withFields('pageshow', {persisted: {}}))],
  ['storage-without-fields', () => dispatchEvent(new Event('storage'))],
  ['storage-cleared', () => dispatchEvent(new StorageEvent('storage', {key: null}))],
  ['storage-of-the-site', () => dispatchEvent(new StorageEvent('storage', {key: 'cart', newValue: '1'}))],
  ['storage-of-the-note', () => dispatchEvent(new StorageEvent('storage', {key: 'ks.note', newValue: '{"code":"x"}'}))],
  [
    'storage-of-the-outcome',
    () => dispatchEvent(new StorageEvent('storage', {key: 'ks.outcome', newValue: JSON.stringify(ARRIVAL)})),
  ],
  ['storage-of-proto', () => dispatchEvent(new StorageEvent('storage', {key: '__proto__', newValue: '{}'}))],
  ['storage-key-object', () => dispatchEvent(withFields('storage', {key: {toString: () => 'ks'}}))],
  ['storage-of-ours', () => dispatchEvent(new StorageEvent('storage', {key: 'ks', newValue: 'junk'})), 1],
  ['storage-of-ours-100-times', () => times(100, () => dispatchEvent(new StorageEvent('storage', {key: 'ks'}))), 1],
  ['visibility', () => document.dispatchEvent(new Event('visibilitychange'))],
  ['prerendering', () => document.dispatchEvent(new Event('prerenderingchange'))],
  ['content-loaded', () => document.dispatchEvent(new Event('DOMContentLoaded'))],
  ...TYPES.flatMap((type): [string, () => void][] => [
    [
      `forged-${type}`,
      () => document.dispatchEvent(new CustomEvent(`kakao-${type}`, {detail: ARRIVAL, bubbles: true})),
    ],
  ]),
  ['forged-by-our-class', () => document.dispatchEvent(new KakaoLoginSuccessEvent({...ARRIVAL} as never))],
  [
    'forged-state-change',
    () => document.dispatchEvent(new CustomEvent('kakao-state-change', {detail: {session: {status: 'signed-in'}}})),
  ],
].map(([id, dispatch, readings = 0]) => ({id, dispatch, readings}) as Signal);

function times(count: number, run: () => void): void {
  for (let index = 0; index < count; index++) run();
}

/** Names of `document` that an element of the page can take (`<img name=…>`). */
const CLOBBERED = [
  'cookie',
  'readyState',
  'visibilityState',
  'prerendering',
  'head',
  'body',
  'currentScript',
  'referrer',
  'domain',
  'title',
  'forms',
];

describe('what the page is told', () => {
  const family = new Family('C10', 'events of the page', after);
  const {fetch: ownFetch, addEventListener: ownAdd} = window;
  let requests: string[] = [];
  let client: PageClient;
  let listeners: Parameters<typeof addEventListener>[] = [];

  beforeEach(async () => {
    Reflect.deleteProperty(document, PAGE);
    requests = [];
    window.fetch = (url, init) => {
      requests.push(`${init?.method ?? 'GET'} ${url as string}`);
      return Promise.resolve(Response.json({status: 'signed-out'}));
    };
    // A page has one client for as long as it lives: this one's listeners are taken away at the end.
    window.addEventListener = (...listener: Parameters<typeof addEventListener>) => {
      listeners.push(listener);
      ownAdd.apply(window, listener);
    };
    client = createKakaoSync({
      appKey: KEY,
      endpoint: '/api/kakao/session',
      redirectUri: '/kakao/callback',
    }) as PageClient;
    window.addEventListener = ownAdd;
    await client.start();
  });
  afterEach(() => {
    window.fetch = ownFetch;
    for (const [type, listener, options] of listeners) removeEventListener(type, listener, options);
    listeners = [];
    Reflect.deleteProperty(document, PAGE);
  });

  /** Everything that a login could leave on this page. */
  const readPage = () => ({
    href: location.href,
    history: history.length,
    cookies: document.cookie,
    local: JSON.stringify(localStorage),
    session: JSON.stringify(sessionStorage),
  });

  for (const {id, dispatch, readings = 0} of SIGNALS) {
    it(`C10 ${id}: ${readings > 0 ? 'is a reason to read the session, once' : 'moves nothing'}`, async () => {
      const before = readPage();

      dispatch('ks');
      if (readings > 0) await waitUntil(() => client.state.session.status !== 'unknown', 'The session is never read.');
      await settle();
      await settle();

      expect(readPage()).to.deep.equal(before);
      expect(requests).to.deep.equal(Array.from({length: readings}, () => `GET ${location.origin}/api/kakao/session`));
      const {session, flow, outcome} = client.state;
      expect(session.status).to.equal(readings > 0 ? 'signed-out' : 'unknown');
      expect([flow.status, outcome]).to.deep.equal(['idle', null]);
      family.judge(readings > 0 ? 'accepted' : 'refused');
    });
  }

  it('C10 listeners: are for its own history, storage and first use, and for no message of another window', () => {
    window.addEventListener = (...listener: Parameters<typeof addEventListener>) => void listeners.push(listener);
    client.expectPress();
    window.addEventListener = ownAdd;

    const types = listeners.map(([type]) => type).sort();
    expect(types).to.deep.equal(['keydown', 'pageshow', 'pointerdown', 'storage', 'touchstart', 'wheel']);
    family.judge('refused');
  });

  for (const name of CLOBBERED) {
    it(`C10 clobbered-${name}: keeps every answer of the page what it says it is`, async () => {
      const image = document.createElement('img');
      image.setAttribute('name', name);
      document.body.append(image);
      try {
        const ports = createBrowserPorts(() => null);
        ports.writeCookie('ks.test02=x; Path=/; Max-Age=0');

        expect(typeof ports.readCookies()).to.equal('string');
        expect(typeof ports.isVisible()).to.equal('boolean');
        await ports.activated();
        await ports.listening();
        family.judge('refused');
      } finally {
        image.remove();
      }
    });
  }

  it('in any number and order is a reason for one reading at a time at most', async () => {
    await family.alwaysAsync(
      100,
      fc.asyncProperty(fc.array(fc.constantFrom(...SIGNALS), {maxLength: 12}), async (signals) => {
        const before = readPage();
        requests = [];

        for (const {dispatch} of signals) dispatch('ks');
        await settle();
        await settle();

        expect(readPage()).to.deep.equal(before);
        expect(requests.length).to.be.at.most(1);
        expect(requests.every((request) => request.startsWith('GET '))).to.equal(true);
        expect(client.state.session.status).to.be.oneOf(['unknown', 'signed-out']);
        expect(client.state.flow.status).to.equal('idle');
        family.judge(requests.length > 0 ? 'accepted' : 'refused');
      }),
    );
  }).timeout(120_000 * factor);
});
