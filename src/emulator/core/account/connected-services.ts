import type {EmulatorContext, RequestContext} from '../http/emulator-context.js';
import {readForm} from '../http/parameters.js';
import {readBrowser} from '../oauth/browser.js';
import {showAccountLogin} from '../oauth/login.js';
import {addPendingForm, readSubmittedForm} from '../oauth/submitted-form.js';
import {toExpiredPage} from '../pages/message-pages.js';
import {readLanguage} from '../pages/texts.js';
import {type ConnectedService, toConnectedServicesPage} from './connected-services-page.js';
import type {Persona} from '../store/personas.js';
import {EmulatorResponse} from '../base/messages.js';

/** The page of the Kakao account that lists the services to which it is linked. */
export const CONNECTED_SERVICES = '/connected/app/list';

/** GET apps.kakao.com/connected/app/list: the services to which the Kakao account of this browser is linked. */
export function handleConnectedServices(context: RequestContext): EmulatorResponse {
  const {emulator, url} = context;
  const browser = readBrowser(context);
  const {persona} = browser;
  if (!persona) return showAccountLogin(context, browser, emulator.apps);
  return toConnectedServicesPage({
    language: readLanguage(context.request, url.searchParams),
    persona,
    services: listServices(emulator, persona),
    formId: addPendingForm(context, browser.id, persona.id),
    setCookie: browser.setCookie,
  });
}

/** POST to the same: ends the link to one service, or signs out, so that another account can be chosen. */
export async function handleConnectedServicesSubmit(context: RequestContext): Promise<EmulatorResponse> {
  const {emulator, url} = context;
  const form = await readForm(context);
  const language = readLanguage(context.request, form ?? url.searchParams);
  const submitted = readSubmittedForm(context, form);
  const {persona} = readBrowser(context);
  const app = emulator.apps.find(({appId}) => String(appId) === form?.get('app'));
  const isSwitch = form?.get('account') === 'other';
  const isTheirs = submitted?.path === url.pathname && submitted.personaId === persona?.id;
  if (!persona || !isTheirs || !(app ?? isSwitch)) return toExpiredPage(language);
  emulator.store.forms.remove(submitted.formId);
  if (app) emulator.store.unlink(app, persona, 'UNLINK_FROM_APPS');
  else emulator.store.sessions.signOut(submitted.browserId);
  return new EmulatorResponse(null, {status: 303, headers: {location: `${CONNECTED_SERVICES}?lang=${language}`}});
}

function listServices({apps, store}: EmulatorContext, persona: Persona): readonly ConnectedService[] {
  return apps.flatMap((app) => {
    const link = store.links.find(app, persona);
    return link ? [{app, link}] : [];
  });
}
