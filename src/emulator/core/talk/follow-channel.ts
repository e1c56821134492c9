import {getText, readForm} from '../http/parameters.js';
import {toJson} from '../http/responses.js';
import type {EmulatedApp, TalkChannel} from '../store/apps.js';
import {readKaOrigin} from '../oauth/authorization-request.js';
import {readBrowser} from '../oauth/browser.js';
import {findChannel} from './channels.js';
import {toFollowPage, toFollowResultPage, toProxyPage} from './channel-page.js';
import {toExpiredPage} from '../pages/message-pages.js';
import {readLanguage} from '../pages/texts.js';
import {addPendingForm, readSubmittedForm} from '../oauth/submitted-form.js';
import type {Persona} from '../store/personas.js';
import {createSecret} from '../base/bytes.js';
import {type RequestContext, findClient, findPersona, type EmulatorContext} from '../http/emulator-context.js';
import {showAccountLogin} from '../oauth/login.js';
import type {EmulatorResponse} from '../base/messages.js';

const CORS = {'access-control-allow-origin': '*'};

/** A valid call of `followChannel`. */
interface FollowRequest {
  readonly app: EmulatedApp;
  readonly channel: TalkChannel;
  /** The owner of the page's access token; null: the person who is logged in to the browser. */
  readonly persona: Persona | null;
}

/** Kakao's error codes of `followChannel` (Kakao: KakaoTalk Channel > Troubleshooting > SDK). */
type KaeCode = 'KAE003' | 'KAE004' | 'KAE005' | 'KAE104' | 'KAE105';

/** A call of `followChannel` that Kakao refuses. */
interface FollowError {
  readonly error_code: KaeCode;
  readonly error_msg: string;
}

/** POST /api/agt: exchanges an access token for a short-lived ticket, with which a window acts for the owner. */
export async function handleAgt(context: RequestContext): Promise<EmulatorResponse> {
  const {emulator, entry} = context;
  const form = (await readForm(context)) ?? new URLSearchParams();
  const client = findClient(emulator, getText(form, 'client_id'));
  const token = emulator.store.tokens.findAccessToken(getText(form, 'access_token') ?? '');
  if (!client || token?.appId !== client.app.appId || token.expiresAt <= emulator.now()) {
    entry.error = 'agt: client_id or access_token';
    return toJson({error: 'invalid_token', error_description: 'this access token does not exist'}, 401, CORS);
  }
  const agt = createSecret(24);
  emulator.store.tokens.addTicket(agt, token.personaId);
  return toJson({agt}, 200, CORS);
}

/** GET apps.kakao.com/proxy: the hidden frame of the SDK, for pages of registered domains. */
export function handleProxy(context: RequestContext): EmulatorResponse {
  const {apps} = context.emulator;
  const domains = apps.flatMap(({keys}) => keys.flatMap((key) => key.domains));
  return toProxyPage(readLanguage(context.request, context.url.searchParams), [...new Set(domains)]);
}

/** GET apps.kakao.com/talk/channel/follow: asks "add this channel?" */
export function handleFollow(context: RequestContext): EmulatorResponse {
  const {emulator, url, entry} = context;
  const language = readLanguage(context.request, url.searchParams);
  const follow = readFollowRequest(emulator, url.searchParams);
  if ('error_code' in follow) {
    entry.error = follow.error_code;
    return toFollowResultPage({language, transactionId: url.searchParams.get('trans_id') ?? '', result: {...follow}});
  }
  const {app, channel} = follow;
  const browser = readBrowser(context);
  const persona = follow.persona ?? browser.persona;
  if (!persona) return showAccountLogin(context, browser, [app]);
  return toFollowPage({
    language,
    appName: app.name,
    channel,
    relation: emulator.store.channels.get(persona.id, channel.publicId),
    persona,
    formId: addPendingForm(context, browser.id, persona.id),
    setCookie: browser.setCookie,
  });
}

/** POST to the same: "add" or "cancel". Kakao's result of "cancel" is not recorded; here it is `status: "fail"`. */
export async function handleFollowSubmit(context: RequestContext): Promise<EmulatorResponse> {
  const {emulator, url} = context;
  const form = await readForm(context);
  const language = readLanguage(context.request, form ?? url.searchParams);
  const submitted = readSubmittedForm(context, form);
  const parameters = new URLSearchParams(submitted?.search);
  const follow = submitted && readFollowRequest(emulator, parameters);
  const decision = form?.get('decision');
  if (!submitted || !follow || 'error_code' in follow || (decision !== 'add' && decision !== 'cancel')) {
    return toExpiredPage(language);
  }
  const persona = follow.persona ?? readBrowser(context).persona;
  if (!persona || persona.id !== submitted.personaId) return toExpiredPage(language);
  const {publicId} = follow.channel;
  emulator.store.forms.remove(submitted.formId);
  if (decision === 'add') emulator.store.channels.set(persona.id, publicId, 'ADDED');
  return toFollowResultPage({
    language,
    transactionId: parameters.get('trans_id') ?? '',
    result: {status: decision === 'add' ? 'success' : 'fail', channel_public_id: publicId},
  });
}

function readFollowRequest(emulator: EmulatorContext, parameters: URLSearchParams): FollowRequest | FollowError {
  const missing = ['trans_id', 'app_key', 'ka', 'channel_public_id'].find((name) => getText(parameters, name) === null);
  if (missing !== undefined) return refuse('KAE003', `${missing} is missing.`);
  const app = readFollowApp(emulator, parameters);
  if ('error_code' in app) return app;
  const found = findChannel(emulator, getText(parameters, 'channel_public_id') ?? '');
  if (!found) return refuse('KAE005', 'There is no such channel.');
  if (!found.apps.includes(app)) return refuse('KAE105', 'The channel is not linked to this app.');
  const agt = getText(parameters, 'agt');
  const persona = agt === null ? null : findPersona(emulator, emulator.store.tokens.findTicket(agt));
  if (agt !== null && !persona) return refuse('KAE004', 'agt is unknown or too old.');
  return {app, channel: found.channel, persona};
}

/** The app of a page that may use its JavaScript key. */
function readFollowApp(emulator: EmulatorContext, parameters: URLSearchParams): EmulatedApp | FollowError {
  const client = findClient(emulator, getText(parameters, 'app_key'));
  if (client?.key.kind !== 'javascript') return refuse('KAE104', 'app_key is no JavaScript key of any app.');
  const {domains} = client.key;
  const origin = readKaOrigin(getText(parameters, 'ka'));
  if (origin !== null && domains.includes(origin)) return client.app;
  return refuse('KAE104', `Register the domain ${origin ?? '(none)'} for this key; registered: ${domains.join(', ')}.`);
}

function refuse(code: KaeCode, message: string): FollowError {
  return {error_code: code, error_msg: message};
}
