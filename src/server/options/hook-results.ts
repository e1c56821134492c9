import {readReturnTarget} from '../../shared/return-target.js';
import type {Member, RequiredAction} from '../../shared/wire.js';
import {isRecord, isNonEmptyString} from '../base/validate.js';
import type {ActionRequired, SignedUpMember, SiteMember} from './hook-types.js';
import {RequestError} from '../base/request-error.js';

/** A member with only what is needed of it. */
export interface CheckedMember extends Member {
  readonly id: string;
}

/** A member as `readMember` tells it. */
export interface ReadMember extends CheckedMember {
  /** The Kakao accounts that are the member's by now, where the site tells. */
  readonly kakaoIds?: readonly string[];
}

/** What must be done before somebody is signed in. */
export interface CheckedAction {
  readonly action: RequiredAction;
  /** The member who has to do it, where the site says who. Never sent to the page. */
  readonly memberId?: string;
  readonly redirectTo?: string;
  readonly message?: string;
}

/** What `findMember` says of a Kakao account. */
export type MemberOrAction = {readonly member: CheckedMember} | CheckedAction;
export type SignedUpOrAction = {readonly member: CheckedMember; readonly isNewMember: boolean} | CheckedAction;

const ACTIONS = new Set<unknown>([
  'link-existing',
  'additional-info',
  'age-check',
  'rejoin-blocked',
  'dormant',
] satisfies RequiredAction[]);

/** A member that a function of the site names. */
export function readSiteMember(hook: string, result: unknown): CheckedMember {
  const {id, name, picture}: Partial<Record<keyof SiteMember, unknown>> = isRecord(result) ? result : {};
  if (!isNonEmptyString(id)) {
    const orNull = /^(find|read)Member$/.test(hook) ? ' Where there is none, it must return null.' : '';
    throw new RequestError(
      'hook_failed',
      `${hook} returned no member: it must have an id, a text that is not empty.${orNull}`,
    );
  }
  return {
    id,
    ...(isNonEmptyString(name) && {name}),
    ...(isNonEmptyString(picture) && /^https:\/\//.test(picture) && {picture}),
  };
}

/** What `readMember` returned for a member. */
export function readReadMember(result: unknown): ReadMember {
  const member = readSiteMember('readMember', result);
  const {kakaoId} = result as Partial<Record<keyof SiteMember, unknown>>;
  if (kakaoId === undefined) return member;
  const kakaoIds: readonly unknown[] = Array.isArray(kakaoId) ? kakaoId : [kakaoId ?? []].flat();
  if (kakaoIds.every((id) => isNonEmptyString(id))) return {...member, kakaoIds};
  throw new RequestError(
    'hook_failed',
    'readMember returned a kakaoId that is no text, no list of texts, and not null.',
  );
}

/** What `signUp` returned. */
export function readSignedUpOrAction(result: unknown, origin: string): SignedUpOrAction {
  const checked = readMemberOrAction('signUp', result, origin);
  if (!('member' in checked)) return checked;
  return {...checked, isNewMember: (result as SignedUpMember).isNewMember !== false};
}

/** A member, or what must be done first. `origin` is the page's, which `redirectTo` may not leave. */
export function readMemberOrAction(hook: string, result: unknown, origin: string): MemberOrAction {
  if (!isRecord(result) || !('action' in result)) return {member: readSiteMember(hook, result)};
  const {action, memberId, redirectTo, message, id}: Partial<Record<keyof ActionRequired | 'id', unknown>> = result;
  if (id !== undefined) throw new RequestError('hook_failed', `${hook} returned both a member and an action.`);
  if (!ACTIONS.has(action)) {
    throw new RequestError(
      'hook_failed',
      `${hook} returned an unknown action: it must be one of ${[...ACTIONS].join(', ')}.`,
    );
  }
  if (memberId !== undefined && !isNonEmptyString(memberId)) {
    throw new RequestError('hook_failed', `${hook} returned a memberId that is not a text, or is empty.`);
  }
  if (message !== undefined && typeof message !== 'string') {
    throw new RequestError('hook_failed', `${hook} returned a message that is not a text.`);
  }
  const target = redirectTo === undefined ? undefined : readReturnTarget(redirectTo, {origin});
  if (target === null) {
    throw new RequestError('hook_failed', `${hook} returned a redirectTo that is not a path of the page’s origin.`);
  }
  return {
    action: action as RequiredAction,
    ...(memberId !== undefined && {memberId}),
    ...(target !== undefined && {redirectTo: target}),
    ...(isNonEmptyString(message) && {message: message.slice(0, 300)}),
  };
}
