import {randomBytes} from 'node:crypto';
import {type End, findPress, type Press, toReturnHeaders} from '../../demo/backends/login-url/press.js';
import {DEFAULT_APP} from 'kakao-sync-widget/emulator';
import type {Site} from './site.js';

/** Where the site starts its login, and where Kakao returns to. */
export const OWN_START = '/oauth2/authorization/kakao';
export const OWN_CALLBACK = '/login/oauth2/code/kakao';
const STATE = 'own_state';
const SESSION = 'own_session';

/** A site that logs in by an OAuth library of its own, as Spring Security does: the widget only starts it. */
export interface OwnLogin {
  see(request: Request): Promise<Response | undefined>;
  /** Members, by their ids at Kakao. */
  readonly members: Set<string>;
  /** The presses that its handlers have found, with what the page told. */
  readonly presses: Press[];
  /** Its handlers fail once. */
  failNext: boolean;
  reset(): void;
}

export function createOwnLogin(getSite: () => Site): OwnLogin {
  const members = new Set<string>();
  const sessions = new Map<string, string>();
  const presses: OwnLogin['presses'] = [];

  function start(): Response {
    const {url, kakaoUrl, restKey} = toAddresses(getSite());
    const state = randomBytes(16).toString('hex');
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: restKey,
      redirect_uri: url + OWN_CALLBACK,
      state,
    });
    return new Response(null, {
      status: 302,
      headers: {
        Location: `${kakaoUrl}/oauth/authorize?${query.toString()}`,
        'Set-Cookie': `${STATE}=${state}; Path=/; HttpOnly; SameSite=Lax`,
      },
    });
  }

  /** Who has come back, by Kakao's answer; null for whoever has cancelled. */
  async function readPerson(request: Request): Promise<string | null> {
    const {url, kakaoUrl, restKey, secret} = toAddresses(getSite());
    const {searchParams: query} = new URL(request.url);
    if (!query.get('state') || query.get('state') !== cookieOf(request, STATE)) throw new Error('state');
    if (query.get('error') === 'access_denied') return null;
    if (own.failNext) {
      own.failNext = false;
      throw new Error('refused');
    }
    const body = new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: restKey,
      client_secret: secret,
      redirect_uri: url + OWN_CALLBACK,
      code: query.get('code') ?? '',
    });
    const token = await fetch(`${kakaoUrl}/oauth/token`, {method: 'POST', body});
    if (!token.ok) throw new Error('token');
    const {access_token: accessToken} = (await token.json()) as {access_token: string};
    const user = await fetch(`${kakaoUrl}/v2/user/me`, {headers: {Authorization: `Bearer ${accessToken}`}});
    return String(((await user.json()) as {id: number}).id);
  }

  async function end(request: Request): Promise<Response> {
    const {url} = getSite();
    const press = findPress(request.headers.get('Cookie') ?? '', url);
    if (press) presses.push(press);
    const headers = new Headers({'Set-Cookie': `${STATE}=; Path=/; Max-Age=0`});
    let ended: End;
    try {
      const id = await readPerson(request);
      ended = id === null ? 'out' : members.has(id) ? 'known' : 'new';
      if (id !== null) {
        members.add(id);
        const session = randomBytes(16).toString('hex');
        sessions.set(session, id);
        headers.append('Set-Cookie', `${SESSION}=${session}; Path=/; HttpOnly; SameSite=Lax`);
      }
    } catch {
      // A reload of the callback: its code is spent, and its member signed in.
      ended = sessions.has(cookieOf(request, SESSION) ?? '') ? 'known' : 'error.kakao_refused';
    }
    const back = press ? toReturnHeaders(press, ended, url) : [['Location', '/'] as const];
    for (const [name, value] of back) headers.append(name, value);
    return new Response(null, {status: 303, headers});
  }

  const own: OwnLogin = {
    members,
    presses,
    failNext: false,
    see(request) {
      const {pathname} = new URL(request.url);
      if (pathname === OWN_START) return Promise.resolve(start());
      return pathname === OWN_CALLBACK ? end(request) : Promise.resolve(undefined);
    },
    reset() {
      members.clear();
      sessions.clear();
      presses.length = 0;
      own.failNext = false;
    },
  };
  return own;
}

function cookieOf(request: Request, name: string): string | undefined {
  return new RegExp(`(?:^|; )${name}=([^;]+)`).exec(request.headers.get('Cookie') ?? '')?.[1];
}

function toAddresses({url, kakao, restKey}: Site) {
  return {url, restKey, kakaoUrl: String(kakao[0]), secret: DEFAULT_APP.restApiKeys[0].clientSecret};
}
