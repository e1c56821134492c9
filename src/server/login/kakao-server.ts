import type {Purpose} from '../../shared/transaction.js';
import type {PendingAction} from '../../shared/wire.js';
import type {Awaitable, SiteMember} from '../options/hook-types.js';
import type {KakaoNotices} from '../notices/kakao-notices.js';
import type {KakaoServerApi} from '../tokens/server-api.js';
import type {PendingProfile} from '../kakao/profile.js';

/** Who is signed in, as `KakaoServer.readSession` tells the site's own routes. */
export interface CurrentSession {
  /** What `readMember` returned, without its Kakao account. */
  readonly member: SiteMember;
  /** When the session was made, in milliseconds since the epoch. */
  readonly issuedAt: number;
  readonly isNewMember: boolean;
  /**
   * The transaction that made it, or what stands for one where the site made it itself (see {@link SessionPort}): an
   * `unlink` from a page of the site names the one that the page was drawn by.
   */
  readonly tx?: string;
  /** When the member last logged in by a press, in milliseconds since the epoch; null after an auto-login, or if unknown. */
  readonly authenticatedAt: number | null;
  /** When it ends, in milliseconds since the epoch. Absent where the site's own sessions do not say. */
  readonly expiresAt?: number;
  /**
   * A `Set-Cookie` value that prolongs it. Present once a tenth of the idle time has gone: append it to a page's headers,
   * so that a session lasts as long as its member keeps coming back.
   */
  readonly renewal?: string;
}

/** A login that waits for its visitor to do what is required, as `KakaoServer.readPending` tells it. */
export interface Pending {
  /** What Kakao told, without its answer as it came. */
  readonly profile: PendingProfile;
  readonly action: PendingAction;
  /** Of `terms` and `link`, the member who began it is signed in beside. */
  readonly purpose: Purpose;
  /** Whom the site's hook has named beside the action: nobody else can be signed in. */
  readonly memberId?: string;
  /** When it ends, in milliseconds since the epoch. */
  readonly expiresAt: number;
  /**
   * Tells this login from every other one that waits in this browser before or after it, for {@link SignInOptions}. Of
   * letters, digits, `-` and `_`; worth nothing without this browser's cookie.
   */
  readonly reference: string;
}

/** What a pending login is finished with. */
export interface SignInOptions {
  /** What the visitor has done. A login that waits for something else is not finished. */
  readonly action: PendingAction;
  /**
   * {@link Pending.reference} of the login that the page was shown for, as its form carries it: a login in another tab
   * can have put another one into its place since.
   */
  readonly reference: string;
  /** Whether the site has made the member just now. Default: false. */
  readonly isNewMember?: boolean | undefined;
  /**
   * Connects the member with the Kakao account, if `findMember` knows nobody of it (a `link` that has waited calls
   * `linkMember` instead). Called after every check, so that nothing is stored for a login that is refused. It has 9
   * seconds.
   *
   * @param profile of the Kakao account
   * @param context its `signal` is aborted when the time is over
   * @returns true once that is stored, and `findMember` knows the member by it; false if the account or the member is
   * taken, which one statement must decide
   */
  readonly connect?:
    ((profile: PendingProfile, context: {readonly signal: AbortSignal}) => Awaitable<boolean>) | undefined;
}

/** What {@link createKakaoServer} makes. */
export interface KakaoServer {
  /**
   * Answers the session resource: GET reads the session, POST logs in and out. Mount it at the address given to
   * `<kakao-sync endpoint>`; on Node without a framework, by {@link toNodeHandler}.
   *
   * @param request the web's, with its body unread. For anything else, such as Node's, {@link ServerErrorReport.hint} says
   * what to pass
   * @returns JSON, or `application/problem+json` with the code of the error. If you copy its headers, append them:
   * there can be several `Set-Cookie`
   * @throws nothing of its own: only what ends a route of your framework, as a hook or the request has thrown it (Next's
   * `redirect()`, `notFound()`). No session is made then
   */
  session(request: Request): Promise<Response>;
  /**
   * Takes the authorization code at a redirect URI of the server's own, for `<kakao-sync callback-mode="server">`: the
   * entry of `redirectUris` says `mode: 'server'`. Mount it at that very path, for GET. It checks and completes the login
   * as the session resource does, with the same hooks, and sends the visitor on. How the login ended, it leaves to the
   * page in the cookie `ks_result`.
   *
   * The code is in the address of `context.request` then: a hook must not write that to a log.
   *
   * @param request the navigation that comes from Kakao. A prefetch, a frame and a subresource finish no login
   * @returns `303` to a path of the redirect URI's origin, where nobody knows where to `/`; `application/problem+json` if
   * it is no return from Kakao to a redirect URI of `mode: 'server'`. If you copy its headers, append them: there are
   * several `Set-Cookie`
   * @throws as {@link session}
   * @example
   * app.get('/kakao/callback', (c) => kakao.callback(c.req.raw));
   */
  callback(request: Request): Promise<Response>;
  /**
   * What Kakao tells the site by itself: unlinks, channels, accounts. Without the option `notices`, its addresses answer
   * 404.
   */
  readonly notices: KakaoNotices;
  /**
   * Kakao's APIs, as {@link createKakaoApi} has them, with the first of `keys` and `adminKey`; and the access tokens of
   * people whose tokens are kept.
   */
  readonly api: KakaoServerApi;
  /**
   * Who is signed in, for the site's own routes.
   *
   * @param request of the route: its cookies are read, its body is not
   * @returns null if nobody is signed in, or an option has no value (which `onError` is told)
   * @throws KakaoSyncError `hook_failed` if `readMember` or the site's own sessions fail; `request_invalid` if it is no
   * `Request` of the web
   */
  readSession(request: Request): Promise<CurrentSession | null>;
  /**
   * The login that waits in this browser for what `signUp` or `findMember` required, for the site's own pages. It lies in
   * a sealed cookie of this browser alone, which a newer login, a logout and {@link signIn} remove. The server keeps
   * nothing: anybody who copied that cookie can open the site's page with it, see what the page shows of the profile, and
   * be taken there for this Kakao account, until the 15 minutes are over.
   *
   * With sessions of the site's own, this needs `sessionKeys` too.
   *
   * @param request of the page: its cookies are read
   * @param action what the page is for; default: any action
   * @returns null if no login waits, it waits for another action, its 15 minutes are over, or its member, for `terms` and
   * `link`, is not signed in any more; also if an option has no value
   * @throws KakaoSyncError `hook_failed` if `readMember` or the site's own sessions fail; `request_invalid` if it is no
   * `Request` of the web
   */
  readPending(request: Request, action?: PendingAction): Promise<Pending | null>;
  /**
   * Signs a member in by the pending login of a request: a new session of the login's transaction, its consents
   * recorded, the pending login removed. Call it by POST only, in a route that is safe from forged requests, and only
   * once the visitor has proved to be that member: whoever has the Kakao account is this member from then on. The site
   * stores that in `connect`, not before.
   *
   * `findMember` is asked again whose the Kakao account is. If it is nobody's and there is no `connect`, the session names
   * no Kakao account: its member cannot unlink by it.
   *
   * @param request of the route: its cookies are read
   * @param member who has proved to be that member
   * @param options which login it is, as the page's form carries it
   * @returns headers for the answer of the route, several `Set-Cookie` among them: append each
   * @throws KakaoSyncError and nobody is signed in: `session_required` if nothing is pending, or nobody is signed in for
   * `terms` and `link`; `pending_changed` if another login or action is pending, or `findMember` requires more;
   * `already_linked` if the Kakao account is another member's, or `connect` returned false; `different_account` if the
   * login is another member's; `session_changed` if the session has become another one meanwhile; `purpose_unsupported`
   * if a `link` has waited and there is no `linkMember`; `hook_failed` if a hook fails; `session_too_large` if the
   * session does not fit into a cookie; `backend_timeout` if it is unknown whether a hook did its work;
   * `config_incomplete` if an option has no value; `request_invalid` if it is no `Request` of the web
   */
  signIn(request: Request, member: SiteMember, options: SignInOptions): Promise<{readonly headers: Headers}>;
  /**
   * What to set up before the site goes live, beyond what {@link createKakaoServer} refuses. Call it where the server
   * starts, so that a missing secret is noticed before a visitor comes.
   *
   * @returns one line of advice each, in English, for developers; empty if there is none
   * @throws KakaoSyncError `config_incomplete` if options have no value: the message names them, and the environment
   * variables that usually hold them
   */
  check(): Promise<{readonly warnings: readonly string[]}>;
}
