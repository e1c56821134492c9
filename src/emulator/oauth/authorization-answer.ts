import type {AuthorizationRequest} from './authorization-request.js';
import type {Persona} from '../store/personas.js';
import {toLoginSpoil} from '../faults/spoil-api.js';
import {readSpoil} from '../faults/mutations.js';
import {createSecret} from '../store/tokens.js';
import type {EmulatorContext} from '../http/emulator-context.js';

/** What comes back at the redirect URI, `state` included where the request had one (RFC 6749 §4.1.2). */
export type AnswerFields = Readonly<Record<string, string>>;

/** An error answer. */
export function toErrorFields({state}: AuthorizationRequest, error: string, description: string): AnswerFields {
  return {error, error_description: description, ...(state !== null && {state})};
}

/** The answer of somebody who pressed "cancel". */
export function toCancelFields(request: AuthorizationRequest): AnswerFields {
  return toErrorFields(request, 'access_denied', 'User denied access');
}

/** Whether the app refuses this person for being under 14: nobody who is linked already. */
export function isRefusedAsMinor({app}: AuthorizationRequest, persona: Persona, isLinked: boolean): boolean {
  return app.under14 === 'refuse' && persona.under14 === 'yes' && !isLinked;
}

export function toMinorFields(request: AuthorizationRequest): AnswerFields {
  return toErrorFields(request, 'access_denied', 'Not allowed under age 14');
}

/** A code for a linked person. */
export function issueCode(
  world: EmulatorContext,
  request: AuthorizationRequest,
  persona: Persona,
  authAt: number,
): AnswerFields {
  const {app, key, redirectUri, nonce, codeChallenge, scopes, state} = request;
  const code = createSecret(40);
  world.store.issued.addCode(code, {
    appId: app.appId,
    clientId: key.key,
    personaId: persona.id,
    redirectUri,
    nonce,
    codeChallenge,
    // A request that names scopes gets an ID token only if openid is among them.
    openId: app.openIdConnect && (scopes === null || scopes.length === 0 || scopes.includes('openid')),
    authenticatedAt: authAt,
    issuedAt: world.now(),
  });
  return {code, ...(state !== null && {state})};
}

/** The redirect URI with the answer appended, and mutated if that was planned. */
export function toAnswerAddress(
  world: EmulatorContext,
  {redirectUri}: AuthorizationRequest,
  fields: AnswerFields,
  issuer: string,
): string {
  const answer = new URLSearchParams({...fields});
  const spoil = toLoginSpoil(world.faults.take('answer')?.spoil);
  if (spoil !== null) readSpoil(spoil).query?.(answer, issuer);
  const query = [...answer]
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&');
  return `${redirectUri}${redirectUri.includes('?') ? '&' : '?'}${query}`;
}
