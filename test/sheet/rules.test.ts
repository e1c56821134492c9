import {expect} from '@open-wc/testing';
import type {SheetOptions} from '../../src/sheet/options.js';
import {isIncluded} from '../../src/sheet/rules.js';
import {
  DAY,
  endVisit,
  exit,
  find,
  findHost,
  forgetSheets,
  GUEST,
  HOUR,
  MEMBER,
  NOW,
  openSheet,
  stopSheets,
  type Setup,
} from './support/sheet-page.js';

/** Whether the sheet opens when the pointer leaves, and how often the session is read for it. */
type Row = readonly [setup: Setup, opens: boolean, reads: number, options?: SheetOptions];

const ROWS: Readonly<Record<string, Row>> = {
  'a guest, by the one GET': [{session: GUEST}, true, 1],
  'a member, by the one GET': [{session: MEMBER}, false, 1],
  'a session that stays unknown': [{}, false, 1],
  'a session that this browser remembers': [{session: GUEST, until: NOW + HOUR}, false, 0],
  'a session that has ended': [{session: GUEST, until: NOW - HOUR}, true, 1],
  'a page that knows its member': [{session: GUEST, state: {session: MEMBER}}, false, 0],
  'a page with the mark of members': [{session: GUEST}, false, 0, {member: 'body'}],
  'a page without the mark of members': [{session: GUEST}, true, 1, {member: '.no-such-mark'}],
  'a hosted shop that says who is a member': [{isHost: true}, true, 0, {member: '.no-such-mark'}],
  'a hosted shop’s member': [{isHost: true}, false, 0, {member: 'body'}],
  'a hosted shop that says nothing': [{isHost: true}, false, 0],
  'a frame': [{session: GUEST, isFramed: true}, false, 0],
  'a pause': [{session: GUEST, config: {paused: ''}}, false, 0],
  'no pause': [{session: GUEST, config: {paused: 'false'}}, true, 1],
  'a flow under way': [{session: GUEST, state: {flow: {status: 'starting'}}}, false, 0],
  'a message': [{session: GUEST, state: {flow: {status: 'retry', code: 'login_unfinished'}}}, false, 0],
  'the redirect URI’s page': [
    {session: GUEST, path: '/kakao/callback?x=1', config: {redirectUri: '/kakao/callback'}},
    false,
    0,
  ],
  'auto-login that is not decided': [{session: GUEST, config: {autoLogin: 'all'}}, false, 0],
  'auto-login that stays': [
    {
      session: GUEST,
      config: {autoLogin: 'all'},
      state: {outcome: {end: 'skipped', purpose: 'auto-login', reason: 'not-kakaotalk'}},
    },
    true,
    1,
  ],
  'a client that waits for its configuration': [{session: GUEST, isReady: false}, false, 0],
  'a checkout': [{session: GUEST, path: '/checkout/1'}, false, 0],
  'another trigger': [{session: GUEST}, false, 0, {when: {scroll: 50}}],
};

describe('the sheet', () => {
  beforeEach(forgetSheets);
  afterEach(() => {
    stopSheets();
    forgetSheets();
  });

  for (const [what, [setup, opens, reads, options]] of Object.entries(ROWS)) {
    it(`${opens ? 'opens' : 'stays away'}: ${what}`, async () => {
      const page = openSheet(options, setup);

      await exit();

      expect([!!findHost(), page.reads()]).to.deep.equal([opens, reads]);
    });
  }

  it('opens once auto-login has said that it stays, though the trigger came before', async () => {
    const page = openSheet({}, {session: GUEST, config: {autoLogin: 'all'}});
    await exit();
    expect(findHost()).to.equal(null);

    await page.update({outcome: {end: 'skipped', purpose: 'auto-login', reason: 'tried'}});

    expect(findHost()).not.to.equal(null);
  });

  it('does not open on a page whose visitor was no guest, whatever happens there', async () => {
    const page = openSheet({}, {session: MEMBER});
    await exit();
    await page.update({session: GUEST});
    await exit();

    expect(findHost()).to.equal(null);
  });

  it('goes when somebody has signed in', async () => {
    const page = openSheet({}, {session: GUEST});
    await exit();

    await page.update({session: MEMBER});

    expect(findHost()).to.equal(null);
  });

  const ENDS: Readonly<
    Record<string, readonly [isNewMember: boolean, options: SheetOptions, shown: string | undefined]>
  > = {
    'a new member': [true, {done: '쿠폰을 드렸어요.'}, '쿠폰을 드렸어요.'],
    'a new member, without a line': [true, {}, undefined],
    'a member who is back': [false, {done: '쿠폰을 드렸어요.'}, undefined],
  };
  for (const [what, [isNewMember, options, shown]] of Object.entries(ENDS)) {
    it(`tells ${shown ? 'its line' : 'nothing'} after the signup of ${what}`, async () => {
      const page = openSheet(options, {path: '/checkout'});

      await page.update({
        session: MEMBER,
        outcome: {end: 'signed-in', purpose: 'login', ref: 'KS-7GR0-9A2K', isNewMember, member: {}},
      });
      await new Promise((resolve) => setTimeout(resolve));

      expect(find('p')?.textContent).to.equal(shown);
      expect(find('kakao-login-button, .hide')).to.equal(null);
      find('.close')?.click();
      expect([findHost(), localStorage.getItem('ks.sheet')]).to.deep.equal([null, null]);
    });
  }
});

describe('how often the sheet opens', () => {
  beforeEach(forgetSheets);
  afterEach(() => {
    stopSheets();
    forgetSheets();
  });

  type Step = 'close' | 'hide' | 'next page' | 'next visit';
  const CASES: Readonly<
    Record<string, readonly [steps: readonly Step[], later: number, opens: boolean, options?: SheetOptions]>
  > = {
    'again in the visit': [['next page'], 2 * DAY, false],
    'a visit of the same day': [['next visit'], 23 * HOUR, false],
    'a visit of the next day': [['next visit'], 25 * HOUR, true],
    'a visit of the same day, where every visit counts': [['next visit'], HOUR, true, {everyDays: 0}],
    'six days after ×': [['close', 'next visit'], 6 * DAY, false],
    'eight days after ×': [['close', 'next visit'], 8 * DAY, true],
    'six days after the words': [['hide', 'next visit'], 6 * DAY, false],
    'eight days after the words': [['hide', 'next visit'], 8 * DAY, true],
    'eight days after ×, of ten': [['close', 'next visit'], 8 * DAY, false, {hideDays: 10}],
    'six days after ×, of one: seven is the least': [['close', 'next visit'], 6 * DAY, false, {hideDays: 1}],
  };
  for (const [what, [steps, later, opens, options]] of Object.entries(CASES)) {
    it(`${what}: ${opens ? 'it does' : 'it does not'}`, async () => {
      const first = openSheet(options, {session: GUEST});
      await exit();
      expect(findHost()).not.to.equal(null);
      for (const step of steps) {
        if (step === 'close' || step === 'hide') find(`.${step}`)?.click();
        if (step === 'next visit') endVisit();
      }
      first.sheet.stop();
      openSheet(options, {session: GUEST, now: NOW + later});

      await exit();

      expect(!!findHost()).to.equal(opens);
    });
  }

  it('is never, if that cannot be kept', async () => {
    const {setItem} = Storage.prototype;
    Storage.prototype.setItem = () => {
      throw new Error('full');
    };
    try {
      openSheet({}, {session: GUEST});
      await exit();
    } finally {
      Storage.prototype.setItem = setItem;
    }
    expect(findHost()).to.equal(null);
  });

  it('does not matter to a press on the site’s own button', async () => {
    const {sheet} = openSheet({}, {session: GUEST});
    await exit();
    find('.close')?.click();

    sheet.open();

    expect(find('[role=dialog]')).not.to.equal(null);
  });
});

describe('the pages of a sheet', () => {
  const PATHS: readonly (readonly [path: string, options: SheetOptions, isIncluded: boolean])[] = [
    ['/', {}, true],
    ['/event/1', {}, true],
    ['/checkout', {}, false],
    ['/Checkout/step2', {}, false],
    ['/order/orderform.html', {}, false],
    ['/shop/orders', {}, false],
    ['/shop_payment/', {}, false],
    ['/border-collie', {}, true],
    ['/event/1', {include: ['/event/*']}, true],
    ['/about', {include: ['/event/*']}, false],
    ['/event', {include: ['/event/*', '/event']}, true],
    ['/checkout', {include: ['*']}, false],
    ['/order-of-the-day', {include: ['/order-of-the-day']}, true],
    ['/order-of-the-day', {include: ['/order-of-the-day'], exclude: ['/order*']}, false],
    ['/event/1', {exclude: ['/event/*']}, false],
    ['/event(1)', {include: ['/event(1)']}, true],
    ['/eventXhtml', {include: ['/event.html']}, false],
  ];
  for (const [path, options, expected] of PATHS) {
    it(`are ${expected ? '' : 'not '}${path} with ${JSON.stringify(options)}`, () => {
      expect(isIncluded(path, options)).to.equal(expected);
    });
  }
});
