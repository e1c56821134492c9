import type {KakaoSyncError} from '../../shared/errors.js';
import {KakaoApiError} from '../kakao/api-error.js';
import {isKakaoId} from '../kakao/api/ask.js';
import {invalidOption} from '../base/validate.js';
import {askPatiently, toReportedError} from './failures.js';
import {createFile, findFile} from './find-file.js';
import type {CustomerFileReport} from './report.js';
import {findInvalidRunOption} from './run-options.js';
import {
  count,
  createRun,
  decide,
  fail,
  isAgreed,
  isOver,
  note,
  type Run,
  toId,
  toPatience,
  toReport,
} from './run-state.js';
import {readStandings, type Standing} from './standing.js';
import type {CustomerFileMember, CustomerFileRunOptions, SyncSetup} from './sync-setup.js';
import {takeOut} from './take-out.js';

/** How long a reading counts before it is sent upon, in milliseconds. */
const READING_TIME = 10 * 60_000;

/** Brings the file right. Never rejects: what went wrong is in the report. */
export async function runCustomerFileSync(
  setup: SyncSetup,
  options: CustomerFileRunOptions,
): Promise<CustomerFileReport> {
  const invalid = findInvalidRunOption(options);
  const run = createRun(setup, invalid ? {members: () => []} : options);
  if (invalid) {
    note(run, invalid);
    run.isStopped = true;
    return toReport(run);
  }
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
    for await (const kakaoId of run.setup.list.ids()) {
      if (!isKakaoId(kakaoId)) throw createIdError('list.ids');
      listed.add(kakaoId);
    }
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
    if (!isKakaoId(member.kakaoId)) throw createIdError('members');
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

function createIdError(option: string): KakaoSyncError {
  return invalidOption(option, undefined, 'give each kakaoId as a text of digits', 'createCustomerFileSync');
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
