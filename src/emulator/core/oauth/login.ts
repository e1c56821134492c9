import {readForm} from '../http/parameters.js';
import {toRedirect} from '../http/responses.js';
import type {EmulatedApp} from '../store/apps.js';
import {type Browser, readBrowserIds, renewBrowser} from './browser.js';
import {toLoginPage} from './login-page.js';
import {toExpiredPage} from '../pages/message-pages.js';
import {readLanguage} from '../pages/texts.js';
import {addPendingForm, readSubmittedForm} from './submitted-form.js';
import {type RequestContext, findPersona} from '../http/emulator-context.js';
import type {EmulatorResponse} from '../base/messages.js';

/** POST /login: logs in the chosen person and redirects to the page that needed the login. */
export async function handleLogin(context: RequestContext): Promise<EmulatorResponse> {
  const {emulator, url} = context;
  const form = await readForm(context);
  const language = readLanguage(context.request, form ?? url.searchParams);
  const submitted = readSubmittedForm(context, form);
  const persona = findPersona(emulator, form?.get('persona') ?? null);
  if (!submitted || !persona) return toExpiredPage(language);
  const {store} = emulator;
  store.forms.remove(submitted.formId);
  const browser = renewBrowser(url);
  // One browser may have several ids: windows that were opened at once, or that have logged in meanwhile.
  for (const id of readBrowserIds(context)) {
    store.forms.rename(id, browser.id);
    store.sessions.signOut(id);
  }
  const parameters = new URLSearchParams(submitted.search);
  store.sessions.signIn(browser.id, persona.id, toRequestId(parameters));
  parameters.set('through_account', 'true');
  return toRedirect(`${submitted.path}?${parameters.toString()}`, {'set-cookie': browser.setCookie});
}

/** Shows the login page before a page of Kakao's own, such as a channel. */
export function showAccountLogin(
  context: RequestContext,
  browser: Browser,
  apps: readonly EmulatedApp[],
): EmulatorResponse {
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

/** An id of the authorization request that is the same before and after the login page. */
export function toRequestId(parameters: URLSearchParams): string {
  const copy = new URLSearchParams(parameters);
  copy.delete('through_account');
  return copy.toString();
}
