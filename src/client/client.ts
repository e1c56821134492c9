import {autoLoginBySdk} from './auto-login/auto-login-by-sdk.js';
import {autoLogin} from './auto-login/auto-login.js';
import {createBackend} from './page/backend/backend.js';
import {createClientContext, type ClientContext} from './page/client-context.js';
import {createLinkOffers} from './page/link-offer.js';
import type {PageClient} from './page/page-client.js';
import type {ClientPorts} from './page/ports.js';
import {refuseForeignSite} from './page/same-site.js';
import {createTransactionStore} from './page/transactions/transaction-store.js';
import {forgetFuture, readVisitHistory, separateVisits, VISIT_HISTORY_KEY} from './page/visit-history.js';
import {PARTS} from './parts.js';
import {attempt} from '../shared/attempt.js';
import {CONFIG_TIMEOUT, type KakaoSyncConfig} from './state/config.js';
import {createConfiguration, type Configuration} from './state/live-configuration.js';
import {KakaoStateChangeEvent, toOutcomeEvent} from './state/events.js';
import type {SkipReason} from './state/skip-reason.js';
import {createStateStore, isUnderWay, type Outcome} from './state/state.js';

/** `head`: what the script in `<head>` was configured with; `decided`: what it has decided on auto-login. */
export function createClient(
  ports: ClientPorts,
  code: KakaoSyncConfig,
  decided?: Promise<SkipReason | null>,
  head: KakaoSyncConfig = {},
): PageClient {
  const configuration = createConfiguration({head, code, element: {}}, ports.address().origin, (read) =>
    refuseForeignSite(ports, read),
  );
  const context = createContext(ports, configuration);
  const {store} = context;
  const {readSession, logout, linkSecrets} = PARTS.member()(context);
  const explainRead = (): unknown => context.explain(configuration.read.problems, configuration.read.isBroken);
  const refresh = (): Promise<void> => readSession().then(() => undefined);
  /** The element of the last press that counts: it tells what came of it. */
  let source: EventTarget | undefined;
  const {login, prepare, requestConsent, abandon} = PARTS.leave()(context, linkSecrets, (pressed) => {
    source = pressed;
  });
  explainRead();
  followPage(context, refresh, abandon);
  const {onReady, ...start} = createStart(context, configuration, refresh, prepare, decided);

  return {
    get state() {
      return store.state;
    },
    get source() {
      // One that has left the page tells nobody, and is not kept.
      if ((source as Partial<Node> | undefined)?.isConnected === false) source = undefined;
      return source;
    },
    get config() {
      return configuration.config;
    },
    get isReady() {
      return configuration.isReady();
    },
    context,
    subscribe: store.subscribe,
    onOutcome: store.onOutcome,
    ...start,
    prepare,
    login: (options = {}) => login(options),
    requestConsent: (options = {}) => requestConsent(options),
    logout({kakaoAccount} = {}) {
      if (!isUnderWay(store.state.flow)) source = undefined;
      return logout(!!kakaoAccount);
    },
    refresh,
    configure(next, by = 'code') {
      const {locale, messages} = configuration.config;
      context.explain([configuration.configure(next, by)]);
      explainRead();
      const now = configuration.config;
      if (now.locale !== locale || now.messages !== messages) store.update({});
      if (configuration.isReady()) onReady();
    },
  };
}

function createContext(page: ClientPorts, configuration: Configuration): ClientContext {
  const ports = separateVisits(page, () => configuration.read.settings.endpoint);
  const store = createStateStore(({session, flow}) => {
    ports.dispatch(new KakaoStateChangeEvent(session, flow));
  });
  const context: ClientContext = createClientContext({
    ports,
    store,
    backend: createBackend(
      ports,
      () => configuration.read.settings,
      (outcome) => context.tellBackend(outcome),
    ),
    transactions: createTransactionStore(ports),
    linkOffers: createLinkOffers(ports, store),
    config: configuration.check,
  });
  return context;
}

/** How a page begins, and what its elements wait for. */
function createStart(
  context: ClientContext,
  configuration: Configuration,
  refresh: () => Promise<void>,
  prepare: () => Promise<void>,
  decided: Promise<SkipReason | null> | undefined,
): Pick<PageClient, 'start' | 'explainMissing' | 'expectSession' | 'expectPress'> & {readonly onReady: () => void} {
  const {ports} = context;
  let started: Promise<void> | undefined;
  let isWaiting = false;
  let isExpecting = false;
  let end: () => void;
  /** The answer in the address has been handled, or the configuration is too incomplete for that. */
  const ended = new Promise<void>((resolve) => (end = resolve));

  function explainMissing(): void {
    const {problems, missing} = configuration.check();
    context.explain([...problems, missing], true);
    // Elements that wait to read the session may do so now.
    end();
  }

  const afterLoad = (callback: () => unknown): void =>
    void ports.loaded().then(() => ports.after(CONFIG_TIMEOUT, () => void callback()));

  /** Elements do not wait for ever on a page that never starts its client. */
  function untilEnded(): Promise<void> {
    if (!isWaiting) afterLoad(() => started ?? explainMissing());
    isWaiting = true;
    return ended;
  }

  const {expectSession, expectLate} = createSessionExpectation(context, configuration, untilEnded, refresh);

  return {
    start({url} = {}) {
      // The call that completes the configuration starts the client.
      if (!configuration.isReady()) {
        afterLoad(() => configuration.isReady() || explainMissing());
        return startAutoLogin(context, configuration, decided);
      }
      const here = ports.address();
      return (started ??= (async () => {
        const isReturn = await PARTS.return()(context, attempt(() => new URL(url ?? here, here)) ?? here);
        await goOn(isReturn, context, configuration, refresh, decided);
      })()
        .finally(end)
        .finally(expectLate));
    },
    explainMissing,
    expectSession,
    onReady: () => afterLoad(() => started ?? expectLate()),
    expectPress() {
      void untilEnded().then(() => PARTS.tell()(context));
      if (isExpecting) return;
      isExpecting = true;
      ports.onFirstUse(() => void prepare());
    },
  };
}

/** Reads the session for all who expect it, once. */
function createSessionExpectation(
  {store}: ClientContext,
  configuration: Configuration,
  untilEnded: () => Promise<void>,
  refresh: () => Promise<void>,
): {readonly expectSession: () => Promise<void>; readonly expectLate: () => void} {
  let learning: Promise<void> | undefined;
  let isAsked = false;

  async function learn(): Promise<void> {
    // A session read before what is in the address is dealt with would be an old one.
    await untilEnded();
    if (isAsked || store.state.session.status !== 'unknown') return;
    const {endpoint, readSession} = configuration.read.settings;
    isAsked = !!(endpoint || readSession);
    await refresh();
  }

  return {
    expectSession: () => (learning ??= learn()),
    // They may have waited in vain for a configuration as late as this.
    expectLate: () => void (learning && learn()),
  };
}

/** Continues after the answer in the address, if there was one, has been handled. */
async function goOn(
  isReturn: boolean,
  context: ClientContext,
  configuration: Configuration,
  refresh: () => Promise<void>,
  decided: Promise<SkipReason | null> | undefined,
): Promise<void> {
  const {ports, store, transactions} = context;
  if (!isReturn) {
    transactions.sweep();
    forgetFuture(ports);
    await startAutoLogin(context, configuration, decided);
  } else if (store.state.outcome?.end === 'logged-out') {
    // Another tab may have signed in while this one was at Kakao.
    void refresh();
  }
}

/** Leaves for Kakao where a member can be signed in without a press; else tells why not. */
async function startAutoLogin(
  {ports, store}: ClientContext,
  {read: {settings}, isReady}: Configuration,
  decided: Promise<SkipReason | null> | undefined,
): Promise<void> {
  if (!settings.autoLogin) return;
  const ask = settings.restApiKey ? autoLogin : autoLoginBySdk;
  const reason = isReady() ? await (decided ?? ask(ports, settings)) : 'not-configured';
  if (!reason) return;
  await ports.listening();
  const outcome: Outcome = {end: 'skipped', purpose: 'auto-login', reason};
  store.update({outcome});
  ports.dispatch(toOutcomeEvent(outcome));
}

/** Follows what the browser and other tabs do. */
function followPage(context: ClientContext, refresh: () => Promise<void>, abandon: () => void): void {
  const {ports, store, transactions, enterFlow} = context;
  // Another tab may have ended what this one has begun.
  ports.onReturn(transactions.sweep);
  ports.onRestore(() => {
    const isCompleting = store.state.flow.status === 'completing';
    abandon();
    enterFlow({status: 'idle'});
    if (!isCompleting) void PARTS.resume()(context);
    if (store.state.session.status !== 'unknown') void refresh();
  });
  ports.onStorage((key) => {
    // Another tab's try of auto-login changes nothing here.
    const {until, out, next} = readVisitHistory(ports);
    if (key !== VISIT_HISTORY_KEY || !(until || out || !next)) return;
    transactions.sweep();
    void refresh();
  });
}
