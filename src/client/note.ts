import type {AuthorizeAnswer} from '../sdk/kakao-sdk.js';
import type {ClientPorts} from './ports.js';

const NOTE_KEY = 'ks.note';

/**
 * Keeps KakaoTalk's answer for the callback page of this tab, and answers the address to go to.
 *
 * After an app switch the SDK itself goes to the redirect URI, possibly without `state`, and an overlapping poll can even
 * replace a good address by a bare one. What the SDK's promise brought to this very page is therefore written down.
 */
export function leaveNote(
  {sessionStorage}: Pick<ClientPorts, 'sessionStorage'>,
  redirectUri: string,
  state: string,
  answer: AuthorizeAnswer,
): string {
  const query: Record<string, string> =
    'code' in answer
      ? {code: answer.code, state}
      : {error: answer.error, error_description: answer.errorDescription, state};
  const noted = sessionStorage.set(NOTE_KEY, JSON.stringify(query));
  const url = new URL(redirectUri);
  url.search = new URLSearchParams(noted ? {state} : query).toString();
  return url.href;
}

/** The address as the note has it, or null where there is no note; the note is gone then. */
export function takeNote({sessionStorage}: Pick<ClientPorts, 'sessionStorage'>, address: URL): URL | null {
  const text = sessionStorage.get(NOTE_KEY);
  if (text === null) return null;
  sessionStorage.remove(NOTE_KEY);
  try {
    const query = JSON.parse(text) as Record<string, string>;
    if (!('state' in query)) return null;
    const url = new URL(address.pathname, address);
    url.search = new URLSearchParams(query).toString();
    return url;
  } catch {
    return null;
  }
}
