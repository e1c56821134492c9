import {isKakaoTalk, isPhone} from '../../in-app/in-app-browser.js';
import {
  createTransactionSecrets,
  KAKAO,
  toAuthorizeUrl,
  withOpenId,
  type AuthorizationRequest,
  type TransactionSecrets,
} from '../../oauth/authorization-request.js';
import {attempt} from '../../shared/attempt.js';
import {type ErrorCode, KakaoSyncError} from '../../shared/errors.js';
import {omitUndefined} from '../../shared/fields.js';
import type {LoginOptions, PrepareOptions} from '../state/login-options.js';
import type {Purpose} from '../../shared/transaction-cookie.js';
import {authorize, initializeKakaoSdk, type KakaoSdk} from '../../sdk/kakao-sdk.js';
import type {Settings} from '../state/config.js';
import type {ClientContext} from '../page/client-context.js';
import {createAuthorizationTransaction} from '../page/transactions/authorization-transaction.js';
import {KakaoLoginStartEvent} from '../state/events.js';
import {
  toConsentRequest,
  toUnchangedOutcome,
  type ConsentRequest,
  type ConsentOptions,
} from '../state/consent-request.js';
import {keepDeveloperHint} from '../page/backend/developer-hint.js';
import {withTimeout, isWithin} from '../page/with-timeout.js';
import {LinkRefusal, type LinkSecrets, type LinkSecretsMaker} from '../page/link-secrets.js';
import {saveTalkAnswer} from '../page/talk-answer.js';
import {toFailure} from '../state/outcome.js';
import {offerTalkFallback} from './talk-fallback.js';

/** How long a press waits for the SDK, and a link for its key. */
const MAX_WAIT = 3000;
/** How long a press counts as a gesture where the browser does not tell. */
const GESTURE = 1001;

/** The way to Kakao: by the SDK, which may open KakaoTalk, or by the documented address. */
export function createLogin(
  context: ClientContext,
  linkSecrets: LinkSecretsMaker,
): {
  prepare(options?: PrepareOptions): Promise<void>;
  login(options: LoginOptions): void;
  requestConsent(options: ConsentOptions): void;
  /** The press that waits leads nowhere any more. */
  abandon(): void;
} {
  const {ports, transactions, store, config, enterFlow, deliver} = context;
  let secrets: TransactionSecrets | null = null;
  let making: Promise<TransactionSecrets> | null = null;
  /** The press that counts. */
  let current = 0;

  /** Secrets are made ahead, because WebCrypto answers later and a press must not wait. */
  function makeSecrets(): Promise<TransactionSecrets> {
    return (making ??= createTransactionSecrets().then((made) => (secrets = made)));
  }

  const isInTalk = isKakaoTalk(ports);
  /** Inside KakaoTalk only a channel's home opens a sheet of its own. */
  const opensTalk = isPhone(ports) && (!isInTalk || /ch-home|PFHOME/i.test(ports.userAgent));
  /** On desktops and inside KakaoTalk the SDK would only redirect, and the documented address can carry PKCE. */
  const prefersDirect = (): boolean => !!config().settings.restApiKey && (isInTalk || !isPhone(ports));

  /** Why no press can lead anywhere. */
  function findObstacle(): ErrorCode | null {
    const {isBroken, missing} = config();
    if (isBroken) return 'config_invalid';
    if (missing) return 'config_incomplete';
    return ports.isSecureContext ? null : 'insecure_origin';
  }

  async function prepare({purpose}: PrepareOptions = {}): Promise<void> {
    if (findObstacle()) return;
    // Why a link cannot begin shows at the press.
    const made = purpose === 'link' ? linkSecrets.make().catch(() => null) : makeSecrets();
    // The first look into cookies and storage takes milliseconds that a press should not pay.
    transactions.openRecords();
    ports.localStorage.keys();
    // A failure shows at the press, which tries again.
    if (!prefersDirect()) await ports.loadSdk(config().settings).catch(() => null);
    await made;
  }

  /** The SDK that is there. One without a login may show that only once it is set up, and is none then. */
  function findSdk(appKey: string): KakaoSdk | null {
    const sdk = ports.findSdk();
    attempt(() => sdk && initializeKakaoSdk(sdk, appKey));
    return ports.findSdk();
  }

  function isBusy(): boolean {
    const {status, canContinueInBrowser} = store.state.flow;
    return /^(starting|completing)$/.test(status) || (status === 'waiting-for-talk' && !canContinueInBrowser);
  }

  function go(purpose: Purpose, options: LoginOptions, asked?: ConsentRequest): void {
    if (isBusy()) return;
    const {source} = options;
    const {code: failed = ''} = store.state.flow;
    const {settings} = config();
    const {appKey = '', restApiKey, redirectUri = '', emulator} = settings;
    const obstacle = findObstacle();
    if (obstacle) return deliver(toFailure(obstacle, purpose), source);
    if (!ports.dispatch(new KakaoLoginStartEvent(purpose), source)) return;

    const mine = ++current;
    const pressed = ports.now();
    // Whatever else is told meanwhile, a press goes on: only another one, its own failure or the Back button ends it.
    const isCurrent = (): boolean => mine === current;
    // Without a reference: nothing has left the page, and no server's log could have it.
    const fail = (code: ErrorCode, to?: string, line?: string): void => {
      if (!isCurrent()) return;
      current++;
      if (line) keepDeveloperHint(ports, line);
      deliver({...toFailure(code, purpose), ...(to !== undefined && {to})}, source);
    };
    enterFlow({status: 'starting', purpose}, () => fail('navigation_failed'));

    // In the press's own task where everything is ready: the gesture is alive and KakaoTalk may open.
    const isDirect = prefersDirect();
    const sdk = isDirect ? null : findSdk(appKey);
    const isLink = purpose === 'link';
    const ready = isLink ? linkSecrets.ready() : secrets;
    if (ready && (sdk ?? isDirect)) leave(ready, sdk);
    else {
      const making = isLink ? withTimeout(ports, MAX_WAIT, 'backend_timeout', linkSecrets.make()) : makeSecrets();
      Promise.all([making, isDirect ? null : loadInTime()]).then(
        ([made, loaded]) => {
          if (isCurrent()) leave(made, loaded);
        },
        (error: unknown) => fail(toCode(error), error instanceof LinkRefusal ? error.to : undefined, toLine(error)),
      );
    }

    function loadInTime(): Promise<KakaoSdk | null> {
      const loading = withTimeout(ports, MAX_WAIT, 'sdk_timeout', ports.loadSdk(settings), ports.findSdkFile(settings));
      return restApiKey ? loading.catch(() => null) : loading;
    }

    function leave(made: TransactionSecrets & Partial<LinkSecrets>, kakao: KakaoSdk | null): void {
      if (isLink) linkSecrets.drop();
      else secrets = making = null;
      // Anew for the next press, where there is one: this press has better things to do.
      ports.after(0, () => void (isLink ? linkSecrets.make().catch(() => null) : makeSecrets()));
      const {codeVerifier, codeChallenge} = made;
      const {context: text} = settings;
      const departure = createAuthorizationTransaction(ports, made, {
        redirectUri,
        purpose,
        context: text,
        asked,
        t: made.t,
      });
      // Kakao would take the account again that was the wrong one.
      const choice = /^(already_linked|different_account|link_unproven)$/.test(failed) && {prompt: 'select_account'};
      // A consent asks for nothing but what it names.
      const request = {...departure.request, ...choice, ...toParameters(asked ? {} : settings, options)};
      // What could not be done in silence may be done with a screen.
      if (failed === 'kakao_interaction_required' && /none/.test(request.prompt ?? ''))
        Reflect.deleteProperty(request, 'prompt');
      /** Writes the record, in the task that leaves. */
      const open = (clientId: string, pkce?: {codeVerifier: string}): boolean => {
        const isOpen = transactions.open({...departure.record, clientId, ...pkce}, departure.details);
        if (!isOpen) fail('cookies_blocked');
        return isOpen;
      };
      try {
        if (!kakao) throw new KakaoSyncError('sdk_blocked');
        initializeKakaoSdk(kakao, appKey);
        const hasGesture = ports.hasGesture() ?? isWithin(ports.now() - pressed, GESTURE);
        const throughTalk = hasGesture && (options.throughTalk ?? settings.throughTalk) !== 'never';
        if (!open(appKey)) return;
        authorize(kakao, throughTalk ? request : {...request, throughTalk}, (answer) => {
          ports.navigate(saveTalkAnswer(ports, redirectUri, request.state, answer), 'assign');
        });
        if (throughTalk && opensTalk) offerTalkFallback({ports, store, enterFlow}, purpose, () => mine === current);
      } catch (error) {
        if (!restApiKey) return fail(toCode(error));
        if (!open(restApiKey, {codeVerifier})) return;
        const url = toAuthorizeUrl(emulator ?? KAKAO, {clientId: restApiKey, ...request, codeChallenge});
        ports.navigate(url, 'assign');
      }
    }
  }

  return {
    prepare,
    abandon: () => void current++,
    login: ({purpose, ...options}) => go(purpose === 'link' ? purpose : 'login', options),
    requestConsent(options) {
      const {asked, hasScreen} = toConsentRequest(options, store.state.session);
      const {source, throughTalk} = options;
      const [serviceTerms, scope] = [asked.terms.join(), asked.scope.join()];
      if (hasScreen) go('terms', {serviceTerms, scope, source, throughTalk}, asked);
      else if (!isBusy()) deliver(toUnchangedOutcome(asked), source);
    },
  };
}

/** The page's settings, a button's own before them; only those that are there. */
function toParameters(settings: Partial<Settings>, own: LoginOptions): Partial<AuthorizationRequest> {
  /** The first that is a text: a button's property may be anything. An empty one asks for nothing. */
  const toList = (...values: unknown[]): string | undefined =>
    values.find((value) => typeof value === 'string')?.replace(/ *, */g, ',') || undefined;
  const scope = toList(own.scope, settings.scope);
  return omitUndefined({
    prompt: toList(own.prompt),
    scope: scope && withOpenId(scope),
    serviceTerms: toList(own.serviceTerms, settings.serviceTerms),
    loginHint: toList(own.loginHint, settings.loginHint),
    channelPublicId: toList(settings.channelPublicId),
  });
}

/** What an error of ours says besides its code. */
function toLine(error: unknown): string {
  return error instanceof KakaoSyncError && error.message !== error.code ? error.message : '';
}

function toCode(error: unknown): ErrorCode {
  return error instanceof KakaoSyncError ? error.code : 'sdk_failed';
}
