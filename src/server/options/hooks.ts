import {callChangingHook, callHook} from './call-hook.js';
import type {ConsentRecord} from './consents.js';
import {
  type MemberOrAction,
  readMemberOrAction,
  type ReadMember,
  readReadMember,
  readSignedUpOrAction,
  type SignedUpOrAction,
} from './hook-results.js';
import type {PageReport} from '../../shared/wire.js';
import type {Awaitable, MemberLogin, RequestContext} from './hook-types.js';
import type {KakaoServerOptions} from './options.js';
import type {KakaoProfile} from '../kakao/profile.js';
import type {EventHooks} from '../notices/apply-notice.js';
import type {EventContext, UnlinkEvent} from '../notices/notice-events.js';
import {RequestError} from '../base/request-error.js';

/**
 * The site's hooks, bounded in time and with what they return checked. Each throws RequestError `hook_failed`; those that
 * change something, `backend_timeout` where their time is over.
 */
export interface Hooks {
  findMember(profile: KakaoProfile, context: RequestContext): Promise<MemberOrAction | null>;
  signUp(profile: KakaoProfile, context: RequestContext): Promise<SignedUpOrAction>;
  readMember(id: string, issuedAt: number, context: RequestContext): Promise<ReadMember | null>;
  /** Null where the site has no such hook. */
  readonly linkMember: ((id: string, profile: KakaoProfile, context: RequestContext) => Promise<void>) | null;
  /** Null where the site has no such hook. */
  readonly onConsent: ((records: readonly ConsentRecord[], context: RequestContext) => Promise<void>) | null;
  /** Null where the site has no such hook. */
  readonly onLogin: ((login: MemberLogin, context: RequestContext) => Promise<void>) | null;
  /** Null where the site has no such hook. */
  readonly onUnlink: ((event: UnlinkEvent, context: RequestContext) => Promise<void>) | null;
  /** Null where the site has no such hook. */
  readonly onReport: ((report: PageReport) => Promise<void>) | null;
}

type HookOptions = Pick<
  KakaoServerOptions,
  'findMember' | 'signUp' | 'readMember' | 'linkMember' | 'onConsent' | 'onLogin' | 'onUnlink' | 'onReport'
>;

/** @param origin of the site's pages */
export function createHooks(options: HookOptions, origin: string): Hooks {
  const link = options.linkMember?.bind(options);
  const consent = options.onConsent?.bind(options);
  const login = options.onLogin?.bind(options);
  const unlink = options.onUnlink?.bind(options);
  const report = options.onReport?.bind(options);
  return {
    async findMember(profile, context) {
      const result = await callHook('findMember', (signal) => options.findMember(profile, {...context, signal}));
      return result === null ? null : readMemberOrAction('findMember', result, origin);
    },
    async signUp(profile, context) {
      const result = await callChangingHook('signUp', (signal) => options.signUp(profile, {...context, signal}));
      return readSignedUpOrAction(result, origin);
    },
    async readMember(id, issuedAt, context) {
      const result = await callHook('readMember', (signal) => options.readMember(id, issuedAt, {...context, signal}));
      if (result === null) return null;
      const member = readReadMember(result);
      if (member.id !== id) throw new RequestError('hook_failed', 'readMember returned a member of another id.');
      return member;
    },
    linkMember: link
      ? (id, profile, context) => callChangingHook('linkMember', (signal) => link(id, profile, {...context, signal}))
      : null,
    onConsent: consent
      ? (records, context) => callChangingHook('onConsent', (signal) => consent(records, {...context, signal}))
      : null,
    onLogin: login
      ? (told, context) => callChangingHook('onLogin', (signal) => login(told, {...context, signal}))
      : null,
    onUnlink: unlink
      ? (event, {request, responseHeaders}) =>
          callChangingHook('onUnlink', (signal) => unlink(event, {signal, request, responseHeaders}))
      : null,
    onReport: report ? (told) => callHook('onReport', async () => report(told)) : null,
  };
}

/** How long a hook for an event may take, in milliseconds. */
const EVENT_TIMEOUT = 30_000;

/** The site's hooks for what Kakao tells by itself. Each throws RequestError `hook_failed`. */
export function createEventHooks(
  options: Pick<KakaoServerOptions, 'onUnlink' | 'onChannelChange' | 'onAccountEvent'>,
): EventHooks {
  const toHook =
    <Event>(name: string, hook: ((event: Event, context: EventContext) => Awaitable<void>) | undefined) =>
    // The signal of the whole work: its time began with the question to Kakao.
    (event: Event, context: EventContext): Promise<void> =>
      callHook(name, async () => hook?.call(options, event, context), EVENT_TIMEOUT);
  const {onUnlink, onChannelChange, onAccountEvent} = options;
  return {
    onUnlink: onUnlink ? toHook('onUnlink', onUnlink) : null,
    onChannelChange: onChannelChange ? toHook('onChannelChange', onChannelChange) : null,
    onAccountEvent: onAccountEvent ? toHook('onAccountEvent', onAccountEvent) : null,
  };
}
