import type {createStandInChannel} from './stand-in-sdk-channel.js';

type Fields = Record<string, unknown>;
type Params = Record<string, string>;

/** The object that KakaoTalk's channel home gives its pages. */
interface KakaoWeb {
  reqSignInLocation?: (query: string) => Promise<string>;
}

interface KakaoGlobal extends Fields {
  Auth?: unknown;
}

interface SdkWindow {
  Kakao?: KakaoGlobal;
  kakaoweb?: KakaoWeb;
  kakaoAsyncInit?: () => void;
  exports?: Fields;
  module?: unknown;
  define?: ((dependencies: readonly string[], factory: (exports: KakaoGlobal) => void) => void) & {amd?: unknown};
}

interface StandInSettings {
  readonly version: string;
  /** The origin to call if the script cannot tell its address. */
  readonly servedFrom: string;
  /** Whether KakaoTalk opens in a window when a page hands it something. */
  readonly hasTalkWindow: boolean;
}

/**
 * Runs in the page. Its text is served, so everything it uses is inside it or given to it. It behaves as recorded of
 * releases 2.2.0, 2.5.0, 2.7.1 and 2.7.4, and as read of 2.7.9, including their oddities: validation writes into the
 * caller's object, promises have a class of their own and may never settle, a page has one poller, polls overlap. It plays
 * the login and, by `createChannel`, the channel. The SDK's other parts exist and throw when they are used.
 */
export function installStandInSdk(
  {version, servedFrom, hasTalkWindow}: StandInSettings,
  toMd5: (text: string) => string,
  createChannel: typeof createStandInChannel,
): void {
  const page = window as unknown as SdkWindow;
  const source = document.currentScript instanceof HTMLScriptElement ? document.currentScript.src : '';
  const from = new URL(source || servedFrom);
  const isAtKakao = from.hostname === 't1.kakaocdn.net';
  const hosts = isAtKakao
    ? {
        kauth: 'https://kauth.kakao.com',
        kapi: 'https://kapi.kakao.com',
        talk: 'https://talk-apps.kakao.com',
        apps: 'https://apps.kakao.com',
        pf: 'https://pf.kakao.com',
      }
    : {kauth: from.origin, kapi: from.origin, talk: from.origin, apps: from.origin, pf: from.origin};
  const ka = [
    `sdk/${version}`,
    'os/javascript',
    'sdk_type/javascript',
    `lang/${navigator.language}`,
    `device/${navigator.platform.replace(/ /g, '_')}`,
    `origin/${encodeURIComponent(location.origin)}`,
  ].join(' ');

  let appKey: string | null = null;
  let accessToken: string | null = null;
  let stopPolling: () => void = () => undefined;
  let talkWindow: Window | null = null;

  /** Whether this is a release or a later one. */
  function isSince(release: string): boolean {
    const [own = [], other = []] = [version, release].map((text) => text.split('.').map(Number));
    const at = [0, 1, 2].find((index) => own[index] !== other[index]);
    return at === undefined || (own[at] ?? 0) > (other[at] ?? 0);
  }

  function createKakaoError(message: string): Error {
    const error = Object.create(new Error()) as Error;
    error.name = 'KakaoError';
    error.message = message;
    return error;
  }

  interface Thenable<T> {
    then<A, B>(onDone?: ((value: T) => A) | null, onFailed?: ((reason: unknown) => B) | null): Thenable<A | B>;
    catch<B>(onFailed: (reason: unknown) => B): Thenable<T | B>;
    finally(onEnd: () => void): Thenable<T>;
  }

  /** Not a Promise: the SDK has promises of its own, and a rejection that is not handled is not reported. */
  function toThenable<T>(inner: Promise<T>): Thenable<T> {
    inner.catch(() => undefined);
    return {
      then: <A, B>(onDone?: ((value: T) => A) | null, onFailed?: ((reason: unknown) => B) | null) =>
        toThenable<A | B>(inner.then<A, B>(onDone, onFailed)),
      catch: (onFailed) => toThenable(inner.catch(onFailed)),
      finally: (onEnd) => toThenable(inner.finally(onEnd)),
    };
  }

  interface Rules {
    readonly required?: readonly string[];
    readonly optional: Readonly<Record<string, (value: unknown) => boolean>>;
    readonly defaults?: Fields;
  }

  function readSettings(settings: unknown, {required = [], optional, defaults = {}}: Rules, name: string): Fields {
    if (settings === undefined) settings = {};
    if (typeof settings !== 'object' || settings === null) throw new Error('params should be an Object');
    const given = settings as Fields;
    const missing = required.filter((key) => given[key] === undefined);
    if (missing.length > 0) throw createKakaoError(`Missing required keys: ${missing.join(',')} at ${name}`);
    const unknown = Object.keys(given).filter((key) => !(key in optional));
    if (unknown.length > 0) throw createKakaoError(`Invalid parameter keys: ${unknown.join(',')} at ${name}`);
    for (const [key, value] of Object.entries(defaults)) if (given[key] === undefined) given[key] = value;
    for (const key of Object.keys(given)) {
      if (!optional[key]?.(given[key])) throw createKakaoError(`Illegal argument for "${key}" in ${name}`);
    }
    return given;
  }

  const isText = (value: unknown): boolean => typeof value === 'string';
  const isFlag = (value: unknown): boolean => typeof value === 'boolean';

  const promptKey = isSince('2.3.0') ? 'prompt' : 'prompts';
  const authorizeRules: Rules = {
    optional: {
      redirectUri: isText,
      state: isText,
      nonce: isText,
      scope: isText,
      [promptKey]: isText,
      loginHint: isText,
      serviceTerms: isText,
      channelPublicId: isText,
      deviceType: (value) => value === 'watch' || value === 'tv',
      settleId: isText,
      ...(isSince('2.5.0') ? {kauth_tx_id: isText} : {approvalType: (value) => value === 'project'}),
      isPopup: isFlag,
      throughTalk: isFlag,
      throughSyncplugin: isFlag,
    },
    defaults: isSince('2.5.0')
      ? {isPopup: false, throughTalk: true, throughSyncplugin: true}
      : {throughTalk: true, isPopup: false, throughSyncplugin: true},
  };

  function toQuery(parameters: Params): string {
    return Object.entries(parameters)
      .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
      .join('&');
  }

  function createTransactionId(): string {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~';
    return Array.from(crypto.getRandomValues(new Uint8Array(60)), (byte) => alphabet[byte % alphabet.length]).join('');
  }

  function toAuthorizeParameters(key: string, settings: Fields): Params {
    const text = (name: string): string | undefined => settings[name] as string | undefined;
    const optional: readonly (readonly [string, string | undefined])[] = [
      ['approval_type', text('approvalType')],
      ['scope', text('scope')],
      ['prompt', text(promptKey)],
      ['state', text('state')],
      ['nonce', text('nonce')],
      ['login_hint', text('loginHint')],
      ['settle_id', text('settleId')],
      ['kauth_tx_id', text('kauth_tx_id')],
      ['device_type', text('deviceType')],
      ['channel_public_id', text('channelPublicId')],
    ];
    const parameters: Params = {client_id: key};
    for (const [name, value] of optional) if (value) parameters[name] = value;
    const terms = text('serviceTerms');
    if (terms || (terms === '' && isSince('2.5.0'))) parameters['extra.service_terms'] = terms;
    parameters['redirect_uri'] = text('redirectUri') || 'JS-SDK';
    parameters['response_type'] = 'code';
    parameters['auth_tran_id'] = createTransactionId();
    return parameters;
  }

  /** The `ka` of queries and headers. */
  function getAgent(): string {
    return isSince('2.7.9') && appKey !== null ? `${ka} app_key/${appKey}` : ka;
  }

  function toWebAddress(parameters: Params, isPopup: boolean, withKa = true): string {
    return `${hosts.kauth}/oauth/authorize?${toQuery({...parameters, ...(withKa && {ka: getAgent()}), is_popup: String(isPopup)})}`;
  }

  function toIntent(parameters: Params, fallback: string): string {
    const extra = 'S.com.kakao.sdk.talk.';
    return [
      'intent:#Intent',
      'action=com.kakao.talk.intent.action.CAPRI_LOGGED_IN_ACTIVITY',
      'launchFlags=0x08880000',
      `${extra}appKey=${parameters['client_id'] ?? ''}`,
      `${extra}redirectUri=${parameters['redirect_uri'] ?? ''}`,
      `${extra}kaHeader=${ka}`,
      `${extra}extraparams=${encodeURIComponent(JSON.stringify({...parameters, is_popup: true}))}`,
      ...(parameters['state'] === undefined ? [] : [`${extra}state=${parameters['state']}`]),
      `S.browser_fallback_url=${encodeURIComponent(fallback)}`,
      'end;',
    ].join(';');
  }

  function toUniversalLink(parameters: Params, fallback: string): string {
    const agent = {...parameters, is_popup: 'true', ka};
    const inner = `kakaotalk://inappbrowser?url=${encodeURIComponent(`${hosts.kauth}/oauth/authorize?${toQuery(agent)}`)}`;
    return `${hosts.talk}/scheme/${encodeURIComponent(inner)}&web=${encodeURIComponent(fallback)}`;
  }

  function readDevice() {
    const agent = navigator.userAgent;
    const isIpad = /Macintosh/.test(agent) && navigator.maxTouchPoints > 1;
    return {
      isAndroid: /Android/i.test(agent),
      isIos: /iPhone|iPad|iPod/.test(agent) || isIpad,
      isTalk: /KAKAOTALK/i.test(agent),
      isChannelHome: (isSince('2.7.4') ? /ch-home|PFHOME/i : /ch-home/i).test(agent),
      isRefusingApps: (isSince('2.7.4')
        ? /instagram|fb_iab|fbios|barcelona/i
        : isSince('2.5.0')
          ? /instagram|fb_iab|fbios/i
          : /instagram|fb_iab/i
      ).test(agent),
    };
  }

  function goBack(redirectUri: string | undefined, fields: Params): void {
    if (!redirectUri) return;
    location.href = `${redirectUri}${redirectUri.includes('?') ? '&' : '?'}${toQuery(fields)}`;
  }

  function request(method: string, url: string, onAnswer: (status: number, text: string) => void): XMLHttpRequest {
    const xhr = new XMLHttpRequest();
    xhr.open(method, url);
    xhr.onload = () => onAnswer(xhr.status, xhr.responseText);
    xhr.onerror = () => onAnswer(0, '');
    return xhr;
  }

  /**
   * Polls each second, for ten minutes, for the response of a login that happens elsewhere.
   * @param endsWithPopup ends when the visitor has closed the popup, which shows only after a response to a poll
   */
  function poll(parameters: Params, settings: Fields, popup: Window | null, endsWithPopup = false): Thenable<Fields> {
    stopPolling();
    const address = toPollAddress(parameters);
    return toThenable(
      new Promise<Fields>((resolve, reject) => {
        let left = 600;
        let isDelivered = false;
        const stop = (): void => clearInterval(timer);
        const deliver = (fields: Params): void => {
          // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- as the SDK does
          if (fields['error']) reject(fields);
          else resolve(fields);
          goBack(settings['redirectUri'] as string | undefined, fields);
        };
        const read = (status: number, text: string): void => {
          if (status !== 200 || (isDelivered && isSince('2.7.9'))) return;
          if (endsWithPopup && popup?.closed) stop();
          const {status: kind, error_code: errorCode, ...fields} = parsePollResponse(text);
          if (errorCode === '300') return;
          stop();
          if (kind === 'error' && errorCode === '700') location.href = `${hosts.kauth}/error/network`;
          if (errorCode === '700' && isSince('2.7.1')) return;
          isDelivered = true;
          popup?.close();
          talkWindow?.close();
          deliver(fields);
        };
        const timer = setInterval(() => {
          left -= 1;
          if (left >= 0) {
            request('GET', address, read).send();
          } else {
            stop();
            deliver(toTimeout(parameters));
          }
        }, 1000);
        stopPolling = stop;
      }),
    );
  }

  function toPollAddress(parameters: Params): string {
    const query = toQuery({
      client_id: parameters['client_id'] ?? '',
      auth_tran_id: parameters['auth_tran_id'] ?? '',
      ka: getAgent(),
    });
    return `${hosts.kauth}/apiweb/code.json?${query}`;
  }

  /** As in the SDK, text that is not JSON is taken apart into its characters. */
  function parsePollResponse(text: string): Params {
    let response: unknown = text;
    try {
      response = JSON.parse(text);
    } catch {
      // The text itself.
    }
    return Object.assign({}, response);
  }

  function toTimeout({state}: Params): Params {
    return {error: 'timeout', error_description: 'LOGIN_TIMEOUT', ...(state !== undefined && {state})};
  }

  function open(address: string, isPopup: boolean): Window | null {
    if (isPopup) {
      const left = Math.max(0, (screen.width - 480) / 2);
      const top = Math.max(0, (screen.height - 700) / 2);
      return window.open(address, '_blank', `width=480,height=700,left=${left},top=${top},scrollbars=yes,resizable=1`);
    }
    location.href = address;
    return null;
  }

  const never = (): Thenable<Fields> => toThenable(new Promise<Fields>(() => undefined));

  function authorize(given?: unknown): Thenable<Fields> | undefined {
    const settings = readSettings(given, authorizeRules, 'Auth.authorize');
    if (appKey === null) throw createKakaoError('App key must be provided');
    const device = readDevice();
    const prompt = (settings[promptKey] as string | undefined) ?? '';
    if (prompt.includes('none') && !device.isTalk) return refuseAutoLogin(settings);
    const isPopup = settings['isPopup'] === true;
    // In a channel home, throughSyncplugin alone decides.
    if (!device.isTalk || !device.isChannelHome || settings['throughSyncplugin'] !== true) {
      return leavePage(settings, prompt, isPopup, device);
    }
    const canBeSilent = !isPopup && !prompt.includes('cert') && typeof page.kakaoweb?.reqSignInLocation === 'function';
    if (!canBeSilent) return openPlugin(settings);
    authorizeSilently(settings, prompt);
    return undefined;
  }

  function refuseAutoLogin(settings: Fields): Thenable<Fields> {
    const state = settings['state'] as string | undefined;
    const refusal = {error: 'auto_login', error_description: 'NOT_SUPPORTED_BROWSER', ...(state && {state})};
    goBack(settings['redirectUri'] as string | undefined, refusal);
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- as the SDK does
    return toThenable(Promise.reject<Fields>(refusal));
  }

  /** Asks the channel home to log in without a page. If that is not possible, its plugin opens. */
  function authorizeSilently(settings: Fields, prompt: string): void {
    const parameters = toAuthorizeParameters(appKey ?? '', settings);
    const query = toQuery({...parameters, ka: getAgent(), is_popup: 'false', prompt: 'none'});
    page.kakaoweb
      ?.reqSignInLocation?.(query)
      .then((address) => {
        const response = Object.fromEntries(new URL(address).searchParams);
        const {error} = response;
        const needsPlugin =
          error === 'interaction_required' || (error === 'consent_required' && !prompt.includes('none'));
        if (needsPlugin) openPlugin(settings);
        else goBack(settings['redirectUri'] as string | undefined, response);
      })
      .catch(() => undefined);
  }

  function openPlugin(settings: Fields): Thenable<Fields> {
    const parameters = toAuthorizeParameters(appKey ?? '', settings);
    const own = {ka: getAgent(), is_popup: 'true', approval_window_type: 'v4_bizplugin'};
    const query = encodeURIComponent(toQuery({...parameters, ...own}));
    location.href = `kakaotalk://bizplugin?plugin_id=6011263b74fc2b49c73a7298&query=${query}`;
    return poll(parameters, settings, null);
  }

  /** Goes to KakaoTalk if the phone can switch to it, and otherwise to Kakao's page. */
  function leavePage(
    settings: Fields,
    prompt: string,
    isPopup: boolean,
    {isAndroid, isIos, isTalk, isRefusingApps}: ReturnType<typeof readDevice>,
  ): Thenable<Fields> {
    const parameters = toAuthorizeParameters(appKey ?? '', settings);
    const web = toWebAddress(parameters, isPopup);
    const canSwitch = settings['throughTalk'] === true && !/login|none/.test(prompt) && !isTalk;
    if (canSwitch && isAndroid && !isRefusingApps) {
      const intent = toIntent(parameters, web);
      announce(intent);
      return poll(parameters, settings, open(intent, isPopup));
    }
    if (canSwitch && isIos) {
      const link = toUniversalLink(parameters, toWebAddress(parameters, isPopup, !isPopup));
      if (hasTalkWindow) announce(link);
      return poll(parameters, settings, open(link, isPopup));
    }
    const popup = open(web, isPopup);
    return isPopup ? poll(parameters, settings, popup, true) : never();
  }

  // The SDK does not do this. No desktop browser can open KakaoTalk, so the emulator gets the address and plays the app.
  function announce(address: string): void {
    if (isAtKakao) return;
    const target = `${hosts.kauth}/__emulator/talk/intent`;
    if (!hasTalkWindow) {
      navigator.sendBeacon(target, address);
      return;
    }
    request('POST', target, (status, path) => {
      if (status === 200) talkWindow = window.open(`${hosts.kauth}${path}`, 'kakaotalk');
    }).send(address);
  }

  function callApi(method: string, path: string): Thenable<Fields> {
    return toThenable(
      new Promise<Fields>((resolve, reject) => {
        const xhr = request(method, hosts.kapi + path, (status, text) => {
          let body: Fields;
          try {
            body = JSON.parse(text) as Fields;
          } catch {
            body = {};
          }
          if (status === 200) resolve(body);
          // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- as the SDK does
          else reject(body);
        });
        xhr.setRequestHeader('Authorization', `Bearer ${String(accessToken)}`);
        xhr.setRequestHeader('KA', ka);
        xhr.setRequestHeader('Cache-Control', 'no-cache, no-store, max-age=0, must-revalidate');
        xhr.setRequestHeader('Pragma', 'no-cache');
        xhr.setRequestHeader('Content-Type', 'application/x-www-form-urlencoded');
        xhr.send();
      }),
    );
  }

  const toStorageKey = (): string => `kakao_${toMd5(`kat${String(appKey)}`)}`;

  // The SDK only obscures the token, by AES with the app key as passphrase. This does the same without AES.
  function setAccessToken(token: string | null, persist = true): void {
    accessToken = token;
    if (token === null || !persist) sessionStorage.removeItem(toStorageKey());
    else sessionStorage.setItem(toStorageKey(), btoa(token));
  }

  function getAccessToken(): string | null {
    const stored = accessToken === null ? sessionStorage.getItem(toStorageKey()) : null;
    if (stored !== null) accessToken = atob(stored);
    return accessToken;
  }

  /** A part that is not played. It exists, as in the SDK, and throws when it is used. */
  function createUnplayed(name: string): Fields {
    const toMember = (_target: object, key: string | symbol): unknown =>
      typeof key === 'symbol' ? undefined : () => refuse(`${name}.${key}`);
    return new Proxy({}, {get: toMember});
  }

  function refuse(name: string): never {
    throw new Error(`The stand-in for Kakao's SDK does not play ${name}.`);
  }

  function createAuth(): Fields {
    const unplayed = ['createShippingAddress', 'selectShippingAddress', 'updateShippingAddress'];
    if (isSince('2.5.0')) unplayed.push('authorizeForCert');
    return {
      ...Object.fromEntries(unplayed.map((name) => [name, () => refuse(`Kakao.Auth.${name}`)])),
      authorize,
      getAppKey: () => appKey,
      getAccessToken,
      setAccessToken,
      getStatusInfo: () => {
        // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- as the SDK does
        if (!accessToken) return toThenable(Promise.reject<Fields>({status: 'not_connected'}));
        return callApi('GET', '/v2/user/me').then(
          (user) => ({status: 'connected', user}),
          () => ({status: 'not_connected'}),
        );
      },
      logout: () => callApi('POST', '/v1/user/logout').finally(() => setAccessToken(null)),
      cleanup: () => stopPolling(),
    };
  }

  const members = {
    VERSION: version,
    init(this: KakaoGlobal, key?: unknown) {
      if (appKey !== null) throw createKakaoError('Kakao.init: Already initialized');
      if (typeof key !== 'string') throw createKakaoError('Kakao.init: App key must be provided');
      appKey = key;
      this.Auth = createAuth();
      const parts = ['API', 'Share', 'Navi', 'Picker'];
      if (isSince('2.7.4')) parts.push('Cert');
      if (!isSince('2.5.0')) parts.push('Story');
      for (const name of parts) this[name] = createUnplayed(`Kakao.${name}`);
      this['Channel'] = createChannel({
        hosts,
        isSince,
        readSettings,
        toQuery,
        toThenable,
        createTransactionId,
        readDevice,
        request,
        getAgent,
        getAppKey: () => String(appKey),
        getAccessToken,
        announce,
        refuse,
      });
    },
    isInitialized: () => appKey !== null,
    cleanup: () => {
      appKey = null;
    },
  };

  /** If the SDK is loaded twice, the object stays, with new functions and the old Auth, and is not initialised any more. */
  function install(exports: KakaoGlobal): void {
    const {define} = page;
    if (typeof define === 'function' && define.amd) page.Kakao = exports;
    if (typeof page.kakaoAsyncInit === 'function') setTimeout(() => page.kakaoAsyncInit?.(), 0);
    Object.assign(exports, members);
  }

  // A variable, because bundlers would take a list inside `define()` for imports.
  const dependencies = ['exports'];
  if (typeof page.exports === 'object' && page.module !== undefined) install(page.exports);
  else if (typeof page.define === 'function' && page.define.amd) page.define(dependencies, install);
  else install((page.Kakao ??= {}));
}
