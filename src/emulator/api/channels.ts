import {getText, toList, warnOfUnknown} from '../http/parameters.js';
import {toJson, toKakaoTime, toKapiError} from '../http/responses.js';
import {authenticateOrAdmin} from './authenticate.js';
import type {Fault} from '../faults/faults.js';
import {mutateApiResponse} from '../faults/api-mutations.js';
import type {EmulatedApp} from '../store/apps.js';
import type {KnownRelation} from '../store/channel-relations.js';
import type {RequestContext} from '../http/emulator-context.js';

const KNOWN = ['channel_ids', 'channel_id_type', 'target_id', 'target_id_type'];

/**
 * GET /v2/api/talk/channels: the person's relations to the app's channels, or to the named ones (Kakao: KakaoTalk
 * Channel > REST API > Check KakaoTalk Channel relationship). Needs the consent item `plusfriends`.
 */
export async function handleChannels(context: RequestContext, fault: Fault | null): Promise<Response> {
  const call = await authenticateOrAdmin(context);
  if (call instanceof Response) return call;
  const {parameters} = call;
  const {app, persona, link} = call.caller;
  context.entry.warnings.push(...warnOfUnknown(parameters, KNOWN, '/v2/api/talk/channels'));
  if (!link.scopes.includes('plusfriends')) {
    const more = {api_type: 'TALK_CHANNELS', required_scopes: ['plusfriends'], allowed_scopes: link.scopes};
    return toKapiError(context, -402, undefined, more);
  }
  const ids = readChannelIds(context, app, parameters);
  if (ids instanceof Response) return ids;
  const channels = app.channels
    .filter(({publicId}) => ids.length === 0 || ids.includes(publicId))
    .map(({publicId}) => toRelation(publicId, context.emulator.store.channels.find(persona.id, publicId)));
  return toJson(mutateApiResponse({user_id: persona.userId, channels}, fault?.spoil));
}

/** The named channels, which may be none; or the error. */
function readChannelIds(
  context: RequestContext,
  app: EmulatedApp,
  parameters: URLSearchParams,
): readonly string[] | Response {
  const ids = toList(getText(parameters, 'channel_ids'));
  if (ids.length > 0 && getText(parameters, 'channel_id_type') !== 'channel_public_id') {
    return toKapiError(context, -2, 'The emulator knows channel_id_type=channel_public_id only.');
  }
  const foreign = ids.find((id) => !hasChannel(app, id));
  if (foreign === undefined) return ids;
  return toKapiError(context, context.emulator.apps.some((other) => hasChannel(other, foreign)) ? -819 : -541);
}

function hasChannel({channels}: EmulatedApp, id: string): boolean {
  return channels.some(({publicId}) => publicId === id);
}

function toRelation(publicId: string, known: KnownRelation | null): Record<string, unknown> {
  const relation = known?.relation ?? 'NONE';
  return {
    channel_uuid: `@${publicId.replace(/^_/, '')}`,
    channel_public_id: publicId,
    relation,
    ...(known &&
      relation !== 'NONE' && {created_at: toKakaoTime(known.createdAt), updated_at: toKakaoTime(known.updatedAt)}),
  };
}
