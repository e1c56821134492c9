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
import type {Persona} from '../store/personas.js';
import type {EmulatorContext} from '../http/emulator-context.js';

/** What a page handed to the KakaoTalk app. */
export interface TalkSignIn {
  readonly request: AuthorizationRequest;
  readonly authTranId: string;
}

/**
 * The sign-in behind the address that the SDK navigated to: an Android `intent:`, iOS's
 * `https://talk-apps.kakao.com/scheme/…` (or the emulator's own `/scheme/…`), or a `kakaotalk:` address.
 * @throws {Error} saying what is wrong with it, as KakaoTalk would refuse it.
 */
export function readTalkAddress(emulator: EmulatorContext, address: string): TalkSignIn {
  const parameters = readParameters(address);
  if (!parameters) throw new Error('This address hands no sign-in to KakaoTalk.');
  const request = readAuthorizationRequest(emulator, parameters);
  if ('koe' in request) throw new Error(`KakaoTalk refuses the sign-in: ${request.koe}. ${request.detail}`);
  if (request.authTranId === null) throw new Error('The sign-in has no auth_tran_id: no page could get its answer.');
  return {request, authTranId: request.authTranId};
}

function readParameters(address: string): URLSearchParams | null {
  if (address.startsWith('intent:')) return readIntent(address);
  const scheme = /^https?:\/\/[^/]+\/scheme\/(.*)$/s.exec(address)?.[1];
  if (scheme !== undefined) return readScheme(decode(scheme.split('&web=')[0] ?? ''));
  return readScheme(address);
}

function readScheme(address: string): URLSearchParams | null {
  const page = /^kakaotalk:\/\/inappbrowser\?url=(.*)$/s.exec(address)?.[1];
  if (page !== undefined) return toParameters(decode(page));
  const query = /^kakaotalk:\/\/bizplugin\?(.*)$/s.exec(address)?.[1];
  return query === undefined ? null : new URLSearchParams(new URLSearchParams(query).get('query') ?? '');
}

function readIntent(address: string): URLSearchParams | null {
  const parts = address.split(';');
  if (!parts.includes('action=com.kakao.talk.intent.action.CAPRI_LOGGED_IN_ACTIVITY')) return null;
  const extra = (name: string): string | null => {
    const prefix = `S.com.kakao.sdk.talk.${name}=`;
    return parts.find((part) => part.startsWith(prefix))?.slice(prefix.length) ?? null;
  };
  let fields: unknown;
  try {
    fields = JSON.parse(decode(extra('extraparams') ?? ''));
  } catch {
    return null;
  }
  if (typeof fields !== 'object' || fields === null) return null;
  const parameters = new URLSearchParams(Object.entries(fields).map(([name, value]) => [name, String(value)]));
  const kaHeader = extra('kaHeader');
  if (kaHeader !== null) parameters.set('ka', kaHeader);
  // The app takes these from the intent itself.
  for (const [name, value] of [
    ['client_id', extra('appKey')],
    ['redirect_uri', extra('redirectUri')],
    ['state', extra('state')],
  ] as const) {
    if (value !== null && decode(value) !== parameters.get(name) && value !== parameters.get(name)) return null;
  }
  return parameters;
}

function toParameters(address: string): URLSearchParams | null {
  try {
    return new URL(address).searchParams;
  } catch {
    return null;
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** What a person's yes or no leads to. A yes agrees to everything that is asked. */
export function decide(
  emulator: EmulatorContext,
  request: AuthorizationRequest,
  persona: Persona,
  answer: 'approve' | 'cancel',
): ResponseParameters {
  const link = emulator.store.links.find(request.app, persona);
  const needs = findConsentNeeds(request, persona, link);
  if (request.prompts.includes('none')) {
    if (persona.sanctioned) return toErrorParameters(request, 'interaction_required', 'user interaction required.');
    if (needs) return toErrorParameters(request, 'consent_required', 'user consent required.');
  }
  if (answer === 'cancel') return toCancelParameters(request);
  if (isRefusedAsMinor(request, persona, link !== null)) return toMinorParameters(request);
  if (needs) {
    emulator.store.links.agree(request.app, persona, {
      scopes: needs.items.map(({id}) => id),
      terms: needs.terms.map(({tag}) => tag),
      channels: needs.channels.map(({publicId}) => publicId),
    });
  }
  return issueCode(emulator, request, persona, emulator.now());
}

/** Leaves the answer where the page that handed the sign-in over will find it. */
export function answerTalk(
  emulator: EmulatorContext,
  {request, authTranId}: TalkSignIn,
  persona: Persona,
  options: {readonly answer?: 'approve' | 'cancel'; readonly includeState?: boolean; readonly afterPolls?: number} = {},
): void {
  const fields = decide(emulator, request, persona, options.answer ?? 'approve');
  const {state, ...others} = fields;
  const sent = (options.includeState ?? true) && state !== undefined ? {...others, state} : others;
  emulator.store.talk.setPollResponse(authTranId, sent, options.afterPolls ?? 0);
  emulator.store.talk.removeRequest(authTranId);
}
