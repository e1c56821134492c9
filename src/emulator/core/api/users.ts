import {isKakaoHost} from '../base/hosts.js';
import type {RequestContext} from '../http/emulator-context.js';
import {getNumber, getText, parseJson, warnOfUnknown} from '../http/parameters.js';
import {toJson, toKapiError, USER_IDS} from '../http/responses.js';
import type {EmulatedApp} from '../store/apps.js';
import {authenticateApp, findTargets} from './authenticate.js';
import {readPropertyKeys, toPictureOrigin, toUserInformation} from './user-information.js';
import {EmulatorResponse} from '../base/messages.js';

const KNOWN_OF_USERS = ['target_ids', 'target_id_type', 'property_keys'];
const MOST_USERS = 100;
const MOST_USERS_WITH_PROPERTIES = 20;

/** GET /v2/app/users, with the admin key: several people (Kakao: Retrieve information of multiple users). */
export function handleUsers(context: RequestContext): EmulatorResponse {
  const {url, entry} = context;
  const {searchParams} = url;
  const app = authenticateApp(context);
  if (app instanceof EmulatorResponse) return app;
  entry.warn(...warnOfUnknown(searchParams, KNOWN_OF_USERS, '/v2/app/users'));
  const keys = readPropertyKeys(getText(searchParams, 'property_keys'));
  if (keys === undefined) return toKapiError(context, -2, 'property_keys is not a JSON array of known keys.');
  const people = findTargets(context, app, searchParams, {
    ids: readIds(getText(searchParams, 'target_ids')),
    most: keys === null ? MOST_USERS : MOST_USERS_WITH_PROPERTIES,
  });
  if (people instanceof EmulatorResponse) return people;
  const request = {pictures: toPictureOrigin(url, null), propertyKeys: keys ?? []};
  return toJson(people.map((caller) => toUserInformation(caller, request)));
}

/** The numbers of a JSON array, as text: they may be larger than JavaScript's safe numbers. */
function readIds(text: string | null): readonly string[] | null {
  if (text === null || !Array.isArray(parseJson(text))) return null;
  const inside = text.trim().slice(1, -1).trim();
  return inside === '' ? [] : inside.split(',').map((id) => id.trim());
}

const KNOWN_OF_IDS = ['limit', 'from_id', 'order', 'app_key'];
const MOST_IDS = 100;

/**
 * GET /v1/user/ids, with the admin key: the numbers of the app's users, page by page (Kakao: Retrieve list of users).
 * At most 100 calls a minute. The addresses of the other pages are as Kakao's: plain http, with the app key, and they begin
 * with a number that this page ends with.
 */
export function handleUserIds(context: RequestContext): EmulatorResponse {
  const {emulator, url, entry} = context;
  const app = authenticateApp(context);
  if (app instanceof EmulatorResponse) return app;
  if (!emulator.store.userIdCalls.take(app.appId)) return toKapiError(context, -10);
  entry.warn(...warnOfUnknown(url.searchParams, KNOWN_OF_IDS, USER_IDS));
  const limit = getNumber(url.searchParams, 'limit') ?? MOST_IDS;
  const from = getText(url.searchParams, 'from_id');
  const order = getText(url.searchParams, 'order') ?? 'asc';
  if (getNumber(url.searchParams, 'limit') === undefined || limit < 1 || limit > MOST_IDS) {
    return toKapiError(context, -2, `limit is 1 to ${MOST_IDS}.`);
  }
  if (from !== null && !/^\d{1,19}$/.test(from)) return toKapiError(context, -2, 'from_id is a user number.');
  if (order !== 'asc' && order !== 'desc') return toKapiError(context, -2, 'order is asc or desc.');
  return toJson(toPage(context, app, {limit, from: from === null ? null : Number(from), order}));
}

interface PageRequest {
  readonly limit: number;
  /** Null: the first one. */
  readonly from: number | null;
  readonly order: 'asc' | 'desc';
}

function toPage(context: RequestContext, app: EmulatedApp, {limit, from, order}: PageRequest): object {
  const {personas, store} = context.emulator;
  const sign = order === 'asc' ? 1 : -1;
  const all = personas
    .filter((persona) => store.links.find(app, persona))
    .map(({userId}) => userId)
    .sort((one, other) => sign * (one - other));
  const start = from === null ? 0 : all.findIndex((id) => sign * (id - from) >= 0);
  const elements = start === -1 ? [] : all.slice(start, start + limit);
  const [first] = elements;
  const last = elements.at(-1);
  const toAddress = (id: number | undefined, direction: PageRequest['order'], isMore: boolean): string | null =>
    id === undefined || !isMore ? null : toPageAddress(context, app, {limit, from: id, order: direction});
  return {
    elements,
    before_url: toAddress(first, order === 'asc' ? 'desc' : 'asc', start > 0),
    after_url: toAddress(last, order, start + limit < all.length),
  };
}

function toPageAddress({url}: RequestContext, {keys}: EmulatedApp, {limit, from, order}: PageRequest): string {
  const origin = isKakaoHost(url) ? `http://${url.host}` : url.origin;
  const appKey = keys.find(({kind}) => kind === 'rest')?.key ?? '';
  return `${origin}${USER_IDS}?limit=${limit}&order=${order}&from_id=${from ?? ''}&app_key=${appKey}`;
}
