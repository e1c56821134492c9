import {SignJWT} from 'jose';
import type {KakaoServerOptions} from '../../../src/server/index.js';
import type {AccountEvent, ChannelEvent, UnlinkEvent} from '../../../src/server/notices/notice-events.js';
import type {NoticeSpool} from '../../../src/server/notices/notice-spool.js';
import type {NoticeStore} from '../../../src/server/notices/notice-store.js';
import type {StoreEnvironment} from '../../../src/server/notices/notices-config.js';
import type {AdminKey} from '../../../src/server/notices/receive/admin-key-gate.js';
import {createMemoryNoticeStore, type MemoryNoticeStore} from './memory-notice-store.js';
import {ISSUER} from './provider.js';
import {ADMIN_KEY, createSite, PERSON, REST_KEY, START} from './site.js';

export const APP_ID = '123456';
export const CHANNEL = '_ZeUTxl';

/** How the site's notices are set up. */
interface Setup {
  readonly adminKeys?: readonly AdminKey[];
  readonly spool?: NoticeSpool;
  /** Stands in front of the store. */
  readonly wrap?: (store: MemoryNoticeStore) => NoticeStore;
  readonly options?: Partial<KakaoServerOptions>;
}

type Event = UnlinkEvent | ChannelEvent | AccountEvent;

/** A site that hears of Kakao's notices. Who is linked at Kakao is said by `links`: since when. */
export async function createNoticeSite({adminKeys = [ADMIN_KEY], spool, wrap, options}: Setup = {}) {
  const events: {readonly hook: string; readonly event: Event}[] = [];
  const store = createMemoryNoticeStore(
    () => site.clock.time,
    (notice) => environment?.onGivenUp(notice),
  );
  let environment: StoreEnvironment | undefined;
  const links = new Map<string, string>();
  const hear =
    (hook: string) =>
    (event: Event): void =>
      void events.push({hook, event});
  const site = await createSite({
    onUnlink: hear('onUnlink'),
    onChannelChange: hear('onChannelChange'),
    onAccountEvent: hear('onAccountEvent'),
    notices: {
      appId: APP_ID,
      adminKeys,
      spool: spool ?? null,
      createStore(given) {
        environment = given;
        return wrap?.(store) ?? store;
      },
    },
    ...options,
  });
  site.provider.on('/v2/user/me', ({url, headers}) => {
    // A login's question, about whom it is.
    if (headers.get('authorization')?.startsWith('Bearer ')) return new Response(`{"id":${PERSON}}`);
    const id = new URL(url).searchParams.get('target_id') ?? '';
    const connected_at = links.get(id);
    if (connected_at === undefined)
      return Response.json({msg: 'NotRegisteredUserException', code: -101}, {status: 400});
    return new Response(`{"id":${id},"connected_at":"${connected_at}"}`);
  });
  const {notices} = site.server;
  return {
    ...site,
    notices,
    store,
    links,
    events,
    /** What the hooks were told, shortly. */
    told: () => events.map(({hook, event}) => [hook, 'event' in event ? event.event : event.reason, event.kakaoId]),
    /** Lets the admin key be seen to be of this app: Kakao knows somebody by it. */
    async proveKey(): Promise<void> {
      links.set('1', '2026-01-01T00:00:00Z');
      await notices.unlink(toUnlinkRequest('GET', {user_id: '1'}));
      await notices.drain();
      site.metrics.length = 0;
    },
    /** Applies all that has come. */
    async settle(): Promise<void> {
      await notices.drain();
    },
    async signEvent({claims, header, key = 0}: Partial<EventChanges> = {}): Promise<string> {
      const {privateKey, kid} = site.provider.keys[key]!;
      return new SignJWT({...toClaims(site.clock.time), ...claims})
        .setProtectedHeader({alg: 'RS256', typ: 'secevent+jwt', kid, ...header})
        .sign(privateKey);
    },
  };
}

export type NoticeSite = Awaited<ReturnType<typeof createNoticeSite>>;

/** What is not as in a good account event. */
interface EventChanges {
  readonly claims: Readonly<Record<string, unknown>>;
  readonly header: Readonly<Record<string, unknown>>;
  /** Which of the provider's keys signs. */
  readonly key: number;
}

/** An event's name as Kakao writes it. */
export const toEventName = (event: string, family = 'oauth'): string =>
  `https://schemas.openid.net/secevent/${family}/event-type/${event}`;

/** The claims of a good account event: somebody has unlinked. */
export function toClaims(time = START, event = 'user-unlinked', sub = PERSON): Record<string, unknown> {
  return {
    iss: ISSUER,
    aud: REST_KEY,
    sub,
    iat: Math.floor(time / 1000),
    jti: 'event-1',
    events: {[toEventName(event)]: {subject: {subject_type: 'iss-sub', iss: ISSUER, sub}}},
  };
}

export const HOOK_URL = 'https://shop.example/kakao/notices';

export function toEventRequest(body: BodyInit, headers: Record<string, string> = {}): Request {
  const usual = {'Content-Type': 'application/secevent+jwt'};
  return new Request(HOOK_URL, {method: 'POST', headers: {...usual, ...headers}, body});
}

/** Kakao's notice of an unlink, as a GET or a POST; null: without that parameter. */
export function toUnlinkRequest(
  method: 'GET' | 'POST',
  changes: Readonly<Record<string, string | null>> = {},
  headers: Record<string, string> = {},
): Request {
  const all: Record<string, string | null> = {
    app_id: APP_ID,
    user_id: PERSON,
    referrer_type: 'UNLINK_FROM_APPS',
    ...changes,
  };
  const parameters = new URLSearchParams(
    Object.entries(all).filter((pair): pair is [string, string] => pair[1] !== null),
  );
  const usual = {Authorization: `KakaoAK ${ADMIN_KEY}`};
  if (method === 'GET') return new Request(`${HOOK_URL}?${parameters}`, {headers: {...usual, ...headers}});
  return new Request(HOOK_URL, {method, headers: {...usual, ...headers}, body: parameters});
}

/** Kakao's notice of a channel; the text takes the place of the whole body. */
export function toChannelRequest(
  changes: Readonly<Record<string, unknown>> | string = {},
  headers: Readonly<Record<string, string>> = {},
): Request {
  const body = {
    event: 'added',
    id: PERSON,
    id_type: 'app_user_id',
    channel_public_id: CHANNEL,
    channel_uuid: '@shop',
    updated_at: new Date(START).toISOString(),
  };
  return new Request(HOOK_URL, {
    method: 'POST',
    headers: {
      Authorization: `KakaoAK ${ADMIN_KEY}`,
      'Content-Type': 'application/json',
      'X-Kakao-Resource-ID': 'resource-1',
      'User-Agent': 'KakaoOpenAPI/1.0',
      ...headers,
    },
    body: typeof changes === 'string' ? changes : JSON.stringify({...body, ...changes}),
  });
}
