import {expect} from '@open-wc/testing';
import {getPageRegistry} from '../../src/client/page/page-registry.js';
import {drawVariant} from '../../src/sheet/variants.js';
import {
  DAY,
  endVisit,
  exit,
  find,
  forgetSheets,
  GUEST,
  NOW,
  openSheet,
  stopSheets,
  type Setup,
} from './support/sheet-page.js';

const VARIANTS = {a: {text: '쿠폰', weight: 1}, b: {text: '적립금', weight: 3}};

/** Opens the sheet on a new page of a later visit; the words and the variant of its events. */
async function see(setup: Setup): Promise<readonly [words: string | undefined, variant: string | undefined]> {
  stopSheets();
  endVisit();
  openSheet({variants: VARIANTS, everyDays: 0}, {session: GUEST, ...setup});
  await exit();
  await new Promise((resolve) => setTimeout(resolve));
  return [find('p')?.textContent ?? undefined, getPageRegistry().measuring?.values['ks_variant']];
}

describe('the variants of a sheet', () => {
  beforeEach(forgetSheets);
  afterEach(() => {
    stopSheets();
    forgetSheets();
  });

  for (const [random, expected] of [
    [0, 'a'],
    [0.24, 'a'],
    [0.26, 'b'],
    [0.99, 'b'],
  ] as const) {
    it(`are drawn by their weights: ${random}`, () => {
      expect(drawVariant(VARIANTS, undefined, () => random)).to.equal(expected);
    });
  }

  const KEPT: readonly (readonly [
    kept: string,
    variants: Parameters<typeof drawVariant>[0],
    drawn: string | undefined,
  ])[] = [
    ['b', VARIANTS, 'b'],
    ['gone', VARIANTS, 'a'],
    ['b', {a: {}, b: {weight: 0}}, 'a'],
    ['a', {}, undefined],
  ];
  for (const [kept, variants, drawn] of KEPT) {
    it(`keep a visitor's own as long as it is one of them: ${kept} of ${JSON.stringify(variants)}`, () => {
      expect(drawVariant(variants, kept, () => 0)).to.equal(drawn);
    });
  }

  it('stay the same for 30 days, and are told', async () => {
    expect(await see({random: 0.9})).to.deep.equal(['적립금', 'b']);
    expect(await see({random: 0, now: NOW + 29 * DAY})).to.deep.equal(['적립금', 'b']);
    expect(await see({random: 0, now: NOW + 31 * DAY})).to.deep.equal(['쿠폰', 'a']);
  });

  it('go with the logins of a later page on which the sheet does not open', async () => {
    await see({random: 0.9});
    stopSheets();
    delete getPageRegistry().measuring;

    openSheet({variants: VARIANTS}, {session: GUEST});

    expect(getPageRegistry().measuring?.values).to.deep.equal({ks_variant: 'b'});
  });

  it('are drawn anew on each page, and kept nowhere, without the consent that the page needs', async () => {
    getPageRegistry().measuring = {isAllowed: undefined, values: {}};

    const seen = [await see({random: 0.9}), await see({random: 0})];

    expect(seen).to.deep.equal([
      ['적립금', 'b'],
      ['쿠폰', 'a'],
    ]);
    expect(localStorage.getItem('ks.variant')).to.equal(null);
    expect(localStorage.getItem('ks.sheet')).not.to.equal(null);
  });

  it('are kept if the consent comes while the page is there, and forgotten if it is refused', async () => {
    const measuring = (getPageRegistry().measuring = {isAllowed: undefined as boolean | undefined, values: {}});
    await see({random: 0.9});

    measuring.isAllowed = true;
    dispatchEvent(new Event('pagehide'));
    const kept = localStorage.getItem('ks.variant');
    measuring.isAllowed = false;
    dispatchEvent(new Event('pagehide'));

    expect([kept, localStorage.getItem('ks.variant')]).to.deep.equal([`{"id":"b","until":${NOW + 30 * DAY}}`, null]);
  });

  it('tell the page’s analytics once that the sheet was seen, and closed', async () => {
    getPageRegistry().measuring = {isAllowed: true, values: {}};
    const {sheet, told} = openSheet({}, {session: GUEST});
    await exit();
    sheet.open();
    find('.close')?.click();

    expect(told).to.deep.equal(['view', 'close']);
  });
});
