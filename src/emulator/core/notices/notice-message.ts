import {toHex, toSha256} from '../base/bytes.js';
import {toKakaoTime} from '../base/kakao-time.js';
import type {KeyRing} from '../base/keys.js';
import {createJwt} from '../base/signature.js';
import type {AppLink} from '../store/app-links.js';
import {type EmulatedApp, type TalkChannel, toChannelUuid} from '../store/apps.js';
import type {Persona} from '../store/personas.js';
import {ACCOUNT_EVENTS} from './account-events.js';
import type {NoticeRequest} from './notice.js';
import type {NoticeTargets} from './notice-settings.js';
import {getSetMutation} from './set-mutations.js';

/** A notice as it goes over the wire. Its copies are alike. */
export interface NoticeMessage {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** What a notice tells of. */
export interface NoticeFacts {
  readonly app: EmulatedApp;
  readonly persona: Persona;
  /** Null if the person is not linked. */
  readonly link: AppLink | null;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly issuer: string;
  readonly keys: KeyRing;
  readonly targets: NoticeTargets;
}

type Fields = Readonly<Record<string, string | null>>;
type RequestOf<Kind extends NoticeRequest['kind']> = Extract<NoticeRequest, {readonly kind: Kind}>;

/** @throws {Error} if the notice has no target, or if the app lacks what it needs. */
export function createMessage(request: NoticeRequest, facts: NoticeFacts): Promise<NoticeMessage> {
  const url = facts.targets[request.kind];
  if (url === null) {
    throw new Error(`The notice "${request.kind}" has no target. Name one when the emulator is created.`);
  }
  switch (request.kind) {
    case 'unlink':
      return Promise.resolve(createUnlinkNotice(url, request, facts));
    case 'channel':
      return createChannelNotice(url, request, facts, getChannelSenderOrThrow(request, facts));
    case 'account':
      return createAccountEvent(url, request, facts);
  }
}

/** Kakao: Kakao Login > Webhook > Unlink. */
function createUnlinkNotice(
  url: string,
  request: RequestOf<'unlink'>,
  {app, persona, targets}: NoticeFacts,
): NoticeMessage {
  const form = toForm({
    app_id: String(app.appId),
    user_id: String(persona.userId),
    referrer_type: request.event ?? 'UNLINK_FROM_APPS',
    ...request.fields,
  });
  const headers = toAuthorization(request.adminKey, app);
  if (targets.unlinkMethod === 'POST') {
    const type = 'application/x-www-form-urlencoded;charset=utf-8';
    return {url, method: 'POST', headers: {...headers, 'content-type': type}, body: form};
  }
  return {url: `${url}${url.includes('?') ? '&' : '?'}${form}`, method: 'GET', headers, body: null};
}

/** The channel that a notice tells of, and the headers with the app's admin key. */
interface ChannelSender {
  readonly channel: TalkChannel;
  readonly headers: Readonly<Record<string, string>>;
}

/** @throws {Error} if the app has no such channel, or no admin key. */
function getChannelSenderOrThrow(request: RequestOf<'channel'>, {app}: NoticeFacts): ChannelSender {
  const channel =
    request.channel === undefined ? app.channels[0] : app.channels.find(({publicId}) => publicId === request.channel);
  if (!channel) throw new Error(`The app ${app.appId} has no channel ${request.channel ?? ''}.`);
  const headers = {
    ...toAuthorization(request.adminKey, app),
    'content-type': 'application/json;charset=utf-8',
    'x-kakao-resource-id': crypto.randomUUID(),
  };
  return {channel, headers};
}

/** Kakao: KakaoTalk Channel > Webhook. */
async function createChannelNotice(
  url: string,
  request: RequestOf<'channel'>,
  {app, persona, link, at}: NoticeFacts,
  {channel, headers}: ChannelSender,
): Promise<NoticeMessage> {
  const isKnown = link?.scopes.includes('plusfriends') ?? false;
  const fields: Fields = {
    event: request.event,
    id: isKnown ? String(persona.userId) : await toOpenId(app, persona),
    id_type: isKnown ? 'app_user_id' : 'open_id',
    channel_public_id: channel.publicId,
    channel_uuid: toChannelUuid(channel.publicId),
    updated_at: toKakaoTime(at),
    ...request.fields,
  };
  return {
    url,
    method: 'POST',
    headers,
    body: JSON.stringify(Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null))),
  };
}

/** Kakao: Kakao Login > Webhook > Account status change (RFC 8417, RFC 8935). */
async function createAccountEvent(
  url: string,
  request: RequestOf<'account'>,
  facts: NoticeFacts,
): Promise<NoticeMessage> {
  const {app, persona, at, issuer, keys, targets} = facts;
  const mutation = request.spoil === undefined ? null : getSetMutation(request.spoil);
  const sub = String(persona.userId);
  const restKey = app.keys.find(({kind}) => kind === 'rest')?.key;
  const now = Math.floor(at / 1000);
  const claims: Record<string, unknown> = {
    iss: issuer,
    aud: targets.audience === 'app-id' ? String(app.appId) : restKey,
    sub,
    iat: now,
    jti: crypto.randomUUID(),
    events: {
      [ACCOUNT_EVENTS[request.event]]: {subject: {subject_type: 'iss-sub', iss: issuer, sub}, ...request.details},
    },
  };
  const header: Record<string, unknown> = {kid: (await keys.current()).kid, typ: 'secevent+jwt', alg: 'RS256'};
  mutation?.claims?.(claims, {now});
  mutation?.header?.(header);
  const token = await createJwt(header, claims, {keys, secret: '', kind: mutation?.signature ?? 'rs256'});
  const type = mutation?.contentType ?? 'application/secevent+jwt';
  return {url, method: 'POST', headers: {'content-type': type}, body: mutation?.body?.(token) ?? token};
}

/** @param key null: no header; undefined: the app's own */
function toAuthorization(key: string | null | undefined, app: EmulatedApp): Readonly<Record<string, string>> {
  const used = key === undefined ? app.adminKey : key;
  if (key === undefined && used === null)
    throw new Error(`The app ${app.appId} has no admin key to send a notice with.`);
  const agent = {'user-agent': 'KakaoOpenAPI/1.0'};
  return used === null ? agent : {...agent, authorization: `KakaoAK ${used}`};
}

function toForm(fields: Fields): string {
  return new URLSearchParams(
    Object.entries(fields).filter((entry): entry is [string, string] => entry[1] !== null),
  ).toString();
}

/** A person's id for whoever is not linked or has not agreed. */
async function toOpenId({appId}: EmulatedApp, {id}: Persona): Promise<string> {
  return toHex(await toSha256(`${appId}:${id}`)).slice(0, 24);
}
