import type {ErrorCode} from './errors.js';
import {readString, omitUndefined, toFields, VISIBLE} from './fields.js';
import {readLinkAddress} from './link-address.js';
import type {Purpose} from './transaction.js';

/**
 * The wire contract between a page and its backend: one URL, GET reads and POST changes. This is the only place that
 * spells it; other languages implement it from docs/en/backend/any-backend.md.
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
  /** Of a `link`: the `t` that GET gave together with the key that `nonceSecret` was made with. */
  readonly t?: number;
  /** Tags of the terms that were asked for. */
  readonly terms?: readonly string[];
  /** Campaign parameters of where the visit began, and `ks_event`, the id of the login's analytics events. */
  readonly attribution?: Readonly<Record<string, string>>;
  /** The site's own opaque text. */
  readonly context?: string;
}

/** POST: ends the session. */
export interface LogoutRequest {
  readonly purpose: 'logout';
}

/** POST: ends the link with Kakao, and the session. */
export interface UnlinkRequest {
  readonly purpose: 'unlink';
  /** The `tx` of the session that the page shows, as GET told it: the kit does nothing without it. */
  readonly tx?: string;
}

/** Whose browser a report names: an app's own, or a browser proper. */
export type ReportedBrowser =
  'kakaotalk' | 'naver' | 'instagram' | 'facebook' | 'line' | 'chrome' | 'safari' | 'samsung' | 'firefox' | 'other';

/** How a flow has ended on a page without an answer of the backend. */
export interface PageReport {
  readonly code: ErrorCode;
  /** The reference that the visitor has read. */
  readonly ref: string;
  /** Of the widget. */
  readonly release: string;
  readonly browser: ReportedBrowser;
}

/** POST: tells the backend of an end that no other request tells. It changes nothing, and its answer is ignored. */
export interface ReportRequest extends PageReport {
  readonly purpose: 'report';
}

/** The query parameter of a GET that asks for the relation to a channel: `?channel=<public id>`. */
export const CHANNEL_PARAMETER = 'channel';

/**
 * The query parameter of a GET that looks for the lost answer to a POST: `?pending=1` asks for the login that waits in
 * this browser, too.
 */
export const PENDING_PARAMETER = 'pending';

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
  /** An http(s) address, or a path. */
  readonly url?: string;
}

/** A term that was asked for, as Kakao has it now. */
export interface AskedTerm {
  readonly tag: string;
  readonly agreed: boolean;
  /** How long ago it was agreed to, in seconds by Kakao's clock. */
  readonly agreedAgo?: number;
}

/** How the member stands to a KakaoTalk Channel. */
export interface ChannelRelation {
  /** The channel's public id, such as `_ZeUTxl`. */
  readonly id: string;
  readonly relation: 'added' | 'blocked' | 'none';
}

/** What a session needs to connect a Kakao account: its key, or the way to a fresh login. */
export type LinkOffer =
  | {
      /** Secret of this session. `nonceSecret` of a `link` is `base64url(HMAC-SHA256(key, tx))`. */
      readonly key: string;
      /** When it was made, in whole seconds since the epoch by the server's clock. */
      readonly t: number;
      /** Seconds from the arrival of the answer in which a link may begin. */
      readonly expiresIn: number;
    }
  | {
      readonly key?: never;
      /** The login is too old: a path where the member logs in again. `{path}` stands for the page's path, percent-encoded. */
      readonly reauthenticate?: string;
    };

export interface SignedInAnswer {
  readonly status: 'signed-in';
  /**
   * The transaction that made the session. Answering a GET, a session that was made otherwise has a text of its own, if
   * members can unlink: another member's and a newer one have another.
   */
  readonly tx?: string;
  readonly isNewMember: boolean;
  readonly member?: Member;
  readonly missingTerms?: readonly MissingTerm[];
  /** Answering `terms`: those of the tags asked for that the app has. A tag that is not here is none of its terms. */
  readonly terms?: readonly AskedTerm[];
  /** Answering a GET of a backend that connects members. */
  readonly link?: LinkOffer;
  /** Answering a GET with `?channel=`. */
  readonly channels?: readonly ChannelRelation[];
  /** Answering a GET with `?pending=1`: what the POST of the login was answered that waits in this browser. */
  readonly pending?: ActionRequiredAnswer;
  /** The scopes that Kakao granted. */
  readonly scope?: readonly string[];
  /** A path of the page's origin. */
  readonly redirectTo?: string;
  /** Seconds until the session ends. */
  readonly expiresIn?: number;
}

export interface SignedOutAnswer {
  readonly status: 'signed-out';
  /** Answering a GET: of the session that came with the request, if its member is none any more. */
  readonly tx?: string;
  readonly reason?: 'not_a_member';
  /** As of {@link SignedInAnswer}. */
  readonly pending?: ActionRequiredAnswer;
}

export type RequiredAction = 'link-existing' | 'additional-info' | 'age-check' | 'rejoin-blocked' | 'dormant';

/** Those that a visitor can do: a login waits for them. */
export type PendingAction = Exclude<RequiredAction, 'rejoin-blocked'>;

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

/** {@link SessionAnswer} after reading: a member is there, even if without a name. */
export type ReadAnswer = ArrivalAnswer | SignedOutAnswer | ActionRequiredAnswer;
export type ArrivalAnswer = SignedInAnswer & Required<Pick<SignedInAnswer, 'member'>>;

/** A failure, `application/problem+json` (RFC 9457). */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ErrorCode;
  /** Such as `KS-7GR0-9A2K`: of the transaction that the request names, else one of its own. */
  readonly ref?: string;
}

const ACTION = /^(link-existing|additional-info|age-check|rejoin-blocked|dormant)$/;

/** A backend's answer with only the fields of the contract, each of its type; null where it is none. */
export function readSessionAnswer(body: unknown): ReadAnswer | null {
  const fields = toFields(body);
  const {status, expiresIn} = fields;
  const common = omitUndefined({tx: readString(fields['tx']), redirectTo: readString(fields['redirectTo'])});
  if (status === 'signed-in') {
    const {name, picture} = toFields(fields['member']);
    return {
      status,
      ...common,
      isNewMember: fields['isNewMember'] === true,
      member: omitUndefined({name: readString(name, VISIBLE), picture: readString(picture, /^https:/)}),
      ...omitUndefined({
        missingTerms: readList(fields['missingTerms'])?.flatMap(readMissingTerm),
        scope: readList(fields['scope'])?.filter((item) => readString(item)),
        terms: readList(fields['terms'])?.flatMap(readAskedTerm),
        channels: readList(fields['channels'])?.flatMap(readChannelRelation),
        link: readLinkOffer(fields['link']),
        pending: readPending(fields['pending']),
        expiresIn: Number.isFinite(expiresIn) && (expiresIn as number) > 0 ? expiresIn : undefined,
      }),
    } as ArrivalAnswer;
  }
  if (status === 'signed-out') {
    const reason = fields['reason'] === 'not_a_member' ? ('not_a_member' as const) : undefined;
    return {status, ...common, ...omitUndefined({reason, pending: readPending(fields['pending'])})};
  }
  const action = readString(fields['action'], ACTION) as RequiredAction | undefined;
  return status === 'action-required' && action
    ? {status, action, ...common, ...omitUndefined({message: readString(fields['message'])?.slice(0, 300)})}
    : null;
}

function readPending(value: unknown): ActionRequiredAnswer | undefined {
  // Of this status alone, which holds no other answer.
  const isPending = toFields(value)['status'] === 'action-required';
  return isPending ? ((readSessionAnswer(value) as ActionRequiredAnswer | null) ?? undefined) : undefined;
}

function readList(value: unknown): unknown[] | undefined {
  return Array.isArray(value) ? value : undefined;
}

function readMissingTerm(value: unknown): MissingTerm[] {
  const {tag, required, title, url} = toFields(value);
  const known = readString(tag);
  if (!known || typeof required !== 'boolean') return [];
  return [{tag: known, required, ...omitUndefined({title: readString(title), url: readLinkAddress(url)})}];
}

function readLinkOffer(value: unknown): LinkOffer | undefined {
  if (!value) return undefined;
  const {key, t, expiresIn, reauthenticate} = toFields(value);
  const known = readString(key);
  return known && Number.isInteger(t) && (expiresIn as number) > 0
    ? {key: known, t: t as number, expiresIn: expiresIn as number}
    : omitUndefined({reauthenticate: readString(reauthenticate)});
}

function readAskedTerm(value: unknown): AskedTerm[] {
  const {tag, agreed, agreedAgo} = toFields(value);
  const known = readString(tag);
  return known && typeof agreed === 'boolean'
    ? [{tag: known, agreed, ...(Number.isFinite(agreedAgo) && {agreedAgo: agreedAgo as number})}]
    : [];
}

function readChannelRelation(value: unknown): ChannelRelation[] {
  const {id, relation} = toFields(value);
  const [known, stands] = [readString(id), readString(relation, /^(added|blocked|none)$/)];
  return known && stands ? [{id: known, relation: stands as ChannelRelation['relation']}] : [];
}
