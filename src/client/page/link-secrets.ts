import type {TransactionSecrets} from '../../oauth/authorization-request.js';
import {KakaoSyncError, type ErrorCode} from '../../shared/errors.js';

/** The secrets of a link, made with the session's key. */
export interface LinkSecrets extends TransactionSecrets {
  /** When the key was made, in seconds since the epoch by the server's clock. */
  readonly t: number;
}

/** A link cannot begin; `to` is where the member can log in again. */
export class LinkRefusal extends KakaoSyncError {
  readonly to: string | undefined;

  constructor(code: ErrorCode, to?: string) {
    super(code);
    this.to = to;
  }
}

export interface LinkSecretsMaker {
  /** Those that were made for the session that the page knows now; null if a press would have to wait for them. */
  ready(): LinkSecrets | null;
  /**
   * Makes them, after asking the backend for the session's key where the page has none.
   *
   * @throws {LinkRefusal} `session_required`, `login_too_old`, `purpose_unsupported`, or why the session cannot be read
   */
  make(): Promise<LinkSecrets>;
  /** They are used up. */
  drop(): void;
}
