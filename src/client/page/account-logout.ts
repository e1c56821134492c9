import {KAKAO} from '../../oauth/authorization-request.js';
import {createRandomToken} from '../../shared/encoding/random.js';
import {parseJson, toFields} from '../../shared/fields.js';
import {isSamePage, toReturnTarget, withoutBackslashes} from '../../shared/return-target.js';
import {readStateParameter, toStateParameter} from '../../shared/state-parameter.js';
import {keepJson} from './kept/stored-json.js';
import type {Settings} from '../state/config.js';
import type {ClientPorts} from './ports/ports.js';

const LOGOUT_KEY = 'ks.logout';

/** The fields in `ks.logout`. */
interface StoredLogout {
  readonly state: string;
  /** The page where it began: path, query and fragment. */
  readonly from: string | undefined;
}

type LogoutPorts = Pick<ClientPorts, 'address' | 'topAddress' | 'navigateTop' | 'sessionStorage'>;

/**
 * Leaves for Kakao's page that logs out of the Kakao account, and comes back to `logoutRedirectUri`.
 * https://developers.kakao.com/docs/latest/ko/kakaologin/rest-api#logout-of-service-and-kakaoaccount
 */
export function leaveForAccountLogout(
  ports: LogoutPorts,
  {restApiKey, appKey = '', logoutRedirectUri = '', emulator = KAKAO}: Settings,
): void {
  const address = ports.topAddress() ?? ports.address();
  const state = toStateParameter({tx: createRandomToken(), path: address.pathname + address.search});
  const query = new URLSearchParams({
    client_id: restApiKey ?? appKey,
    logout_redirect_uri: logoutRedirectUri,
    state,
  }).toString();
  ports.navigateTop(`${emulator}/oauth/logout?${query}`);
  // In the same task: where the window may not leave, nothing is kept.
  keepJson(ports.sessionStorage, LOGOUT_KEY, {state, from: toReturnTarget(address)} satisfies StoredLogout);
}

/**
 * Whether a logout that comes back by this address began in this tab, and where; null where it is none. The path in its
 * `state` is anybody's.
 */
export function readLogoutReturn(
  {sessionStorage}: Pick<ClientPorts, 'sessionStorage'>,
  address: URL,
  {logoutRedirectUri}: Settings,
): {readonly isOurs: boolean; readonly from: string | undefined} | null {
  const given = address.searchParams.get('state') ?? '';
  if (!isSamePage(address, logoutRedirectUri) || !readStateParameter(given)) return null;
  const kept: Partial<Record<keyof StoredLogout, unknown>> = toFields(parseJson(sessionStorage.get(LOGOUT_KEY)));
  const isOurs = kept.state === given;
  if (isOurs) sessionStorage.remove(LOGOUT_KEY);
  return {isOurs, from: isOurs ? withoutBackslashes(kept.from) : undefined};
}
