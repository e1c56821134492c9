import {readCookie} from '../base/header-text.js';
import {createSecret} from '../store/issue-tokens.js';
import {type RequestContext, findPersona} from '../http/emulator-context.js';
import type {Persona} from '../store/personas.js';
import type {BrowserSession} from '../store/browser-sessions.js';

const COOKIE = 'kakao_emulator';
/** This browser plays KakaoTalk's own: it has opened a link from the chat. */
const TALK_COOKIE = 'kakao_emulator_talk';

/** Whoever sits at the browser. */
export interface Browser {
  readonly id: string;
  /** To be sent with the answer. */
  readonly setCookie: string;
  readonly session: BrowserSession | null;
  readonly persona: Persona | null;
}

/** The browser of a request, with a new id where it has none. */
export function readBrowser({request, url, emulator}: RequestContext): Browser {
  const cookie = readCookie(request, COOKIE);
  const known = cookie !== null && /^[\w-]{32}$/.test(cookie) ? cookie : null;
  const id = known ?? createSecret(24);
  const session = readSession(
    emulator.store.sessions.find(known),
    request,
    emulator.store.talk.account,
    emulator.now(),
  );
  return {
    id,
    setCookie: toCookie(COOKIE, id, url),
    session,
    persona: findPersona(emulator, session?.personaId ?? null),
  };
}

/** A new id for the same browser, so that an id known before the login is worth nothing after it. */
export function renewBrowser(url: URL): Pick<Browser, 'id' | 'setCookie'> {
  const id = createSecret(24);
  return {id, setCookie: toCookie(COOKIE, id, url)};
}

// KakaoTalk's own browser is signed in with KakaoTalk's account.
function readSession(
  session: BrowserSession | null,
  request: Request,
  talkAccount: string | null,
  now: number,
): BrowserSession | null {
  const isTalk = /KAKAOTALK/i.test(request.headers.get('user-agent') ?? '') || readCookie(request, TALK_COOKIE) === '1';
  return session ?? (isTalk && talkAccount !== null ? {personaId: talkAccount, at: now, through: null} : null);
}

/** Has this browser play KakaoTalk's own from now on, or no longer. */
export function toTalkCookie(plays: boolean, url: URL): string {
  return `${toCookie(TALK_COOKIE, plays ? '1' : '', url)}${plays ? '' : '; Max-Age=0'}`;
}

function toCookie(name: string, value: string, url: URL): string {
  // Kakao's hosts share the login.
  const domain = url.hostname.endsWith('.kakao.com') ? '; Domain=kakao.com' : '';
  return `${name}=${value}; Path=/; HttpOnly; SameSite=Lax${url.protocol === 'https:' ? '; Secure' : ''}${domain}`;
}

/**
 * Whether a POST comes from a page of this very origin, or from something that is no browser and sends no `Origin`.
 * The form's own token is checked besides.
 */
export function isOwnOrigin({request, url}: RequestContext): boolean {
  const origin = request.headers.get('origin');
  const site = request.headers.get('sec-fetch-site');
  return (origin === null || origin === url.origin) && (site === null || site === 'same-origin');
}
