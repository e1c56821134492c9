import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {KAUTH, REST_KEY, setup as setupEmulator, SCRIPT_KEY, toAuthorizeAddress, toForm} from '../support/setup.js';
import {Visitor} from '../support/visitor.js';

const TARGET = 'http://localhost:3000/';

const toLogoutAddress = (parameters: Record<string, string | null> = {}): string =>
  `${KAUTH}/oauth/logout?${toForm({client_id: REST_KEY, logout_redirect_uri: TARGET, ...parameters}).toString()}`;

/** A browser that is logged in to Kakao. */
async function setup(app = {}) {
  const {emulator} = setupEmulator({app});
  const visitor = new Visitor(emulator);
  await visitor.open(toAuthorizeAddress());
  await visitor.choose('member');
  const isLoggedIn = async () => {
    const {answer} = await visitor.open(toAuthorizeAddress({prompt: 'none'}));
    return 'code' in answer;
  };
  return {emulator, visitor, isLoggedIn};
}

describe('/oauth/logout', () => {
  it('logs out of the Kakao account, and leads back with the state', async () => {
    const {emulator, visitor, isLoggedIn} = await setup();
    await visitor.open(toLogoutAddress({state: 'a b'}));
    const asked = visitor.text;

    await visitor.submit([['logout', 'account']]);

    assert.match(asked, /이하늘/);
    assert.equal(visitor.url, `${TARGET}?state=a%20b`);
    assert.equal(await isLoggedIn(), false);
    assert.ok(emulator.account('member').linked);
    assert.equal(emulator.counts.accountLogout, 1);
  });

  it('leaves the Kakao account logged in where only this service is meant', async () => {
    const {visitor, isLoggedIn} = await setup();
    await visitor.open(toLogoutAddress({state: 's'}));

    await visitor.submit([['logout', 'service']]);

    assert.equal(visitor.url, `${TARGET}?state=s`);
    assert.equal(await isLoggedIn(), true);
  });

  it('logs nobody out before the answer', async () => {
    const {visitor, isLoggedIn} = await setup();

    await visitor.open(toLogoutAddress());

    assert.equal(await isLoggedIn(), true);
  });

  it('logs out this browser only', async () => {
    const {emulator, visitor} = await setup();
    const other = new Visitor(emulator);
    await other.open(toAuthorizeAddress());
    await other.choose('member');
    await visitor.open(toLogoutAddress());

    await visitor.submit([['logout', 'account']]);

    assert.ok('code' in (await other.open(toAuthorizeAddress({prompt: 'none'}))).answer);
  });

  it('leads back at once where nobody is logged in, without a state where none was given', async () => {
    const {emulator} = setupEmulator();

    const visitor = await new Visitor(emulator).open(toLogoutAddress());

    assert.equal(visitor.url, TARGET);
  });

  it('appends the state to a query that the address has', async () => {
    const address = 'http://localhost:3000/bye?from=kakao';
    const {visitor} = await setup({logoutRedirectUris: [address]});
    await visitor.open(toLogoutAddress({logout_redirect_uri: address, state: 's'}));

    await visitor.submit([['logout', 'account']]);

    assert.equal(visitor.url, `${address}&state=s`);
  });

  const refused: readonly (readonly [string, Record<string, string | null>, string])[] = [
    ['an address that is not registered', {logout_redirect_uri: 'https://evil.example/'}, 'KOE007'],
    ['an address with another path', {logout_redirect_uri: `${TARGET}bye`}, 'KOE007'],
    ['no address', {logout_redirect_uri: null}, 'KOE207'],
    ['no key', {client_id: null}, 'KOE207'],
    ['a key of no app', {client_id: 'unknown'}, 'KOE101'],
  ];
  for (const [what, parameters, koe] of refused) {
    it(`answers ${koe} to ${what}, leads nowhere and logs nobody out`, async () => {
      const {emulator, visitor, isLoggedIn} = await setup();

      await visitor.open(toLogoutAddress({state: 's', ...parameters}));

      assert.equal(visitor.status, 400);
      assert.match(visitor.text, new RegExp(koe));
      assert.equal(emulator.requests.at(-1)?.error, koe);
      assert.equal(await isLoggedIn(), true);
    });
  }

  it('answers KOE001 to an address that is given twice', async () => {
    const {visitor} = await setup();

    await visitor.open(`${toLogoutAddress()}&logout_redirect_uri=${encodeURIComponent('https://evil.example/')}`);

    assert.match(visitor.text, /KOE001/);
  });

  it('takes the JavaScript key too', async () => {
    const {visitor} = await setup();

    await visitor.open(toLogoutAddress({client_id: SCRIPT_KEY}));

    assert.equal(visitor.status, 200);
  });

  const forged: readonly (readonly [string, Record<string, string>])[] = [
    ['another origin', {origin: 'https://evil.example'}],
    ['another site', {'sec-fetch-site': 'cross-site'}],
    ['another browser', {cookie: `kakao_emulator=${'a'.repeat(32)}`}],
  ];
  for (const [what, headers] of forged) {
    it(`logs nobody out for a form from ${what}`, async () => {
      const {visitor, isLoggedIn} = await setup();
      await visitor.open(toLogoutAddress());

      await visitor.submit([['logout', 'account']], headers);

      assert.equal(visitor.status, 403);
      assert.equal(await isLoggedIn(), true);
    });
  }

  it('takes an answer once', async () => {
    const {visitor} = await setup();
    await visitor.open(toLogoutAddress());
    const page = visitor.text;
    await visitor.submit([['logout', 'service']]);
    Object.assign(visitor, {text: page, url: `${KAUTH}/oauth/logout`});

    await visitor.submit([['logout', 'account']]);

    assert.equal(visitor.status, 403);
  });

  it('lets the form lead to the registered address and nowhere else', async () => {
    const {visitor} = await setup();

    await visitor.open(toLogoutAddress());

    const policy = visitor.response.headers.get('content-security-policy') ?? '';
    assert.match(policy, /form-action 'self' http:\/\/localhost:3000;/);
  });
});
