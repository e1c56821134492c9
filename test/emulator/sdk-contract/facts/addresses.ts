import assert from 'node:assert/strict';
import {SCRIPT_KEY} from '../../support/setup.js';
import {fact, type Fact} from '../fact.js';
import type {SdkPage} from '../support/sdk-page.js';
import {readOpened, SPY_ON_OPEN} from './channel.js';

const EVERYTHING = {
  serviceTerms: 'service',
  channelPublicId: '_ab',
  deviceType: 'tv',
  kauth_tx_id: 'k1',
  settleId: 's1',
  loginHint: 'hint',
  nonce: 'n1',
  state: 'st.1',
  prompt: 'create',
  scope: 'openid,profile_nickname',
};
const ORDER = [
  ...['client_id', 'scope', 'prompt', 'state', 'nonce', 'login_hint', 'settle_id', 'kauth_tx_id', 'device_type'],
  ...['channel_public_id', 'extra.service_terms', 'redirect_uri', 'response_type', 'auth_tran_id', 'ka', 'is_popup'],
];

async function toKa({run, version}: SdkPage): Promise<string> {
  const device = await run<string>(`navigator.platform.replace(/ /g, '_')`);
  const origin = await run<string>('encodeURIComponent(location.origin)');
  return `sdk/${version} os/javascript sdk_type/javascript lang/ko-KR device/${device} origin/${origin}`;
}

/** The parts of an intent by their names. */
function readIntent(intent: string): Map<string, string> {
  const parts = intent.split(';');
  assert.deepEqual([parts.shift(), parts.pop(), parts.pop()], ['intent:#Intent', '', 'end']);
  return new Map(parts.map((part) => [part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1)]));
}

/** The two addresses in that of talk-apps: KakaoTalk's, and the page where there is no KakaoTalk. */
function readLink(link: string): {readonly inner: URL; readonly web: URL} {
  assert.ok(!link.includes('?'), 'web= is a part of the path');
  const [scheme = '', web = ''] = link.slice('https://talk-apps.kakao.com/scheme/'.length).split('&web=');
  const prefix = 'kakaotalk://inappbrowser?url=';
  assert.ok(decodeURIComponent(scheme).startsWith(prefix));
  return {
    inner: new URL(decodeURIComponent(decodeURIComponent(scheme).slice(prefix.length))),
    web: new URL(decodeURIComponent(web)),
  };
}

function assertAuthorize({origin, pathname, searchParams}: URL, isPopup: boolean, names = ORDER): void {
  assert.equal(origin + pathname, 'https://kauth.kakao.com/oauth/authorize');
  assert.deepEqual([...searchParams.keys()], names);
  assert.equal(searchParams.get('is_popup'), String(isPopup));
}

const without = (...names: string[]): string[] => ORDER.filter((name) => !names.includes(name));

/** What the addresses are made of. */
export const ADDRESSES: readonly Fact[] = [
  fact({id: 'A1', since: '2.5.0'}, 'the redirect has its parameters in one order, and none besides', async (open) => {
    const sdk = await open();
    const ka = await toKa(sdk);

    await sdk.authorize({...EVERYTHING, redirectUri: sdk.redirectUri});

    const url = new URL(await sdk.nextJump());
    const get = (name: string): string | null => url.searchParams.get(name);
    assertAuthorize(url, false);
    assert.deepEqual([get('client_id'), get('response_type')], [SCRIPT_KEY, 'code']);
    assert.match(get('auth_tran_id') ?? '', /^[A-Za-z0-9._~-]{60}$/);
    assert.ok(get('ka')?.startsWith(ka));
  }),
  fact('A2', 'the redirect is encoded as encodeURIComponent does it, the origin in ka twice', async (open) => {
    const {authorize, nextJump, redirectUri} = await open();

    await authorize({redirectUri, scope: 'openid,profile_nickname', state: 'st.1'});

    const address = await nextJump();
    assert.ok(address.includes('&scope=openid%2Cprofile_nickname&state=st.1&'));
    assert.ok(address.includes(`&redirect_uri=${encodeURIComponent(redirectUri)}&`));
    assert.match(address, /&ka=sdk%2F[\d.]+%20os%2Fjavascript%20.*%20origin%2Fhttp%253A%252F%252Flocalhost%253A\d+/);
  }),
  fact('A3', 'each sign-in has an auth_tran_id of its own', async (open) => {
    const {authorize, nextJump, redirectUri} = await open({agent: 'android'});

    await authorize({redirectUri});
    await authorize({redirectUri});

    const [first, second] = await Promise.all([nextJump(1), nextJump(2)]);
    assert.notEqual(/auth_tran_id%22%3A%22([^%]+)/.exec(first)?.[1], /auth_tran_id%22%3A%22([^%]+)/.exec(second)?.[1]);
  }),
  fact(
    {id: 'A4', since: '2.5.0'},
    'the intent has the sign-in as JSON, and redirect URI, ka and state as they are',
    async (open) => {
      const sdk = await open({agent: 'android'});
      const ka = await toKa(sdk);

      await sdk.authorize({...EVERYTHING, redirectUri: sdk.redirectUri});

      const talk = 'S.com.kakao.sdk.talk';
      const parts = readIntent(await sdk.nextJump());
      const {auth_tran_id: id, ...fields} = JSON.parse(
        decodeURIComponent(parts.get(`${talk}.extraparams`) ?? ''),
      ) as Record<string, unknown>;
      assert.deepEqual(
        [...parts.keys()],
        [
          ...['action', 'launchFlags', `${talk}.appKey`, `${talk}.redirectUri`, `${talk}.kaHeader`],
          ...[`${talk}.extraparams`, `${talk}.state`, 'S.browser_fallback_url'],
        ],
      );
      assert.equal(parts.get('launchFlags'), '0x08880000');
      assert.equal(parts.get(`${talk}.appKey`), SCRIPT_KEY);
      assert.equal(parts.get(`${talk}.redirectUri`), sdk.redirectUri);
      // The browser writes the spaces of an address as %20.
      assert.equal(parts.get(`${talk}.kaHeader`)?.replaceAll('%20', ' '), ka);
      assert.equal(parts.get(`${talk}.state`), 'st.1');
      assert.equal(typeof id, 'string');
      assert.deepEqual(fields, {
        client_id: SCRIPT_KEY,
        scope: 'openid,profile_nickname',
        prompt: 'create',
        state: 'st.1',
        nonce: 'n1',
        login_hint: 'hint',
        settle_id: 's1',
        kauth_tx_id: 'k1',
        device_type: 'tv',
        channel_public_id: '_ab',
        'extra.service_terms': 'service',
        redirect_uri: sdk.redirectUri,
        response_type: 'code',
        is_popup: true,
      });
    },
  ),
  fact({id: 'A5', since: '2.5.0'}, 'the intent falls back to the redirect', async (open) => {
    const {authorize, nextJump, redirectUri} = await open({agent: 'android'});

    await authorize({...EVERYTHING, redirectUri});

    assertAuthorize(toWeb('android', await nextJump()), false);
  }),
  fact('A6', 'the intent has no part for a state that there is not', async (open) => {
    const {authorize, nextJump, redirectUri} = await open({agent: 'android'});

    await authorize({redirectUri});

    assert.ok(!readIntent(await nextJump()).has('S.com.kakao.sdk.talk.state'));
  }),
  fact(
    {id: 'A7', since: '2.5.0'},
    'the universal link holds a page for KakaoTalk, and the redirect in its path',
    async (open) => {
      const sdk = await open({agent: 'iphone'});
      const ka = await toKa(sdk);

      await sdk.authorize({...EVERYTHING, redirectUri: sdk.redirectUri});

      const {inner, web} = readLink(await sdk.nextJump());
      assertAuthorize(inner, true, [...without('ka', 'is_popup'), 'is_popup', 'ka']);
      assert.equal(inner.searchParams.get('ka'), ka);
      assertAuthorize(web, false);
    },
  ),
  fact(
    {id: 'A8', since: '2.5.0'},
    'the plugin’s address has the redirect’s parameters, is_popup=true and approval_window_type=v4_bizplugin last',
    async (open) => {
      const {authorize, nextJump, redirectUri} = await open({agent: 'channelHome'});

      await authorize({...EVERYTHING, redirectUri});

      const query = new URL(await nextJump()).searchParams.get('query') ?? '';
      const fields = Object.fromEntries(new URLSearchParams(query));
      assert.deepEqual(Object.keys(fields), [...ORDER, 'approval_window_type']);
      assert.equal(fields['client_id'], SCRIPT_KEY);
      assert.equal(fields['redirect_uri'], redirectUri);
      assert.deepEqual([fields['is_popup'], fields['approval_window_type']], ['true', 'v4_bizplugin']);
    },
  ),
  ...(['desktop', 'android', 'iphone', 'talkOnAndroid'] as const).map((agent) =>
    fact(
      {id: `A9-${agent}`, since: '2.5.0'},
      `isPopup opens a window for the same address with is_popup=true, for ${agent}`,
      async (open) => {
        const sdk = await open({agent, before: SPY_ON_OPEN});

        await sdk.authorize({...EVERYTHING, redirectUri: sdk.redirectUri, isPopup: true});

        const [address, name, features] = await readOpened(sdk);
        assert.deepEqual(await sdk.jumps(), []);
        assert.equal(name, '_blank');
        assert.match(features, /^width=480,height=700,left=\d+,top=\d+,scrollbars=yes,resizable=1$/);
        assertAuthorize(toWeb(agent, address), true, agent === 'iphone' ? without('ka') : ORDER);
      },
    ),
  ),
  fact(
    {id: 'A10', since: '2.7.9', unverified: '2.7.9 was read and not run'},
    'ka ends with the app key, outside of the app’s own part',
    async (open) => {
      for (const agent of ['desktop', 'android', 'iphone'] as const) {
        const sdk = await open({agent});
        const ka = await toKa(sdk);
        await sdk.authorize({redirectUri: sdk.redirectUri});
        const address = await sdk.nextJump();
        assert.equal(toWeb(agent, address).searchParams.get('ka'), `${ka} app_key/${SCRIPT_KEY}`);
        const header = agent === 'android' ? readIntent(address).get('S.com.kakao.sdk.talk.kaHeader') : ka;
        assert.equal(header?.replaceAll('%20', ' '), ka);
        if (agent === 'iphone') assert.equal(readLink(address).inner.searchParams.get('ka'), ka);
      }
    },
  ),
];

/** The redirect in an address, or the address itself. */
function toWeb(agent: 'desktop' | 'android' | 'iphone' | 'talkOnAndroid', address: string): URL {
  if (agent === 'iphone') return readLink(address).web;
  if (agent !== 'android') return new URL(address);
  return new URL(decodeURIComponent(readIntent(address).get('S.browser_fallback_url') ?? ''));
}
