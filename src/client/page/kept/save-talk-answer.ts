import type {AuthorizeAnswer} from '../../../sdk/kakao-sdk.js';
import type {ClientPorts} from '../ports/ports.js';
import {keepAnswer, withQuery, type StoredTalkAnswer} from './talk-answer.js';

/**
 * Keeps KakaoTalk's answer for the callback page of this tab, and answers the address to go to.
 *
 * After an app switch the SDK itself goes to the redirect URI, possibly without `state`, and an overlapping poll can even
 * replace a good address by a bare one. What the SDK's promise brought to this very page is therefore written down.
 *
 * @param ports without a storage if a route of the server takes the answer, which sees only the address
 */
export function saveTalkAnswer(
  {sessionStorage}: {readonly sessionStorage: ClientPorts['sessionStorage'] | null},
  redirectUri: string,
  state: string,
  answer: AuthorizeAnswer,
): string {
  const query: StoredTalkAnswer =
    'code' in answer
      ? {code: answer.code, state}
      : {error: answer.error, error_description: answer.errorDescription, state};
  return withQuery(redirectUri, sessionStorage && keepAnswer({sessionStorage}, query) ? {state} : query).href;
}
