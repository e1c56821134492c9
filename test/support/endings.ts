import assert from 'node:assert/strict';
import type {ErrorCode} from '../../src/shared/errors.js';
import {type Ending, expectEnding} from './invariants.js';
import type {Watched} from './observation.js';
import {ko} from './texts.js';
import {expectText, type Visit} from './visit.js';

type More<Tab> = Partial<Ending<Tab>>;
type Detail = Readonly<Record<string, unknown>>;

/** Waits until a login is told, and holds everything against the invariants. Returns what was told. */
export async function expectSignedIn<Tab>(visit: Watched<Tab>, at: string, more: More<Tab> = {}): Promise<Detail> {
  const ending = {at, session: 'signed-in', success: [at], posts: 1, tokens: 1, ...more} as const;
  const {detail} = await visit.events.next('kakao-login-success', ending.success.length);
  await expectEnding(visit, ending);
  return detail ?? {};
}

/** How a login fails. */
export interface Failure {
  readonly code: ErrorCode;
  readonly end?: 'retry' | 'help' | 'continue-here';
  readonly purpose?: string;
  /** The address that the visitor is offered. */
  readonly to?: string;
  /** What the visitor is told. */
  readonly message?: string;
}

/** {@link expectSignedIn}, for a login that fails and signs nobody in. */
export async function expectFailed<Tab>(
  visit: Watched<Tab>,
  at: string,
  failure: Failure,
  more: More<Tab> = {},
): Promise<Detail> {
  const ending = {at, session: 'signed-out', error: [at], ...more} as const;
  const detail = await expectErrorTold(visit, failure, ending.error.length);
  await expectEnding(visit, ending);
  return detail;
}

/** Waits until a failure is told, the `count`th of the visit, to the page and to the visitor. */
export async function expectErrorTold<Tab>(
  visit: Watched<Tab>,
  {message, ...failure}: Failure,
  count = 1,
): Promise<Detail> {
  const {detail} = await visit.events.next('kakao-login-error', count);
  const told = Object.fromEntries(Object.keys(failure).map((name) => [name, detail?.[name]]));
  assert.deepEqual(told, failure);
  if (message !== undefined) await expectText(visit, message);
  return detail ?? {};
}

/** The login fails that the backend lets nobody in by, with one reference on the page and in the log; the next press works. */
export async function expectOneMorePress(
  visit: Visit,
  at: string,
  {end = 'retry', ...failure}: Failure,
): Promise<void> {
  const detail = await expectFailed(visit, at, {end, ...failure}, {posts: 1, tokens: 1});
  const ref = String(detail['ref']);
  assert.match(ref, /^KS-[\dA-HJKMNP-TV-Z]{4}-[\dA-HJKMNP-TV-Z]{4}$/);
  await expectText(visit, `${ko.reference} ${ref}`);
  await visit.traffic.nextLine(`[kakao-sync] ${failure.code} ${ref}`);
  const {log} = visit.environment;
  assert.deepEqual(
    log.map((line) => line.split(' ').slice(0, 2).join(' ')),
    log.length === 0 ? [] : [`${failure.code} ${ref}`],
    'One line in the log, with the same reference.',
  );
  await visit.press();
  await expectSignedIn(visit, at, {error: [at], posts: 2, tokens: 2});
}
