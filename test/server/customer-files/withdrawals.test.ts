import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {createCustomerFileSync, type CustomerFileReport} from '../../../src/server/index.js';
import {
  createFileSite,
  type FileSite,
  IDS,
  PEOPLE,
  type Step,
  type Who,
  type Withdrawal,
  WITHDRAWALS,
} from './support/file-site.js';

const TERMS = '/v2/user/service_terms';
const CHANNELS = '/v2/api/talk/channels/multi';

/** When a withdrawal comes, of a request that is held: before it arrives at Kakao, or once Kakao has answered it. */
const MOMENTS = ['before', 'after'] as const;
type Moment = (typeof MOMENTS)[number];

const kinds = Object.keys(WITHDRAWALS) as Withdrawal[];

/** A site whose first batch is from before, with the requests that an undisturbed run makes. */
async function rehearse(): Promise<{readonly steps: readonly Step[]; readonly report: CustomerFileReport}> {
  const site = await createFileSite({before: [IDS.ara]});
  const report = await site.sync.run(site.runOptions);
  return {steps: site.steps, report};
}

/** The last request by which a run could learn of a withdrawal. */
function findLastReading(steps: readonly Step[], who: Who, kind: Withdrawal): number {
  const paths = {term: [TERMS], block: [CHANNELS], unlink: [TERMS, CHANNELS]}[kind];
  return [...steps].reverse().find(({path, text}) => paths.includes(path) && text.includes(IDS[who]))?.index ?? -1;
}

/** Does something while a request is held. */
function interrupt(site: FileSite, index: number, moment: Moment, act: () => Promise<void>): void {
  site.port.intercept = async (step) => {
    if (step.index !== index) return step.go();
    site.port.intercept = (next) => next.go();
    if (moment === 'before') {
      await act();
      return step.go();
    }
    const answer = await step.go();
    await act();
    return answer;
  };
}

const {steps, report} = await rehearse();

test('an undisturbed run reads, sends and reads again', () => {
  assert.equal(report.isFinished, true);
  assert.deepEqual(
    steps.map(({path}) => path.split('/').at(-1)),
    [
      'target_user_file',
      ...['multi', 'service_terms', 'service_terms', 'target_users', 'multi', 'service_terms', 'service_terms'],
      ...['multi', 'service_terms', 'target_users', 'multi', 'service_terms'],
    ],
  );
});

describe('never sends to somebody who withdrew', () => {
  for (const kind of kinds) {
    // The first of the file from before, and the last of the members.
    for (const who of ['ara', 'chorok'] as const) {
      const last = findLastReading(steps, who, kind);

      for (const {index, path} of steps) {
        for (const moment of MOMENTS) {
          const name = `${who}: ${kind}, ${moment} request ${index} (${path.split('/').at(-1)})`;

          // What is not read any more in this run is heard of by notice.
          const isRead = index < last || (index === last && moment === 'before');
          if (isRead) {
            test(`${name}, and nobody tells`, async () => {
              const site = await createFileSite({before: [IDS.ara]});
              interrupt(site, index, moment, () => Promise.resolve(void WITHDRAWALS[kind](site.emulator, who)));

              const outcome = await site.sync.run(site.runOptions);

              assertOnly(site, who);
              assert.equal(outcome.isFinished, true);
              assert.ok(!site.kept.set.has(IDS[who]));
            });
          } else {
            test(`${name}, and a notice tells after the run`, async () => {
              const site = await createFileSite({before: [IDS.ara]});
              interrupt(site, index, moment, () => Promise.resolve(void WITHDRAWALS[kind](site.emulator, who)));

              await site.sync.run(site.runOptions);
              await site.sync.remove(IDS[who]);

              assertOnly(site, who);
            });
          }

          test(`${name}, and a notice tells at once`, async () => {
            const site = await createFileSite({before: [IDS.ara]});
            interrupt(site, index, moment, async () => {
              WITHDRAWALS[kind](site.emulator, who);
              await site.sync.remove(IDS[who]);
            });

            const outcome = await site.sync.run(site.runOptions);

            assertOnly(site, who);
            assert.equal(outcome.isFinished, true);
          });

          test(`${name}, a notice tells at once, and the process ends when Kakao has the request`, async () => {
            const site = await createFileSite({before: [IDS.ara]});
            let end: () => void = () => undefined;
            const ended = new Promise<void>((resolve) => (end = resolve));
            site.port.intercept = async (step) => {
              if (step.index !== index) return step.go();
              site.port.intercept = (next) => next.go();
              if (moment === 'after') await step.go();
              WITHDRAWALS[kind](site.emulator, who);
              await site.sync.remove(IDS[who]);
              if (moment === 'before') await step.go();
              end();
              return new Promise(() => undefined);
            };
            void site.sync.run(site.runOptions);
            await ended;

            const next = createCustomerFileSync({...site.settings, api: site.direct});
            const outcome = await next.run(site.runOptions);

            assert.equal(outcome.isFinished, true);
            assertOnly(site, who);
          });

          test(`${name}, where the process ends, and the next run finds it`, async () => {
            const site = await createFileSite({before: [IDS.ara]});
            let end: () => void = () => undefined;
            const ended = new Promise<void>((resolve) => (end = resolve));
            interrupt(site, index, moment, () => {
              end();
              // No answer ever comes.
              return new Promise(() => undefined);
            });
            void site.sync.run(site.runOptions);
            await ended;
            WITHDRAWALS[kind](site.emulator, who);
            await site.sync.remove(IDS[who]);

            const next = createCustomerFileSync({...site.settings, api: site.direct});
            const outcome = await next.run(site.runOptions);

            assert.equal(outcome.isFinished, true);
            assertOnly(site, who);
          });
        }
      }
    }
  }

  /** Everybody is in the file but whoever withdrew, and everybody in the file is in the list. */
  function assertOnly(site: FileSite, who: Who): void {
    const file = site.inFile();
    assert.deepEqual(
      [...file].sort(),
      PEOPLE.filter((other) => other !== who).map((other) => IDS[other]),
    );
    assert.ok(file.every((id) => site.kept.set.has(id)));
  }
});

describe('somebody who comes back', () => {
  for (const kind of kinds) {
    test(`is sent again by the next run (${kind})`, async () => {
      const site = await createFileSite();
      await site.sync.run(site.runOptions);
      WITHDRAWALS[kind](site.emulator, 'bada');
      await site.sync.remove(IDS.bada);
      assert.ok(!site.inFile().includes(IDS.bada));

      const account = site.emulator.account('bada');
      account.link();
      account.agree('plusfriends');
      account.agree('marketing');
      account.setChannel('ADDED');
      await site.sync.run(site.runOptions);

      assert.ok(site.inFile().includes(IDS.bada));
    });
  }
});
