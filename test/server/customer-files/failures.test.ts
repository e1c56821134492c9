import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {inspect} from 'node:util';
import {ADMIN_KEY} from '../../emulator/support/setup.js';
import {holdLongTimers, type LongTimers} from '../support/long-timers.js';
import {createFileSite, type FileSite, IDS, type Step} from './support/file-site.js';

/** Somebody who was a member once. */
const FORMER = '4200000009';

/** The calls of a run: of which path, and the how-manieth. */
const CALLS = {
  'finding the file': ['target_user_file', 1],
  'the channel, before sending': ['multi', 1],
  'terms, before sending': ['service_terms', 1],
  sending: ['update/target_users', 1],
  'the channel, after sending': ['multi', 2],
  'terms, after sending': ['service_terms', 3],
  'taking out': ['delete/target_users', 1],
} as const;

/** How Kakao fails; it has done what it was asked if `isDone`. */
interface Failure {
  fail(step: Step, timers: LongTimers): Promise<Response>;
  /** What the report says, if it fails for good. */
  readonly code: string;
  readonly kakaoCode?: string;
  /** Whether it passes by itself, so that the call is made again, and after how many seconds. */
  readonly passes?: number;
}

const toKakaoError = (code: number, status = 400): Failure['fail'] => {
  return () => Promise.resolve(Response.json({msg: `no ${IDS.ara}`, code}, {status}));
};

const FAILURES: Readonly<Record<string, Failure>> = {
  '-815': {fail: toKakaoError(-815), code: 'provider_unavailable', kakaoCode: '-815', passes: 2},
  '-816': {fail: toKakaoError(-816), code: 'provider_refused', kakaoCode: '-816'},
  '-817': {fail: toKakaoError(-817), code: 'provider_refused', kakaoCode: '-817'},
  '-818': {fail: toKakaoError(-818), code: 'provider_refused', kakaoCode: '-818'},
  '-819': {fail: toKakaoError(-819), code: 'provider_refused', kakaoCode: '-819'},
  '-541': {fail: toKakaoError(-541), code: 'provider_refused', kakaoCode: '-541'},
  '-401': {fail: toKakaoError(-401, 401), code: 'app_key_wrong', kakaoCode: '-401'},
  '-10': {fail: toKakaoError(-10), code: 'rate_limited', kakaoCode: '-10', passes: 60},
  '-9798': {fail: toKakaoError(-9798, 503), code: 'provider_unavailable', kakaoCode: '-9798', passes: 2},
  429: {fail: () => Promise.resolve(new Response('{}', {status: 429})), code: 'rate_limited', passes: 60},
  '429 with a time': {
    fail: () => Promise.resolve(new Response('{}', {status: 429, headers: {'retry-after': '7'}})),
    code: 'rate_limited',
    passes: 7,
  },
  500: {fail: () => Promise.resolve(new Response('', {status: 500})), code: 'provider_unavailable', passes: 2},
  'no connection': {
    fail: () => Promise.reject(new TypeError(`fetch failed for ${IDS.ara}`)),
    code: 'provider_unavailable',
    passes: 2,
  },
  'half an answer, and nothing done': {
    fail: () => Promise.resolve(toHalf()),
    code: 'provider_unavailable',
    passes: 2,
  },
  'half an answer, and all done': {
    async fail(step) {
      await step.go();
      return toHalf();
    },
    code: 'provider_unavailable',
    passes: 2,
  },
  nonsense: {fail: () => Promise.resolve(new Response('<p>Oops')), code: 'provider_bad_response', passes: 2},
  'no answer in time': {
    fail(_step, timers) {
      // The client's own limit is over; nobody waits for that.
      setImmediate(() => timers.pass(5000));
      return new Promise(() => undefined);
    },
    code: 'provider_unavailable',
    passes: 2,
  },
};

/** The connection ends in the middle of the body. */
function toHalf(): Response {
  const body = new ReadableStream({
    pull(controller) {
      controller.error(new TypeError('terminated'));
    },
  });
  return new Response(body);
}

/** One of the members has blocked the channel since the last run, and somebody is no member any more. */
async function setUp(): Promise<FileSite> {
  const site = await createFileSite({before: [IDS.chorok, FORMER]});
  site.emulator.account('chorok').setChannel('BLOCKED');
  return site;
}

/** Fails from one call on: so many times that path, or always. */
function failAt(
  site: FileSite,
  [path, nth]: readonly [string, number],
  {fail}: Failure,
  {times, timers}: {readonly times: number; readonly timers: LongTimers},
): void {
  let seen = 0;
  site.port.intercept = (step) => {
    if (!step.path.endsWith(path)) return step.go();
    seen += 1;
    return seen >= nth && seen < nth + times ? fail(step, timers) : step.go();
  };
}

const MEMBERS = [IDS.ara, IDS.bada];

for (const [call, place] of Object.entries(CALLS)) {
  describe(`${call} fails`, () => {
    for (const [name, failure] of Object.entries(FAILURES)) {
      test(`once, by ${name}: ${failure.passes === undefined ? 'the run stops, and says so' : 'it is done again'}`, async (t) => {
        const site = await setUp();
        failAt(site, place, failure, {times: 1, timers: holdLongTimers(t)});

        const report = await site.sync.run(site.runOptions);

        if (failure.passes === undefined) {
          assert.equal(report.isFinished, false);
          assert.ok(report.error);
          assert.deepEqual([report.error.code, read(report.error, 'kakaoCode')], [failure.code, failure.kakaoCode]);
          assert.deepEqual(site.waits, []);
          assertSafe(site);
          await assertNextRunIsRight(site);
        } else {
          assert.deepEqual(site.waits, [failure.passes]);
          assert.deepEqual([report.isFinished, report.error], [true, null]);
          assert.deepEqual([...site.inFile()].sort(), MEMBERS);
        }
      });

      test(`from there on, by ${name}: the run does not finish, and the next one brings it right`, async (t) => {
        const site = await setUp();
        failAt(site, place, failure, {times: Infinity, timers: holdLongTimers(t)});

        const report = await site.sync.run(site.runOptions);

        assert.equal(report.isFinished, false);
        assert.ok(report.error);
        assert.deepEqual([report.error.code, read(report.error, 'kakaoCode')], [failure.code, failure.kakaoCode]);
        const shown = inspect(report, {depth: 9});
        for (const secret of [...Object.values(IDS), FORMER, ADMIN_KEY]) assert.ok(!shown.includes(secret), shown);
        assertSafe(site);
        // Whom this run could not look at again is taken out, unless that is what fails.
        if (/after sending/.test(call)) assert.ok(!site.inFile().some((id) => MEMBERS.includes(id as never)));
        assert.equal(report.unresolved > 0, call === 'taking out');
        await assertNextRunIsRight(site);
      });
    }
  });
}

/** Everybody who is in the file is in the site's list, so that the next run can take them out. */
function assertSafe(site: FileSite): void {
  const file = site.inFile();
  assert.deepEqual(
    file.filter((id) => !site.kept.set.has(id)),
    [],
  );
}

async function assertNextRunIsRight(site: FileSite): Promise<void> {
  site.port.intercept = (step) => step.go();
  const report = await site.sync.run(site.runOptions);
  assert.deepEqual([report.isFinished, report.error], [true, null]);
  assert.deepEqual([...site.inFile()].sort(), MEMBERS);
  assert.deepEqual([...site.kept.set].sort(), MEMBERS);
}

function read(value: object, name: string): unknown {
  return (value as Record<string, unknown>)[name];
}
