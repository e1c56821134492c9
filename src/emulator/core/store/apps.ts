import {readTerms, type ServiceTerm} from './terms.js';

/** A kind of personal data, which is a line of the consent screen (Kakao: [Kakao Login] > [Consent items]). */
export interface ConsentItem {
  /** `profile_nickname`, `account_email`, `phone_number`, … */
  readonly id: string;
  readonly name: string;
  readonly required: boolean;
  /** `use`: asked only if a request names it in `scope` ("consent during use"). Default `signup`. */
  readonly when?: 'signup' | 'use';
}

/** A KakaoTalk channel that is linked to an app. */
export interface TalkChannel {
  /** The last part of `pf.kakao.com/_ZeUTxl`. */
  readonly publicId: string;
  readonly name: string;
}

/** An app, as a site's owner would set it up in Kakao's developers' console. */
export interface EmulatedAppOptions {
  readonly appId?: number;
  readonly name?: string;
  /** Shown on the consent screen. */
  readonly iconUrl?: string;
  readonly restApiKeys: readonly {
    readonly key: string;
    /** If given, the token endpoint requires it (KOE010). */
    readonly clientSecret?: string;
    readonly redirectUris: readonly string[];
  }[];
  readonly javascriptKeys: readonly {
    readonly key: string;
    /** The origins of pages that may use the key (KOE009). */
    readonly domains: readonly string[];
    readonly redirectUris: readonly string[];
  }[];
  /**
   * Which key may exchange a code of a JavaScript key: only that key, or also a REST key of the same app. Kakao does not
   * document its rule. Default `any-key`.
   */
  readonly exchange?: 'same-key' | 'any-key';
  /** If false, every authorization fails with KOE004. Default true. */
  readonly loginEnabled?: boolean;
  /** Default true. */
  readonly openIdConnect?: boolean;
  /** Where `/oauth/logout` may redirect (KOE007). Default: the root of each redirect URI's origin. */
  readonly logoutRedirectUris?: readonly string[];
  readonly scopes?: readonly ConsentItem[];
  readonly terms?: readonly ServiceTerm[];
  /** The representative channel, which the consent screen offers. */
  readonly channel?: TalkChannel;
  /** Further channels of the app. */
  readonly otherChannels?: readonly TalkChannel[];
  /** The key for calls of kapi without a user's token (`Authorization: KakaoAK …`). Default: none. */
  readonly adminKey?: string;
  /** Whether the channel's owner has accepted the policy of customer files. If not, their APIs fail with -3. Default true. */
  readonly customerFiles?: boolean;
  /** Whether people under 14 can sign up. Default `refuse`. */
  readonly under14?: 'refuse' | 'allow';
}

/** A REST API key or a JavaScript key of an app. */
export interface AppKey {
  readonly key: string;
  readonly kind: 'rest' | 'javascript';
  readonly clientSecret: string | null;
  readonly redirectUris: readonly string[];
  readonly domains: readonly string[];
}

/** {@link EmulatedAppOptions} with all defaults filled in. */
export interface EmulatedApp {
  readonly appId: number;
  readonly name: string;
  readonly iconUrl: string | null;
  readonly keys: readonly AppKey[];
  readonly exchange: 'same-key' | 'any-key';
  readonly loginEnabled: boolean;
  readonly openIdConnect: boolean;
  readonly logoutRedirectUris: readonly string[];
  readonly scopes: readonly ConsentItem[];
  /** Only the store changes them. */
  terms: readonly ServiceTerm[];
  /** The representative one first. */
  readonly channels: readonly TalkChannel[];
  readonly adminKey: string | null;
  readonly customerFiles: boolean;
  readonly under14: 'refuse' | 'allow';
}

/** The default app. Its keys are made up and do not work at Kakao. */
export const DEFAULT_APP = {
  appId: 100001,
  name: '에뮬레이터 상점',
  restApiKeys: [
    {
      key: 'e0e1e2e3e4e5e6e7e8e9eaebecedeeef',
      clientSecret: 'EmulatorSecretEmulatorSecret0000',
      redirectUris: ['http://localhost:3000/kakao/callback'],
    },
  ],
  javascriptKeys: [
    {
      key: '0123456789abcdef0123456789abcdef',
      domains: ['http://localhost:3000'],
      redirectUris: ['http://localhost:3000/kakao/callback'],
    },
  ],
  scopes: [
    {id: 'profile_nickname', name: '닉네임', required: true},
    {id: 'profile_image', name: '프로필 사진', required: false},
    {id: 'account_email', name: '카카오계정(이메일)', required: false},
    {id: 'phone_number', name: '카카오계정(전화번호)', required: false},
    {id: 'name', name: '이름', required: false, when: 'use'},
    {id: 'shipping_address', name: '배송지 정보', required: false, when: 'use'},
    {id: 'plusfriends', name: '카카오톡 채널 추가 상태 및 내역', required: false, when: 'use'},
  ],
  terms: [
    {tag: 'service', title: '이용약관', required: true},
    {tag: 'privacy', title: '개인정보 수집 및 이용', required: true},
    {tag: 'marketing', title: '마케팅 정보 수신', required: false},
  ],
  channel: {publicId: '_emulator', name: '에뮬레이터 상점'},
  adminKey: 'a0a1a2a3a4a5a6a7a8a9aaabacadaeaf',
} as const satisfies EmulatedAppOptions;

/**
 * Checks apps and fills in their defaults.
 * @throws {Error} that names the first value which Kakao's console would refuse.
 */
export function readApps(options: readonly EmulatedAppOptions[]): readonly EmulatedApp[] {
  if (options.length === 0) throw new Error('The emulator needs at least one app.');
  const apps = options.map((app, index) => readApp(app, index));
  const keys = apps.flatMap((app) => [
    ...app.keys.map(({key}) => key),
    ...(app.adminKey === null ? [] : [app.adminKey]),
  ]);
  const doubled = keys.find((key, index) => keys.indexOf(key) !== index);
  if (doubled !== undefined) throw new Error(`The app key ${doubled} is given twice.`);
  return apps;
}

function readApp(options: EmulatedAppOptions, index: number): EmulatedApp {
  const keys: AppKey[] = [
    ...options.restApiKeys.map(({key, clientSecret, redirectUris}) => ({
      key: readKey(key),
      kind: 'rest' as const,
      clientSecret: clientSecret ?? null,
      redirectUris: redirectUris.map(readRedirectUri),
      domains: [],
    })),
    ...options.javascriptKeys.map(({key, domains, redirectUris}) => ({
      key: readKey(key),
      kind: 'javascript' as const,
      clientSecret: null,
      redirectUris: redirectUris.map(readRedirectUri),
      domains: domains.map(readDomain),
    })),
  ];
  return {
    appId: options.appId ?? DEFAULT_APP.appId + index,
    name: options.name ?? DEFAULT_APP.name,
    iconUrl: options.iconUrl ?? null,
    keys,
    exchange: options.exchange ?? 'any-key',
    loginEnabled: options.loginEnabled ?? true,
    openIdConnect: options.openIdConnect ?? true,
    logoutRedirectUris: options.logoutRedirectUris?.map(readRedirectUri) ?? [
      ...new Set(keys.flatMap((key) => key.redirectUris.map((uri) => `${new URL(uri).origin}/`))),
    ],
    scopes: options.scopes ?? DEFAULT_APP.scopes,
    terms: readTerms(options.terms ?? DEFAULT_APP.terms),
    channels: readChannels(options),
    adminKey: options.adminKey === undefined ? null : readKey(options.adminKey),
    customerFiles: options.customerFiles ?? true,
    under14: options.under14 ?? 'refuse',
  };
}

function readKey(key: unknown): string {
  if (typeof key !== 'string' || !/^[\w-]{8,64}$/.test(key)) {
    throw new Error(
      `An app key is 8 to 64 letters and digits (Kakao's are 32 hex digits), not ${JSON.stringify(key)}.`,
    );
  }
  return key;
}

function readChannels({channel, otherChannels = []}: EmulatedAppOptions): readonly TalkChannel[] {
  if (!channel && otherChannels.length > 0)
    throw new Error('One of the channels is the representative one: "channel".');
  const channels = [...(channel ? [channel] : []), ...otherChannels];
  for (const {publicId} of channels) {
    if (!/^_\w{1,30}$/.test(publicId)) {
      throw new Error(`A channel's public id is as in pf.kakao.com/_ZeUTxl, not ${JSON.stringify(publicId)}.`);
    }
  }
  if (new Set(channels.map(({publicId}) => publicId)).size < channels.length)
    throw new Error('A channel is given twice.');
  return channels;
}

function readRedirectUri(text: unknown): string {
  const url = readHttpUrl(text);
  if (url === null || String(text).includes('#')) {
    throw new Error(`A redirect URI is an absolute http(s) address without a fragment, not ${JSON.stringify(text)}.`);
  }
  return String(text);
}

function readDomain(text: unknown): string {
  const url = readHttpUrl(text);
  if (url === null || url.origin !== text) {
    throw new Error(`A domain is an origin such as http://localhost:3000, not ${JSON.stringify(text)}.`);
  }
  return url.origin;
}

function readHttpUrl(text: unknown): URL | null {
  if (typeof text !== 'string') return null;
  try {
    const url = new URL(text);
    return /^https?:$/.test(url.protocol) ? url : null;
  } catch {
    return null;
  }
}

/** The other id of a channel. */
export function toChannelUuid(publicId: string): string {
  return `@${publicId.replace(/^_/, '')}`;
}
