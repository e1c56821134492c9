import {readForm} from '../http/parameters.js';
import {readBrowser} from '../oauth/browser.js';
import {CHANNEL_RELATIONS} from '../store/channel-relations.js';
import {findChannel, toChannelRequestId} from './channels.js';
import {toChannelPage} from './channel-page.js';
import {toExpiredPage, toNoChannelPage} from '../pages/message-pages.js';
import {readLanguage} from '../pages/texts.js';
import {addPendingForm, readSubmittedForm} from '../oauth/submitted-form.js';
import {type EmulatorContext, findPersona, type RequestContext} from '../http/emulator-context.js';
import type {Persona} from '../store/personas.js';
import {showAccountLogin} from '../oauth/login.js';
import {EmulatorResponse} from '../base/messages.js';

/** GET pf.kakao.com/_ID, /_ID/friend, /_ID/chat: the page of a channel, where a person adds, removes or blocks it. */
export function handleChannelHome(context: RequestContext): EmulatorResponse {
  const {url, emulator, entry} = context;
  const language = readLanguage(context.request, url.searchParams);
  const [, publicId = '', kind = ''] = url.pathname.split('/');
  const found = findChannel(emulator, publicId);
  if (!found) {
    entry.error = 'no such channel';
    return toNoChannelPage(language, publicId);
  }
  const appKey = url.searchParams.get('app_key');
  if (appKey !== null && !found.apps.some(({keys}) => keys.some(({key}) => key === appKey))) {
    entry.warn({
      en: `The channel ${publicId} is not linked to the app of this key.`,
      ko: `이 키의 앱에 연결되지 않은 채널입니다: ${publicId}.`,
    });
  }
  const browser = readBrowser(context);
  const persona = browser.persona ?? findTalkPersona(emulator, publicId);
  if (!persona) return showAccountLogin(context, browser, found.apps);
  return toChannelPage({
    language,
    channel: found.channel,
    isChat: kind === 'chat',
    relation: emulator.store.channels.get(persona.id, publicId),
    persona,
    formId: addPendingForm(context, browser.id, persona.id),
    setCookie: browser.setCookie,
  });
}

/** POST to the same: changes the person's relation to the channel. */
export async function handleChannelHomeSubmit(context: RequestContext): Promise<EmulatorResponse> {
  const {url, emulator} = context;
  const form = await readForm(context);
  const submitted = readSubmittedForm(context, form);
  const relation = CHANNEL_RELATIONS.find((known) => known === form?.get('relation'));
  const publicId = url.pathname.split('/')[1] ?? '';
  const found = findChannel(emulator, publicId);
  const persona = readBrowser(context).persona ?? findTalkPersona(emulator, publicId);
  const isTheirs = submitted?.path === url.pathname && submitted.personaId === persona?.id;
  if (!found || !persona || !relation || !isTheirs) {
    return toExpiredPage(readLanguage(context.request, form ?? url.searchParams));
  }
  emulator.store.forms.remove(submitted.formId);
  emulator.store.channels.set(persona.id, found.channel.publicId, relation);
  return new EmulatorResponse(null, {status: 303, headers: {location: `${submitted.path}${submitted.search}`}});
}

/** A channel that a page has handed to KakaoTalk is shown to KakaoTalk's account. */
function findTalkPersona(emulator: EmulatorContext, publicId: string): Persona | null {
  const {requests, account} = emulator.store.talk;
  return requests.some(({id}) => id === toChannelRequestId(publicId)) ? findPersona(emulator, account) : null;
}
