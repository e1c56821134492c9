import {KakaoSyncError} from '../../../shared/kakao-sync-error.js';
import {RequestError} from '../../base/request-error.js';
import {isRecord} from '../../base/validate.js';
import {isKakaoId} from '../../kakao/api/ask.js';
import type {LinkedMember} from './options.js';
import type {ListPass} from './pass-store.js';
import {HoldLostError, type ReconcileRun, renewHold, toAccountKey} from './run.js';

/** How many members are in memory at a time. */
const BATCH = 500;
/** By how many members the app is proved at most. */
const WITNESSES = 5;
/** By how much the site's time of a link may differ from Kakao's, in milliseconds. */
const SAME_TIME = 60_000;

/** What the list says of the members. */
export interface MembersCount {
  readonly checked: number;
  /** How many the list does not have. */
  readonly missing: number;
  /** Some whom it has: those who linked last. */
  readonly witnesses: readonly LinkedMember[];
}

/** Whose link has ended by Kakao's word, and of how many it does not say. */
export interface Unlinked {
  readonly found: readonly string[];
  readonly unclear: number;
}

/** Looks the members up in a complete list. */
export async function countMissing(run: ReconcileRun, pass: ListPass): Promise<MembersCount> {
  let count: MembersCount = {checked: 0, missing: 0, witnesses: []};
  for await (const batch of readBatches(run, pass)) {
    const {missing, listed} = await lookUp(run, pass, batch);
    count = {
      checked: count.checked + batch.length,
      missing: count.missing + missing.length,
      witnesses: [...count.witnesses, ...listed]
        .sort((one, other) => other.linkedAt.getTime() - one.linkedAt.getTime())
        .slice(0, WITNESSES),
    };
    const {checked} = count;
    run.options.onProgress?.({step: 'members', listed: pass.listed, checked, missing: count.missing, asked: 0});
  }
  return count;
}

/**
 * Whether the admin key is of this app: that of another one lists other people, and knows nobody of here. Kakao tells
 * nobody whose app a key is of, so that it has to name a member's link as the site knows it. The number alone does not
 * prove it: each app counts its people by itself, and two may give the same.
 *
 * @returns what is wrong, if it is not proved
 */
export async function findDoubt(
  run: ReconcileRun,
  {listed}: ListPass,
  {checked, witnesses}: MembersCount,
): Promise<RequestError | null> {
  const compare = 'compare adminKey with the admin key on the app’s console page';
  if (listed === 0) {
    const hint = `reconcile: Kakao lists no account by adminKey, and the site has ${checked} linked: ${compare}. Nobody was judged.`;
    return new RequestError('app_key_wrong', hint);
  }
  if (run.proof.isGiven) return null;
  for (const {kakaoId, linkedAt} of witnesses) {
    const connectedAt = await readConnectedAt(run, kakaoId);
    if (connectedAt && Math.abs(connectedAt.getTime() - linkedAt.getTime()) < SAME_TIME) {
      run.proof.give();
      return null;
    }
  }
  const hint = `reconcile: nothing shows that adminKey is of this app, as Kakao names no member’s link with the same time: ${compare}, and see that linkedAt is profile.connectedAt of the login. Nobody was judged.`;
  return new RequestError('app_key_wrong', hint);
}

async function readConnectedAt(run: ReconcileRun, kakaoId: string): Promise<Date | undefined> {
  const answer = await ask(run, kakaoId);
  return answer !== 'unclear' && answer.isLinked ? answer.connectedAt : undefined;
}

/** Asks Kakao about each member whom the list does not have: it was read for a while, and people come back. */
export async function confirmMissing(run: ReconcileRun, pass: ListPass, count: MembersCount): Promise<Unlinked> {
  const found = new Set<string>();
  const {checked, missing} = count;
  let unclear = 0;
  let asked = 0;
  for await (const batch of readBatches(run, pass)) {
    for (const {kakaoId} of (await lookUp(run, pass, batch)).missing) {
      await renewHold(run, pass);
      const answer = await ask(run, kakaoId);
      if (answer === 'unclear') unclear++;
      else if (!answer.isLinked) found.add(kakaoId);
      asked++;
      run.options.onProgress?.({step: 'confirm', listed: pass.listed, checked, missing, asked});
    }
  }
  return {found: [...found], unclear};
}

/**
 * @returns how an account stands to the app, or that Kakao does not say
 * @throws KakaoApiError `app_key_wrong`: it will not say it of anybody
 */
async function ask({accounts, signal}: ReconcileRun, kakaoId: string) {
  try {
    return await accounts.readLink(kakaoId, signal);
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof KakaoSyncError) || error.code === 'app_key_wrong') throw error;
    return 'unclear';
  }
}

/** The members who were linked before the list was begun. */
async function* readBatches(
  {options, signal}: ReconcileRun,
  {begunAt}: ListPass,
): AsyncGenerator<readonly LinkedMember[], void, undefined> {
  let batch: LinkedMember[] = [];
  for await (const given of options.members()) {
    signal.throwIfAborted();
    const member = checkMember(given);
    if (begunAt === null || member.linkedAt.getTime() >= begunAt) continue;
    batch.push(member);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** @throws RequestError `hook_failed`: a member that is skipped would never be found */
function checkMember(given: unknown): LinkedMember {
  const {kakaoId, linkedAt} = isRecord(given) ? given : {};
  if (!isKakaoId(kakaoId)) throw malformed('a kakaoId that is no text of digits');
  if (!(linkedAt instanceof Date) || Number.isNaN(linkedAt.getTime())) throw malformed('a linkedAt that is no Date');
  return {kakaoId, linkedAt};
}

const malformed = (what: string): RequestError =>
  new RequestError('hook_failed', `reconcile: members gives ${what}: give {kakaoId, linkedAt} of each linked member.`);

async function lookUp(
  {passes}: ReconcileRun,
  pass: ListPass,
  batch: readonly LinkedMember[],
): Promise<{readonly missing: readonly LinkedMember[]; readonly listed: readonly LinkedMember[]}> {
  const keys = await Promise.all(batch.map(({kakaoId}) => toAccountKey(pass, kakaoId)));
  const unlisted = await passes.findUnlisted(pass, keys);
  if (!unlisted) throw new HoldLostError();
  const absent = new Set(unlisted);
  const isMissing = (index: number): boolean => absent.has(keys[index] ?? '');
  return {
    missing: batch.filter((_, index) => isMissing(index)),
    listed: batch.filter((_, index) => !isMissing(index)),
  };
}
