import {type ErrorCode} from '../shared/errors.js';
import {type Purpose} from '../shared/transaction-cookie.js';
import {type Member, type MissingTerm, type RequiredAction} from '../shared/wire.js';

/** Who is signed in, as far as this page has learnt. */
export type SessionState =
  | {readonly status: 'unknown'}
  | {readonly status: 'signed-out'}
  | {readonly status: 'signed-in'; readonly member: Member; readonly missingTerms: readonly MissingTerm[]};

/** How a flow can end short of success. */
export type Dead = 'cancelled' | 'retry' | 'continue-here' | 'help' | 'action-required';

export type FlowStatus = 'idle' | 'starting' | 'waiting-for-talk' | 'completing' | Dead;

/** What `code` says: an error's, `cancelled`, or the action that the backend requires. */
export type FlowCode = ErrorCode | 'cancelled' | RequiredAction;

/**
 * What this page is doing. `idle` and every state with a code are at rest; `starting` and `completing` end within 15
 * seconds; `waiting-for-talk` lasts as long as the visitor is in KakaoTalk.
 */
export interface FlowState {
  readonly status: FlowStatus;
  readonly purpose?: Purpose;
  readonly code?: FlowCode;
  /** `KS-<transaction id>`, for the visitor to name when asking for help. */
  readonly ref?: string;
  /** The backend's own words for `action-required`. Plain text. */
  readonly message?: string;
  /** `waiting-for-talk` has lasted long enough to offer the way without KakaoTalk. */
  readonly canContinueInBrowser?: boolean;
}

/** How the last login ended. */
export interface Outcome {
  readonly purpose: Purpose;
  readonly end: 'signed-in' | Dead;
  readonly code?: FlowCode;
  readonly ref?: string;
  readonly isNewMember?: boolean;
  readonly member?: Member;
  readonly missingTerms?: readonly MissingTerm[];
  readonly scope?: readonly string[];
  readonly message?: string;
}

/** A frozen snapshot; the same object until something changes. */
export interface KakaoSyncState {
  readonly session: SessionState;
  readonly flow: FlowState;
  /** The last outcome that arrived on this page, until the next flow begins. */
  readonly outcome: Outcome | null;
}

/** What a client is before it knows anything, and all it ever is on a server. */
export const INITIAL_STATE: KakaoSyncState = Object.freeze({
  session: Object.freeze({status: 'unknown'}),
  flow: Object.freeze({status: 'idle'}),
  outcome: null,
});

export interface StateStore {
  readonly state: KakaoSyncState;
  update(change: Partial<KakaoSyncState>): void;
  subscribe(listener: (state: KakaoSyncState) => void): () => void;
}

/** Holds the snapshot. A listener is called at once, and after every change; one that throws disturbs no other. */
export function createStateStore(onChange: (state: KakaoSyncState) => void): StateStore {
  let state = INITIAL_STATE;
  const listeners = new Set<(state: KakaoSyncState) => void>();
  const call = (listener: (state: KakaoSyncState) => void): void => {
    try {
      listener(state);
    } catch (error) {
      // As an event's listener would: reported to the page, in a task of its own.
      setTimeout(() => {
        throw error;
      });
    }
  };
  return {
    get state() {
      return state;
    },
    update(change) {
      state = Object.freeze({...state, ...change});
      for (const part of [state.session, state.flow, state.outcome]) Object.freeze(part);
      [...listeners].forEach(call);
      onChange(state);
    },
    subscribe(listener) {
      // A wrapper, so that the same function can subscribe twice and leave once.
      const entry = (snapshot: KakaoSyncState): void => listener(snapshot);
      listeners.add(entry);
      call(entry);
      return () => void listeners.delete(entry);
    },
  };
}
