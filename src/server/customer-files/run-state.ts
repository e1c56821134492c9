import type {KakaoSyncError} from '../../shared/kakao-sync-error.js';
import type {CustomerFileTarget} from '../kakao/api/customer-files.js';
import {type Patience, toReaction, toReportedError} from './failures.js';
import type {CustomerDecision, CustomerFileReport} from './report.js';
import {readStandings, type Standing} from './standing.js';
import type {CustomerFileMember, CustomerFileRunOptions, SyncSetup} from './sync-setup.js';

/** One run, under way. */
export interface Run {
  readonly setup: SyncSetup;
  readonly options: CustomerFileRunOptions;
  /** Null while there is no file. */
  target: CustomerFileTarget | null;
  /** Who may have been in the file when the run began. */
  listed: ReadonlySet<string>;
  /** Who was in a request to Kakao whose answer was lost or unclear: they may be in the file. */
  readonly unanswered: Set<string>;
  /** Whom Kakao refused with -2 while it took nobody else, and what it said: the next batch shows whether it is about them. */
  readonly held: Map<string, unknown>;
  /** Who was looked at. */
  readonly seen: Set<string>;
  /** Who must leave the file, and could not be taken out yet. */
  readonly unresolved: Set<string>;
  readonly reasons: Map<CustomerDecision['reason'], number>;
  sent: number;
  removed: number;
  provedSince: number | null;
  error: KakaoSyncError | null;
  /** Nothing more is sent, and nobody more is looked at. */
  isStopped: boolean;
  /** How many people in a row Kakao could not be asked about. */
  troubles: number;
}

/** How often one call is made at most. */
const TRIES = 3;
/** So many people in a row, and Kakao is taken to be away. */
const MOST_TROUBLES = 5;
export function createRun(setup: SyncSetup, options: CustomerFileRunOptions): Run {
  return {
    setup,
    options,
    target: null,
    listed: new Set(),
    unanswered: new Set(),
    held: new Map(),
    seen: new Set(),
    unresolved: new Set(),
    reasons: new Map(),
    sent: 0,
    removed: 0,
    provedSince: null,
    error: null,
    isStopped: false,
    troubles: 0,
  };
}

/** @param mustGo the calls are made, once, even if the run is over */
export function toPatience(run: Run, mustGo = false): Patience {
  const {wait} = run.setup;
  return mustGo && isOver(run) ? {tries: 1, wait} : {tries: TRIES, wait, signal: run.options.signal};
}

export function isOver({isStopped, options}: Run): boolean {
  return isStopped || options.signal?.aborted === true;
}

export function fail(run: Run, thrown: unknown): void {
  if (run.options.signal?.aborted) return;
  note(run, toReportedError(thrown, 'api'));
  run.troubles += 1;
  if (toReaction(thrown) !== 'again' || run.troubles >= MOST_TROUBLES) run.isStopped = true;
}

export function note(run: Run, error: KakaoSyncError): void {
  run.error ??= error;
}

/** How people stand now. Nobody is asked about once the run is over. */
export async function readStandingsNow(
  run: Run,
  kakaoIds: readonly string[],
): Promise<{readonly standings: ReadonlyMap<string, Standing>; readonly readAt: number}> {
  const {api, channelId, marketingTerms, concurrency, now} = run.setup;
  const readAt = now();
  const question = {
    api,
    channelId,
    marketingTerms,
    concurrency,
    patience: toPatience(run),
    failed: (thrown: unknown) => fail(run, thrown),
    succeeded: () => void (run.troubles = 0),
    isStopped: () => isOver(run),
  };
  return {standings: await readStandings(question, kakaoIds), readAt};
}

export function decide(
  run: Run,
  kakaoId: string,
  action: CustomerDecision['action'],
  standings: ReadonlyMap<string, Standing>,
): void {
  const standing = standings.get(kakaoId) ?? {is: 'unproved'};
  count(run, {kakaoId, action, reason: standing.is === 'refused' ? standing.reason : standing.is});
}

export function count(run: Run, decision: CustomerDecision): void {
  const {action, reason} = decision;
  if (action !== 'send') run.reasons.set(reason, (run.reasons.get(reason) ?? 0) + 1);
  tell(run, decision);
}

/** Whatever the site's function does, nobody stays in the file for it. */
function tell(run: Run, decision: CustomerDecision): void {
  const fail = (thrown: unknown): void => note(run, toReportedError(thrown, 'onDecision', [decision.kakaoId]));
  try {
    // An async function fits the type too, and its rejection would end the process.
    Promise.resolve(run.options.onDecision?.(decision) as unknown).catch(fail);
  } catch (thrown) {
    fail(thrown);
  }
}

export function isAgreed(standings: ReadonlyMap<string, Standing>, kakaoId: string): boolean {
  return standings.get(kakaoId)?.is === 'agreed';
}

export function toId({kakaoId}: CustomerFileMember): string {
  return kakaoId;
}

export function toReport(run: Run): CustomerFileReport {
  const {sent, removed, reasons, unresolved, target, provedSince, error, options} = run;
  const isAborted = options.signal?.aborted === true;
  return {
    isFinished: error === null && unresolved.size === 0 && !run.isStopped && !isAborted,
    isDryRun: options.send !== true,
    fileId: target?.fileId ?? null,
    sent,
    removed,
    reasons: Object.fromEntries(reasons),
    unresolved: unresolved.size,
    provedSince: provedSince === null ? null : new Date(provedSince),
    error,
    isAborted,
  };
}
