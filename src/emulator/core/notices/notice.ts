import type {ChannelRelation} from '../store/channel-relations.js';
import {UNLINK_REFERRERS, type UnlinkReferrer} from '../store/store-changes.js';
import {ACCOUNT_EVENTS, type AccountEvent} from './account-events.js';
import {isSetMutation, SET_MUTATIONS, type SetMutation} from './set-mutations.js';

/** What a notice is about: the end of a link, a channel, or an event of the Kakao account. */
export type NoticeKind = 'unlink' | 'channel' | 'account';

export const NOTICE_KINDS: readonly NoticeKind[] = ['unlink', 'channel', 'account'];

/** What Kakao tells of a channel. For a channel that was removed it tells nothing. */
export type ChannelEvent = 'added' | 'blocked';

export const CHANNEL_EVENTS: readonly ChannelEvent[] = ['added', 'blocked'];

interface NoticeOptions {
  /** The id of a person. */
  readonly persona: string;
  /** Default: the first app. */
  readonly appId?: number;
  /** When it happened, in milliseconds since the epoch. Default: now. An earlier one is a notice that comes late. */
  readonly at?: number;
  /** Milliseconds to wait before it is sent. Default 0. */
  readonly delayMs?: number;
  /** How often the same notice is sent. Default 1. */
  readonly times?: number;
  /** Whether its copies are sent all at once. Default: one after the other. */
  readonly parallel?: boolean;
}

interface FormOptions {
  /** The key of `Authorization: KakaoAK …`. Null: no such header. Default: the app's admin key. */
  readonly adminKey?: string | null;
  /** Fields that replace those of the notice, or are left out (null). */
  readonly fields?: Readonly<Record<string, string | null>>;
}

/** A notice to send. It changes nothing in the emulator, as the test tool of Kakao's console. */
export type NoticeRequest =
  | (NoticeOptions & FormOptions & {readonly kind: 'unlink'; readonly event?: UnlinkReferrer})
  | (NoticeOptions &
      FormOptions & {
        readonly kind: 'channel';
        readonly event: ChannelEvent;
        /** The public id of a channel of the app. Default: the representative channel. */
        readonly channel?: string;
      })
  | (NoticeOptions & {
      readonly kind: 'account';
      readonly event: AccountEvent;
      /** Further members of the event, such as `reason` and `scope`. */
      readonly details?: Readonly<Record<string, string>>;
      /** The notice has exactly one mistake. */
      readonly spoil?: SetMutation;
    });

/** One delivery of a notice. */
export interface NoticeAttempt {
  /** Milliseconds since the epoch, by the emulator's clock. */
  readonly at: number;
  /** HTTP status; null if no response came. */
  readonly status: number | null;
  /** `timeout` after the time limit, `unreachable`, or the `err` of a refused account event. */
  readonly error: string | null;
  /** How long the response took. */
  readonly milliseconds: number;
}

/** A notice that the emulator sends or has sent. */
export interface SentNotice {
  readonly id: number;
  readonly kind: NoticeKind;
  /** `UNLINK_FROM_APPS`, `added`, `user-unlinked`, … */
  readonly event: string;
  readonly personaId: string;
  readonly appId: number;
  /** `held`: waits for `releaseNotices()`; `sending`: on its way, or to be sent again; `accepted` and `refused`: by the site. */
  readonly state: 'held' | 'sending' | 'accepted' | 'refused';
  readonly attempts: readonly NoticeAttempt[];
}

/** @throws {Error} that names the first field which is malformed. */
export function checkNotice(request: NoticeRequest): void {
  const {kind, at, delayMs = 0, times = 1} = request;
  const event: string = request.event ?? 'UNLINK_FROM_APPS';
  if (!NOTICE_KINDS.includes(kind)) throw new Error(`A notice is one of ${NOTICE_KINDS.join(', ')}.`);
  const events = listEvents(kind);
  if (!events.includes(event)) throw new Error(`The event of "${kind}" is one of ${events.join(', ')}, not ${event}.`);
  if (at !== undefined && !Number.isFinite(at)) throw new Error('"at" is in milliseconds since the epoch.');
  if (!(delayMs >= 0 && delayMs <= 600_000)) throw new Error('"delayMs" is 0 to 600000.');
  if (!Number.isInteger(times) || times < 1 || times > 100) throw new Error('"times" is 1 to 100.');
  const spoil = kind === 'account' ? request.spoil : undefined;
  if (spoil !== undefined && !isSetMutation(spoil))
    throw new Error(`There is no such way to spoil a notice. Known: ${SET_MUTATIONS.join(', ')}.`);
}

/** The events that a kind of notice can have. */
export function listEvents(kind: NoticeKind): readonly string[] {
  switch (kind) {
    case 'unlink':
      return UNLINK_REFERRERS;
    case 'channel':
      return CHANNEL_EVENTS;
    case 'account':
      return Object.keys(ACCOUNT_EVENTS);
  }
}

/** The event of a relation; null if Kakao has none. */
export function toChannelEvent(relation: ChannelRelation): ChannelEvent | null {
  switch (relation) {
    case 'ADDED':
      return 'added';
    case 'BLOCKED':
      return 'blocked';
    case 'NONE':
      return null;
  }
}
