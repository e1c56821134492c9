import type {RequestContext} from '../http/emulator-context.js';
import {getNumber, warnOfUnknown} from '../http/parameters.js';
import {toJson, toKapiError} from '../http/responses.js';
import type {KnownAddress} from '../store/shipping-addresses.js';
import {authenticateOrAdmin} from './authenticate.js';
import {EmulatorResponse} from '../base/messages.js';

const KNOWN = ['address_id', 'from_updated_at', 'page_size', 'target_id', 'target_id_type'];
const PAGE_SIZE = 10;
const LEAST_PAGE_SIZE = 2;
const SCOPE = 'shipping_address';

/**
 * GET /v1/user/shipping_address: the person's addresses, page by page (Kakao: Retrieve shipping address). Each page has the
 * default one first. If the person has not agreed, the response says so and has no list.
 */
export async function handleShippingAddresses(context: RequestContext): Promise<EmulatorResponse> {
  const call = await authenticateOrAdmin(context);
  if (call instanceof EmulatorResponse) return call;
  const {parameters} = call;
  const {app, persona, link} = call.caller;
  context.entry.warn(...warnOfUnknown(parameters, KNOWN, '/v1/user/shipping_address'));
  if (!app.scopes.some(({id}) => id === SCOPE)) return toKapiError(context, -3, `The app does not use ${SCOPE}.`);
  const [id, from, size] = ['address_id', 'from_updated_at', 'page_size'].map((name) => getNumber(parameters, name));
  if (id === undefined || from === undefined || size === undefined) {
    return toKapiError(context, -2, 'address_id, from_updated_at and page_size are whole numbers.');
  }
  if (size !== null && size < LEAST_PAGE_SIZE)
    return toKapiError(context, -2, `page_size is ${LEAST_PAGE_SIZE} or more.`);
  const isGiven = link.scopes.includes(SCOPE);
  const all = isGiven ? context.emulator.store.addresses.list(persona) : [];
  const page = all
    .filter((address) => (id === null ? !from || address.updatedAt < from : address.id === id))
    .slice(0, size ?? PAGE_SIZE);
  return toJson({
    user_id: persona.userId,
    ...(page.length > 0 && {shipping_addresses: page.map(toAddress)}),
    shipping_addresses_needs_agreement: !isGiven,
  });
}

function toAddress(address: KnownAddress): object {
  const {id, name, isDefault, updatedAt, type, baseAddress, detailAddress, receiverName, zoneNumber, zipCode} = address;
  return {
    id,
    name,
    is_default: isDefault,
    updated_at: updatedAt,
    type,
    base_address: baseAddress,
    detail_address: detailAddress,
    receiver_name: receiverName,
    receiver_phone_number1: address.receiverPhoneNumber1,
    receiver_phone_number2: address.receiverPhoneNumber2,
    zone_number: zoneNumber,
    zip_code: zipCode,
  };
}
