import {toS256} from '../../shared/encoding/hashes.js';
import {RequestError} from '../base/request-error.js';
import {withTimeout} from '../base/with-timeout.js';
import type {Link} from '../kakao/read-link.js';
import {ACCOUNT_EVENTS, ENDS_TOKENS} from './account-events.js';
import type {Notice} from './notice.js';
import type {AccountEvent, ChannelEvent, EventContext, UnlinkEvent} from './notice-events.js';
import type {ApplyNotice, NoticeStore} from './notice-store.js';

/** What became of a notice that was taken in hand. */
export type AppliedOutcome = 'applied' | 'relinked' | 'older' | 'unheard';

/** The site's hooks. Each rejects if it fails. */
export interface EventHooks {
  readonly onUnlink: ((event: UnlinkEvent, context: EventContext) => Promise<void>) | null;
  readonly onChannelChange: ((event: ChannelEvent, context: EventContext) => Promise<void>) | null;
  readonly onAccountEvent: ((event: AccountEvent, context: EventContext) => Promise<void>) | null;
}

/** What notices are applied with. */
export interface Applier {
  readonly hooks: EventHooks;
  /** @throws RequestError if Kakao's answer does not say it */
  askLink(kakaoId: string, signal: AbortSignal): Promise<Link>;
  /** Whether it is beyond doubt that the admin key is of this app: that of another one knows nobody. */
  isKeyProved(): boolean;
  proveKey(): void;
  /** Whether a hash is that of the admin key which Kakao is asked with now. */
  isOwnKey(hash: string): Promise<boolean>;
  openStore(): Promise<Pick<NoticeStore, 'claim' | 'release'>>;
  /** Deletes the tokens that are kept of a person, if the site keeps any. */
  forgetTokens(kakaoId: string): Promise<void>;
  /** Deletes the tokens that are kept of a person from logins before a moment, in milliseconds since the epoch. */
  forgetTokensBefore(kakaoId: string, at: number): Promise<void>;
  count(notice: Notice, outcome: AppliedOutcome, milliseconds: number): void;
  /** Milliseconds since the epoch. */
  now(): number;
}

/** How long a hook may take, in milliseconds, the question to Kakao included. */
const APPLY_TIME = 30_000;

/** Applies notices, each as its kind demands. */
export function createApplyNotice(applier: Applier): ApplyNotice {
  return (notice, stopped) =>
    withTimeout(
      APPLY_TIME,
      async (signal) => {
        const start = applier.now();
        const outcome = await apply(applier, notice, signal);
        if (outcome === 'busy') return {againInSeconds: 1};
        // Else it is tried again, and counted then.
        if (!signal.aborted) applier.count(notice, outcome, Math.abs(applier.now() - start));
        return 'done';
      },
      stopped,
    );
}

function apply(applier: Applier, notice: Notice, signal: AbortSignal): Promise<AppliedOutcome | 'busy'> {
  switch (notice.kind) {
    case 'unlink':
      return applyUnlink(applier, notice, signal);
    case 'channel':
      return applyInOrder(
        applier,
        // Of the same moment as a "blocked" that was told, an "added" is older: nobody is written to who has blocked.
        {...notice, since: notice.event === 'added' ? notice.at - 1 : notice.at},
        `channel ${notice.channelId ?? ''}`,
        () => tellChannel(applier, notice, signal),
      );
    case 'account': {
      const order = ACCOUNT_EVENTS.get(notice.event) ?? null;
      const tell = (): Promise<AppliedOutcome> => tellAccount(applier, notice, signal);
      return order === null ? tell() : applyInOrder(applier, {...notice, since: notice.at}, `account ${order}`, tell);
    }
  }
}

/**
 * Ends a membership only if Kakao confirms now that the link has ended: a notice can be late, and its person can be back.
 * It waits for no other notice: what is true now does not depend on them.
 */
async function applyUnlink(applier: Applier, notice: Notice, signal: AbortSignal): Promise<AppliedOutcome> {
  const {onUnlink} = applier.hooks;
  if (!onUnlink) return 'unheard';
  if (notice.provenKey !== undefined && (await applier.isOwnKey(notice.provenKey))) applier.proveKey();
  const link = await applier.askLink(notice.kakaoId, signal);
  if (link.isLinked) {
    applier.proveKey();
    if (notice.clock === 'received' || !link.connectedAt || link.connectedAt.getTime() >= notice.at) return 'relinked';
    throw new RequestError('provider_bad_response', 'Kakao tells of an unlink, and still has the link from before it.');
  }
  if (!applier.isKeyProved()) {
    const hint =
      'Kakao finds no such account by adminKey, and nothing has shown yet that the key is of this app: compare it with the console page. The next notice with this key or the next login shows it.';
    throw new RequestError('app_key_wrong', hint, {kakaoCode: '-101'});
  }
  // Before the hook, which may fail each time. If this fails, the notice is tried again, so that neither is left out.
  await applier.forgetTokens(notice.kakaoId);
  const at = notice.clock === 'kakao' ? new Date(notice.at) : link.askedAt;
  const {groupUserToken} = notice;
  const event: UnlinkEvent = {
    eventId: notice.eventId,
    kakaoId: notice.kakaoId,
    at: at ?? new Date(notice.at),
    clock: at ? 'kakao' : 'received',
    reason: notice.reason ?? null,
    ...(groupUserToken !== undefined && {groupUserToken}),
  };
  await onUnlink(event, {signal});
  return 'applied';
}

/**
 * Applies a notice unless a newer one of the same order was; one of an order at a time.
 *
 * @param notice `since`: it is older than whatever was applied after that, in milliseconds since the epoch
 */
async function applyInOrder(
  {openStore}: Applier,
  {kakaoId, at, since}: Notice & {readonly since: number},
  order: string,
  tell: () => Promise<AppliedOutcome>,
): Promise<AppliedOutcome | 'busy'> {
  const store = await openStore();
  const name = await toS256(`${order}\n${kakaoId}`);
  const claim = await store.claim(name, since);
  if (claim !== 'claimed') return claim;
  let appliedAt: number | null = null;
  try {
    const outcome = await tell();
    appliedAt = at;
    return outcome;
  } finally {
    await store.release(name, appliedAt);
  }
}

async function tellChannel({hooks}: Applier, notice: Notice, signal: AbortSignal): Promise<AppliedOutcome> {
  const {eventId, kakaoId, clock, event, channelId} = notice;
  if (!hooks.onChannelChange || channelId === undefined) return 'unheard';
  const change = event === 'added' ? 'added' : 'blocked';
  const at = new Date(notice.at);
  await hooks.onChannelChange({eventId, kakaoId, at, clock, event: change, channelId}, {signal});
  return 'applied';
}

async function tellAccount(
  {hooks, forgetTokensBefore}: Applier,
  notice: Notice,
  signal: AbortSignal,
): Promise<AppliedOutcome> {
  const {eventId, kakaoId, clock, event, reason = null} = notice;
  if (ENDS_TOKENS.has(event)) await forgetTokensBefore(kakaoId, notice.at);
  if (!hooks.onAccountEvent) return 'unheard';
  await hooks.onAccountEvent({eventId, kakaoId, at: new Date(notice.at), clock, event, reason}, {signal});
  return 'applied';
}
