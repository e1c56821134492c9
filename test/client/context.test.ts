import {expect} from '@open-wc/testing';
import {createContext} from '../../src/client/context.js';
import {createStateStore, type Outcome} from '../../src/client/state.js';
import {FakeClock} from './support/clock.js';

function setup() {
  const clock = new FakeClock();
  const events: {type: string; target: EventTarget | undefined; flow: string}[] = [];
  const reports: string[] = [];
  const store = createStateStore(() => undefined);
  const context = createContext({
    ports: {
      after: (milliseconds: number, callback: () => void) => clock.after(milliseconds, callback),
      dispatch: (event: Event, target?: EventTarget) => {
        events.push({type: event.type, target, flow: store.state.flow.status});
        return true;
      },
      report: (message: string) => reports.push(message),
    } as never,
    store,
    backend: undefined as never,
    transactions: undefined as never,
    config: undefined as never,
  });
  return {clock, events, reports, store, context};
}

describe('enterFlow', () => {
  it('calls once after 15 seconds', async () => {
    const {clock, context} = setup();
    let calls = 0;
    context.enterFlow({status: 'starting', purpose: 'login'}, () => calls++);

    await clock.advance(14_999);
    expect(calls).to.equal(0);
    await clock.advance(60_000);

    expect(calls).to.equal(1);
  });

  it('calls nobody once another state has been entered', async () => {
    const {clock, context} = setup();
    let calls = 0;
    context.enterFlow({status: 'starting', purpose: 'login'}, () => calls++);

    context.enterFlow({status: 'waiting-for-talk', purpose: 'login'});
    await clock.advance(60_000);

    expect(calls).to.equal(0);
  });

  it('counts anew for each state', async () => {
    const {clock, context} = setup();
    const calls: string[] = [];
    context.enterFlow({status: 'starting'}, () => calls.push('first'));
    await clock.advance(10_000);

    context.enterFlow({status: 'completing'}, () => calls.push('second'));
    await clock.advance(14_999);
    expect(calls).to.deep.equal([]);
    await clock.advance(1);

    expect(calls).to.deep.equal(['second']);
  });

  it('clears the last outcome when a flow begins, and only then', () => {
    const {store, context} = setup();
    const outcome: Outcome = {end: 'cancelled', purpose: 'login'};
    context.deliver(outcome);

    context.enterFlow({status: 'idle'});
    expect(store.state.outcome).to.equal(outcome);
    context.enterFlow({status: 'starting'});
    expect(store.state.outcome).to.equal(null);
  });
});

describe('deliver', () => {
  const ref = 'KS-abcdef';
  const table: readonly [outcome: Outcome, flow: object, event: string, report: string | null][] = [
    [
      {end: 'signed-in', purpose: 'login', ref, isNewMember: true, member: {name: '라이언'}, missingTerms: []},
      {status: 'idle'},
      'kakao-login-success',
      null,
    ],
    [
      {end: 'cancelled', purpose: 'login', ref},
      {status: 'cancelled', code: 'cancelled', purpose: 'login', ref},
      'kakao-login-cancel',
      null,
    ],
    [
      {end: 'retry', purpose: 'login', code: 'kakao_timeout', ref},
      {status: 'retry', code: 'kakao_timeout', purpose: 'login', ref},
      'kakao-login-error',
      'kakao_timeout KS-abcdef (README, "Error codes")',
    ],
    [
      {end: 'help', purpose: 'login', code: 'config_invalid'},
      {status: 'help', code: 'config_invalid', purpose: 'login'},
      'kakao-login-error',
      'config_invalid  (README, "Error codes")',
    ],
    [
      {end: 'continue-here', purpose: 'login', code: 'other_browser', ref},
      {status: 'continue-here', code: 'other_browser', purpose: 'login', ref},
      'kakao-login-error',
      'other_browser KS-abcdef (README, "Error codes")',
    ],
    [
      {end: 'action-required', purpose: 'login', code: 'dormant', ref, message: '휴면'},
      {status: 'action-required', code: 'dormant', purpose: 'login', ref, message: '휴면'},
      'kakao-action-required',
      null,
    ],
  ];
  for (const [outcome, flow, type, report] of table) {
    it(`shows ${outcome.end}, then tells it on the element that was pressed`, () => {
      const {events, reports, store, context} = setup();
      const source = new EventTarget();

      context.deliver(outcome, source);

      expect(store.state.flow).to.deep.equal(flow);
      expect(store.state.outcome).to.equal(outcome);
      expect(events).to.deep.equal([{type, target: source, flow: store.state.flow.status}]);
      expect(reports).to.deep.equal(report ? [report] : []);
      expect(store.state.session.status).to.equal(outcome.end === 'signed-in' ? 'signed-in' : 'unknown');
    });

    it(`ends the time limit of a flow with ${outcome.end}`, async () => {
      const {clock, context} = setup();
      let calls = 0;
      context.enterFlow({status: 'starting'}, () => calls++);

      context.deliver(outcome);
      await clock.advance(60_000);

      expect(calls).to.equal(0);
    });
  }
});
