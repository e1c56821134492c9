import {expect} from '@open-wc/testing';
import {leaveForAccountLogout, readLogoutReturn} from '../../src/client/page/account-logout.js';
import {checkSessionSeen, expectSessionSeen, readUnseen} from '../../src/client/page/backend/unseen-session.js';
import {deferSuccess, releaseSuccess} from '../../src/client/page/kept/deferred-success.js';
import {keepOutcome, readOutcome} from '../../src/client/page/kept/kept-outcome.js';
import type {ClientPorts} from '../../src/client/page/ports/ports.js';
import {saveTalkAnswer} from '../../src/client/page/kept/save-talk-answer.js';
import {consumeTalkAnswer} from '../../src/client/page/kept/talk-answer.js';
import type {TransactionDetails} from '../../src/client/page/transactions/open-transaction.js';
import {createTransactionStore} from '../../src/client/page/transactions/transaction-store.js';
import {
  findLogin,
  findSuccessor,
  hasArrivedSince,
  readVisitHistory,
  rememberArrival,
  rememberLogout,
  rememberTry,
} from '../../src/client/page/visit-history.js';
import type {Settings} from '../../src/client/state/config.js';
import type {Outcome, SignedInOutcome} from '../../src/client/state/state.js';
import type {ConsumedTransaction, TransactionRecord} from '../../src/shared/transaction.js';
import {toReference} from '../../src/shared/reference.js';
import former from './former-release.json' with {type: 'json'};
import {FakeBrowser} from './support/browser.js';

/*
 * Two releases share a browser: a tab stays open over a release, and a page may have one from npm and another as a script
 * tag. The JSON was written by the code of the former one (commit e251cb8437ce201ba3037230c968e94632f4595d): the meaning of
 * each entry, where it lies, and its text there.
 */
const WRITTEN = former.written;
const MEANT = former.meant as unknown as {
  readonly [Name in 'record' | 'link']: TransactionRecord;
} & {
  readonly [Name in 'retry' | 'consent']: Outcome;
} & {
  readonly details: TransactionDetails;
  readonly consumed: ConsumedTransaction;
  readonly success: SignedInOutcome;
};
const {tx: TX, time: NOW, redirectUri: REDIRECT_URI} = MEANT.record;
const REF = 'KS-a1B2c3';
const STATE = `ks1.${TX}.L3Byb2R1Y3RzLzc`;
const PAGE = '/products/7?color=red#reviews';
const LOGOUT_PAGE = 'https://shop.example/kakao/logout';
const SETTINGS = {logoutRedirectUri: LOGOUT_PAGE} as Settings;

interface Place {
  readonly text: string;
  readonly cookie?: string;
  readonly local?: string;
  readonly session?: string;
}

function setup() {
  const browser = new FakeBrowser();
  const page = browser.open(PAGE, {prevented: ['kakao-terms-missing']});
  const {localStorage, sessionStorage} = page;
  const ports: ClientPorts = {...page.context.ports, now: () => NOW};
  return {
    ports,
    page,
    put(...places: readonly Place[]) {
      for (const {cookie, local, session, text} of places) {
        if (cookie) browser.cookies.set(cookie, text);
        if (local) localStorage.set(local, text);
        if (session) sessionStorage.set(session, text);
      }
    },
    read: ({cookie, local, session = ''}: Place) =>
      cookie ? browser.cookies.get(cookie) : local ? localStorage.get(local) : sessionStorage.get(session),
  };
}

describe('what the former release has left in the browser', () => {
  it('as an open transaction can be completed', () => {
    const {ports, put} = setup();
    put(WRITTEN.record, WRITTEN.details, WRITTEN.link);
    const store = createTransactionStore(ports);

    expect(store.find(TX)).to.deep.equal(MEANT.record);
    expect(store.find(MEANT.link.tx)).to.deep.equal(MEANT.link);
    expect(store.readDetails(TX)).to.deep.equal(MEANT.details);
  });

  it('as a consumed transaction is taken', () => {
    const {ports, put} = setup();
    put(WRITTEN.consumed, WRITTEN.from);
    const store = createTransactionStore(ports);

    expect(store.consumed()).to.deep.equal([MEANT.consumed]);
    expect(store.openRecords()).to.deep.equal([]);
    expect(store.readDetails(TX)).to.deep.equal({from: PAGE});
  });

  it('as an arrival says whose session this is, and when it began', () => {
    const {ports, put} = setup();
    put(WRITTEN.arrival);

    for (const session of [REF, toReference(TX)]) {
      expect(findLogin(ports, session)).to.equal(REF);
      expect(findSuccessor(ports, session)).to.equal(null);
    }
    for (const session of ['KS-others', 'KS-7GR0-9A2K']) expect(findSuccessor(ports, session)).to.equal('session');
    expect(hasArrivedSince(ports, NOW - 1)).to.equal(true);
    expect(hasArrivedSince(ports, NOW)).to.equal(false);
  });

  it('as a try of auto-login, or a logout, is known', () => {
    const {ports, put} = setup();
    put(WRITTEN.tried);
    expect(readVisitHistory(ports)).to.include({known: true, next: NOW + 30 * 60_000});
    expect(hasArrivedSince(ports, NOW - 1)).to.equal(false);

    put(WRITTEN.loggedOut);
    expect(readVisitHistory(ports)).to.deep.equal({known: true, out: NOW});
    expect(findSuccessor(ports, REF)).to.equal('logout');
  });

  it('as an outcome is told', () => {
    const none = {answered: undefined, endpoint: undefined};
    for (const [place, outcome, keeping] of [
      [WRITTEN.success, MEANT.success, {to: PAGE, until: undefined, of: REF}],
      [WRITTEN.retry, MEANT.retry, {to: '/products/7', until: NOW + 3000, of: undefined}],
      [WRITTEN.consent, MEANT.consent, {to: '/mypage', until: undefined, of: undefined}],
    ] as const) {
      const {ports, put} = setup();
      put(place);

      expect(readOutcome(ports)).to.deep.equal([outcome, {...keeping, ...none}]);
    }
  });

  it('as a success that is held back is told once no required term is missing', () => {
    const {ports, page, put, read} = setup();
    put(WRITTEN.held, {
      ...WRITTEN.arrival,
      text: '{"known":true,"until":1795957200000,"next":1796040000000,"ref":"KS-c0nsnt","login":"KS-a1B2c3"}',
    });

    // The reading of the session that it belongs to.
    releaseSuccess(ports, {ref: toReference(TX), member: {}, missingTerms: []});
    expect(page.told).to.deep.equal([]);
    releaseSuccess(ports, {ref: 'KS-c0nsnt', member: {name: '김새봄'}, missingTerms: []});

    expect(page.told).to.deep.equal(['kakao-login-success']);
    expect(page.events[0]!.detail).to.deep.include({ref: REF, isNewMember: true, missingTerms: []});
    expect(read(WRITTEN.held)).to.equal(null);
  });

  it('as an answer of KakaoTalk is the answer', () => {
    for (const [place, query] of [
      [WRITTEN.code, {code: 'code-1', state: STATE}],
      [WRITTEN.error, {error: 'access_denied', error_description: 'User denied access', state: STATE}],
    ] as const) {
      const {ports, put} = setup();
      put(place);

      const address = consumeTalkAnswer(ports, new URL(REDIRECT_URI));

      expect(Object.fromEntries(address!.searchParams)).to.deep.equal(query);
    }
  });

  it('as a logout at Kakao comes back to where it began', () => {
    const {ports, put} = setup();
    put(WRITTEN.accountLogout);
    const {state} = JSON.parse(WRITTEN.accountLogout.text) as {state: string};
    const address = new URL(`${LOGOUT_PAGE}?state=${state}`);

    const back = readLogoutReturn(ports, address, SETTINGS);

    expect(back).to.deep.equal({isOurs: true, from: PAGE});
  });

  it('as a session that no GET has seen is missed', () => {
    const {ports, page, put} = setup();
    put(WRITTEN.unseen);

    checkSessionSeen(ports, readUnseen(ports, undefined), true);

    expect(page.reports).to.deep.equal([`session_cookie_blocked ${REF}`]);
  });
});

describe('what is left in the browser has the names and fields that the former release reads:', () => {
  const ANSWER = {status: 'signed-in', isNewMember: true, member: {}, tx: TX, expiresIn: 3600} as const;
  const writers: Readonly<Record<Exclude<keyof typeof WRITTEN, 'accountLogout'>, (ports: ClientPorts) => unknown>> = {
    record: (ports) => createTransactionStore(ports).open(MEANT.record, MEANT.details),
    details: (ports) => createTransactionStore(ports).open(MEANT.record, MEANT.details),
    link: (ports) => createTransactionStore(ports).open(MEANT.link, {}),
    consumed: (ports) => createTransactionStore(ports).markConsumed(MEANT.consumed),
    from(ports) {
      createTransactionStore(ports).open(MEANT.record, MEANT.details);
      createTransactionStore(ports).forgetDetails(TX);
    },
    arrival: (ports) => rememberArrival(ports, ANSWER, 'login'),
    tried(ports) {
      rememberArrival(ports, ANSWER, 'login');
      rememberTry(ports);
    },
    loggedOut: rememberLogout,
    held(ports) {
      rememberArrival(ports, ANSWER, 'login');
      deferSuccess(ports, MEANT.success);
    },
    success: (ports) => keepOutcome(ports, MEANT.success, {to: PAGE, of: REF}),
    retry: (ports) => keepOutcome(ports, MEANT.retry, {to: '/products/7', until: NOW + 3000}),
    consent: (ports) => keepOutcome(ports, MEANT.consent, {to: '/mypage'}),
    code: (ports) => saveTalkAnswer(ports, REDIRECT_URI, STATE, {code: 'code-1'}),
    error: (ports) =>
      saveTalkAnswer(ports, REDIRECT_URI, STATE, {error: 'access_denied', errorDescription: 'User denied access'}),
    unseen: (ports) => expectSessionSeen(ports, {...MEANT.record, code: 'code-1'}),
  };

  for (const [name, write] of Object.entries(writers)) {
    it(name, () => {
      const {ports, read} = setup();
      const place: Place = WRITTEN[name as keyof typeof writers];

      write(ports);

      const text = read(place);
      // What is new beside them is nothing to it.
      if (/^(unseen|arrival|tried|loggedOut)$/.test(name))
        expect(JSON.parse(text!)).to.deep.include(JSON.parse(place.text));
      else expect(text).to.equal(place.text);
    });
  }

  it('accountLogout', () => {
    const {ports, read} = setup();

    leaveForAccountLogout(ports, SETTINGS);

    const {state, ...rest} = JSON.parse(read(WRITTEN.accountLogout)!) as Record<string, string>;
    expect(rest).to.deep.equal({from: PAGE});
    expect(state).to.match(/^ks1\.[\w-]{43}\.L3Byb2R1Y3RzLzc_Y29sb3I9cmVk$/);
  });
});
