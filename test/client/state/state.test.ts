import {expect} from '@open-wc/testing';
import {
  createStateStore,
  INITIAL_STATE,
  isBusy,
  type FlowState,
  type FlowStatus,
  type KakaoSyncState,
} from '../../../src/client/state/state.js';

function setup() {
  const changes: KakaoSyncState[] = [];
  const store = createStateStore((state) => changes.push(state));
  return {store, changes};
}

describe('createStateStore', () => {
  it('knows nothing at first', () => {
    const {store} = setup();

    expect(store.state).to.equal(INITIAL_STATE);
    expect(store.state).to.deep.equal({session: {status: 'unknown'}, flow: {status: 'idle'}, outcome: null});
  });

  it('gives the same snapshot until something changes', () => {
    const {store} = setup();
    store.update({session: {status: 'signed-out'}});

    const before = store.state;
    expect(store.state).to.equal(before);

    store.update({flow: {status: 'starting', purpose: 'login'}});
    expect(store.state).not.to.equal(before);
    expect(store.state.session).to.equal(before.session);
  });

  it('freezes the snapshot and its parts', () => {
    const {store} = setup();
    store.update({
      session: {status: 'signed-in', member: {}, missingTerms: []},
      flow: {status: 'retry', code: 'kakao_timeout'},
      outcome: {end: 'retry', purpose: 'login', code: 'kakao_timeout'},
    });

    for (const state of [store.state, INITIAL_STATE]) {
      const {session, flow, outcome} = state;
      for (const part of [state, session, flow, outcome]) expect(part).to.be.frozen;
    }
  });

  it('calls a listener at once and after each change, before the page hears of it', () => {
    const {store, changes} = setup();
    const heard: [status: string, changesBefore: number][] = [];

    store.subscribe(({session}) => heard.push([session.status, changes.length]));
    store.update({session: {status: 'signed-out'}});

    expect(heard).to.deep.equal([
      ['unknown', 0],
      ['signed-out', 0],
    ]);
    expect(changes).to.deep.equal([store.state]);
  });

  it('takes the same function twice as two listeners, and calls nobody who has unsubscribed', () => {
    const {store} = setup();
    let calls = 0;
    const listener = (): void => void calls++;

    const unsubscribe = store.subscribe(listener);
    store.subscribe(listener);
    unsubscribe();
    unsubscribe();
    store.update({session: {status: 'signed-out'}});

    expect(calls).to.equal(3);
  });

  it('skips nobody when a listener unsubscribes itself while it is called', () => {
    const {store} = setup();
    const heard: string[] = [];
    const unsubscribe = store.subscribe(({session}) => {
      if (session.status !== 'unknown') unsubscribe();
      heard.push(`first ${session.status}`);
    });
    store.subscribe(({session}) => heard.push(`second ${session.status}`));

    store.update({session: {status: 'signed-out'}});
    store.update({session: {status: 'unknown'}});

    expect(heard).to.deep.equal([
      'first unknown',
      'second unknown',
      'first signed-out',
      'second signed-out',
      'second unknown',
    ]);
  });

  it('tells a listener that joins in the middle of a change of that change once', () => {
    const {store} = setup();
    const heard: string[] = [];
    const unsubscribe = store.subscribe(({session}) => {
      if (session.status === 'unknown') return;
      unsubscribe();
      store.subscribe((state) => heard.push(state.session.status));
    });

    store.update({session: {status: 'signed-out'}});

    expect(heard).to.deep.equal(['signed-out']);
  });

  it('reports what a listener throws to the page, and disturbs no other', async () => {
    const {store, changes} = setup();
    const reported = catchPageError();
    let calls = 0;

    store.subscribe(() => {
      throw new Error('of the site');
    });
    expect((await reported).message).to.equal('of the site');
    const again = catchPageError();
    store.subscribe(() => calls++);
    store.update({session: {status: 'signed-out'}});

    expect(calls).to.equal(2);
    expect(changes).to.have.length(1);
    expect((await again).message).to.equal('of the site');
  });
});

describe('onOutcome', () => {
  const FIRST = {end: 'cancelled', purpose: 'login'} as const;
  const SECOND = {end: 'retry', purpose: 'login', code: 'kakao_timeout'} as const;

  it('tells the outcome that has already arrived, in a microtask, and each later one, each once', async () => {
    const {store} = setup();
    store.update({outcome: FIRST});
    const heard: string[] = [];
    store.onOutcome(({end}) => heard.push(end));
    expect(heard).to.deep.equal([]);

    await Promise.resolve();
    expect(heard).to.deep.equal(['cancelled']);
    // A page that comes back from the browser's cache says its state anew.
    store.update({flow: {status: 'idle'}});
    store.update({outcome: SECOND});
    store.update({session: {status: 'signed-out'}});
    await Promise.resolve();

    expect(heard).to.deep.equal(['cancelled', 'retry']);
  });

  it('tells nothing of an outcome that the next flow has made forget', async () => {
    const {store} = setup();
    store.update({outcome: FIRST});
    store.update({outcome: null});
    const heard: unknown[] = [];
    store.onOutcome((outcome) => heard.push(outcome));

    await Promise.resolve();

    expect(heard).to.deep.equal([]);
  });

  it('ends at once when it is told to', async () => {
    const {store} = setup();
    store.update({outcome: FIRST});
    const heard: unknown[] = [];
    const end = store.onOutcome((outcome) => heard.push(outcome));
    end();
    store.update({outcome: SECOND});

    await Promise.resolve();

    expect(heard).to.deep.equal([]);
  });

  it('is stopped by nobody who throws, and tells the page', async () => {
    const {store} = setup();
    const reported = catchPageError();
    const heard: string[] = [];
    store.onOutcome(() => {
      throw new Error('of the site');
    });
    store.onOutcome(({end}) => heard.push(end));

    store.update({outcome: FIRST});

    expect((await reported).message).to.equal('of the site');
    expect(heard).to.deep.equal(['cancelled']);
  });
});

/** The next error that reaches the page: mocha's own handler does not see it. */
function catchPageError(): Promise<Error> {
  const {onerror} = window;
  return new Promise((resolve) => {
    window.onerror = (...[, , , , error]) => {
      window.onerror = onerror;
      resolve(error!);
      return true;
    };
  });
}

describe('isBusy', () => {
  const BUSY: Readonly<Record<FlowStatus, boolean>> = {
    idle: false,
    starting: true,
    'waiting-for-talk': true,
    completing: true,
    cancelled: false,
    retry: false,
    'continue-here': false,
    help: false,
    'action-required': false,
  };

  for (const [status, expected] of Object.entries(BUSY) as [FlowStatus, boolean][]) {
    it(`is ${expected} for ${status}`, () => {
      expect(isBusy({status})).to.equal(expected);
    });
  }

  it('is over where the way without KakaoTalk is offered', () => {
    const flow: FlowState = {status: 'waiting-for-talk', canContinueInBrowser: true};

    expect(isBusy(flow)).to.equal(false);
  });
});
