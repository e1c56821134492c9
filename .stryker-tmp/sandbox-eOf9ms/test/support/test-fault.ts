import assert from 'node:assert/strict';
import {after, test, type TestContext} from 'node:test';
import {type FaultId, type Point, POINTS, readFault} from './fault-matrix.js';
import {Family} from './family.js';

/** How one test's ends were judged, in order; the shared checkers write it. */
let ends: ('signed-in' | 'signed-out')[] = [];

/** Says that an end was held against the invariants. */
export function noteEnd(session: 'signed-in' | 'signed-out'): void {
  ends.push(session);
}

const families = new Map<Point, Family>();
const whenOver: (() => void)[] = [];
// Of the whole file: a suite that needs a family may not be the last one.
after(() => whenOver.forEach((hook) => hook()));

function readFamily(point: Point): Family {
  const {letter, title} = POINTS[point];
  const family = families.get(point) ?? new Family(`F-${letter}`, title, (hook) => void whenOver.push(hook));
  families.set(point, family);
  return family;
}

/**
 * A test of rows of the fault matrix, which its title names. It fails where it never comes to a shared checker. Whether
 * the fault let somebody in counts by its first end: what follows is the way out of it.
 */
export function testFault(
  rows: FaultId | readonly [FaultId, ...FaultId[]],
  how: string,
  run: (t: TestContext) => Promise<void>,
): void {
  const ids = typeof rows === 'string' ? [rows] : rows;
  const [first] = ids.map(readFault);
  const family = readFamily(first!.point);
  test(`${ids.join(' ')} ${how}`, async (t) => {
    ends = [];
    await run(t);
    const [end] = ends;
    assert.ok(end, 'The end is held against the invariants.');
    family.judge(end === 'signed-in' ? 'accepted' : 'refused');
  });
}
