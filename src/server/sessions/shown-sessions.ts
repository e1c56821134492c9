import type {StoredSession} from '../options/session-port.js';
import {createSessionSigner, type SessionSigner, timingSafeEqual} from './session-signer.js';

type Shown = Pick<StoredSession, 'memberId' | 'issuedAt' | 'tx'>;

/** What a page is told of the session that it shows, so that it can name that one and no other. */
export interface ShownSessions {
  /**
   * The transaction that made a session. Of one without, a text that stands for its member and its time; undefined where
   * there are no keys for that.
   */
  toTx(session: Shown): Promise<string | undefined>;
  /** Whether a page that names `tx` was shown this very session. */
  includes(session: Shown, tx: string | undefined): Promise<boolean>;
}

/** @param settings `sessionKeys`: newest first; the first signs, all are compared */
export function createShownSessions({
  sessionKeys,
  site,
}: {
  readonly sessionKeys: readonly string[];
  readonly site: {readonly name: string} | null;
}): ShownSessions {
  const signers = sessionKeys.map((key): SessionSigner => createSessionSigner('shown', key, site?.name));
  return {
    toTx: async (session) => session.tx ?? signers[0]?.(session),
    async includes(session, tx) {
      if (tx === undefined) return false;
      if (session.tx !== undefined) return tx === session.tx;
      const known = await Promise.all(signers.map((sign) => sign(session)));
      return known.some((text) => timingSafeEqual(text, tx));
    },
  };
}
