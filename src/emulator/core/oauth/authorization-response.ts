import type {AuthorizationRequest} from './authorization-request.js';
import type {Persona} from '../store/personas.js';
import {toLoginMutation} from '../faults/api-mutations.js';
import {getMutationOrThrow} from '../faults/login-mutations.js';
import {createSecret} from '../base/bytes.js';
import type {EmulatorContext} from '../http/emulator-context.js';

/** The parameters of an authorization response, with the request's `state` (RFC 6749 §4.1.2). */
export type ResponseParameters = Readonly<Record<string, string>>;

export function toErrorParameters(
  {state}: AuthorizationRequest,
  error: string,
  description: string,
): ResponseParameters {
  return {error, error_description: description, ...(state !== null && {state})};
}

/** The response if the person presses "cancel". */
export function toCancelParameters(request: AuthorizationRequest): ResponseParameters {
  return toErrorParameters(request, 'access_denied', 'User denied access');
}

/** Whether the app refuses a person under 14. Somebody who is linked already is not refused. */
export function isRefusedAsMinor({app}: AuthorizationRequest, persona: Persona, isLinked: boolean): boolean {
  return app.under14 === 'refuse' && persona.under14 === 'yes' && !isLinked;
}

export function toMinorParameters(request: AuthorizationRequest): ResponseParameters {
  return toErrorParameters(request, 'access_denied', 'Not allowed under age 14');
}

/** Issues a code to a linked person. */
export function issueCode(
  emulator: EmulatorContext,
  request: AuthorizationRequest,
  persona: Persona,
  authenticatedAt: number,
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
    authenticatedAt,
    issuedAt: emulator.now(),
  });
  return {code, ...(state !== null && {state})};
}

/** The redirect URI with the response's parameters, and with the planned mistake if there is one. */
export function toResponseUrl(
  emulator: EmulatorContext,
  {redirectUri}: AuthorizationRequest,
  parameters: ResponseParameters,
  issuer: string,
): string {
  const query = new URLSearchParams({...parameters});
  const mutation = toLoginMutation(emulator.faults.take('answer')?.spoil);
  if (mutation !== null) getMutationOrThrow(mutation).query?.(query, issuer);
  const text = [...query].map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&');
  return `${redirectUri}${redirectUri.includes('?') ? '&' : '?'}${text}`;
}
