import {expect} from '@open-wc/testing';
import {createClientPorts} from './support/ports.js';
import type * as events from '../../src/client/state/events.js';
import {CALLBACK, CODE, type FakePage} from './support/browser.js';
import {settle} from './support/clock.js';
import {endOf, returned, setup} from './support/journey.js';
import {replace} from './support/replace.js';

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
    it('a success that is held back is told after the consent, which sends a list and says what came of each', async () => {
      const {callback, shop} = await returned();
      shop.onPost = (request) => shop.signIn(request, {missingTerms: MISSING});
      patch();
      await callback.client.start();
      const next = await callback.visit(undefined, {prevented: ['kakao-terms-missing']});
      expect(next.told).to.deep.equal(['kakao-terms-missing']);
      expect(next.eventsOf('kakao-terms-missing')[0]!.detail).to.deep.include({missingTerms: MISSING});
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
  const cutting =
    (toText: (text: string) => string | null) =>
    ({sessionStorage}: FakePage): void => {
      const get = sessionStorage.get.bind(sessionStorage);
      sessionStorage.get = (key) => (key === 'ks.outcome' ? toText(get(key) ?? '') : get(key));
    };
  const SPOILED: Readonly<Record<string, (callback: FakePage) => void>> = {
    'the page reads other things than it has written'() {
      JSON.parse = (text: string) => {
        const value: unknown = parse(text);
        const isTold = (value as {end?: unknown} | null)?.end === 'signed-in';
        return isTold ? {...(value as object), missingTerms: '[]'} : value;
      };
    },
    'a storage forgets': cutting(() => null),
    'a storage cuts': cutting((text) => text.slice(0, 20)),
  };
  for (const [what, spoil] of Object.entries(SPOILED)) {
    it(`is told at once where ${what}, and not again`, async () => {
      const {callback} = await returned();
      spoil(callback);
      await callback.client.start();

      expect(callback.navigations).to.have.length(1);
      expect(callback.told).to.include('kakao-login-success');
      expect((await callback.visit()).told).not.to.include('kakao-login-success');
    });
  }

  for (const [name, own] of [
    ['keeps nothing', () => undefined],
    ['keeps something else', (key: string) => Storage.prototype.removeItem.call(sessionStorage, key)],
  ] as const) {
    it(`is not said to be kept by a storage that ${name}`, () => {
      replace(Storage.prototype, 'setItem', {value: own});

      expect(createClientPorts(() => null).sessionStorage.set('ks.test', 'x')).to.equal(false);
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
    replace(Date, 'now', {value: () => new Date()});

    expect(createClientPorts(() => null).now()).to.be.a('number');
  });

  it('gets events of the browser’s own, also beside MooTools', async () => {
    const own = window.Event;
    // As MooTools has it: of the browser's event, not of a name.
    const value = function (this: object, event: Event): void {
      Object.assign(this, {type: event.type.toLowerCase()});
    };
    replace(window, 'Event', {value});
    // Another copy, evaluated beside the patched global.
    const url = new URL('../../src/client/state/events.ts?beside-mootools', import.meta.url).href;
    const {KakaoLogoutEvent} = (await import(url)) as typeof events;

    expect(new KakaoLogoutEvent(false)).to.be.instanceOf(own);
    expect(document.dispatchEvent(new KakaoLogoutEvent(false))).to.equal(true);
  });
});
