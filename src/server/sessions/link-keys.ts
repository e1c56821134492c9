import {toLinkNonceSecret} from '../../shared/encoding/link-nonce.js';
import {createSessionSigner, type SignedSession, timingSafeEqual} from './session-signer.js';
import {countsWithoutName, type SiteNameSettings} from '../base/site-name.js';

/** Keys for connecting a Kakao account: each is one session's at one second, and nothing is kept to check it later. */
export interface LinkKeys {
  /**
   * The key of a session.
   *
   * @param time whole seconds since the epoch
   */
  create(session: SignedSession, time: number): Promise<string>;
  /** Whether a transaction's `nonceSecret` was made with the key that this session got at `time`. */
  verify(
    session: SignedSession,
    time: number,
    proof: {readonly tx: string; readonly nonceSecret: string},
  ): Promise<boolean>;
}

/** @param settings `sessionKeys`: newest first; the first makes keys, all verify */
export function createLinkKeys(
  settings: SiteNameSettings & {readonly sessionKeys: readonly string[]; readonly now: () => number},
): LinkKeys {
  const {sessionKeys, site, now} = settings;
  const [first = createSessionSigner('link', '', site?.name), ...others] = sessionKeys.map((key) =>
    createSessionSigner('link', key, site?.name),
  );
  const former = sessionKeys.map((key) => createSessionSigner('link', key, undefined));

  return {
    create: first,
    async verify(session, time, {tx, nonceSecret}) {
      const isFormer = countsWithoutName(settings, time * 1000, now());
      // All of them, so that the time taken does not tell which one fits.
      const matches = await Promise.all(
        [first, ...others, ...(isFormer ? former : [])].map(async (sign) =>
          timingSafeEqual(await toLinkNonceSecret(await sign(session, time), tx), nonceSecret),
        ),
      );
      return matches.includes(true);
    },
  };
}
