import {readForm, toRedirect} from '../http/responses.js';
import type {EmulatedApp} from '../store/apps.js';
import {type Browser, renewBrowser} from './browser.js';
import {toLoginPage} from './login-page.js';
import {toExpiredPage} from '../pages/notice.js';
import {readLanguage} from '../pages/texts.js';
import {addPendingForm, readPendingForm} from './answered-form.js';
import {type RequestContext, findPersona} from '../http/emulator-context.js';

/** POST /login: the person chosen on the login page, and back to what the login was for. */
export async function handleLogin(exchange: RequestContext): Promise<Response> {
  const {world, url} = exchange;
  const form = await readForm(exchange);
  const language = readLanguage(exchange.request, form ?? url.searchParams);
  const pending = readPendingForm(exchange, form);
  const persona = findPersona(world, form?.get('persona') ?? null);
  if (!pending || !persona) return toExpiredPage(language);
  const {store} = world;
  store.forms.remove(pending.formId);
  const browser = renewBrowser(url);
  store.sessions.signOut(pending.browserId);
  const parameters = new URLSearchParams(pending.search);
  store.sessions.signIn(browser.id, persona.id, toRequestId(parameters));
  parameters.set('through_account', 'true');
  return toRedirect(`${pending.path}?${parameters.toString()}`, {'set-cookie': browser.setCookie});
}

/** The login page in front of a page that is nobody's authorization. */
export function showAccountLogin(exchange: RequestContext, browser: Browser, apps: readonly EmulatedApp[]): Response {
  const {world, url} = exchange;
  return toLoginPage({
    language: readLanguage(exchange.request, url.searchParams),
    prompts: [],
    loginHint: null,
    formTargets: [],
    formId: addPendingForm(exchange, browser.id),
    personas: world.personas,
    isLinked: (persona) => apps.some((app) => world.store.links.find(app, persona) !== null),
    current: null,
    setCookie: browser.setCookie,
  });
}

/** The same request before and after the login page. */
export function toRequestId(parameters: URLSearchParams): string {
  const copy = new URLSearchParams(parameters);
  copy.delete('through_account');
  return copy.toString();
}
