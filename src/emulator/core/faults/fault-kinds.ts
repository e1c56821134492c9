import {KAPI_ERRORS, KOE} from '../base/kakao-errors.js';
import {API_MUTATIONS} from './api-mutations.js';
import {canFail, type Fault, FAULT_POINTS, type FaultPoint} from './faults.js';
import {LOGIN_MUTATIONS} from './login-mutations.js';

/** The ways to fail that the emulator's page offers, in groups. */
export type FaultGroup = 'connection' | 'status' | 'refusal' | 'koe' | 'kapi' | 'polling' | 'mutation';

export interface FaultKind {
  /** Its value in the form. */
  readonly id: string;
  readonly group: FaultGroup;
  readonly label: string;
  readonly fault: Fault;
  /** Where it can happen. */
  readonly points: readonly FaultPoint[];
}

const REFUSALS = ['access_denied', 'login_required', 'consent_required', 'interaction_required', 'server_error'];

export const FAULT_KINDS: readonly FaultKind[] = [
  toKind('connection', 'hang', {hang: true}),
  toKind('connection', 'reset', {reset: true}),
  toKind('connection', 'reset mid-body', {reset: 'mid-body'}),
  toKind('connection', 'delay 3 s', {delayMs: 3000}),
  toKind('connection', 'delay 10 s', {delayMs: 10_000}),
  {...toKind('connection', 'not JSON', {body: '<!doctype html><title>Oops</title>'}), id: 'body:html'},
  {...toKind('connection', '10 MB', {body: `{"padding":"${'x'.repeat(10_000_000)}"}`}), id: 'body:10mb'},
  ...[429, 500, 502, 503].map((status) => toKind('status', `HTTP ${status}`, {status})),
  ...REFUSALS.map((error) => toKind('refusal', error, {error})),
  ...toKeys(KOE).map((koe) => toKind('koe', `${koe} ${KOE[koe].description}`, {koe})),
  ...Object.entries(KAPI_ERRORS).map(([code, {msg}]) => toKind('kapi', `${code} ${msg}`, {code: Number(code)})),
  ...[300, 700].map((code) => ({...toKind('polling', `error_code ${code}`, {code}), points: ['code.json'] as const})),
  ...[...LOGIN_MUTATIONS, ...API_MUTATIONS].map((spoil) => toKind('mutation', spoil, {spoil})),
];

/** @throws {Error} if the page offers no such kind. */
export function getFaultOrThrow(id: string): Fault {
  const kind = FAULT_KINDS.find((candidate) => candidate.id === id);
  if (kind) return kind.fault;
  throw new Error(`There is no kind of fault "${id}".`);
}

function toKind(group: FaultGroup, label: string, fault: Fault): FaultKind {
  const [field = '', value] = Object.entries(fault)[0] ?? [];
  const points = FAULT_POINTS.filter((point) => canFail(point, fault) && (group !== 'kapi' || point !== 'code.json'));
  return {id: `${field}:${String(value)}`, group, label, fault, points};
}

function toKeys<Key extends string>(record: Readonly<Record<Key, unknown>>): readonly Key[] {
  return Object.keys(record) as Key[];
}
