import type {LitElement} from 'lit';
import type {KakaoSync, LogoutOptions} from '../../../src/client/page/page-client.js';
import type {ConsentOptions} from '../../../src/client/state/consent-request.js';
import type {LoginOptions, PrepareOptions} from '../../../src/client/state/login-options.js';
import {INITIAL_STATE, type FlowState, type KakaoSyncState} from '../../../src/client/state/state.js';
import {settle} from './settle.js';

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
  /** The presses that a pointer has begun. */
  readonly begun: LoginOptions[] = [];
  expectedPresses = 0;
  expectedSessions = 0;
  readonly listeners = new Set<(state: KakaoSyncState) => void>();

  /** What of the page it has in its hands. */
  isVisible = true;
  hasStorage = true;
  tellsTerms = true;
  /** Until when this browser remembers a session. */
  remembered = 1;
  readonly storage = new Map<string, string>();
  readonly onVisible = new Set<() => void>();
  readonly explained: unknown[] = [];
  readonly context = {
    explain: (problems: readonly unknown[]) => void this.explained.push(...problems),
    backend: {tellsTerms: () => this.tellsTerms},
    ports: {
      isTop: true,
      isVisible: () => this.isVisible,
      onVisibilityChange: (callback: () => void) => {
        this.onVisible.add(callback);
        return () => void this.onVisible.delete(callback);
      },
      now: () => 0,
      localStorage: {get: () => JSON.stringify({until: this.remembered})},
      sessionStorage: {
        get: (key: string) => this.storage.get(key) ?? null,
        set: (key: string, value: string) => this.hasStorage && !!this.storage.set(key, value),
      },
    },
  };

  private endReading!: () => void;
  private readonly reading = new Promise<void>((resolve) => (this.endReading = resolve));
  private endLeaving: (() => void) | undefined;

  /** Enters a state of the flow; `source` is the element that was pressed, and has drawn it in the end. */
  enter(flow: FlowState, source?: LitElement): Promise<void> {
    this.source = source;
    return this.update({flow}, ...(source ? [source] : []));
  }

  /** Enters any state. These elements have drawn it in the end. */
  update(change: Partial<KakaoSyncState>, ...drawn: readonly LitElement[]): Promise<void> {
    this.state = {...this.state, ...change};
    for (const listener of this.listeners) listener(this.state);
    return settle(...drawn);
  }

  /** The page has learnt who is signed in, as far as it can. These elements have drawn it in the end. */
  async learn(session?: KakaoSyncState['session'], ...drawn: readonly LitElement[]): Promise<void> {
    if (session) void this.update({session});
    this.endReading();
    await this.reading;
    await settle(...drawn);
  }

  subscribe(listener: (state: KakaoSyncState) => void): () => void {
    this.listeners.add(listener);
    listener(this.state);
    return () => void this.listeners.delete(listener);
  }

  onOutcome(): () => void {
    return () => undefined;
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

  prepareToLeave(options: LoginOptions = {}): void {
    this.begun.push(options);
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
    const drawn = this.update(change);
    this.endLeaving?.();
    await drawn;
  }

  refresh(): Promise<void> {
    return Promise.resolve();
  }
}
