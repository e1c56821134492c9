import {toResponseUrl} from '../oauth/authorization-response.js';
import {readAuthorizationRequest} from '../oauth/authorization-request.js';
import {decide} from '../talk/talk.js';
import {getPersonaOrThrow, toIssuer, type EmulatorContext} from '../http/emulator-context.js';

/**
 * Plays a person on Kakao's pages.
 * @returns the address to which Kakao would redirect the browser.
 * @throws {Error} if Kakao would show its error page instead.
 */
export function playVisitor(
  emulator: EmulatorContext,
  address: string | URL,
  {persona, answer = 'approve'}: {readonly persona: string; readonly answer?: 'approve' | 'cancel'},
): string {
  const url = new URL(address);
  const request = readAuthorizationRequest(emulator, url.searchParams);
  if ('koe' in request) throw new Error(`Kakao shows its error page: ${request.koe}. ${request.detail.en}`);
  emulator.log.counts.authorize += 1;
  const parameters = decide(emulator, request, getPersonaOrThrow(emulator, persona), answer);
  return toResponseUrl(emulator, request, parameters, toIssuer(url));
}
