import {findNestedAnswers, type KnownAnswer} from '../../oauth/authorization-response.js';
import {
  readAuthorizationResponse,
  type AuthorizationResponse,
} from '../../shared/authorization/authorization-response.js';
import {isSamePage} from '../../shared/return-target.js';
import {readStateParameter, toStateParameter} from '../../shared/state-parameter.js';
import type {TransactionRecord} from '../../shared/transaction.js';
import type {TransactionStore} from '../page/transactions/transaction-store.js';

/** A response whose `state` claims to be ours. */
export type OwnResponse = Extract<AuthorizationResponse, {readonly state: unknown}>;

/** What a document shows of an answer, before anything is changed. */
export type FoundAnswer =
  /** No answer of ours; `bare` and `stateless` only at the redirect URI. */
  | {readonly kind: 'nothing' | 'bare' | 'stateless'}
  /** An answer. `isHere`: the address has it, as its own. */
  | {readonly kind: 'answer'; readonly response: OwnResponse; readonly isHere: boolean}
  /** An answer of an open transaction that only parameters hold. */
  | {readonly kind: 'nested'; readonly answer: KnownAnswer; readonly record: TransactionRecord};

/** Where an answer may be; each address with the saved answer of KakaoTalk, if there is one. */
export interface Places {
  readonly address: URL;
  /** The address that this document was loaded with, if a navigation has loaded it. */
  readonly arrival: URL | null;
  /** Of the page. A site may hand over any other address as the page's. */
  readonly origin: string;
  /** Another site may show a page in its frame, at an address of its choice. */
  readonly isTop: boolean;
  /** Of this page. A record has its own. */
  readonly redirectUri: string | undefined;
  readonly issuer: string;
}

/**
 * Finds the answer to a login of this browser. At the redirect URI every answer is looked at; a `state` of this browser's
 * own is proof enough on any page of the origin, and in the address that a guard has moved away before this script ran.
 */
export function findAnswer(places: Places, find: TransactionStore['find']): FoundAnswer {
  const {address, arrival, origin, isTop, redirectUri, issuer} = places;
  const isCallback = isSamePage(address, redirectUri);
  const read = (url: URL): AuthorizationResponse => readAuthorizationResponse(url, issuer);
  const here = read(address);
  if (isCallback && 'state' in here) return {kind: 'answer', response: here, isHere: true};

  if (isTop && address.href.startsWith(`${origin}/`)) {
    const known = toKnown(here, find);
    if (known && here.kind !== 'invalid') return {kind: 'answer', response: known.response, isHere: true};
    const before = arrival && toKnown(read(arrival), find);
    // Stryker disable next-line OptionalChaining: what has been read of an arrival has one
    if (before?.record && arrival?.href.split(/[?#]/)[0] === before.record.redirectUri) {
      return {kind: 'answer', response: before.response, isHere: false};
    }
    // Stryker disable next-line ArrayDeclaration: what is no answer has no state
    const nested = [address, arrival].flatMap((url) => (url ? findNestedAnswers(toText(url)) : []));
    for (const answer of nested) {
      // Stryker disable next-line StringLiteral: no transaction has such a name
      const entry = find(readStateParameter(answer.state)?.tx ?? '');
      if (entry && !('used' in entry)) return {kind: 'nested', answer, record: entry};
    }
    if (known) return {kind: 'answer', response: known.response, isHere: true};
  }
  if (!isCallback || here.kind === 'foreign') return {kind: 'nothing'};
  return {kind: here.kind === 'none' ? 'bare' : 'stateless'};
}

/** By what a response is known again; null where its `state` is none of ours. */
export function toKnownAnswer(response: OwnResponse): KnownAnswer | null {
  const {state} = response;
  return state && {state: toStateParameter(state), codes: 'code' in response ? [response.code] : []};
}

/** Path, query and hash. */
export function toText({pathname, search, hash}: URL): string {
  return pathname + search + hash;
}

/** A response to a transaction of this browser, and its record if that is still open. */
function toKnown(
  response: AuthorizationResponse,
  find: TransactionStore['find'],
): {readonly response: OwnResponse; readonly record: TransactionRecord | null} | null {
  const entry = 'state' in response && response.state ? find(response.state.tx) : null;
  // Stryker disable next-line StringLiteral: of a used one nothing is compared but its redirect URI, which it has not
  return entry && 'state' in response ? {response, record: 'used' in entry ? null : entry} : null;
}
