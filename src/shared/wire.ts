import {type ErrorCode} from './errors.js';
import {type Purpose} from './transaction-cookie.js';

/**
 * The wire contract between a page and its backend: one URL, GET reads and POST changes. This is the only place that
 * spells it; other languages implement it from README's table.
 */

/** Sent with every request: a page of another site cannot add it without a CORS preflight. */
export const CLIENT_HEADER = 'X-Kakao-Sync';
export const CLIENT_HEADER_VALUE = '1';

/** POST: completes a login. */
export interface LoginRequest {
  readonly purpose: Purpose;
  readonly tx: string;
  readonly code: string;
  readonly redirectUri: string;
  /** The app key the authorization was asked with: a choice among the backend's own, never a new one. */
  readonly clientId: string;
  /** Kakao got its SHA-256 as `nonce`. */
  readonly nonceSecret: string;
  readonly codeVerifier?: string;
  /** Tags of the terms that were asked for. */
  readonly terms?: readonly string[];
  /** Campaign parameters of the address where the visit began. */
  readonly attribution?: Readonly<Record<string, string>>;
  /** The site's own opaque text. */
  readonly context?: string;
}

/** POST: ends the session. */
export interface LogoutRequest {
  readonly purpose: 'logout';
}

/** What a page may know of the member. */
export interface Member {
  readonly name?: string;
  /** An https address. */
  readonly picture?: string;
}

/** A term that the app requires or offers and the member has not agreed to. */
export interface MissingTerm {
  readonly tag: string;
  readonly required: boolean;
  readonly title?: string;
  readonly url?: string;
}

export interface SignedInAnswer {
  readonly status: 'signed-in';
  /** The transaction that made the session. Absent where the session was made otherwise. */
  readonly tx?: string;
  readonly isNewMember: boolean;
  readonly member?: Member;
  readonly missingTerms?: readonly MissingTerm[];
  /** The scopes that Kakao granted. */
  readonly scope?: readonly string[];
  /** A path of the page's origin. */
  readonly redirectTo?: string;
  /** Seconds until the session ends. */
  readonly expiresIn?: number;
}

export interface SignedOutAnswer {
  readonly status: 'signed-out';
  readonly tx?: string;
  readonly reason?: 'not_a_member';
}

export type RequiredAction = 'link-existing' | 'additional-info' | 'age-check' | 'rejoin-blocked' | 'dormant';

export interface ActionRequiredAnswer {
  readonly status: 'action-required';
  readonly tx?: string;
  readonly action: RequiredAction;
  /** A path of the page's origin. */
  readonly redirectTo?: string;
  /** Plain text for the visitor. */
  readonly message?: string;
}

export type SessionAnswer = SignedInAnswer | SignedOutAnswer | ActionRequiredAnswer;

/** A failure, `application/problem+json` (RFC 9457). */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ErrorCode;
  /** `KS-<transaction id>`, where the request named a transaction. */
  readonly ref?: string;
}

const ACTIONS: readonly unknown[] = [
  'link-existing',
  'additional-info',
  'age-check',
  'rejoin-blocked',
  'dormant',
] satisfies RequiredAction[];

type Fields = Partial<Record<string, unknown>>;

/** A backend's answer with only the fields of the contract, each of its type; null where it is none. */
export function readSessionAnswer(body: unknown): SessionAnswer | null {
  if (!isObject(body)) return null;
  const tx = isText(body['tx']) ? {tx: body['tx']} : {};
  const redirectTo = isText(body['redirectTo']) ? {redirectTo: body['redirectTo']} : {};
  switch (body['status']) {
    case 'signed-in':
      return {
        status: 'signed-in',
        isNewMember: body['isNewMember'] === true,
        ...tx,
        ...redirectTo,
        ...(isObject(body['member']) && {member: readMember(body['member'])}),
        ...(Array.isArray(body['missingTerms']) && {missingTerms: body['missingTerms'].filter(isMissingTerm)}),
        ...(Array.isArray(body['scope']) && {scope: body['scope'].filter(isText)}),
        ...(isSeconds(body['expiresIn']) && {expiresIn: body['expiresIn']}),
      };
    case 'signed-out':
      return {status: 'signed-out', ...tx, ...(body['reason'] === 'not_a_member' && {reason: 'not_a_member'})};
    case 'action-required':
      if (!ACTIONS.includes(body['action'])) return null;
      return {
        status: 'action-required',
        action: body['action'] as RequiredAction,
        ...tx,
        ...redirectTo,
        ...(isText(body['message']) && {message: body['message'].slice(0, 300)}),
      };
    default:
      return null;
  }
}

function readMember(fields: Fields): Member {
  const {name, picture} = fields;
  return {
    ...(isText(name) && {name}),
    ...(isText(picture) && /^https:\/\//.test(picture) && {picture}),
  };
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0;
}

function isSeconds(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && Number.isFinite(value);
}

function isMissingTerm(value: unknown): value is MissingTerm {
  return isObject(value) && isText(value['tag']) && typeof value['required'] === 'boolean';
}
