import {isKakaoTalk, isPhone} from '../in-app/in-app-browser.js';
import {
  createTransactionSecrets,
  KAKAO,
  toAuthorizeUrl,
  withOpenId,
  type AuthorizationRequest,
  type TransactionSecrets,
} from '../oauth/authorization-request.js';
import {type ErrorCode, KakaoSyncError} from '../shared/errors.js';
import {setOnly} from '../shared/fields.js';
import {authorize, initializeKakaoSdk, type KakaoSdk} from '../sdk/kakao-sdk.js';
import type {Settings} from './config.js';
import type {Context} from './context.js';
import {createDeparture} from './departure.js';
import {KakaoLoginStartEvent} from './events.js';
import {inTime} from './in-time.js';
import {leaveNote} from './note.js';
import {toFailure} from './outcome.js';
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
const PURPOSE = 'login';

/** The way to Kakao: by the SDK, which may open KakaoTalk, or by the documented address. */
export function createLogin({ports, transactions, store, config, enterFlow, deliver}: Context): {
  prepare(): Promise<void>;
  login(options: LoginOptions): void;
} {
  let secrets: TransactionSecrets | null = null;
  let making: Promise<TransactionSecrets> | null = null;
  /** The press that counts. */
  let current = 0;

  /** Secrets are made ahead, because WebCrypto answers later and a press must not wait. */
  function makeSecrets(): Promise<TransactionSecrets> {
    return (making ??= createTransactionSecrets().then((made) => (secrets = made)));
  }

  const isInTalk = isKakaoTalk(ports);
  /** On desktops and inside KakaoTalk the SDK would only redirect, and the documented address can carry PKCE. */
  const prefersDirect = (): boolean => !!config().settings.restApiKey && (isInTalk || !isPhone(ports));

  /** Why no press can lead anywhere. */
  function findObstacle(): ErrorCode | null {
    const {isBroken, missing} = config();
    if (isBroken) return 'config_invalid';
    if (missing) return 'config_incomplete';
    return ports.isSecureContext ? null : 'insecure_origin';
  }

  async function prepare(): Promise<void> {
    if (findObstacle()) return;
    const made = makeSecrets();
    // The first look into cookies and storage takes milliseconds that a press should not pay.
    transactions.openRecords();
    ports.localStorage.keys();
    // A failure shows at the press, which tries again.
    if (!prefersDirect()) await ports.loadSdk(config().settings).catch(() => null);
    await made;
  }

  function login(options: LoginOptions): void {
    const {source} = options;
    const {status, canContinueInBrowser} = store.state.flow;
    if (/^(starting|completing)$/.test(status) || (status === 'waiting-for-talk' && !canContinueInBrowser)) return;
    const {settings} = config();
    const {appKey = '', restApiKey, redirectUri = '', emulator} = settings;
    const obstacle = findObstacle();
    if (obstacle) return deliver(toFailure(obstacle, PURPOSE), source);
    if (!ports.dispatch(new KakaoLoginStartEvent(PURPOSE), source)) return;

    const mine = ++current;
    const pressed = ports.now();
    const isCurrent = (): boolean => mine === current && store.state.flow.status === 'starting';
    // Without a reference: nothing has left the page, and no server's log could have it.
    const fail = (code: ErrorCode): void => {
      if (isCurrent()) deliver(toFailure(code, PURPOSE), source);
    };
    enterFlow({status: 'starting', purpose: PURPOSE}, () => fail('navigation_failed'));

    // In the press's own task where everything is ready: the gesture is alive and KakaoTalk may open.
    const isDirect = prefersDirect();
    const sdk = isDirect ? null : ports.findSdk();
    if (secrets && (sdk ?? isDirect)) leave(secrets, sdk);
    else {
      Promise.all([makeSecrets(), isDirect ? null : loadInTime()]).then(
        ([made, loaded]) => {
          if (isCurrent()) leave(made, loaded);
        },
        (error: unknown) => fail(toCode(error)),
      );
    }

    function loadInTime(): Promise<KakaoSdk | null> {
      const loading = inTime(ports, MAX_WAIT, 'sdk_timeout', ports.loadSdk(settings));
      return restApiKey ? loading.catch(() => null) : loading;
    }

    function leave(made: TransactionSecrets, kakao: KakaoSdk | null): void {
      secrets = making = null;
      // Anew for the next press, where there is one: this press has better things to do.
      ports.after(0, () => void makeSecrets());
      const {codeVerifier, codeChallenge} = made;
      const {context} = settings;
      const departure = createDeparture(ports, made, {redirectUri, purpose: PURPOSE, context});
      const request = {...departure.request, ...toParameters(settings, options)};
      /** Writes the record, in the task that leaves. */
      const open = (clientId: string, pkce?: {codeVerifier: string}): boolean => {
        const isOpen = transactions.open({...departure.record, clientId, ...pkce}, departure.details);
        if (!isOpen) fail('cookies_blocked');
        return isOpen;
      };
      try {
        if (!kakao) throw new KakaoSyncError('sdk_blocked');
        initializeKakaoSdk(kakao, appKey);
        const hasGesture = ports.hasGesture() ?? ports.now() - pressed <= GESTURE;
        const throughTalk = hasGesture && (options.throughTalk ?? settings.throughTalk) !== 'never';
        if (!open(appKey)) return;
        authorize(kakao, throughTalk ? request : {...request, throughTalk}, (answer) => {
          ports.navigate(leaveNote(ports, redirectUri, request.state, answer), 'assign');
        });
        if (throughTalk && isPhone(ports) && !isInTalk) watchTalk({ports, store, enterFlow}, () => mine === current);
      } catch (error) {
        if (!restApiKey) return fail(toCode(error));
        if (!open(restApiKey, {codeVerifier})) return;
        const url = toAuthorizeUrl(emulator ?? KAKAO, {clientId: restApiKey, ...request, codeChallenge});
        ports.navigate(url, 'assign');
      }
    }
  }

  return {prepare, login};
}

/** The page's settings, a button's own before them; only those that are there. */
function toParameters(settings: Settings, own: LoginOptions): Partial<AuthorizationRequest> {
  /** The first that is a text: a button's property may be anything. An empty one asks for nothing. */
  const toList = (...values: unknown[]): string | undefined =>
    values.find((value) => typeof value === 'string')?.replace(/ *, */g, ',') || undefined;
  const scope = toList(own.scope, settings.scope);
  return setOnly({
    prompt: toList(own.prompt),
    scope: scope && withOpenId(scope),
    serviceTerms: toList(own.serviceTerms, settings.serviceTerms),
    loginHint: toList(own.loginHint, settings.loginHint),
    channelPublicId: toList(settings.channelPublicId),
  });
}

function toCode(error: unknown): ErrorCode {
  return error instanceof KakaoSyncError ? error.code : 'sdk_failed';
}
