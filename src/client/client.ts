import {DEFAULT_SDK_VERSION} from '../sdk/releases.js';
import {attempt} from '../shared/attempt.js';
import {omitUndefined} from '../shared/fields.js';
import {toReference} from '../shared/transaction-cookie.js';
import {leaveForAccountLogout} from './page/account-logout.js';
import {forgetDeferredSuccess, releaseSuccess} from './page/deferred-success.js';
import {createLogin} from './leave/login.js';
import {autoLogin} from './auto-login/auto-login.js';
import {autoLoginBySdk} from './auto-login/auto-login-by-sdk.js';
import {createBackend, type SessionReading} from './page/backend/backend.js';
import {createLinkSecretsMaker} from './member/link-secrets.js';
import type {PageClient} from './page/page-client.js';
import {handleRedirectCallback} from './return/handle-callback.js';
import {
  ATTRIBUTES,
  FUNCTIONS,
  IDENTITY,
  readConfig,
  toAttribute,
  type KakaoSyncConfig,
  type ReadConfig,
} from './state/config.js';
import {createClientContext} from './page/client-context.js';
import {KakaoLogoutEvent, KakaoStateChangeEvent, toOutcomeEvent} from './state/events.js';
import {consumeDeveloperHint} from './page/backend/developer-hint.js';
import {createLinkOffers} from './page/link-offer.js';
import {forgetFuture, VISIT_HISTORY_KEY, readVisitHistory, rememberLogout} from './page/visit-history.js';
import {toFailure} from './state/outcome.js';
import {claim, isOwnedByCode, resolveClaims, type Claims, type Configurer} from './state/ownership.js';
import type {ClientPorts} from './page/ports.js';
import {dropWaiting, tellWaiting} from './return/tell-outcome.js';
import {refuseForeignSite} from './page/same-site.js';
import type {SkipReason} from './state/skip-reason.js';
import {createStateStore, toSession, type Outcome} from './state/state.js';
import {createTransactionStore} from './page/transactions/transaction-store.js';

/** How long an incomplete configuration is waited for. */
const PATIENCE = 3000;

/** Why somebody does not get what they ask for. */
const OWNERS: Readonly<Record<Configurer, string>> = {
  code: 'fixed at the start',
  element: 'fixed at the start',
  'other element': 'another <kakao-sync> came first',
};

/** `head`: what the script in `<head>` was configured with; `decided`: what it has decided on auto-login. */
export function createClient(
  ports: ClientPorts,
  code: KakaoSyncConfig,
  decided?: Promise<SkipReason | null>,
  head: KakaoSyncConfig = {},
): PageClient {
  const {origin} = ports.address();
  let claims: Claims = {head, code, element: {}};
  let config = resolveClaims(claims);
  let read: ReadConfig = readConfig(config, origin);
  let started: Promise<void> | undefined;
  let isExpecting = false;
  let learning: Promise<void> | undefined;
  let endStart: () => void;
  const whenStarted = new Promise<void>((resolve) => (endStart = resolve));
  let source: EventTarget | undefined;

  let checked: readonly [of: ReadConfig, result: ReadConfig] | undefined;
  /** The configuration, with the browser's word on the backend's site. Told late: the page's scripts may still configure. */
  function checkSite(): ReadConfig {
    if (checked?.[0] !== read) checked = [read, refuseForeignSite(ports, read)];
    return checked[1];
  }

  const store = createStateStore(({session, flow}) => {
    ports.dispatch(new KakaoStateChangeEvent(session, flow));
  });
  const context = createClientContext({
    ports,
    store,
    backend: createBackend(ports, () => read.settings),
    transactions: createTransactionStore(ports),
    linkOffers: createLinkOffers(ports, store),
    config: checkSite,
  });
  const isReady = (): boolean => read.missing === null && !checkSite().isBroken;
  const {login, prepare, requestConsent, abandon} = createLogin(
    context,
    createLinkSecretsMaker(context, () => readLatest()),
  );
  explainProblems();

  ports.onRestore(() => {
    abandon();
    context.enterFlow({status: 'idle'});
    if (store.state.session.status !== 'unknown') void refresh();
  });
  ports.onStorage((key) => {
    // That auto-login was tried there is nothing to this tab.
    const {until, out, next} = readVisitHistory(ports);
    if (key === VISIT_HISTORY_KEY && (until || out || !next)) void refresh();
  });

  async function startAutoLogin(): Promise<void> {
    const {settings} = read;
    if (!settings.autoLogin) return;
    const ask = settings.restApiKey ? autoLogin : autoLoginBySdk;
    const reason = isReady() ? await (decided ?? ask(ports, settings)) : 'not-configured';
    if (!reason) return;
    await ports.listening();
    const outcome: Outcome = {end: 'skipped', purpose: 'auto-login', reason};
    store.update({outcome});
    ports.dispatch(toOutcomeEvent(outcome));
  }

  let reading: Promise<SessionReading> | undefined;
  let next: Promise<SessionReading> | undefined;
  let isSending = false;
  /** One request for all who ask at once. It may be answered by what was before: who asks meanwhile shares another. */
  function readLatest(): Promise<SessionReading> {
    if (!reading || isSending) return reading ?? readSession();
    return (next ??= reading.then(() => ((next = undefined), readLatest())));
  }

  async function refresh(): Promise<void> {
    await readLatest();
  }

  function readSession(): Promise<SessionReading> {
    const {session} = store.state;
    isSending = true;
    void Promise.resolve().then(() => (isSending = false));
    return (reading = context.backend
      .read()
      .then((answer) => {
        // Who has arrived or left meanwhile is newer than this answer.
        if (store.state.session !== session) return answer;
        const isWaiting = store.state.flow.status === 'waiting-for-talk';
        if (answer?.status === 'signed-in') {
          // KakaoTalk came back in another tab.
          store.update({session: toSession(answer), ...(isWaiting && {flow: {status: 'idle'}})});
          context.linkOffers.keep(answer.link);
          dropWaiting(ports);
          releaseSuccess(ports, {...answer, ref: answer.tx && toReference(answer.tx)});
        } else if (answer?.status) {
          store.update({session: {status: 'signed-out'}});
          forgetDeferredSuccess(ports);
        }
        return answer;
      })
      .finally(() => (reading = undefined)));
  }

  /** What somebody asks for and does not get. */
  function findRefused(asked: KakaoSyncConfig): readonly string[] {
    const {settings} = readConfig({...config, ...omitUndefined(asked)}, origin);
    return [...ATTRIBUTES, ...FUNCTIONS].filter(
      (name) =>
        asked[name] && asked[name] !== config[name] && (!settings[name] || settings[name] !== read.settings[name]),
    );
  }

  function explainProblems(): void {
    const {problems, unlisted} = read;
    context.explain(problems);
    if (unlisted) void explainRelease(unlisted);
  }

  /** With the value that public pages have for it, which no other page needs to load. */
  async function explainRelease(version: string): Promise<void> {
    const line = `config_invalid: sdk-version="${version}" needs its sdk-integrity. ${DEFAULT_SDK_VERSION} is used.`;
    const hint = await import('../sdk/published-releases.js').then(
      ({toReleaseHint}) => toReleaseHint(version),
      () => '',
    );
    context.explain([`${line} ${hint}`.trim()]);
  }

  function explainMissing(): void {
    context.explain([...checkSite().problems, read.missing]);
    // Who expects the session need not wait any longer.
    endStart();
  }

  let leaving: Promise<void> | undefined;
  /** Whether anybody who waits for the logout asked for that of the Kakao account. */
  let includesAccount = false;
  async function logout(): Promise<void> {
    const {backend} = context;
    const result = await backend.post({purpose: 'logout'});
    if ('code' in result) {
      // What cannot be read, or came too late, may have said that the session is over.
      const isUnknown = result.code === 'backend_bad_answer' || result.code === 'backend_timeout';
      const seen = isUnknown && (await backend.recover());
      if (!seen || seen.status !== 'signed-out')
        return void context.deliver(toFailure(result.code, 'logout', result.ref));
      context.explain([consumeDeveloperHint(ports)]);
    }
    rememberLogout(ports);
    store.update({session: {status: 'signed-out'}, flow: {status: 'idle'}});
    forgetDeferredSuccess(ports);
    ports.dispatch(new KakaoLogoutEvent(false));
    const {settings} = read;
    if (!includesAccount) return;
    if (settings.logoutRedirectUri) leaveForAccountLogout(ports, settings);
    else context.explain(['config_incomplete: logout-redirect-uri is missing: a path that is registered at Kakao.']);
  }

  return {
    get state() {
      return store.state;
    },
    get source() {
      return source;
    },
    get config() {
      return config;
    },
    get isReady() {
      return isReady();
    },
    context,
    subscribe: store.subscribe,
    start({url} = {}) {
      // Whoever completes the configuration starts.
      if (!isReady()) {
        ports.after(PATIENCE, () => isReady() || explainMissing());
        return startAutoLogin();
      }
      const here = ports.address();
      return (started ??= handleRedirectCallback(context, attempt(() => new URL(url ?? here, here)) ?? here)
        .then((isReturn) => {
          if (!isReturn) {
            context.transactions.sweep();
            forgetFuture(ports);
            return startAutoLogin();
          }
          // Another tab may have signed in while this one was at Kakao.
          if (store.state.outcome?.end === 'logged-out') void refresh();
        })
        .finally(endStart));
    },
    prepare,
    login(options = {}) {
      source = options.source;
      login(options);
    },
    requestConsent(options = {}) {
      source = options.source;
      requestConsent(options);
    },
    logout({kakaoAccount} = {}) {
      source = undefined;
      includesAccount ||= !!kakaoAccount;
      return (leaving ??= logout().finally(() => {
        leaving = undefined;
        includesAccount = false;
      }));
    },
    refresh,
    configure(next, by = 'code') {
      const before = config;
      const wasOwned = isOwnedByCode(claims);
      claims = claim(claims, next, by);
      const isOwned = isOwnedByCode(claims);
      const takesOver = isOwned && !wasOwned;
      // The identity is fixed at the start, but for what the page's scripts take from its markup.
      const fixed = isReady() && !takesOver ? IDENTITY : [];
      config = {...resolveClaims(claims), ...Object.fromEntries(fixed.map((name) => [name, before[name]]))};
      read = readConfig(config, origin);
      const refused = new Set([...findRefused(next), ...(takesOver ? findRefused(claims.element) : [])]);
      if (refused.size > 0) {
        const reason = isOwned && (takesOver || by !== 'code') ? 'set by a script' : OWNERS[by];
        context.explain([`config_changed: ${[...refused].map(toAttribute).join(', ')} ignored: ${reason}.`]);
      }
      explainProblems();
      if (config.locale !== before.locale) store.update({});
    },
    explainMissing,
    // A session read before what is in the address is dealt with would be an old one.
    expectSession: () =>
      (learning ??= whenStarted.then(() => (store.state.session.status === 'unknown' ? refresh() : undefined))),
    expectPress() {
      void whenStarted.then(() => tellWaiting(context));
      if (isExpecting) return;
      isExpecting = true;
      ports.onFirstUse(() => void prepare());
    },
  };
}
