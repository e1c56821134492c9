import type {KoeCode} from '../base/kakao-errors.js';
import {type ApiMutation, isApiMutation, toApiMutationPoint} from './api-mutations.js';
import {type LoginMutation, toMutationPoints} from './login-mutations.js';

/** The endpoints of kapi. Its error codes are negative numbers. */
const KAPI_POINTS = [
  'user',
  'terms',
  'revoke-terms',
  'upgrade-terms',
  'scopes',
  'revoke-scopes',
  'channels',
  'logout',
  'unlink',
  'token-info',
  'users',
  'user-ids',
  'shipping-addresses',
  'channels-of-many',
  'create-customer-file',
  'customer-files',
  'add-customers',
  'remove-customers',
] as const;

export const FAULT_POINTS = [
  'authorize',
  'answer',
  'token',
  'jwks',
  'discovery',
  ...KAPI_POINTS,
  'account-logout',
  'code.json',
  'sdk',
] as const;

/**
 * Where the emulator can fail. `answer`: the authorization response at the redirect URI; `logout` and `unlink`: kapi's
 * endpoints; `account-logout`: the page that logs out of the Kakao account.
 */
export type FaultPoint = (typeof FAULT_POINTS)[number];

/** How to fail: one kind of response, `delayMs`, or both. */
export interface Fault {
  /** HTTP status. Default 200. */
  readonly status?: number;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Kakao's own error: its page at `authorize` and `account-logout`, its JSON elsewhere. */
  readonly koe?: KoeCode;
  /** `authorize` only: the authorization response has this error. */
  readonly error?: string;
  readonly errorDescription?: string;
  /** Milliseconds to wait before the response. */
  readonly delayMs?: number;
  /** Never answers. */
  readonly hang?: true;
  /** Resets the connection: `true` before the response, `mid-body` after the first bytes of its body. */
  readonly reset?: true | 'mid-body';
  /** `answer`, `token`, `user`, `discovery`, `terms` and `channels` only: the response has exactly one mistake. */
  readonly spoil?: LoginMutation | ApiMutation;
  /** An error number of kapi (negative), or an `error_code` of `code.json` (300, 700). */
  readonly code?: number;
}

interface PlannedFault {
  readonly point: FaultPoint;
  readonly fault: Fault;
  left: number;
}

const KEYS: readonly string[] = [
  'status',
  'body',
  'headers',
  'koe',
  'error',
  'errorDescription',
  'delayMs',
  'hang',
  'reset',
  'spoil',
  'code',
] satisfies (keyof Fault)[];

/** The failures that have not happened yet, in the order in which they were planned. */
export class FaultPlan {
  #planned: PlannedFault[] = [];

  /** @throws {Error} if the point or a field of the fault is unknown, or if the point cannot fail in this way. */
  plan(point: FaultPoint, fault: Fault, times = 1): void {
    if (!(FAULT_POINTS as readonly unknown[]).includes(point)) {
      throw new Error(`There is no fault point "${point}". Known: ${FAULT_POINTS.join(', ')}.`);
    }
    const unknown = Object.keys(fault).find((key) => !KEYS.includes(key));
    if (unknown !== undefined || Object.keys(fault).length === 0) {
      throw new Error(`A fault has one or more of ${KEYS.join(', ')}; not ${unknown ?? 'none'}.`);
    }
    checkFields(point, fault);
    if (!Number.isInteger(times) || times < 1)
      throw new Error('A fault happens a whole number of times, at least once.');
    this.#planned.push({point, fault, left: times});
  }

  /** Takes the next fault of a point out of the plan; null if none is planned. */
  take(point: FaultPoint): Fault | null {
    const planned = this.#planned.find((entry) => entry.point === point);
    if (!planned) return null;
    planned.left -= 1;
    if (planned.left === 0) this.#planned = this.#planned.filter((entry) => entry !== planned);
    return planned.fault;
  }

  /** The plan as text, one line a fault: `token {"koe":"KOE320"} 2×`. */
  describe(): readonly string[] {
    return this.#planned.map(({point, fault, left}) => `${point} ${JSON.stringify(fault, shorten)} ${left}×`);
  }

  clear(): void {
    this.#planned = [];
  }
}

function shorten(_name: string, value: unknown): unknown {
  return typeof value === 'string' && value.length > 60 ? `${value.slice(0, 60)}… (${value.length} characters)` : value;
}

/** Whether the endpoint can act the fault out. */
export function canFail(point: FaultPoint, fault: Fault): boolean {
  try {
    checkFields(point, fault);
    return true;
  } catch {
    return false;
  }
}

/** @throws {Error} if the endpoint cannot act the fault out: otherwise nobody would notice that nothing failed. */
function checkFields(point: FaultPoint, fault: Fault): void {
  const {error, spoil: mutation, code} = fault;
  if (error !== undefined && point !== 'authorize') throw new Error('"error" is a fault of authorize only.');
  if (code !== undefined && ![...KAPI_POINTS, 'code.json'].some((known) => known === point)) {
    throw new Error(`"code" is a fault of ${KAPI_POINTS.join(', ')} and code.json only.`);
  }
  if (point === 'answer' && Object.keys(fault).some((key) => key !== 'spoil')) {
    throw new Error('The only fault of answer is "spoil".');
  }
  if (mutation === undefined) return;
  const points: readonly string[] = isApiMutation(mutation)
    ? [toApiMutationPoint(mutation)]
    : toMutationPoints(mutation);
  if (!points.includes(point)) throw new Error(`The spoil "${mutation}" is a fault of ${points.join(' and ')} only.`);
}
