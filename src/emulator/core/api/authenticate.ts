import {getText, readForm} from '../http/parameters.js';
import {toKapiError} from '../http/responses.js';
import type {EmulatedApp} from '../store/apps.js';
import type {Persona} from '../store/personas.js';
import type {IssuedToken} from '../store/token-store.js';
import type {AppLink} from '../store/app-links.js';
import {type RequestContext, findPersona} from '../http/emulator-context.js';
import {EmulatorResponse} from '../base/messages.js';

/** The person for whom a request to kapi acts. */
export interface Caller {
  readonly app: EmulatedApp;
  readonly persona: Persona;
  readonly link: AppLink;
  /** Null if the app acts by its admin key. */
  readonly token: IssuedToken | null;
}

/** A caller with an access token. */
interface TokenCaller extends Caller {
  readonly token: IssuedToken;
  readonly accessToken: string;
}

/** Finds the caller of `Authorization: Bearer …` (RFC 6750 §2.1), or returns the error. */
export function authenticate(context: RequestContext): TokenCaller | EmulatorResponse {
  const {request, url, emulator} = context;
  if (url.searchParams.has('access_token')) {
    return toKapiError(context, -2, 'The access token belongs into the Authorization header.');
  }
  const accessToken = /^Bearer ([\w-]+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
  if (accessToken === undefined) return toKapiError(context, -401, 'no authentication key!');
  const token = emulator.store.tokens.findAccessToken(accessToken);
  const app = emulator.apps.find(({appId}) => appId === token?.appId);
  const persona = findPersona(emulator, token?.personaId ?? null);
  if (!token || !app || !persona) return toKapiError(context, -401);
  if (token.expiresAt <= emulator.now()) return toKapiError(context, -401, 'this access token is already expired');
  const link = emulator.store.links.find(app, persona);
  if (!link) return toKapiError(context, -401);
  return findRefusal(context, app, persona) ?? {app, persona, link, token, accessToken};
}

/** Why the app may not act for the person; null if it may. */
function findRefusal(context: RequestContext, app: EmulatedApp, persona: Persona): EmulatorResponse | null {
  if (!app.loginEnabled) return toKapiError(context, -3, 'Kakao Login is switched off for this app.');
  return persona.sanctioned ? toKapiError(context, -4) : null;
}

/**
 * Finds the app of `Authorization: KakaoAK …`, or returns the error.
 * @param takesRestKey whether a REST API key does too
 */
export function authenticateApp(context: RequestContext, takesRestKey = false): EmulatedApp | EmulatorResponse {
  const key = readAppKey(context);
  if (key instanceof EmulatorResponse) return key;
  if (key === null) return toKapiError(context, -401, 'no authentication key!');
  const app = context.emulator.apps.find(
    ({adminKey, keys}) =>
      adminKey === key || (takesRestKey && keys.some((own) => own.kind === 'rest' && own.key === key)),
  );
  if (!app) return toKapiError(context, -401, 'this app key does not exist');
  return app.loginEnabled ? app : toKapiError(context, -3, 'Kakao Login is switched off for this app.');
}

/** Returns the key of `Authorization: KakaoAK …`, null if the request has none, or the error if a page sent it. */
function readAppKey(context: RequestContext): string | null | EmulatorResponse {
  const {headers} = context.request;
  const key = /^KakaoAK (\S+)$/i.exec(headers.get('authorization') ?? '')?.[1] ?? null;
  // Only browsers send `Origin`, and every visitor could read the key of a page.
  if (key === null || !headers.has('origin')) return key;
  return toKapiError(context, -401, 'The admin key is for servers: a page sent it.');
}

/** The caller, and the parameters: the query of a GET or the form of a POST. */
type ReadCall<Known extends Caller> = {readonly caller: Known; readonly parameters: URLSearchParams} | EmulatorResponse;

/**
 * The same for endpoints that also take the app's admin key: `Authorization: KakaoAK …` with the parameters
 * `target_id_type=user_id` and `target_id`.
 */
export async function authenticateOrAdmin(context: RequestContext): Promise<ReadCall<Caller | TokenCaller>> {
  const adminKey = readAppKey(context);
  if (adminKey instanceof EmulatorResponse) return adminKey;
  const caller = adminKey === null ? authenticate(context) : null;
  if (caller instanceof EmulatorResponse) return caller;
  const parameters = await readParameters(context);
  if (!parameters) return toKapiError(context, -2, 'The body is a form: application/x-www-form-urlencoded.');
  if (caller) {
    if (parameters.has('target_id')) {
      context.entry.warn({
        en: 'A token has no target_id: it speaks for its owner.',
        ko: '토큰으로 요청할 때는 target_id를 쓰지 않습니다. 대상은 토큰의 주인입니다.',
      });
    }
    return {caller, parameters};
  }
  const target = readTarget(context, parameters);
  return target instanceof EmulatorResponse ? target : {caller: target, parameters};
}

function readTarget(context: RequestContext, parameters: URLSearchParams): Caller | EmulatorResponse {
  const {emulator} = context;
  const app = authenticateApp(context);
  if (app instanceof EmulatorResponse) return app;
  if (getText(parameters, 'target_id_type') !== 'user_id') {
    return toKapiError(context, -2, 'target_id_type is user_id.');
  }
  const target = getText(parameters, 'target_id') ?? '';
  if (!/^\d{1,19}$/.test(target)) return toKapiError(context, -2, 'target_id is a user number.');
  const persona = emulator.personas.find(({userId}) => String(userId) === target);
  const link = persona && emulator.store.links.find(app, persona);
  if (!persona || !link) return toKapiError(context, -101);
  return findRefusal(context, app, persona) ?? {app, persona, link, token: null};
}

/**
 * The linked people of `target_ids`, in the order of the list, or the error. People who are not linked are left out.
 * @param ids the list; null if it is malformed
 * @param most how many ids one request may have
 */
export function findTargets(
  context: RequestContext,
  app: EmulatedApp,
  parameters: URLSearchParams,
  {ids, most}: {readonly ids: readonly string[] | null; readonly most: number},
): readonly Caller[] | EmulatorResponse {
  if (getText(parameters, 'target_id_type') !== 'user_id')
    return toKapiError(context, -2, 'target_id_type is user_id.');
  if (!ids || ids.length === 0 || !ids.every((id) => /^\d{1,19}$/.test(id))) {
    return toKapiError(context, -2, 'target_ids is a list of user numbers.');
  }
  if (ids.length > most) return toKapiError(context, -2, `target_ids has at most ${most} user numbers.`);
  const {personas, store} = context.emulator;
  return [...new Set(ids)].flatMap((id) => {
    const persona = personas.find(({userId}) => String(userId) === id);
    const link = persona && store.links.find(app, persona);
    return persona && link && !persona.sanctioned ? [{app, persona, link, token: null}] : [];
  });
}

/** A POST without a body has no content type, as `fetch` sends it. */
async function readParameters(context: RequestContext): Promise<URLSearchParams | null> {
  const {request, url} = context;
  if (request.method !== 'POST') return url.searchParams;
  return request.hasBody ? readForm(context) : new URLSearchParams();
}
