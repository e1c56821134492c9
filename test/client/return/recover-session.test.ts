import {expect} from '@open-wc/testing';
import type {SessionReading} from '../../../src/client/page/backend/backend.js';
import {findEnd, finish, isSession, RECOVERY, recoverSession} from '../../../src/client/return/recover-session.js';
import type {Purpose} from '../../../src/shared/transaction.js';
import type {ReadAnswer} from '../../../src/shared/wire.js';
import {CONFIG, FakeBrowser} from '../support/browser.js';
import {FakeClock} from '../support/clock.js';
import rows from './recoveries.json' with {type: 'json'};

const TX = 'x'.repeat(43);
const WAITING = {status: 'action-required', tx: TX, action: 'age-check'} as const;
/** What a session is read as, by the names of `recoveries.json`. */
const READINGS: Readonly<Record<string, SessionReading>> = {
  ours: {status: 'signed-in', tx: TX, isNewMember: false, member: {}},
  other: {status: 'signed-in', tx: 'other', isNewMember: false, member: {}},
  'of the site': {status: 'signed-in', isNewMember: false, member: {}},
  nobody: {status: 'signed-out'},
  'nobody, and ours waits': {status: 'signed-out', pending: WAITING},
  'nobody, and another waits': {status: 'signed-out', pending: {...WAITING, tx: 'other'}},
  'nobody, and one of no transaction waits': {status: 'signed-out', pending: {...WAITING, tx: undefined as never}},
  'other, and ours waits': {status: 'signed-in', tx: 'other', isNewMember: false, member: {}, pending: WAITING},
  failed: {code: 'backend_failed', doubt: 'read'},
  'no GET': null,
  'no JSON': undefined,
};

interface Recovery {
  readonly what: string;
  readonly readings: readonly string[];
  readonly reads: number;
  readonly deadline?: number;
}
interface End {
  readonly purpose: Purpose;
  readonly answer: ReadAnswer;
  readonly end: string;
  /** The targets before those of where it began. */
  readonly first: readonly (string | boolean | null)[];
}

describe('a reading of the session', () => {
  for (const [name, reading] of Object.entries(READINGS)) {
    const isSeen = /ours|other|site|nobody/.test(name);
    const isWaiting = name.includes('ours waits');
    const end = isWaiting ? WAITING : name === 'ours' ? reading : undefined;
    it(`${end ? 'tells' : 'does not tell'} the transaction’s end, and is ${isSeen ? '' : 'no '}session: ${name}`, () => {
      expect([findEnd(reading, TX), isSession(reading)]).to.deep.equal([end, isSeen]);
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
    void recoverSession({ports, backend}, end, (seen) => findEnd(seen, TX)).then((answer) => answers.push(answer));
    await clock.advance(0);
    clock.setBack(setBack);
    await clock.advance(60_000);
    return {answers, reads};
  }

  for (const {what, readings: names, reads, deadline} of rows.recoveries as readonly Recovery[]) {
    it(`reads ${reads} times a session that ${what}`, async () => {
      const readings = names.map((name) => READINGS[name]);

      const answers = [readings[Math.min(reads, readings.length) - 1]];
      expect(await recover(readings, deadline)).to.deep.equal({answers, reads});
    });
  }

  it('reads no more often where the clock is set back meanwhile', async () => {
    expect((await recover([READINGS['nobody']], RECOVERY, 3_600_000)).reads).to.equal(11);
  });
});

describe('finish', () => {
  const HOME = {tx: TX, told: {}, targets: ['/cart#top', '/cart']};
  for (const {purpose, answer, end, first} of rows.ends as readonly End[]) {
    it(`ends a ${purpose} as ${end}, first at ${JSON.stringify(first)} by ${JSON.stringify(answer)}`, () => {
      const {context} = new FakeBrowser().open('/', {config: {...CONFIG, returnTo: '/home'}});

      const asked = {terms: [], scope: [], missing: []};
      const result = finish(context, answer, {tx: TX, purpose}, {home: HOME, asked});

      expect(result.outcome).to.include({end, purpose});
      expect(result).to.deep.include({tx: TX, targets: [...first.map((to) => to ?? undefined), ...HOME.targets]});
      expect(context.store.state.session.status).to.equal(answer.status === 'signed-in' ? 'signed-in' : 'unknown');
    });
  }
});
