import {expect} from '@open-wc/testing';
import type {ReadConfig} from '../../../src/client/state/config.js';
import {toClientContext} from '../../../src/client/page/client-context.js';
import {createCoreContext} from '../../../src/client/page/core-context.js';
import type {Problem} from '../../../src/client/state/problem.js';
import {createStateStore, type FlowCode, type Outcome} from '../../../src/client/state/state.js';
import {createReference, readReference} from '../../../src/shared/reference.js';
import {FakeClock} from '../support/clock.js';
import {FakeStorage} from '../support/storage.js';
import explanations from './explanations.json' with {type: 'json'};
import outcomes from './outcomes.json' with {type: 'json'};

const COMPLETE: Pick<ReadConfig, 'problems' | 'missing' | 'isBroken'> = {problems: [], missing: null, isBroken: true};

function setup() {
  const clock = new FakeClock();
  const events: {type: string; target: EventTarget | undefined; flow: string}[] = [];
  const reports: Problem[] = [];
  let config = COMPLETE;
  const configure = (next: typeof COMPLETE): void => void (config = next);
  const store = createStateStore(() => undefined);
  const core = createCoreContext({
    ports: {
      after: (milliseconds: number, callback: () => void) => clock.after(milliseconds, callback),
      dispatch: (event: Event, target?: EventTarget) => {
        events.push({type: event.type, target, flow: store.state.flow.status});
        return true;
      },
      report: (problem: Problem) => reports.push(problem),
      sessionStorage: new FakeStorage(),
    } as never,
    store,
    transactions: undefined as never,
    config: () => ({settings: {}, ...config}) as unknown as ReadConfig,
  });
  return {clock, events, reports, store, context: toClientContext(core), configure};
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

  it('counts anew for each state, and for none without a limit', async () => {
    const {clock, context} = setup();
    const calls: string[] = [];
    context.enterFlow({status: 'starting'}, () => calls.push('first'));
    await clock.advance(10_000);

    context.enterFlow({status: 'completing'}, () => calls.push('second'));
    await clock.advance(14_999);
    expect(calls).to.deep.equal([]);
    await clock.advance(1);
    expect(calls).to.deep.equal(['second']);

    context.enterFlow({status: 'starting'}, () => calls.push('third'));
    context.enterFlow({status: 'waiting-for-talk'});
    await clock.advance(60_000);
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
  type Row = readonly [outcome: Outcome, flow: object, event: string, report: string | null];
  for (const [outcome, flow, type, report] of outcomes as unknown as readonly Row[]) {
    it(`shows ${outcome.end}, then tells it on the element that was pressed, and ends the flow’s time limit`, async () => {
      const {clock, events, reports, store, context} = setup();
      const source = new EventTarget();
      let calls = 0;
      context.enterFlow({status: 'starting'}, () => calls++);

      context.deliver(outcome, source);

      expect(store.state.flow).to.deep.equal(flow);
      expect(store.state.outcome).to.equal(outcome);
      expect(events).to.deep.equal([{type, target: source, flow: store.state.flow.status}]);
      expect(reports).to.deep.equal(report ? [report] : []);
      expect(store.state.session.status).to.equal(outcome.end === 'signed-in' ? 'signed-in' : 'unknown');
      await clock.advance(60_000);
      expect(calls).to.equal(0);
    });
  }

  it('tells the developer of each failure', () => {
    const {reports, context} = setup();
    const outcome: Outcome = {end: 'retry', purpose: 'login', code: 'sdk_blocked'};

    context.deliver(outcome);
    context.deliver(outcome);

    expect(reports).to.deep.equal(['sdk_blocked', 'sdk_blocked']);
  });

  describe('of a configuration that cannot be used', () => {
    interface Explanation {
      readonly by: string;
      readonly config: Pick<ReadConfig, 'problems' | 'missing'>;
      readonly explained?: readonly Problem[];
      readonly code: FlowCode;
      readonly reports: readonly Problem[];
    }
    /** A code alone has it in its text. */
    const withReference = (problem: Problem, ref: string | undefined): unknown =>
      typeof problem === 'string' ? `${problem} ${ref}` : {...problem, ref};
    const toHelp = (code: FlowCode): Outcome =>
      ({end: 'help', purpose: 'login', code, ref: createReference()}) as Outcome;

    for (const {by, config, explained = [], code, reports: expected} of explanations as readonly Explanation[]) {
      it(`tells the developer ${by}, with the reference of the failure`, () => {
        const {reports, store, context, configure} = setup();
        configure({...COMPLETE, ...config});
        context.explain(explained, true);

        context.deliver(toHelp(code));

        const {ref} = store.state.flow;
        expect(readReference(ref)).to.equal(ref);
        expect(reports).to.deep.equal(expected.map((problem) => withReference(problem, ref)));
      });
    }

    it('tells the developer once, and again when something else is missing', () => {
      const {reports, store, context, configure} = setup();
      const here = 'https://shop.example';
      const one = {code: 'config_incomplete', kind: 'missing', name: 'endpoint', here} as const;
      const next = {...one, name: 'redirectUri'} as const;

      const refs: (string | undefined)[] = [];
      for (const missing of [one, one, next, next, one]) {
        configure({...COMPLETE, missing});
        context.deliver(toHelp('config_incomplete'));
        refs.push(store.state.flow.ref);
      }

      const [ref, , other] = refs;
      expect(refs).to.deep.equal([ref, ref, other, other, ref]);
      expect(ref).not.to.equal(other);
      expect(reports).to.deep.equal([withReference(one, ref), withReference(next, other)]);
    });
  });
});

describe('explain', () => {
  const MOVED = {code: 'callback_moved', kind: 'moved', path: '/kakao/callback'} as const;

  it('tells each problem once, by its facts, and nothing where there is none', () => {
    const {reports, context} = setup();

    context.explain(['a', null, {...MOVED}, 'a']);
    context.explain([{...MOVED}, {...MOVED, path: '/other'}]);

    expect(reports).to.deep.equal(['a', MOVED, {...MOVED, path: '/other'}]);
  });
});
