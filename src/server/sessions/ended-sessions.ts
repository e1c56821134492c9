import {createRandomToken} from '../../shared/encoding/random.js';
import {toS256} from '../../shared/encoding/hashes.js';
import {MAX_COOKIE, readCookieValues, toSetCookie} from '../base/cookies.js';
import type {RequestContext} from '../options/hook-types.js';
import {type CookieSettings, toCookieName} from '../base/encrypted-cookie.js';

/** How many ended sessions a browser names, the newest ones. */
const MAX_ENDED = 5;

/** A session that has ended, or the mark of a logout that ended none: a random text with an end of 0. */
interface EndedSession {
  readonly hash: string;
  /** When none of its cookies is valid any more, in seconds since the epoch. */
  readonly end: number;
}

/** How a session is told from one that has ended. */
export interface SessionOrigin {
  /** The id of the session that this one goes on with, as after a consent: they end together. Else its own id. */
  readonly root: string;
  /**
   * What stood for the last end in this browser when it was made or renewed: a logout since is meant to stay. A login by
   * a press knows none, because it may have been pressed after a logout whose answer was still under way.
   */
  readonly lastEnded?: string | undefined;
}

/**
 * The sessions that have ended in a browser, by hashes of their ids, in a cookie there. The server keeps no sessions, and
 * an answer that is under way at a logout brings a session's cookie back after it.
 *
 * The cookie is not sealed: whoever could write it could end this browser's sessions, and nothing more. Its name lets only
 * this very host write it. What reads as nothing of ours is passed over.
 */
export interface EndedSessions {
  /** Whether a session has ended in the browser of a request. */
  includes(request: Request, session: SessionOrigin): Promise<boolean>;
  /** What stands for the last end in the browser of a request, a session's or a mark; '' if there was none. */
  readLast(request: Request): string;
  /**
   * Leaves a mark of a logout that has ended no live session: what is under way to this browser without a press comes to
   * nothing all the same. The cookie goes to `responseHeaders`.
   */
  mark(context: Pick<RequestContext, 'request' | 'responseHeaders'>): void;
  /**
   * Ends a session, and those that go on with it, in the browser of a request. The cookie goes to `responseHeaders`.
   *
   * @param root see {@link SessionOrigin}
   * @returns what then stands for the last end; null where that session had ended already, and nothing is set
   */
  add(root: string, context: Pick<RequestContext, 'request' | 'responseHeaders'>): Promise<string | null>;
}

type EndedSessionSettings = Omit<CookieSettings, 'sessionKeys'>;

/** @param settings `absoluteSeconds`: how long a session that is made now may last */
export function createEndedSessions(settings: EndedSessionSettings): EndedSessions {
  return new EndedInBrowser(settings);
}

class EndedInBrowser implements EndedSessions {
  readonly #settings: EndedSessionSettings;
  readonly #name: string;

  constructor(settings: EndedSessionSettings) {
    this.#settings = settings;
    this.#name = toCookieName('out', settings.secure, settings.site?.name);
  }

  async includes(request: Request, {root, lastEnded}: SessionOrigin): Promise<boolean> {
    const last = this.readLast(request);
    if (last !== '' && lastEnded !== undefined && last !== lastEnded) return true;
    const time = this.#toSeconds();
    const all = this.#readAll(request).filter(({end}) => end > time);
    if (all.length === 0) return false;
    const hash = await toS256(root);
    return all.some((session) => session.hash === hash);
  }

  readLast(request: Request): string {
    return this.#read(request)[0]?.hash ?? '';
  }

  mark({request, responseHeaders}: Pick<RequestContext, 'request' | 'responseHeaders'>): void {
    const mark = {hash: createRandomToken(), end: 0};
    responseHeaders.append('Set-Cookie', this.#toCookie([mark, ...this.#readLive(request).slice(0, MAX_ENDED)]));
  }

  async add(
    root: string,
    {request, responseHeaders}: Pick<RequestContext, 'request' | 'responseHeaders'>,
  ): Promise<string | null> {
    const hash = await toS256(root);
    const former = this.#readLive(request);
    if (former.some((session) => session.hash === hash)) return null;
    const end = this.#toSeconds() + this.#settings.absoluteSeconds;
    responseHeaders.append('Set-Cookie', this.#toCookie([{hash, end}, ...former].slice(0, MAX_ENDED)));
    return hash;
  }

  /** Of a name that comes twice, all count: one that is planted beside ours brings nothing back. */
  #read(request: Request): readonly EndedSession[] {
    return readCookieValues(request, this.#name).flatMap(readEndedSessions);
  }

  /** Also those that ended before the site had a name: while their cookies may count, so does their end. */
  #readAll(request: Request): readonly EndedSession[] {
    const {secure, site} = this.#settings;
    if (site?.since == null) return this.#read(request);
    const formerName = toCookieName('out', secure, undefined);
    return [...this.#read(request), ...readCookieValues(request, formerName).flatMap(readEndedSessions)];
  }

  /** Without marks, which end before they begin. An end further off than any session's was not written here. */
  #readLive(request: Request): readonly EndedSession[] {
    const time = this.#toSeconds();
    const latest = time + this.#settings.absoluteSeconds;
    return this.#read(request)
      .filter(({end}) => end > time)
      .map(({hash, end}) => ({hash, end: Math.min(end, latest)}));
  }

  #toCookie(ended: readonly EndedSession[]): string {
    const {secure, absoluteSeconds} = this.#settings;
    const value = ended.map(({hash, end}) => `${hash}:${end}`).join('.');
    return toSetCookie(this.#name, value, absoluteSeconds, secure);
  }

  #toSeconds(): number {
    return Math.floor(this.#settings.now() / 1000);
  }
}

function readEndedSessions(value: string): readonly EndedSession[] {
  if (value.length > MAX_COOKIE) return [];
  return value.split('.').flatMap((entry) => {
    const [, hash, end] = /^([\w-]{43}):(\d{1,12})$/.exec(entry) ?? [];
    return hash === undefined ? [] : [{hash, end: Number(end)}];
  });
}
