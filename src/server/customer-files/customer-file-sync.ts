import {askPatiently} from './failures.js';
import {findFile} from './find-file.js';
import type {CustomerFileReport} from './report.js';
import {runCustomerFileSync} from './run.js';
import {
  type CustomerFileRunOptions,
  type CustomerFileSyncOptions,
  readSyncSetup,
  type SyncSetup,
} from './sync-setup.js';

/** What {@link createCustomerFileSync} makes. */
export interface CustomerFileSync {
  /**
   * Brings the file right: everyone in it is a member who has agreed, at Kakao, to every marketing term and has added the
   * channel. Both are read just before somebody is sent, and again just after. A run that was broken off is made good by
   * the next one. Let one run be under way at a time.
   *
   * @param options whose file it is to be; without `send`, nothing is changed
   * @returns what was done, and whether the file is right; never a rejection
   */
  run(options: CustomerFileRunOptions): Promise<CustomerFileReport>;
  /**
   * Takes somebody out at once, if they may be in the file: for `onUnlink`, `onChannelChange` (`blocked`) and
   * `onAccountEvent` (`user-scope-withdraw`), and for a withdrawal on the site's own pages, after `api.terms.revoke`. The
   * person stays in the list until the next run has seen that nobody has sent them meanwhile.
   *
   * @param kakaoId of the person
   * @param options with the hook's own signal
   * @returns whether the person may have been in the file
   * @throws KakaoApiError what Kakao says went wrong; what `list.has` throws. A hook that passes it on is called again
   */
  remove(kakaoId: string, options?: {readonly signal?: AbortSignal | undefined}): Promise<boolean>;
}

/**
 * Keeps a customer file of a KakaoTalk Channel, to which the channel sends advertising, free of anybody who has not agreed
 * to it. See docs/en/backend/customer-files.md.
 *
 * @param options checked here, once
 * @throws KakaoSyncError `config_invalid` if an option is wrong: the message names it and says what to do
 * @example
 * const newsletter = createCustomerFileSync({
 *   api: createKakaoApi({adminKey: KAKAO_ADMIN_KEY}),
 *   channelId: '_ZeUTxl',
 *   file: {id: '437'},
 *   marketingTerms: ['marketing'],
 *   list,
 * });
 * const {isFinished} = await newsletter.run({members: () => members.withKakao(), send: true});
 * @see https://developers.kakao.com/docs/latest/ko/kakaotalk-channel/rest-api#create-target-user-file
 */
export function createCustomerFileSync(options: CustomerFileSyncOptions): CustomerFileSync {
  const setup = readSyncSetup(options);
  return {
    run: (runOptions) => runCustomerFileSync(setup, runOptions),
    remove: (kakaoId, {signal} = {}) => removeOne(setup, kakaoId, signal),
  };
}

/** Once: a notice that fails is tried again by its queue. */
async function removeOne(setup: SyncSetup, kakaoId: string, signal: AbortSignal | undefined): Promise<boolean> {
  const {api, list, channelId, file, wait} = setup;
  if (!(await list.has(kakaoId))) return false;
  const patience = {tries: 1, wait, signal};
  const fileId = 'id' in file ? file.id : await findFile(setup, patience);
  if (fileId === null) return false;
  await askPatiently(patience, (call) => api.customerFiles.removeUsers({channelId, fileId}, [kakaoId], call));
  return true;
}
