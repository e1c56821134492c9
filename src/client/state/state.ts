import type {ErrorCode} from '../../shared/errors.js';
import {omitUndefined} from '../../shared/fields.js';
import type {Purpose} from '../../shared/transaction.js';
import type {ArrivalAnswer, Member, MissingTerm, RequiredAction} from '../../shared/wire.js';
import type {SkipReason} from './skip-reason.js';

/** Who is signed in, as far as this page has learnt. */
export type SessionState =
  | {readonly status: 'unknown'}
  | {readonly status: 'signed-out'}
  | {
      readonly status: 'signed-in';
      readonly member: Member;
      /** Absent where the backend does not tell: then nobody knows whether a term is missing. */
      readonly missingTerms?: readonly MissingTerm[];
    };

/** The session of somebody who has arrived. */
export function toSession({member, missingTerms}: Pick<ArrivalAnswer, 'member' | 'missingTerms'>): SessionState {
  return {status: 'signed-in', member, ...omitUndefined({missingTerms})};
}

/** What every outcome of a login may have for analytics. */
interface Measured {
  /** The id of the login's events, as the backend has it in `attribution.ks_event`: random, and nobody's. */
  readonly eventId?: string;
  /** The origin of the page that the visitor came from before the login. */
  readonly referrer?: string;
}

/** Somebody has arrived: the backend has made a session. */
export interface SignedInOutcome extends Measured {
  readonly end: 'signed-in';
  readonly purpose: Purpose;
  /** Such as `KS-7GR0-9A2K`. */
  readonly ref: string;
  readonly isNewMember: boolean;
  readonly member: Member;
  /** Absent where the backend does not tell. */
  readonly missingTerms?: readonly MissingTerm[];
  /** The scopes that Kakao granted, where the backend tells. */
  readonly scope?: readonly string[];
  /** The backend had required an action first (`action-required`): this tells that the visitor has done it. */
  readonly afterAction?: true;
}

/** The visitor turned back. */
export interface CancelledOutcome extends Measured {
  readonly end: 'cancelled';
  readonly purpose: Purpose;
  readonly ref?: string;
}

/** A failure. `retry`: press again; `continue-here`: begun in another browser; `help`: pressing again changes nothing. */
export interface FailedOutcome extends Measured {
  readonly end: 'retry' | 'continue-here' | 'help';
  /** What failed: a login of some purpose, or the logout. */
  readonly purpose: Purpose | 'logout';
  readonly code: ErrorCode;
  /** Such as `KS-7GR0-9A2K`, for the visitor to name: if the backend knows of it, its log has the same. */
  readonly ref?: string;
  /** A path of this origin that is offered as a link in the message. Nobody is sent there by themselves. */
  readonly to?: string;
}

/** The backend knows who it is, and needs something more before it makes a session. */
export interface ActionRequiredOutcome extends Measured {
  readonly end: 'action-required';
  readonly purpose: Purpose;
  readonly ref: string;
  readonly code: RequiredAction;
  /** The backend's own words. Plain text. */
  readonly message?: string;
}

/**
 * What came of a consent: `agreed` or `declined` on the screen that was asked for; `unchanged` where Kakao had no reason
 * for a screen (agreed to before, or optional alone); `misconfigured` where the app has no such term.
 */
export type ConsentResult = 'agreed' | 'declined' | 'unchanged' | 'misconfigured';

/** The visitor is back from Kakao's consent screen. Who declines stays signed in. */
export interface ConsentOutcome {
  readonly end: 'consent';
  readonly purpose: 'terms';
  readonly ref?: string;
  /** By tag. */
  readonly terms: Readonly<Record<string, ConsentResult>>;
  /** By consent item, where the backend tells. */
  readonly scope: Readonly<Record<string, ConsentResult>>;
  readonly member?: Member;
  /** What is missing now, where the backend was asked. */
  readonly missingTerms?: readonly MissingTerm[];
}

/** The visitor is back from the logout of the Kakao account. */
export interface LoggedOutOutcome {
  readonly end: 'logged-out';
  readonly purpose: 'logout';
}

/** Auto-login signed nobody in. The visitor is told nothing. */
export interface SkippedOutcome extends Measured {
  readonly end: 'skipped';
  readonly purpose: 'auto-login';
  readonly reason: SkipReason;
  /** What failed, for `failed`. */
  readonly code?: ErrorCode;
  readonly ref?: string;
}

/** How a login ended, or that a logout failed; the `detail` of its event. */
export type Outcome =
  | SignedInOutcome
  | ConsentOutcome
  | CancelledOutcome
  | FailedOutcome
  | ActionRequiredOutcome
  | LoggedOutOutcome
  | SkippedOutcome;

/** What `flow.code` says: an error's, `cancelled`, or the action that the backend requires. */
export type FlowCode = ErrorCode | 'cancelled' | RequiredAction;

/** The states in which something is under way. */
const UNDER_WAY = ['starting', 'waiting-for-talk', 'completing'] as const;

export type FlowStatus =
  'idle' | (typeof UNDER_WAY)[number] | Exclude<Outcome['end'], 'signed-in' | 'consent' | 'logged-out' | 'skipped'>;

/**
 * What this page is doing. `idle` and every state with a code are at rest; `starting` and `completing` end within 15
 * seconds; `waiting-for-talk` lasts as long as the visitor is in KakaoTalk.
 */
export interface FlowState {
  readonly status: FlowStatus;
  readonly purpose?: Purpose | 'logout';
  readonly code?: FlowCode;
  readonly ref?: string;
  readonly message?: string;
  /** A path of this origin that the message offers as a link. */
  readonly to?: string;
  /** `completing` has lasted long enough to say so. `to` is then the way back. */
  readonly isSlow?: boolean;
  /** `waiting-for-talk` has lasted long enough to offer the way without KakaoTalk. */
  readonly canContinueInBrowser?: boolean;
}

export function isUnderWay({status}: FlowState): boolean {
  return (UNDER_WAY as readonly FlowStatus[]).includes(status);
}

/** Whether a press has to wait: something is under way, and no other way is offered. */
export function isBusy(flow: FlowState): boolean {
  return isUnderWay(flow) && !flow.canContinueInBrowser;
}

/** A frozen snapshot; the same object until something changes. */
export interface KakaoSyncState {
  readonly session: SessionState;
  readonly flow: FlowState;
  /** The last outcome that arrived on this page, until the next flow begins. */
  readonly outcome: Outcome | null;
}

/** What a client is before it knows anything, and all it ever is on a server. */
export const INITIAL_STATE: KakaoSyncState = /* @__PURE__ */ Object.freeze({
  session: /* @__PURE__ */ Object.freeze({status: 'unknown'}),
  flow: /* @__PURE__ */ Object.freeze({status: 'idle'}),
  outcome: null,
});

export interface StateStore {
  readonly state: KakaoSyncState;
  update(change: Partial<KakaoSyncState>): void;
  subscribe(listener: (state: KakaoSyncState) => void): () => void;
  onOutcome(listener: (outcome: Outcome) => void): () => void;
}

/** Holds the snapshot. A listener is called at once, and after every change; one that throws disturbs no other. */
export function createStateStore(onChange: (state: KakaoSyncState) => void): StateStore {
  let state = INITIAL_STATE;
  const listeners = new Set<() => void>();
  function subscribe(listener: (state: KakaoSyncState) => void): () => void {
    const call = (): void => callListener(listener, state);
    listeners.add(call);
    call();
    return () => void listeners.delete(call);
  }
  return {
    get state() {
      return state;
    },
    update(change) {
      Object.values(change).forEach(Object.freeze);
      state = Object.freeze({...state, ...change});
      for (const call of [...listeners]) call();
      onChange(state);
    },
    subscribe,
    onOutcome(listener) {
      let told: Outcome | null = null;
      let isOver = false;
      const unsubscribe = subscribe(({outcome}) => {
        if (outcome === told) return;
        told = outcome;
        // Later than its event, and never inside of the call that subscribes.
        if (outcome) void Promise.resolve().then(() => isOver || callListener(listener, outcome));
      });
      return () => {
        isOver = true;
        unsubscribe();
      };
    },
  };
}

/** As an event's listener would be: what it throws is reported to the page, in a task of its own. */
export function callListener<Told>(listener: (told: Told) => void, told: Told): void {
  try {
    listener(told);
  } catch (error) {
    setTimeout(() => {
      throw error;
    });
  }
}
