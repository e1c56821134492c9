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
}

interface BegunPress {
  /** Null until it is written. */
  readonly written: PreparedPress | null;
  /** Nothing will be written, and nothing takes away what is. */
  readonly stop: () => void;
}

const begun = new WeakMap<CoreContext, BegunPress>();

/** Writes the record of a press before it is one: once a pointer is down, which leaves time until it is up. */
export function prepareDirect(core: CoreContext, request: PressRequest, made: PressSecrets): void {
  forget(core);
  // Not in the pointer's own task: a quick press is next, and waits for nothing.
  const stop = core.ports.after(0, () => write(core, request, made));
  begun.set(core, {written: null, stop});
}

function write(core: CoreContext, request: PressRequest, made: PressSecrets): void {
  const {ports, transactions} = core;
  const {settings} = request;
  const {codeVerifier, codeChallenge} = made;
  const draft = draftTransaction(core, request, made);
  const {tx, time} = draft.record;
  const record = {...draft.record, clientId: settings.restApiKey ?? '', codeVerifier};
  const keepDetails = transactions.writeAhead(record);
  // The press shows why.
  if (!keepDetails) return transactions.discard(tx);
  const end = (): void => forget(core);
  const ends = [ports.after(UNPRESSED, end), ports.onPressLost(end)];
  const to = toAddress(settings, draft.request, codeChallenge);
  begun.set(core, {
    written: {key: toKey(core, request), time, made, draft, keepDetails, to},
    stop: () => ends.forEach((stop) => stop()),
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

function take(core: CoreContext): PreparedPress | null | undefined {
  const found = begun.get(core);
  begun.delete(core);
  found?.stop();
  return found?.written;
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
