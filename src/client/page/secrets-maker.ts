import type {TransactionSecrets} from '../../oauth/authorization-request.js';
import type {ErrorCode} from '../../shared/errors.js';
import {KakaoSyncError} from '../../shared/kakao-sync-error.js';

/** The secrets of a link, made with the session's key. */
export interface LinkSecrets extends TransactionSecrets {
  /** When the key was made, in seconds since the epoch by the server's clock. */
  readonly t: number;
}

/** A link cannot begin; `to` is where the member can log in again. */
export class LinkRefusal extends KakaoSyncError {
  readonly to: string | undefined;

  /** The backend has answered, and that is why. */
  readonly isAnswered: boolean;

  constructor(code: ErrorCode, isAnswered = true, to?: string) {
    super(code);
    this.isAnswered = isAnswered;
    this.to = to;
  }
}

/** Makes the secrets of transactions ahead of the press that uses them. */
export interface SecretsMaker<Secrets extends TransactionSecrets = TransactionSecrets> {
  /** Those that a press can use now; null if it would have to wait for them. */
  ready(): Secrets | null;
  /** Makes them, where there are none. */
  make(): Promise<Secrets>;
  /** They are used up. */
  drop(): void;
}

/**
 * Those that are ready were made for the session that the page knows now. `make` asks the backend for the session's key
 * where the page has none, and rejects with a {@link LinkRefusal}: `session_required`, `login_too_old`,
 * `purpose_unsupported`, or why the session cannot be read.
 */
export type LinkSecretsMaker = SecretsMaker<LinkSecrets>;
