import {setImmediate} from 'node:timers/promises';
import type {ErrorCode} from '../../../src/shared/errors.js';
import type {Fault, FaultPoint} from 'kakao-sync-widget/emulator';
import type {FaultId} from '../../support/fault-matrix.js';
import {AT, describeJourney, expectOneMorePress, ko, waitForHeldPost} from '../../support/journey.js';
import rows from './kakao-servers.json' with {type: 'json'};

/** Every answer of theirs is tried on the kit itself, in test/server/faults: here are those that a visitor can tell apart. */
describeJourney('Kakao’s servers', {}, ({site, testFault}) => {
  interface Row {
    readonly row: FaultId;
    readonly what: string;
    readonly point: FaultPoint;
    readonly fault: Fault;
    readonly code: ErrorCode;
    readonly end?: 'help';
    readonly message: 'later' | 'retry' | 'unavailable';
  }
  for (const {row, what, point, fault, message, ...failure} of rows as readonly Row[]) {
    testFault(row, `that ${what} cost one more press`, async (visit) => {
      site.emulator.failNext(point, fault);
      await visit.signInAt(AT);
      await expectOneMorePress(visit, AT, {...failure, message: ko[message]});
      site.emulator.expectNoPlannedFailures();
    });
  }

  testFault('F47', 'that never answer are given up after five seconds', async (visit, t) => {
    site.emulator.failNext('token', {hang: true});
    const post = site.holdNextPost();
    await visit.signInAt(AT);
    await waitForHeldPost(visit, post);

    t.mock.timers.enable({apis: ['setTimeout']});
    post.release();
    while (site.emulator.counts.token === 0) await setImmediate();
    t.mock.timers.tick(5_000);
    t.mock.timers.reset();

    await expectOneMorePress(visit, AT, {code: 'provider_unavailable', message: ko.later});
  });
});
