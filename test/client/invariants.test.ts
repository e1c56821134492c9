import {expect} from '@open-wc/testing';
import fc from 'fast-check';
import {toReference} from '../../src/shared/reference.js';
import type {TransactionRecord} from '../../src/shared/transaction.js';
import {factor, Family} from '../support/family.js';
import {CALLBACK, CONFIG, FakeBrowser, ORIGIN, REST_KEY, type Device, type FakePage} from './support/browser.js';
import {settle} from './support/clock.js';
import {strangerReturn} from './support/journey.js';

/** A tab: its present document, and what happened in it. */
interface Tab {
  page: FakePage;
  /** The document that went to Kakao and would come back by the back button. */
  left: FakePage | null;
  /** The last callback address. */
  callback: string | null;
}

type Backend = 'works' | 'fails' | 'loses its answers' | 'hangs' | 'shows a page' | 'refuses';

/** One visitor, some tabs and a Kakao that answers; what must never happen is checked at every step. */
class Rig {
  readonly browser: FakeBrowser;
  readonly tabs: Tab[] = [];
  readonly #hasRestKey: boolean;
  readonly #secrets = new Set<string>();
  readonly #records = new Map<string, TransactionRecord>();
  readonly #posted = new Set<string>();
  readonly #busySince = new Map<FakePage, number>();
  #codes = 0;

  constructor(device: Device, hasRestKey: boolean) {
    this.browser = new FakeBrowser({device});
    this.#hasRestKey = hasRestKey;
    this.setBackend('works');
    this.openTab('/cart?id=1#reviews');
  }

  openTab(address: string): void {
    const config = {...CONFIG, ...(this.#hasRestKey && {restApiKey: REST_KEY})};
    const page = this.browser.open(address, {config});
    this.tabs.push({page, left: null, callback: null});
    this.#begin(page);
  }

  setBackend(backend: Backend): void {
    const {shop} = this.browser;
    shop.onPost = (request) => {
      const {tx = '', code = '', nonceSecret} = request.body;
      expect(this.#posted.has(code), `${code} is posted twice`).to.equal(false);
      this.#posted.add(code);
      expect(this.#records.get(tx)?.nonceSecret, 'a POST without a transaction of ours').to.equal(nonceSecret);
      expect(request.from).not.to.contain(code);
      if (backend === 'fails') return {status: 500};
      if (backend === 'refuses') return {status: 400, json: {code: 'request_invalid', detail: code}};
      if (backend === 'hangs') return 'hangs';
      const answer = shop.signIn(request);
      if (backend === 'loses its answers') return 'network-error';
      return backend === 'shows a page' ? {status: 200, text: '<!doctype html>'} : answer;
    };
    shop.onGet = () => (backend === 'hangs' ? 'hangs' : {status: 200, json: shop.session ?? {status: 'signed-out'}});
  }

  async press(tab: Tab): Promise<void> {
    if (!tab.page.isAlive) return;
    await tab.page.press();
    const open = this.browser.records;
    for (const record of open) {
      this.#records.set(record.tx, record);
      for (const secret of [record.tx, record.nonceSecret, record.codeVerifier]) if (secret) this.#secrets.add(secret);
    }
    expect(open.length, 'open transactions').to.be.at.most(3);
    await this.follow();
  }

  async logIn(tab: Tab): Promise<void> {
    await this.press(tab);
    await this.answer(tab, 'code', 'here');
  }

  /** Kakao's answer to the last press of this tab, in this tab or in a new one. */
  async answer(tab: Tab, kind: 'code' | 'error' | 'no state', where: 'here' | 'new tab'): Promise<void> {
    const asked = tab.left ?? tab.page;
    if (asked.navigations.length + asked.sdk.sdk.authorizations.length === 0) return;
    const {state} = asked.left;
    if (!state) return;
    const query = new URLSearchParams(
      kind === 'error' ? {error: 'access_denied', state} : {code: this.#newCode(), ...(kind === 'code' && {state})},
    );
    await this.visit(tab, `${CALLBACK}?${query.toString()}`, where);
  }

  /** The answer to a login that was begun in another browser. */
  async answerForeign(tab: Tab): Promise<void> {
    await this.visit(tab, strangerReturn(`code=${this.#newCode()}`, '//evil.example'));
  }

  /** KakaoTalk's answer reaches the page that is still here. */
  async answerInTalk(tab: Tab): Promise<void> {
    tab.page.sdk.sdk.resolve({code: this.#newCode()});
    await settle();
    await this.follow();
  }

  async visit(tab: Tab, address: string, where: 'here' | 'new tab' = 'here'): Promise<void> {
    if (where === 'new tab') {
      this.openTab(address);
      this.tabs.at(-1)!.callback = address;
    } else {
      tab.page = tab.page.follow(address);
      if (address.startsWith(CALLBACK)) tab.callback = address;
      this.#begin(tab.page);
    }
    await settle();
    await this.follow();
  }

  async goBackFromKakao(tab: Tab): Promise<void> {
    if (!tab.left) return;
    tab.page = tab.left;
    tab.left = null;
    tab.page.isAlive = true;
    tab.page.navigations.length = 0;
    tab.page.restore();
    await settle();
  }

  logOutElsewhere(tab: Tab): void {
    this.browser.shop.session = null;
    tab.page.hearStorage('ks');
  }

  async advance(milliseconds: number): Promise<void> {
    for (let passed = 0; passed < Math.min(milliseconds, 20_000); passed += 500) {
      await this.browser.clock.advance(500);
      await this.follow();
    }
    await this.browser.clock.advance(Math.max(0, milliseconds - 20_000));
    await this.follow();
  }

  /** Does what a browser does with navigations, and looks at everything that a visitor or a listener can see. */
  async follow(): Promise<void> {
    for (const tab of this.tabs) {
      for (let hops = 0; tab.page.isAlive && tab.page.navigations.length > 0; hops++) {
        const {to} = tab.page.navigations.at(-1)!;
        const {origin} = new URL(to, ORIGIN);
        expect(origin, 'a navigation').to.be.oneOf([ORIGIN, 'https://kauth.kakao.com']);
        expect(hops, 'navigations in a row').to.be.at.most(2);
        if (origin === ORIGIN) {
          tab.page = tab.page.follow(to);
          this.#begin(tab.page);
          await settle();
        } else {
          tab.left = tab.page;
          tab.page.isAlive = false;
        }
      }
      this.#look(tab.page);
    }
  }

  check(): void {
    const told = JSON.stringify(this.browser.pages.map(({events, reports, client}) => [events, reports, client.state]));
    for (const secret of this.#secrets) expect(told.includes(secret), `${secret} is told`).to.equal(false);
    const refs = this.browser.pages
      .flatMap((page) => page.eventsOf('kakao-login-success'))
      .map(({detail}) => (detail as {ref: string}).ref);
    expect(refs, 'each success is told once').to.deep.equal([...new Set(refs)]);
    const kept = this.tabs.map(({page}) => page.sessionStorage.get('ks.outcome') ?? '').join();
    for (const {tx, told} of this.browser.tombstones) {
      const ref = toReference(tx);
      if (told) expect(refs.includes(ref) || kept.includes(ref), `${ref} is told`).to.equal(true);
    }
  }

  #newCode(): string {
    const code = `kakao-code-canary-${++this.#codes}`;
    this.#secrets.add(code);
    return code;
  }

  #begin(page: FakePage): void {
    const {clock} = this.browser;
    let last = '';
    page.client.subscribe(({flow}) => {
      const isBusy = /^(starting|completing)$/.test(flow.status);
      if (!isBusy) this.#busySince.delete(page);
      else if (last !== flow.status) this.#busySince.set(page, clock.now());
      last = flow.status;
    });
    void page.client.start();
  }

  #look(page: FakePage): void {
    const since = this.#busySince.get(page);
    if (!page.isAlive || since === undefined) return;
    expect(this.browser.clock.now() - since, `${page.client.state.flow.status} for`).to.be.at.most(15_000);
  }
}

type Step = readonly [name: string, take: (rig: Rig, tab: Tab) => unknown];

const STEPS: readonly Step[] = [
  ...Array.from({length: 6}, (): Step => ['press and code', (rig, tab) => rig.logIn(tab)]),
  ...Array.from({length: 4}, (): Step => ['press', (rig, tab) => rig.press(tab)]),
  ...Array.from({length: 4}, (): Step => ['code', (rig, tab) => rig.answer(tab, 'code', 'here')]),
  ['gesture gone', (_, tab) => (tab.page.gesture = false)],
  ['code in a new tab', (rig, tab) => rig.answer(tab, 'code', 'new tab')],
  ['code without state', (rig, tab) => rig.answer(tab, 'no state', 'here')],
  ['error', (rig, tab) => rig.answer(tab, 'error', 'here')],
  ['answer in KakaoTalk', (rig, tab) => rig.answerInTalk(tab)],
  ['foreign answer', (rig, tab) => rig.answerForeign(tab)],
  ['reload', (rig, tab) => rig.visit(tab, tab.page.address.href.slice(ORIGIN.length))],
  ['callback again', (rig, tab) => tab.callback && rig.visit(tab, tab.callback)],
  ['callback in a new tab', (rig, tab) => tab.callback && rig.visit(tab, tab.callback, 'new tab')],
  ['bare callback', (rig, tab) => rig.visit(tab, CALLBACK)],
  ['another page', (rig, tab) => rig.visit(tab, '/product/7')],
  ['a new tab', (rig) => rig.openTab('/landing?utm_source=kakao')],
  ['back from Kakao', (rig, tab) => rig.goBackFromKakao(tab)],
  ['bfcache', (_, tab) => tab.page.restore()],
  ['hide', (_, tab) => tab.page.hide()],
  ['show', (_, tab) => tab.page.show()],
  ['logout elsewhere', (rig, tab) => rig.logOutElsewhere(tab)],
  ['cookies dropped', (rig) => rig.browser.cookies.clear()],
  ['cookies refused', (rig) => (rig.browser.cookies.refuses = true)],
  ['cookies allowed', (rig) => (rig.browser.cookies.refuses = false)],
  ['storage dropped', (rig) => rig.browser.localItems.clear()],
  ['session storage forbidden', (_, tab) => (tab.page.sessionStorage.isForbidden = true)],
  ...([500, 3000, 10_000, 15_000, 60_000, 3_600_000] as const).map((time): Step => [
    `${time} ms`,
    (rig) => rig.advance(time),
  ]),
  ...(['works', 'fails', 'loses its answers', 'hangs', 'shows a page', 'refuses'] as const).map((backend): Step => [
    `backend ${backend}`,
    (rig) => rig.setBackend(backend),
  ]),
];

const script = fc.record({
  device: fc.constantFrom<Device>('desktop', 'android', 'talkOnIphone'),
  hasRestKey: fc.boolean(),
  steps: fc.array(
    fc.record({
      step: fc.nat(STEPS.length - 1).map((index) => ({index, toString: () => STEPS[index]![0]})),
      tab: fc.nat(3),
    }),
    {minLength: 3, maxLength: 30},
  ),
});

describe('whatever a visitor, Kakao, the browser and the backend do', () => {
  const family = new Family('M1', 'scripts of a visit, before a backend that fails', after);

  it('no code is posted twice, nothing is busy for long, nobody is sent away and no secret is told', async function () {
    this.timeout(120_000 * factor);
    let posts = 0;
    let successes = 0;

    await family.alwaysAsync(
      300,
      fc.asyncProperty(script, async ({device, hasRestKey, steps}) => {
        const rig = new Rig(device, hasRestKey);
        for (const {step, tab} of steps) {
          await STEPS[step.index]![1](rig, rig.tabs[tab % rig.tabs.length]!);
          await settle();
          await rig.follow();
        }
        await rig.advance(40_000);
        rig.check();
        posts += rig.browser.shop.posts.length;
        const signedIn = rig.browser.pages.flatMap((page) => page.eventsOf('kakao-login-success')).length;
        successes += signedIn;
        family.judge(signedIn > 0 ? 'accepted' : 'refused');
      }),
    );

    // The scripts reach what they are about.
    expect(posts).to.be.greaterThan(100);
    expect(successes).to.be.greaterThan(30);
  });
});
