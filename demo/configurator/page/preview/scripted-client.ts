import type {PageClient} from '../../../../src/client/page/page-client.js';
import {createStateStore, INITIAL_STATE, type KakaoSyncState} from '../../../../src/client/state/state.js';
import type {PreviewEnd, PreviewSettings} from './settings.js';

type State = PreviewSettings['state'];

export interface ScriptedClient {
  readonly client: PageClient;
  /** Shows a state, as if the visitor had come so far with that button. */
  show(state: State, button: EventTarget): void;
  /** Shows how a login has ended. */
  finish(end: PreviewEnd, button: EventTarget): void;
}

/** How long a press waits for a Kakao that is not there. */
const WAIT = 1500;

const MEMBER = {status: 'signed-in', member: {name: '김하나'}} as const;

const STATES: Readonly<Record<State, Pick<KakaoSyncState, 'session' | 'flow'>>> = {
  normal: INITIAL_STATE,
  waiting: {session: INITIAL_STATE.session, flow: {status: 'starting', purpose: 'login'}},
  error: {
    session: INITIAL_STATE.session,
    flow: {status: 'retry', purpose: 'login', code: 'kakao_timeout', ref: 'KS-7GR0-9A2K'},
  },
  member: {session: MEMBER, flow: INITIAL_STATE.flow},
};

/**
 * A client for the elements' property `client` that goes nowhere: a press waits a moment and makes a member.
 *
 * @param onState told what a press has led to
 */
export function createScriptedClient(onState: (state: State) => void): ScriptedClient {
  const store = createStateStore(() => undefined);
  let source: EventTarget | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const show = (state: State): void => {
    clearTimeout(timer);
    store.update(STATES[state]);
  };
  const lead = (state: State): void => {
    show(state);
    onState(state);
  };
  const nothing = (): void => undefined;
  const done = (): Promise<void> => Promise.resolve();
  const client = {
    get state() {
      return store.state;
    },
    get source() {
      return source;
    },
    config: {},
    context: {explain: nothing},
    isReady: true,
    subscribe: store.subscribe,
    onOutcome: store.onOutcome,
    ...{start: done, prepare: done, refresh: done, expectSession: done, logout: done},
    ...{configure: nothing, explainMissing: nothing, expectPress: nothing, requestConsent: nothing},
    login(options?: {readonly source?: EventTarget}) {
      source = options?.source;
      lead('waiting');
      timer = setTimeout(() => lead('member'), WAIT);
    },
  };
  return {
    client: client as unknown as PageClient,
    show(state, button) {
      source = button;
      show(state);
    },
    finish(end, button) {
      source = button;
      clearTimeout(timer);
      store.update(end);
    },
  };
}
