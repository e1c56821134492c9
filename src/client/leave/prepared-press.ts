import {omitUndefined, toJson} from '../../shared/fields.js';
import type {CoreContext} from '../page/core-context.js';
import type {TransactionStore} from '../page/transactions/transaction-store.js';
import {isWithin} from '../page/with-timeout.js';
import type {Press, PressRequest, PressSecrets} from './press.js';
import {beginTransaction, draftTransaction, leaveDirectly, toAddress} from './press-transaction.js';

/** How long a record waits for its press, in ms. */
const UNPRESSED = 2000;
/** How old it may be in the press, in ms: a page that was frozen meanwhile has lost no time of its own. */
const MAX_AGE = 60_000;

/** What the next press leaves with, if it asks for the same. */
interface PreparedPress {
  readonly key: string;
  readonly time: number;
  readonly made: PressSecrets;
  readonly draft: ReturnType<typeof draftTransaction>;
  readonly keepDetails: NonNullable<ReturnType<TransactionStore['writeAhead']>>;
  /** The documented address of Kakao's. */
  readonly to: string;
  /** Nothing takes its record away any more. */
  readonly stopWatching: () => void;
}

const prepared = new WeakMap<CoreContext, PreparedPress>();

/** Writes the record of a press before it is one: once a pointer is down, which leaves time until it is up. */
export function prepareDirect(core: CoreContext, request: PressRequest, made: PressSecrets): void {
  const {ports, transactions} = core;
  forget(core);
  const draft = draftTransaction(core, request, made);
  const {tx, time} = draft.record;
  const {settings} = request;
  const {codeVerifier, codeChallenge} = made;
  const record = {...draft.record, clientId: settings.restApiKey ?? '', codeVerifier};
  const keepDetails = transactions.writeAhead(record);
  // The press shows why.
  if (!keepDetails) return transactions.discard(tx);
  const end = (): void => forget(core);
  const ends = [ports.after(UNPRESSED, end), ports.onPressLost(end)];
  prepared.set(core, {
    ...{key: toKey(core, request), time, made, draft, keepDetails},
    to: toAddress(settings, draft.request, codeChallenge),
    stopWatching: () => ends.forEach((stop) => stop()),
  });
}

export function leavePrepared(core: CoreContext, press: Press): boolean {
  const found = take(core);
  if (!found) return false;
  const {key, time, made, draft, keepDetails, to} = found;
  const isSame = key === toKey(core, press) && isWithin(core.ports.now() - time, MAX_AGE);
  if (!isSame || !keepDetails(draft.details)) {
    core.transactions.discard(made.tx);
    return false;
  }
  leaveDirectly(
    core,
    press,
    beginTransaction(core, press, made, draft, () => true),
    to,
  );
  return true;
}

function take(core: CoreContext): PreparedPress | undefined {
  const found = prepared.get(core);
  prepared.delete(core);
  found?.stopWatching();
  return found;
}

function forget(core: CoreContext): void {
  const found = take(core);
  if (found) core.transactions.discard(found.made.tx);
}

/** All that what is written depends on. */
function toKey({ports}: CoreContext, {purpose, asked, settings, failed, options}: PressRequest): string {
  const addresses = [ports.address().href, ports.topAddress()?.href];
  return toJson([purpose, asked, settings, failed, omitUndefined({...options, source: undefined}), addresses]);
}
