import {createAccount} from './account.js';
import {FORM, readForm, toJson, toRedirect, toRefusal} from '../http/responses.js';
import {readBrowser, toTalkCookie} from '../oauth/browser.js';
import type {ChannelRelation} from '../store/channel-relations.js';
import {findChannel, readChannelJump} from '../talk/channels.js';
import {createAppAdmin} from './app-admin.js';
import {hasMediaType} from '../base/header-text.js';
import type {Fault, FaultPoint} from '../faults/faults.js';
import {toChatPage} from './chat-page.js';
import {toControlPage, toTalkPage, type WaitingChannel, type WaitingSignIn} from './control-page.js';
import {readLanguage} from '../pages/texts.js';
import {readPersona} from '../store/personas.js';
import {playVisitor} from './play-visitor.js';
import {answerTalk, readTalkAddress} from '../talk/talk.js';
import {type RequestContext, getAppOrThrow, getPersonaOrThrow, type EmulatorContext} from '../http/emulator-context.js';

type Fields = Partial<Record<string, unknown>>;

const DONE: Fields = {ok: true};

/**
 * Everything under /__emulator: for whoever tries things out on this machine. Reading is open to pages of this origin;
 * changing needs JSON without an `Origin` or with our own, or a form of our own page.
 */
export async function handleControl(context: RequestContext): Promise<Response> {
  const {request, url} = context;
  const path = url.pathname.slice('/__emulator'.length).replace(/\/$/, '');
  if (request.method === 'GET') return read(context, path);
  if (request.method !== 'POST') return toRefusal(context, 405, 'The control plane takes GET and POST.');
  if (path === '/talk/intent') return announce(context);
  const isForm = hasMediaType(request, FORM);
  const origin = request.headers.get('origin');
  const site = request.headers.get('sec-fetch-site');
  if ((origin !== null || isForm) && origin !== url.origin) return toRefusal(context, 403, 'a foreign Origin');
  if (site !== null && site !== 'same-origin') return toRefusal(context, 403, 'a foreign site');
  const fields = isForm ? await readFormFields(context) : await readJsonFields(request);
  if (!fields) return toRefusal(context, 415, 'The control plane takes application/json.');
  try {
    const opened = openFromChat(context, path, fields);
    if (opened) return opened;
    const result = changeAccount(context.emulator, path, fields) ?? change(context.emulator, path, fields);
    if (result === null) return toRefusal(context, 404, `There is no POST ${url.pathname}.`);
    if (!isForm) return toJson(result);
  } catch (error) {
    return toRefusal(context, 400, (error as Error).message);
  }
  const [page = ''] = /^\/(talk|chat)/.exec(path) ?? [];
  const language = readLanguage(request, new URLSearchParams({lang: String(fields['lang'])}));
  return new Response(null, {status: 303, headers: {location: `/__emulator${page}?lang=${language}`}});
}

function read(context: RequestContext, path: string): Response {
  const {request, url, emulator} = context;
  const language = readLanguage(request, url.searchParams);
  switch (path) {
    case '':
      return toControlPage(language, emulator);
    case '/chat':
      // What this browser plays is a cookie of the host that pages name as the emulator's.
      if (url.hostname === 'localhost') return toRedirect(`http://127.0.0.1:${url.port}${url.pathname}${url.search}`);
      return toChatPage(language, emulator);
    case '/talk':
      return toTalkPage(language, emulator, listWaiting(emulator), listChannels(emulator));
    case '/requests':
      return toJson(emulator.log.entries);
    case '/apps':
      return toJson(emulator.apps.map(({appId, name, terms, channels}) => ({appId, name, terms, channels})));
    case '/accounts':
      return toJson(listAccounts(emulator));
    default:
      return toRefusal(context, 404, `There is no GET ${url.pathname}.`);
  }
}

/** A link is pressed in the chat: this browser plays KakaoTalk's own, signed in as KakaoTalk is; or it stops to. */
function openFromChat(context: RequestContext, path: string, fields: Fields): Response | null {
  const {emulator, url} = context;
  if (path !== '/chat/open' && path !== '/chat/leave') return null;
  const plays = path === '/chat/open';
  const link = emulator.chatLinks[Number(fields['link'])];
  if (plays && !link) throw new Error(`There is no link ${String(fields['link'])} in the chat.`);
  emulator.store.sessions.signOut(readBrowser(context).id);
  return toRedirect(plays && link ? link.url : '/__emulator/chat', {'set-cookie': toTalkCookie(plays, url)});
}

function change(emulator: EmulatorContext, path: string, fields: Fields): Fields | null {
  const {store} = emulator;
  switch (path) {
    case '/reset':
      emulator.reset();
      return DONE;
    case '/faults':
      emulator.faults.plan(fields['point'] as FaultPoint, fields['fault'] as Fault, Number(fields['times'] ?? 1));
      return DONE;
    case '/personas':
      emulator.addPersona(readPersona(fields));
      return DONE;
    case '/authorize': {
      const [address, persona] = [String(fields['address']), String(fields['persona'])];
      return {address: playVisitor(emulator, address, {persona, answer: readAnswer(fields)})};
    }
    case '/terms': {
      const {terms, addTerm, changeTerm} = createAppAdmin(store, getAppOrThrow(emulator, readAppId(fields)));
      const tag = String(fields['tag']);
      const changes = readTermFields(fields);
      if (terms.some((term) => term.tag === tag)) changeTerm(tag, changes);
      else addTerm({tag, ...changes});
      return DONE;
    }
    case '/terms/remove':
      createAppAdmin(store, getAppOrThrow(emulator, readAppId(fields))).removeTerm(String(fields['tag']));
      return DONE;
    case '/chat/account':
    case '/talk/account': {
      const id = fields['persona'];
      store.talk.account = typeof id === 'string' && id !== '' ? getPersonaOrThrow(emulator, id).id : null;
      return DONE;
    }
    case '/talk': {
      const waiting = store.talk.requests.find(({id}) => id === fields['id']);
      const address = waiting?.address ?? fields['address'];
      if (typeof address !== 'string') throw new Error('Nothing waits under this id; or give an address.');
      answerTalk(emulator, readTalkAddress(emulator, address), getPersonaOrThrow(emulator, String(fields['persona'])), {
        answer: readAnswer(fields),
        includeState: fields['includeState'] !== false,
        afterPolls: Number(fields['afterPolls'] ?? 0),
      });
      return DONE;
    }
    default:
      return null;
  }
}

/** What somebody agrees to, takes back, adds or blocks, as if it had been done at Kakao. */
function changeAccount(emulator: EmulatorContext, path: string, fields: Fields): Fields | null {
  if (!['/link', '/unlink', '/agree', '/revoke', '/channel'].includes(path)) return null;
  const persona = getPersonaOrThrow(emulator, String(fields['persona']));
  const appId = readAppId(fields);
  const account = createAccount(emulator.store, getAppOrThrow(emulator, appId), persona);
  const name = String(fields['tag'] ?? fields['scope']);
  const {channel} = fields;
  switch (path) {
    case '/link':
      account.link();
      break;
    case '/unlink':
      for (const app of appId === undefined ? emulator.apps : [getAppOrThrow(emulator, appId)])
        emulator.store.unlink(app, persona);
      break;
    case '/agree':
      account.agree(name);
      break;
    case '/revoke':
      account.revoke(name);
      break;
    default:
      account.setChannel(fields['relation'] as ChannelRelation, typeof channel === 'string' ? channel : undefined);
  }
  return DONE;
}

function listAccounts({apps, personas, store}: EmulatorContext): readonly Fields[] {
  return apps.flatMap((app) =>
    personas.map((persona) => {
      const {personaId, userId, linked, linkedAt, scopes, terms} = createAccount(store, app, persona);
      const channels = app.channels.map(({publicId}) => [publicId, store.channels.get(persona.id, publicId)]);
      return {
        appId: app.appId,
        persona: personaId,
        userId,
        linked,
        linkedAt,
        scopes,
        terms,
        channels: Object.fromEntries(channels) as Fields,
      };
    }),
  );
}

/** A form has texts only. */
function readAppId({appId}: Fields): number | undefined {
  return appId === undefined || appId === '' ? undefined : Number(appId);
}

function readTermFields({title, required, url}: Fields): Fields {
  return {
    ...(title !== undefined && title !== '' && {title}),
    ...(required !== undefined && {required: required === 'true' || (required !== 'false' && required)}),
    ...(url !== undefined && {url}),
  };
}

function readAnswer({answer}: Fields): 'approve' | 'cancel' {
  return answer === 'cancel' ? 'cancel' : 'approve';
}

/**
 * The stand-in SDK reports an `intent:` jump, which no desktop browser can make. It comes from the site's page and so
 * from a foreign origin: taken only from a page whose sign-in is valid and which is the one the sign-in names. It
 * changes nothing but the list of waiting sign-ins.
 */
async function announce(context: RequestContext): Promise<Response> {
  const {request, emulator} = context;
  const address = (await request.text()).slice(0, 8192);
  const jump = readChannelJump(address);
  if (jump) return announceChannel(context, address, jump.publicId);
  try {
    const {request: signIn, authTranId} = readTalkAddress(emulator, address);
    // A page with Referrer-Policy: no-referrer sends "null".
    const origin = request.headers.get('origin') ?? 'null';
    if (origin !== 'null' && !signIn.key.domains.includes(origin)) return toRefusal(context, 403, 'a foreign Origin');
    emulator.store.talk.addRequest({id: authTranId, address});
  } catch (error) {
    return toRefusal(context, 400, (error as Error).message);
  }
  return new Response(null, {status: 204});
}

/** The same for a channel. The page names no key: it is one of an app that the channel is linked to. */
function announceChannel({request, emulator, ...context}: RequestContext, address: string, publicId: string): Response {
  const origin = request.headers.get('origin') ?? 'null';
  const domains = findChannel(emulator, publicId)?.apps.flatMap(({keys}) => keys.flatMap((key) => key.domains)) ?? [];
  if (origin !== 'null' && !domains.includes(origin)) {
    return toRefusal({request, emulator, ...context}, 403, 'a foreign Origin');
  }
  emulator.store.talk.addRequest({id: `channel-${publicId}`, address});
  return new Response(null, {status: 204});
}

function listChannels(emulator: EmulatorContext): readonly WaitingChannel[] {
  return emulator.store.talk.requests.flatMap(({address}) => {
    const jump = readChannelJump(address);
    const found = jump && findChannel(emulator, jump.publicId);
    return jump && found ? [{name: found.channel.name, path: `/${jump.publicId}/${jump.action}`}] : [];
  });
}

function listWaiting(emulator: EmulatorContext): readonly WaitingSignIn[] {
  return emulator.store.talk.requests.flatMap(({id, address}) => {
    try {
      return [{id, app: readTalkAddress(emulator, address).request.app}];
    } catch {
      return [];
    }
  });
}

async function readFormFields(context: RequestContext): Promise<Fields | null> {
  const form = await readForm(context);
  return form && Object.fromEntries(form);
}

async function readJsonFields(request: Request): Promise<Fields | null> {
  if (!hasMediaType(request, 'application/json')) return null;
  let value: unknown;
  try {
    value = JSON.parse((await request.text()) || '{}');
  } catch {
    return null;
  }
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
}
