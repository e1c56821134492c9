import assert from 'node:assert/strict';
import {SCRIPT_KEY} from '../../support/setup.js';
import {fact, type Fact} from '../fact.js';
import {openToWait} from '../support/waiting-page.js';

declare const unhandled: readonly string[];

/** A channel home in KakaoTalk that can sign in silently; `answer` is an expression for its promise. */
const toKakaoWeb = (answer: string): string => `
  window.silent = [];
  window.kakaoweb = {
    reqSignInLocation(query) {
      silent.push(query);
      return ${answer};
    },
  };
`;

/** What an address holds, as parameters. */
const toParameters = (query: string): Record<string, string> => Object.fromEntries(new URLSearchParams(query));

type SilentAnswer = Pick<Fact, 'id' | 'since'> & {
  readonly answer: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly goesTo: 'the plugin' | 'the redirect URI with it';
};
const NONE = {settings: {prompt: 'none'}, since: '2.3.0'} as const;
const SILENT_ANSWERS: readonly SilentAnswer[] = [
  {id: 'code', answer: 'code=CODE1&state=st.1', goesTo: 'the redirect URI with it'},
  {id: 'login_required', answer: 'error=login_required', goesTo: 'the redirect URI with it'},
  {id: 'consent_required', answer: 'error=consent_required', goesTo: 'the plugin'},
  {id: 'interaction_required', answer: 'error=interaction_required', goesTo: 'the plugin'},
  {id: 'none-consent_required', answer: 'error=consent_required', goesTo: 'the redirect URI with it', ...NONE},
  {id: 'none-interaction_required', answer: 'error=interaction_required', goesTo: 'the plugin', ...NONE},
];

/** What `Kakao.Auth.authorize` returns. */
export const RESULTS: readonly Fact[] = [
  fact('R2', 'a rejection that nobody handles raises no event', async (open) => {
    const before = `
        window.unhandled = [];
        addEventListener('unhandledrejection', ({reason}) => unhandled.push(reason));
      `;
    const {run, page} = await open({before});

    // The page's own promise is rejected after the SDK's: its event comes last.
    await run(`(() => {
        Kakao.Auth.authorize({[Kakao.VERSION.startsWith('2.2.') ? 'prompts' : 'prompt']: 'none'});
        Promise.reject('own');
      })()`);

    await page.waitForFunction(() => unhandled.includes('own'));
    assert.deepEqual(await run('unhandled'), ['own']);
  }),
  fact('R3', 'undefined in a channel home that signs in silently', async (open) => {
    const before = toKakaoWeb('new Promise(() => undefined)');
    const {authorize, polls, jumps, run, pass, redirectUri} = await openToWait(open, {agent: 'channelHome', before});

    assert.equal(await authorize({redirectUri}), 'undefined');

    await pass(3000);
    assert.equal(await run('silent.length'), 1);
    assert.deepEqual([await polls(), await jumps()], [[], []]);
  }),
  fact('R4', 'nothing happens where a channel home fails to sign in silently', async (open) => {
    const before = toKakaoWeb('Promise.reject(new Error("no"))');
    const {authorize, polls, jumps, pass, redirectUri} = await openToWait(open, {agent: 'channelHome', before});

    assert.equal(await authorize({redirectUri}), 'undefined');

    await pass(15_000);
    assert.deepEqual([await polls(), await jumps()], [[], []]);
  }),
  fact({id: 'R5', since: '2.3.0'}, 'prompt=cert is not tried silently in a channel home', async (open) => {
    const before = toKakaoWeb('new Promise(() => undefined)');
    const {authorize, nextJump, run, redirectUri} = await open({agent: 'channelHome', before});

    assert.equal(await authorize({redirectUri, prompt: 'cert'}), 'thenable');

    assert.match(await nextJump(), /^kakaotalk:\/\/bizplugin\?/);
    assert.deepEqual(await run('silent'), []);
  }),
  fact('R7', 'a channel home is asked by a query, for prompt=none and no window', async (open) => {
    const before = toKakaoWeb('new Promise(() => undefined)');
    const {authorize, run, redirectUri} = await open({agent: 'channelHome', before});

    await authorize({redirectUri, state: 'st.1', throughTalk: false});

    const [query = ''] = await run<string[]>('silent');
    const {auth_tran_id: id, ka, ...others} = toParameters(query);
    assert.match(id ?? '', /^.{60}$/);
    assert.match(ka ?? '', /^sdk\/2\./);
    assert.deepEqual(others, {
      client_id: SCRIPT_KEY,
      state: 'st.1',
      redirect_uri: redirectUri,
      response_type: 'code',
      is_popup: 'false',
      prompt: 'none',
    });
  }),
  ...SILENT_ANSWERS.map(({id, answer, settings = {}, goesTo, ...others}) =>
    fact(
      {...others, id: `R6-${id}`},
      `a channel home that answers ${answer}${'prompt' in settings ? ' to prompt=none' : ''} is followed by ${goesTo}`,
      async (open) => {
        const before = toKakaoWeb(`Promise.resolve('https://kauth.kakao.com/x?' + ${JSON.stringify(answer)})`);
        const {authorize, nextJump, redirectUri} = await open({agent: 'channelHome', before});

        await authorize({...settings, redirectUri});

        const jump = await nextJump();
        if (goesTo === 'the plugin') assert.match(jump, /^kakaotalk:\/\/bizplugin\?/);
        else assert.equal(jump, `${redirectUri}?${answer}`);
      },
    ),
  ),
];
