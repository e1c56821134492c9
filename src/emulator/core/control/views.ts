import {createAccount} from './account.js';
import {toChatPage} from './chat-page.js';
import {toControlPage, toTalkPage, type WaitingChannel, type WaitingLogin} from './control-page.js';
import type {EmulatorContext, RequestContext} from '../http/emulator-context.js';
import {toJson, toRedirect, toRefusal} from '../http/responses.js';
import {readLanguage} from '../pages/texts.js';
import type {EmulatedApp} from '../store/apps.js';
import type {Persona} from '../store/personas.js';
import {findChannel, readChannelJump} from '../talk/channels.js';
import {describeBrowser} from '../talk/describe-browser.js';
import {readTalkAddress} from '../talk/talk.js';
import type {EmulatorResponse} from '../base/messages.js';

/** The pages and the JSON that GET serves under /__emulator. */
export function readControl(context: RequestContext, path: string): EmulatorResponse {
  const {request, url, emulator} = context;
  const language = readLanguage(request, url.searchParams);
  switch (path) {
    case '':
      return toControlPage(language, emulator);
    case '/chat':
      // The cookie that plays KakaoTalk must belong to the host under which pages know the emulator.
      if (url.hostname === 'localhost') return toRedirect(`http://127.0.0.1:${url.port}${url.pathname}${url.search}`);
      return toChatPage(language, emulator);
    case '/talk':
      return toTalkPage(language, emulator, listWaitingLogins(emulator), listWaitingChannels(emulator));
    case '/requests':
      return toJson(emulator.log.entries);
    case '/notices':
      return toJson(emulator.notices.sent);
    case '/apps':
      return toJson(emulator.apps.map(({appId, name, terms, channels}) => ({appId, name, terms, channels})));
    case '/accounts':
      return toJson(emulator.apps.flatMap((app) => emulator.personas.map((persona) => toRow(emulator, app, persona))));
    default:
      return toRefusal(context, 404, `There is no GET ${url.pathname}.`);
  }
}

/** A person's link to an app, with the relations to its channels. */
function toRow({store}: EmulatorContext, app: EmulatedApp, persona: Persona): Record<string, unknown> {
  const {personaId, userId, linked, linkedAt, scopes, terms} = createAccount(store, app, persona);
  const channels = app.channels.map(({publicId}) => [publicId, store.channels.get(persona.id, publicId)] as const);
  return {
    appId: app.appId,
    persona: personaId,
    userId,
    linked,
    linkedAt,
    scopes,
    terms,
    channels: Object.fromEntries(channels),
  };
}

function listWaitingChannels(emulator: EmulatorContext): readonly WaitingChannel[] {
  return emulator.store.talk.requests.flatMap(({address}) => {
    const jump = readChannelJump(address);
    const found = jump && findChannel(emulator, jump.publicId);
    return jump && found ? [{name: found.channel.name, path: `/${jump.publicId}/${jump.action}`}] : [];
  });
}

/** The logins that wait in KakaoTalk. An address that KakaoTalk would refuse is left out. */
function listWaitingLogins(emulator: EmulatorContext): readonly WaitingLogin[] {
  return emulator.store.talk.requests.flatMap(({id, address, at, userAgent}) => {
    try {
      return [{id, app: readTalkAddress(emulator, address).request.app, at, browser: describeBrowser(userAgent)}];
    } catch {
      return [];
    }
  });
}
