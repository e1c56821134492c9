import {toKapiError} from './answers.js';
import type {EmulatedApp} from './apps.js';
import type {Persona} from './personas.js';
import type {IssuedToken, Link} from './store.js';
import {type Exchange, findPersona} from './world.js';

/** Who a kapi request speaks for. */
export interface Caller {
  readonly app: EmulatedApp;
  readonly persona: Persona;
  readonly link: Link;
  readonly token: IssuedToken;
  readonly accessToken: string;
}

/** The caller behind `Authorization: Bearer …` (RFC 6750 §2.1), or the answer that refuses the request. */
export function readCaller(exchange: Exchange): Caller | Response {
  const {request, url, world} = exchange;
  if (url.searchParams.has('access_token')) {
    return toKapiError(exchange, -2, 'The access token belongs into the Authorization header.');
  }
  const accessToken = /^Bearer ([\w-]+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
  if (accessToken === undefined) return toKapiError(exchange, -401, 'no authentication key!');
  const token = world.store.getAccessToken(accessToken);
  const app = world.apps.find(({appId}) => appId === token?.appId);
  const persona = findPersona(world, token?.personaId ?? null);
  if (!token || !app || !persona) return toKapiError(exchange, -401);
  if (token.expiresAt <= world.now()) return toKapiError(exchange, -401, 'this access token is already expired');
  const link = world.store.getLink(app, persona);
  if (!link) return toKapiError(exchange, -401);
  if (persona.sanctioned) return toKapiError(exchange, -4);
  return {app, persona, link, token, accessToken};
}
