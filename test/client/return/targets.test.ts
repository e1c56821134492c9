import {expect} from '@open-wc/testing';
import {findTarget, isHere} from '../../../src/client/return/targets.js';
import {CALLBACK, ENDPOINT, FakeBrowser} from '../support/browser.js';

/** The page's own rules: what `readReturnTarget` makes of hostile paths is its own test's. */
const {context} = new FakeBrowser().open('/cart?id=1#top');

describe('findTarget', () => {
  const rows: readonly [targets: readonly unknown[], found: string | undefined][] = [
    [['/a?b#c', '/d'], '/a?b#c'],
    [[undefined, false, null, '', '/d'], '/d'],
    [['https://evil.example/', '//evil.example', '/d'], '/d'],
    [[`${CALLBACK}?code=1&state=2`, `${CALLBACK}?error=1`, '/d'], '/d'],
    [[ENDPOINT, `${ENDPOINT}?x=1`, '/d'], '/d'],
    [[CALLBACK], CALLBACK],
    [['javascript:alert(1)', 5, {toString: '/x'}], undefined],
    [[], undefined],
  ];
  for (const [targets, found] of rows) {
    it(`finds ${found ?? 'nothing'} in ${JSON.stringify(targets)}`, () => {
      expect(findTarget(context, targets)).to.equal(found);
    });
  }
});

describe('isHere', () => {
  for (const [to, expected] of [
    ['/cart?id=1', true],
    ['/cart?id=1#other', true],
    ['/cart', false],
    ['/cart?id=2', false],
  ] as const) {
    it(`is ${expected} of ${to}`, () => expect(isHere(context, to)).to.equal(expected));
  }
});
