import {expect} from '@open-wc/testing';
import * as onServer from '../../../src/client/on-server-part.js';
import {ON_SERVER} from '../../../src/client/parts.js';
import type {KakaoSyncConfig} from '../../../src/client/state/config.js';
import {textFromBase64url} from '../../../src/shared/encoding/base64url.js';
import {toReference} from '../../../src/shared/reference.js';
import {toTransactionCookieValue, type StoredTransaction} from '../../../src/shared/transaction.js';
import {APP_KEY, CALLBACK, CODE, CONFIG, ENDPOINT, ORIGIN, REST_KEY, type FakePage} from '../support/browser.js';
import {setup, type Setup} from '../support/journey.js';
import {LatePart} from '../support/parts.js';

const SERVER: KakaoSyncConfig = {...CONFIG, restApiKey: REST_KEY, callbackMode: 'server'};
const URL_MODE: KakaoSyncConfig = {loginUrl: '/oauth2/authorization/kakao', endpoint: ENDPOINT};
const HERE = '/cart?id=1#reviews';

/** What a server reads in this browser's only transaction cookie. */
function readCookie({browser}: FakePage): Record<string, unknown> {
  const names = browser.cookies.names().filter((name) => name.startsWith('__Host-ks.'));
  expect(names).to.have.length(1);
  return JSON.parse(textFromBase64url(browser.cookies.get(names[0]!) ?? '')!) as Record<string, unknown>;
}

/** The id by which the server names a login that has left. */
function idOf({browser}: FakePage): string {
  return browser.cookies
    .names()
    .find((name) => name.startsWith('__Host-ks.'))!
    .slice('__Host-ks.'.length);
}

async function pressed(config: KakaoSyncConfig, options: Setup = {}): Promise<FakePage> {
  const {page} = setup({config, ...options});
  await page.press();
  await page.until(() => page.navigations.length > 0 || page.sdk.sdk.authorizations.length > 0);
  return page;
}

/** What a server does on its way back: the record is consumed, and the page told of the end. */
function endOnServer(page: FakePage, end: string, id = idOf(page)): void {
  const {cookies, clock} = page.browser;
  const entry = readCookie(page);
  if ('tx' in entry) {
    const {tx, from, purpose} = entry;
    const value = toTransactionCookieValue({tx, used: clock.now(), from, purpose} as StoredTransaction);
    cookies.set(`__Host-ks.${idOf(page)}`, value);
  } else cookies.write(`__Host-ks.${idOf(page)}=; Path=/; Max-Age=0; Secure`, 'https:');
  cookies.write(`ks_result=${end}.${id}; Path=/; Max-Age=60; SameSite=Lax; Secure`, 'https:');
}

/** What the page of return said. */
async function endedOn(page: FakePage, to = '/cart?id=1') {
  const next = await page.visit(to);
  const {flow, session, outcome} = next.client.state;
  const told = next.told.filter((type) => type !== 'kakao-return');
  return {next, told, flow, session: session.status, outcome};
}

describe('a login whose code a route of the server takes', () => {
  for (const [what, config, options] of [
    ['directly', SERVER, {}],
    ['by the SDK', {...SERVER, restApiKey: undefined}, {browser: {device: 'android'}}],
    ['without an endpoint', {...SERVER, endpoint: undefined}, {}],
  ] as const) {
    it(`leaves ${what}, with all that the server is to know in the cookie`, async () => {
      const page = await pressed(
        {...config, context: '카트-7', returnTo: '/thanks?a=1#b', serviceTerms: 'a,b'},
        {...options, address: '/cart?id=1&utm_source=kakao#reviews', source: {referrer: 'https://blog.example'}},
      );

      const {tx, nonceSecret, codeVerifier, clientId, ...cookie} = readCookie(page);
      expect([tx, nonceSecret].every((token) => /^[\w-]{43}$/.test(String(token)))).to.equal(true);
      expect([clientId, !!codeVerifier]).to.deep.equal(config.restApiKey ? [REST_KEY, true] : [APP_KEY, false]);
      expect(cookie).to.deep.equal({
        redirectUri: ORIGIN + CALLBACK,
        purpose: 'login',
        time: page.browser.clock.now(),
        from: '/cart?id=1&utm_source=kakao',
        returnTo: '/thanks?a=1#b',
        context: '카트-7',
        terms: ['a', 'b'],
        attribution: {ks_referrer: 'https://blog.example', utm_source: 'kakao'},
      });
      expect(page.left['redirect_uri']).to.equal(ORIGIN + CALLBACK);
      expect(page.reports).to.deep.equal([]);
    });
  }

  it('writes nothing ahead of its press', async () => {
    const {page} = setup({config: SERVER});
    await page.client.prepare();
    page.client.prepareToLeave?.({});
    await page.browser.clock.advance(0);

    expect(page.browser.cookies.names()).to.deep.equal([]);
  });

  it('hands the code that the SDK’s promise brings to the server, with our state, and keeps nothing of it', async () => {
    const page = await pressed({...SERVER, restApiKey: undefined}, {browser: {device: 'android'}});
    const {state} = page.left;
    page.sdk.sdk.resolve({code: CODE});
    await page.until(() => page.navigations.length > 0);

    const {pathname, searchParams} = new URL(page.navigations[0]!.to);
    expect([pathname, Object.fromEntries(searchParams)]).to.deep.equal([CALLBACK, {code: CODE, state}]);
    expect(page.sessionStorage.keys()).to.not.include('ks.note');
  });

  describe('has a cookie of at most 2 kB', () => {
    const long = 'x'.repeat(200);
    const names = [
      'utm_source',
      'utm_medium',
      'utm_campaign',
      'utm_term',
      'utm_content',
      'utm_id',
      'n_media',
      'n_rank',
    ];
    const campaign = names.map((name) => `${name}=${long}`).join('&');
    const toSource = (): NonNullable<Setup['source']> => ({
      referrer: 'https://blog.example',
      attribution: {ks_event: 'e'.repeat(22), ks_landing: `/${'l'.repeat(200)}`},
    });

    it('without the landing path, the referrer and the last of the campaign, if it is too long', async () => {
      const page = await pressed(
        {...SERVER, context: '가'.repeat(100)},
        {address: `/cart?${campaign}`, source: toSource()},
      );

      const {attribution, context} = readCookie(page) as {attribution: Record<string, string>; context: string};
      expect(page.browser.cookies.get(`__Host-ks.${idOf(page)}`)!.length).to.be.at.most(2000);
      expect(context).to.equal('가'.repeat(100));
      expect(attribution).to.include.keys('ks_event');
      expect(attribution).to.not.have.any.keys('ks_landing', 'ks_referrer', 'n_rank');
    });

    it('without queries, if that is not enough, and never without the site’s own text', async () => {
      const page = await pressed(
        {...SERVER, context: 'c'.repeat(512), returnTo: `/thanks?${'r'.repeat(900)}`},
        {address: `/cart?${'q'.repeat(1200)}`},
      );

      const {from, returnTo, context} = readCookie(page);
      expect([from, returnTo, context]).to.deep.equal(['/cart', '/thanks', 'c'.repeat(512)]);
    });

    it('or does not leave: a text that has no room is named', async () => {
      const {page} = setup({config: {...SERVER, context: '가'.repeat(512)}});
      await page.press();

      expect(page.client.state.flow).to.include({status: 'help', code: 'config_invalid'});
      expect(page.navigations).to.deep.equal([]);
      expect(page.browser.cookies.names()).to.deep.equal([]);
      expect(page.reports.join()).to.include('context is too long');
    });

    it('and all of five abandoned presses together have 3 kB', async () => {
      let page = await pressed({...SERVER, context: 'c'.repeat(300)}, {address: `/cart?${campaign}`});
      for (let press = 0; press < 4; press++) {
        page = page.follow(`/cart?${campaign}`, {config: {...SERVER, context: 'c'.repeat(300)}});
        await page.press();
        await page.browser.clock.advance(1000);
      }

      const values = page.browser.cookies.names().map((name) => page.browser.cookies.get(name)!);
      expect(values.join('').length).to.be.at.most(3000);
      expect(page.browser.record.tx.slice(0, 6)).to.equal(idOf(page));
    });
  });
});

describe('the cookie ks_result', () => {
  for (const [mode, config] of [
    ['after a callback on the server', SERVER],
    ['after a login that the server has started', URL_MODE],
  ] as const) {
    describe(mode, () => {
      for (const end of ['new', 'known']) {
        it(`tells ${end} once, on the page of return, as exactly as it was`, async () => {
          const page = await pressed(config, {address: HERE});
          const ref = toReference(idOf(page).padEnd(43, 'A'));
          const tx = readCookie(page)['tx'];
          page.browser.shop.session = {status: 'signed-in', isNewMember: false, member: {name: '라이언'}, tx};
          endOnServer(page, end);

          const {next, told, session, outcome} = await endedOn(page);

          expect(told).to.deep.equal(['kakao-login-success']);
          expect(session).to.equal('signed-in');
          expect(outcome).to.deep.include({
            end: 'signed-in',
            purpose: 'login',
            isNewMember: end === 'new',
            member: {name: '라이언'},
          });
          if (!tx) expect(outcome).to.include({ref});
          expect(next.fragments).to.deep.equal(['#reviews']);
          expect(next.browser.cookies.names()).to.not.include('ks_result');
          expect(next.reports).to.deep.equal([]);

          const again = await endedOn(next);
          expect(again.told).to.deep.equal([]);
          next.browser.cookies.set('ks_result', `new.${ref.slice(3, 9)}`);
          expect((await endedOn(again.next)).told).to.deep.equal([]);
        });
      }

      it('counts if no session can be read', async () => {
        const page = await pressed({...config, endpoint: undefined});
        endOnServer(page, 'new');

        const {told, session, outcome} = await endedOn(page);

        expect([told, session]).to.deep.equal([['kakao-login-success'], 'signed-in']);
        expect(outcome).to.deep.include({isNewMember: true, member: {}});
      });

      it('counts if the session cannot be read just now', async () => {
        const page = await pressed(config);
        page.browser.shop.onGet = () => 'network-error';
        endOnServer(page, 'known');

        expect((await endedOn(page)).told).to.deep.equal(['kakao-login-success']);
      });

      it('counts for nothing if the session’s cookie did not stay', async () => {
        const page = await pressed(config);
        endOnServer(page, 'known');

        const {told, flow, session} = await endedOn(page);

        expect(told).to.deep.equal(['kakao-login-error']);
        expect(flow).to.include({status: 'help', code: 'session_cookie_blocked'});
        expect(session).to.not.equal('signed-in');
      });

      for (const [value, event, status, code] of [
        ['out', 'kakao-login-cancel', 'cancelled', 'cancelled'],
        ['error.under_age', 'kakao-login-error', 'help', 'under_age'],
        ['error.kakao_unavailable', 'kakao-login-error', 'retry', 'kakao_unavailable'],
        ['error.newer_than_this', 'kakao-login-error', 'retry', 'backend_failed'],
      ] as const) {
        it(`tells ${value}`, async () => {
          const page = await pressed(config);
          endOnServer(page, value);

          const {told, flow} = await endedOn(page);

          expect(told).to.deep.equal([event]);
          expect(flow).to.include({status, code});
          expect(page.browser.shop.requests).to.deep.equal([]);
        });
      }

      for (const value of ['new', 'error.under_age', 'action', 'out']) {
        it(`is nobody’s if it is ${value} of a login that this browser did not begin`, async () => {
          const page = await pressed(config);
          endOnServer(page, value, 'AAAAAA');

          const {told, flow} = await endedOn(page);

          expect([told, flow.status]).to.deep.equal([[], 'idle']);
          expect(page.browser.cookies.names()).to.not.include('ks_result');
        });
      }

      it('tells that a login was begun in another browser, and goes on here', async () => {
        const {browser} = setup({config});
        browser.cookies.set('ks_result', 'error.other_browser.AAAAAA');
        const page = await browser.visit('/', {config});

        expect(page.client.state.flow).to.include({status: 'continue-here', code: 'other_browser'});
      });
    });
  }

  it('is not looked at where the page takes the code', async () => {
    const page = await pressed({...CONFIG, restApiKey: REST_KEY});
    page.browser.cookies.set('ks_result', `new.${idOf(page)}`);

    expect((await endedOn(page)).told).to.deep.equal([]);
    expect(page.browser.cookies.names()).to.include('ks_result');
  });

  it('of an action tells which one, as the login that waits says', async () => {
    const page = await pressed(SERVER);
    const {tx} = page.browser.record;
    const pending = {status: 'action-required', action: 'link-existing', tx, message: '비밀번호로 확인해 주세요.'};
    page.browser.shop.onGet = () => ({status: 200, json: {status: 'signed-out', pending}});
    endOnServer(page, 'action');

    const {told, flow} = await endedOn(page, '/connect');

    expect(told).to.deep.equal(['kakao-action-required']);
    expect(flow).to.include({status: 'action-required', code: 'link-existing', message: '비밀번호로 확인해 주세요.'});
    expect(page.browser.tombstones).to.deep.include({...page.browser.tombstones[0]!, pending: true});
  });

  for (const [purpose, event] of [
    ['auto-login', 'kakao-auto-login-skip'],
    ['terms', 'kakao-terms-result'],
    ['link', 'kakao-login-cancel'],
  ] as const) {
    it(`of nobody after ${purpose} is told as such`, async () => {
      const page = await pressed(SERVER);
      const {tx, from} = page.browser.record;
      const value = toTransactionCookieValue({tx, used: page.browser.clock.now(), from, purpose});
      page.browser.cookies.set(`__Host-ks.${idOf(page)}`, value);
      page.browser.cookies.set('ks_result', `out.${idOf(page)}`);

      expect((await endedOn(page)).told).to.deep.equal([event]);
    });
  }

  it('uses up a record that the server has left', async () => {
    const page = await pressed(SERVER);
    const {tx} = page.browser.record;
    page.browser.shop.session = {status: 'signed-in', isNewMember: true, member: {}, tx};
    page.browser.cookies.set('ks_result', `new.${idOf(page)}`);

    expect((await endedOn(page)).told).to.deep.equal(['kakao-login-success']);
    expect(page.browser.records).to.deep.equal([]);
    expect(page.browser.tombstones[0]).to.include({tx, told: true});
  });

  for (const code of ['callback_invalid', 'other_browser', 'redirect_uri_unknown', 'config_incomplete']) {
    it(`goes on after a stranger’s link: ${code} took no answer`, async () => {
      const page = await pressed(SERVER);
      const {tx} = page.browser.record;
      page.browser.cookies.set('ks_result', `error.${code}.${idOf(page)}`);
      const {next, told, flow} = await endedOn(page);
      expect([told, flow.code, flow.ref]).to.deep.equal([['kakao-login-error'], code, toReference(tx)]);
      expect(page.browser.record).to.include({tx});
      page.browser.shop.session = {status: 'signed-in', isNewMember: true, member: {}, tx};
      endOnServer(page, 'new');

      expect((await endedOn(next)).told).to.deep.equal(['kakao-login-success']);
    });
  }

  it('is the session’s word, if the callback was sent twice', async () => {
    const page = await pressed(SERVER);
    const {tx} = page.browser.record;
    page.browser.shop.session = {status: 'signed-in', isNewMember: true, member: {}, tx};
    endOnServer(page, 'known');

    expect((await endedOn(page)).outcome).to.include({end: 'signed-in', isNewMember: true});
  });

  it('is found beside one that another host has set, which tells nothing', async () => {
    const page = await pressed(SERVER);
    endOnServer(page, 'out');
    page.browser.cookies.plant('ks_result', 'error.other_browser.AAAAAA');

    const {next, told} = await endedOn(page);
    expect(told).to.deep.equal(['kakao-login-cancel']);
    expect((await endedOn(next)).told).to.deep.equal([]);
  });

  it('waits while the page has an answer of its own to take', async () => {
    const config = {...CONFIG, ...URL_MODE, restApiKey: REST_KEY, scope: 'account_email'};
    const page = await pressed(config);
    const {state} = page.left;
    page.browser.cookies.set('ks_result', 'error.other_browser.AAAAAA');
    const next = await page.visit(`${CALLBACK}?code=${CODE}&state=${String(state)}`);

    expect(next.navigations.map(({to}) => to)).to.deep.equal(['/cart?id=1#reviews']);
    expect((await next.visit()).told).to.include('kakao-login-success');
  });

  it('is told in another tab, too, as KakaoTalk may come back there', async () => {
    for (const config of [SERVER, URL_MODE]) {
      const page = await pressed(config);
      endOnServer(page, 'error.under_age');
      const there = await page.browser.visit('/cart?id=1', {config});

      expect(there.client.state.flow).to.include({status: 'help', code: 'under_age'});
    }
  });

  it('waits for a page that is still being prerendered', async () => {
    const page = await pressed(SERVER);
    endOnServer(page, 'out');
    const next = page.follow('/cart?id=1', {isPrerendered: true});
    const started = next.client.start();
    await next.browser.clock.advance(0);
    expect(next.browser.cookies.names()).to.include('ks_result');
    next.activate();
    await started;

    expect(next.client.state.flow.status).to.equal('cancelled');
  });
});

describe('a login that the backend starts', () => {
  it('goes to its address, with what the way back needs in a cookie, and no secret', async () => {
    const page = await pressed(
      {...URL_MODE, context: 'guest-7'},
      {address: '/cart?id=1&utm_source=kakao#reviews', source: {referrer: 'https://blog.example'}},
    );

    expect(page.navigations).to.deep.equal([{to: `${ORIGIN}/oauth2/authorization/kakao`, how: 'assign'}]);
    expect(readCookie(page)).to.deep.equal({
      v: 'url',
      id: idOf(page),
      time: page.browser.clock.now(),
      returnTo: '/cart?id=1&utm_source=kakao#reviews',
      context: 'guest-7',
      attribution: {ks_referrer: 'https://blog.example', utm_source: 'kakao'},
    });
    expect(page.told).to.deep.equal(['kakao-login-start']);
    expect(page.sdk.loads).to.deep.equal([]);
    expect(page.reports).to.deep.equal([]);
  });

  it('keeps one record: the newest is what a server looks at', async () => {
    let page = await pressed(URL_MODE, {address: `/cart?${'q'.repeat(1900)}`});
    for (let press = 0; press < 4; press++) {
      page = page.follow('/cart');
      await page.press();
    }

    expect(readCookie(page)['returnTo']).to.equal('/cart');
    endOnServer(page, 'out');
    expect((await endedOn(page, '/cart')).flow.status).to.equal('cancelled');
  });

  it('ends on the page that the site names', async () => {
    const page = await pressed({...URL_MODE, returnTo: '/thanks'});

    expect(readCookie(page)['returnTo']).to.equal('/thanks');
  });

  it('does not leave without cookies', async () => {
    const {page, browser} = setup({config: URL_MODE});
    browser.cookies.refuses = true;
    await page.press();

    expect(page.client.state.flow).to.include({status: 'help', code: 'cookies_blocked'});
    expect(page.navigations).to.deep.equal([]);
  });

  for (const [setting, value] of [
    ['autoLogin', 'all'],
    ['scope', 'account_email'],
    ['serviceTerms', 'a'],
  ] as const) {
    it(`names ${setting}, which needs the app’s key, once`, async () => {
      const page = await pressed({...URL_MODE, [setting]: value});
      page.client.login();
      await page.browser.clock.advance(20_000);

      expect(page.reports.filter((line) => line.includes('needs app-key'))).to.have.length(1);
      expect(page.navigations[0]?.to).to.equal(`${ORIGIN}/oauth2/authorization/kakao`);
    });
  }

  it('asks for no consent without the app’s key, and says so', async () => {
    const {page} = setup({config: URL_MODE});
    await page.consent({terms: ['a']});

    expect(page.client.state.flow).to.include({status: 'help', code: 'config_incomplete'});
    expect(page.reports.join()).to.include('app-key');
    expect(page.navigations).to.deep.equal([]);
  });

  for (const [what, config, isBackends] of [
    ['a login', {}, true],
    ['a login that asks for more', {scope: 'account_email'}, false],
    ['a login that asks for terms', {serviceTerms: 'a'}, false],
  ] as const) {
    it(`beside the app’s keys: ${what} goes ${isBackends ? 'to the backend' : 'to Kakao'}`, async () => {
      const page = await pressed({...CONFIG, ...URL_MODE, restApiKey: REST_KEY, ...config});

      expect(page.navigations[0]?.to.startsWith(`${ORIGIN}/oauth2/`)).to.equal(isBackends);
    });
  }

  it('tells nothing on a page that comes back without a result of the backend', async () => {
    const page = await pressed(URL_MODE);
    const next = await page.visit('/cart');

    expect([next.told, next.client.state.flow.status]).to.deep.equal([[], 'idle']);
  });
});

describe('a login with the server whose part of the code comes late', () => {
  const part = new LatePart(ON_SERVER, onServer);
  beforeEach(() => part.withhold());
  afterEach(() => part.restore());

  /** Nothing of it is waited for. */
  async function pressNow(page: FakePage): Promise<void> {
    page.client.login();
    await page.browser.clock.advance(0);
  }

  for (const [what, config] of [
    ['for Kakao', SERVER],
    ['for the backend', URL_MODE],
  ] as const) {
    it(`leaves ${what} once it is there, and fetches it before a press`, async () => {
      const {page} = setup({config});
      void page.client.prepare();
      await page.browser.clock.advance(0);
      expect(part.loads).to.equal(1);
      await pressNow(page);
      expect([page.client.state.flow.status, page.navigations.length]).to.deep.equal(['starting', 0]);
      part.arrive();
      await page.until(() => page.navigations.length > 0);

      expect(readCookie(page)).to.include({time: page.browser.clock.now()});
    });

    it(`stays, and says so, if it cannot be had: ${what}`, async () => {
      part.isBlocked = true;
      const {page} = setup({config});
      await pressNow(page);

      expect(page.client.state.flow).to.include({status: 'retry', code: 'part_unavailable'});
      expect([page.navigations, page.browser.cookies.names()]).to.deep.equal([[], []]);
    });
  }

  it('does not leave after the Back button has ended the press', async () => {
    const {page} = setup({config: SERVER});
    await pressNow(page);
    page.restore();
    part.arrive();
    await page.browser.clock.advance(0);

    expect([page.client.state.flow.status, page.navigations]).to.deep.equal(['idle', []]);
  });

  it('is told how it ended by the next page, if this one cannot have it', async () => {
    part.restore();
    const page = await pressed(SERVER);
    endOnServer(page, 'error.under_age');
    part.withhold();
    part.isBlocked = true;
    const {next, told, flow} = await endedOn(page);
    expect([told, flow.status]).to.deep.equal([['kakao-login-error'], 'retry']);
    expect(flow).to.include({code: 'part_unavailable'});
    part.restore();

    expect((await endedOn(next)).flow).to.include({status: 'help', code: 'under_age'});
  });

  it('is not asked for by a page whose code is posted', async () => {
    const {page} = setup({config: {...CONFIG, restApiKey: REST_KEY}});
    page.browser.cookies.set('ks_result', 'new.abcdef');
    await page.client.start();
    await page.client.prepare();
    await pressNow(page);

    expect(part.loads).to.equal(0);
  });
});
