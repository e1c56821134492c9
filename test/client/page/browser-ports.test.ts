import {expect} from '@open-wc/testing';
import {createClientPorts} from '../support/ports.js';
import {getPageRegistry} from '../../../src/client/page/page-registry.js';
import {recordErrors} from '../../elements/support/page.js';
import {replace} from '../support/replace.js';
import entries from './navigation-entries.json' with {type: 'json'};

const setup = () => createClientPorts(() => null);

/** Timers run out at once; for how long they were set. */
function letTimersRunOut(): unknown[] {
  const waits: unknown[] = [];
  const value = (callback: () => void, milliseconds?: number): number => {
    waits.push(milliseconds);
    queueMicrotask(callback);
    return 0;
  };
  replace(window, 'setTimeout', {value});
  return waits;
}

const forbidden = {
  get(): never {
    throw new DOMException('Forbidden', 'SecurityError');
  },
};

describe('createClientPorts', () => {
  const LOADED = location.href;
  afterEach(() => history.replaceState(null, '', LOADED));

  describe('address', () => {
    it('is the page’s, and changes without a load or a loss of the page’s own history state', () => {
      const ports = setup();
      history.replaceState({ofTheSite: 1}, '', location.href);
      const {length} = history;

      ports.rewriteAddress('/kakao/callback?x=1#y');

      expect(ports.address().href).to.equal(`${location.origin}/kakao/callback?x=1#y`);
      expect(history.state).to.deep.equal({ofTheSite: 1});
      expect(history.length).to.equal(length);
    });
  });

  describe('the address that the document was loaded with', () => {
    for (const [what, entry, href] of entries as [string, object | null, string?][]) {
      it(`is ${href ? 'known' : 'none'} of ${what}`, () => {
        replace(performance, 'getEntriesByType', {value: () => (entry ? [entry] : [])});

        expect(setup().arrival()?.href).to.equal(href);
      });
    }

    it('is this page’s own in this browser, where it was not reloaded', () => {
      const [entry] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];

      expect(setup().arrival()?.href).to.equal(entry?.type === 'navigate' ? entry.name : undefined);
    });
  });

  describe('a change of the address', () => {
    it('is told at once where the browser tells it, until nobody watches any more', () => {
      const navigation = Object.assign(new EventTarget(), {currentEntry: {index: 0}});
      replace(window, 'navigation', {value: navigation});
      let calls = 0;
      const stop = setup().onAddressChange(() => calls++);

      navigation.dispatchEvent(new Event('currententrychange'));
      expect(calls).to.equal(1);
      stop();
      navigation.dispatchEvent(new Event('currententrychange'));

      expect(calls).to.equal(1);
    });

    it('is looked for four times a second where it does not, at most 15 seconds', () => {
      let tick: () => void = () => undefined;
      const timers = new Set<number>();
      const set = (callback: () => void, milliseconds: number): number => {
        tick = callback;
        timers.add(milliseconds);
        return milliseconds;
      };
      replace(window, 'navigation', {value: undefined});
      replace(window, 'setInterval', {value: set});
      replace(window, 'clearInterval', {value: (timer: number) => timers.delete(timer)});
      let calls = 0;
      const stop = setup().onAddressChange(() => calls++);

      expect([...timers]).to.deep.equal([250]);
      for (let time = 0; time < 60; time++) tick();
      expect([calls, timers.size]).to.deep.equal([60, 0]);
      setup().onAddressChange(() => undefined)();
      expect(timers.size).to.equal(0);
      stop();
    });

    it('passes the page’s own history state through, or what is made of it', () => {
      const ports = setup();
      history.replaceState({current: '/a', n: 1}, '', location.href);

      ports.rewriteAddress('/kakao/callback', (state) => ({...(state as object), current: '/b'}));

      expect(history.state).to.deep.equal({current: '/b', n: 1});
    });
  });

  it('goes to a fragment as a link does, and in the place of the present one', async () => {
    const {length} = history;
    const changed = new Promise<HashChangeEvent>((resolve) => {
      addEventListener('hashchange', resolve, {once: true});
    });

    setup().showFragment('#reviews');

    const {newURL} = await changed;
    expect(newURL).to.match(/#reviews$/);
    expect(history.length).to.equal(length);
  });

  it('knows the buttons that can be pressed, and the elements that can say something', () => {
    const PAGE = Symbol.for('kakao-sync-widget');
    Reflect.deleteProperty(document, PAGE);
    const ports = setup();
    const {speakers} = getPageRegistry();
    const shows = (): boolean[] => [ports.hasLoginButton(), ports.canShow(false), ports.canShow(true)];
    const get = (name: string): unknown => (name === 'kakao-login-button' ? HTMLElement : undefined);
    replace(customElements, 'get', {value: () => undefined});
    expect(shows(), 'a page without elements of ours').to.deep.equal([false, true, true]);
    replace(customElements, 'get', {value: get});
    expect(shows()).to.deep.equal([false, false, false]);
    speakers.set(document.createElement('p'), 'logout');
    expect(shows(), 'an account').to.deep.equal([false, false, true]);
    speakers.set(document.createElement('p'), 'login');
    expect(shows(), 'a login button').to.deep.equal([true, true, true]);
    speakers.clear();
    const placeholder = document.createElement('a');
    placeholder.dataset['kakaoLogin'] = '';
    document.body.append(placeholder);
    expect(shows(), 'a placeholder').to.deep.equal([true, false, false]);
    placeholder.remove();
    Reflect.deleteProperty(document, PAGE);
  });

  it('keeps to this origin, whatever the page’s base is', () => {
    const ports = setup();
    const base = document.createElement('base');
    base.href = 'https://www.shop.example/';
    document.head.append(base);
    try {
      ports.rewriteAddress('/cart?id=1');
    } finally {
      base.remove();
    }

    expect(location.href).to.equal(`${location.origin}/cart?id=1`);
  });

  it('keeps to this origin on a page whose own path reads as another host', () => {
    const ports = setup();
    history.replaceState({ofTheSite: 1}, '', `${location.origin}//evil.example/kakao/callback?code=x`);
    const {pathname} = ports.address();

    ports.rewriteAddress(`${pathname}?tab=1#top`);

    const moved = `${location.origin}//evil.example/kakao/callback?tab=1`;
    expect([location.href, history.state]).to.deep.equal([`${moved}#top`, {ofTheSite: 1}]);
    ports.showFragment('#form');
    expect(location.href).to.equal(`${moved}#form`);
  });

  it('waits ten seconds at most for a document that does not end loading', async () => {
    replace(document, 'readyState', {value: 'loading'});
    const waits = letTimersRunOut();

    await setup().listening();

    expect(waits).to.deep.equal([10_000, undefined]);
  });

  describe('cookies', () => {
    it('are written and read', () => {
      const ports = setup();

      ports.writeCookie('ks.test01=value; Path=/; Max-Age=60; SameSite=Lax');
      expect(ports.readCookies()).to.contain('ks.test01=value');

      ports.writeCookie('ks.test01=; Path=/; Max-Age=0; SameSite=Lax');
      expect(ports.readCookies()).not.to.contain('ks.test01');
    });

    it('are none where they are forbidden', () => {
      replace(document, 'cookie', {...forbidden, set: forbidden.get});
      const ports = setup();

      ports.writeCookie('ks.test01=value');

      expect(ports.readCookies()).to.equal('');
    });
  });

  for (const name of ['localStorage', 'sessionStorage'] as const) {
    describe(name, () => {
      it('keeps, lists and removes', () => {
        const storage = setup()[name];

        expect(storage.set('ks.test', 'value')).to.equal(true);
        expect(storage.get('ks.test')).to.equal('value');
        expect(storage.keys()).to.include('ks.test');
        storage.remove('ks.test');
        expect(storage.get('ks.test')).to.equal(null);
      });

      it('is none where it is forbidden, even if that comes later', () => {
        const storage = setup()[name];
        replace(window, name, forbidden);

        storage.remove('ks.test');
        const results = [storage.set('ks.test', 'value'), storage.get('ks.test'), storage.keys()];

        expect(results).to.deep.equal([false, null, []]);
      });

      it('says where it is full', () => {
        const storage = setup()[name];

        expect(storage.set('ks.test', 'x'.repeat(20_000_000))).to.equal(false);
        expect(storage.get('ks.test')).to.equal(null);
      });
    });
  }

  describe('withLock', () => {
    it('runs one after the other', async () => {
      const ports = setup();
      const order: string[] = [];

      await Promise.all([
        ports.withLock('test', () => order.push('first')),
        ports.withLock('test', () => order.push('second')),
      ]);

      expect(order).to.deep.equal(['first', 'second']);
    });

    for (const [what, locks] of [
      ['there are no locks', undefined],
      ['locks are denied', {request: () => Promise.reject(new Error('denied'))}],
    ] as const) {
      it(`runs where ${what}`, async () => {
        replace(navigator, 'locks', {value: locks});

        expect(await setup().withLock('test', () => 'result')).to.equal('result');
      });
    }

    it('runs after three seconds, once, where another document holds the lock', async () => {
      let release = (): void => undefined;
      let runs = 0;
      await new Promise<void>((held) => {
        void navigator.locks.request('test', () => {
          held();
          return new Promise<void>((resolve) => (release = resolve));
        });
      });
      const waits = letTimersRunOut();

      expect(await setup().withLock('test', () => ++runs)).to.equal(1);

      expect(waits).to.deep.equal([3000]);
      release();
      await navigator.locks.request('test', () => undefined);
      expect(runs, 'once, though the lock is granted later').to.equal(1);
    });

    it('waits for no second lock once one was not granted', async () => {
      replace(navigator, 'locks', {value: {request: () => new Promise(() => undefined)}});
      const ports = setup();
      const waits = letTimersRunOut();

      const results = [await ports.withLock('test', () => 1), await ports.withLock('test', () => 2)];

      expect([results, waits]).to.deep.equal([[1, 2], [3000]]);
    });

    it('does not run a second time what throws itself', async () => {
      let runs = 0;

      const error: unknown = await setup()
        .withLock('test', () => {
          runs++;
          throw new Error('of ours');
        })
        .catch((reason: unknown) => reason);

      expect(error).to.have.property('message', 'of ours');
      expect(runs).to.equal(1);
    });
  });

  describe('after', () => {
    it('calls back, unless it is called off', async () => {
      const ports = setup();
      const calls: string[] = [];

      const callOff = ports.after(0, () => calls.push('called off'));
      callOff();
      await new Promise<void>((resolve) => void ports.after(1, resolve));

      expect(calls).to.deep.equal([]);
    });
  });

  describe('dispatch', () => {
    it('tells on the element, on the page’s home, else on the document', () => {
      const home = new EventTarget();
      const element = document.body.appendChild(document.createElement('button'));
      const gone = document.createElement('button');
      const targets: (EventTarget | null)[] = [];
      const dispatchTo = (page: EventTarget | null, target?: EventTarget): void => {
        const event = new Event('kakao-test');
        createClientPorts(() => page).dispatch(event, target);
        targets.push(event.target);
      };

      dispatchTo(home, element);
      dispatchTo(home, gone);
      dispatchTo(home);
      dispatchTo(null);

      element.remove();
      expect(targets).to.deep.equal([element, home, home, document]);
    });

    it('says whether it was prevented', () => {
      const target = new EventTarget();
      const ports = setup();
      expect(ports.dispatch(new Event('kakao-test', {cancelable: true}), target)).to.equal(true);

      target.addEventListener('kakao-test', (event) => event.preventDefault());

      expect(ports.dispatch(new Event('kakao-test', {cancelable: true}), target)).to.equal(false);
    });
  });

  describe('what the page tells', () => {
    it('is a return from the back-forward cache, and no first load', () => {
      let calls = 0;
      setup().onRestore(() => calls++);

      dispatchEvent(new PageTransitionEvent('pageshow', {persisted: false}));
      expect(calls).to.equal(0);
      dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}));

      expect(calls).to.equal(1);
    });

    it('is another tab’s change of storage', () => {
      const keys: (string | null)[] = [];
      setup().onStorage((key) => keys.push(key));

      dispatchEvent(new StorageEvent('storage', {key: 'ks'}));
      dispatchEvent(new StorageEvent('storage', {key: null}));

      expect(keys).to.deep.equal(['ks', null]);
    });

    it('is a change of visibility, until nobody listens any more', () => {
      let calls = 0;
      const stop = setup().onVisibilityChange(() => calls++);

      document.dispatchEvent(new Event('visibilitychange', {bubbles: true}));
      stop();
      document.dispatchEvent(new Event('visibilitychange', {bubbles: true}));

      expect(calls).to.equal(1);
    });

    it('is that the visitor is back, until nobody listens any more: not where an element gets the focus', () => {
      const button = document.body.appendChild(document.createElement('button'));
      let visibility = 'visible';
      replace(document, 'visibilityState', {get: () => visibility});
      let calls = 0;
      const stop = setup().onReturn(() => calls++);
      const callsAfter = (target: EventTarget, type: string): number => {
        target.dispatchEvent(new Event(type, {bubbles: type !== 'focus'}));
        return calls;
      };

      button.focus();
      expect([document.activeElement, callsAfter(button, 'focus')]).to.deep.equal([button, 0]);
      expect(callsAfter(window, 'focus')).to.equal(1);
      expect(callsAfter(document, 'visibilitychange')).to.equal(2);
      visibility = 'hidden';
      expect(callsAfter(document, 'visibilitychange')).to.equal(2);
      visibility = 'visible';
      stop();
      expect(callsAfter(window, 'focus')).to.equal(2);
      button.remove();
    });

    for (const [name, type] of [
      ['onVisibilityChange', 'visibilitychange'],
      ['onReturn', 'visibilitychange'],
      ['onPressLost', 'pointercancel'],
      ['onFirstUse', 'keydown'],
    ] as const) {
      it(`is heard by ${name} though the page stops every ${type}`, () => {
        const stopIt = (event: Event): void => event.stopImmediatePropagation();
        document.addEventListener(type, stopIt, true);
        let calls = 0;
        setup()[name](() => calls++);

        document.dispatchEvent(new Event(type, {bubbles: true}));

        document.removeEventListener(type, stopIt, true);
        expect(calls).to.equal(1);
      });
    }

    it('is that a press is lost with the page', () => {
      let calls = 0;
      const stop = setup().onPressLost(() => calls++);

      dispatchEvent(new PageTransitionEvent('pagehide'));
      stop();
      dispatchEvent(new PageTransitionEvent('pagehide'));

      expect(calls).to.equal(1);
    });

    for (const type of ['pointerdown', 'touchstart', 'keydown', 'scroll']) {
      it(`is the first use by ${type}, wherever on the page and once`, () => {
        const element = document.body.appendChild(document.createElement('p'));
        let calls = 0;
        setup().onFirstUse(() => calls++);

        for (const other of [type, type, 'pointerdown', 'keydown']) element.dispatchEvent(new Event(other));

        element.remove();
        expect(calls).to.equal(1);
      });
    }

    it('is whether a gesture is alive, where the browser knows', () => {
      expect(setup().hasGesture()).to.be.a('boolean');

      replace(navigator, 'userActivation', {value: undefined});

      expect(setup().hasGesture()).to.equal(undefined);
    });

    it('is that it is shown after it was prerendered', async () => {
      await setup().activated();
      replace(document as Document & {prerendering?: boolean}, 'prerendering', {value: true});
      let isActivated = false;
      const activated = setup()
        .activated()
        ?.then(() => (isActivated = true));
      await Promise.resolve();
      expect(isActivated).to.equal(false);

      document.dispatchEvent(new Event('prerenderingchange'));

      await activated;
    });

    it('is that its scripts have had their chance to listen', async () => {
      await setup().listening();
      replace(document, 'readyState', {value: 'loading'});
      let isListening = false;
      const listening = setup()
        .listening()
        .then(() => (isListening = true));
      for (const happen of [() => undefined, () => document.dispatchEvent(new Event('DOMContentLoaded'))]) {
        happen();
        await Promise.resolve();
        expect(isListening).to.equal(false);
      }

      await listening;
    });
  });

  describe('a page whose own variables have names of the browser’s', () => {
    for (const [name, value] of [
      ['self', {}],
      ['origin', 'null'],
      ['parent', {}],
      ['frames', []],
      ['performance', {score: 3}],
      ['navigation', document.createElement('nav')],
      ['navigation', ['home', 'cart']],
      ['navigation', null],
    ] as const) {
      it(`is a page as any other one with \`${name}\` (${Object.prototype.toString.call(value)})`, () => {
        replace(window, name as keyof Window, {value});
        const ports = setup();
        let calls = 0;

        expect([ports.isTop, ports.isSecureContext]).to.deep.equal([true, true]);
        expect(ports.topAddress()?.href).to.equal(location.href);
        expect(() => ports.arrival()).not.to.throw();
        const stop = ports.onAddressChange(() => calls++);
        ports.leave(`${location.pathname}${location.search}#left`, () => true);
        stop();

        expect(location.hash).to.equal('#left');
      });
    }
  });

  it('waits for the load of a document that is still loading, and for no other', async () => {
    await setup().loaded();
    replace(document, 'readyState', {value: 'interactive'});
    let isLoaded = false;
    const loaded = setup()
      .loaded()
      .then(() => (isLoaded = true));
    document.dispatchEvent(new Event('DOMContentLoaded'));
    await Promise.resolve();
    expect(isLoaded).to.equal(false);

    window.dispatchEvent(new Event('load'));

    await loaded;
  });

  it('opens a window that knows nothing of this one, where the browser lets it', () => {
    const opened = {opener: window as Window | null};
    let answer: unknown = opened;
    replace(window, 'open', {value: () => answer});

    expect([setup().openWindow('https://pf.kakao.com/_x'), opened.opener]).to.deep.equal([true, null]);
    answer = null;
    expect(setup().openWindow('https://pf.kakao.com/_x')).to.equal(false);
  });

  it('reports one line to the developer', async () => {
    const errors = recordErrors();

    setup().report('sdk_conflict');

    await errors.restore();
    expect(errors.lines).to.deep.equal(['[kakao-sync] sdk_conflict (docs/en/error-codes.md)']);
  });
});
