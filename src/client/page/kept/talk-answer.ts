import {attempt} from '../../../shared/attempt.js';
import {parseJson, toFields} from '../../../shared/fields.js';
import {keepJson} from './stored-json.js';
import type {ClientPorts} from '../ports/ports.js';

const TALK_ANSWER_KEY = 'ks.note';

/** The fields in `ks.note`, under the names that they have in an address. */
export interface StoredTalkAnswer extends Partial<Record<'code' | 'error' | 'error_description' | 'iss', string>> {
  readonly state: string;
}

/** Keeps an answer for this tab, under the names that it has in an address; false where there is no storage. */
export function keepAnswer({sessionStorage}: Pick<ClientPorts, 'sessionStorage'>, query: object): boolean {
  return keepJson(sessionStorage, TALK_ANSWER_KEY, query);
}

export function withQuery(page: string | URL, query: Partial<StoredTalkAnswer>): URL {
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

/** The address with the saved answer, or null if none was saved. The saved answer is gone then. */
export function consumeTalkAnswer(ports: Pick<ClientPorts, 'sessionStorage'>, address: URL): URL | null {
  const query = readTalkAnswer(ports);
  forgetTalkAnswer(ports);
  // What is no text may be none that can be made one.
  return (query.state && attempt(() => withQuery(address, query))) || null;
}
