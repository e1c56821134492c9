import type {AuthorizationRequest, TransactionSecrets} from '../../../oauth/authorization-request.js';
import {toReturnTarget} from '../../../shared/return-target.js';
import {toStateParameter} from '../../../shared/state-parameter.js';
import type {Purpose, TransactionRecord} from '../../../shared/transaction.js';
import type {TransactionDetails} from './open-transaction.js';
import type {ClientPorts} from '../ports/ports.js';

/** A transaction that is about to leave from this page. */
export interface AuthorizationTransaction {
  /** What every request for Kakao carries. */
  readonly request: AuthorizationRequest;
  /** What is written in the task that leaves, when the way and so the key is known. */
  readonly record: Omit<TransactionRecord, 'clientId'>;
  readonly details: TransactionDetails;
}

/** Begins a transaction with these secrets here and now. */
export function createAuthorizationTransaction(
  ports: Pick<ClientPorts, 'now' | 'address'>,
  {tx, nonceSecret, nonce}: TransactionSecrets,
  {
    redirectUri,
    purpose,
    context,
    t,
  }: {redirectUri: string; purpose: Purpose; context?: string | undefined; t?: number | undefined},
): AuthorizationTransaction {
  const address = ports.address();
  const from = address.pathname + address.search;
  return {
    request: {redirectUri, state: toStateParameter({tx, path: from}), nonce},
    record: {tx, nonceSecret, redirectUri, purpose, time: ports.now(), from, ...(t !== undefined && {t})},
    details: {from: toReturnTarget(address), context},
  };
}
