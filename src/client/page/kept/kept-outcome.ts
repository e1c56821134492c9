import {parseJson, readString, omitUndefined, toFields} from '../../../shared/fields.js';
import {isSamePage} from '../../../shared/return-target.js';
import type {ReadConfig} from '../../state/config.js';
import type {Outcome} from '../../state/state.js';
import type {ClientPorts} from '../ports/ports.js';
import {isOfAnother, keepJson} from './stored-json.js';

const OUTCOME_KEY = 'ks.outcome';
/** Every end that an outcome can have. One that is missing here does not compile. */
const ENDS: Readonly<Record<Outcome['end'], 1>> = {
  'signed-in': 1,
  consent: 1,
  cancelled: 1,
  retry: 1,
  'continue-here': 1,
  help: 1,
  'action-required': 1,
  'logged-out': 1,
  skipped: 1,
};

/** What an outcome is kept with. */
interface Keeping {
  /** The page that it is for. */
  readonly to?: string | undefined;
  /** Until when it waits for a page that can show it. */
  readonly until?: number | undefined;
  /** The stored name of its transaction: `ref` may be the backend's own. */
  readonly of?: string | undefined;
  /** The backend itself has told this end. */
  readonly answered?: true | undefined;
  /** The backend of its app. */
  readonly endpoint?: string | undefined;
}

/** The fields in `ks.outcome` and `ks.held`: `to` is the page that the outcome is for, `offer` the outcome's own `to`. */
type StoredOutcome = Omit<Outcome, 'to'> & Keeping & {readonly offer: string | undefined};

/** Keeps an outcome for the page this tab goes to next; false where there is no storage. */
export function keepOutcome(
  {sessionStorage}: Pick<ClientPorts, 'sessionStorage'>,
  outcome: Outcome,
  keeping: Keeping,
  key = OUTCOME_KEY,
): boolean {
  const offer = 'to' in outcome ? outcome.to : undefined;
  return keepJson(sessionStorage, key, {...outcome, to: undefined, offer, ...keeping} satisfies StoredOutcome);
}

/** The outcome that was kept, and with what. Looking leaves it there; {@link forgetOutcome} takes it. */
export function readOutcome(
  {sessionStorage}: Pick<ClientPorts, 'sessionStorage'>,
  key = OUTCOME_KEY,
): readonly [outcome: Outcome | null, keeping: Keeping] {
  const {to, offer, until, of, answered, endpoint, ...outcome} = toFields(parseJson(sessionStorage.get(key)));
  const {end, member, missingTerms} = outcome;
  const isWhole =
    end === 'signed-in'
      ? member && (missingTerms === undefined || Array.isArray(missingTerms))
      : end !== 'consent' || (outcome['terms'] && outcome['scope']);
  if (!isWhole || !Object.keys(ENDS).includes(end as string)) return [null, {}];
  const kept = {...outcome, ...omitUndefined({to: readString(offer)})} as unknown as Outcome;
  return [
    kept,
    {
      to: readString(to),
      of: readString(of),
      endpoint: readString(endpoint),
      until: Number.isFinite(until) ? (until as number) : undefined,
      answered: answered === true || undefined,
    },
  ];
}

/** Whose outcomes count on a page. */
type Own = Readonly<{ports: Pick<ClientPorts, 'sessionStorage' | 'address'>; config: () => ReadConfig}>;

/** What {@link readOutcome} reads, unless it is another app's of this origin: that has another backend, and other pages. */
export function readOwnOutcome({ports, config}: Own): ReturnType<typeof readOutcome> {
  const read = readOutcome(ports);
  const [, {endpoint, to}] = read;
  const isOurs = !isOfAnother(endpoint, config().settings.endpoint) || isSamePage(ports.address(), to);
  return isOurs ? read : OF_ANOTHER;
}

const OF_ANOTHER: ReturnType<typeof readOutcome> = [null, {}];

/** Forgets what {@link readOwnOutcome} reads. */
export function forgetOwnOutcome(own: Own): void {
  if (readOwnOutcome(own) !== OF_ANOTHER) forgetOutcome(own.ports);
}

export function forgetOutcome({sessionStorage}: Pick<ClientPorts, 'sessionStorage'>, key = OUTCOME_KEY): void {
  sessionStorage.remove(key);
}

/** Somebody is signed in, by whichever way: that a login has failed before is no news to them. */
export function dropWaiting(own: Own): void {
  const [kept, {until}] = readOwnOutcome(own);
  if (until && kept?.purpose === 'login') forgetOutcome(own.ports);
}
