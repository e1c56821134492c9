import {expect} from '@open-wc/testing';
import {toReference} from '../../../src/shared/reference.js';
import {toDebugReport} from '../../../src/client/report/debug-report-text.js';
import {INITIAL_STATE} from '../../../src/client/state/state.js';
import {debugReport} from '../../../src/client/report/debug-report.js';
import {createKakaoSync} from '../../../src/client/create-kakao-sync.js';
import {getPageRegistry} from '../../../src/client/page/page-registry.js';
import {createRandomToken} from '../../../src/shared/encoding/random.js';
import {
  toTransactionCookieName,
  toTransactionCookieValue,
  type TransactionRecord,
} from '../../../src/shared/transaction.js';
import {APP_KEY, CONFIG} from '../support/browser.js';
import {replace} from '../support/replace.js';

interface Report {
  readonly page: Record<string, unknown>;
  readonly config: Record<string, unknown>;
  readonly session: unknown;
  readonly flow: unknown;
  readonly ref?: string;
  readonly logins: {readonly open: unknown[]; readonly answered: unknown[]};
  readonly browser: Record<string, unknown>;
  readonly memory: Record<string, unknown>;
  readonly sdk: unknown;
}

const read = (): Report => JSON.parse(debugReport()) as Report;

function record(): TransactionRecord {
  return {
    tx: createRandomToken(),
    nonceSecret: createRandomToken(),
    codeVerifier: createRandomToken(),
    redirectUri: `${location.origin}/kakao/callback`,
    clientId: APP_KEY,
    purpose: 'login',
    time: Date.now() - 5000,
    from: '/cart?coupon=canary-coupon',
  };
}

describe('debugReport', () => {
  afterEach(() => {
    Reflect.deleteProperty(document, Symbol.for('kakao-sync-widget'));
    Reflect.deleteProperty(window, 'Kakao');
    localStorage.clear();
    for (const pair of document.cookie.split('; ')) document.cookie = `${pair.split('=')[0]}=; Path=/; Max-Age=0`;
  });

  it('tells of a page without a configuration that there is none', () => {
    const {config, session, flow, sdk, browser} = read();

    expect(config['problems']).to.have.length(1);
    expect({session, flow, sdk}).to.deep.equal({session: null, flow: null, sdk: null});
    expect(browser).to.deep.include({hasCookies: true, hasStorage: true});
  });

  it('names the failure that it is copied for, if that is not the flow’s', () => {
    const ref = 'KS-7GR0-9A2K';
    const report = (flow: object): Report =>
      JSON.parse(toDebugReport({client: {config: {}, state: {...INITIAL_STATE, flow}} as never}, ref)) as Report;

    expect([report({status: 'idle'}), report({status: 'help', ref})].map(({ref: named}) => named)).to.deep.equal([
      ref,
      undefined,
    ]);
  });

  for (const theirs of ['xks.debug=1', 'a=ks.debug=1', 'ks.debug=10', '\u00a0ks.debug=1', 'ks.debug=1; ks.debug=1']) {
    it(`tells that cookies are blocked where ${JSON.stringify(theirs)} alone is there`, () => {
      replace(document, 'cookie', {get: () => theirs, set: () => undefined});

      expect(read().browser['hasCookies']).to.equal(false);
    });
  }

  it('tells configuration, state, SDK and logins under way', () => {
    const {tx, ...rest} = record();
    document.cookie = `${toTransactionCookieName(tx, false)}=${toTransactionCookieValue({tx, ...rest})}; Path=/`;
    const used = createRandomToken();
    document.cookie = `${toTransactionCookieName(used, false)}=${toTransactionCookieValue({tx: used, used: Date.now()})}; Path=/`;
    localStorage.setItem('ks', JSON.stringify({known: true, until: 1}));
    Object.assign(window, {
      Kakao: {VERSION: '2.7.4', init: () => undefined, isInitialized: () => true, Auth: {getAppKey: () => 'other'}},
    });
    createKakaoSync({...CONFIG, postCode: () => Promise.resolve()});

    const report = read();

    expect(report.config).to.deep.include({appKey: '…cdef', functions: ['postCode'], problems: []});
    expect(report.session).to.equal('unknown');
    expect(report.flow).to.deep.equal({status: 'idle'});
    expect(report.sdk).to.deep.equal({version: '2.7.4', isInitialized: true, hasOurKey: false});
    expect(report.logins).to.deep.equal({
      open: [{ref: toReference(tx), seconds: 5, purpose: 'login'}],
      answered: [{ref: toReference(used), seconds: 0}],
    });
    expect(report.memory).to.deep.equal({known: true, until: 1});
  });

  it('holds no secret, no key and nothing personal', () => {
    const {tx, nonceSecret, codeVerifier = '', ...rest} = record();
    const value = toTransactionCookieValue({tx, nonceSecret, codeVerifier, ...rest});
    document.cookie = `${toTransactionCookieName(tx, false)}=${value}; Path=/`;
    localStorage.setItem('ks', JSON.stringify({known: true, note: 'canary-memory'}));
    const before = location.href;
    history.replaceState(null, '', '?code=canary-code&state=canary-state#canary-hash');
    createKakaoSync({
      ...CONFIG,
      restApiKey: 'canary-secret-in-the-wrong-place',
      loginHint: 'canary@mail.example',
      context: 'canary-context',
      returnTo: '/cart?coupon=canary-return#canary-place',
      continueAt: '/login?id=canary-continue',
      endpoint: '/api/session?key=canary-endpoint',
    });

    const text = debugReport();

    for (const secret of ['canary', APP_KEY, tx, nonceSecret, codeVerifier, value]) expect(text).not.to.include(secret);
    history.replaceState(null, '', before);
  });

  it('leaves cookies and storage as they were, and needs neither', () => {
    const fail = (): never => {
      throw new DOMException('no', 'QuotaExceededError');
    };
    replace(Storage.prototype, 'setItem', {value: fail});

    expect(read().browser).to.deep.include({hasStorage: false});
    expect(document.cookie).not.to.include('ks.debug');
    expect(localStorage.length).to.equal(0);
    expect(getPageRegistry().client).to.equal(undefined);
  });
});
