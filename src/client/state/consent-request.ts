import {omitUndefined, toFields} from '../../shared/fields.js';
import {toReference} from '../../shared/reference.js';
import type {ReadAnswer} from '../../shared/wire.js';
import {readNames, toItemProblems} from './config.js';
import type {Problem} from './problem.js';
import type {ConsentOutcome, ConsentResult, SessionState} from './state.js';

/** What a consent is asked for, beyond who is signed in. */
export interface ConsentOptions {
  /** Tags of terms. Default: all that the session is missing. */
  readonly terms?: readonly string[] | undefined;
  /** Consent items such as `shipping_address`. */
  readonly scope?: readonly string[] | undefined;
  /** The element that was pressed: its events are dispatched there, and it shows the message. */
  readonly source?: EventTarget | undefined;
  readonly throughTalk?: 'auto' | 'never' | undefined;
}

/** What was asked for, kept until Kakao has answered. */
export interface ConsentRequest {
  readonly terms: readonly string[];
  readonly scope: readonly string[];
  /** Those of `terms` that were known to be missing. */
  readonly missing: readonly string[];
}

/**
 * What a consent asks for; null where Kakao would show no screen, because there is nothing to ask or all of it is known
 * to be optional.
 * https://developers.kakao.com/docs/latest/ko/kakaosync/dynamic-terms
 */
export function toConsentRequest(
  options: ConsentOptions,
  session: SessionState,
): {readonly asked: ConsentRequest; readonly hasScreen: boolean; readonly refused: readonly Problem[]} {
  const known = (session.status === 'signed-in' && session.missingTerms) || [];
  const [terms, strangeTerms] = readNames(options.terms ?? known.map(({tag}) => tag));
  const [scope, strangeScope] = readNames(options.scope);
  const isOptional = (tag: string): boolean => known.some((term) => term.tag === tag && !term.required);
  return {
    asked: {terms, scope, missing: known.map(({tag}) => tag).filter((tag) => terms.includes(tag))},
    hasScreen: scope.length > 0 || !terms.every(isOptional),
    refused: toItemProblems([...strangeTerms, ...strangeScope]),
  };
}

/** What was asked for, as a transaction's details hold it. */
export function readConsentRequest(details: object): ConsentRequest {
  const {terms, scope, missing} = toFields(toFields(details)['asked']);
  return {terms: readNames(terms)[0], scope: readNames(scope)[0], missing: readNames(missing)[0]};
}

/** What came of it: what was asked for, compared with what the backend reports. Without an answer nothing was agreed to. */
export function toConsentOutcome(
  {terms, scope, missing}: ConsentRequest,
  tx?: string,
  answer?: ReadAnswer,
  seconds = 3600,
): ConsentOutcome {
  const arrival = answer?.status === 'signed-in' ? answer : undefined;
  const {member, missingTerms} = arrival ?? {};

  /** Whether it is agreed to, and if so since this was asked; undefined where the app has no such term. */
  const find = (tag: string): {isAgreed: boolean; isNew?: boolean} | undefined => {
    // A session that is silent about terms proves no consent.
    if (!arrival?.terms)
      return {isAgreed: missingTerms?.every((term) => term.tag !== tag) ?? false, isNew: missing.includes(tag)};
    const term = arrival.terms.find((other) => other.tag === tag);
    // Kakao counts whole seconds.
    return (
      term && {
        isAgreed: term.agreed,
        isNew: term.agreedAgo === undefined ? missing.includes(tag) : term.agreedAgo <= seconds + 1,
      }
    );
  };
  const found = terms.map((tag) => [tag, find(tag)] as const);
  // Where one was agreed to there was a screen, and what is not agreed to was declined on it.
  const hadScreen = found.some(([, term]) => term?.isAgreed && term.isNew);
  const toResult = (term: ReturnType<typeof find>): ConsentResult =>
    !term
      ? 'misconfigured'
      : !(term.isAgreed ? term.isNew : hadScreen)
        ? 'unchanged'
        : term.isAgreed
          ? 'agreed'
          : 'declined';

  return {
    end: 'consent',
    purpose: 'terms',
    ...(tx && {ref: toReference(tx)}),
    terms: Object.fromEntries(found.map(([tag, term]) => [tag, arrival ? toResult(term) : 'declined'])),
    // Of what the backend does not tell, nothing is said.
    scope: Object.fromEntries(
      (arrival && !arrival.scope ? [] : scope).map((name) => [
        name,
        arrival?.scope?.includes(name) ? 'agreed' : 'declined',
      ]),
    ),
    ...omitUndefined({member, missingTerms}),
  };
}

/** What came of a consent that Kakao has no screen for: nothing was asked, nothing has changed. */
export function toUnchangedOutcome({terms}: ConsentRequest): ConsentOutcome {
  const unchanged = Object.fromEntries(terms.map((tag) => [tag, 'unchanged' as const]));
  return {end: 'consent', purpose: 'terms', terms: unchanged, scope: {}};
}
