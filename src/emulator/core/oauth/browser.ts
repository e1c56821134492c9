import {readCookie, readCookies} from '../base/header-text.js';
import {createSecret} from '../base/bytes.js';
import {type RequestContext, findPersona} from '../http/emulator-context.js';
import type {Persona} from '../store/personas.js';
import type {BrowserSession} from '../store/browser-sessions.js';
import type {EmulatorRequest} from '../base/messages.js';

const COOKIE = 'kakao_emulator';
/** Set if the browser plays KakaoTalk's in-app browser: it has opened a link from the chat. */
const TALK_COOKIE = 'kakao_emulator_talk';

/** A browser, and the person who is logged in to it. */
export interface Browser {
  readonly id: string;
  /** The cookie to send with the response. */
  readonly setCookie: string;
  readonly session: BrowserSession | null;
  readonly persona: Persona | null;
}

/** Reads the browser of a request. A browser without an id gets one. */
export function readBrowser(context: RequestContext): Browser {
  const {request, url, emulator} = context;
  const [known = null] = readBrowserIds(context);
  const id = known ?? createSecret(24);
  const session = readSession(
    emulator.store.sessions.find(known),
    request,
    emulator.store.talk.account,
    emulator.now(),
  );
  return {
    id,
    setCookie: toCookie(known !== null && known === readCookie(request, COOKIE) ? COOKIE : toFirstCookie(id), id, url),
    session,
    persona: findPersona(emulator, session?.personaId ?? null),
  };
}

/** All ids that a browser has: that of its login first, then those of windows which were opened before it had any. */
export function readBrowserIds({request}: RequestContext): readonly string[] {
  const first = readCookies(request).filter(([name, value]) => name === toFirstCookie(value));
  const ids = [readCookie(request, COOKIE), ...first.map(([, value]) => value)];
  return ids.filter((id): id is string => id !== null && /^[\w-]{32}$/.test(id));
}

/** Two windows that a new browser opens at once get an id each, and neither may take the other's. */
function toFirstCookie(id: string): string {
  return `${COOKIE}_${id.slice(0, 8)}`;
}

/** Gives the browser a new id, so that an id from before the login cannot be used after it. */
export function renewBrowser(url: URL): Pick<Browser, 'id' | 'setCookie'> {
  const id = createSecret(24);
  return {id, setCookie: toCookie(COOKIE, id, url)};
}

// KakaoTalk's in-app browser is logged in with KakaoTalk's account.
function readSession(
  session: BrowserSession | null,
  request: EmulatorRequest,
  talkAccount: string | null,
  now: number,
): BrowserSession | null {
  const isTalk = /KAKAOTALK/i.test(request.headers.get('user-agent') ?? '') || readCookie(request, TALK_COOKIE) === '1';
  return session ?? (isTalk && talkAccount !== null ? {personaId: talkAccount, at: now, through: null} : null);
}

/** The cookie that starts or stops playing KakaoTalk's in-app browser. */
export function toTalkCookie(plays: boolean, url: URL): string {
  return `${toCookie(TALK_COOKIE, plays ? '1' : '', url)}${plays ? '' : '; Max-Age=0'}`;
}

function toCookie(name: string, value: string, url: URL): string {
  // Kakao's hosts share the login.
  const domain = url.hostname.endsWith('.kakao.com') ? '; Domain=kakao.com' : '';
  return `${name}=${value}; Path=/; HttpOnly; SameSite=Lax${url.protocol === 'https:' ? '; Secure' : ''}${domain}`;
}

/** Whether a POST comes from a page of this origin, or from a program that is not a browser and sends no `Origin`. */
export function isOwnOrigin({request, url}: RequestContext): boolean {
  const origin = request.headers.get('origin');
  const site = request.headers.get('sec-fetch-site');
  return (origin === null || origin === url.origin) && (site === null || site === 'same-origin');
}
