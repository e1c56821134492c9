import {createClient} from '../../../src/client/client.js';
import type {PageClient} from '../../../src/client/page/page-client.js';
import type {KakaoSyncConfig} from '../../../src/client/state/config.js';
import type {ClientPorts, SafeStorage} from '../../../src/client/page/ports.js';
import type {AuthorizeSettings, KakaoSdk} from '../../../src/sdk/kakao-sdk.js';

const KEY = '0123456789abcdef0123456789abcdef';

const COMPLETE: KakaoSyncConfig = {appKey: KEY, endpoint: '/api/kakao/session', redirectUri: '/kakao/callback'};

/** A phone, or a desktop, on which nothing leaves: where it would go is written down. */
export interface Stage {
  readonly client: PageClient;
  /** What Kakao's SDK was asked to authorize. */
  readonly authorizations: AuthorizeSettings[];
  /** What it was asked to do with a channel. */
  readonly channelCalls: readonly (readonly [name: string, settings: object])[];
  /** How often it was asked for. */
  readonly loads: () => number;
  /** What the backend was asked, as `GET` or `POST`. */
  readonly requests: readonly string[];
  /** Resolves when it has been asked so often. */
  authorized(times: number): Promise<void>;
  /** Lets time pass for the client. */
  advance(milliseconds: number): void;
}

/** The real client in a browser that only exists here. */
export function createStage({
  config = COMPLETE,
  isSecureContext = true,
  hasCookies = true,
  session,
}: {
  readonly config?: KakaoSyncConfig;
  readonly isSecureContext?: boolean;
  readonly hasCookies?: boolean;
  /** The backend's answer to a GET; without one the network is off. */
  readonly session?: object;
} = {}): Stage {
  let time = 1_700_000_000_000;
  const timers = new Set<{at: number; run: () => void}>();
  const cookies = new Map<string, string>();
  const authorizations: AuthorizeSettings[] = [];
  const waiting = new Set<() => void>();
  const channelCalls: [string, object][] = [];
  const requests: string[] = [];
  let loads = 0;
  const sdk: KakaoSdk = {
    VERSION: '2.7.4',
    init: () => undefined,
    isInitialized: () => true,
    Auth: {
      getAppKey: () => KEY,
      authorize: (settings) => {
        authorizations.push(settings);
        for (const look of waiting) look();
        return new Promise(() => undefined);
      },
    },
    Channel: {
      addChannel: (settings) => void channelCalls.push(['addChannel', settings]),
      followChannel: (settings) => {
        channelCalls.push(['followChannel', settings]);
        return new Promise(() => undefined);
      },
      chat: (settings) => void channelCalls.push(['chat', settings]),
    },
  };

  const ports: ClientPorts = {
    userAgent: 'Mozilla/5.0 (Linux; Android 14; SM-S918N) Chrome/126.0.0.0 Mobile',
    maxTouchPoints: 5,
    isSecureContext,
    now: () => time,
    after(milliseconds, run) {
      const timer = {at: time + milliseconds, run};
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    address: () => new URL('https://shop.example/products/1'),
    arrival: () => null,
    rewriteAddress: () => undefined,
    onAddressChange: () => () => undefined,
    showFragment: () => undefined,
    leave: () => undefined,
    isTop: true,
    navigate: () => undefined,
    readCookies: () => [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
    writeCookie(cookie) {
      const [name = '', value = ''] = (cookie.split(';')[0] ?? '').split('=');
      if (hasCookies) cookies.set(name, value);
    },
    localStorage: createStorage(),
    sessionStorage: createStorage(),
    withLock: (_name, run) => Promise.resolve(run()),
    fetch: (_url, {method = ''}) => {
      requests.push(method);
      return session ? Promise.resolve(Response.json(session)) : Promise.reject(new TypeError('The network is off.'));
    },
    loadSdk: () => (loads++, Promise.resolve(sdk)),
    findSdk: () => sdk,
    findSdkFile: () => '',
    findAutoLoginBlocker: () => null,
    hasGesture: () => true,
    isVisible: () => true,
    hasLoginButton: () => true,
    canShow: () => true,
    activated: () => null,
    listening: () => Promise.resolve(),
    onVisibilityChange: () => () => undefined,
    onReturn: () => () => undefined,
    onRestore: () => undefined,
    onStorage: () => undefined,
    onFirstUse: () => undefined,
    dispatch: (event, target) => (target ?? document).dispatchEvent(event),
    report: () => undefined,
  };

  return {
    client: createClient(ports, config),
    authorizations,
    channelCalls,
    requests,
    loads: () => loads,
    authorized: (times) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (authorizations.length >= times) resolve();
        };
        waiting.add(look);
        look();
      }),
    advance(milliseconds) {
      time += milliseconds;
      for (const timer of [...timers].sort((a, b) => a.at - b.at)) {
        if (timer.at <= time && timers.delete(timer)) timer.run();
      }
    },
  };
}

function createStorage(): SafeStorage {
  const items = new Map<string, string>();
  return {
    get: (key) => items.get(key) ?? null,
    set: (key, value) => !!items.set(key, value),
    remove: (key) => void items.delete(key),
    keys: () => [...items.keys()],
  };
}
