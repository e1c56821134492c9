import {omitUndefined, toJson} from '../../shared/fields.js';
import type {CoreContext} from '../page/core-context.js';
import type {TransactionStore} from '../page/transactions/transaction-store.js';
import type {Press, PressRequest, PressSecrets} from './press.js';
import {beginTransaction, draftTransaction, leaveDirectly, toAddress} from './press-transaction.js';

/** How long a record waits for its press, in ms. */
const UNPRESSED = 2000;

/** A record that is written, and the address that its press leaves for if it still asks for the same. */
interface PreparedPress {
  readonly key: string;
  readonly made: PressSecrets;
  readonly draft: ReturnType<typeof draftTransaction>;
  readonly keepDetails: NonNullable<ReturnType<TransactionStore['writeAhead']>>;
  /** The documented address of Kakao's. */
  readonly to: string;
}

interface BegunPress {
  /** Null until the record is written. */
  readonly written: PreparedPress | null;
  /** Ends the timers: no record is written any more, and none is removed. */
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
  const record = {...draft.record, clientId: settings.restApiKey ?? '', codeVerifier};
  const keepDetails = transactions.writeAhead(record);
  // The press shows why.
  if (!keepDetails) return transactions.discard(made.tx);
  const end = (): void => forget(core);
  const ends = [ports.after(UNPRESSED, end), ports.onPressLost(end)];
  const to = toAddress(settings, draft.request, codeChallenge);
  begun.set(core, {
    written: {key: toKey(core, request), made, draft, keepDetails, to},
    stop: () => ends.forEach((stop) => stop()),
  });
}

export function leavePrepared(core: CoreContext, press: Press): boolean {
  const found = take(core);
  if (!found) return false;
  const {key, made, draft, keepDetails, to} = found;
  if (key !== toKey(core, press) || !keepDetails(draft.details)) {
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

/** Everything that the record and the address depend on, as text to compare. */
function toKey({ports}: CoreContext, {purpose, asked, settings, failed, options}: PressRequest): string {
  const addresses = [ports.address().href, ports.topAddress()?.href];
  return toJson([purpose, asked, settings, failed, omitUndefined({...options, source: undefined}), addresses]);
}
