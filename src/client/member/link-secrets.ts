import {createTransactionSecrets} from '../../oauth/authorization-request.js';
import type {ErrorCode} from '../../shared/errors.js';
import {toLinkNonceSecret} from '../../shared/encoding/link-nonce.js';
import {readReturnTarget} from '../../shared/return-target.js';
import type {SessionReading} from '../page/backend/backend.js';
import type {ClientContext} from '../page/client-context.js';
import {LinkRefusal, type LinkSecrets, type LinkSecretsMaker} from '../page/secrets-maker.js';

/** Makes the secrets of links ahead of the press, which sends no request. */
export function createLinkSecretsMaker(
  {ports, linkOffers, config}: Pick<ClientContext, 'ports' | 'linkOffers' | 'config'>,
  readSession: () => Promise<SessionReading>,
): LinkSecretsMaker {
  let made: {readonly secrets: LinkSecrets; readonly key: string} | null = null;
  /** A backend may keep one key a session: then only `t` is new. */
  function ready(): LinkSecrets | null {
    const offer = linkOffers.current();
    return made && offer?.key === made.key && offer.t === made.secrets.t ? made.secrets : null;
  }

  /** The page where the member logs in again, which may bring them back here. */
  function toLoginPage(template: string | undefined): string | undefined {
    const {origin, pathname, search} = ports.address();
    const {redirectUri, endpoint} = config().settings;
    // Of an address that is too long, less: whoever made the link to the page chose it. A page's own path may even begin as
    // a host does, and the login would perhaps lead there.
    return [pathname + search, pathname, '/']
      .map((path) => template?.split('{path}').join(encodeURIComponent(path.replace(/^\/\/.*/, '/'))))
      .map((page) => readReturnTarget(page, {origin, redirectUri, endpoint}) ?? undefined)
      .find(Boolean);
  }

  return {
    ready,
    async make() {
      // Where the login was too old, the member may have logged in again since, on a page that tells this one nothing.
      const answer = linkOffers.current()?.key === undefined ? await readSession() : null;
      const offer = linkOffers.current();
      if (!offer) throw new LinkRefusal(toObstacle(answer), !(answer && 'code' in answer && answer.isLost));
      const {key} = offer;
      if (key === undefined) throw new LinkRefusal('login_too_old', true, toLoginPage(offer.reauthenticate));
      const secrets = ready() ?? {
        ...(await createTransactionSecrets((tx) => toLinkNonceSecret(key, tx))),
        t: offer.t,
      };
      made = {secrets, key};
      return secrets;
    },
    drop: () => void (made = null),
  };
}

/** Why there is no offer. */
function toObstacle(answer: SessionReading): ErrorCode {
  if (answer === undefined) return 'backend_bad_answer';
  if (!answer) return 'purpose_unsupported';
  if ('code' in answer) return answer.code;
  if (answer.status !== 'signed-in') return 'session_required';
  // Somebody signed in or out while the backend answered.
  return answer.link ? 'login_unfinished' : 'purpose_unsupported';
}
