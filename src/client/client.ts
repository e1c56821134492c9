import {createCoreContext, type CoreContext} from './page/core-context.js';
import type {PageClient} from './page/page-client.js';
import type {LinkSecretsMaker} from './page/secrets-maker.js';
import type {CorePorts} from './page/ports/ports.js';
import {refuseForeignSite} from './page/same-site.js';
import {tellUnavailable} from './page/unavailable.js';
import {createTransactionStore} from './page/transactions/transaction-store.js';
import {createReturn} from './complete-return.js';
import {createLogin} from './leave/login.js';
import {LEAVE, RETURN} from './parts.js';
import type {KakaoSyncConfig} from './state/config.js';
import {KakaoStateChangeEvent} from './state/first-events.js';
import {createConfiguration, type Configuration} from './state/live-configuration.js';
import type {SkipReason} from './state/skip-reason.js';
import {createStart} from './start.js';
import {createStateStore, isUnderWay} from './state/state.js';
import {withReturn} from './with-return.js';

/** `head`: what the script in `<head>` was configured with; `decided`: what it has decided on auto-login. */
export function createClient(
  ports: CorePorts,
  code: KakaoSyncConfig,
  decided?: Promise<SkipReason | null>,
  head: KakaoSyncConfig = {},
): PageClient {
  const configuration = createConfiguration({head, code, element: {}}, ports.address().origin, (read) =>
    refuseForeignSite(ports, read),
  );
  const core = createCore(ports, configuration);
  const {store} = core;
  // What cannot be read stays unknown.
  const refresh = (): Promise<void> =>
    withReturn(core, ({toMemberActions}) => toMemberActions(core).readSession()).then(ignore, ignore);
  /** Of the last press that counts: it tells what came of it. */
  let source: EventTarget | undefined;
  const {completeReturn, resumeReturn} = createReturn(core);
  const {abandon, ...login} = createLogin(
    core,
    {leave: LEAVE, end: RETURN, resumeReturn},
    createSecretsOfLinks(core),
    (pressed) => {
      source = pressed;
    },
  );
  core.explain(configuration.read.problems, configuration.read.isBroken);
  followPage(core, refresh, abandon);
  const {onReady, ...start} = createStart(core, configuration, {...login, refresh, decided, completeReturn});

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
    get context() {
      // Other copies of this code may be of a release that knows no parts.
      return RETURN.content?.toClientContext(core) ?? core;
    },
    subscribe: store.subscribe,
    onOutcome: store.onOutcome,
    ...start,
    ...login,
    logout({kakaoAccount} = {}) {
      if (!isUnderWay(store.state.flow)) source = undefined;
      return logout(core, !!kakaoAccount);
    },
    refresh,
    configure: (next, by = 'code') => configure(core, configuration, next, by) && onReady(),
  };
}

const ignore = (): void => undefined;

function createCore(ports: CorePorts, configuration: Configuration): CoreContext {
  const store = createStateStore(({session, flow}) => {
    ports.dispatch(new KakaoStateChangeEvent(session, flow));
  });
  return createCoreContext({
    ports,
    store,
    transactions: createTransactionStore(ports),
    config: configuration.check,
  });
}

function logout(core: CoreContext, fromAccount: boolean): Promise<void> {
  return withReturn(core, ({toMemberActions}) => toMemberActions(core).logout(fromAccount)).catch((error: unknown) => {
    tellUnavailable(core, {purpose: 'logout'});
    core.reloadOnce(error);
  });
}

/** Takes what somebody has to say of the configuration. Answers whether it is complete then. */
function configure(
  {store, explain}: CoreContext,
  configuration: Configuration,
  next: KakaoSyncConfig,
  by: Parameters<Configuration['configure']>[1],
): boolean {
  const {locale, messages, paused} = configuration.config;
  explain([configuration.configure(next, by)]);
  explain(configuration.read.problems, configuration.read.isBroken);
  const now = configuration.config;
  if (now.locale !== locale || now.messages !== messages || now.paused !== paused) store.update({});
  return configuration.isReady();
}

/** Follows what the browser and other tabs do. */
function followPage(core: CoreContext, refresh: () => Promise<void>, abandon: () => void): void {
  const {ports, store, transactions, enterFlow} = core;
  // Another tab may have ended what this one has begun.
  ports.onReturn(transactions.sweep);
  ports.onRestore(() => {
    const isCompleting = store.state.flow.status === 'completing';
    abandon();
    enterFlow({status: 'idle'});
    if (!isCompleting && (RETURN.content || transactions.consumed().some(({over}) => !over))) {
      void withReturn(core, ({resumeRestored}) => resumeRestored(core)).catch(ignore);
    }
    if (store.state.session.status !== 'unknown') void refresh();
  });
  ports.onStorage((key) => {
    if (!key || !/^ks( |$)/.test(key)) return;
    const goOn = (isNew: boolean): void => {
      if (!isNew) return;
      transactions.sweep();
      void refresh();
    };
    void withReturn(core, ({isArrivalOrLogout}) => goOn(isArrivalOrLogout(core, key))).catch(ignore);
  });
}

/** The secrets of links, which come with the part that knows the session. */
function createSecretsOfLinks(core: CoreContext): LinkSecretsMaker {
  const find = (): LinkSecretsMaker | undefined => RETURN.content?.toMemberActions(core).linkSecrets;
  return {
    ready: () => find()?.ready() ?? null,
    make: () => withReturn(core, ({toMemberActions}) => toMemberActions(core).linkSecrets.make()),
    drop: () => find()?.drop(),
  };
}
