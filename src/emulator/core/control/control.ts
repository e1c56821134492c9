import {FORM, readForm} from '../http/parameters.js';
import {toJson, toRedirect, toRefusal} from '../http/responses.js';
import {readBrowser, toTalkCookie} from '../oauth/browser.js';
import {hasMediaType} from '../base/header-text.js';
import {getPersonaOrThrow, type RequestContext} from '../http/emulator-context.js';
import {toTalkScreen} from '../talk/talk.js';
import type {Language} from '../base/localized.js';
import {readLanguage} from '../pages/texts.js';
import {announce} from './announce.js';
import {CHANGES, type UnknownRecord} from './changes.js';
import {toControlPage} from './control-page.js';
import {readControl} from './views.js';
import {type EmulatorRequest, EmulatorResponse} from '../base/messages.js';

/**
 * Everything under /__emulator, for people who try things out on this machine. Pages of this origin may read. A change
 * needs JSON without an `Origin` or with our own, or a form of our own page.
 */
export async function handleControl(context: RequestContext): Promise<EmulatorResponse> {
  const {request, url} = context;
  const path = url.pathname.slice('/__emulator'.length).replace(/\/$/, '');
  if (request.method === 'GET') return readControl(context, path);
  if (request.method !== 'POST') return toRefusal(context, 405, 'The control plane takes GET and POST.');
  if (path === '/talk/intent') return announce(context);
  const isForm = hasMediaType(request, FORM);
  const reason = findForeign(request, url.origin, isForm);
  if (reason !== null) return toRefusal(context, 403, reason);
  const fields = isForm ? await readFormFields(context) : await readJsonFields(request);
  if (!fields) return toRefusal(context, 415, 'The control plane takes application/json.');
  try {
    const response = apply(context, path, fields, isForm);
    // The page that follows shows what the site has answered.
    if (isForm) await context.emulator.notices.settledWithin(LONGEST_WAIT);
    return response;
  } catch (error) {
    const {message} = error as Error;
    if (!isForm) return toRefusal(context, 400, message);
    context.entry.error = message;
    return toControlPage(toFormLanguage(request, fields), context.emulator, message);
  }
}

/** In milliseconds. */
const LONGEST_WAIT = 1000;

/** Why a change comes from elsewhere; null if it does not. A form always needs our own `Origin`. */
function findForeign({headers}: EmulatorRequest, ownOrigin: string, isForm: boolean): string | null {
  const origin = headers.get('origin');
  const site = headers.get('sec-fetch-site');
  if ((origin !== null || isForm) && origin !== ownOrigin) return 'a foreign Origin';
  return site !== null && site !== 'same-origin' ? 'a foreign site' : null;
}

/** @throws {Error} that says what is wrong with the fields. */
function apply(context: RequestContext, path: string, fields: UnknownRecord, isForm: boolean): EmulatorResponse {
  const {emulator, url} = context;
  if (path === '/chat/open') return openFromChat(context, fields);
  if (path === '/chat/leave') return leaveChat(context);
  if (path === '/talk/open') return openInTalk(context, fields);
  const change = CHANGES[path];
  if (!change) return toRefusal(context, 404, `There is no POST ${url.pathname}.`);
  const result = change(emulator, fields);
  return isForm ? toFormResponse(context.request, path, fields) : toJson(result);
}

/** Leads back to the page of the form. */
function toFormResponse(request: EmulatorRequest, path: string, fields: UnknownRecord): EmulatorResponse {
  const [page = ''] = /^\/(talk|chat)/.exec(path) ?? [];
  return new EmulatorResponse(null, {
    status: 303,
    headers: {location: `/__emulator${page}?lang=${toFormLanguage(request, fields)}`},
  });
}

function toFormLanguage(request: EmulatorRequest, {lang}: UnknownRecord): Language {
  return readLanguage(request, new URLSearchParams({lang: String(lang)}));
}

/** A press on a link in the chat: from now on, this browser plays KakaoTalk's in-app browser with KakaoTalk's account. */
function openFromChat(context: RequestContext, fields: UnknownRecord): EmulatorResponse {
  const {emulator, url} = context;
  const link = emulator.chatLinks[Number(fields['link'])];
  if (!link) throw new Error(`There is no link ${String(fields['link'])} in the chat.`);
  emulator.store.sessions.signOut(readBrowser(context).id);
  return toRedirect(link.url, {'set-cookie': toTalkCookie(true, url)});
}

/** Shows the login that waits to an account, which is KakaoTalk's from now on. */
function openInTalk({emulator}: RequestContext, {id, persona, lang}: UnknownRecord): EmulatorResponse {
  const {talk} = emulator.store;
  const waiting = talk.requests.find((request) => request.id === id);
  if (!waiting) throw new Error('Nothing waits under this id.');
  talk.account = getPersonaOrThrow(emulator, String(persona)).id;
  return toRedirect(`${toTalkScreen(waiting.address)}${lang === 'en' || lang === 'ko' ? `&lang=${lang}` : ''}`);
}

function leaveChat(context: RequestContext): EmulatorResponse {
  const {emulator, url} = context;
  emulator.store.sessions.signOut(readBrowser(context).id);
  return toRedirect('/__emulator/chat', {'set-cookie': toTalkCookie(false, url)});
}

async function readFormFields(context: RequestContext): Promise<UnknownRecord | null> {
  const form = await readForm(context);
  return form && Object.fromEntries(form);
}

async function readJsonFields(request: EmulatorRequest): Promise<UnknownRecord | null> {
  if (!hasMediaType(request, 'application/json')) return null;
  let value: unknown;
  try {
    value = JSON.parse((await request.text()) || '{}');
  } catch {
    return null;
  }
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
}
