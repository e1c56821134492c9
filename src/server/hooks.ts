import {readReturnTarget} from '../shared/return-target.js';
import type {Member, RequiredAction} from '../shared/wire.js';
import type {ConsentRecord} from './consents.js';
import {isFields, isText} from './fields.js';
import type {
  ActionRequired,
  Awaitable,
  HookContext,
  KakaoServerOptions,
  SessionTerm,
  SiteMember,
  StoredSession,
} from './options.js';
import type {KakaoProfile} from './profile.js';
import {Refusal} from './refusal.js';
import type {Session, Sessions} from './sessions.js';
import {runWithin, TimeLimitError} from './time-limit.js';

/** How long a hook may take. */
const HOOK_TIMEOUT = 9000;

/** A member with only what is needed of it. */
export interface CheckedMember extends Member {
  readonly id: string;
}

/** What `signUp` came to. */
export type SignUpResult =
  | {readonly member: CheckedMember}
  | {readonly action: RequiredAction; readonly redirectTo?: string; readonly message?: string};

/** The site's hooks, bounded in time and with what they return checked. Each throws Refusal `hook_failed`. */
export interface Hooks {
  findMember(profile: KakaoProfile, context: HookContext): Promise<CheckedMember | null>;
  signUp(profile: KakaoProfile, context: HookContext): Promise<SignUpResult>;
  readMember(id: string, issuedAt: number, context: HookContext): Promise<CheckedMember | null>;
  /** Null where the site has no such hook. */
  readonly linkMember: ((id: string, profile: KakaoProfile, context: HookContext) => Promise<void>) | null;
  /** Null where the site has no such hook. */
  readonly onConsent: ((records: readonly ConsentRecord[], context: HookContext) => Promise<void>) | null;
  /** Null where the site has no such hook. */
  readonly onUnlink: ((memberId: string, context: HookContext) => Promise<void>) | null;
}

type HookOptions = Pick<
  KakaoServerOptions,
  'findMember' | 'signUp' | 'readMember' | 'linkMember' | 'onConsent' | 'onUnlink' | 'allowedOrigins'
>;

const ACTIONS = new Set<unknown>([
  'link-existing',
  'additional-info',
  'age-check',
  'rejoin-blocked',
  'dormant',
] satisfies RequiredAction[]);

export function createHooks(options: HookOptions): Hooks {
  const origin = options.allowedOrigins[0] ?? '';
  const link = options.linkMember?.bind(options);
  const consent = options.onConsent?.bind(options);
  const unlink = options.onUnlink?.bind(options);
  return {
    async findMember(profile, context) {
      const result = await callHook('findMember', () => options.findMember(profile, context));
      return result === null ? null : readSiteMember('findMember', result);
    },
    async signUp(profile, context) {
      const result: unknown = await callHook('signUp', () => options.signUp(profile, context));
      if (!isFields(result) || !('action' in result)) return {member: readSiteMember('signUp', result)};
      return readActionRequired(result, origin);
    },
    async readMember(id, issuedAt, context) {
      const result = await callHook('readMember', () => options.readMember(id, issuedAt, context));
      if (result === null) return null;
      const member = readSiteMember('readMember', result);
      if (member.id !== id) throw new Refusal('hook_failed', 'readMember returned a member of another id.');
      return member;
    },
    linkMember: link ? (id, profile, context) => callHook('linkMember', () => link(id, profile, context)) : null,
    onConsent: consent ? (records, context) => callHook('onConsent', () => consent(records, context)) : null,
    onUnlink: unlink ? (memberId, context) => callHook('onUnlink', () => unlink(memberId, context)) : null,
  };
}

/** The site's own sessions, bounded in time and with what they return checked. */
export function createSiteSessions(port: NonNullable<KakaoServerOptions['session']>, now: () => number): Sessions {
  return {
    async read(request) {
      const result = await callHook('session.read', () => port.read(request));
      return result === null ? null : readStoredSession(result);
    },
    async create(made, context) {
      const session: StoredSession = {...made, issuedAt: now()};
      await callHook('session.create', () => port.create(session, context));
      return session;
    },
    async destroy(context) {
      await callHook('session.destroy', () => port.destroy(context));
    },
  };
}

async function callHook<T>(name: string, call: () => Awaitable<T>): Promise<T> {
  try {
    return await runWithin(HOOK_TIMEOUT, call);
  } catch (cause) {
    const hint =
      cause instanceof TimeLimitError
        ? `${name} took more than ${HOOK_TIMEOUT / 1000} s.`
        : `${name} threw or rejected.`;
    throw new Refusal('hook_failed', hint, {cause});
  }
}

function readSiteMember(hook: string, result: unknown): CheckedMember {
  const {id, name, picture}: Partial<Record<keyof SiteMember, unknown>> = isFields(result) ? result : {};
  if (!isText(id)) {
    throw new Refusal('hook_failed', `${hook} returned no member: it must have an id, a text that is not empty.`);
  }
  return {
    id,
    ...(isText(name) && {name}),
    ...(isText(picture) && /^https:\/\//.test(picture) && {picture}),
  };
}

function readActionRequired(
  result: Partial<Record<keyof ActionRequired | 'id', unknown>>,
  origin: string,
): SignUpResult {
  const {action, redirectTo, message, id} = result;
  if (id !== undefined) throw new Refusal('hook_failed', 'signUp returned both a member and an action.');
  if (!ACTIONS.has(action)) {
    throw new Refusal(
      'hook_failed',
      `signUp returned an unknown action: it must be one of ${[...ACTIONS].join(', ')}.`,
    );
  }
  if (message !== undefined && typeof message !== 'string') {
    throw new Refusal('hook_failed', 'signUp returned a message that is not a text.');
  }
  const target = redirectTo === undefined ? undefined : readReturnTarget(redirectTo, {origin});
  if (target === null) {
    throw new Refusal('hook_failed', 'signUp returned a redirectTo that is not a path of the page’s origin.');
  }
  return {
    action: action as RequiredAction,
    ...(target !== undefined && {redirectTo: target}),
    ...(isText(message) && {message: message.slice(0, 300)}),
  };
}

function readStoredSession(result: unknown): Session {
  const fields: Partial<Record<keyof StoredSession, unknown>> = isFields(result) ? result : {};
  const {memberId, issuedAt, tx, isNewMember, kakaoId, missingTerms, expiresAt} = fields;
  if (!isText(memberId) || typeof issuedAt !== 'number' || !Number.isFinite(issuedAt)) {
    throw new Refusal('hook_failed', 'session.read returned no session: it must have memberId and issuedAt.');
  }
  return {
    memberId,
    issuedAt,
    isNewMember: isNewMember === true,
    ...(isText(tx) && {tx}),
    ...(isText(kakaoId) && {kakaoId}),
    ...(Array.isArray(missingTerms) && {missingTerms: missingTerms.flatMap(readSessionTerm)}),
    ...(typeof expiresAt === 'number' && Number.isFinite(expiresAt) && {expiresAt}),
  };
}

function readSessionTerm(value: unknown): readonly SessionTerm[] {
  const {tag, required} = isFields(value) ? value : {};
  return isText(tag) && typeof required === 'boolean' ? [{tag, required}] : [];
}
