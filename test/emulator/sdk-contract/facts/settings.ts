import assert from 'node:assert/strict';
import type {Fact} from '../fact.js';

type Sent = Readonly<Record<string, string>>;
type Range = Pick<Fact, 'since' | 'before'>;

/** Where `prompts` became `prompt`. */
const PROMPT: Range = {since: '2.3.0'};
const PROMPTS: Range = {before: '2.3.0'};

/** What a setting becomes in the address of a desktop's redirect; nothing for what is not sent. */
const accepted: readonly [
  id: string,
  settings: Readonly<Record<string, unknown>>,
  sent: Sent,
  range?: Range | undefined,
][] = [
  ['S1', {state: 'st.1'}, {state: 'st.1'}],
  ['S2', {nonce: 'n1'}, {nonce: 'n1'}],
  ['S3', {scope: 'openid,profile_nickname'}, {scope: 'openid,profile_nickname'}],
  ['S4', {prompt: 'no such prompt'}, {prompt: 'no such prompt'}, PROMPT],
  ['S4-first', {prompts: 'no such prompt'}, {prompt: 'no such prompt'}, PROMPTS],
  ['S5', {loginHint: 'hint@example.com'}, {login_hint: 'hint@example.com'}],
  ['S6', {serviceTerms: 'a,b'}, {'extra.service_terms': 'a,b'}],
  ['S7', {serviceTerms: ''}, {'extra.service_terms': ''}, {since: '2.5.0'}],
  ['S7-first', {serviceTerms: ''}, {}, {before: '2.5.0'}],
  ['S8', {channelPublicId: '_ab'}, {channel_public_id: '_ab'}],
  ['S9', {deviceType: 'watch'}, {device_type: 'watch'}],
  ['S10', {deviceType: 'tv'}, {device_type: 'tv'}],
  ['S11', {settleId: 's1'}, {settle_id: 's1'}],
  ['S12', {kauth_tx_id: 'k1'}, {kauth_tx_id: 'k1'}, {since: '2.5.0'}],
  ['S12-first', {approvalType: 'project'}, {approval_type: 'project'}, {before: '2.5.0'}],
  ['S13', {throughTalk: false}, {}],
  ['S14', {throughSyncplugin: false}, {}],
  ['S15', {state: '', nonce: '', scope: '', loginHint: '', channelPublicId: ''}, {}],
  ['S15-prompt', {prompt: ''}, {}, PROMPT],
  ['S15-prompts', {prompts: ''}, {}, PROMPTS],
];

const refused: readonly [id: string, argument: string, name: string, message: string, range?: Range | undefined][] = [
  ['S20', 'null', 'Error', 'params should be an Object'],
  ['S21', '"x"', 'Error', 'params should be an Object'],
  ...Object.entries<[Range, ...string[]]>({
    S22: [{}, 'codeChallenge'],
    S23: [PROMPT, 'prompts'],
    'S23-first': [PROMPTS, 'prompt'],
    S24: [{since: '2.5.0'}, 'approvalType'],
    'S24-first': [{before: '2.5.0'}, 'kauth_tx_id'],
    S25: [{}, 'success'],
    S26: [{}, 'success', 'codeChallenge'],
  }).map(([id, [range, ...keys]]): (typeof refused)[number] => [
    id,
    `{${keys.map((key) => `${key}: 'x'`).join(', ')}}`,
    'KakaoError',
    `Invalid parameter keys: ${keys.join(',')} at Auth.authorize`,
    range,
  ]),
  ...Object.entries<[key: string, value: string, range?: Range | undefined]>({
    S30: ['redirectUri', 'undefined'],
    S31: ['state', 'undefined'],
    S32: ['nonce', 'undefined'],
    S33: ['scope', 'undefined'],
    S34: ['prompt', 'undefined', PROMPT],
    'S34-first': ['prompts', 'undefined', PROMPTS],
    S35: ['loginHint', 'undefined'],
    S36: ['serviceTerms', 'undefined'],
    S37: ['channelPublicId', 'undefined'],
    S38: ['scope', '1'],
    S39: ['nonce', '5'],
    S40: ['deviceType', '"phone"'],
    S41: ['isPopup', '"true"'],
    S42: ['throughTalk', '1'],
    S43: ['throughSyncplugin', '"no"'],
  }).map(([id, [key, value, range]]): (typeof refused)[number] => [
    id,
    `{${key}: ${value}}`,
    'KakaoError',
    `Illegal argument for "${key}" in Auth.authorize`,
    range,
  ]),
  ...(
    [
      ['S44', 'isPopup', {since: '2.5.0'}],
      ['S44-first', 'throughTalk', {before: '2.5.0'}],
    ] as const
  ).map(([id, key, range]): (typeof refused)[number] => [
    id,
    'Object.freeze({state: "x"})',
    'TypeError',
    `Cannot add property ${key}, object is not extensible`,
    range,
  ]),
];

/** What `Kakao.Auth.authorize` is given, and what becomes of it. */
export const SETTINGS: readonly Fact[] = [
  ...accepted.map(([id, settings, sent, range]): Fact => ({
    ...range,
    id,
    says: `authorize(${JSON.stringify(settings)}) sends ${JSON.stringify(sent)}`,
    async check(open) {
      const {authorize, nextJump, redirectUri} = await open();

      await authorize({...settings, redirectUri});

      const added = ['client_id', 'redirect_uri', 'response_type', 'auth_tran_id', 'ka', 'is_popup'];
      const {searchParams} = new URL(await nextJump());
      assert.deepEqual(Object.fromEntries([...searchParams].filter(([name]) => !added.includes(name))), sent);
    },
  })),
  ...(['', '{}', '{redirectUri: ""}'] as const).map((settings, index): Fact => ({
    id: `S${16 + index}`,
    says: `authorize(${settings}) sends JS-SDK for the redirect URI`,
    async check(open) {
      const {authorize, nextJump} = await open();

      await authorize(settings);

      assert.equal(new URL(await nextJump()).searchParams.get('redirect_uri'), 'JS-SDK');
    },
  })),
  ...refused.map(([id, argument, name, message, range]): Fact => ({
    ...range,
    id,
    says: `authorize(${argument}) throws ${name} "${message}" at once`,
    async check(open) {
      const {thrown, jumps} = await open();

      const error = await thrown(`Kakao.Auth.authorize(${argument})`);

      assert.deepEqual([error?.name, error?.message, error?.isError], [name, message, true]);
      if (name === 'KakaoError') assert.deepEqual(error?.own, ['message', 'name']);
      assert.deepEqual(await jumps(), []);
    },
  })),
  {
    id: 'S50',
    says: 'takes undefined for isPopup, throughTalk and throughSyncplugin, which have defaults',
    async check(open) {
      const {authorize, nextJump} = await open({agent: 'android'});

      await authorize('{isPopup: undefined, throughTalk: undefined, throughSyncplugin: undefined}');

      assert.match(await nextJump(), /^intent:/);
    },
  },
  {
    id: 'S51',
    says: 'writes its defaults into the caller’s object',
    async check(open) {
      const {run} = await open({agent: 'android'});

      const given = await run('(() => { const given = {state: "x"}; Kakao.Auth.authorize(given); return given; })()');

      assert.deepEqual(given, {state: 'x', isPopup: false, throughTalk: true, throughSyncplugin: true});
    },
  },
];
