import assert from 'node:assert/strict';
import type {ErrorCode} from '../../src/shared/errors.js';
import {expectEnding} from './invariants.js';
import {expectText, type Visit} from './visit.js';

/** How a login ends that the backend lets nobody in by. */
export interface Failure {
  /** Where it began, and where it ends. */
  readonly at: string;
  readonly code: ErrorCode;
  readonly end?: 'retry' | 'help';
  /** What the visitor is told. */
  readonly message: string;
  /** Token requests at Kakao. */
  readonly tokens?: number;
}

/** The login under way fails as said, with one reference on the page and in the log; the next press works. */
export async function expectOneMorePress(visit: Visit, failure: Failure): Promise<void> {
  const {at, code, end = 'retry', message, tokens = 1} = failure;
  const {detail} = await visit.events.next('kakao-login-error');
  const ref = String(detail?.['ref']);
  assert.deepEqual({code: detail?.['code'], end: detail?.['end']}, {code, end});
  assert.match(ref, /^KS-[\w-]{6}$/);
  await expectText(visit, message);
  await expectText(visit, ref);
  assert.deepEqual(
    visit.environment.log.map((line) => line.split(' ').slice(0, 2).join(' ')),
    visit.environment.log.length === 0 ? [] : [`${code} ${ref}`],
    'One line in the log, with the same reference.',
  );
  await expectEnding(visit, {at, session: 'signed-out', error: [at], posts: 1, tokens});

  await visit.press();
  await visit.events.next('kakao-login-success');
  const ending = {at, session: 'signed-in', error: [at], success: [at], posts: 2} as const;
  await expectEnding(visit, {...ending, tokens: tokens + 1});
}
