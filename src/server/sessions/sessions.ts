import type {Purpose} from '../../shared/transaction.js';
import type {RequestContext} from '../options/hook-types.js';
import type {StoredSession} from '../options/session-port.js';

/** What only somebody who is signed in already can ask for. */
export const NEEDS_SESSION: ReadonlySet<string> = new Set(['terms', 'link'] satisfies Purpose[]);

/** A session as requests meet it. */
export interface Session extends StoredSession {
  /** What prolongs it, where it is time to: a `Set-Cookie` value, and when the session then ends. */
  readonly renewal?: {readonly cookie: string; readonly expiresAt: number};
}

/** What a login knows of the session that it makes. */
export type NewSession = Omit<StoredSession, 'issuedAt' | 'expiresAt'> & {
  readonly tx: string;
  readonly authenticatedAt: number | null;
};

/** Where sessions are kept: in a sealed cookie or by the site. */
export interface Sessions {
  /** The live session of a request, or null. Changes nothing. */
  read(request: Request): Promise<Session | null>;
  /** Makes a session with a new id; its cookie goes to `context.responseHeaders`. */
  create(session: NewSession, context: RequestContext): Promise<Session>;
  destroy(context: RequestContext): Promise<void>;
}
