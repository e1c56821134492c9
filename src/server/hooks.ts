import {callHook} from './call-hook.js';
import type {ConsentRecord} from './consents.js';
import {
  type MemberOrAction,
  readMemberOrAction,
  type ReadMember,
  readReadMember,
  readSignedUpOrAction,
  type SignedUpOrAction,
} from './hook-results.js';
import type {HookContext, KakaoServerOptions} from './options.js';
import type {KakaoProfile} from './profile.js';
import {Refusal} from './refusal.js';

/** The site's hooks, bounded in time and with what they return checked. Each throws Refusal `hook_failed`. */
export interface Hooks {
  findMember(profile: KakaoProfile, context: HookContext): Promise<MemberOrAction | null>;
  signUp(profile: KakaoProfile, context: HookContext): Promise<SignedUpOrAction>;
  readMember(id: string, issuedAt: number, context: HookContext): Promise<ReadMember | null>;
  /** Null where the site has no such hook. */
  readonly linkMember: ((id: string, profile: KakaoProfile, context: HookContext) => Promise<void>) | null;
  /** Null where the site has no such hook. */
  readonly onConsent: ((records: readonly ConsentRecord[], context: HookContext) => Promise<void>) | null;
  /** Null where the site has no such hook. */
  readonly onUnlink: ((memberId: string, kakaoId: string, context: HookContext) => Promise<void>) | null;
}

type HookOptions = Pick<
  KakaoServerOptions,
  'findMember' | 'signUp' | 'readMember' | 'linkMember' | 'onConsent' | 'onUnlink' | 'allowedOrigins'
>;

export function createHooks(options: HookOptions): Hooks {
  const origin = options.allowedOrigins[0] ?? '';
  const link = options.linkMember?.bind(options);
  const consent = options.onConsent?.bind(options);
  const unlink = options.onUnlink?.bind(options);
  return {
    async findMember(profile, context) {
      const result = await callHook('findMember', () => options.findMember(profile, context));
      return result === null ? null : readMemberOrAction('findMember', result, origin);
    },
    async signUp(profile, context) {
      return readSignedUpOrAction(await callHook('signUp', () => options.signUp(profile, context)), origin);
    },
    async readMember(id, issuedAt, context) {
      const result = await callHook('readMember', () => options.readMember(id, issuedAt, context));
      if (result === null) return null;
      const member = readReadMember(result);
      if (member.id !== id) throw new Refusal('hook_failed', 'readMember returned a member of another id.');
      return member;
    },
    linkMember: link ? (id, profile, context) => callHook('linkMember', () => link(id, profile, context)) : null,
    onConsent: consent ? (records, context) => callHook('onConsent', () => consent(records, context)) : null,
    onUnlink: unlink
      ? (memberId, kakaoId, context) => callHook('onUnlink', () => unlink(memberId, kakaoId, context))
      : null,
  };
}
