import type {LoginOptions} from '../../../src/client/login.js';
import type {KakaoSync, LogoutOptions} from '../../../src/client/client.js';
import type {ConsentOptions} from '../../../src/client/consent.js';
import {INITIAL_STATE, type FlowState, type KakaoSyncState} from '../../../src/client/state.js';

/** A client whose flow a test enters by hand, and which records what it is asked. */
export class FakeClient implements KakaoSync {
  state: KakaoSyncState = INITIAL_STATE;
  source: EventTarget | undefined;
  readonly config: {locale?: string | undefined} = {};
  readonly logins: LoginOptions[] = [];
  readonly consents: ConsentOptions[] = [];
  readonly logouts: LogoutOptions[] = [];
  reads = 0;
  preparations = 0;
  expectedPresses = 0;
  readonly listeners = new Set<(state: KakaoSyncState) => void>();

  /** Enters a state of the flow; `source` is the element that was pressed. */
  enter(flow: FlowState, source?: EventTarget): void {
    this.source = source;
    this.state = {...INITIAL_STATE, flow};
    for (const listener of this.listeners) listener(this.state);
  }

  subscribe(listener: (state: KakaoSyncState) => void): () => void {
    this.listeners.add(listener);
    listener(this.state);
    return () => void this.listeners.delete(listener);
  }

  login(options: LoginOptions = {}): void {
    this.logins.push(options);
  }

  prepare(): Promise<void> {
    this.preparations++;
    return Promise.resolve();
  }

  expectPress(): void {
    this.expectedPresses++;
  }

  start(): Promise<void> {
    return Promise.resolve();
  }

  requestConsent(options: ConsentOptions = {}): void {
    this.consents.push(options);
  }

  logout(options: LogoutOptions = {}): Promise<void> {
    this.logouts.push(options);
    return Promise.resolve();
  }

  refresh(): Promise<void> {
    this.reads++;
    return Promise.resolve();
  }
}
