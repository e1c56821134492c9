import type {AuthorizeAnswer} from '../../../sdk/kakao-sdk.js';
import {attempt} from '../../../shared/attempt.js';
import {parseJson, toFields} from '../../../shared/fields.js';
import {keepJson} from './stored-json.js';
import type {ClientPorts} from '../ports/ports.js';

const TALK_ANSWER_KEY = 'ks.note';

/** The fields in `ks.note`, under the names that they have in an address. */
interface StoredTalkAnswer extends Partial<Record<'code' | 'error' | 'error_description', string>> {
  readonly state: string;
}

/**
 * Keeps KakaoTalk's answer for the callback page of this tab, and answers the address to go to.
 *
 * After an app switch the SDK itself goes to the redirect URI, possibly without `state`, and an overlapping poll can even
 * replace a good address by a bare one. What the SDK's promise brought to this very page is therefore written down.
 */
export function saveTalkAnswer(
  {sessionStorage}: Pick<ClientPorts, 'sessionStorage'>,
  redirectUri: string,
  state: string,
  answer: AuthorizeAnswer,
): string {
  const query: StoredTalkAnswer =
    'code' in answer
      ? {code: answer.code, state}
      : {error: answer.error, error_description: answer.errorDescription, state};
  return withQuery(redirectUri, keepAnswer({sessionStorage}, query) ? {state} : query).href;
}

/** Keeps an answer for this tab, under the names that it has in an address; false where there is no storage. */
export function keepAnswer({sessionStorage}: Pick<ClientPorts, 'sessionStorage'>, query: object): boolean {
  return keepJson(sessionStorage, TALK_ANSWER_KEY, query);
}

function withQuery(page: string | URL, query: Partial<StoredTalkAnswer>): URL {
  return new URL(`?${new URLSearchParams({...query}).toString()}`, page);
}

/** The `state` of the answer that is kept; undefined if none is. */
export function readKeptState(ports: Pick<ClientPorts, 'sessionStorage'>): string | undefined {
  return readTalkAnswer(ports).state;
}

/** Forgets the answer that is kept: another login begins in this tab. */
export function forgetTalkAnswer({sessionStorage}: Pick<ClientPorts, 'sessionStorage'>): void {
  sessionStorage.remove(TALK_ANSWER_KEY);
}

function readTalkAnswer({sessionStorage}: Pick<ClientPorts, 'sessionStorage'>): Partial<StoredTalkAnswer> {
  return toFields(parseJson(sessionStorage.get(TALK_ANSWER_KEY)));
}

/** The address with the saved answer, if that has the address's `state`, else the address as it is: for other pages than the redirect URI. */
export function consumeTalkAnswerOf(ports: Pick<ClientPorts, 'sessionStorage'>, address: URL): URL {
  const state = address.searchParams.get('state');
  return (state !== null && readTalkAnswer(ports).state === state && consumeTalkAnswer(ports, address)) || address;
}

/** The address with the saved answer, or null if none was saved. The saved answer is gone then. */
export function consumeTalkAnswer(ports: Pick<ClientPorts, 'sessionStorage'>, address: URL): URL | null {
  const query = readTalkAnswer(ports);
  forgetTalkAnswer(ports);
  // What is no text may be none that can be made one.
  return (query.state && attempt(() => withQuery(address, query))) || null;
}
