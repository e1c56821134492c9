import type {reportProblem} from '../../client/page/developer/report-problem.js';
import type {CoreContext} from '../../client/page/core-context.js';
import type {PageClient} from '../../client/page/page-client.js';
import {getPageRegistry} from '../../client/page/page-registry.js';
import {isOn, type KakaoSyncConfig} from '../../client/state/config.js';
import {KakaoLoginErrorEvent, KakaoLoginStartEvent, KakaoStateChangeEvent} from '../../client/state/first-events.js';
import type {LoginOptions} from '../../client/state/login-options.js';
import {createStateStore, isBusy, type StateStore} from '../../client/state/state.js';
import type {after} from '../../shared/after.js';
import {createReference} from '../../shared/reference.js';
import {pressHost, type Go} from './press-host.js';
import type {HostSettings} from './settings.js';

/** How long a press counts as under way: a page that leaves is gone by then, in milliseconds. */
const LEAVING = 3000;

/** What can be changed while the page is there. */
const LIVE: readonly string[] = ['paused', 'locale', 'messages'];

/** The client's way to the page, beyond the host's own controls. */
export interface HostPorts {
  readonly go: Go;
  readonly after: typeof after;
  readonly report: typeof reportProblem;
  /** The report for somebody who is to help, as JSON text. */
  readonly debug: () => string;
}

/**
 * The page's client on a hosted shop. It presses the host's own control, and neither asks Kakao nor a backend: how a login
 * ends the host alone knows, so that no outcome ever comes.
 */
export interface HostClient extends PageClient {
  readonly isHost: true;
  readonly debug: () => string;
  /** Takes what another tag says of the host. */
  follow(settings: HostSettings, config: KakaoSyncConfig): void;
}

/** @param config what of the tag's settings its elements and the report read */
export function createHostClient(ports: HostPorts, first: HostSettings, config: KakaoSyncConfig): HostClient {
  const store = createStateStore(({session, flow}) => {
    dispatch(new KakaoStateChangeEvent(session, flow));
  });
  let settings = first;
  let source: EventTarget | undefined;
  const login = createPress(ports, store, (from) => {
    source = from;
    return settings;
  });
  const watchMembers = createMemberWatch(store, () => settings.member);
  watchMembers();
  const client: HostClient = {
    isHost: true,
    debug: ports.debug,
    get state() {
      return store.state;
    },
    get source() {
      return source;
    },
    get config() {
      return config;
    },
    isReady: true,
    subscribe: store.subscribe,
    onOutcome: store.onOutcome,
    login: (options) => void (isOn(config.paused) || login(options)),
    follow(next, said) {
      settings = next;
      config = {...config, ...said};
      watchMembers();
      store.update({});
    },
    configure(given) {
      const names = Object.keys(given).filter((name) => !LIVE.includes(name));
      if (names.length > 0) ports.report({code: 'config_changed', kind: 'ignored', names, reason: 'code'});
      config = {...config, ...Object.fromEntries(Object.entries(given).filter(([name]) => LIVE.includes(name)))};
      store.update({});
    },
    // What elements ask for besides. There is nothing that a press would have to wait for.
    context: {explain: (problems) => explain(ports, problems)} as CoreContext,
    ...{start: settled, prepare: settled, logout: settled, refresh: settled, expectSession: settled},
    ...{requestConsent: ignore, explainMissing: ignore, expectPress: ignore},
  };
  return client;
}

const settled = (): Promise<void> => Promise.resolve();
const ignore = (): void => undefined;

const explain: (ports: HostPorts, problems: Parameters<CoreContext['explain']>[0]) => undefined = (
  {report},
  problems,
) => {
  for (const problem of problems) if (problem) report(problem);
};

/** @param begin called with the element of a press that counts; answers the settings */
function createPress(
  {go, after: wait, report}: HostPorts,
  store: StateStore,
  begin: (source: EventTarget | undefined) => HostSettings,
): (options?: LoginOptions) => void {
  let stopWaiting: (() => void) | undefined;
  const rest = (): void => {
    stopWaiting?.();
    if (store.state.flow.status !== 'idle') store.update({flow: {status: 'idle'}});
  };
  addEventListener('pageshow', (event) => void (event.persisted && rest()));

  return ({source} = {}) => {
    if (isBusy(store.state.flow) || !dispatch(new KakaoLoginStartEvent('login'), source)) return;
    const settings = begin(source);
    store.update({flow: {status: 'starting', purpose: 'login'}, outcome: null});
    stopWaiting = wait(LEAVING, rest);
    if (pressHost(settings, source, go)) return;
    stopWaiting();
    const failure = {purpose: 'login', code: 'not_configured', ref: createReference()} as const;
    report({code: failure.code, kind: 'host', ref: failure.ref});
    store.update({flow: {status: 'help', ...failure}});
    dispatch(new KakaoLoginErrorEvent({end: 'help', ...failure}), source);
  };
}

/**
 * Follows whether the page is a member's, as its markup says. Where nothing is said of that, nobody is taken for one.
 *
 * @returns looks at the page, and from then on whenever something in it changes
 */
function createMemberWatch(store: StateStore, readSelector: () => string | undefined): () => void {
  let observer: MutationObserver | undefined;
  return function check(): void {
    const selector = readSelector();
    if (!selector) return;
    if (!observer) {
      observer = new MutationObserver(check);
      observer.observe(document, {subtree: true, childList: true, attributes: true});
    }
    const isMember = !!document.querySelector(selector);
    if (isMember === (store.state.session.status === 'signed-in')) return;
    store.update({session: isMember ? {status: 'signed-in', member: {}} : {status: 'signed-out'}});
  };
}

function dispatch(event: Event, target?: EventTarget): boolean {
  const isHere = (target as Partial<Node> | undefined)?.isConnected !== false;
  return ((isHere && target) || getPageRegistry().home || document).dispatchEvent(event);
}
