import {createSecret} from './tokens.js';
import {type Exchange, findPersona} from './world.js';
import type {Persona} from './personas.js';
import type {BrowserSession} from './store.js';

const COOKIE = 'kakao_emulator';

/** Whoever sits at the browser. */
export interface Browser {
  readonly id: string;
  /** To be sent with the answer. */
  readonly setCookie: string;
  readonly session: BrowserSession | null;
  readonly persona: Persona | null;
}

/** The browser of a request, with a new id where it has none. */
export function readBrowser({request, url, world}: Exchange): Browser {
  const known = readCookie(request.headers.get('cookie'));
  const id = known ?? createSecret(24);
  const session = readSession(world.store.getSession(known), request, world.store.talkAccount, world.now());
  return {
    id,
    setCookie: toCookie(id, url),
    session,
    persona: findPersona(world, session?.personaId ?? null),
  };
}

/** A new id for the same browser, so that an id known before the login is worth nothing after it. */
export function renewBrowser(url: URL): Pick<Browser, 'id' | 'setCookie'> {
  const id = createSecret(24);
  return {id, setCookie: toCookie(id, url)};
}

// KakaoTalk's own browser is signed in with KakaoTalk's account.
function readSession(
  session: BrowserSession | null,
  request: Request,
  talkAccount: string | null,
  now: number,
): BrowserSession | null {
  if (session || talkAccount === null || !/KAKAOTALK/i.test(request.headers.get('user-agent') ?? '')) return session;
  return {personaId: talkAccount, at: now, through: null};
}

function readCookie(header: string | null): string | null {
  for (const pair of (header ?? '').split(/;\s*/)) {
    const [name, value] = pair.split('=');
    if (name === COOKIE && value !== undefined && /^[\w-]{32}$/.test(value)) return value;
  }
  return null;
}

function toCookie(id: string, url: URL): string {
  return `${COOKIE}=${id}; Path=/; HttpOnly; SameSite=Lax${url.protocol === 'https:' ? '; Secure' : ''}`;
}

/**
 * Whether a POST comes from a page of this very origin, or from something that is no browser and sends no `Origin`.
 * The form's own token is checked besides.
 */
export function isOwnOrigin({request, url}: Exchange): boolean {
  const origin = request.headers.get('origin');
  const site = request.headers.get('sec-fetch-site');
  return (origin === null || origin === url.origin) && (site === null || site === 'same-origin');
}
