import {KakaoApiError} from '../kakao/api-error.js';
import type {CustomerFileTarget} from '../kakao/api/customer-files.js';
import {askPatiently, toReportedError} from './failures.js';
import {fail, note, type Run, toPatience} from './run-state.js';

/** Takes people out of the file, also if the run is over. Those whom Kakao does not take out stay in the list. */
export async function takeOut(run: Run, kakaoIds: readonly string[]): Promise<void> {
  const {batchSize} = run.setup;
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
    await dropFromList(run, removed);
  }
}

/** Takes people who are not in the file out of the site's list. */
export async function dropFromList(run: Run, kakaoIds: readonly string[]): Promise<void> {
  try {
    if (kakaoIds.length > 0) await run.setup.list.remove(kakaoIds);
  } catch (thrown) {
    note(run, toReportedError(thrown, 'list.remove', kakaoIds));
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
