import {KakaoSyncError} from '../../shared/kakao-sync-error.js';
import {toReturnTarget, withoutBackslashes} from '../../shared/return-target.js';
import {keepDeveloperHint} from '../page/backend/developer-hint.js';
import {toClientContext} from '../page/client-context.js';
import type {CoreContext} from '../page/core-context.js';
import {LinkRefusal} from '../page/secrets-maker.js';
import {toFailure} from '../state/outcome.js';
import type {FailedPress} from './press.js';

/** Shows how a press failed. */
export function deliverFailure(core: CoreContext, {purpose, options, failed, ref}: FailedPress, error: unknown): void {
  const {ports, deliver} = toClientContext(core);
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
