import {KakaoSyncError} from '../../shared/errors.js';
import {KakaoApiError} from '../kakao/api-error.js';
import type {CustomerFileTarget} from '../kakao/api/customer-files.js';
import {isKakaoId} from '../kakao/api/ask.js';
import {invalidOption} from '../base/validate.js';
import {askPatiently, type Patience, toReaction, toReportedError} from './failures.js';
import {createFile, findFile} from './find-file.js';
import type {CustomerFileMember, CustomerFileRunOptions, SyncSetup} from './sync-setup.js';
import type {CustomerDecision, CustomerFileReport} from './report.js';
import {readStandings, type Standing} from './standing.js';

/** One run, under way. */
interface Run {
  readonly setup: SyncSetup;
  readonly options: CustomerFileRunOptions;
  /** Null while there is no file. */
  target: CustomerFileTarget | null;
  /** Who may have been in the file when the run began. */
  listed: ReadonlySet<string>;
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
/** How long a reading counts before it is sent upon, in milliseconds. */
const READING_TIME = 10 * 60_000;

/** Brings the file right. Never rejects: what went wrong is in the report. */
export async function runCustomerFileSync(
  setup: SyncSetup,
  options: CustomerFileRunOptions,
): Promise<CustomerFileReport> {
  const run: Run = {
    setup,
    options,
    target: null,
    listed: new Set(),
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
  try {
    await openFile(run);
    run.listed = await readListed(run);
    await handleMembers(run);
    if (!isOver(run)) await removeFormerMembers(run);
  } catch (thrown) {
    note(run, toReportedError(thrown, 'members'));
    run.isStopped = true;
  }
  // Once more: whatever kept them from being taken out can have passed.
  if (run.unresolved.size > 0) await takeOut(run, [...run.unresolved]);
  return toReport(run);
}

async function openFile(run: Run): Promise<void> {
  const {setup, options} = run;
  const patience = toPatience(run);
  try {
    const found = await findFile(setup, patience);
    const {file} = setup;
    const fileId =
      found === null && options.send === true && 'name' in file ? await createFile(setup, file, patience) : found;
    run.target = fileId === null ? null : {channelId: setup.channelId, fileId};
  } catch (thrown) {
    fail(run, thrown);
    run.isStopped = true;
  }
}

async function readListed(run: Run): Promise<ReadonlySet<string>> {
  if (isOver(run)) return new Set();
  const listed = new Set<string>();
  try {
    for await (const kakaoId of run.setup.list.ids()) listed.add(kakaoId);
  } catch (thrown) {
    note(run, toReportedError(thrown, 'list.ids'));
    run.isStopped = true;
  }
  return listed;
}

/** Looks at the site's members, a batch at a time. */
async function handleMembers(run: Run): Promise<void> {
  const {batchSize} = run.setup;
  let batch: CustomerFileMember[] = [];
  if (isOver(run)) return;
  for await (const member of run.options.members()) {
    if (!isKakaoId(member.kakaoId)) {
      note(
        run,
        invalidOption('members', undefined, 'give each a kakaoId, as a text of digits', 'createCustomerFileSync'),
      );
      run.isStopped = true;
      return;
    }
    if (run.seen.has(member.kakaoId)) continue;
    run.seen.add(member.kakaoId);
    batch.push(member);
    if (batch.length < batchSize) continue;
    await handleBatch(run, batch);
    batch = [];
    if (isOver(run)) return;
  }
  if (batch.length > 0) await handleBatch(run, batch);
}

async function handleBatch(run: Run, batch: readonly CustomerFileMember[]): Promise<void> {
  const {standings, readAt} = await read(run, batch.map(toId));
  const agreed = batch.filter(({kakaoId}) => isAgreed(standings, kakaoId));
  const refused = batch.map(toId).filter((kakaoId) => !isAgreed(standings, kakaoId));
  for (const kakaoId of refused) decide(run, kakaoId, run.listed.has(kakaoId) ? 'remove' : 'skip', standings);
  await takeOut(
    run,
    refused.filter((kakaoId) => run.listed.has(kakaoId)),
  );
  if (agreed.length === 0) return;
  if (run.options.send !== true) {
    for (const {kakaoId} of agreed) decide(run, kakaoId, 'send', standings);
    run.sent += agreed.length;
    return;
  }
  // Whoever had agreed when the run was stopped is neither sent nor taken out.
  if (!isOver(run)) await sendBatch(run, agreed, readAt);
}

/**
 * Sends people, and reads once more how they stand: whoever has withdrawn meanwhile is taken out, and so is anybody about
 * whom Kakao cannot be asked, also if the run is stopped here.
 */
async function sendBatch(run: Run, batch: readonly CustomerFileMember[], readAt: number): Promise<void> {
  const {api, list, now} = run.setup;
  const {target} = run;
  if (target === null) return;
  const ids = batch.map(toId);
  if (Math.abs(now() - readAt) > READING_TIME) {
    const hint =
      'createCustomerFileSync: Kakao made the run wait so long that what it had said was older than ten minutes. Give a smaller batchSize.';
    note(run, new KakaoApiError('rate_limited', hint));
    const stale = new Map<string, Standing>();
    for (const kakaoId of ids) decide(run, kakaoId, run.listed.has(kakaoId) ? 'remove' : 'skip', stale);
    await takeOut(
      run,
      ids.filter((kakaoId) => run.listed.has(kakaoId)),
    );
    return;
  }
  try {
    // Before Kakao: if this process ends in between, the next run knows who may be in the file.
    await list.add(ids);
  } catch (thrown) {
    note(run, toReportedError(thrown, 'list.add', ids));
    run.isStopped = true;
    return;
  }
  const users = batch.map(({kakaoId, fields}) => ({id: kakaoId, fields}));
  const failure = await askPatiently(toPatience(run), (options) =>
    api.customerFiles.addUsers(target, users, options),
  ).then(
    () => null,
    (thrown: unknown) => ({thrown}),
  );
  const after = await read(run, ids);
  const withdrawn = ids.filter((kakaoId) => !isAgreed(after.standings, kakaoId));
  const stayed = ids.filter((kakaoId) => isAgreed(after.standings, kakaoId));
  for (const kakaoId of withdrawn) decide(run, kakaoId, 'remove', after.standings);
  await takeOut(run, withdrawn);
  // Kakao may have taken a batch though it did not say so.
  if (failure) fail(run, failure.thrown);
  else {
    for (const kakaoId of stayed) decide(run, kakaoId, 'send', after.standings);
    run.sent += stayed.length;
  }
  if (stayed.length > 0) run.provedSince = Math.min(run.provedSince ?? Infinity, after.readAt);
}

/** Whoever may be in the file, and is no member any more. */
async function removeFormerMembers(run: Run): Promise<void> {
  const former = [...run.listed].filter((kakaoId) => !run.seen.has(kakaoId));
  for (const kakaoId of former) count(run, {kakaoId, action: 'remove', reason: 'no_member'});
  await takeOut(run, former);
}

/** How people stand now. Nobody is asked about once the run is over. */
async function read(
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

/** Takes people out of the file, also if the run is over. Those whom Kakao does not take out stay in the list. */
async function takeOut(run: Run, kakaoIds: readonly string[]): Promise<void> {
  const {batchSize, list} = run.setup;
  const {target} = run;
  if (run.options.send !== true) {
    run.removed += kakaoIds.length;
    return;
  }
  if (target === null) return;
  for (let start = 0; start < kakaoIds.length; start += batchSize) {
    const batch = kakaoIds.slice(start, start + batchSize);
    for (const kakaoId of batch) run.unresolved.add(kakaoId);
    const removed = await removeBatch(run, target, batch);
    run.removed += removed.length;
    for (const kakaoId of removed) run.unresolved.delete(kakaoId);
    try {
      if (removed.length > 0) await list.remove(removed);
    } catch (thrown) {
      note(run, toReportedError(thrown, 'list.remove', removed));
    }
  }
}

/**
 * Whom Kakao has taken out. A batch that it refuses is halved: how it answers to somebody who is not in the file is not
 * documented, and nobody else must stay in the file for it.
 */
async function removeBatch(run: Run, target: CustomerFileTarget, batch: readonly string[]): Promise<readonly string[]> {
  const {customerFiles} = run.setup.api;
  try {
    await askPatiently(toPatience(run, true), (options) => customerFiles.removeUsers(target, batch, options));
    return batch;
  } catch (thrown) {
    const isRefused = thrown instanceof KakaoApiError && thrown.kakaoCode === '-2';
    if (!isRefused || batch.length === 1) {
      fail(run, thrown);
      return [];
    }
  }
  const middle = Math.ceil(batch.length / 2);
  const first = await removeBatch(run, target, batch.slice(0, middle));
  return [...first, ...(await removeBatch(run, target, batch.slice(middle)))];
}

/** @param mustGo the calls are made, once, even if the run is over */
function toPatience(run: Run, mustGo = false): Patience {
  const {wait} = run.setup;
  return mustGo && isOver(run) ? {tries: 1, wait} : {tries: TRIES, wait, signal: run.options.signal};
}

function isOver({isStopped, options}: Run): boolean {
  return isStopped || options.signal?.aborted === true;
}

function fail(run: Run, thrown: unknown): void {
  if (run.options.signal?.aborted) return;
  note(run, thrown instanceof KakaoSyncError ? thrown : toReportedError(thrown, 'api'));
  run.troubles += 1;
  if (toReaction(thrown) !== 'again' || run.troubles >= MOST_TROUBLES) run.isStopped = true;
}

function note(run: Run, error: KakaoSyncError): void {
  run.error ??= error;
}

function decide(
  run: Run,
  kakaoId: string,
  action: CustomerDecision['action'],
  standings: ReadonlyMap<string, Standing>,
): void {
  const standing = standings.get(kakaoId) ?? {is: 'unproved'};
  count(run, {kakaoId, action, reason: standing.is === 'refused' ? standing.reason : standing.is});
}

function count(run: Run, decision: CustomerDecision): void {
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

function isAgreed(standings: ReadonlyMap<string, Standing>, kakaoId: string): boolean {
  return standings.get(kakaoId)?.is === 'agreed';
}

function toId({kakaoId}: CustomerFileMember): string {
  return kakaoId;
}

function toReport(run: Run): CustomerFileReport {
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
