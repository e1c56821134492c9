import {KakaoSyncError} from '../../shared/errors.js';
import {toReturnTarget, withoutBackslashes} from '../../shared/return-target.js';
import type {Purpose} from '../../shared/transaction.js';
import {keepDeveloperHint} from '../page/backend/developer-hint.js';
import type {ClientContext} from '../page/client-context.js';
import {LinkRefusal, type LinkSecrets, type SecretsMaker} from '../page/secrets-maker.js';
import type {Settings} from '../state/config.js';
import type {ConsentRequest} from '../state/consent-request.js';
import type {LoginOptions} from '../state/login-options.js';
import {toFailure} from '../state/outcome.js';
import type {FlowCode} from '../state/state.js';
import type {TransactionSecrets} from '../../oauth/authorization-request.js';

/** The secrets of one press; `t` belongs to a link. */
export type PressSecrets = TransactionSecrets & Partial<LinkSecrets>;

/** A press on its way to Kakao. */
export interface Press {
  readonly purpose: Purpose;
  readonly options: LoginOptions;
  /** What a consent asks for. */
  readonly asked: ConsentRequest | undefined;
  /** The page's settings when it began. */
  readonly settings: Settings;
  /** How the flow before it failed. */
  readonly failed: FlowCode | undefined;
  /** When it began, in milliseconds since the epoch. */
  readonly pressedAt: number;
  /** Where its secrets come from. */
  readonly secrets: SecretsMaker<PressSecrets>;
  /** The reference of its transaction, once it has one. */
  ref?: string;
  /** Whatever else is told meanwhile, a press goes on: only another one, its own failure or the Back button ends it. */
  readonly isCurrent: () => boolean;
  /** Ends it with what went wrong, unless it has ended. */
  readonly fail: (error: unknown) => void;
}

/** Shows how a press failed. */
export function deliverFailure(
  {ports, deliver}: ClientContext,
  {purpose, options, failed, ref}: Pick<Press, 'purpose' | 'options' | 'ref'> & Partial<Pick<Press, 'failed'>>,
  error: unknown,
): void {
  const thrown = error instanceof KakaoSyncError ? error : new KakaoSyncError('sdk_failed');
  const refusal = thrown instanceof LinkRefusal ? thrown : null;
  const {code, message} = thrown;
  // Without a frame around it, this page can do what was pressed for.
  const to = code === 'framed' ? withoutBackslashes(toReturnTarget(ports.address())) : refusal?.to;
  if (message !== code) keepDeveloperHint(ports, message);
  const failure = {...toFailure(code, purpose, ref), ...(to !== undefined && {to})};
  // Kakao's SDK may have failed once only.
  const isFirst = code === 'sdk_failed' && failed !== code;
  deliver({...failure, ...(isFirst && {end: 'retry'})}, options.source, refusal?.isAnswered);
}
