import type {AnalyticsWindow} from '../../../src/analytics/analytics-window.js';
import type {RunOptions} from '../../../src/analytics/options.js';
import {runAnalytics} from '../../../src/analytics/run-analytics.js';
import {getPageRegistry} from '../../../src/client/page/page-registry.js';
import type {KakaoSync} from '../../../src/client/page/page-client.js';
import {KakaoLoginStartEvent} from '../../../src/client/state/first-events.js';
import {createStateStore, type FlowState, type Outcome} from '../../../src/client/state/state.js';
import type {Purpose} from '../../../src/shared/transaction.js';
import {FakeClock, settle} from '../../client/support/clock.js';

export type Told = readonly [name: string, fields: Readonly<Record<string, unknown>>];

export interface Setup {
  readonly options?: Partial<RunOptions>;
  readonly href?: string;
  readonly referrer?: string;
  readonly globals?: Pick<AnalyticsWindow, 'dataLayer' | 'gtag' | 'kakaoPixel'>;
  readonly config?: {readonly redirectUri?: string; readonly autoLogin?: string};
  /** Resolves the client's start; by default it has started. */
  readonly started?: Promise<void>;
  readonly isReady?: boolean;
  /** What the client is doing already. */
  readonly flow?: FlowState;
  readonly isLoading?: boolean;
  readonly isPrerendering?: boolean;
}

/** A page whose time, address and globals a test decides on, with a client whose state it enters. */
export function openPage(setup: Setup = {}) {
  delete getPageRegistry().measuring;
  const {href = 'https://shop.example/event?utm_source=naver', referrer = ''} = setup;
  const clock = new FakeClock();
  const events = new EventTarget();
  const lines: string[] = [];
  const told: Told[] = [];
  const thrown: unknown[] = [];
  let see = (): void => undefined;
  const document = {
    referrer,
    readyState: setup.isLoading ? 'loading' : 'complete',
    prerendering: !!setup.isPrerendering,
  };
  const page: AnalyticsWindow & {readonly location: {href: string}} = {
    ...setup.globals,
    location: {href},
    document,
    console: {warn: (line) => void lines.push(line)},
    setTimeout: (callback, milliseconds = 0) => {
      clock.after(milliseconds, () => {
        try {
          callback();
        } catch (error) {
          thrown.push(error);
        }
      });
      return 0;
    },
    addEventListener: events.addEventListener.bind(events) as AnalyticsWindow['addEventListener'],
  };
  const store = createStateStore(() => undefined);
  if (setup.flow) store.update({flow: setup.flow});
  const client = {
    get state() {
      return store.state;
    },
    subscribe: store.subscribe,
    onOutcome: store.onOutcome,
    config: setup.config ?? {},
    isReady: setup.isReady ?? true,
    source: undefined as EventTarget | undefined,
    start: () => setup.started ?? Promise.resolve(),
  };
  const run = (options: Partial<RunOptions> = {}) =>
    runAnalytics(
      client as unknown as KakaoSync,
      {way: (name, fields) => void told.push([name, fields]), ...setup.options, ...options},
      page,
      (callback) => {
        see = callback;
        return () => (see = () => undefined);
      },
    );
  return {
    ...{page, client, clock, lines, told, thrown, document, run, settle},
    names: () => told.map(([name]) => name),
    see: () => see(),
    load() {
      document.readyState = 'complete';
      events.dispatchEvent(new Event('load'));
    },
    press: (purpose: Purpose = 'login') => events.dispatchEvent(new KakaoLoginStartEvent(purpose)),
    enter: (flow: FlowState) => store.update({flow}),
    async end(outcome: Outcome, flow: FlowState = {status: 'idle'}) {
      store.update({flow, outcome});
      await settle();
    },
    async forget() {
      store.update({outcome: null});
      await settle();
    },
  };
}

/** Every field, as an event without any has them. */
export const NONE = {
  method: undefined,
  purpose: undefined,
  code: undefined,
  event_id: undefined,
  variant: undefined,
  page_location: undefined,
  page_referrer: undefined,
};

export const MEMBER = {name: '온달 고객', picture: 'https://img.example/canary.jpg'};
export const REF = 'KS-7GR0-9A2K';

/** How a login ends. What later releases add to outcomes goes in by `more`. */
export function signedIn(isNewMember: boolean, purpose: Purpose = 'login', more: object = {}): Outcome {
  return {end: 'signed-in', purpose, ref: REF, isNewMember, member: MEMBER, ...more};
}
