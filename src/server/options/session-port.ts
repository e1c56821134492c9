import type {Awaitable, HookContext} from './hook-types.js';

/** A term that a session's member has not agreed to. */
export interface SessionTerm {
  readonly tag: string;
  readonly required: boolean;
}

/** A session, as the site's own {@link SessionPort} keeps it. */
export interface StoredSession {
  readonly memberId: string;
  /** When it was made, in milliseconds since the epoch. */
  readonly issuedAt: number;
  /** Whether the login that made it also made the member. */
  readonly isNewMember: boolean;
  /**
   * The transaction that made it: keep it. None of a session that the site made itself: `memberId` and `issuedAt` tell that
   * one from others then, so that a page unlinks only whom it shows.
   */
  readonly tx?: string | undefined;
  /**
   * When the person last proved who they are, by a pressed login or {@link KakaoServer.signIn}, in milliseconds since the
   * epoch; null if nobody did, as for an auto-login. Keep it: only a login of the last ten minutes may connect a Kakao
   * account or unlink one. A session without it is as old as its login if it has no `tx` either, because then the site
   * made it itself; with a `tx` it is never fresh.
   */
  readonly authenticatedAt?: number | null | undefined;
  /** The Kakao account that logged in (`KakaoProfile.id`). Without it, the member cannot unlink by this session. */
  readonly kakaoId?: string | undefined;
  /**
   * The terms that were missing at the login, where that is known: pages are told of them. Keep them: without, a page
   * whose answer got lost cannot tell what came of a consent.
   */
  readonly missingTerms?: readonly SessionTerm[] | undefined;
  /** When it ends, in milliseconds since the epoch, where that is known. */
  readonly expiresAt?: number | undefined;
}

/** The site's own sessions, in place of the sealed cookie. */
export interface SessionPort {
  /**
   * Ends the request's session, if it has one, and makes one with a new id.
   *
   * @param session to be kept whole
   * @param context the new session's cookie is appended to its `responseHeaders`
   */
  create(session: StoredSession, context: HookContext): Awaitable<void>;
  /**
   * The live session of a request. It changes nothing.
   *
   * @param request of the page, or of a route of the site
   * @returns null if nobody is signed in
   */
  read(request: Request): Awaitable<StoredSession | null>;
  /**
   * Ends the request's session, if it has one.
   *
   * @param context what removes the cookie is appended to its `responseHeaders`
   */
  destroy(context: HookContext): Awaitable<void>;
}
