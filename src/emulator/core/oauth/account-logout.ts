import {findDuplicate, getText, readForm, warnOfUnknown} from '../http/parameters.js';
import {toRedirect} from '../http/responses.js';
import type {EmulatedApp} from '../store/apps.js';
import {readBrowser} from './browser.js';
import {toAccountLogoutPage} from './account-logout-page.js';
import {type RefusedRequest, refuse} from './authorization-request.js';
import {toErrorPage, toExpiredPage} from '../pages/message-pages.js';
import {readLanguage} from '../pages/texts.js';
import {addPendingForm, readSubmittedForm} from './submitted-form.js';
import {type RequestContext, findAppName, findClient, type EmulatorContext} from '../http/emulator-context.js';
import type {EmulatorResponse} from '../base/messages.js';

const KNOWN = ['client_id', 'logout_redirect_uri', 'state', 'lang'];

/** A logout that may redirect to the site. */
interface LogoutRequest {
  readonly app: EmulatedApp;
  /** The registered address with `state`. */
  readonly target: string;
}

/**
 * GET /oauth/logout (Kakao: Logout with Kakao Account): asks whether to log out of the Kakao account too, if somebody is
 * logged in to one. Then it redirects to the registered logout redirect URI.
 */
export function handleAccountLogout(context: RequestContext): EmulatorResponse {
  const {url, emulator, entry} = context;
  const language = readLanguage(context.request, url.searchParams);
  entry.warn(...warnOfUnknown(url.searchParams, KNOWN, '/oauth/logout'));
  const logout = readLogoutRequest(emulator, url.searchParams);
  if ('koe' in logout) {
    entry.error = logout.koe;
    return toErrorPage({...logout, language, appName: findAppName(context)});
  }
  const {persona, id, setCookie} = readBrowser(context);
  // Kakao's page for a browser without a login is not recorded.
  if (!persona) return toRedirect(logout.target);
  const formId = addPendingForm(context, id);
  return toAccountLogoutPage({language, app: logout.app, target: logout.target, persona, formId, setCookie});
}

/** POST /oauth/logout: "with the Kakao account", or "this service only". */
export async function handleAccountLogoutSubmit(context: RequestContext): Promise<EmulatorResponse> {
  const {emulator, url} = context;
  const form = await readForm(context);
  const language = readLanguage(context.request, form ?? url.searchParams);
  const submitted = readSubmittedForm(context, form);
  const logout = submitted && readLogoutRequest(emulator, new URLSearchParams(submitted.search));
  const scope = form?.get('logout');
  if (!submitted || !logout || 'koe' in logout || (scope !== 'account' && scope !== 'service')) {
    return toExpiredPage(language);
  }
  emulator.store.forms.remove(submitted.formId);
  if (scope === 'account') emulator.store.sessions.signOut(submitted.browserId);
  return toRedirect(logout.target);
}

function readLogoutRequest(emulator: EmulatorContext, parameters: URLSearchParams): LogoutRequest | RefusedRequest {
  const duplicate = findDuplicate(parameters);
  if (duplicate !== null)
    return refuse(
      'KOE001',
      `The parameter ${duplicate} is given more than once.`,
      `파라미터 ${duplicate}을(를) 여러 번 지정했습니다.`,
    );
  const clientId = getText(parameters, 'client_id');
  if (clientId === null) return refuse('KOE207', 'client_id is missing.', 'client_id가 없습니다.');
  const client = findClient(emulator, clientId);
  if (!client) return refuse('KOE101', 'client_id is not a key of any app.', 'client_id가 어떤 앱의 키도 아닙니다.');
  const {app} = client;
  const address = getText(parameters, 'logout_redirect_uri');
  if (address === null) return refuse('KOE207', 'logout_redirect_uri is missing.', 'logout_redirect_uri가 없습니다.');
  if (!app.logoutRedirectUris.includes(address)) {
    const registered = app.logoutRedirectUris.join(', ') || 'none';
    return refuse(
      'KOE007',
      `Register ${address} as logout redirect URI; registered: ${registered}.`,
      `로그아웃 리다이렉트 URI로 ${address} 주소를 등록하세요. 등록된 주소: ${registered}`,
    );
  }
  const state = parameters.get('state');
  const query = state === null ? '' : `${address.includes('?') ? '&' : '?'}state=${encodeURIComponent(state)}`;
  return {app, target: address + query};
}
