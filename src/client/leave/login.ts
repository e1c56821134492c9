import {createTransactionSecrets, type TransactionSecrets} from '../../oauth/authorization-request.js';
import type {ErrorCode} from '../../shared/errors.js';
import {KakaoSyncError} from '../../shared/kakao-sync-error.js';
import type {Purpose} from '../../shared/transaction.js';
import type {CoreContext} from '../page/core-context.js';
import {MAX_AHEAD} from '../page/transactions/open-transaction.js';
import type {LinkSecretsMaker, SecretsMaker} from '../page/secrets-maker.js';
import {isWithin, STUCK_AFTER, withTimeout} from '../page/with-timeout.js';
import type {ConsentOptions, ConsentRequest} from '../state/consent-request.js';
import {endsOnServer} from '../state/config.js';
import {KakaoLoginStartEvent} from '../state/first-events.js';
import type {LoginOptions, PrepareOptions} from '../state/login-options.js';
import {isBusy} from '../state/state.js';
import {goToKakao, prefersDirect} from './go-to-kakao.js';
import {createPressEnd, type PressEnd} from './press-end.js';
import type {ConsentActions, Press, PressParts} from './press.js';
import {findRefusedNames} from './request-parameters.js';

/** The flows that begin with a press. */
export interface Login {
  prepare(options?: PrepareOptions): Promise<void>;
  login(options?: LoginOptions): void;
  prepareToLeave(options?: LoginOptions): void;
  requestConsent(options?: ConsentOptions): void;
  /** The press that waits leads nowhere any more. */
  abandon(): void;
}

/**
 * @param parts what a press needs beyond the direct path
 * @param onPress called with the element of each press that counts: not of one that is ignored or prevented
 */
export function createLogin(
  core: CoreContext,
  parts: PressParts,
  linkSecrets: LinkSecretsMaker,
  onPress: (source: EventTarget | undefined) => void,
): Login {
  const {ports, store, config, enterFlow} = core;
  const loginSecrets = createLoginSecretsMaker(ports.now);
  const {withEnd, fail} = createPressEnd(core, parts.end);
  const secretsFor = (purpose?: Purpose): SecretsMaker => (purpose === 'link' ? linkSecrets : loginSecrets);
  let current: Press | null = null;
  /** How often the presses that wait were given up. */
  let abandoned = 0;

  function begin(purpose: Purpose, options: LoginOptions, asked?: ConsentRequest, pressedAt = ports.now()): void {
    const {flow} = store.state;
    if (isHeld(core)) return;
    const obstacle = findObstacle(core);
    if (!obstacle && !ports.dispatch(new KakaoLoginStartEvent(purpose), options.source)) return;
    onPress(options.source);
    if (obstacle) return fail({purpose, options}, new KakaoSyncError(obstacle));
    // A listener may have changed them.
    const {settings} = config();
    const press: Press = {
      ...{purpose, options, asked, settings, failed: flow.code, pressedAt, secrets: secretsFor(purpose)},
      isCurrent: () => press === current,
      fail(error) {
        if (press !== current) return;
        current = null;
        fail(press, error);
      },
    };
    current = press;
    enterFlow({status: 'starting', purpose}, () => press.fail(new KakaoSyncError('navigation_failed')));
    leave(core, press, parts.leave, withEnd);
  }

  return {
    prepare: ({purpose} = {}) => prepare(core, parts, secretsFor(purpose)),
    abandon() {
      current = null;
      abandoned += 1;
    },
    login({purpose, ...options} = {}) {
      core.explain(findRefusedNames(options));
      if (parts.resumeReturn()) onPress(options.source);
      else begin(purpose === 'link' ? purpose : 'login', options);
    },
    prepareToLeave: (options = {}) => prepareToLeave(core, parts, secretsFor, options),
    requestConsent(options = {}) {
      const [pressedAt, before] = [ports.now(), abandoned];
      const actions: ConsentActions = {begin: (...step) => begin(...step, pressedAt), onPress};
      withEnd(
        (steps) => void (abandoned === before && steps.requestConsent(core, options, actions)),
        (error) => fail({purpose: 'terms', options: {source: options.source}}, error),
        'terms',
      );
    },
  };
}

/** Leaves for Kakao, where a route of the server takes the code with a record that it can read. */
function leave(core: CoreContext, press: Press, part: PressParts['leave'], withEnd: PressEnd['withEnd']): void {
  const goOn = (): void => goToKakao(core, press, part);
  if (!endsOnServer(press.settings)) return goOn();
  withEnd(({goByServer}) => goByServer(core, press, goOn), press.fail);
}

/** Makes ready what a press would use. */
async function prepare(core: CoreContext, {leave, end}: PressParts, secrets: SecretsMaker): Promise<void> {
  const {ports, transactions, config} = core;
  const {settings} = config();
  if (settings.paused || findObstacle(core)) return;
  const making = secrets.make();
  const loading = leave.load();
  const onServer = endsOnServer(settings) && end.load().then(({prepareOnServer}) => prepareOnServer());
  // The first look into cookies and storage takes milliseconds that a press should not pay.
  transactions.openRecords();
  ports.localStorage.keys();
  const sdk = settings.loginUrl || prefersDirect(ports, settings) ? null : ports.loadSdk(settings);
  // The press tries again, and tells what is missing.
  const all = Promise.allSettled([making, loading, onServer, sdk]);
  await withTimeout(ports, STUCK_AFTER, 'part_unavailable', all).catch(() => null);
}

/** Writes the record of a press that has just begun, if it is certain to take the direct path. */
function prepareToLeave(
  core: CoreContext,
  {leave}: PressParts,
  secretsFor: (purpose: Purpose) => SecretsMaker,
  {purpose: asked, ...options}: LoginOptions,
): void {
  const {flow} = core.store.state;
  const {settings} = core.config();
  if (isHeld(core) || findObstacle(core) || endsOnServer(settings) || !prefersDirect(core.ports, settings)) return;
  const purpose = asked === 'link' ? asked : 'login';
  const made = secretsFor(purpose).ready();
  if (made) leave.content?.prepareDirect(core, {purpose, options, settings, failed: flow.code}, made);
}

/** Whether a press has to wait. */
function isHeld({store, config}: CoreContext): unknown {
  return isBusy(store.state.flow) || config().settings.paused;
}

/** Why no press can lead anywhere. */
function findObstacle({ports, config}: CoreContext): ErrorCode | null {
  const {isBroken, problems, missing, settings} = config();
  if (isBroken) return problems[0]?.kind === 'origin' ? 'insecure_origin' : 'config_invalid';
  if (missing) return 'config_incomplete';
  if (!ports.isSecureContext) return 'insecure_origin';
  // Kakao's pages show in no frame, and cookies of this site are not to be had in another site's.
  return ports.isTop || (settings.restApiKey && ports.topAddress()) ? null : 'framed';
}

/** Secrets are made ahead, because WebCrypto answers later and a press must not wait. */
function createLoginSecretsMaker(now: () => number): SecretsMaker {
  let made: TransactionSecrets | null = null;
  let making: Promise<TransactionSecrets> | null = null;
  let madeAt = 0;
  return {
    ready: () => made,
    make() {
      // Those serve until the new ones are there.
      if (made && !isWithin(now() - madeAt, MAX_AHEAD)) making = null;
      return (making ??= createTransactionSecrets().then((secrets) => {
        madeAt = now();
        return (made = secrets);
      }));
    },
    drop: () => void (made = making = null),
  };
}
