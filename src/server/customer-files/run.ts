import type {KakaoSyncError} from '../../shared/kakao-sync-error.js';
import {isKakaoId} from '../kakao/api/ask.js';
import {invalidOption} from '../base/validate.js';
import {toReportedError} from './failures.js';
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
  readStandingsNow,
  type Run,
  toId,
  toPatience,
  toReport,
} from './run-state.js';
import {sendBatch, settleHeld} from './send-batch.js';
import type {CustomerFileMember, CustomerFileRunOptions, SyncSetup} from './sync-setup.js';
import {takeOut} from './take-out.js';

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
    if (!isOver(run)) await settleHeld(run);
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
  const {standings, readAt} = await readStandingsNow(run, batch.map(toId));
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

/** Whoever may be in the file, and is no member any more. */
async function removeFormerMembers(run: Run): Promise<void> {
  const former = [...run.listed].filter((kakaoId) => !run.seen.has(kakaoId));
  for (const kakaoId of former) count(run, {kakaoId, action: 'remove', reason: 'no_member'});
  await takeOut(run, former);
}
