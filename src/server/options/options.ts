import type {ErrorCode} from '../../shared/errors.js';
import type {Purpose} from '../../shared/transaction-cookie.js';
import type {RequiredAction} from '../../shared/wire.js';
import type {ConsentRecord} from './consents.js';
import type {KakaoProfile} from '../kakao/profile.js';

/** A value, or a promise of it. */
export type Awaitable<T> = T | Promise<T>;

/** One app key of the Kakao app, as listed on its console page. */
export interface KakaoKey {
  /** The app key itself: the REST API key or the JavaScript key. */
  readonly clientId: string;
  /** The key's client secret, where the console has it switched on. */
  readonly secret?: string | undefined;
  /**
   * The `clientId` of another entry of `keys`: the key that exchanges a code which this one obtained. For a JavaScript
   * key, which has no secret of its own.
   */
  readonly exchangeAs?: string | undefined;
}

/** A member of the site. */
export interface SiteMember {
  /** The site's own id. Sealed into the session, never sent to the page. */
  readonly id: string;
  /** Shown on the page. */
  readonly name?: string | null | undefined;
  /** Shown on the page; left out unless it is an https address. */
  readonly picture?: string | null | undefined;
  /**
   * Of {@link KakaoServerOptions.readMember}: the member's Kakao account (`KakaoProfile.id`), or all of them; null for
   * none. Never sent to the page.
   */
  readonly kakaoId?: string | readonly string[] | null | undefined;
}

/** What `signUp` returns. */
export interface SignedUpMember extends SiteMember {
  /**
   * False where there was nobody to be made: another call was first, or the person was a member without a Kakao account.
   * Pages and {@link ServerMetric} are told. Default: true.
   */
  readonly isNewMember?: boolean | undefined;
}

/**
 * What `signUp` and `findMember` return where the visitor must do something first. No session is made; the login stays
 * pending in the browser for 15 minutes, for {@link KakaoServer.readPending} and {@link KakaoServer.signIn}.
 */
export interface ActionRequired {
  /** `rejoin-blocked` is final: nothing is left pending. */
  readonly action: RequiredAction;
  /**
   * The member who must do it, never sent to the page: of `findMember`, whose Kakao account it is. Nobody else can be
   * signed in by this login then, and a `link` by another member is refused at once.
   */
  readonly memberId?: string | undefined;
  /** A path of the page's origin. */
  readonly redirectTo?: string | undefined;
  /** Plain text for the visitor. */
  readonly message?: string | undefined;
}

/** What every hook gets beside its subject. */
export interface HookContext {
  /** The page's request. Its body has been read. */
  readonly request: Request;
  /** What the request is for. `read` where the page only asks who is signed in. */
  readonly purpose: Purpose | 'logout' | 'unlink' | 'read';
  /**
   * The site's own text that was given to the widget (guest cart, referral code): the visitor can change it. A login that
   * waits for an action does not keep it: a hook that returns one stores what is needed later.
   */
  readonly context?: string;
  /** Campaign parameters of the address where the visit began: like `context`. */
  readonly attribution?: Readonly<Record<string, string>>;
  /**
   * Headers for the answer, such as a cookie of the site: `append` it, so that no other is lost. Dropped if the request
   * fails, and by `readSession`.
   */
  readonly responseHeaders: Headers;
  /**
   * Aborted when the hook has had its 9 seconds: nobody waits for it any more. Give it to what can be given up (`fetch`,
   * a database query): of a hook that changes something and goes on, it is unknown whether it did.
   */
  readonly signal: AbortSignal;
}

/** What is known of a request, for all its hooks: each has a signal of its own besides. */
export type RequestContext = Omit<HookContext, 'signal'>;

/** One of the app's terms that is this site's: an app can serve several. */
export interface SiteTerm {
  /** As registered on the app's console page. */
  readonly tag: string;
  /** Shown where the term is missing. */
  readonly title?: string | undefined;
  /** Where the term can be read: an http(s) address, or a path. */
  readonly url?: string | undefined;
}

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
  /** Ends the request's session, if it has one, makes one with a new id, and appends its cookie to `context.responseHeaders`. */
  create(session: StoredSession, context: HookContext): Awaitable<void>;
  /** The live session of a request, or null. Changes nothing. */
  read(request: Request): Awaitable<StoredSession | null>;
  /** Ends the request's session, if it has one. */
  destroy(context: HookContext): Awaitable<void>;
}

/** Why a request failed, for the site's log. The kit puts no secret, code, token or personal detail into it. */
export interface ServerErrorReport {
  readonly code: ErrorCode;
  /** `KS-<transaction id>`: the same as on the visitor's screen. */
  readonly ref?: string;
  /** What went wrong and what to do about it, for a developer. */
  readonly hint: string;
  /** Kakao's own code, such as `KOE320` or `-401`. */
  readonly koe?: string;
  /**
   * The error behind it, as text: one line, at most 200 characters, without the request's secrets, what Kakao told about
   * the person, and whatever looks like an e-mail address, a long number or a token. What is too short to be told from
   * other words (a birthday, a gender), and a name that a hook writes in a form of its own, can remain.
   */
  readonly cause?: string;
  /**
   * How many of the same `code` and `koe` (of `hook_failed`, with the same `hint`) were not reported since the last one
   * that was: the first five in a minute are, then the tenth, the hundredth, and so on. Absent where there were none.
   */
  readonly repeated?: number;
}

/** One answered request, for counting. */
export interface ServerMetric {
  readonly purpose: Purpose | 'logout' | 'unlink' | 'read' | 'none';
  readonly outcome: 'signed-in' | 'signed-out' | 'action-required' | ErrorCode;
  /** Of a login that this very request completed: whether it made a member. */
  readonly isNewMember?: boolean;
  readonly milliseconds: number;
}

/** Options of `createKakaoServer`. */
export interface KakaoServerOptions {
  /**
   * The app keys that pages may log in with, all of one app: Kakao's ids of people are different in each, and hooks are
   * not told which key it was.
   */
  readonly keys: readonly KakaoKey[];
  /** The redirect URIs registered at Kakao, letter for letter. */
  readonly redirectUris: readonly string[];
  /** Origins of the pages that may call, such as `https://shop.example`. */
  readonly allowedOrigins: readonly string[];
  /**
   * Secrets that session cookies are sealed with: at least 32 random bytes each, as text. What is no random text is
   * refused: fewer than ten different characters, or a block over and over. The first seals, all open. Of this site alone:
   * a site with the same secret takes this one's sessions for its own, unless each has a `site`. To replace a secret
   * without ending sessions, give every process `[old, new]`, then `[new, old]`, and after `absoluteSeconds` `[new]`.
   */
  readonly sessionKeys: readonly string[];
  /**
   * A name of 1 to 20 of `a` to `z`, `0` to `9` and `-`, where two kits are under one host, or have the same
   * `sessionKeys`: it goes into the names of the cookies and into the keys, so that none takes what is the other's. It
   * must stay what it is, because sessions end with it. With `since`, sessions and logins from before that moment, made
   * without a name, go on, for `absoluteSeconds` after it at most; give the moment when the last server without the name
   * has stopped.
   */
  readonly site?: string | {readonly name: string; readonly since?: Date | undefined} | undefined;
  /** Request headers beside the widget's own that pages of other origins send, such as a CSRF token's. */
  readonly allowedHeaders?: readonly string[] | undefined;
  /**
   * The member with this Kakao account (`profile.id`), or null. Never by e-mail address alone. A member who must do
   * something first, such as waking a dormant account, is an action: see {@link KakaoServer.signIn}, which asks again
   * once it is done, without `profile.raw`. An action that is required at each login names its `memberId`, so that it can ever be done.
   */
  findMember(profile: KakaoProfile, context: HookContext): Awaitable<SiteMember | ActionRequired | null>;
  /**
   * Makes the member with this Kakao account. Called where `findMember` found none, never for auto-login. Two calls for
   * one person can overlap (two tabs): let a unique key on `profile.id` decide, and tell which call was second.
   */
  signUp(profile: KakaoProfile, context: HookContext): Awaitable<SignedUpMember | ActionRequired>;
  /**
   * The member of a session, or null: then nobody is signed in by it. Return null for members who left, and for sessions
   * made before all of a member's sessions were ended (`issuedAt`, in milliseconds since the epoch). Where somebody who
   * left can come back with the same id, compare `issuedAt` too: their old cookies are sessions again.
   *
   * With its `kakaoId`: an account can become another member's, and their old session must not touch it. Without,
   * `unlink` is refused, and no channel relation told.
   */
  readMember(id: string, issuedAt: number, context: HookContext): Awaitable<SiteMember | null>;
  /**
   * Connects a member who is signed in with a Kakao account that `findMember` knows nobody of. Without it, the button's
   * purpose `link` is refused. Two calls can overlap: let a unique key on `profile.id` decide. With sessions of the site's
   * own, it needs `sessionKeys` too.
   */
  linkMember?: ((id: string, profile: KakaoProfile, context: HookContext) => Awaitable<void>) | undefined;
  /**
   * Where a member logs in again before connecting a Kakao account, if the last login is more than ten minutes old: a path
   * of the page's origin, such as `/login?next={path}`. `{path}` is replaced by the page's path, percent-encoded. The login
   * there must be the site's own (a password): one by Kakao would sign a new member up. Without it, the page only tells the
   * member to log in again.
   */
  readonly reauthenticate?: string | undefined;
  /**
   * Which of the app's terms are this site's, with what pages say of them. Default: all of the app, which Kakao is asked
   * for at each login. An empty list: none, and Kakao is not asked.
   *
   * @see https://developers.kakao.com/docs/latest/ko/kakaosync/dynamic-terms
   */
  readonly terms?: readonly SiteTerm[] | undefined;
  /**
   * What the member has agreed to, by Kakao's word, at each login that succeeds, before its session is made. Add records
   * to those that are there: one whose `agreed` and `agreedAt` are those of the newest for its `memberId`, `kind` and
   * `tag` says nothing new, as `(memberId, tag, agreedAt)` is one act. The newest is the one with the latest `agreedAt`,
   * or `at` where it has none, not the one that was added last: a login that has waited for {@link KakaoServer.signIn}
   * brings what was so up to 15 minutes ago, which a withdrawal since outlives. A request that is repeated brings the
   * same again, and where this fails, so does the login.
   */
  onConsent?: ((records: readonly ConsentRecord[], context: HookContext) => Awaitable<void>) | undefined;
  /**
   * The app's admin key (console: [App] > [Platform key]). It may do anything to anybody who uses the app: give it to
   * the server's environment only. Needed for the purpose `unlink` and for `channels`.
   */
  readonly adminKey?: string | undefined;
  /**
   * Public ids of the app's KakaoTalk Channels (`_ZeUTxl`). With `adminKey`, a page may ask how its member stands to
   * them (`GET ?channel=_ZeUTxl`): whoever agreed to the consent item `plusfriends`.
   */
  readonly channels?: readonly string[] | undefined;
  /**
   * A member has unlinked a Kakao account (`kakaoId`, their `KakaoProfile.id`): forget that account's id, or end the
   * membership. Called after Kakao has done it, and again where the page repeats a request that failed half-way.
   * With sessions of the site's own, it needs `sessionKeys` too.
   */
  onUnlink?: ((memberId: string, kakaoId: string, context: HookContext) => Awaitable<void>) | undefined;
  /**
   * Whether a request may cost one to Kakao: called before each code is exchanged, to keep a stranger from using up what
   * Kakao allows (count by IP address, say). `true`, or how many seconds to wait: then the page gets `rate_limited`, and
   * the code is not spent. It has a second; where it fails, the login goes on, and that is reported once.
   */
  limit?: ((request: Request) => Awaitable<true | {readonly retryAfter: number}>) | undefined;
  /**
   * Called once for each request that fails (what repeats itself is counted: {@link ServerErrorReport.repeated}), and for each login that succeeds though its terms could not be read;
   * requests that were answered together count as one.
   */
  onError?: ((error: ServerErrorReport) => void) | undefined;
  /** Called once for each request except a preflight that is allowed. */
  onMetric?: ((metric: ServerMetric) => void) | undefined;
  /** In place of the global `fetch`. */
  readonly fetch?: ((request: Request) => Promise<Response>) | undefined;
  /** In place of `Date.now`. */
  readonly now?: (() => number) | undefined;
  /** The emulator's address. Refused unless it, every redirect URI and every allowed origin are on this machine. */
  readonly emulator?: string | undefined;
  /** The site's own sessions in place of the sealed cookie. */
  readonly session?: SessionPort | undefined;
  /** How long a session lasts without a renewal, in seconds. Default: 7 days. */
  readonly idleSeconds?: number | undefined;
  /** How long a session lasts at most, in seconds. Default: 30 days. */
  readonly absoluteSeconds?: number | undefined;
}
