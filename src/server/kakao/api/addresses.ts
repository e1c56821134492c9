import {omitUndefined} from '../../../shared/fields.js';
import {isNonEmptyString, type UnknownRecord} from '../../base/validate.js';
import {toScopeError} from '../errors.js';
import {type PhoneNumber, readPhoneNumber} from '../values.js';
import {ask, ID_FORM, invalidCall, type KakaoCaller, type KakaoCallOptions, type KakaoTarget} from './ask.js';
import {readList, readObject, readPerson, toIdText} from './read.js';

/** A shipping address that a person keeps at Kakao. */
export interface KakaoAddress {
  readonly id: string;
  /** What the person calls it, such as 집. */
  readonly name?: string;
  readonly isDefault: boolean;
  readonly updatedAt?: Date;
  /** By road name, or by lot number (지번). */
  readonly type?: 'road' | 'lot';
  readonly baseAddress?: string;
  readonly detailAddress?: string;
  readonly receiverName?: string;
  readonly receiverPhone?: PhoneNumber;
  /** A second number. */
  readonly receiverPhone2?: PhoneNumber;
  /** The postal code of five digits, which every address by road name has. */
  readonly zoneNumber?: string;
  /** The former postal code of six digits. */
  readonly zipCode?: string;
  /** Kakao's entry as it came, with numbers that JavaScript cannot hold as text. */
  readonly raw: unknown;
}

/** Options of `addresses.list`. */
export interface KakaoAddressesOptions extends KakaoCallOptions {
  /** How many addresses one request asks for: 2 to 100. Default: 10. */
  readonly pageSize?: number | undefined;
}

/** The consent item that all of this needs. */
const SCOPES = ['shipping_address'];
const ADDRESSES = 'list of addresses';
const PATH = '/v1/user/shipping_address';
/** Nobody has more addresses of one second. */
const MAX_SIZE = 200;

const TYPES: ReadonlyMap<unknown, 'road' | 'lot'> = new Map([
  ['NEW', 'road'],
  ['OLD', 'lot'],
]);

/**
 * The addresses of a person, the default one first, then those that were changed last.
 *
 * @see https://developers.kakao.com/docs/latest/ko/kakaologin/rest-api#shipping-address
 */
export async function* listAddresses(
  caller: KakaoCaller,
  target: KakaoTarget,
  {pageSize = 10, signal}: KakaoAddressesOptions = {},
): AsyncGenerator<KakaoAddress, void, undefined> {
  if (!Number.isInteger(pageSize) || pageSize < 2 || pageSize > 100) throw invalidCall('pageSize must be 2 to 100');
  const seen = new Set<string>();
  for (let before = 0, size = pageSize; ;) {
    const parameters = {from_updated_at: String(before), page_size: String(size)};
    const {list: page} = await readPage(caller, target, parameters, signal);
    // A page may begin with the default address again.
    const fresh = page.filter(({id}) => !seen.has(id));
    for (const {id} of fresh) seen.add(id);
    yield* fresh;
    const last = page.at(-1)?.updatedAt;
    if (page.length < size || !last || size > MAX_SIZE) return;
    // Kakao's next page ends before this time: a second later, so that no address of the same second is lost.
    if (fresh.length > 0) before = last.getTime() / 1000 + 1;
    else size *= 2;
  }
}

/** The first of a person's addresses, by one request, and whose they are. */
export async function listFirstAddresses(
  caller: KakaoCaller,
  target: KakaoTarget,
  {pageSize, signal}: KakaoCallOptions & {readonly pageSize: number},
): Promise<AddressPage> {
  const parameters = {from_updated_at: '0', page_size: String(pageSize)};
  const {kakaoId, list} = await readPage(caller, target, parameters, signal);
  return {kakaoId, list: list.slice(0, pageSize)};
}

/** @see https://developers.kakao.com/docs/latest/ko/kakaologin/rest-api#shipping-address */
export async function getAddress(
  caller: KakaoCaller,
  target: KakaoTarget,
  addressId: string,
  {signal}: KakaoCallOptions = {},
): Promise<KakaoAddress | null> {
  if (typeof addressId !== 'string' || !ID_FORM.test(addressId)) throw invalidCall('addressId must be an id as text');
  const {list} = await readPage(caller, target, {address_id: addressId}, signal);
  return list.find(({id}) => id === addressId) ?? null;
}

/** Some of a person's addresses. */
interface AddressPage {
  readonly kakaoId: string;
  readonly list: readonly KakaoAddress[];
}

async function readPage(
  caller: KakaoCaller,
  target: KakaoTarget,
  parameters: Readonly<Record<string, string>>,
  signal: AbortSignal | undefined,
): Promise<AddressPage> {
  const body = readObject(await ask(caller, target, {path: PATH, parameters, scopes: SCOPES, signal}), ADDRESSES);
  const kakaoId = readPerson(body['user_id'], target, ADDRESSES);
  const {shipping_addresses: list, shipping_addresses_needs_agreement: needsAgreement} = body;
  // Kakao leaves the list out, with this beside it if the person can still agree.
  if (list === undefined || list === null) {
    if (needsAgreement === true) throw toScopeError(SCOPES);
    return {kakaoId, list: []};
  }
  return {kakaoId, list: readList(list, ADDRESSES, toAddress)};
}

function toAddress(raw: UnknownRecord): KakaoAddress | null {
  const id = toIdText(raw['id']);
  const {is_default: isDefault, updated_at: updatedAt} = raw;
  if (!id || typeof isDefault !== 'boolean') return null;
  const type = TYPES.get(raw['type']);
  return {
    id,
    isDefault,
    // Unix time, in seconds.
    ...(Number.isSafeInteger(updatedAt) && {updatedAt: new Date((updatedAt as number) * 1000)}),
    ...(type && {type}),
    ...omitUndefined({
      name: toText(raw['name']),
      baseAddress: toText(raw['base_address']),
      detailAddress: toText(raw['detail_address']),
      receiverName: toText(raw['receiver_name']),
      receiverPhone: toPhone(raw['receiver_phone_number1']),
      receiverPhone2: toPhone(raw['receiver_phone_number2']),
      zoneNumber: toText(raw['zone_number']),
      zipCode: toText(raw['zip_code']),
    }),
    raw,
  };
}

function toText(value: unknown): string | undefined {
  return isNonEmptyString(value) ? value : undefined;
}

/** Kakao delivers in Korea, and writes these numbers as one dials them there. */
function toPhone(value: unknown): PhoneNumber | undefined {
  return isNonEmptyString(value) ? readPhoneNumber(value, {isKorean: true}) : undefined;
}
