import {attempt} from '../shared/attempt.js';
import {withPart} from '../shared/part.js';
import type {LoadAuthorize} from './auto-login/auto-login-by-sdk.js';
import type {ReturnSteps} from './complete-return.js';
import type {CoreContext} from './page/core-context.js';
import type {PageClient} from './page/page-client.js';
import {forgetReload} from './page/reload-once.js';
import {LEAVE, RETURN} from './parts.js';
import {CONFIG_TIMEOUT} from './state/config.js';
import {KakaoAutoLoginSkipEvent} from './state/first-events.js';
import type {Configuration} from './state/live-configuration.js';
import type {SkipReason} from './state/skip-reason.js';
import type {SkippedOutcome} from './state/state.js';
import {withReturn} from './with-return.js';

/** What a start is made of. */
interface Steps {
  readonly refresh: () => Promise<void>;
  readonly prepare: () => Promise<void>;
  readonly completeReturn: ReturnSteps['completeReturn'];
  /** What the script in `<head>` has decided on auto-login. */
  readonly decided: Promise<SkipReason | null> | undefined;
}

type Start = Pick<PageClient, 'start' | 'explainMissing' | 'expectSession' | 'expectPress'> & {
  readonly onReady: () => void;
};

const ignore = (): void => undefined;

/** How a page begins, and what its elements wait for. */
export function createStart(core: CoreContext, configuration: Configuration, steps: Steps): Start {
  const {ports} = core;
  let started: Promise<void> | undefined;
  let isWaiting = false;
  let isExpecting = false;
  let end: () => void;
  /** The answer in the address has been handled, or the configuration is too incomplete for that. */
  const ended = new Promise<void>((resolve) => (end = resolve));

  function explainMissing(): void {
    const {problems, missing} = configuration.check();
    core.explain([...problems, missing], true);
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

  fetchWhenIdle(core, () => isExpecting);
  const {expectSession, expectLate} = createSessionExpectation(core, configuration, untilEnded, steps.refresh);

  return {
    start({url} = {}) {
      // The call that completes the configuration starts the client.
      if (!configuration.isReady()) {
        afterLoad(() => configuration.isReady() || explainMissing());
        return startAutoLogin(core, configuration, steps.decided);
      }
      const here = ports.address();
      const address = attempt(() => new URL(url ?? here, here)) ?? here;
      return (started ??= run(core, configuration, address, steps).finally(end).finally(expectLate));
    },
    explainMissing,
    expectSession,
    onReady: () => afterLoad(() => started ?? expectLate()),
    expectPress() {
      void untilEnded().then(() => tellWaiting(core));
      if (isExpecting) return;
      isExpecting = true;
      ports.onFirstUse(() => void steps.prepare());
    },
  };
}

/** Completes a return, if this page is one. Otherwise starts auto-login. */
async function run(core: CoreContext, configuration: Configuration, address: URL, steps: Steps): Promise<void> {
  // Nobody may ever see a page that is being prerendered, and the browser throws away what it keeps for its tab.
  const isHidden = core.ports.activated();
  if (isHidden) await isHidden;
  if (await steps.completeReturn(address)) {
    // Another tab may have signed in while this one was at Kakao.
    if (core.store.state.outcome?.end === 'logged-out') void steps.refresh();
    return;
  }
  core.transactions.sweep();
  RETURN.content?.forgetFuture(core);
  await startAutoLogin(core, configuration, steps.decided);
}

/** Loads the code of a press ahead of it, and where a press is expected, the code of its return. */
function fetchWhenIdle({ports}: CoreContext, isExpectingPress: () => boolean): void {
  function goOn(): void {
    if (RETURN.content) forgetReload(ports);
    else if (isExpectingPress()) ports.onIdle(() => void RETURN.load().then(goOn, ignore));
  }
  if (LEAVE.content) goOn();
  else void ports.loaded().then(() => ports.onIdle(() => void LEAVE.load().then(goOn, ignore)));
}

/** Delivers an outcome that waits for an element that can show it. */
function tellWaiting(core: CoreContext): void {
  if (core.ports.sessionStorage.get('ks.outcome') === null) return;
  void withReturn(core, (part) => part.tellWaiting(core)).catch(ignore);
}

/** Leaves for Kakao if a member can be signed in without a press. */
async function startAutoLogin(
  core: CoreContext,
  {read, isReady}: Configuration,
  decided: Promise<SkipReason | null> | undefined,
): Promise<void> {
  if (!read.settings.autoLogin) return;
  const loadAuthorize: LoadAuthorize = () => withPart(LEAVE, ({authorize}) => authorize);
  // Not once the part is there: the configuration may be complete by then, and another start ask for the same.
  const ready = isReady();
  const asking = withReturn(core, (part) => part.startAutoLogin(core, ready, decided, loadAuthorize));
  await asking.catch(async (error: unknown) => {
    if (RETURN.content) throw error;
    const reason = decided ? await decided : 'failed';
    if (!reason) return;
    const outcome: SkippedOutcome = {end: 'skipped', purpose: 'auto-login', reason, code: 'part_unavailable'};
    core.store.update({outcome});
    core.ports.dispatch(new KakaoAutoLoginSkipEvent(outcome));
  });
}

/** Reads the session for all who expect it, once. */
function createSessionExpectation(
  {store}: CoreContext,
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
