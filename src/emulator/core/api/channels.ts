import {getText, toList, warnOfUnknown} from '../http/parameters.js';
import {toKakaoTime} from '../base/kakao-time.js';
import {toJson, toKapiError} from '../http/responses.js';
import {authenticateApp, authenticateOrAdmin, type Caller, findTargets} from './authenticate.js';
import type {Fault} from '../faults/faults.js';
import {mutateApiResponse} from '../faults/api-mutations.js';
import {type EmulatedApp, toChannelUuid} from '../store/apps.js';
import type {KnownRelation} from '../store/channel-relations.js';
import type {RequestContext} from '../http/emulator-context.js';
import {EmulatorResponse} from '../base/messages.js';

const SCOPE = 'plusfriends';
const KNOWN = ['channel_ids', 'channel_id_type', 'target_id', 'target_id_type'];
const KNOWN_OF_MANY = ['channel_ids', 'channel_id_type', 'target_ids', 'target_id_type'];
const MOST_USERS = 200;

/**
 * GET /v2/api/talk/channels: the person's relations to the app's channels, or to the named ones (Kakao: KakaoTalk
 * Channel > REST API > Check KakaoTalk Channel relationship). Needs the consent item `plusfriends`.
 */
export async function handleChannels(context: RequestContext, fault: Fault | null): Promise<EmulatorResponse> {
  const call = await authenticateOrAdmin(context);
  if (call instanceof EmulatorResponse) return call;
  const {parameters} = call;
  const {app, persona, link} = call.caller;
  context.entry.warn(...warnOfUnknown(parameters, KNOWN, '/v2/api/talk/channels'));
  if (!app.scopes.some(({id}) => id === SCOPE)) return toKapiError(context, -3, `The app does not use ${SCOPE}.`);
  if (!link.scopes.includes(SCOPE)) {
    const more = {api_type: 'TALK_CHANNELS', required_scopes: [SCOPE], allowed_scopes: link.scopes};
    return toKapiError(context, -402, undefined, more);
  }
  const ids = readChannelIds(context, app, parameters);
  if (ids instanceof EmulatorResponse) return ids;
  return toJson(mutateApiResponse(toRelations(context, {app, persona}, ids), fault?.spoil));
}

/**
 * GET /v2/api/talk/channels/multi, with the admin key: the same of up to 200 people, as a list. Whoever has not agreed is
 * left out: what Kakao does then is not documented.
 */
export function handleChannelsOfMany(context: RequestContext): EmulatorResponse {
  const {searchParams} = context.url;
  const app = authenticateApp(context);
  if (app instanceof EmulatorResponse) return app;
  context.entry.warn(...warnOfUnknown(searchParams, KNOWN_OF_MANY, '/v2/api/talk/channels/multi'));
  if (!app.scopes.some(({id}) => id === SCOPE)) return toKapiError(context, -3, `The app does not use ${SCOPE}.`);
  const targets = {ids: toList(getText(searchParams, 'target_ids')), most: MOST_USERS};
  const people = findTargets(context, app, searchParams, targets);
  if (people instanceof EmulatorResponse) return people;
  const ids = readChannelIds(context, app, searchParams);
  if (ids instanceof EmulatorResponse) return ids;
  const agreed = people.filter(({link}) => link.scopes.includes(SCOPE));
  return toJson(agreed.map((caller) => toRelations(context, caller, ids)));
}

/** @param ids of the channels; none: all */
function toRelations(
  {emulator}: RequestContext,
  {app, persona}: Pick<Caller, 'app' | 'persona'>,
  ids: readonly string[],
): Record<string, unknown> {
  const channels = app.channels
    .filter(({publicId}) => ids.length === 0 || ids.includes(publicId))
    .map(({publicId}) => toRelation(publicId, emulator.store.channels.find(persona.id, publicId)));
  return {user_id: persona.userId, channels};
}

/** The named channels, which may be none; or the error. */
function readChannelIds(
  context: RequestContext,
  app: EmulatedApp,
  parameters: URLSearchParams,
): readonly string[] | EmulatorResponse {
  const ids = toList(getText(parameters, 'channel_ids'));
  if (ids.length > 0 && getText(parameters, 'channel_id_type') !== 'channel_public_id') {
    return toKapiError(context, -2, 'The emulator knows channel_id_type=channel_public_id only.');
  }
  const foreign = ids.find((id) => !hasChannel(app, id));
  return (foreign === undefined ? null : findChannelError(context, app, foreign)) ?? ids;
}

/** The error for a channel that is not the app's; null if it is. */
export function findChannelError(context: RequestContext, app: EmulatedApp, id: string): EmulatorResponse | null {
  if (hasChannel(app, id)) return null;
  return toKapiError(context, context.emulator.apps.some((other) => hasChannel(other, id)) ? -819 : -541);
}

function hasChannel({channels}: EmulatedApp, id: string): boolean {
  return channels.some(({publicId}) => publicId === id);
}

function toRelation(publicId: string, known: KnownRelation | null): Record<string, unknown> {
  const relation = known?.relation ?? 'NONE';
  return {
    channel_uuid: toChannelUuid(publicId),
    channel_public_id: publicId,
    relation,
    ...(known &&
      relation !== 'NONE' && {created_at: toKakaoTime(known.createdAt), updated_at: toKakaoTime(known.updatedAt)}),
  };
}
