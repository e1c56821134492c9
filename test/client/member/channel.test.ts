import {expect} from '@open-wc/testing';
import {addChannel, openChat, prepareChannel, type ChannelOptions} from '../../../src/client/channel.js';
import {getPageRegistry} from '../../../src/client/page/page-registry.js';
import {recordErrors} from '../../elements/support/page.js';
import {CONFIG, type Device} from '../support/browser.js';
import {settle} from '../support/clock.js';
import {setup, type Setup} from '../support/journey.js';
import rows from './channels.json' with {type: 'json'};

let count = 0;

interface ChannelSetup extends Setup {
  readonly session?: 'signed-in' | 'signed-out' | 'unknown';
}

/** A page whose visitor is about to press; `relation` is what the backend says of the channel. */
async function channelPage({session = 'signed-in', ...options}: ChannelSetup = {}) {
  const world = setup(options);
  const {page, shop} = world;
  // How a member stands to a channel is remembered as long as the page.
  const id = `_channel${++count}`;
  const backend: {relation: string | null} = {relation: null};
  shop.onGet = () => {
    const channels = backend.relation && [{id, relation: backend.relation}];
    if (session === 'signed-out') return {status: 200, json: {status: 'signed-out'}};
    return {status: 200, json: {status: 'signed-in', isNewMember: false, member: {}, ...(channels && {channels})}};
  };
  getPageRegistry().client = page.client;
  if (session !== 'unknown') await page.client.refresh();
  const {sdk} = page.sdk;
  return {
    ...world,
    id,
    sdk,
    backend,
    calls: () => sdk.channelCalls.map(({name}) => name),
    results: () => page.eventsOf('kakao-channel-result').map(({detail}) => detail),
    async add(channelOptions?: ChannelOptions) {
      addChannel(id, channelOptions);
      await settle();
    },
    async comeBack() {
      page.focus();
      await world.clock.advance(1000);
      await settle();
    },
  };
}

type World = Awaited<ReturnType<typeof channelPage>>;

/** A page on which the SDK was ready when the visitor pressed; `onFollow` null: it cannot follow. */
async function pressed(options?: ChannelSetup, arrange: (world: World) => void = () => undefined) {
  const world = await channelPage(options);
  arrange(world);
  await prepareChannel(world.id);
  await world.add();
  return world;
}

afterEach(() => {
  delete getPageRegistry().client;
});

describe('addChannel', () => {
  it('asks on the page itself where somebody is signed in, and tells the element that was pressed', async () => {
    const {id, page, sdk, add, calls, results} = await channelPage();
    await prepareChannel(id);
    const source = document.createElement('button');
    await add({source});
    expect(sdk.channelCalls).to.deep.equal([{name: 'followChannel', settings: {channelPublicId: id}}]);
    expect(results()).to.deep.equal([]);

    sdk.resolve({status: 'success', channel_public_id: id});
    await settle();

    expect(results()).to.deep.equal([{channelPublicId: id, result: 'added', verified: false}]);
    expect(page.eventsOf('kakao-channel-result')[0]!.target).to.equal(source);
    expect(calls()).to.deep.equal(['followChannel']);
  });

  const OTHERS: readonly [
    what: string,
    options: ChannelSetup,
    arrange?: (world: {sdk: {onFollow: unknown}}) => void,
  ][] = [
    ['nobody is signed in', {session: 'signed-out'}],
    ['nobody knows who is signed in', {session: 'unknown'}],
    ['the SDK cannot follow', {}, ({sdk}) => (sdk.onFollow = null)],
    ...(['instagramOnAndroid', 'facebookOnAndroid', 'facebookOnIphone', 'threadsOnAndroid'] as const).map(
      (device): (typeof OTHERS)[number] => [`Kakao refuses to: ${device}`, {browser: {device}}],
    ),
  ];
  for (const [what, options, arrange] of OTHERS) {
    it(`opens Kakao's own screen where ${what}`, async () => {
      const {calls} = await pressed(options, arrange);

      expect(calls()).to.deep.equal(['addChannel']);
    });
  }

  type Relation = string | null;
  for (const [before, after, result, verified] of rows.relations as [Relation, Relation, string, boolean][]) {
    it(`tells ${result} where the backend says ${before ?? 'nothing'} before and ${after ?? 'nothing'} after`, async () => {
      const {id, backend, comeBack, results, shop} = await pressed({}, (world) => {
        world.sdk.onFollow = null;
        world.backend.relation = before;
      });
      backend.relation = after;

      await comeBack();

      expect(results()).to.deep.equal([{channelPublicId: id, result, verified}]);
      expect(shop.reads.at(-1)!.url).to.contain(`?channel=${id}`);
    });
  }

  for (const [hovered, before, after, result] of rows.meanwhile as [Relation, Relation, string, string][]) {
    it(`tells ${result} of a channel that was ${hovered} before the press, ${before ?? 'not told'} at it, and ${after} after`, async () => {
      const {id, backend, add, comeBack, results} = await channelPage();
      backend.relation = hovered;
      await prepareChannel(id);
      backend.relation = before;
      await add();
      backend.relation = after;

      await comeBack();

      expect(results()).to.deep.equal([{channelPublicId: id, result, verified: true}]);
    });
  }

  it('goes by what was read before the press where the reading at it ends after the visitor is back', async () => {
    const {id, page, shop, backend, clock, add, comeBack, results} = await channelPage();
    backend.relation = 'none';
    await prepareChannel(id);
    const {onGet} = shop;
    shop.onGet = () => 'hangs';
    await add();
    shop.onGet = onGet;
    backend.relation = 'added';

    await comeBack();
    await clock.advance(10_000);
    await page.until(() => results().length > 0);

    expect(results()).to.deep.equal([{channelPublicId: id, result: 'added', verified: true}]);
  });

  type Settlement = [how: 'resolve' | 'reject', value: object, after: Relation, result: string];
  for (const [how, value, after, result] of rows.settlements as Settlement[]) {
    it(`tells ${result} where the SDK ${how}s with ${JSON.stringify(value)}, and the backend ${after ?? 'nothing'}`, async () => {
      const {id, sdk, backend, results} = await pressed();
      backend.relation = after;
      sdk[how](value);
      await settle();

      expect(results()).to.deep.equal([{channelPublicId: id, result, verified: after !== null}]);
    });
  }

  it('tells once, whether the SDK answers or the visitor closes its window', async () => {
    const {sdk, comeBack, results} = await pressed();
    await comeBack();
    sdk.resolve({});
    await comeBack();

    expect(results()).to.have.length(1);
  });

  it('tells once of a button that was pressed twice, and again of the next press', async () => {
    const {add, comeBack, results} = await pressed({}, ({sdk}) => (sdk.onFollow = null));
    await add();
    await comeBack();
    expect(results()).to.have.length(1);

    await add();
    await comeBack();
    expect(results()).to.have.length(2);
  });

  it('lets an answer that comes with the visitor count', async () => {
    const {id, page, sdk, clock, results} = await pressed();
    page.focus();
    await clock.advance(900);
    sdk.resolve({});
    await settle();

    expect(results()).to.deep.equal([{channelPublicId: id, result: 'added', verified: false}]);
  });

  it('reads the relation once while it gets ready, and nobody for visitors', async () => {
    const member = await channelPage();
    await Promise.all([prepareChannel(member.id), prepareChannel(member.id)]);
    await prepareChannel(member.id);
    const visitor = await channelPage({session: 'signed-out'});
    await prepareChannel(visitor.id);

    const asked = ({url}: {url: string}): boolean => url.includes('channel=');
    expect(member.shop.reads.filter(asked)).to.have.length(1);
    expect(visitor.shop.reads.filter(asked)).to.have.length(0);
  });
});

describe('a press before the SDK is there', () => {
  it('waits for it', async () => {
    const {page, add, calls} = await channelPage();
    page.sdk.answer = 'hangs';
    await add();
    expect(calls()).to.deep.equal([]);

    page.sdk.arrive();
    await settle();

    expect(calls()).to.deep.equal(['followChannel']);
  });

  const openChatBefore =
    (answer: World['page']['sdk']['answer']) =>
    ({id, page}: World): void => {
      page.sdk.answer = answer;
      openChat(id);
    };
  const AWAY: Readonly<Record<string, (world: World) => unknown>> = {
    async 'the gesture is over when it comes: a window would be blocked'({page, add}) {
      page.sdk.answer = 'hangs';
      await add();
      page.gesture = false;
      page.sdk.arrive();
    },
    'it is blocked before a chat': openChatBefore('sdk_blocked'),
    'it never comes before a chat': openChatBefore('hangs'),
    async 'the site has set it up with another key, which stays'({page, sdk, add}) {
      sdk.init('f'.repeat(32));
      page.sdk.present = sdk;
      await add();
      expect(sdk.Auth.getAppKey()).to.equal('f'.repeat(32));
    },
  };
  for (const [what, act] of Object.entries(AWAY)) {
    const path = what.includes('chat') ? 'chat' : 'friend';
    it(`goes to the channel’s page where ${what}`, async () => {
      const world = await channelPage();
      await act(world);
      await world.clock.advance(3000);
      await settle();

      expect(world.calls()).to.deep.equal([]);
      expect(world.page.navigations).to.deep.equal([{to: `https://pf.kakao.com/${world.id}/${path}`, how: 'assign'}]);
    });
  }
});

describe('a channel’s page, pressed for in a frame', () => {
  const OWN = {isFramed: true, topAddress: '/cart'};
  for (const [where, options, windows, navigations, reports] of [
    ['takes the window along where it is of this origin', OWN, 0, 1, 0],
    ['gets a window of its own in another origin’s', {isFramed: true}, 1, 0, 0],
    ['is not to be had in a sandbox, which is told', {...OWN, isSandboxed: true}, 0, 0, 1],
    ['is not to be had in another origin’s sandbox', {isFramed: true, isSandboxed: true}, 0, 0, 1],
  ] as const) {
    for (const [name, act] of Object.entries({friend: addChannel, chat: openChat})) {
      it(`${where}: ${name}`, async () => {
        const {page, id} = await channelPage(options);
        page.sdk.load = () => Promise.reject(new Error());

        act(id);
        await settle();

        const to = `https://pf.kakao.com/${id}/${name}`;
        expect(page.windows).to.deep.equal(windows ? [to] : []);
        expect(page.navigations).to.deep.equal(navigations ? [{to, how: 'assign'}] : []);
        expect(page.reports.filter((line) => line.startsWith('framed'))).to.have.length(reports);
      });
    }
  }
});

describe('openChat', () => {
  for (const [device, lang] of [
    ['desktop', undefined],
    ['android', 'en'],
    ['talkOnIphone', 'ja'],
  ] as readonly [Device, 'en' | 'ja' | undefined][]) {
    it(`opens the chat in ${lang ?? 'Korean'}, on ${device}`, async () => {
      const {id, sdk} = await channelPage({browser: {device}});
      await prepareChannel(id);

      openChat(id, {lang});

      expect(sdk.channelCalls).to.deep.equal([{name: 'chat', settings: {channelPublicId: id, lang: lang ?? 'ko'}}]);
    });
  }
});

describe('a channel that cannot be used', () => {
  for (const id of ['', 'ZeUTxl', '_', 'https://pf.kakao.com/_ZeUTxl', '_a/../b', '_a?x', '<b>', undefined, {}, null]) {
    it(`is named to the developer: ${JSON.stringify(id)}`, async () => {
      const {page} = await channelPage();
      const errors = recordErrors();
      addChannel(id as string);
      openChat(id as string);
      await settle();
      await errors.restore();

      expect([page.navigations, page.sdk.loads]).to.deep.equal([[], []]);
      expect(errors.lines).to.have.length(2);
      expect(errors.lines[0]).to.contain('config_invalid: channel-public-id');
    });
  }

  it('says what is missing on a page without configuration', async () => {
    const errors = recordErrors();
    addChannel('_ZeUTxl');
    await prepareChannel('_ZeUTxl');
    await errors.restore();

    expect(errors.lines).to.have.length(1);
    expect(errors.lines[0]).to.contain('not_configured');
  });

  it('goes to the channel’s page without an app key, and leaves Kakao’s SDK of the page to the key that comes', async () => {
    const {id, page, sdk, add} = await channelPage({config: {}, session: 'unknown'});
    page.sdk.present = sdk;

    await add();

    expect(sdk.inits).to.deep.equal([]);
    expect(page.navigations).to.deep.equal([{to: `https://pf.kakao.com/${id}/friend`, how: 'assign'}]);
    page.client.configure(CONFIG);
    await page.press();
    expect(page.client.state.flow.status).to.equal('starting');
  });

  it('does not get ready without an app key', async () => {
    const {id, page} = await channelPage({config: {...CONFIG, appKey: undefined}});
    await prepareChannel(id);

    expect(page.sdk.loads).to.deep.equal([]);
  });
});
