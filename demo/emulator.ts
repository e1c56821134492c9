import {
  type ChatLink,
  type ConsentItem,
  createKakaoEmulator,
  DEFAULT_APP,
  type KakaoEmulator,
  type KakaoEmulatorOptions,
  type NoticeSettings,
  type ServiceTerm,
} from 'kakao-sync-widget/emulator';
import {CHANNEL, type KakaoKeys} from './kakao.js';
import {NOTICE_PATHS} from './notices.js';
import {CALLBACK_PATH} from './shop.js';
import {toTermAddress} from './terms.js';

/** Made-up keys, as {@link DEFAULT_APP} has them. */
export const EMULATOR_KEYS: KakaoKeys = {
  javascriptKey: DEFAULT_APP.javascriptKeys[0].key,
  restApiKey: DEFAULT_APP.restApiKeys[0].key,
  clientSecret: DEFAULT_APP.restApiKeys[0].clientSecret,
  adminKey: DEFAULT_APP.adminKey,
  appId: String(DEFAULT_APP.appId),
};

/**
 * A Kakao on this machine that knows the shop.
 *
 * @param shopUrl the address under which visitors come
 * @param port where the shop listens on this machine, for notices
 * @param options what is to be otherwise
 */
export function createShopEmulator(
  shopUrl: string,
  port: number,
  {notices, ...options}: Pick<KakaoEmulatorOptions, 'now' | 'notices'> = {},
): KakaoEmulator {
  return createKakaoEmulator({
    apps: [toEmulatedApp(shopUrl)],
    chatLinks: toChatLinks(shopUrl),
    talkWindow: true,
    notices: {...toNoticeTargets(port), ...notices},
    ...options,
  });
}

/** What the shop's owner would set up in Kakao's console. */
function toEmulatedApp(origin: string) {
  const {javascriptKey, restApiKey, clientSecret = ''} = EMULATOR_KEYS;
  const redirectUris = [origin + CALLBACK_PATH];
  return {
    ...DEFAULT_APP,
    name: '온달',
    restApiKeys: [{key: restApiKey, clientSecret, redirectUris}],
    javascriptKeys: [{key: javascriptKey, domains: [origin], redirectUris}],
    channel: {publicId: CHANNEL, name: '온달'},
    terms: DEFAULT_APP.terms.map((term): ServiceTerm => ({...term, url: origin + toTermAddress(term)})),
    // Asked at the signup, so that the account page can tell.
    scopes: DEFAULT_APP.scopes.map((item): ConsentItem =>
      item.id === 'plusfriends' ? {id: item.id, name: item.name, required: false} : item,
    ),
  };
}

/** The emulator sends them to this machine alone, whatever the shop's address is. */
function toNoticeTargets(port: number): NoticeSettings {
  const origin = `http://localhost:${port}`;
  const {unlink, channel, account} = NOTICE_PATHS;
  return {unlink: origin + unlink, channel: origin + channel, account: origin + account};
}

/** What friends and the shop's own messages link to. `ks_auto=1` marks a link whose visitors are to be signed in. */
function toChatLinks(origin: string): ChatLink[] {
  return [
    {title: '온달 · 달항아리', url: `${origin}/products/moon-jar?ks_auto=1&as=kakaotalk`},
    {title: '온달 · 표시 없는 링크', url: `${origin}/products/moon-jar?as=kakaotalk`},
  ];
}
