import type {ServiceTerm} from 'kakao-sync-widget/emulator';
import {createKakaoServer, type KakaoKey, type KakaoServer, type ServerMetric} from 'kakao-sync-widget/server';
import type {NoticesConfig} from 'kakao-sync-widget/server/notices';
import type {Addresses} from './addresses.js';
import type {ChannelRelations} from './channel-relations.js';
import type {Consents} from './consents.js';
import type {WelcomeCoupons} from './coupons.js';
import type {Members} from './members.js';
import {leaveNewsletter, type Newsletter} from './newsletter.js';
import {toSiteTerms} from './terms.js';

/** The emulator's channel of the shop. */
export const CHANNEL = '_ondal';

/** Metrics after which the emulator has nothing new to keep. */
const WITHOUT_CHANGE: ReadonlySet<ServerMetric['purpose']> = new Set([
  'read',
  'none',
  'kakao-call',
  'signing-keys',
  'notice-counts',
]);

/** Keys of an app at Kakao. */
export interface KakaoKeys {
  readonly javascriptKey: string;
  readonly restApiKey: string;
  readonly clientSecret?: string | undefined;
  /** The app's admin key: tells how members stand to the channel. */
  readonly adminKey?: string | undefined;
  /** The app's number, as text: with the admin key, Kakao's notices are received. */
  readonly appId?: string | undefined;
  /** The public id of the app's channel. */
  readonly channel?: string | undefined;
}

/** Settings and parts of the shop that the kit needs. */
export interface KakaoOptions {
  readonly keys: KakaoKeys;
  readonly members: Members;
  readonly consents: Consents;
  readonly coupons: Pick<WelcomeCoupons, 'grant'>;
  readonly channels: ChannelRelations;
  readonly addresses: Addresses;
  /** Undefined if the shop hears of nothing. */
  readonly notices: NoticesConfig | undefined;
  /** Undefined without an admin key. */
  readonly newsletter: Newsletter | undefined;
  readonly origin: string;
  readonly redirectUri: string;
  readonly sessionKey: string;
  /** The app's terms; undefined where only Kakao knows them. */
  readonly terms: readonly ServiceTerm[] | undefined;
  readonly emulatorUrl: string | undefined;
  readonly log: (line: string) => void;
  readonly onChange: () => void;
}

/** The kit, with what this shop does in its hooks. */
export function createKakao({
  keys,
  members,
  consents,
  coupons,
  channels,
  addresses,
  notices,
  newsletter,
  terms,
  log,
  onChange,
  ...options
}: KakaoOptions): KakaoServer {
  const {javascriptKey, restApiKey, clientSecret, adminKey, channel = CHANNEL} = keys;
  const appKeys: KakaoKey[] = [
    {clientId: javascriptKey, exchangeAs: restApiKey},
    {clientId: restApiKey, ...(clientSecret !== undefined && {secret: clientSecret})},
  ];
  return createKakaoServer({
    keys: appKeys,
    redirectUris: [options.redirectUri],
    allowedOrigins: [options.origin],
    sessionKeys: [options.sessionKey],
    emulator: options.emulatorUrl,
    terms: terms && toSiteTerms(terms),
    async findMember(profile) {
      const member = await members.findByKakao(profile);
      // At each login: the process can have ended between a signup and its coupon.
      if (member) await coupons.grant(member);
      return member;
    },
    adminKey,
    channels: adminKey === undefined ? undefined : [channel],
    async signUp(profile) {
      const customer = await members.findUnconnected(profile);
      if (customer) return {action: 'link-existing', memberId: customer.id, redirectTo: '/connect'};
      const member = await members.signUp(profile);
      await coupons.grant(member);
      return member;
    },
    readMember: (id, issuedAt) => members.read(id, issuedAt),
    ...(notices &&
      newsletter && {
        notices,
        ...leaveNewsletter(newsletter, {
          onUnlink: ({kakaoId, at}) => members.unlink(kakaoId, at),
          onChannelChange: ({kakaoId, channelId, event, at}) =>
            channels.record(kakaoId, channelId, {relation: event, changedAt: at}),
        }),
      }),
    onConsent: (records) => consents.add(records),
    profileExtras: ['addresses'],
    onLogin: (login) => addresses.keep(login),
    onError: ({code, ref = '-', koe = '-', hint}) => log(`kakao ${code} ${ref} ${koe} ${hint}`),
    onReport: ({code, ref, browser, release}) => log(`page ${code} ${ref} ${browser} ${release}`),
    onMetric: ({purpose}) => {
      if (!WITHOUT_CHANGE.has(purpose)) onChange();
    },
  });
}
