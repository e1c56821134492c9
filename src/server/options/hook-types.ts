import type {Purpose} from '../../shared/transaction.js';
import type {RequiredAction} from '../../shared/wire.js';
import type {KakaoProfile} from '../kakao/profile.js';

/** A value, or a promise of it. */
export type Awaitable<T> = T | Promise<T>;

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

/** A login that has succeeded, as `onLogin` is told of it. */
export interface MemberLogin {
  /** What `findMember`, `signUp` or the call of `signIn` named; of `terms` and `link`, what `readMember` returned. */
  readonly member: SiteMember;
  /**
   * By Kakao's word. Of a login that has waited for {@link KakaoServer.signIn}, it is what was so before it waited,
   * without `raw`, `addresses` and `channels`.
   */
  readonly profile: KakaoProfile;
  /** Whether this login has made the member. */
  readonly isNewMember: boolean;
  readonly purpose: Purpose;
}

/** What every hook gets beside its subject. */
export interface HookContext {
  /**
   * The page's request. Its body has been read. With {@link KakaoServer.callback}, it is the return from Kakao: its URL holds
   * the code, so a hook never writes it to a log.
   */
  readonly request: Request;
  /** What the request is for. `read` where the page only asks who is signed in. */
  readonly purpose: Purpose | 'logout' | 'unlink' | 'read';
  /**
   * The site's own text that was given to the widget (guest cart, referral code): the visitor can change it. A login that
   * waits for an action does not keep it: a hook that returns one stores what is needed later.
   */
  readonly context?: string;
  /**
   * Campaign parameters of where the visit began, `ks_referrer`, and `ks_event`: the `event_id` of the page's analytics, for
   * a conversion that both report. Like `context`.
   */
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
