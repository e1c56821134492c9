import {readForm, toRedirect} from '../http/responses.js';
import type {EmulatedApp} from '../store/apps.js';
import {type Browser, renewBrowser} from './browser.js';
import {toLoginPage} from './login-page.js';
import {toExpiredPage} from '../pages/notice.js';
import {readLanguage} from '../pages/texts.js';
import {addPendingForm, readSubmittedForm} from './submitted-form.js';
import {type RequestContext, findPersona} from '../http/emulator-context.js';

/** POST /login: the person chosen on the login page, and back to what the login was for. */
export async function handleLogin(context: RequestContext): Promise<Response> {
  const {emulator, url} = context;
  const form = await readForm(context);
  const language = readLanguage(context.request, form ?? url.searchParams);
  const pending = readSubmittedForm(context, form);
  const persona = findPersona(emulator, form?.get('persona') ?? null);
  if (!pending || !persona) return toExpiredPage(language);
  const {store} = emulator;
  store.forms.remove(pending.formId);
  const browser = renewBrowser(url);
  store.sessions.signOut(pending.browserId);
  const parameters = new URLSearchParams(pending.search);
  store.sessions.signIn(browser.id, persona.id, toRequestId(parameters));
  parameters.set('through_account', 'true');
  return toRedirect(`${pending.path}?${parameters.toString()}`, {'set-cookie': browser.setCookie});
}

/** The login page in front of a page that is nobody's authorization. */
export function showAccountLogin(context: RequestContext, browser: Browser, apps: readonly EmulatedApp[]): Response {
  const {emulator, url} = context;
  return toLoginPage({
    language: readLanguage(context.request, url.searchParams),
    prompts: [],
    loginHint: null,
    formTargets: [],
    formId: addPendingForm(context, browser.id),
    personas: emulator.personas,
    isLinked: (persona) => apps.some((app) => emulator.store.links.find(app, persona) !== null),
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
