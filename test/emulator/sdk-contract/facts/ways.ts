import assert from 'node:assert/strict';
import {setImmediate} from 'node:timers/promises';
import type {AGENTS} from '../../support/browser.js';
import {SCRIPT_KEY} from '../../support/setup.js';
import type {Fact} from '../fact.js';

type Agent = keyof typeof AGENTS;
type Settings = Readonly<Record<string, unknown>>;

const WAYS = {
  'kauth.kakao.com': /^https:\/\/kauth\.kakao\.com\/oauth\/authorize\?.*&is_popup=false$/,
  'an intent': /^intent:#Intent;action=com\.kakao\.talk\.intent\.action\.CAPRI_LOGGED_IN_ACTIVITY;/,
  'talk-apps.kakao.com': /^https:\/\/talk-apps\.kakao\.com\/scheme\/kakaotalk%3A%2F%2Finappbrowser%3Furl%3D/,
  'the plugin of channel homes': /^kakaotalk:\/\/bizplugin\?plugin_id=6011263b74fc2b49c73a7298&query=/,
  'the redirect URI, refused': /\/callback\?error=auto_login&error_description=NOT_SUPPORTED_BROWSER(&state=[^&]*)?$/,
} as const;
type Way = keyof typeof WAYS;

const KAUTH: Way = 'kauth.kakao.com';
const INTENT: Way = 'an intent';
const LINK: Way = 'talk-apps.kakao.com';
const PLUGIN: Way = 'the plugin of channel homes';
const BACK: Way = 'the redirect URI, refused';

/** Columns: settings. Rows: who asks. */
const COLUMNS: readonly Settings[] = [
  {},
  {throughTalk: false},
  {throughSyncplugin: false},
  {throughTalk: false, throughSyncplugin: false},
  {prompt: 'login'},
  {prompt: 'login,select_account'},
  {prompt: 'select_account'},
  {prompt: 'create'},
  {prompt: 'none'},
];
const MATRIX: Readonly<Partial<Record<Agent, readonly Way[]>>> = {
  desktop: [KAUTH, KAUTH, KAUTH, KAUTH, KAUTH, KAUTH, KAUTH, KAUTH, BACK],
  android: [INTENT, KAUTH, INTENT, KAUTH, KAUTH, KAUTH, INTENT, INTENT, BACK],
  iphone: [LINK, KAUTH, LINK, KAUTH, KAUTH, KAUTH, LINK, LINK, BACK],
  talkOnAndroid: [KAUTH, KAUTH, KAUTH, KAUTH, KAUTH, KAUTH, KAUTH, KAUTH, KAUTH],
  talkOnIphone: [KAUTH, KAUTH, KAUTH, KAUTH, KAUTH, KAUTH, KAUTH, KAUTH, KAUTH],
  // throughSyncplugin alone decides.
  channelHome: [PLUGIN, PLUGIN, KAUTH, KAUTH, PLUGIN, PLUGIN, PLUGIN, PLUGIN, PLUGIN],
};

interface Row {
  readonly agent: Agent;
  readonly settings?: Settings;
  readonly way: Way;
  readonly touchPoints?: number;
  readonly since?: string;
  readonly before?: string;
}

const rows: readonly Row[] = [
  ...Object.entries(MATRIX).flatMap(([agent, ways]) =>
    ways.flatMap((way, column): Row[] => {
      const {prompt, ...settings} = COLUMNS[column]!;
      if (prompt === undefined) return [{agent: agent as Agent, settings, way}];
      return [
        {agent: agent as Agent, settings: {...settings, prompt}, way, since: '2.3.0'},
        {agent: agent as Agent, settings: {...settings, prompts: prompt}, way, before: '2.3.0'},
      ];
    }),
  ),
  {agent: 'desktop', touchPoints: 10, way: KAUTH},
  {agent: 'mac', way: KAUTH},
  // An iPad that calls itself a Mac.
  {agent: 'mac', touchPoints: 5, way: LINK},
  {agent: 'naverOnAndroid', way: INTENT},
  {agent: 'instagramOnAndroid', way: KAUTH},
  {agent: 'facebookOnAndroid', way: KAUTH},
  {agent: 'threadsOnAndroid', since: '2.7.4', way: KAUTH},
  {agent: 'threadsOnAndroid', before: '2.7.4', way: INTENT},
  {agent: 'chromeOnIphone', way: LINK},
  {agent: 'instagramOnIphone', way: LINK},
  {agent: 'channelHome', settings: {isPopup: true}, way: PLUGIN},
  {agent: 'profileHome', since: '2.7.4', way: PLUGIN},
  {agent: 'profileHome', settings: {throughTalk: false}, since: '2.7.4', way: PLUGIN},
  {agent: 'profileHome', settings: {throughSyncplugin: false}, since: '2.7.4', way: KAUTH},
  {agent: 'profileHome', before: '2.7.4', way: KAUTH},
  {agent: 'desktop', settings: {prompt: 'none', state: 's'}, since: '2.3.0', way: BACK},
];

function toName({agent, touchPoints, settings = {}, before}: Row): string {
  const parts = [
    agent,
    ...(touchPoints === undefined ? [] : [`${touchPoints} touch points`]),
    ...Object.entries(settings).map(([name, value]) => `${name}=${String(value)}`),
    ...(before === undefined ? [] : [`before ${before}`]),
  ];
  return `W(${parts.join(', ')})`;
}

/** Where `Kakao.Auth.authorize` goes. */
export const AUTHORIZE_WAYS: readonly Fact[] = [
  ...rows.map((row): Fact => {
    const {agent, touchPoints, settings, way, since, before} = row;
    return {
      id: toName(row),
      says: `goes to ${way}`,
      ...(since !== undefined && {since}),
      ...(before !== undefined && {before}),
      async check(open) {
        const {authorize, nextJump, redirectUri} = await open({
          agent,
          ...(touchPoints !== undefined && {touchPoints}),
        });

        const kind = await authorize({...settings, redirectUri});

        assert.equal(kind, 'thenable');
        assert.match(await nextJump(), WAYS[way]);
      },
    };
  }),
  ...(['with', 'without'] as const).map((what): Fact => ({
    id: `W20-${what}`,
    since: '2.3.0',
    says: `prompt=none outside KakaoTalk asks nobody at Kakao and rejects, ${what} redirect URI`,
    async check(open) {
      const {page, authorize, nextSettlement, jumps, redirectUri} = await open({leaves: true});
      const requests: string[] = [];
      page.on('request', (request) => requests.push(request.url()));

      await authorize({prompt: 'none', state: 's', ...(what === 'with' && {redirectUri})});

      const fields = '"error":"auto_login","error_description":"NOT_SUPPORTED_BROWSER","state":"s"';
      assert.equal(await nextSettlement(), `rejected {${fields}}`);
      const query = 'error=auto_login&error_description=NOT_SUPPORTED_BROWSER&state=s';
      const back = what === 'with' ? [`${redirectUri}?${query}`] : [];
      await Promise.all(back.map((address) => page.waitForURL(address)));
      assert.deepEqual(await jumps(), back);
      assert.deepEqual(requests, back);
    },
  })),
  {
    id: 'W21',
    says: 'navigates its own frame and not the page around it, without storage of its own',
    async check(open) {
      const {page, run, sdkUrl, origin, emulator} = await open({load: false, leaves: true});
      const markup = `<script src="${sdkUrl}" crossorigin="anonymous"></script><script>
        Kakao.init(${JSON.stringify(SCRIPT_KEY)});
        Kakao.Auth.authorize({redirectUri: 'http://localhost/'});
      </script>`;

      await run(`(() => {
        const frame = document.createElement('iframe');
        frame.sandbox = 'allow-scripts';
        frame.srcdoc = ${JSON.stringify(markup)};
        document.body.append(frame);
      })()`);

      // By what Kakao was asked: Playwright now and then misses the request of a frame that has a process of its own.
      while (emulator.counts.authorize === 0) await setImmediate();
      const [asked] = emulator.requests.filter(({path}) => path === '/oauth/authorize');
      assert.deepEqual([asked?.host, asked?.method], ['kauth.kakao.com', 'GET']);
      assert.equal(page.frames().length, 2, 'The page with the frame is still there.');
      assert.equal(page.url(), `${origin}/`);
    },
  },
];
