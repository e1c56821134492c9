import {readCookieText} from '../../shared/encoding/cookie-text.js';
import {createRandomToken} from '../../shared/encoding/random.js';
import {KakaoSyncError} from '../../shared/kakao-sync-error.js';
import {toReference} from '../../shared/reference.js';
import {toReturnTarget, withoutBackslashes} from '../../shared/return-target.js';
import {toTransactionCookie, toTransactionCookieName} from '../../shared/transaction.js';
import type {Press} from '../leave/press.js';
import type {ClientContext} from '../page/client-context.js';
import {keepBegun, readBegun, toUrlTx} from './begun-on-server.js';
import type * as returnSteps from './return-steps.js';
import {toServerValue} from './server-record.js';

type Steps = Pick<typeof returnSteps, 'toAttribution'>;

/** The cookies of all transactions together have at most this many characters. */
const MAX_TOGETHER = 3000;

/**
 * Leaves for the backend's own start of the login, or for Kakao, with a record that the server can read.
 *
 * @param steps those of a return whose code the page posts
 * @param goOn leaves for Kakao
 */
export function goByServer(context: ClientContext, steps: Steps, press: Press, goOn: () => void): void {
  const {purpose, options, settings} = press;
  const {callbackMode, loginUrl, appKey, scope, serviceTerms, autoLogin} = settings;
  // The backend only asks Kakao who the member is. To ask for more, the page needs the app's key.
  const asksMore = options.scope ?? scope ?? options.serviceTerms ?? serviceTerms;
  if (loginUrl && !appKey) {
    const given = Object.entries({autoLogin, scope, serviceTerms}).filter(([, value]) => value);
    context.explain(given.map(([name]) => ({code: 'config_invalid', kind: 'key', name: name as 'scope'})));
  }
  if (loginUrl && purpose === 'login' && !(appKey && asksMore)) leaveForBackend(context, steps, press, loginUrl);
  else if (!appKey) {
    context.explain([
      {code: 'config_incomplete', kind: 'missing', name: 'appKey', here: context.ports.address().origin},
    ]);
    press.fail(new KakaoSyncError('config_incomplete'));
  } else {
    if (callbackMode === 'server') press.writeRecord = createRecordWriter(context, steps, press);
    goOn();
  }
}

function createRecordWriter(
  context: ClientContext,
  {toAttribution}: Steps,
  press: Press,
): NonNullable<Press['writeRecord']> {
  const {ports, transactions} = context;
  return (record, details) => {
    const value = toServerValue(ports, record, details, record.from, toAttribution);
    const isOpen = value ? transactions.open(record, details, value) : failLong(context, press);
    if (isOpen) makeRoom(context);
    return isOpen;
  };
}

function failLong({explain}: ClientContext, press: Press): false {
  explain([{code: 'config_invalid', kind: 'long', name: 'context'}]);
  press.fail(new KakaoSyncError('config_invalid'));
  return false;
}

/** Forgets the transactions of which a request would carry too much: what is consumed first, then the oldest. */
function makeRoom({ports, transactions}: ClientContext): void {
  const cookies = readCookieText(ports.readCookies());
  const isSecure = ports.address().protocol === 'https:';
  let room = MAX_TOGETHER;
  for (const {tx} of [...transactions.openRecords(), ...transactions.consumed()]) {
    room -= cookies.get(toTransactionCookieName(tx, isSecure))?.length ?? 0;
    if (room < 0) transactions.discard(tx);
  }
}

/** Leaves for the address where the backend starts the login. A cookie without secrets tells it where to return. */
function leaveForBackend(context: ClientContext, {toAttribution}: Steps, press: Press, loginUrl: string): void {
  const {ports} = context;
  const {returnTo: wanted, context: text} = press.settings;
  const address = ports.address();
  const id = createRandomToken().slice(0, 6);
  const isSecure = address.protocol === 'https:';
  const returnTo = wanted ?? withoutBackslashes(toReturnTarget(address)) ?? '/';
  const from = address.pathname + address.search;
  const value = toServerValue(
    ports,
    {...{v: 'url', id}, time: ports.now()},
    {returnTo, context: text, from: toReturnTarget(address)},
    from,
    toAttribution,
  );
  press.ref = toReference(toUrlTx(id));
  if (!value) return void failLong(context, press);
  // The newest counts, and a request has no room for many.
  const {id: former} = readBegun(ports);
  if (former) ports.writeCookie(toTransactionCookie(former, '', isSecure));
  ports.writeCookie(toTransactionCookie(id, value, isSecure));
  if (readCookieText(ports.readCookies()).get(toTransactionCookieName(id, isSecure)) !== value) {
    return press.fail(new KakaoSyncError('cookies_blocked'));
  }
  keepBegun(ports, {id, returnTo});
  ports.navigate(loginUrl, 'assign');
}
