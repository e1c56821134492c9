import type {LinkOffer} from '../../../shared/wire.js';
import {isWithin} from '../with-timeout.js';
import type {ClientPorts} from '../ports/ports.js';
import type {StateStore} from '../../state/state.js';

/** What the backend last gave this page to connect a Kakao account with. In memory only: the key is a secret of the session. */
export interface LinkOffers {
  /** Keeps what came with the session that the page knows now. */
  keep(offer: LinkOffer | undefined): void;
  /** The offer to the session that the page knows now; undefined if there is none, or its time is over. */
  current(): LinkOffer | undefined;
}

/** An offer ends when the page learns of another session, because each session has its own key. */
export function createLinkOffers({now}: Pick<ClientPorts, 'now'>, store: StateStore): LinkOffers {
  let kept: {readonly offer: LinkOffer | undefined; readonly session: unknown; readonly at: number} | undefined;
  return {
    keep(offer) {
      kept = {offer, session: store.state.session, at: now()};
    },
    current() {
      const {offer, session, at = 0} = kept ?? {};
      const lifetime = offer?.key === undefined ? Infinity : offer.expiresIn * 1000;
      return session === store.state.session && isWithin(now() - at, lifetime) ? offer : undefined;
    },
  };
}
