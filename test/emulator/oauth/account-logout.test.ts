import assert from 'node:assert/strict';
import {it} from 'node:test';
import {KAUTH, REST_KEY, setup as setupEmulator, SCRIPT_KEY, toAuthorizeAddress, toForm} from '../support/setup.js';
import {visitAs, Visitor} from '../support/visitor.js';
import {describeBothWays} from '../support/ways.js';
import rows from './account-logout.json' with {type: 'json'};

const TARGET = 'http://localhost:3000/';

const toLogoutAddress = (parameters: Record<string, string | null> = {}): string =>
  `${KAUTH}/oauth/logout?${toForm({client_id: REST_KEY, logout_redirect_uri: TARGET, ...parameters}).toString()}`;

/** A browser that is logged in to Kakao. */
async function setup(app = {}) {
  const {emulator, visitor} = await visitAs('member', {}, app);
  const isLoggedIn = async () => {
    const {answer} = await visitor.open(toAuthorizeAddress({prompt: 'none'}));
    return 'code' in answer;
  };
  return {emulator, visitor, isLoggedIn};
}

describeBothWays('/oauth/logout', () => {
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

  it('leaves the Kakao account logged in where only this service is meant, and takes an answer once', async () => {
    const {visitor, isLoggedIn} = await setup();
    await visitor.open(toLogoutAddress({state: 's'}));
    const page = visitor.text;

    await visitor.submit([['logout', 'service']]);

    assert.equal(visitor.url, `${TARGET}?state=s`);
    assert.equal(await isLoggedIn(), true);
    Object.assign(visitor, {text: page, url: `${KAUTH}/oauth/logout`});
    await visitor.submit([['logout', 'account']]);
    assert.equal(visitor.status, 403);
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
    const visitor = await new Visitor(setupEmulator().emulator).open(toLogoutAddress());

    assert.equal(visitor.url, TARGET);
  });

  it('appends the state to a query that the address has', async () => {
    const address = 'http://localhost:3000/bye?from=kakao';
    const {visitor} = await setup({logoutRedirectUris: [address]});
    await visitor.open(toLogoutAddress({logout_redirect_uri: address, state: 's'}));

    await visitor.submit([['logout', 'account']]);

    assert.equal(visitor.url, `${address}&state=s`);
  });

  type Refused = [what: string, parameters: Record<string, string | null>, koe: string];
  for (const [what, parameters, koe] of rows.refused as unknown as Refused[]) {
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

  for (const [what, headers] of rows.forged as unknown as [string, Record<string, string>][]) {
    it(`logs nobody out for a form from ${what}`, async () => {
      const {visitor, isLoggedIn} = await setup();
      await visitor.open(toLogoutAddress());

      await visitor.submit([['logout', 'account']], headers);

      assert.equal(visitor.status, 403);
      assert.equal(await isLoggedIn(), true);
    });
  }

  it('takes the JavaScript key too, and lets the form lead to the registered address and nowhere else', async () => {
    const {visitor} = await setup();

    await visitor.open(toLogoutAddress({client_id: SCRIPT_KEY}));

    assert.equal(visitor.status, 200);
    const policy = visitor.response.headers.get('content-security-policy') ?? '';
    assert.match(policy, /form-action 'self' http:\/\/localhost:3000;/);
  });
});
