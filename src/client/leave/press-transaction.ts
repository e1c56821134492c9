import {KAKAO, toAuthorizeUrl, type AuthorizationRequest} from '../../oauth/authorization-request.js';
import {attempt} from '../../shared/attempt.js';
import {KakaoSyncError} from '../../shared/kakao-sync-error.js';
import {toReference} from '../../shared/reference.js';
import type {TransactionRecord} from '../../shared/transaction.js';
import type {CoreContext} from '../page/core-context.js';
import {forgetTalkAnswer} from '../page/kept/talk-answer.js';
import {
  createAuthorizationTransaction,
  type AuthorizationTransaction,
} from '../page/transactions/authorization-transaction.js';
import type {Source} from '../page/ports/ports.js';
import type {TransactionDetails} from '../page/transactions/open-transaction.js';
import type {TransactionStore} from '../page/transactions/transaction-store.js';
import type {Settings} from '../state/config.js';
import {withParameters} from './request-parameters.js';
import type {Press, PressRequest, PressSecrets} from './press.js';

/** The transaction of a press, by whichever way it leaves. */
export interface PressTransaction {
  readonly request: AuthorizationRequest;
  readonly codeChallenge: string;
  readonly codeVerifier: string;
  /**
   * Writes the record, in the task that leaves. If the browser takes no cookies, the press has failed.
   *
   * @param verifier for PKCE, by the direct path
   * @returns whether it is written
   */
  open(clientId: string, verifier?: string): boolean;
  /** Nothing has left: takes the record back, and ends the press. */
  fail(error: unknown): void;
  /** It has left. */
  finish(): void;
}

/** Makes the request, the record and the details of a press, but writes nothing and uses up no secrets. */
export function draftTransaction(
  {ports}: CoreContext,
  press: PressRequest,
  {t, ...made}: PressSecrets,
): AuthorizationTransaction {
  const {purpose, asked, settings} = press;
  const {redirectUri = '', context: text, returnTo = ''} = settings;
  // In a frame it is the whole window that leaves, and comes back.
  const whole = {now: ports.now, address: () => ports.topAddress() ?? ports.address()};
  const {record, ...transaction} = createAuthorizationTransaction(whole, made, {
    redirectUri,
    purpose,
    context: text,
    t,
  });
  const request = withParameters(transaction.request, press);
  const terms = request.serviceTerms?.split(',');
  return {record, request, details: {...transaction.details, asked: asked ?? (terms && {terms}), returnTo}};
}

/**
 * Begins the transaction of a press. Its secrets are used up by it.
 *
 * @param draft what it leaves with, if that is made already
 * @param writeRecord writes the record with the details, if not as usual
 */
export function beginTransaction(
  core: CoreContext,
  press: Press,
  made: PressSecrets,
  {request, record, details} = draftTransaction(core, press, made),
  writeRecord: (record: TransactionRecord, details: TransactionDetails) => boolean = press.writeRecord ??
    core.transactions.open,
): PressTransaction {
  const {ports, transactions} = core;
  const {secrets} = press;
  const {codeVerifier, codeChallenge} = made;
  secrets.drop();
  // What an earlier login has left in this tab is no answer to this one.
  forgetTalkAnswer(ports);
  // Anew for the next press, where there is one: this press has better things to do.
  ports.after(0, () => void secrets.make().catch(() => null));
  press.ref = toReference(made.tx);

  function fail(error: unknown): void {
    transactions.discard(made.tx);
    press.fail(error);
  }

  return {
    ...{request, codeChallenge, codeVerifier, fail},
    open(clientId, verifier) {
      const isOpen = writeRecord({...record, clientId, ...(verifier && {codeVerifier: verifier})}, details);
      if (!isOpen) fail(new KakaoSyncError('cookies_blocked'));
      return isOpen;
    },
    finish() {
      if (press.isCurrent()) transactions.makeRoom(made.tx);
      const names = findLost(transactions, record, details);
      // Not before: the line has to be fetched.
      if (names.length > 0 && press.isCurrent()) core.explain([{code: 'storage_blocked', kind: 'lost', names}]);
    },
  };
}

/** Leaves by Kakao's documented address, with PKCE (RFC 7636). */
export function leaveDirectly(
  {ports}: CoreContext,
  {settings}: Press,
  transaction: PressTransaction,
  to = toAddress(settings, transaction.request, transaction.codeChallenge),
): void {
  if (!transaction.open(settings.restApiKey ?? '', transaction.codeVerifier)) return;
  // A sandbox keeps the window where it is.
  if (!attempt(() => (ports.navigateTop(to), true))) return transaction.fail(new KakaoSyncError('framed'));
  // Later, so that the request for Kakao's page waits for none of it.
  ports.after(0, transaction.finish);
}

/** Kakao's documented address for a request. */
export function toAddress(
  {restApiKey: clientId = '', emulator = KAKAO}: Settings,
  request: AuthorizationRequest,
  codeChallenge: string,
): string {
  return toAuthorizeUrl(emulator, {clientId, ...request, codeChallenge});
}

/** What a press keeps of its own: what analytics lose is no loss to the visitor. */
type OwnDetails = Omit<TransactionDetails, keyof Source>;

/** The names of a press's details that no storage has kept. Where it began is in its record too. */
function findLost(
  {readDetails}: TransactionStore,
  {tx, from}: {readonly tx: string; readonly from: string},
  details: OwnDetails,
): (keyof OwnDetails)[] {
  const kept = readDetails(tx);
  const names = Object.keys(details) as (keyof OwnDetails)[];
  return names.filter((name) => details[name] && !kept[name] && (name !== 'from' || details.from !== from));
}
