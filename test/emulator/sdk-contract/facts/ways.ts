import assert from 'node:assert/strict';
import {setImmediate} from 'node:timers/promises';
import type {AGENTS} from '../../support/browser.js';
import {SCRIPT_KEY} from '../../support/setup.js';
import {fact, type Fact} from '../fact.js';
import type {PageOptions} from '../support/sdk-page.js';
import rows from './ways.json' with {type: 'json'};

type Agent = keyof typeof AGENTS;
const WAYS = {
  'kauth.kakao.com': /^https:\/\/kauth\.kakao\.com\/oauth\/authorize\?.*&is_popup=false$/,
  'an intent': /^intent:#Intent;action=com\.kakao\.talk\.intent\.action\.CAPRI_LOGGED_IN_ACTIVITY;/,
  'talk-apps.kakao.com': /^https:\/\/talk-apps\.kakao\.com\/scheme\/kakaotalk%3A%2F%2Finappbrowser%3Furl%3D/,
  'the plugin of channel homes': /^kakaotalk:\/\/bizplugin\?plugin_id=6011263b74fc2b49c73a7298&query=/,
  'the redirect URI, refused': /\/callback\?error=auto_login&error_description=NOT_SUPPORTED_BROWSER(&state=[^&]*)?$/,
} as const;

/** Who asks, where that leads, with which settings, and from what kind of browser and release. */
type Row = [
  agent: Agent,
  way: keyof typeof WAYS,
  settings?: Readonly<Record<string, unknown>>,
  range?: Pick<Fact, 'since' | 'before'> & Pick<PageOptions, 'touchPoints'>,
];

function toName([agent, , settings = {}, {touchPoints, before} = {}]: Row): string {
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
  ...(rows as Row[]).map((row): Fact => {
    const [agent, way, settings, {touchPoints, ...range} = {}] = row;
    return fact({...range, id: toName(row)}, `goes to ${way}`, async (open) => {
      const {authorize, nextJump, redirectUri} = await open({agent, ...(touchPoints && {touchPoints})});

      const kind = await authorize({...settings, redirectUri});

      assert.equal(kind, 'thenable');
      assert.match(await nextJump(), WAYS[way]);
    });
  }),
  ...(['with', 'without'] as const).map((what) =>
    fact(
      {id: `W20-${what}`, since: '2.3.0'},
      `prompt=none outside KakaoTalk asks nobody at Kakao and rejects, ${what} redirect URI`,
      async (open) => {
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
    ),
  ),
  fact('W21', 'navigates its own frame and not the page around it, without storage of its own', async (open) => {
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
  }),
];
