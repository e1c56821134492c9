import {attempt} from '../../shared/attempt.js';
import {isSamePage} from '../../shared/return-target.js';
import {hasStatePrefix, readStateParameter} from '../../shared/state-parameter.js';
import type {CoreContext} from '../page/core-context.js';
import {consumeTalkAnswer, keepAnswer, readKeptState} from '../page/kept/talk-answer.js';
import {hasServerResult, mentionsState} from '../page/has-server-result.js';
import {isWithin} from '../page/with-timeout.js';

/** How long a page without an answer counts as a return that is being reloaded. */
export const RELOAD = 60_000;

/** What this tab keeps for a page to come: an answer, an outcome, a return under way, a logout that is at Kakao. */
const KEPT = /^ks\.(note|outcome|held|moved|returning|logout)/;

/**
 * Whether this document may have to do with a return: what can tell for sure comes with the part that completes it. Where
 * it says no, there is none.
 */
export function mayBeReturn(core: CoreContext, address: URL): boolean {
  const {ports, config, transactions} = core;
  const {redirectUri} = config().settings;
  const query = address.searchParams;
  const hasAnswer = query.has('code') || query.has('error') || query.has('state');
  return (
    (isSamePage(address, redirectUri) && hasAnswer) ||
    mentionsState(address) ||
    mentionsState(ports.arrival()) ||
    ports.sessionStorage.keys().some((key) => KEPT.test(key)) ||
    hasServerResult(core) ||
    transactions.consumed().some(({used, over, pending}) => pending || (!over && isWithin(ports.now() - used, RELOAD)))
  );
}

/** A parameter of an answer, as Kakao writes it. */
const ANSWER = /^(code|error|error_description|iss|state)=/;
/** What Kakao never sends: a name that is encoded, and leftovers of other flows. */
const ODD = /^([^=]*%|((id_|access_)?token|response|error_uri)(=|$))/;

/**
 * Takes an answer out of the address before anything else can read it there, and keeps it in this tab until the part that
 * completes it is there: a reload in between loses nothing. That is, an answer at the redirect URI, and on any other page
 * one to an open login of this browser, whose `state` stays. One that is not of the form that Kakao sends, and one that no
 * storage keeps, stays in the address.
 *
 * @returns whether an answer is kept, and the address shows nothing of it
 */
export function takeAnswer({ports, config, transactions}: CoreContext, address: URL): boolean {
  const read = readQuery(address);
  if (!read || !ports.isTop || address.href !== ports.address().href) return false;
  const {answer, rest} = read;
  const {state = '', code, error} = answer;
  const isCallback = isSamePage(address, config().settings.redirectUri);
  const kept = readKeptState(ports);
  // A reload.
  if (isCallback && !(state || code || error)) return kept !== undefined;
  const entry = transactions.find(readStateParameter(state)?.tx ?? '');
  if (isCallback ? !hasStatePrefix(state) : !entry || 'used' in entry) return false;
  // One of KakaoTalk's to the same login counts, whatever the address says. One to a login before was left behind.
  const isWhole = (code === undefined) !== (error === undefined);
  if (kept !== state && !(isWhole && keepAnswer(ports, answer))) return false;
  ports.rewriteAddress(withQuery(address, isCallback ? rest : [`state=${state}`, ...rest]));
  return isCallback;
}

/**
 * The parameters of an answer, and the pairs of a query that are the site's, to the letter; null if what is there is not as
 * Kakao sends it.
 */
function readQuery({search, hash}: URL): {
  readonly answer: Partial<Record<'code' | 'error' | 'state', string>>;
  readonly rest: readonly string[];
} | null {
  const pairs = toPairs(search);
  const own = pairs.filter((pair) => ANSWER.test(pair));
  const rest = pairs.filter((pair) => !ANSWER.test(pair));
  const answer = Object.fromEntries(new URLSearchParams(own.join('&')));
  const isOdd = search.length > 8192 || hash.includes('=') || rest.some((pair) => ODD.test(pair));
  return isOdd || Object.keys(answer).length < own.length ? null : {answer, rest};
}

function toPairs(search: string): string[] {
  return search.slice(1).split('&').filter(Boolean);
}

function withQuery({pathname, hash}: URL, pairs: readonly string[]): string {
  return pathname + (pairs.length > 0 ? `?${pairs.join('&')}` : '') + hash;
}

/** The part cannot be had: the answer is put back, so that loading the page anew asks for it once more. */
export function putAnswerBack({ports, config}: CoreContext): void {
  const address = ports.address();
  // Elsewhere it stays in the tab: no other page's address is to show it.
  if (!isSamePage(address, config().settings.redirectUri) || address.searchParams.has('state')) return;
  const answered = attempt(() => consumeTalkAnswer(ports, address));
  if (answered) ports.rewriteAddress(withQuery(address, [answered.search, address.search].flatMap(toPairs)));
}

/**
 * The transaction of an answer that this document has surely come with, in its address or kept; null if there may be none.
 */
export function findReturning({ports, config}: CoreContext, address: URL): string | null {
  const {redirectUri} = config().settings;
  const state = (isSamePage(address, redirectUri) && readKeptState(ports)) || address.searchParams.get('state');
  return readStateParameter(state ?? '')?.tx ?? null;
}
