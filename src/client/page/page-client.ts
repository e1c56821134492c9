import type {Configurer} from '../state/ownership.js';
import type {ConsentOptions} from '../state/consent-request.js';
import type {KakaoSyncConfig} from '../state/config.js';
import type {LoginOptions, PrepareOptions} from '../state/login-options.js';
import type {KakaoSyncState, Outcome} from '../state/state.js';
import type {Backend} from './backend/backend.js';
import type {CoreContext} from './core-context.js';

/** The page's client. Everything it does is told by its state and its events; nothing it returns rejects. */
export interface KakaoSync {
  /** The present snapshot: frozen, and the same object until something changes. */
  readonly state: KakaoSyncState;
  /** Calls at once with the snapshot and after every change; the returned function ends it. */
  subscribe(listener: (state: KakaoSyncState) => void): () => void;
  /**
   * Tells how flows end, to those who come late too: events are dispatched once, and `state.outcome` says the last one
   * until the next flow begins.
   *
   * @param listener called in a microtask with the outcome that has already arrived on this page, if there is one, and
   *   then with each later one; with each of them once
   * @returns a function that ends it
   * @example
   * client.onOutcome((outcome) => {
   *   if (outcome.end === 'signed-in' && outcome.isNewMember) gtag('event', 'sign_up', {method: 'kakao'});
   * });
   */
  onOutcome(listener: (outcome: Outcome) => void): () => void;
  /**
   * Completes a login whose answer is in the address, else delivers the outcome of one that ended here. One promise for
   * the whole document, however often it is called.
   */
  start(options?: {readonly url?: string | URL}): Promise<void>;
  /**
   * Gets ready for a press: loads Kakao's SDK where the press would use it. With `purpose: 'link'`, also asks the backend
   * for what a link needs.
   */
  prepare(options?: PrepareOptions): Promise<void>;
  /** Begins a login. Call it in the press handler, so that KakaoTalk may open. */
  login(options?: LoginOptions): void;
  /**
   * Asks for consent to terms or consent items of a member who is signed in, on Kakao's screen; `kakao-terms-result`
   * tells what came of it. Call it in the press handler. Where Kakao would show no screen it goes nowhere.
   */
  requestConsent(options?: ConsentOptions): void;
  /**
   * Ends the session at the backend; with `kakaoAccount`, goes on to Kakao's page that logs out of the Kakao account too
   * (needs `logoutRedirectUri`).
   */
  logout(options?: LogoutOptions): Promise<void>;
  /** Reads the session at the backend. */
  refresh(): Promise<void>;
}

export interface LogoutOptions {
  readonly kakaoAccount?: boolean | undefined;
}

/** What elements and further copies of this code use besides. */
export interface PageClient extends KakaoSync {
  /** @internal Takes what somebody has to say of the configuration, as far as it is theirs (ownership.ts). */
  configure(config: KakaoSyncConfig, by?: Configurer): void;
  /** @internal Tells the developer what is missing, where that was not told before. */
  explainMissing(): void;
  /**
   * @internal Prepares at the first sign that the page is used, and tells what waited for an element that can show it. For
   * elements that can be pressed.
   */
  expectPress(): void;
  /**
   * @internal Writes the record of a login ahead, since a pointer is down on its button and the press is certain to take the
   * direct path. Clients of earlier releases have no such method.
   */
  prepareToLeave?(options?: LoginOptions): void;
  /**
   * @internal Reads the session once a page view, for all elements, where the page has not learnt it otherwise. Resolves
   * when it is known, or cannot be.
   */
  expectSession(): Promise<void>;
  /** @internal The element of the last press. */
  readonly source: EventTarget | undefined;
  /** @internal */
  readonly config: KakaoSyncConfig;
  /** @internal What its use cases share; all of it once a part of the code is there. */
  readonly context: CoreContext & {readonly backend?: Backend};
  /** @internal Whether the configuration is complete and usable. */
  readonly isReady: boolean;
}
