import type {ErrorCode, NoticeCode} from '../../shared/errors.js';
import type {PageReport} from '../../shared/wire.js';
import type {ConsentRecord} from './consents.js';
import type {KakaoProfile, ProfileExtra} from '../kakao/profile.js';
import type {Awaitable, SiteMember, SignedUpMember, ActionRequired, HookContext, MemberLogin} from './hook-types.js';
import type {AccountEvent, ChannelEvent, EventContext, UnlinkEvent} from '../notices/notice-events.js';
import type {NoticesConfig} from '../notices/notices-config.js';
import type {KakaoKey} from './app-keys.js';
import type {KeepTokensOptions} from './keep-tokens.js';
import type {RedirectUri} from './redirect-uris.js';
import type {ServerMetric} from './reports/server-metric.js';
import type {SessionPort} from './session-port.js';

/** One of the app's terms that is this site's: an app can serve several. */
export interface SiteTerm {
  /** As registered on the app's console page. */
  readonly tag: string;
  /** Shown where the term is missing. */
  readonly title?: string | undefined;
  /** Where the term can be read: an http(s) address, or a path. */
  readonly url?: string | undefined;
}

/** Why a request failed, for the site's log. The kit puts no secret, code, token or personal detail into it. */
export interface ServerErrorReport {
  readonly code: ErrorCode | NoticeCode;
  /** Such as `KS-7GR0-9A2K`: the same as on the visitor's screen. */
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
   * How many of the same `code` and `koe` (of `hook_failed`, `config_invalid` and `notice_not_stored`, with the same `hint`)
   * were not reported since the last one that was: the first five in a minute are, then the tenth, the hundredth, and so
   * on; of notices that were lost the first alone. Absent where there were none.
   */
  readonly repeated?: number;
}

/**
 * Options of `createKakaoServer`. Keys, secrets and addresses without a value (`undefined`, an empty text) are told at the
 * first request. Hooks have 9 seconds. One that throws ends the request in `hook_failed`; one that
 * changes something and takes longer, in `backend_timeout`. What Next throws to end a render or a route (`redirect()`,
 * `notFound()`) comes out as it is, and no session is made.
 */
export interface KakaoServerOptions {
  /**
   * The app keys that pages may log in with, all of one app: Kakao's ids of people are different in each, and hooks are
   * not told which key it was.
   */
  readonly keys: readonly KakaoKey[];
  /**
   * The redirect URIs registered at Kakao, letter for letter, written as browsers send them (`new URL(uri).href`). A text
   * stands for a page that posts the code (`callback-mode="page"`).
   */
  readonly redirectUris: readonly (string | RedirectUri)[];
  /** Origins of the pages that may call, such as `https://shop.example`; those of the pages in `redirectUris` too. */
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
   * The member with this Kakao account (`profile.id`). Never by e-mail address alone. A member who must do something
   * first, such as waking a dormant account, is an action: see {@link KakaoServer.signIn}, which asks again once it is
   * done, without `profile.raw`. An action that is required at each login names its `memberId`, so that it can ever be
   * done.
   *
   * @param profile by Kakao's word, checked against the ID token
   * @param context of the request
   * @returns the member, what must be done first, or null for nobody
   */
  findMember(profile: KakaoProfile, context: HookContext): Awaitable<SiteMember | ActionRequired | null>;
  /**
   * Makes the member with this Kakao account. Called if `findMember` found none, never for auto-login. Two calls for one
   * person can overlap (two tabs): let a unique key on `profile.id` decide, and tell which call was second.
   *
   * @param profile by Kakao's word, checked against the ID token
   * @param context of the request
   * @returns the member, with `isNewMember: false` if nobody was made; or what must be done first
   */
  signUp(profile: KakaoProfile, context: HookContext): Awaitable<SignedUpMember | ActionRequired>;
  /**
   * The member of a session, at each request that reads one. If somebody who left can come back with the same id, compare
   * `issuedAt` too: their old cookies are sessions again.
   *
   * @param id {@link SiteMember.id}, as the session has it
   * @param issuedAt when the session was made, in milliseconds since the epoch
   * @param context of the request
   * @returns the member, with `kakaoId`: an account can become another member's, and their old session must not touch it.
   * Without, `unlink` is refused, and no channel relation told. Null, and nobody is signed in by that session: for members
   * who left, and for sessions made before all of a member's sessions were ended
   */
  readMember(id: string, issuedAt: number, context: HookContext): Awaitable<SiteMember | null>;
  /**
   * Connects a member who is signed in with a Kakao account that `findMember` knows nobody of. Without it, the button's
   * purpose `link` is refused. Two calls can overlap: let a unique key on `profile.id` decide. With sessions of the site's
   * own, it needs `sessionKeys` too.
   *
   * @param id {@link SiteMember.id} of who is signed in
   * @param profile of the Kakao account
   * @param context of the request
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
   * same again. If this fails, so does the login.
   *
   * @param records of one member at one login, at least one
   * @param context of the request
   */
  onConsent?: ((records: readonly ConsentRecord[], context: HookContext) => Awaitable<void>) | undefined;
  /**
   * What Kakao is asked for at each login, beside the profile: `profile.addresses` and `profile.channels` of the hooks.
   * It is asked only about people who agreed to the consent item, `shipping_address` or `plusfriends`, at the same time
   * as for the terms, and within the 8 seconds that Kakao's answers to one login have together. If it fails, the login
   * goes on without, and `onError` is told. A login that waits for {@link KakaoServer.signIn} does not keep them.
   * Default: nothing.
   *
   * @see https://developers.kakao.com/docs/latest/ko/kakaologin/rest-api#shipping-address
   */
  readonly profileExtras?: readonly ProfileExtra[] | undefined;
  /**
   * A login has succeeded: whatever its purpose, also by {@link KakaoServer.signIn}, and never for a request that only
   * reads the session. Called once, after `onConsent` and before the session is made, so that the member's next page finds
   * what is stored here; the page waits for it, for 9 seconds at most. In rare cases the session cannot be made after it.
   * A page that repeats its request is answered without it. If this fails, the login goes on, and `onError` is told.
   *
   * @param login whose, by which profile, and whether it made the member
   * @param context of the request
   * @example
   * onLogin: async ({member, profile}) => {
   *   if (profile.addresses) await addresses.replace(member.id, profile.addresses);
   * },
   */
  onLogin?: ((login: MemberLogin, context: HookContext) => Awaitable<void>) | undefined;
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
   * The link of a Kakao account with the app has ended: by a press of its member here, or in Kakao's settings. Forget the
   * account's id, or end the membership. Called after Kakao has done it, at least once (see {@link UnlinkEvent.eventId}).
   * The member can be back by then, so change only a link that is older: `… where kakao_id = $1 and linked_at < $2`, with
   * `event.kakaoId`, `event.at`, and as `linked_at` what `KakaoProfile.connectedAt` was at the login. With sessions of the
   * site's own, a press needs `sessionKeys` too.
   *
   * @param event whose link, when, and why
   * @param context its `signal` is aborted when the time is over: after 9 seconds at a press, else after 30
   */
  onUnlink?: ((event: UnlinkEvent, context: EventContext) => Awaitable<void>) | undefined;
  /**
   * Somebody has added or blocked a KakaoTalk Channel. Needs `notices`. What happened before what is already known is not
   * told. It has 30 seconds.
   *
   * @param event who, which channel, and when
   * @param context its `signal` is aborted when the time is over
   */
  onChannelChange?: ((event: ChannelEvent, context: EventContext) => Awaitable<void>) | undefined;
  /**
   * Something about an account has changed. Needs `notices`. An unlink is told to {@link KakaoServerOptions.onUnlink}. It
   * has 30 seconds.
   *
   * @param event who, what, and when
   * @param context its `signal` is aborted when the time is over
   */
  onAccountEvent?: ((event: AccountEvent, context: EventContext) => Awaitable<void>) | undefined;
  /**
   * What `openNotices` of `kakao-sync-widget/server/notices` made: notices from Kakao are received, kept and applied. It
   * needs `adminKey` and `onUnlink`.
   */
  readonly notices?: NoticesConfig | undefined;
  /** Keeps the tokens of logins, sealed, for `kakao.api.accessToken`. Default: they are dropped after each login. */
  readonly keepTokens?: KeepTokensOptions | undefined;
  /**
   * Whether a request may go on: called before each code is exchanged, to keep a stranger from using up what Kakao allows
   * (count by IP address, say), and before `onReport`. It has one second. If it fails, the login goes on, and that is reported once.
   *
   * @param request of the page; its body has been read
   * @returns true, or how many seconds to wait: then the page gets `rate_limited`, and the code is not spent
   */
  limit?: ((request: Request) => Awaitable<true | {readonly retryAfter: number}>) | undefined;
  /**
   * Called once for each request that fails (repetitions are counted: {@link ServerErrorReport.repeated}), and for each
   * login that succeeds though its terms, addresses or channels could not be read, or `onLogin` failed. Called too for each tag that a page's `service-terms` or the
   * option `terms` names and the app at Kakao has not (`config_invalid`): once, until the app has had it. Requests that were answered together count as one. Without
   * it, each is one line in the log of the process.
   *
   * @param error without secrets, codes, tokens and personal data: safe to log
   */
  onError?: ((error: ServerErrorReport) => void) | undefined;
  /**
   * A page tells how a login has ended that no other request tells of: pages with `report-errors` do. Anybody can send
   * such a report, and any number of them, as far as `limit` lets them. If this fails, `onError` is told.
   *
   * @param report without personal data
   */
  onReport?: ((report: PageReport) => Awaitable<void>) | undefined;
  /**
   * Called once for each request except a preflight that is allowed, each notice that was taken in hand, and each request
   * to Kakao. Told too: how old Kakao's public keys are, whenever they were asked for, and how many notices wait.
   *
   * @param metric without personal data. Its `purpose` says which of them it is
   */
  onMetric?: ((metric: ServerMetric) => void) | undefined;
  /**
   * In place of the global `fetch`, for the requests to Kakao.
   *
   * @param request with a signal that ends it after 5 seconds
   */
  readonly fetch?: ((request: Request) => Promise<Response>) | undefined;
  /**
   * In place of `Date.now`.
   *
   * @returns milliseconds since the epoch
   */
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
