import {expect} from '@open-wc/testing';
import {createBrowserPorts} from '../../src/client/page/browser-ports.js';
import type * as events from '../../src/client/state/events.js';
import {CALLBACK, CODE, type FakePage} from './support/browser.js';
import {settle} from './support/clock.js';
import {endOf, returned, setup} from './support/journey.js';

/** What a page's other scripts have done to the language, as the client meets it. */
const PATCHES: Readonly<Record<string, () => void>> = {
  'Prototype 1.6': () => {
    const {stringify} = JSON;
    Object.assign(Array.prototype, {
      toJSON(this: unknown[]) {
        return `[${this.map((item) => stringify(item)).join(', ')}]`;
      },
    });
  },
  'a stringify that makes texts of arrays': () => {
    const {stringify} = JSON;
    JSON.stringify = (value: unknown) =>
      stringify(value, (_, field: unknown) => (Array.isArray(field) ? stringify(field) : field));
  },
};

const {stringify, parse} = JSON;

afterEach(() => {
  Object.assign(JSON, {stringify, parse});
  Reflect.deleteProperty(Array.prototype, 'toJSON');
});

const MISSING = [{tag: 'privacy', required: true}];

for (const [name, patch] of Object.entries(PATCHES)) {
  describe(`beside ${name}`, () => {
    it('a login is told on the page where it began, with all that is in it', async () => {
      const session = {missingTerms: MISSING, scope: ['openid', 'phone_number']};
      const {callback} = await returned(undefined, {post: (request, shop) => shop.signIn(request, session)});
      patch();

      await callback.client.start();

      const {told, next} = await endOf(callback);
      expect(told).to.deep.equal(['kakao-terms-missing', 'kakao-login-success']);
      const {outcome} = next.client.state;
      expect(outcome).to.deep.include({missingTerms: MISSING, scope: ['openid', 'phone_number']});
    });

    it('a success that is held back is told after the consent, which sends a list and says what came of each', async () => {
      const {callback, shop} = await returned();
      shop.onPost = (request) => shop.signIn(request, {missingTerms: MISSING});
      patch();
      await callback.client.start();
      const next = await callback.visit(undefined, {prevented: ['kakao-terms-missing']});
      expect(next.told).to.deep.equal(['kakao-terms-missing']);
      await next.consent({terms: ['privacy', 'marketing'], scope: ['gender']});
      const terms = [
        {tag: 'privacy', agreed: true, agreedAgo: 0},
        {tag: 'marketing', agreed: false},
      ];
      shop.onPost = (request) => shop.signIn(request, {missingTerms: [], terms, scope: ['gender']});

      const {told, next: last} = await endOf(await next.visit(next.answer()));

      expect(shop.posts.at(-1)!.body.terms).to.deep.equal(['privacy', 'marketing']);
      expect(told).to.deep.equal(['kakao-terms-result', 'kakao-login-success']);
      expect(last.eventsOf('kakao-terms-result')[0]!.detail).to.deep.include({
        terms: {privacy: 'agreed', marketing: 'declined'},
        scope: {gender: 'agreed'},
      });
    });

    it('an answer of KakaoTalk is noted', async () => {
      const {page, shop} = setup({browser: {device: 'android'}});
      patch();
      await page.press();
      page.sdk.sdk.resolve({code: CODE});
      await settle();
      await page.visit(CALLBACK);

      expect(shop.posts.map(({body}) => body.code)).to.deep.equal([CODE]);
    });
  });
}

describe('what cannot be kept', () => {
  /** Whether a page tells its outcome before it leaves. */
  async function tellsAtOnce(spoil: (callback: FakePage) => void): Promise<boolean> {
    const {callback} = await returned();
    spoil(callback);
    await callback.client.start();
    expect(callback.navigations).to.have.length(1);
    const told = callback.told.includes('kakao-login-success');
    const next = await callback.visit();
    expect(next.told.includes('kakao-login-success'), 'once').to.equal(!told);
    return told;
  }

  it('is told at once where the page reads other things than it has written', async () => {
    expect(
      await tellsAtOnce(() => {
        JSON.parse = (text: string) => {
          const value: unknown = parse(text);
          return Array.isArray((value as {missingTerms?: unknown} | null)?.missingTerms)
            ? {...(value as object), missingTerms: '[]'}
            : value;
        };
      }),
    ).to.equal(true);
  });

  it('is told at once where a storage forgets, or cuts', async () => {
    for (const spoil of [() => null, (text: string) => text.slice(0, 20)]) {
      const told = await tellsAtOnce(({sessionStorage}) => {
        const get = sessionStorage.get.bind(sessionStorage);
        sessionStorage.get = (key) => (key === 'ks.outcome' ? spoil(get(key) ?? '') : get(key));
      });
      expect(told).to.equal(true);
    }
  });

  for (const [name, own] of [
    ['keeps nothing', () => undefined],
    ['keeps something else', (key: string) => Storage.prototype.removeItem.call(sessionStorage, key)],
  ] as const) {
    it(`is not said to be kept by a storage that ${name}`, () => {
      const {setItem} = Storage.prototype;
      Storage.prototype.setItem = own;
      try {
        expect(createBrowserPorts(() => null).sessionStorage.set('ks.test', 'x')).to.equal(false);
      } finally {
        Storage.prototype.setItem = setItem;
      }
    });
  }

  it('keeps a login from leaving where its record cannot be read again', async () => {
    const {browser, page} = setup();
    JSON.parse = (text: string) => {
      const value: unknown = parse(text);
      return value && typeof value === 'object' && 'nonceSecret' in value ? {...value, time: 'soon'} : value;
    };

    await page.press();

    expect([page.navigations, page.client.state.flow.code]).to.deep.equal([[], 'cookies_blocked']);
    expect(browser.shop.requests).to.deep.equal([]);
  });
});

describe('a page with other globals', () => {
  it('has a clock of numbers, also beside date.js', () => {
    const {now} = Date;
    Date.now = (() => new Date()) as never;
    try {
      expect(createBrowserPorts(() => null).now()).to.be.a('number');
    } finally {
      Date.now = now;
    }
  });

  it('gets events of the browser’s own, also beside MooTools', async () => {
    const own = window.Event;
    window.Event = function (this: unknown, event: Event) {
      // As MooTools has it: of the browser's event, not of a name.
      Object.assign(this as object, {type: event.type.toLowerCase()});
    } as never;
    try {
      // Another copy, evaluated beside the patched global.
      const url = new URL('../../src/client/state/events.ts?beside-mootools', import.meta.url).href;
      const {KakaoLogoutEvent} = (await import(url)) as typeof events;
      expect(new KakaoLogoutEvent(false)).to.be.instanceOf(own);
      expect(document.dispatchEvent(new KakaoLogoutEvent(false))).to.equal(true);
    } finally {
      window.Event = own;
    }
  });
});
