import {expect} from '@open-wc/testing';
import fc from 'fast-check';
import {readAuthorizationResponse} from '../../../src/shared/authorization/authorization-response.js';
import {
  CODES,
  ERRORS,
  fill,
  FOREIGN,
  INVALID,
  NONE,
  SPOILED_STATES,
  STATELESS,
} from '../../oauth/support/callback-queries.js';
import {factor, Family} from '../../support/family.js';
import {CALLBACK, FakeBrowser, type FakePage} from '../support/browser.js';
import {endUnharmed, expectUnharmed, secretsOf} from '../support/unharmed.js';
import places from './callback-places.json' with {type: 'json'};

const BEGUN = '/cart?id=1#reviews';
const CODE = 'Xq7-code_of.kakao~54';

interface World {
  readonly browser: FakeBrowser;
  readonly callback: FakePage;
  /** What must be told nowhere. */
  readonly secrets: readonly string[];
  /** What `{c}`, `{s}` and `{t}` stand for. */
  readonly values: {readonly c: string; readonly s: string; readonly t: string};
}

/** A browser in which one login is open, on the page that an address of its answer has opened. */
async function comeBackTo(address: string): Promise<World> {
  const browser = new FakeBrowser();
  const page = browser.open(BEGUN);
  await page.press();
  const {state: s = ''} = page.left;
  const values = {c: CODE, s, t: browser.record.tx};
  const secrets = [...secretsOf(browser), CODE, s];
  return {browser, callback: page.follow(fill(address, values)), secrets, values};
}

interface End {
  /** The outcome's code, or `signed-in`, `cancelled`, or nothing at all. */
  readonly end: string | null;
  /** Where the visitor is. */
  readonly at: string;
  readonly session: string;
  /** The codes that were posted, `{c}` for ours. */
  readonly codes: readonly string[];
  /** Logins that may still be completed. */
  readonly open: number;
}

/** What became of it, on the page where the visitor ends up. */
async function expectEnd({browser, callback, secrets, values}: World, expected: End): Promise<void> {
  const {end, at, session} = await endUnharmed(callback, secrets);
  const posted = browser.shop.posts.map(({body}) => body.code);
  const codes = expected.codes.map((code) => fill(code, values));
  expect({end, at, session: session.status, codes: posted, open: browser.records.length}).to.deep.equal({
    ...expected,
    codes,
  });
}

async function expectUntouched(world: World): Promise<void> {
  const {callback, browser} = world;
  const {href} = callback.address;
  await callback.client.start();
  expect(callback.address.href).to.equal(href);
  const {rewrites, navigations, told} = callback;
  expect([rewrites, navigations, told, browser.shop.requests]).to.deep.equal([[], [], [], []]);
  expect(browser.records).to.have.length(1);
  expectUnharmed(browser, world.secrets, []);
}

describe('a callback', () => {
  const family = new Family('C1', 'callback query strings, through the client', after);
  const home = {at: BEGUN, session: 'unknown', codes: [], open: 0};

  const taken: End = {...home, end: 'signed-in', session: 'signed-in', codes: ['{c}']};
  const refused: End = {...home, end: 'callback_invalid', open: 1};
  type Row = readonly [id: string, what: string, address: string, end: End];
  const ENDED: readonly Row[] = [
    ...CODES.map(([id, rest, code]): Row => [id, 'logs in with this code', CALLBACK + rest, {...taken, codes: [code]}]),
    ...ERRORS.map(([id, rest, , , end]): Row => [id, `ends as ${end}`, CALLBACK + rest, {...home, end}]),
    ...INVALID.map(([id, rest]): Row => [id, 'is refused, for its true answer', CALLBACK + rest, refused]),
    ...SPOILED_STATES.map(([id, state]): Row => {
      return [id, 'is refused, and belongs to no login', `${CALLBACK}?code={c}&state=${state}`, {...refused, at: '/'}];
    }),
    // Addresses that are the redirect URI with an answer, or another page to which a server has moved it.
    ...places.addresses
      .filter(({end}) => end !== 'none')
      .map(({id, address, end}): Row => [id, `is ${end}, and taken`, address, taken]),
  ];
  for (const [id, what, address, end] of ENDED) {
    it(`C1 ${id}: ${what}`, async () => {
      await expectEnd(await comeBackTo(address), end);
      family.judge(end.end === 'signed-in' ? 'accepted' : 'refused');
    });
  }

  for (const [id, rest] of STATELESS) {
    it(`C1 ${id}: is touched nowhere, and the open login stays open for its true answer`, async () => {
      const world = await comeBackTo(CALLBACK + rest);
      await expectUntouched(world);
      await world.browser.clock.advance(60_000);

      const {told, rewrites, navigations, client} = world.callback;
      expect([told, rewrites, navigations]).to.deep.equal([['kakao-login-error'], [], []]);
      expect(client.state.outcome).to.have.property('code', 'state_missing');
      const callback = world.callback.follow(fill(`${CALLBACK}?code={c}&state={s}`, world.values));
      await expectEnd({...world, callback}, taken);
      family.judge('refused');
    });
  }

  const alike = places.addresses.filter(({end}) => end === 'none').map(({id, address}) => [id, address] as const);
  const foreign = [...FOREIGN, ...NONE].map(([id, rest]) => [id, CALLBACK + rest] as const);
  for (const [id, address] of [...foreign, ...alike]) {
    it(`C1 ${id}: is touched nowhere`, async () => {
      await expectUntouched(await comeBackTo(address));
      family.judge('refused');
    });
  }

  // What a router may hand over in place of the document's own address.
  for (const {id, url, isOurs} of places.given) {
    it(`C1 ${id}: ${isOurs ? 'is taken for the address' : 'is none of ours'}`, async () => {
      const world = await comeBackTo(CALLBACK);
      const given = typeof url === 'string' ? fill(url, world.values) : url;

      await world.callback.client.start({url: given as string});

      await expectEnd(world, isOurs ? taken : {...home, end: null, at: CALLBACK, open: 1});
      family.judge(isOurs ? 'accepted' : 'refused');
    });
  }

  it('that has been spoiled anywhere posts the code of our own login, or none', async () => {
    const pieces = ['code=', 'state=', 'error=', '{s}', '{c}', '&', '#', '?', '%', '/', 'ks1.', '\0', '가', ''];
    const piece = fc.constantFrom(...pieces);
    const edit = fc.record({at: fc.double({min: 0, max: 1, noNaN: true}), drop: fc.nat(3), piece});
    await family.alwaysAsync(
      150,
      fc.asyncProperty(fc.array(edit, {maxLength: 3}), async (edits) => {
        let address = `${CALLBACK}?code={c}&state={s}`;
        for (const {at, drop, piece: put} of edits) {
          const index = CALLBACK.length + Math.floor(at * (address.length - CALLBACK.length));
          address = address.slice(0, index) + put + address.slice(index + drop);
        }
        const world = await comeBackTo(address);
        const {callback, browser} = world;
        const isPage = callback.address.pathname.replace(/\/$/, '') === CALLBACK;
        const response = readAuthorizationResponse(callback.address, 'https://kauth.kakao.com');
        const isAnswer = response.kind === 'code' && response.state.tx === world.values.t;

        const {end, session} = await endUnharmed(callback, world.secrets, []);

        const codes = browser.shop.posts.map(({body}) => body.code);
        expect(codes).to.deep.equal(isAnswer ? [response.code] : []);
        expect(session.status).to.equal(isAnswer ? 'signed-in' : 'unknown');
        expect(end === 'signed-in').to.equal(isAnswer);
        expect(callback.navigations.length).to.be.at.most(1);
        // A part of an answer that has become the site's own parameter stays in the address, as everything of the site's.
        const isTouched = isPage ? /^(code|error|invalid)$/.test(response.kind) : isAnswer;
        if (isTouched) expect(readAuthorizationResponse(callback.address, '').kind).to.equal('none');
        family.judge(codes.length > 0 ? 'accepted' : 'refused');
      }),
    );
  }).timeout(120_000 * factor);
});
