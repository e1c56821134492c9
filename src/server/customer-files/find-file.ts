import type {KakaoApi} from '../kakao/api/kakao-api.js';
import type {NewCustomerFile} from '../kakao/api/customer-files.js';
import {KakaoApiError} from '../kakao/api-error.js';
import {invalidOption} from '../base/validate.js';
import {askPatiently, type Patience} from './failures.js';

/** Which file of the channel: the id of one that is there, or the name of one, which is created if it is not. */
export type CustomerFileChoice = {readonly id: string} | Pick<NewCustomerFile, 'name' | 'schema'>;

/** Where the file is. */
export interface FilePlace {
  readonly api: Pick<KakaoApi, 'customerFiles'>;
  readonly channelId: string;
  readonly file: CustomerFileChoice;
}

/**
 * The id of the file. It is looked up each time: one of a name can have been created by a call whose answer was lost.
 *
 * @returns null if the channel has no file of this name
 * @throws KakaoApiError what Kakao says went wrong
 * @throws KakaoSyncError `config_invalid` if the channel has no file of this id
 */
export async function findFile({api, channelId, file}: FilePlace, patience: Patience): Promise<string | null> {
  const {list} = await askPatiently(patience, (options) => api.customerFiles.list(channelId, options));
  if ('name' in file) return list.find(({name}) => name === file.name)?.id ?? null;
  if (list.some(({id}) => id === file.id)) return file.id;
  throw invalidOption('file.id', file.id, 'the channel has no customer file of this id', 'createCustomerFileSync');
}

/**
 * Creates the file.
 *
 * @throws KakaoApiError what Kakao says went wrong
 */
export async function createFile(
  place: FilePlace,
  {name, schema}: Pick<NewCustomerFile, 'name' | 'schema'>,
  patience: Patience,
): Promise<string> {
  const {api, channelId} = place;
  try {
    const created = await askPatiently(patience, (options) =>
      api.customerFiles.create({channelId, name, schema}, options),
    );
    return created.fileId;
  } catch (thrown) {
    // Another process, or a call whose answer was lost, has created it meanwhile.
    const isTaken = thrown instanceof KakaoApiError && thrown.kakaoCode === '-817';
    const found = isTaken ? await findFile(place, patience) : null;
    if (found === null) throw thrown;
    return found;
  }
}
