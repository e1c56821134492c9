import {isKakaoTalk, isPhone} from '../in-app/in-app-browser.js';
import {
  createTransactionSecrets,
  toAuthorizeUrl,
  withOpenId,
  type AuthorizationOptions,
  type TransactionSecrets,
} from '../oauth/authorization-request.js';
import {type ErrorCode, KakaoSyncError} from '../shared/errors.js';
import {toStateParameter} from '../shared/state-parameter.js';
import {type Purpose} from '../shared/transaction-cookie.js';
import {authorize, initializeKakaoSdk, type AuthorizeSettings, type KakaoSdk} from '../sdk/kakao-sdk.js';
import {readAttribution} from './attribution.js';
import {KAKAO, toFailure, type Context} from './context.js';
import {KakaoLoginStartEvent} from './events.js';
import {leaveNote} from './note.js';
import {watchTalk} from './waiting-for-talk.js';

/** What one login asks for, beyond the page's settings. */
export interface LoginOptions {
  readonly prompt?: string | undefined;
  readonly scope?: string | undefined;
  readonly serviceTerms?: string | undefined;
  readonly loginHint?: string | undefined;
  readonly throughTalk?: 'auto' | 'never' | undefined;
  /** The element that was pressed: its events are dispatched there, and it shows the message. */
  readonly source?: EventTarget | undefined;
}

/** How long a press waits for the SDK. */
const MAX_WAIT = 3000;
/** How long a press counts as a gesture where the browser does not tell. */
const GESTURE = 1000;

export interface Login {
  prepare(): Promise<void>;
  login(options?: LoginOptions): void;
}

/** The way to Kakao: by the SDK, which may open KakaoTalk, or by the documented address. */
export function createLogin(context: Context): Login {
  const {ports, transactions} = context;
  const device = {userAgent: ports.userAgent, maxTouchPoints: ports.maxTouchPoints};
  let secrets: TransactionSecrets | null = null;
  let making: Promise<void> | null = null;
  /** The press that counts: a later one, or the page's return, leaves an earlier one behind. */
  let attempt = 0;

  /** Secrets are made ahead, one set at a time, because WebCrypto answers later and a press must not wait. */
  function makeSecrets(): Promise<void> {
    if (secrets) return Promise.resolve();
    return (making ??= createTransactionSecrets().then((made) => {
      secrets = made;
      making = null;
    }));
  }

  /** On desktops and inside KakaoTalk the SDK would only redirect, and the documented address can carry PKCE. */
  const prefersDirect = (): boolean =>
    !!context.config().settings.restApiKey && (isKakaoTalk(device) || !isPhone(device));

  function loadSdk(): Promise<KakaoSdk> {
    const {release, emulator} = context.config().settings;
    return ports.loadSdk({release, emulator});
  }

  async function prepare(): Promise<void> {
    const {fatal, missing} = context.config();
    if (fatal.length > 0 || missing !== null || !ports.isSecureContext) return;
    const made = makeSecrets();
    // A failure shows at the press, which tries again.
    if (!prefersDirect()) await loadSdk().catch(() => undefined);
    await made;
  }

  function login(options: LoginOptions = {}): void {
    const {status, canContinueInBrowser} = context.store.state.flow;
    if (status === 'starting' || status === 'completing') return;
    if (status === 'waiting-for-talk' && !canContinueInBrowser) return;
    const {fatal, missing} = context.config();
    const {source} = options;
    const refuse = (code: ErrorCode, message?: string): void => {
      if (message !== undefined) ports.report(`${code}: ${message}`);
      context.deliver(toFailure(code, 'login'), source);
    };
    if (fatal.length > 0) return refuse('config_invalid');
    if (missing !== null) return refuse('config_incomplete', missing);
    if (!ports.isSecureContext) return refuse('insecure_origin', 'Kakao login needs https (or http://localhost).');
    if (!ports.dispatch(new KakaoLoginStartEvent('login'), source)) return;

    const mine = ++attempt;
    const pressed = ports.now();
    const isCurrent = (): boolean => mine === attempt && context.store.state.flow.status === 'starting';
    const fail = (code: ErrorCode, tx?: string): void => {
      if (isCurrent() || context.store.state.flow.status === 'waiting-for-talk') {
        context.deliver(toFailure(code, 'login', tx), source);
      }
    };
    context.enterFlow({status: 'starting', purpose: 'login'}, () => fail('navigation_failed'));

    const sdk = ports.findSdk();
    if (secrets && (prefersDirect() || sdk)) return leave(secrets, prefersDirect() ? null : sdk);
    waitForParts().then(
      ({made, sdk: loaded}) => void (isCurrent() && leave(made, loaded)),
      (error: unknown) => fail(error instanceof KakaoSyncError ? error.code : 'sdk_failed'),
    );

    async function waitForParts(): Promise<{made: TransactionSecrets; sdk: KakaoSdk | null}> {
      await makeSecrets();
      const made = secrets;
      if (!made) throw new KakaoSyncError('navigation_failed', 'The secrets were used by another press.');
      if (prefersDirect()) return {made, sdk: null};
      try {
        return {made, sdk: await withinTime(loadSdk())};
      } catch (error) {
        if (context.config().settings.restApiKey) return {made, sdk: null};
        throw error;
      }
    }

    /** In the press's own task where everything was ready: the gesture is alive and KakaoTalk may open. */
    function leave(made: TransactionSecrets, kakao: KakaoSdk | null): void {
      secrets = null;
      void makeSecrets();
      if (!kakao) return leaveDirectly(made);
      const {appKey = '', restApiKey, throughTalk} = context.config().settings;
      try {
        initializeKakaoSdk(kakao, appKey);
        const hasGesture = ports.hasGesture() ?? ports.now() - pressed <= GESTURE;
        leaveBySdk(made, kakao, hasGesture && (options.throughTalk ?? throughTalk) !== 'never');
      } catch (error) {
        if (restApiKey) return leaveDirectly(made);
        fail(error instanceof KakaoSyncError ? error.code : 'sdk_failed', made.tx);
      }
    }

    function leaveDirectly(made: TransactionSecrets): void {
      const {restApiKey = '', redirectUri = '', emulator} = context.config().settings;
      const state = openTransaction(made, restApiKey, true);
      if (state === null) return;
      const parameters = {clientId: restApiKey, redirectUri, state, secrets: made, options: readOptions(options)};
      ports.navigate(toAuthorizeUrl(emulator ?? KAKAO, parameters), 'assign');
    }

    function leaveBySdk(made: TransactionSecrets, kakao: KakaoSdk, throughTalk: boolean): void {
      const {appKey = '', redirectUri = ''} = context.config().settings;
      const state = openTransaction(made, appKey, false);
      if (state === null) return;
      const settings: AuthorizeSettings = {
        redirectUri,
        state,
        nonce: made.nonce,
        ...(throughTalk ? {} : {throughTalk: false}),
        ...setOnly(readOptions(options)),
      };
      authorize(kakao, settings, (answer) => {
        const to = leaveNote(ports, redirectUri, state, answer);
        ports.navigate(to, 'assign');
      });
      if (throughTalk && isPhone(device) && !isKakaoTalk(device)) watchTalk(context, () => mine === attempt);
    }

    /** Writes the record in the task that leaves; answers the `state`, or null where there are no cookies. */
    function openTransaction(made: TransactionSecrets, clientId: string, withPkce: boolean): string | null {
      const {redirectUri = '', context: text} = context.config().settings;
      const address = ports.address();
      const from = address.pathname + address.search;
      const purpose: Purpose = 'login';
      const {tx, nonceSecret, codeVerifier} = made;
      const record = {tx, nonceSecret, redirectUri, clientId, purpose, time: ports.now(), from};
      const details = {
        from: from + address.hash,
        attribution: readAttribution(address),
        ...(text !== undefined && {context: text}),
      };
      if (transactions.open(withPkce ? {...record, codeVerifier} : record, details)) {
        return toStateParameter({tx, path: from});
      }
      fail('cookies_blocked', tx);
      return null;
    }
  }

  /** The page's settings, a button's own before them. */
  function readOptions(options: LoginOptions): AuthorizationOptions {
    const {settings} = context.config();
    const scope = options.scope ?? settings.scope;
    return {
      prompt: options.prompt,
      scope: scope && withOpenId(scope.replace(/ /g, '')),
      serviceTerms: (options.serviceTerms ?? settings.serviceTerms)?.replace(/ /g, ''),
      loginHint: options.loginHint ?? settings.loginHint,
      channelPublicId: settings.channelPublicId?.replace(/ /g, ''),
    };
  }

  function withinTime(loading: Promise<KakaoSdk>): Promise<KakaoSdk> {
    return new Promise((resolve, reject) => {
      const cancel = ports.after(MAX_WAIT, () => reject(new KakaoSyncError('sdk_timeout', 'Kakao SDK: 3 s.')));
      loading.then(resolve, reject).finally(cancel);
    });
  }

  return {prepare, login};
}

/** `authorize()` refuses an own key that is undefined. */
function setOnly<Values extends object>(values: Values): {[Key in keyof Values]?: Exclude<Values[Key], undefined>} {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value)) as never;
}
