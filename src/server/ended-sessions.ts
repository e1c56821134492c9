import {toS256} from '../shared/s256.js';
import {MAX_COOKIE, readCookieValues, toSetCookie} from './cookies.js';
import type {RequestContext} from './options.js';
import {type CookieSettings, toCookieName} from './sealed-cookie.js';

/** How many ended sessions a browser names, the newest ones. */
const MAX_ENDED = 5;

/** A session that has ended. */
interface EndedSession {
  readonly hash: string;
  /** When none of its cookies is valid any more, in seconds since the epoch. */
  readonly end: number;
}

/** How a session is told from one that has ended. */
export interface SessionOrigin {
  /** The id of the session that this one goes on with, as after a consent: they end together. Else its own id. */
  readonly root: string;
  /** Of an auto-login: what stood for the last session that had ended by then. A logout since is meant to stay. */
  readonly lastEnded?: string | undefined;
}

/**
 * The sessions that have ended in a browser, by hashes of their ids, in a cookie there. The server keeps no sessions, and
 * an answer that is under way at a logout brings a session's cookie back after it.
 *
 * The cookie is not sealed: whoever could write it could end sessions, and only those whose random ids they know. What
 * reads as nothing of ours is passed over.
 */
export interface EndedSessions {
  /** Whether a session has ended in the browser of a request. */
  includes(request: Request, session: SessionOrigin): Promise<boolean>;
  /** What stands for the last session that has ended in the browser of a request; '' if none has. */
  readLast(request: Request): string;
  /**
   * Ends a session, and those that go on with it, in the browser of a request. The cookie goes to `responseHeaders`.
   *
   * @param root see {@link SessionOrigin}
   * @returns what then stands for the last session that has ended
   */
  add(root: string, context: Pick<RequestContext, 'request' | 'responseHeaders'>): Promise<string>;
}

/** @param settings `absoluteSeconds`: how long a session that is made now may last */
export function createEndedSessions({
  secure,
  site,
  absoluteSeconds,
  now,
}: Omit<CookieSettings, 'sessionKeys'>): EndedSessions {
  const name = toCookieName('out', secure, site?.name);
  const formerName = toCookieName('out', secure, undefined);
  const toSeconds = (): number => Math.floor(now() / 1000);
  // Of a name that comes twice, all count: one that is planted beside ours brings nothing back.
  const read = (request: Request): EndedSession[] => readCookieValues(request, name).flatMap(readEndedSessions);
  const readLast = (request: Request): string => read(request)[0]?.hash ?? '';
  /** Also those that ended before the site had a name: while their cookies may count, so does their end. */
  const readAll = (request: Request): EndedSession[] =>
    site?.since == null
      ? read(request)
      : [...read(request), ...readCookieValues(request, formerName).flatMap(readEndedSessions)];

  return {
    readLast,
    async includes(request, {root, lastEnded}) {
      const last = readLast(request);
      if (last !== '' && lastEnded !== undefined && last !== lastEnded) return true;
      const all = readAll(request).filter(({end}) => end > toSeconds());
      if (all.length === 0) return false;
      const hash = await toS256(root);
      return all.some((session) => session.hash === hash);
    },
    async add(root, {request, responseHeaders}) {
      const hash = await toS256(root);
      const time = toSeconds();
      const latest = time + absoluteSeconds;
      const former = read(request).filter(({end}) => end > time);
      if (former.some((session) => session.hash === hash)) return readLast(request);
      const ended = [{hash, end: latest}, ...former].slice(0, MAX_ENDED);
      // An end further off than any session's was not written here.
      const value = ended.map((session) => `${session.hash}:${Math.min(session.end, latest)}`).join('.');
      responseHeaders.append('Set-Cookie', toSetCookie(name, value, absoluteSeconds, secure));
      return hash;
    },
  };
}

function readEndedSessions(value: string): readonly EndedSession[] {
  if (value.length > MAX_COOKIE) return [];
  return value.split('.').flatMap((entry) => {
    const [, hash, end] = /^([\w-]{43}):(\d{1,12})$/.exec(entry) ?? [];
    return hash === undefined ? [] : [{hash, end: Number(end)}];
  });
}
