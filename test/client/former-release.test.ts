import {expect} from '@open-wc/testing';
import {leaveForAccountLogout, readLogoutReturn} from '../../src/client/page/account-logout.js';
import {checkSessionSeen, expectSessionSeen, readUnseen} from '../../src/client/page/backend/unseen-session.js';
import {deferSuccess, releaseSuccess} from '../../src/client/page/deferred-success.js';
import {keepOutcome, readOutcome} from '../../src/client/page/kept-outcome.js';
import type {ClientPorts} from '../../src/client/page/ports.js';
import {toLine} from '../../src/client/report/lines.js';
import {consumeTalkAnswer, saveTalkAnswer} from '../../src/client/page/talk-answer.js';
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
import type {FailedOutcome, Outcome, SignedInOutcome} from '../../src/client/state/state.js';
import {FakeStorage} from './support/storage.js';

/*
 * What the former release (commit e251cb8437ce201ba3037230c968e94632f4595d) writes, by its own code. Two releases share a
 * browser: a tab stays open over a release, and a page may have one from npm and another as a script tag.
 */
const NOW = Date.UTC(2026, 10, 29, 12);
const TX = 'a1B2c3'.padEnd(43, 'A');
const REF = 'KS-a1B2c3';
const REDIRECT_URI = 'https://shop.example/kakao/callback';
const STATE = `ks1.${TX}.L3Byb2R1Y3RzLzc`;
const PAGE = '/products/7?color=red#reviews';
const LOGOUT_PAGE = 'https://shop.example/kakao/logout';
const SETTINGS = {logoutRedirectUri: LOGOUT_PAGE} as Settings;

const RECORD = {
  tx: TX,
  nonceSecret: 'n'.padEnd(43, 'B'),
  codeVerifier: 'v'.padEnd(43, 'C'),
  redirectUri: REDIRECT_URI,
  clientId: 'b'.repeat(32),
  purpose: 'login',
  time: NOW,
  from: '/products/7?color=red',
} as const;
const DETAILS = {from: PAGE, context: 'cart-1', asked: {terms: ['privacy'], scope: ['gender'], missing: ['privacy']}};
const LINK = {...RECORD, tx: 'LinK01'.padEnd(43, 'A'), purpose: 'link', t: NOW / 1000} as const;
const CONSUMED = {tx: TX, used: NOW, from: '/products/7?color=red', purpose: 'terms', told: true, over: true} as const;
const SUCCESS: SignedInOutcome = {
  end: 'signed-in',
  purpose: 'login',
  ref: REF,
  isNewMember: true,
  member: {name: '김새봄'},
  missingTerms: [{tag: 'privacy', required: true}],
  scope: ['openid'],
};
const RETRY: FailedOutcome = {end: 'retry', purpose: 'login', code: 'backend_unreachable', ref: REF, to: '/cart'};
const CONSENT: Outcome = {
  end: 'consent',
  purpose: 'terms',
  ref: REF,
  terms: {privacy: 'agreed'},
  scope: {gender: 'declined'},
};
const LOGOUT_STATE = 'ks1.m_-YKBMjwJlJC6Y7LRI7y4vL7osv3onzM56g7HsSH6A.L3Byb2R1Y3RzLzc_Y29sb3I9cmVk';

/** Where something lies, and its text there. */
const WRITTEN = {
  record: {
    cookie: '__Host-ks.a1B2c3',
    text: 'eyJ0eCI6ImExQjJjM0FBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUEiLCJub25jZVNlY3JldCI6Im5CQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkIiLCJjb2RlVmVyaWZpZXIiOiJ2Q0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDIiwicmVkaXJlY3RVcmkiOiJodHRwczovL3Nob3AuZXhhbXBsZS9rYWthby9jYWxsYmFjayIsImNsaWVudElkIjoiYmJiYmJiYmJiYmJiYmJiYmJiYmJiYmJiYmJiYmJiYmIiLCJwdXJwb3NlIjoibG9naW4iLCJ0aW1lIjoxNzk1OTUzNjAwMDAwLCJmcm9tIjoiL3Byb2R1Y3RzLzc_Y29sb3I9cmVkIn0',
  },
  details: {
    local: 'ks.a1B2c3',
    text: '{"from":"/products/7?color=red#reviews","context":"cart-1","asked":{"terms":["privacy"],"scope":["gender"],"missing":["privacy"]}}',
  },
  link: {
    cookie: '__Host-ks.LinK01',
    text: 'eyJ0eCI6IkxpbkswMUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUEiLCJub25jZVNlY3JldCI6Im5CQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkIiLCJjb2RlVmVyaWZpZXIiOiJ2Q0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDIiwicmVkaXJlY3RVcmkiOiJodHRwczovL3Nob3AuZXhhbXBsZS9rYWthby9jYWxsYmFjayIsImNsaWVudElkIjoiYmJiYmJiYmJiYmJiYmJiYmJiYmJiYmJiYmJiYmJiYmIiLCJwdXJwb3NlIjoibGluayIsInRpbWUiOjE3OTU5NTM2MDAwMDAsImZyb20iOiIvcHJvZHVjdHMvNz9jb2xvcj1yZWQiLCJ0IjoxNzk1OTUzNjAwfQ',
  },
  consumed: {
    cookie: '__Host-ks.a1B2c3',
    text: 'eyJ0eCI6ImExQjJjM0FBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUEiLCJ1c2VkIjoxNzk1OTUzNjAwMDAwLCJmcm9tIjoiL3Byb2R1Y3RzLzc_Y29sb3I9cmVkIiwicHVycG9zZSI6InRlcm1zIiwidG9sZCI6dHJ1ZSwib3ZlciI6dHJ1ZX0',
  },
  from: {session: 'ks.a1B2c3', text: '{"from":"/products/7?color=red#reviews"}'},
  arrival: {
    local: 'ks',
    text: '{"known":true,"until":1795957200000,"next":1796040000000,"ref":"KS-a1B2c3","login":"KS-a1B2c3"}',
  },
  tried: {
    local: 'ks',
    text: '{"known":true,"next":1795955400000,"ref":"KS-a1B2c3","login":"KS-a1B2c3"}',
  },
  loggedOut: {local: 'ks', text: '{"known":true,"out":1795953600000}'},
  held: {
    session: 'ks.held',
    text: '{"end":"signed-in","purpose":"login","ref":"KS-a1B2c3","isNewMember":true,"member":{"name":"김새봄"},"missingTerms":[{"tag":"privacy","required":true}],"scope":["openid"],"to":"KS-a1B2c3"}',
  },
  success: {
    session: 'ks.outcome',
    text: '{"end":"signed-in","purpose":"login","ref":"KS-a1B2c3","isNewMember":true,"member":{"name":"김새봄"},"missingTerms":[{"tag":"privacy","required":true}],"scope":["openid"],"to":"/products/7?color=red#reviews","of":"KS-a1B2c3"}',
  },
  retry: {
    session: 'ks.outcome',
    text: '{"end":"retry","purpose":"login","code":"backend_unreachable","ref":"KS-a1B2c3","to":"/products/7","offer":"/cart","until":1795953603000}',
  },
  consent: {
    session: 'ks.outcome',
    text: '{"end":"consent","purpose":"terms","ref":"KS-a1B2c3","terms":{"privacy":"agreed"},"scope":{"gender":"declined"},"to":"/mypage"}',
  },
  code: {
    session: 'ks.note',
    text: '{"code":"code-1","state":"ks1.a1B2c3AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.L3Byb2R1Y3RzLzc"}',
  },
  error: {
    session: 'ks.note',
    text: '{"error":"access_denied","error_description":"User denied access","state":"ks1.a1B2c3AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.L3Byb2R1Y3RzLzc"}',
  },
  accountLogout: {session: 'ks.logout', text: `{"state":"${LOGOUT_STATE}","from":"${PAGE}"}`},
  unseen: {session: 'ks.unseen-session', text: '{"ref":"KS-a1B2c3","purpose":"login","at":1795953600000}'},
} as const;

type Place = {readonly text: string} & {readonly [Name in 'cookie' | 'local' | 'session']?: string};

interface World {
  readonly ports: ClientPorts;
  readonly told: Event[];
  readonly lines: string[];
  put(...places: Place[]): void;
  read(place: Place): string | null | undefined;
}

function setup(): World {
  const [cookies, told, lines] = [new Map<string, string>(), [] as Event[], [] as string[]];
  const [localStorage, sessionStorage] = [new FakeStorage(), new FakeStorage()];
  const ports: Partial<ClientPorts> = {
    localStorage,
    sessionStorage,
    now: () => NOW,
    address: () => new URL(PAGE, 'https://shop.example'),
    readCookies: () => [...cookies].map((pair) => pair.join('=')).join('; '),
    writeCookie(cookie) {
      const [, name = '', value = ''] = /^([^=]*)=([^;]*)/.exec(cookie) ?? [];
      cookies.set(name, value);
    },
    navigate: () => undefined,
    report: (problem) => void lines.push(toLine(problem)),
    dispatch(event) {
      told.push(event);
      return event.type !== 'kakao-terms-missing';
    },
  };
  return {
    ports: ports as ClientPorts,
    told,
    lines,
    put(...places) {
      for (const {cookie, local, session, text} of places) {
        if (cookie) cookies.set(cookie, text);
        if (local) localStorage.set(local, text);
        if (session) sessionStorage.set(session, text);
      }
    },
    read: ({cookie, local, session = ''}) =>
      cookie ? cookies.get(cookie) : local ? localStorage.get(local) : sessionStorage.get(session),
  };
}

describe('what the former release has left in the browser', () => {
  it('as an open transaction can be completed', () => {
    const {ports, put} = setup();
    put(WRITTEN.record, WRITTEN.details, WRITTEN.link);
    const store = createTransactionStore(ports);

    expect(store.find(TX)).to.deep.equal(RECORD);
    expect(store.find(LINK.tx)).to.deep.equal(LINK);
    expect(store.readDetails(TX)).to.deep.equal(DETAILS);
  });

  it('as a consumed transaction is taken', () => {
    const {ports, put} = setup();
    put(WRITTEN.consumed, WRITTEN.from);
    const store = createTransactionStore(ports);

    expect(store.consumed()).to.deep.equal([CONSUMED]);
    expect(store.openRecords()).to.deep.equal([]);
    expect(store.readDetails(TX)).to.deep.equal({from: PAGE});
  });

  it('as an arrival says whose session this is, and when it began', () => {
    const {ports, put} = setup();
    put(WRITTEN.arrival);

    expect(findLogin(ports, REF)).to.equal(REF);
    expect(findSuccessor(ports, REF)).to.equal(null);
    expect(findSuccessor(ports, 'KS-others')).to.equal('session');
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
    for (const [place, outcome, keeping] of [
      [WRITTEN.success, SUCCESS, {to: PAGE, until: undefined, of: REF}],
      [WRITTEN.retry, RETRY, {to: '/products/7', until: NOW + 3000, of: undefined}],
      [WRITTEN.consent, CONSENT, {to: '/mypage', until: undefined, of: undefined}],
    ] as const) {
      const {ports, put} = setup();
      put(place);

      expect(readOutcome(ports)).to.deep.equal([outcome, keeping]);
    }
  });

  it('as a success that is held back is told once no required term is missing', () => {
    const {ports, told, put, read} = setup();
    put(WRITTEN.held, {
      ...WRITTEN.arrival,
      text: '{"known":true,"until":1795957200000,"next":1796040000000,"ref":"KS-c0nsnt","login":"KS-a1B2c3"}',
    });

    releaseSuccess(ports, {ref: 'KS-c0nsnt', member: {name: '김새봄'}, missingTerms: []});

    expect(told.map(({type}) => type)).to.deep.equal(['kakao-login-success']);
    expect((told[0] as CustomEvent).detail).to.deep.include({ref: REF, isNewMember: true, missingTerms: []});
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
    const address = new URL(`${LOGOUT_PAGE}?state=${LOGOUT_STATE}`);

    const back = readLogoutReturn(ports, address, SETTINGS);

    expect(back).to.deep.equal({isOurs: true, from: PAGE});
  });

  it('as a session that no GET has seen is missed', () => {
    const {ports, lines, put} = setup();
    put(WRITTEN.unseen);

    checkSessionSeen(ports, readUnseen(ports), true);

    expect(lines).to.deep.equal([`session_cookie_blocked ${REF}`]);
  });
});

describe('what is left in the browser has the names and fields that the former release reads:', () => {
  const ANSWER = {status: 'signed-in', isNewMember: true, member: {}, tx: TX, expiresIn: 3600} as const;
  const writers: Readonly<Record<Exclude<keyof typeof WRITTEN, 'accountLogout'>, (ports: ClientPorts) => unknown>> = {
    record: (ports) => createTransactionStore(ports).open(RECORD, DETAILS),
    details: (ports) => createTransactionStore(ports).open(RECORD, DETAILS),
    link: (ports) => createTransactionStore(ports).open(LINK, {}),
    consumed: (ports) => createTransactionStore(ports).markConsumed(CONSUMED),
    from(ports) {
      createTransactionStore(ports).open(RECORD, DETAILS);
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
      deferSuccess(ports, SUCCESS);
    },
    success: (ports) => keepOutcome(ports, SUCCESS, {to: PAGE, of: REF}),
    retry: (ports) => keepOutcome(ports, RETRY, {to: '/products/7', until: NOW + 3000}),
    consent: (ports) => keepOutcome(ports, CONSENT, {to: '/mypage'}),
    code: (ports) => saveTalkAnswer(ports, REDIRECT_URI, STATE, {code: 'code-1'}),
    error: (ports) =>
      saveTalkAnswer(ports, REDIRECT_URI, STATE, {error: 'access_denied', errorDescription: 'User denied access'}),
    unseen: (ports) => expectSessionSeen(ports, {...RECORD, code: 'code-1'}),
  };

  for (const [name, write] of Object.entries(writers)) {
    it(name, () => {
      const {ports, read} = setup();
      const place: Place = WRITTEN[name as keyof typeof writers];

      write(ports);

      expect(read(place)).to.equal(place.text);
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
