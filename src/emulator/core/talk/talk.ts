import {
  type ResponseParameters,
  isRefusedAsMinor,
  issueCode,
  toCancelParameters,
  toErrorParameters,
  toMinorParameters,
} from '../oauth/authorization-response.js';
import {type AuthorizationRequest, readAuthorizationRequest} from '../oauth/authorization-request.js';
import {findConsentNeeds} from '../oauth/consent.js';
import {getText} from '../http/parameters.js';
import {toJson} from '../http/responses.js';
import type {Persona} from '../store/personas.js';
import {type EmulatorContext, findClient, type RequestContext} from '../http/emulator-context.js';
import {readTalkParameters} from './talk-address.js';
import type {EmulatorResponse} from '../base/messages.js';

/** A login that a page handed to the KakaoTalk app. */
interface TalkLogin {
  readonly request: AuthorizationRequest;
  readonly authTranId: string;
}

/**
 * Reads the login of an address to which the SDK navigated.
 * @throws {Error} that says what is wrong with the address, if KakaoTalk would refuse it.
 */
export function readTalkAddress(emulator: EmulatorContext, address: string): TalkLogin {
  const parameters = readTalkParameters(address);
  if (!parameters) throw new Error('This address hands no sign-in to KakaoTalk.');
  const request = readAuthorizationRequest(emulator, parameters);
  if ('koe' in request) throw new Error(`KakaoTalk refuses the sign-in: ${request.koe}. ${request.detail.en}`);
  if (request.authTranId === null) throw new Error('The sign-in has no auth_tran_id: no page could get its answer.');
  return {request, authTranId: request.authTranId};
}

/** The path of the page on which KakaoTalk asks the person: its login and consent screens in a window of their own. */
export function toTalkScreen(address: string): string {
  const parameters = new URLSearchParams(readTalkParameters(address) ?? '');
  parameters.set('is_popup', 'true');
  return `/oauth/authorize?${parameters.toString()}`;
}

/** The response to a person's answer. "Approve" agrees to everything that is asked. */
export function decide(
  emulator: EmulatorContext,
  request: AuthorizationRequest,
  persona: Persona,
  answer: 'approve' | 'cancel',
): ResponseParameters {
  const {links} = emulator.store;
  const link = links.find(request.app, persona);
  const needs = findConsentNeeds(request, persona, link);
  if (request.prompts.includes('none')) {
    if (persona.sanctioned) return toErrorParameters(request, 'interaction_required', 'user interaction required.');
    if (needs) return toErrorParameters(request, 'consent_required', 'user consent required.');
  }
  if (answer === 'cancel') return toCancelParameters(request);
  if (isRefusedAsMinor(request, persona, link !== null)) return toMinorParameters(request);
  if (needs) {
    links.agree(request.app, persona, {
      scopes: needs.items.map(({id}) => id),
      terms: needs.terms.map(({tag}) => tag),
      channels: needs.channels.map(({publicId}) => publicId),
    });
  }
  return issueCode(emulator, request, persona, emulator.now());
}

/** Answers a login in KakaoTalk. The page gets the response from {@link handleCodeJson}. */
export function answerTalk(
  emulator: EmulatorContext,
  {request, authTranId}: TalkLogin,
  persona: Persona,
  options: {readonly answer?: 'approve' | 'cancel'; readonly includeState?: boolean; readonly afterPolls?: number} = {},
): void {
  const {answer = 'approve', includeState = true, afterPolls = 0} = options;
  const {state, ...others} = decide(emulator, request, persona, answer);
  const sent = includeState && state !== undefined ? {...others, state} : others;
  emulator.store.talk.setPollResponse(authTranId, sent, afterPolls);
  emulator.store.talk.removeRequest(authTranId);
}

/** GET /apiweb/code.json: the SDK's page polls it for KakaoTalk's response. `error_code` 300: the page must wait. */
export function handleCodeJson({url, emulator, entry}: RequestContext): EmulatorResponse {
  const headers = {'access-control-allow-origin': '*'};
  const authTranId = getText(url.searchParams, 'auth_tran_id');
  if (!findClient(emulator, getText(url.searchParams, 'client_id')) || authTranId === null) {
    entry.error = 'code.json: client_id or auth_tran_id';
    return toJson({status: 'error', error_code: '700'}, 200, headers);
  }
  const fields = emulator.store.talk.takePollResponse(authTranId);
  if (!fields) return toJson({status: 'error', error_code: '300'}, 200, headers);
  return toJson({status: 'error' in fields ? 'error' : 'ok', ...fields}, 200, headers);
}
