import {isKakaoTalk, isPhone} from '../../in-app/device.js';
import {KAKAO, toAuthorizeUrl, type AuthorizationRequest} from '../../oauth/authorization-request.js';
import {authorize, initializeKakaoSdk, type KakaoSdk} from '../../sdk/kakao-sdk.js';
import {attempt} from '../../shared/attempt.js';
import {KakaoSyncError} from '../../shared/errors.js';
import {toReference} from '../../shared/reference.js';
import type {ClientContext} from '../page/client-context.js';
import type {ClientPorts} from '../page/ports.js';
import {saveTalkAnswer} from '../page/talk-answer.js';
import {createAuthorizationTransaction} from '../page/transactions/authorization-transaction.js';
import type {TransactionDetails} from '../page/transactions/open-transaction.js';
import type {TransactionStore} from '../page/transactions/transaction-store.js';
import {isWithin, LEAVE_TIMEOUT, withTimeout} from '../page/with-timeout.js';
import type {Settings} from '../state/config.js';
import type {Press, PressSecrets} from './press.js';
import {withParameters} from './request-parameters.js';
import {offerTalkFallback} from './talk-fallback.js';

/** A press counts as a gesture for a second, the last millisecond included, if the browser does not tell. */
const GESTURE = 1001;

/**
 * On desktops and inside KakaoTalk the SDK would only redirect, and the documented address can carry PKCE. In a frame it
 * would redirect the frame.
 */
export function prefersDirect(ports: ClientPorts, {restApiKey}: Settings): boolean {
  return !!restApiKey && (isKakaoTalk(ports) || !isPhone(ports) || !ports.isTop);
}

/**
 * Goes to Kakao: by the SDK, which may open KakaoTalk, or by the documented address. In the press's own task where
 * everything is ready: the gesture is alive then, and KakaoTalk may open.
 */
export function goToKakao(context: ClientContext, press: Press): void {
  const {ports} = context;
  const {settings} = press;
  const isDirect = prefersDirect(ports, settings);
  const sdk = isDirect ? null : findSdk(ports, settings);
  const secrets = press.secrets.ready();
  if (secrets && (sdk ?? isDirect)) leave(context, press, secrets, sdk);
  else {
    Promise.all([waitForSecrets(ports, press), isDirect ? null : waitForSdk(ports, settings)]).then(
      ([made, loaded]) => {
        if (press.isCurrent()) leave(context, press, made, loaded);
      },
      press.fail,
    );
  }
}

/** The page's SDK. A file without the login part may show that only after `init`; then there is none. */
function findSdk(ports: ClientPorts, {appKey = ''}: Settings): KakaoSdk | null {
  const sdk = ports.findSdk();
  attempt(() => sdk && initializeKakaoSdk(sdk, appKey));
  return ports.findSdk();
}

/** Those of a link need the backend. */
function waitForSecrets(ports: ClientPorts, {purpose, secrets}: Press): Promise<PressSecrets> {
  const making = secrets.make();
  return purpose === 'link' ? withTimeout(ports, LEAVE_TIMEOUT, 'backend_timeout', making) : making;
}

/** Null where it cannot be had, and need not be. */
function waitForSdk(ports: ClientPorts, settings: Settings): Promise<KakaoSdk | null> {
  const loading = withTimeout(
    ports,
    LEAVE_TIMEOUT,
    'sdk_timeout',
    ports.loadSdk(settings),
    ports.findSdkFile(settings),
  );
  return settings.restApiKey ? loading.catch(() => null) : loading;
}

function leave(context: ClientContext, press: Press, made: PressSecrets, sdk: KakaoSdk | null): void {
  const {ports, transactions} = context;
  const {purpose, asked, settings, secrets} = press;
  const {appKey = '', restApiKey, redirectUri = '', emulator = KAKAO, context: text, returnTo = ''} = settings;
  const {codeVerifier, codeChallenge, t} = made;
  secrets.drop();
  // Anew for the next press, where there is one: this press has better things to do.
  ports.after(0, () => void secrets.make().catch(() => null));
  // In a frame it is the whole window that leaves, and comes back.
  const whole = {...ports, address: () => ports.topAddress() ?? ports.address()};
  const transaction = createAuthorizationTransaction(whole, made, {redirectUri, purpose, context: text, t});
  const request = withParameters(transaction.request, press);
  const {serviceTerms} = request;
  const terms = serviceTerms?.split(',');
  const details = {...transaction.details, asked: asked ?? (terms && {terms}), returnTo};
  press.ref = toReference(made.tx);
  /** Writes the record, in the task that leaves. Where the browser takes no cookies, the press has failed. */
  const open = (clientId: string, pkce?: {readonly codeVerifier: string}): boolean => {
    const isOpen = transactions.open({...transaction.record, clientId, ...pkce}, details);
    if (!isOpen) failHere(new KakaoSyncError('cookies_blocked'));
    return isOpen;
  };
  const failHere = (error: unknown): void => {
    transactions.discard(made.tx);
    press.fail(error);
  };
  try {
    leaveBySdk(context, press, request, sdk, () => open(appKey));
  } catch (error) {
    if (!restApiKey) return failHere(error);
    if (!open(restApiKey, {codeVerifier})) return;
    const to = toAuthorizeUrl(emulator, {clientId: restApiKey, ...request, codeChallenge});
    // A sandbox keeps the window where it is.
    if (!attempt(() => (ports.navigateTop(to), true))) return failHere(new KakaoSyncError('framed'));
  }
  if (press.isCurrent()) transactions.makeRoom(made.tx);
  const names = findLost(transactions, transaction.record, details);
  // Not before: the line has to be fetched.
  if (names.length > 0 && press.isCurrent()) context.explain([{code: 'storage_blocked', kind: 'lost', names}]);
}

/** The names of a press's details that no storage has kept. Where it began is in its record too. */
function findLost(
  {readDetails}: TransactionStore,
  {tx, from}: {readonly tx: string; readonly from: string},
  details: TransactionDetails,
): (keyof TransactionDetails)[] {
  const kept = readDetails(tx);
  const names = Object.keys(details) as (keyof TransactionDetails)[];
  return names.filter((name) => details[name] && !kept[name] && (name !== 'from' || details.from !== from));
}

/**
 * @param open writes the record; false where that failed
 * @throws {KakaoSyncError} `sdk_blocked`, `sdk_conflict`, `sdk_failed`
 */
function leaveBySdk(
  context: ClientContext,
  press: Press,
  request: AuthorizationRequest,
  sdk: KakaoSdk | null,
  open: () => boolean,
): void {
  const {ports} = context;
  const {appKey = '', redirectUri = '', throughTalk: byDefault} = press.settings;
  if (!sdk) throw new KakaoSyncError('sdk_blocked');
  initializeKakaoSdk(sdk, appKey);
  const hasGesture = ports.hasGesture() ?? isWithin(ports.now() - press.pressedAt, GESTURE);
  const throughTalk = hasGesture && (press.options.throughTalk ?? byDefault) !== 'never';
  if (!open()) return;
  authorize(sdk, throughTalk ? request : {...request, throughTalk}, (answer) => {
    ports.navigate(saveTalkAnswer(ports, redirectUri, request.state, answer), 'assign');
  });
  if (throughTalk && opensTalk(ports)) offerTalkFallback(context, press);
}

/** Inside KakaoTalk only a channel's home opens a sheet of its own. */
function opensTalk(ports: ClientPorts): boolean {
  return isPhone(ports) && (!isKakaoTalk(ports) || /ch-home|PFHOME/i.test(ports.userAgent));
}
