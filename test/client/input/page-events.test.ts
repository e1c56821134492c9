import {expect, waitUntil} from '@open-wc/testing';
import fc from 'fast-check';
import type {PageClient} from '../../../src/client/page/page-client.js';
import {createClientPorts} from '../support/ports.js';
import {createKakaoSync} from '../../../src/client/create-kakao-sync.js';
import {KakaoLoginSuccessEvent} from '../../../src/client/state/events.js';
import {factor, Family} from '../../support/family.js';
import {CONFIG} from '../support/browser.js';
import {settle} from '../support/clock.js';
import page from './page-events.json' with {type: 'json'};

const PAGE = Symbol.for('kakao-sync-widget');
const {arrival, signals} = page;
/** What a script of the page, or another window, can tell this one. */
interface Signal {
  readonly id: string;
  readonly dispatch: () => void;
  /** Readings of the session that it is good for, at most. */
  readonly readings?: number;
}

interface Row extends Omit<Signal, 'dispatch'> {
  /** Its class and type. */
  readonly event: string;
  readonly init?: object;
  /** Set on the event, as no class of the browser would. */
  readonly fields?: object;
  readonly on?: string;
  readonly times?: number;
}

function toSignal({id, event, init, fields, on, times = 1, readings = 0}: Row): Signal {
  const [name = '', type = ''] = event.split(' ');
  const Class = (window as unknown as Record<string, new (type: string, init?: object) => Event>)[name]!;
  const dispatch = (): void => {
    const target = on === 'document' ? document : window;
    for (let time = 0; time < times; time++) target.dispatchEvent(Object.assign(new Class(type, init), fields));
  };
  return {id, dispatch, readings};
}

const SIGNALS: readonly Signal[] = [
  ...(signals as readonly Row[]).map(toSignal),
  {id: 'message-posted', dispatch: () => postMessage({type: 'kakao-login-success', detail: arrival}, '*')},
  {
    id: 'storage-key-object',
    dispatch: () => void dispatchEvent(Object.assign(new Event('storage'), {key: {toString: () => 'ks'}})),
  },
  {
    id: 'forged-by-our-class',
    dispatch: () => void document.dispatchEvent(new KakaoLoginSuccessEvent({...arrival} as never)),
  },
];

/** Names of `document` that an element of the page can take (`<img name=…>`). */
const CLOBBERED =
  'cookie readyState visibilityState prerendering head body currentScript referrer domain title forms'.split(' ');

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
    client = createKakaoSync(CONFIG) as PageClient;
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

      dispatch();
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

  it('C10 listeners: are for its own history, storage, focus and first use, and for no message of another window', () => {
    window.addEventListener = (...listener: Parameters<typeof addEventListener>) => void listeners.push(listener);
    client.expectPress();
    window.addEventListener = ownAdd;

    const types = listeners.map(([type]) => type).sort();
    expect(types).to.deep.equal([
      'focus',
      'keydown',
      'pageshow',
      'pointerdown',
      'storage',
      'touchstart',
      'visibilitychange',
      'wheel',
    ]);
    family.judge('refused');
  });

  for (const name of CLOBBERED) {
    it(`C10 clobbered-${name}: keeps every answer of the page what it says it is`, async () => {
      const image = document.createElement('img');
      image.setAttribute('name', name);
      document.body.append(image);
      try {
        const ports = createClientPorts(() => null);
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

        for (const {dispatch} of signals) dispatch();
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
