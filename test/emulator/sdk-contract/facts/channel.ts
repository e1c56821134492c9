import assert from 'node:assert/strict';
import type {AGENTS} from '../../support/browser.js';
import {SCRIPT_KEY} from '../../support/setup.js';
import {fact, type Fact, type Open} from '../fact.js';
import type {SdkPage} from '../support/sdk-page.js';
import rows from './channel.json' with {type: 'json'};

const NAMES = ['followChannel', 'addChannel', 'chat'] as const;
const ID = '_emulator';

/** Ids get the letter of the function: follow, add, chat. */
const LETTERS = {followChannel: 'f', addChannel: 'a', chat: 'c'} as const;

type Refused = [id: string, argument: string, name: string, message: string];

/** `followChannel` has come later. */
const SINCE = {followChannel: {since: '2.6.0'}, addChannel: {}, chat: {}} as const;

const toRefusedFact =
  (name: (typeof NAMES)[number]) =>
  ([id, argument, kind, message]: Refused) =>
    fact(
      {...SINCE[name], id: `${id}${LETTERS[name]}`},
      `Channel.${name}(${argument}) throws "${message}${kind === 'Error' ? '' : ` Channel.${name}`}", at once`,
      async (open) => {
        const {thrown, run} = await open({before: SPY_ON_OPEN});

        const error = await thrown(`Kakao.Channel.${name}(${argument})`);

        assert.equal(error?.name, kind);
        assert.equal(error.message, kind === 'Error' ? message : `${message} Channel.${name}`);
        assert.deepEqual(await run('opened'), []);
      },
    );

/** What the two open, and where. */
const PAGES = {
  addChannel: {kind: 'friend', inApp: `plusfriend/home/${ID}/add`},
  chat: {kind: 'chat', inApp: `plusfriend/chat/${ID}?extra=`},
} as const;

const opening: readonly Fact[] = (['addChannel', 'chat'] as const).flatMap((name): Fact[] => {
  const {kind, inApp} = PAGES[name];
  const letter = LETTERS[name];
  const call = `Kakao.Channel.${name}({channelPublicId: '${ID}'})`;
  return [
    fact(
      `C10${letter}`,
      `Channel.${name} returns nothing, and opens a window of 350 × 510 on a desktop`,
      async (open) => {
        const sdk = await open({before: SPY_ON_OPEN});

        assert.equal(await sdk.run(`typeof ${call}`), 'undefined');

        const [address, , features] = await readOpened(sdk);
        assertPage(sdk, address, kind);
        assert.match(features, /width=350\b.*height=510\b/);
        assert.deepEqual(await sdk.jumps(), []);
      },
    ),
    fact(`C11${letter}`, `Channel.${name} gives its window a name of its own`, async (open) => {
      const sdk = await open({before: SPY_ON_OPEN});

      await sdk.run(call);

      const [, windowName] = await readOpened(sdk);
      assert.equal(windowName, `channel_${name === 'chat' ? 'chat' : 'add'}_social_plugin`);
    }),
    ...(['talkOnAndroid', 'talkOnIphone'] as const).map((agent) =>
      fact(
        {id: `C12${letter}-${agent}`, since: '2.5.0'},
        `Channel.${name} goes there in the same window in KakaoTalk, for ${agent}`,
        async (open) => {
          const sdk = await open({agent, before: SPY_ON_OPEN, leaves: true});

          await sdk.run(`${call}; 0`);

          assertPage(sdk, await sdk.nextJump(), kind);
        },
      ),
    ),
    ...(['talkOnAndroid', 'android', 'iphone'] as const).map((agent) =>
      fact(
        {id: `C12${letter}-first-${agent}`, before: '2.5.0'},
        `Channel.${name} opens the same window everywhere, for ${agent}`,
        async (open) => {
          const sdk = await open({agent, before: SPY_ON_OPEN});

          await sdk.run(`${call}; 0`);

          assertPage(sdk, (await readOpened(sdk))[0], kind);
        },
      ),
    ),
    fact(
      {id: `C13${letter}`, since: '2.5.0'},
      `Channel.${name} asks kapi on a phone whether the page may, then hands over to the app on Android`,
      async (open) => {
        const {sdk, asked} = await openOnPhone(open, 'android', 200);

        await sdk.run(call);
        const jump = await sdk.nextJump();

        assert.ok(jump.startsWith(`intent://${inApp}`), jump);
        assert.ok(jump.endsWith('#Intent;scheme=kakaoplus;end;'), jump);
        if (name === 'chat') assert.equal(readExtra(jump.split('#')[0] ?? ''), `${sdk.origin}/`);
        const [request] = asked;
        assert.equal(request?.method, 'POST');
        assert.equal(request.headers['authorization'], `KakaoAK ${SCRIPT_KEY}`);
        assert.match(request.headers['ka'] ?? '', /^sdk\/2\./);
      },
    ),
    fact(
      {id: `C14${letter}`, since: '2.5.0'},
      `Channel.${name} does the same over talk-apps.kakao.com on an iPhone`,
      async (open) => {
        const {sdk, asked} = await openOnPhone(open, 'iphone', 200);

        await sdk.run(call);
        const jump = await sdk.nextJump();

        const prefix = 'https://talk-apps.kakao.com/scheme/';
        assert.ok(jump.startsWith(prefix), jump);
        const inner = decodeURIComponent(jump.slice(prefix.length));
        assert.ok(inner.startsWith(`kakaoplus://${inApp}`), inner);
        if (name === 'chat') assert.equal(readExtra(inner), `${sdk.origin}/`);
        assert.equal(asked.length, 1);
      },
    ),
    fact(
      {id: `C15${letter}`, since: '2.5.0'},
      `Channel.${name} goes to the channel’s sdk_error on a phone where kapi says no`,
      async (open) => {
        const {sdk} = await openOnPhone(open, 'android', 401);

        await sdk.run(call);

        assert.equal(await sdk.nextJump(), `https://pf.kakao.com/${ID}/sdk_error`);
      },
    ),
    ...(['ko', 'en', 'ja'] as const).map((language) =>
      fact(`C16${letter}-${language}`, `Channel.${name} sends lang: "${language}" last, on a desktop`, async (open) => {
        const sdk = await open({before: SPY_ON_OPEN});

        await sdk.run(`Kakao.Channel.${name}({channelPublicId: '${ID}', lang: '${language}'})`);

        const [address] = await readOpened(sdk);
        assert.ok(address.endsWith(`&lang=${language}`), address);
      }),
    ),
    fact({id: `C18${letter}`, since: '2.5.0'}, `Channel.${name} sends its lang in KakaoTalk too`, async (open) => {
      const sdk = await open({agent: 'talkOnAndroid', before: SPY_ON_OPEN, leaves: true});

      await sdk.run(`Kakao.Channel.${name}({channelPublicId: '${ID}', lang: 'ja'}); 0`);

      assert.match(await sdk.nextJump(), /&lang=ja$/);
    }),
    fact({id: `C19${letter}`, since: '2.5.0'}, `Channel.${name} sends no lang from a phone`, async (open) => {
      const {sdk} = await openOnPhone(open, 'android', 200);

      await sdk.run(`Kakao.Channel.${name}({channelPublicId: '${ID}', lang: 'ja'})`);

      assert.doesNotMatch(await sdk.nextJump(), /lang|ja/);
    }),
    ...(
      [
        {id: `C17${letter}`, since: '2.5.0', when: 'was when the SDK was loaded', path: '/'},
        {id: `C17${letter}-first`, before: '2.5.0', when: 'is', path: '/elsewhere?x=1'},
      ] as const
    ).map(({when, path, ...others}) =>
      fact(others, `Channel.${name} tells of the page as it ${when}`, async (open) => {
        const sdk = await open({before: SPY_ON_OPEN});

        await sdk.run(`history.replaceState(null, '', '/elsewhere?x=1'); ${call}`);

        const [address] = await readOpened(sdk);
        assert.equal(new URL(address).searchParams.get('referer'), sdk.origin + path);
      }),
    ),
  ];
});

/** `Kakao.Channel`, but for the answer of `followChannel`. */
export const CHANNEL: readonly Fact[] = [
  ...NAMES.flatMap((name) => (rows.refused as Refused[]).map(toRefusedFact(name))),
  ...(['addChannel', 'chat'] as const).flatMap((name) => (rows.refusedByPages as Refused[]).map(toRefusedFact(name))),
  ...opening,
];

/** Opens nothing, and keeps what would have been opened. */
export const SPY_ON_OPEN = `
  window.opened = [];
  window.open = (...args) => (opened.push(args.map(String)), null);
`;

/** The address, the name and the features of the first window. */
export const readOpened = async ({run}: SdkPage) =>
  (await run<(readonly [address: string, name: string, features: string])[]>('opened'))[0] ?? ['', '', ''];

function assertPage({origin, version}: SdkPage, address: string, kind: 'friend' | 'chat'): void {
  const {origin: host, pathname, searchParams} = new URL(address);
  assert.equal(host + pathname, `https://pf.kakao.com/${ID}/${kind}`);
  assert.equal(searchParams.get('api_ver'), '1.1');
  assert.equal(searchParams.get('app_key'), SCRIPT_KEY);
  assert.equal(searchParams.get('referer'), `${origin}/`);
  assert.ok(searchParams.get('kakao_agent')?.startsWith(`sdk/${version} os/javascript `));
}

/** A phone, and what its page asks `/v1/app/validate/sdk`, which answers as is said. */
async function openOnPhone(open: Open, agent: keyof typeof AGENTS, status: number) {
  const sdk = await open({agent, before: SPY_ON_OPEN, leaves: true});
  const asked: {method: string; headers: Record<string, string>}[] = [];
  await sdk.page.route('https://kapi.kakao.com/v1/app/validate/sdk', (route) => {
    const request = route.request();
    const cors = {'access-control-allow-origin': '*', 'access-control-allow-headers': '*, authorization'};
    if (request.method() === 'OPTIONS') return route.fulfill({status: 204, headers: cors});
    asked.push({method: request.method(), headers: request.headers()});
    return route.fulfill({status, headers: cors, body: '{}'});
  });
  return {sdk, asked};
}

function readExtra(address: string): unknown {
  const extra = new URLSearchParams(address.slice(address.indexOf('?') + 1)).get('extra') ?? '';
  return (JSON.parse(extra) as {referer?: unknown}).referer;
}
