import type {AuthorizationRequest} from './authorization-request.js';
import type {Persona} from '../store/personas.js';
import {toLoginMutation} from '../faults/api-mutations.js';
import {getMutationOrThrow} from '../faults/login-mutations.js';
import {createSecret} from '../store/issue-tokens.js';
import type {EmulatorContext} from '../http/emulator-context.js';

/** What comes back at the redirect URI, `state` included where the request had one (RFC 6749 §4.1.2). */
export type ResponseParameters = Readonly<Record<string, string>>;

/** An error answer. */
export function toErrorParameters(
  {state}: AuthorizationRequest,
  error: string,
  description: string,
): ResponseParameters {
  return {error, error_description: description, ...(state !== null && {state})};
}

/** The answer of somebody who pressed "cancel". */
export function toCancelParameters(request: AuthorizationRequest): ResponseParameters {
  return toErrorParameters(request, 'access_denied', 'User denied access');
}

/** Whether the app refuses this person for being under 14: nobody who is linked already. */
export function isRefusedAsMinor({app}: AuthorizationRequest, persona: Persona, isLinked: boolean): boolean {
  return app.under14 === 'refuse' && persona.under14 === 'yes' && !isLinked;
}

export function toMinorParameters(request: AuthorizationRequest): ResponseParameters {
  return toErrorParameters(request, 'access_denied', 'Not allowed under age 14');
}

/** A code for a linked person. */
export function issueCode(
  emulator: EmulatorContext,
  request: AuthorizationRequest,
  persona: Persona,
  authAt: number,
): ResponseParameters {
  const {app, key, redirectUri, nonce, codeChallenge, scopes, state} = request;
  const code = createSecret(40);
  emulator.store.tokens.addCode(code, {
    appId: app.appId,
    clientId: key.key,
    personaId: persona.id,
    redirectUri,
    nonce,
    codeChallenge,
    // A request that names scopes gets an ID token only if openid is among them.
    openId: app.openIdConnect && (scopes === null || scopes.length === 0 || scopes.includes('openid')),
    authenticatedAt: authAt,
    issuedAt: emulator.now(),
  });
  return {code, ...(state !== null && {state})};
}

/** The redirect URI with the answer appended, and mutated if that was planned. */
export function toResponseUrl(
  emulator: EmulatorContext,
  {redirectUri}: AuthorizationRequest,
  fields: ResponseParameters,
  issuer: string,
): string {
  const answer = new URLSearchParams({...fields});
  const spoil = toLoginMutation(emulator.faults.take('answer')?.spoil);
  if (spoil !== null) getMutationOrThrow(spoil).query?.(answer, issuer);
  const query = [...answer]
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&');
  return `${redirectUri}${redirectUri.includes('?') ? '&' : '?'}${query}`;
}
