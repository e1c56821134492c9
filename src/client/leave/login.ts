import {createTransactionSecrets, type TransactionSecrets} from '../../oauth/authorization-request.js';
import {KakaoSyncError, type ErrorCode} from '../../shared/errors.js';
import type {Purpose} from '../../shared/transaction.js';
import type {ClientContext} from '../page/client-context.js';
import type {LinkSecretsMaker, SecretsMaker} from '../page/secrets-maker.js';
import {
  toConsentRequest,
  toUnchangedOutcome,
  type ConsentOptions,
  type ConsentRequest,
} from '../state/consent-request.js';
import {KakaoLoginStartEvent} from '../state/events.js';
import type {LoginOptions, PrepareOptions} from '../state/login-options.js';
import {isBusy} from '../state/state.js';
import {goToKakao, prefersDirect} from './go-to-kakao.js';
import {deliverFailure, type Press} from './press.js';
import {findRefusedNames} from './request-parameters.js';

/** The flows that begin with a press. */
export interface Login {
  prepare(options?: PrepareOptions): Promise<void>;
  login(options: LoginOptions): void;
  requestConsent(options: ConsentOptions): void;
  /** The press that waits leads nowhere any more. */
  abandon(): void;
}

/** @param onPress called with the element of each press that counts: not of one that is ignored or prevented */
export function createLogin(
  context: ClientContext,
  linkSecrets: LinkSecretsMaker,
  onPress: (source: EventTarget | undefined) => void,
): Login {
  const {ports, store, config, enterFlow, deliver} = context;
  const loginSecrets = createLoginSecretsMaker();
  const secretsFor = (purpose?: Purpose): SecretsMaker => (purpose === 'link' ? linkSecrets : loginSecrets);
  let current: Press | null = null;

  function begin(purpose: Purpose, options: LoginOptions, asked?: ConsentRequest): void {
    const {flow} = store.state;
    const {settings} = config();
    if (isBusy(flow)) return;
    const obstacle = findObstacle(context);
    if (!obstacle && !ports.dispatch(new KakaoLoginStartEvent(purpose), options.source)) return;
    onPress(options.source);
    if (obstacle) return deliverFailure(context, {purpose, options}, new KakaoSyncError(obstacle));
    const press: Press = {
      ...{purpose, options, asked, settings, failed: flow.code, pressedAt: ports.now()},
      secrets: secretsFor(purpose),
      isCurrent: () => press === current,
      fail(error) {
        if (press !== current) return;
        current = null;
        deliverFailure(context, press, error);
      },
    };
    current = press;
    enterFlow({status: 'starting', purpose}, () => press.fail(new KakaoSyncError('navigation_failed')));
    goToKakao(context, press);
  }

  return {
    prepare: ({purpose} = {}) => prepare(context, secretsFor(purpose)),
    abandon: () => void (current = null),
    login({purpose, ...options}) {
      context.explain(findRefusedNames(options));
      begin(purpose === 'link' ? purpose : 'login', options);
    },
    requestConsent(options) {
      const {asked, hasScreen, refused} = toConsentRequest(options, store.state.session);
      context.explain(refused);
      const {source, throughTalk} = options;
      const [serviceTerms, scope] = [asked.terms.join(), asked.scope.join()];
      if (hasScreen) begin('terms', {serviceTerms, scope, source, throughTalk}, asked);
      else if (!isBusy(store.state.flow)) {
        onPress(source);
        deliver(toUnchangedOutcome(asked), source);
      }
    },
  };
}

/** Makes ready what a press would use. */
async function prepare(context: ClientContext, secrets: SecretsMaker): Promise<void> {
  const {ports, transactions, config} = context;
  if (findObstacle(context)) return;
  // If they cannot be made, the press shows why.
  const making = secrets.make().catch(() => null);
  // The first look into cookies and storage takes milliseconds that a press should not pay.
  transactions.openRecords();
  ports.localStorage.keys();
  const {settings} = config();
  // A failure shows at the press, which tries again.
  if (!prefersDirect(ports, settings)) await ports.loadSdk(settings).catch(() => null);
  await making;
}

/** Why no press can lead anywhere. */
function findObstacle({ports, config}: ClientContext): ErrorCode | null {
  const {isBroken, problems, missing, settings} = config();
  if (isBroken) return problems[0]?.kind === 'origin' ? 'insecure_origin' : 'config_invalid';
  if (missing) return 'config_incomplete';
  if (!ports.isSecureContext) return 'insecure_origin';
  // Kakao's pages show in no frame, and cookies of this site are not to be had in another site's.
  return ports.isTop || (settings.restApiKey && ports.topAddress()) ? null : 'framed';
}

/** Secrets are made ahead, because WebCrypto answers later and a press must not wait. */
function createLoginSecretsMaker(): SecretsMaker {
  let made: TransactionSecrets | null = null;
  let making: Promise<TransactionSecrets> | null = null;
  return {
    ready: () => made,
    make: () => (making ??= createTransactionSecrets().then((secrets) => (made = secrets))),
    drop: () => void (made = making = null),
  };
}
