import {getText, toJson, toKapiError, toList} from '../http/responses.js';
import {authenticateOrAdmin} from './authenticate.js';
import type {Fault} from '../faults/faults.js';
import {mutateApiResponse} from '../faults/api-mutations.js';
import type {RequestContext} from '../http/emulator-context.js';

const KNOWN = ['channel_ids', 'channel_id_type', 'target_id', 'target_id_type'];

/**
 * GET /v2/api/talk/channels: how the person stands to the app's channels, or to those named (Kakao: KakaoTalk Channel >
 * REST API > Check KakaoTalk Channel relationship). Needs the consent item `plusfriends`.
 */
export async function handleChannels(context: RequestContext, fault: Fault | null): Promise<Response> {
  const {emulator, entry} = context;
  const call = await authenticateOrAdmin(context);
  if (call instanceof Response) return call;
  const {parameters} = call;
  const {app, persona, link} = call.caller;
  for (const name of parameters.keys()) {
    if (!KNOWN.includes(name)) entry.warnings.push(`Kakao knows no parameter "${name}" of /v2/api/talk/channels.`);
  }
  if (!link.scopes.includes('plusfriends')) {
    const more = {api_type: 'TALK_CHANNELS', required_scopes: ['plusfriends'], allowed_scopes: link.scopes};
    return toKapiError(context, -402, undefined, more);
  }
  const asked = toList(getText(parameters, 'channel_ids'));
  const idType = getText(parameters, 'channel_id_type');
  if (asked.length > 0 && idType !== 'channel_public_id') {
    return toKapiError(context, -2, 'The emulator knows channel_id_type=channel_public_id only.');
  }
  for (const id of asked) {
    if (app.channels.some(({publicId}) => publicId === id)) continue;
    const isSomewhere = emulator.apps.some(({channels}) => channels.some(({publicId}) => publicId === id));
    return toKapiError(context, isSomewhere ? -819 : -541);
  }
  const channels = app.channels.filter(({publicId}) => asked.length === 0 || asked.includes(publicId));
  const relations = channels.map(({publicId}) => {
    const known = emulator.store.channels.find(persona.id, publicId);
    return {
      channel_uuid: `@${publicId.replace(/^_/, '')}`,
      channel_public_id: publicId,
      relation: known?.relation ?? 'NONE',
      ...(known &&
        known.relation !== 'NONE' && {created_at: toTime(known.createdAt), updated_at: toTime(known.updatedAt)}),
    };
  });
  return toJson(mutateApiResponse({user_id: persona.userId, channels: relations}, fault?.spoil));
}

function toTime(at: number): string {
  return new Date(at).toISOString().replace(/\.\d+/, '');
}
