import {expect} from '@open-wc/testing';
import type {SessionReading} from '../../../src/client/page/backend/backend.js';
import {finish, isOf, isSession, RECOVERY, recoverSession} from '../../../src/client/return/recover-session.js';
import type {Purpose} from '../../../src/shared/transaction.js';
import type {ReadAnswer} from '../../../src/shared/wire.js';
import {CONFIG, FakeBrowser} from '../support/browser.js';
import {FakeClock} from '../support/clock.js';

const TX = 'x'.repeat(43);
const OURS: SessionReading = {status: 'signed-in', tx: TX, isNewMember: false, member: {}};
const OTHER: SessionReading = {...OURS, tx: 'other'};
const SITE: SessionReading = {status: 'signed-in', isNewMember: false, member: {}};
const NOBODY: SessionReading = {status: 'signed-out'};
const FAILED: SessionReading = {code: 'backend_failed', doubt: 'read'};

describe('a reading of the session', () => {
  for (const [reading, ofTx, session] of [
    [OURS, true, true],
    [OTHER, false, true],
    [SITE, false, true],
    [NOBODY, false, true],
    [FAILED, false, false],
    [null, false, false],
    [undefined, false, false],
  ] as const) {
    it(`is ${ofTx ? '' : 'not '}the transaction’s, and ${session ? '' : 'no '}session: ${JSON.stringify(reading)}`, () => {
      expect([isOf(reading, TX), isSession(reading)]).to.deep.equal([ofTx, session]);
    });
  }
});

describe('recoverSession', () => {
  /** Reads what a backend answers each second; the last answer for ever. */
  async function recover(readings: readonly SessionReading[], deadline: number = RECOVERY, setBack = 0) {
    const clock = new FakeClock();
    const end = clock.now() + deadline;
    let reads = 0;
    const backend = {recover: () => Promise.resolve(readings[Math.min(reads++, readings.length - 1)])} as never;
    const ports = {now: () => clock.now(), after: clock.after.bind(clock)} as never;
    const answers: SessionReading[] = [];
    void recoverSession({ports, backend}, end, (seen) => isOf(seen, TX)).then((answer) => answers.push(answer));
    await clock.advance(0);
    clock.setBack(setBack);
    await clock.advance(60_000);
    return {answers, reads};
  }

  const rows: readonly [what: string, readings: readonly SessionReading[], reads: number, deadline?: number][] = [
    ['is there at once', [OURS], 1],
    ['is there after three seconds', [NOBODY, NOBODY, NOBODY, OURS], 4],
    ['is there after what is no answer', [undefined, FAILED, OTHER, OURS], 4],
    ['is there in the last second', [...Array.from({length: 10}, () => NOBODY), OURS], 11],
    ['never comes', [NOBODY], 11],
    ['is another one', [OTHER], 11],
    ['is the site’s own', [SITE], 11],
    ['cannot be read', [FAILED], 11],
    ['comes from no JSON', [undefined], 11],
    ['comes from a backend that answers no GET', [null, OURS], 1],
    ['may take 7.5 seconds more', [NOBODY], 8, 7500],
    ['may take no more', [NOBODY, OURS], 1, 999],
    ['was to be there long ago', [NOBODY, OURS], 1, -600_000],
  ];
  for (const [what, readings, reads, deadline] of rows) {
    it(`reads ${reads} times a session that ${what}`, async () => {
      expect(await recover(readings, deadline)).to.deep.equal({
        answers: [readings[Math.min(reads, readings.length) - 1]],
        reads,
      });
    });
  }

  it('reads no more often where the clock is set back meanwhile', async () => {
    expect((await recover([NOBODY], RECOVERY, 3_600_000)).reads).to.equal(11);
  });
});

describe('finish', () => {
  const HOME = {tx: TX, targets: ['/cart#top', '/cart']};
  const ARRIVED: ReadAnswer = {...OURS, redirectTo: '/welcome'};
  const REQUIRED: ReadAnswer = {status: 'action-required', action: 'age-check', redirectTo: '/age'};
  const rows: readonly [purpose: Purpose, answer: ReadAnswer, end: string, first: readonly unknown[] | null][] = [
    ['login', ARRIVED, 'signed-in', ['/welcome', '/home']],
    ['login', OURS, 'signed-in', [undefined, '/home']],
    ['login', REQUIRED, 'action-required', ['/age', '/home']],
    ['login', {...NOBODY, redirectTo: '/welcome'} as ReadAnswer, 'retry', null],
    ['link', ARRIVED, 'signed-in', ['/welcome', '/home']],
    ['link', OURS, 'signed-in', [undefined, '/home']],
    ['terms', ARRIVED, 'consent', [false, false]],
    ['terms', REQUIRED, 'action-required', ['/age', false]],
    ['auto-login', ARRIVED, 'signed-in', [false, false]],
    ['auto-login', REQUIRED, 'action-required', [false, false]],
    ['auto-login', {...NOBODY, reason: 'not_a_member'}, 'skipped', null],
  ];
  for (const [purpose, answer, end, first] of rows) {
    it(`ends a ${purpose} as ${end}, first at ${JSON.stringify(first)} by ${JSON.stringify(answer)}`, () => {
      const {client} = new FakeBrowser().open('/', {config: {...CONFIG, returnTo: '/home'}});

      const result = finish(
        client.context,
        answer,
        {tx: TX, purpose},
        {home: HOME, asked: {terms: [], scope: [], missing: []}},
      );

      expect(result.outcome).to.include({end, purpose});
      expect(result).to.deep.include({tx: TX, targets: [...(first ?? []), ...HOME.targets]});
      expect(client.state.session.status).to.equal(answer.status === 'signed-in' ? 'signed-in' : 'unknown');
    });
  }
});
