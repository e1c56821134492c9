import {expect} from '@open-wc/testing';
import {clearAddress} from '../../../src/client/return/clear-address.js';
import {CALLBACK, CODE, FakeBrowser, ORIGIN} from '../support/browser.js';
import {unknownState} from '../support/journey.js';

const STATE = unknownState('/cart');
const SEARCH = `?code=${CODE}&state=${STATE}`;
const ANSWER = {state: STATE, codes: [CODE]};
const encode = encodeURIComponent;

/** A page whose address was cleared. */
function cleared(
  address: string,
  isOurs: boolean,
  historyState: unknown = null,
  answer: typeof ANSWER | null = ANSWER,
) {
  const page = new FakeBrowser().open(ORIGIN + address, {historyState});
  clearAddress(page.context.ports, answer, isOurs);
  return page;
}

describe('clearAddress', () => {
  // What is taken out of which address is proven where `withoutAnswer` and `withoutAuthorizationResponse` are.
  const rows: readonly [what: string, address: string, isOurs: boolean, clean: string][] = [
    ['its own answer', `${CALLBACK}${SEARCH}&lang=ko#top`, true, `${CALLBACK}?lang=ko#top`],
    ['an error beside it', `${CALLBACK}${SEARCH}&error=x&iss=y`, true, CALLBACK],
    ['an answer in a parameter', `/login?next=${encode(CALLBACK + SEARCH)}`, false, `/login?next=${encode(CALLBACK)}`],
    ['both', `/x${SEARCH}&next=${encode(CALLBACK + SEARCH)}`, true, `/x?next=${encode(CALLBACK)}`],
    ['nothing of the site’s', '/login?code=SPRING10&next=/a', false, '/login?code=SPRING10&next=/a'],
    ['it on a page like another host', `//evil.example/x${SEARCH}`, true, '//evil.example/x'],
  ];
  for (const [what, address, isOurs, clean] of rows) {
    it(`takes out ${what}`, () => {
      expect(cleared(address, isOurs).address.href).to.equal(ORIGIN + clean);
    });
  }

  it('takes out what is not known, once', () => {
    const page = cleared(`${CALLBACK}?code=a&code=b&state=ks1.`, true, null, null);
    expect(page.address.href).to.equal(ORIGIN + CALLBACK);

    page.route(`${CALLBACK}${SEARCH}`);

    expect(page.address.search).to.equal(SEARCH);
  });

  const deep = (text: string): unknown => ({a: {b: {c: {d: [text]}}}});
  const beyond = {a: {b: {c: {d: {e: [CALLBACK + SEARCH]}}}}};
  const date = new Date(0);
  const endless: Record<string, unknown> = {position: 1};
  endless['self'] = endless;
  const states: readonly [what: string, given: unknown, kept: unknown][] = [
    ['a text', CALLBACK + SEARCH, CALLBACK],
    [
      'a router’s',
      {usr: {from: {pathname: CALLBACK, search: SEARCH}}, current: CALLBACK + SEARCH, idx: 1},
      {usr: {from: {pathname: CALLBACK, search: ''}}, current: CALLBACK, idx: 1},
    ],
    ['a list', [1, CALLBACK + SEARCH, null], [1, CALLBACK, null]],
    ['five levels', deep(CALLBACK + SEARCH), deep(CALLBACK)],
    ['without prototype', Object.assign(Object.create(null) as object, {a: SEARCH}), {a: ''}],
  ];
  for (const [what, given, kept] of states) {
    it(`takes it out of a history state: ${what}`, () => {
      expect(cleared(CALLBACK + SEARCH, true, given).historyState).to.deep.equal(kept);
    });
  }
  for (const [what, given] of [
    ['without it', {position: 1, list: ['/a']}],
    ['of a class', Object.assign(date, {a: SEARCH})],
    ['deeper than five levels', beyond],
    ['one that holds itself', endless],
    ['one with nothing in it', {position: undefined}],
    ['null', null],
    ['a number', 5],
  ] as const) {
    it(`passes a history state through that is ${what}`, () => {
      expect(cleared(CALLBACK + SEARCH, true, given).historyState).to.equal(given);
    });
  }

  for (const address of [CALLBACK, `/ko${CALLBACK}`]) {
    it(`takes out three times what a router puts back, with the router’s own state: ${address}`, () => {
      const page = cleared(address + SEARCH, true);
      for (let time = 1; time <= 3; time++) {
        page.route(`${address}${SEARCH}&n=${time}`, {position: time, current: `${CALLBACK}${SEARCH}&n=${time}`});

        expect(page.address.href).to.equal(`${ORIGIN}${address}?n=${time}`);
        expect(page.historyState).to.deep.equal({position: time, current: `${CALLBACK}?n=${time}`});
      }

      page.route(`${address}${SEARCH}`);
      expect(page.address.search).to.equal(SEARCH);
    });
  }

  it('takes it out of the parameters that a guard makes of it later, and leaves everything else', () => {
    const page = cleared(CALLBACK + SEARCH, true);
    page.route(`/login?next=${encode(CALLBACK + SEARCH)}`);
    expect(page.address.href).to.equal(`${ORIGIN}/login?next=${encode(CALLBACK)}`);
    const before = page.rewrites.length;

    for (const to of ['/login?code=SPRING10', '/cart?state=Seoul', '/#/x?error=1']) page.route(to);

    expect([page.rewrites.length, page.address.href]).to.deep.equal([before, `${ORIGIN}/#/x?error=1`]);
    page.route(CALLBACK + SEARCH);
    expect(page.address.href, 'nothing that was left counts').to.equal(ORIGIN + CALLBACK);
  });
});
