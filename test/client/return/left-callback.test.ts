import {expect} from '@open-wc/testing';
import {CONFIG, REST_KEY, type FakePage} from '../support/browser.js';
import {settle} from '../support/clock.js';
import {losing, setup, type Setup} from '../support/journey.js';

const FROM = '/cart?id=1#reviews';
const SUCCESS = 'kakao-login-success';

/** A callback page whose visitor is told that it takes long; its backend has made the session and never says so. */
async function slow(options: Setup = {}, begin = (page: FakePage): Promise<void> => page.press()) {
  const world = setup({address: FROM, post: losing('hangs'), ...options});
  await begin(world.page);
  const callback = world.page.follow(world.page.answer());
  void callback.client.start();
  await world.clock.advance(4000);
  return {...world, callback, link: callback.client.state.flow.to};
}

/** All that was told but what leads on, within the time that a return may take. */
async function toldBy(page: FakePage, milliseconds = 15_000): Promise<readonly string[]> {
  void page.client.start();
  await page.browser.clock.advance(milliseconds);
  return page.told.filter((type) => type !== 'kakao-return');
}

describe('a callback page that the visitor leaves while the code is checked', () => {
  interface Left extends Setup {
    readonly what: string;
    readonly begin?: (page: FakePage) => Promise<void>;
    readonly told: readonly string[];
    readonly code?: string;
    /** How long the backend takes to make the session. */
    readonly made?: number;
  }
  const nobody: Setup['post'] = {status: 500, body: 'hangs'};
  const lefts: readonly Left[] = [
    {what: 'after the backend has made the session', told: [SUCCESS]},
    {what: 'before the backend makes the session', post: 'hangs', made: 3000, told: [SUCCESS]},
    {what: 'with a return-to', config: {...CONFIG, returnTo: '/welcome'}, told: [SUCCESS]},
    {what: 'and whose POST fails', post: nobody, told: ['kakao-login-error'], code: 'login_unfinished'},
    {
      what: 'in an auto-login',
      config: {...CONFIG, autoLogin: 'all', restApiKey: REST_KEY},
      browser: {device: 'talkOnIphone'},
      begin: (page) => page.client.start(),
      told: [SUCCESS],
    },
    {
      what: 'in an auto-login that fails',
      config: {...CONFIG, autoLogin: 'all', restApiKey: REST_KEY},
      browser: {device: 'talkOnIphone'},
      begin: (page) => page.client.start(),
      post: nobody,
      told: ['kakao-auto-login-skip'],
    },
    {
      what: 'in a consent',
      begin: (page) => page.consent({terms: ['marketing']}),
      told: ['kakao-terms-result'],
    },
  ];
  for (const {what, begin, told, code, made, ...options} of lefts) {
    it(`tells its end once on the page of its link: ${what}`, async () => {
      const {callback, link, shop, clock} = await slow(options, begin);
      expect(link).to.equal(FROM);
      const from = callback.follow(link);
      if (made) {
        const [{body}] = shop.posts as [(typeof shop.posts)[0]];
        clock.after(made, () => void shop.signIn({...shop.posts[0]!, body}));
      }

      expect(await toldBy(from)).to.deep.equal(told);
      expect(from.navigations).to.deep.equal([]);
      expect(from.client.state.flow.code).to.equal(code);
      expect([shop.posts.length, await toldBy(from.follow(FROM, {config: CONFIG}))]).to.deep.equal([1, []]);
    });
  }

  it('offers no link to the page that it is on', async () => {
    const {callback} = await slow({post: 'hangs'});
    const from = callback.follow(FROM);
    await toldBy(from, 5000);

    expect(from.client.state.flow).to.deep.equal({status: 'completing', purpose: 'login', isSlow: true});
  });

  it('lets whoever went elsewhere stay there', async () => {
    const other = (await slow()).callback.follow('/help');

    expect(await toldBy(other)).to.deep.equal([SUCCESS]);
    expect(other.navigations).to.deep.equal([]);
  });

  it('tells its end to a page from the back-forward cache', async () => {
    const {page, callback} = await slow();
    callback.isAlive = false;
    page.isAlive = true;
    page.restore();
    await settle();

    expect(page.told).to.deep.equal(['kakao-login-start', 'kakao-return', SUCCESS]);
  });

  it('says no more when it comes back itself, after another page has told the failure', async () => {
    let fail!: () => void;
    const failed = new Promise<never>((_, reject) => (fail = () => reject(new Error())));
    const {callback} = await slow({config: {...CONFIG, postCode: () => failed}, get: {status: 500}});
    expect(await toldBy(callback.follow(FROM))).to.deep.equal(['kakao-login-error']);

    callback.isAlive = true;
    fail();
    await settle();

    expect(callback.eventsOf('kakao-return').map(({detail}) => detail)).to.deep.equal([{to: FROM, outcome: null}]);
  });

  const B = {...CONFIG, endpoint: '/b/api', redirectUri: '/b/callback'};
  for (const [what, open] of [
    ['in another tab', ({browser}: FakePage) => browser.open(FROM)],
    ['of another app', (callback: FakePage) => callback.follow(FROM, {config: B})],
    ['in a frame', (callback: FakePage) => callback.follow(FROM, {isFramed: true, topAddress: FROM})],
  ] as const) {
    it(`tells nothing to a page ${what}`, async () => {
      const page = open((await slow()).callback);

      expect(await toldBy(page)).to.deep.equal([]);
      expect(page.client.state.flow).to.deep.equal({status: 'idle'});
    });
  }

  it('tells nothing after a minute', async () => {
    const {callback, clock} = await slow();
    callback.isAlive = false;
    await clock.advance(60_000);

    expect(await toldBy(callback.follow(FROM))).to.deep.equal([]);
  });
});
