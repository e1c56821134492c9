import {KakaoApiError} from '../kakao/api-error.js';
import type {Customer, CustomerFileTarget} from '../kakao/api/customer-files.js';
import {askPatiently, toReaction, toReportedError} from './failures.js';
import {count, decide, fail, isAgreed, note, readStandingsNow, type Run, toId, toPatience} from './run-state.js';
import type {CustomerDecision} from './report.js';
import type {CustomerFileMember} from './sync-setup.js';
import {dropFromList, takeOut} from './take-out.js';

/** How long a reading counts before it is sent upon, in milliseconds. */
const READING_TIME = 10 * 60_000;

/** What came of sending people. Whoever is in none of these may have been sent all the same. */
interface Sending {
  /** Whom Kakao has taken. */
  readonly sent: Set<string>;
  /** Whom Kakao refuses, and what it said of each. */
  readonly refused: Map<string, unknown>;
  /** What keeps everybody from being sent. */
  failure: {readonly thrown: unknown} | null;
}

/** Thrown in place of a call that would be made upon a reading that is too old. */
class StaleReading extends Error {}

/**
 * Sends people, and reads once more how they stand: whoever has withdrawn meanwhile is taken out, and so is anybody about
 * whom Kakao cannot be asked, also if the run is stopped here.
 *
 * @param readAt when it was read how they stand, in milliseconds since the epoch
 */
export async function sendBatch(run: Run, batch: readonly CustomerFileMember[], readAt: number): Promise<void> {
  const {target} = run;
  if (target === null) return;
  const ids = batch.map(toId);
  if (isStale(run, readAt)) {
    noteStale(run);
    for (const kakaoId of ids) decide(run, kakaoId, run.listed.has(kakaoId) ? 'remove' : 'skip', new Map());
    await takeOut(
      run,
      ids.filter((kakaoId) => run.listed.has(kakaoId)),
    );
    return;
  }
  try {
    // Before Kakao: if this process ends in between, the next run knows who may be in the file.
    await run.setup.list.add(ids);
  } catch (thrown) {
    note(run, toReportedError(thrown, 'list.add', ids));
    run.isStopped = true;
    return;
  }
  const sending: Sending = {sent: new Set(), refused: new Map(), failure: null};
  await addBatch(run, target, batch, readAt, sending);
  judgeUnclear(run, sending);
  await lookAgain(run, ids, sending);
  if (sending.failure === null) return;
  if (sending.failure.thrown instanceof StaleReading) noteStale(run);
  else fail(run, sending.failure.thrown);
}

/** Adds people to the file. A batch that Kakao refuses for one of them is halved until that one is found. */
async function addBatch(
  run: Run,
  target: CustomerFileTarget,
  batch: readonly CustomerFileMember[],
  readAt: number,
  sending: Sending,
): Promise<void> {
  const users = batch.map(({kakaoId, fields}) => ({id: kakaoId, fields}));
  try {
    await askPatiently(toPatience(run), async (options) => {
      // Each try: Kakao can have made the run wait for minutes.
      if (isStale(run, readAt)) throw new StaleReading();
      return addUsers(run, target, users, options);
    });
    for (const {id} of users) sending.sent.add(id);
    return;
  } catch (thrown) {
    if (!isRefusal(thrown)) {
      sending.failure = {thrown};
      return;
    }
    const [{kakaoId}] = batch as readonly [CustomerFileMember];
    if (batch.length === 1) {
      sending.refused.set(kakaoId, thrown);
      return;
    }
  }
  const middle = Math.ceil(batch.length / 2);
  for (const half of [batch.slice(0, middle), batch.slice(middle)]) {
    if (sending.failure === null) await addBatch(run, target, half, readAt, sending);
  }
}

/** Adds people, once. If it stays unclear whether Kakao has taken them, they count as people who may be in the file. */
async function addUsers(
  run: Run,
  target: CustomerFileTarget,
  users: readonly Customer[],
  options: {readonly signal: AbortSignal | undefined},
): Promise<void> {
  try {
    await run.setup.api.customerFiles.addUsers(target, users, options);
  } catch (thrown) {
    const isClear = isRefusal(thrown) || toReaction(thrown) === 'wait';
    if (!isClear) for (const {id} of users) run.unanswered.add(id);
    throw thrown;
  }
}

/** Whether it can be one person that Kakao refuses the request for. */
function isRefusal(thrown: unknown): thrown is KakaoApiError {
  return thrown instanceof KakaoApiError && (isUnclear(thrown) || toReaction(thrown) === 'person');
}

/** Kakao does not say what it refuses: a value of one person, or one that all have in common. */
function isUnclear(thrown: unknown): boolean {
  return thrown instanceof KakaoApiError && thrown.kakaoCode === '-2';
}

/**
 * -2 does not say whether it is about one person or about all. It is about the person if Kakao takes others of the same
 * batch, or of the next one. If it is said of two people in a row and nobody is taken, it is what they have in common:
 * nobody must leave the file for it.
 */
function judgeUnclear(run: Run, sending: Sending): void {
  const {held} = run;
  const {sent, refused} = sending;
  if (sent.size > 0) {
    for (const [kakaoId, thrown] of held) refused.set(kakaoId, thrown);
    held.clear();
    return;
  }
  for (const [kakaoId, thrown] of refused) {
    if (!isUnclear(thrown)) continue;
    refused.delete(kakaoId);
    held.set(kakaoId, thrown);
  }
  if (held.size < 2) return;
  const [thrown] = held.values();
  sending.failure ??= {thrown};
  held.clear();
}

/**
 * Judges whom Kakao refused last, if no batch came after them: it is about the person if the run has sent others, and
 * stops the run if it has sent nobody.
 */
export async function settleHeld(run: Run): Promise<void> {
  const held = new Map(run.held);
  run.held.clear();
  if (run.sent > 0) await takeOutRefused(run, held);
  else for (const thrown of held.values()) fail(run, thrown);
}

/** Reads how people stand after they were sent, and acts upon it. */
async function lookAgain(run: Run, ids: readonly string[], {sent, refused}: Sending): Promise<void> {
  const {standings, readAt} = await readStandingsNow(run, ids);
  await takeOutRefused(run, refused);
  const others = ids.filter((kakaoId) => !refused.has(kakaoId));
  const withdrawn = others.filter((kakaoId) => !isAgreed(standings, kakaoId));
  const stayed = others.filter((kakaoId) => isAgreed(standings, kakaoId));
  for (const kakaoId of withdrawn) {
    run.held.delete(kakaoId);
    decide(run, kakaoId, 'remove', standings);
  }
  await takeOut(run, withdrawn);
  // Kakao may have taken the others though it did not say so.
  const counted = stayed.filter((kakaoId) => sent.has(kakaoId));
  for (const kakaoId of counted) decide(run, kakaoId, 'send', standings);
  run.sent += counted.length;
  if (stayed.length > 0) run.provedSince = Math.min(run.provedSince ?? Infinity, readAt);
}

/** Takes those out whom Kakao refuses. Whoever cannot be in the file leaves the site's list alone. */
async function takeOutRefused(run: Run, refused: ReadonlyMap<string, unknown>): Promise<void> {
  const mayBeIn = (kakaoId: string): boolean => run.listed.has(kakaoId) || run.unanswered.has(kakaoId);
  for (const [kakaoId, thrown] of refused) {
    count(run, {kakaoId, action: mayBeIn(kakaoId) ? 'remove' : 'skip', reason: toReason(thrown)});
  }
  const ids = [...refused.keys()];
  await takeOut(run, ids.filter(mayBeIn));
  await dropFromList(
    run,
    ids.filter((kakaoId) => !mayBeIn(kakaoId)),
  );
}

function toReason(thrown: unknown): CustomerDecision['reason'] {
  if (isUnclear(thrown)) return 'refused_by_kakao';
  return thrown instanceof KakaoApiError && thrown.code === 'not_linked' ? 'not_linked' : 'account_restricted';
}

function isStale({setup}: Run, readAt: number): boolean {
  return Math.abs(setup.now() - readAt) > READING_TIME;
}

function noteStale(run: Run): void {
  const hint =
    'createCustomerFileSync: Kakao made the run wait so long that what it had said was older than ten minutes. Give a smaller batchSize.';
  note(run, new KakaoApiError('rate_limited', hint));
}
