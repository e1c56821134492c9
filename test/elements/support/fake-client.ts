import type {KakaoSync, LogoutOptions} from '../../../src/client/page/page-client.js';
import type {ConsentOptions} from '../../../src/client/state/consent-request.js';
import type {LoginOptions, PrepareOptions} from '../../../src/client/state/login-options.js';
import {INITIAL_STATE, type FlowState, type KakaoSyncState} from '../../../src/client/state/state.js';

/** A client whose state a test enters by hand, and which records what it is asked. */
export class FakeClient implements KakaoSync {
  state: KakaoSyncState = INITIAL_STATE;
  source: EventTarget | undefined;
  readonly config: {locale?: string | undefined} = {};
  readonly logins: LoginOptions[] = [];
  readonly consents: ConsentOptions[] = [];
  readonly logouts: LogoutOptions[] = [];
  preparations = 0;
  /** What the last preparation was for. */
  preparedFor: PrepareOptions['purpose'];
  expectedPresses = 0;
  expectedSessions = 0;
  readonly listeners = new Set<(state: KakaoSyncState) => void>();

  /** What of the page it has in its hands. */
  isVisible = true;
  hasStorage = true;
  tellsTerms = true;
  readonly storage = new Map<string, string>();
  readonly onVisible = new Set<() => void>();
  readonly context = {
    backend: {tellsTerms: () => this.tellsTerms},
    ports: {
      isVisible: () => this.isVisible,
      onVisibilityChange: (callback: () => void) => {
        this.onVisible.add(callback);
        return () => void this.onVisible.delete(callback);
      },
      sessionStorage: {
        get: (key: string) => this.storage.get(key) ?? null,
        set: (key: string, value: string) => this.hasStorage && !!this.storage.set(key, value),
      },
    },
  };

  private endReading!: () => void;
  private readonly reading = new Promise<void>((resolve) => (this.endReading = resolve));
  private endLeaving: (() => void) | undefined;

  /** Enters a state of the flow; `source` is the element that was pressed. */
  enter(flow: FlowState, source?: EventTarget): void {
    this.source = source;
    this.update({flow});
  }

  /** Enters any state. */
  update(change: Partial<KakaoSyncState>): void {
    this.state = {...this.state, ...change};
    for (const listener of this.listeners) listener(this.state);
  }

  /** The page has learnt who is signed in, as far as it can. */
  async learn(session?: KakaoSyncState['session']): Promise<void> {
    if (session) this.update({session});
    this.endReading();
    await this.reading;
  }

  subscribe(listener: (state: KakaoSyncState) => void): () => void {
    this.listeners.add(listener);
    listener(this.state);
    return () => void this.listeners.delete(listener);
  }

  login(options: LoginOptions = {}): void {
    this.logins.push(options);
  }

  requestConsent(options: ConsentOptions = {}): void {
    this.consents.push(options);
  }

  prepare({purpose}: PrepareOptions = {}): Promise<void> {
    this.preparations++;
    this.preparedFor = purpose;
    return Promise.resolve();
  }

  expectPress(): void {
    this.expectedPresses++;
  }

  expectSession(): Promise<void> {
    this.expectedSessions++;
    return this.reading;
  }

  start(): Promise<void> {
    return Promise.resolve();
  }

  /** Ends when {@link endLogout} says so. */
  logout(options: LogoutOptions = {}): Promise<void> {
    this.logouts.push(options);
    return new Promise((resolve) => (this.endLeaving = resolve));
  }

  async endLogout(change: Partial<KakaoSyncState> = {session: {status: 'signed-out'}}): Promise<void> {
    this.update(change);
    this.endLeaving?.();
    await Promise.resolve();
  }

  refresh(): Promise<void> {
    return Promise.resolve();
  }
}
