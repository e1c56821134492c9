import {toResponseUrl} from '../oauth/authorization-response.js';
import {readAuthorizationRequest} from '../oauth/authorization-request.js';
import {decide} from '../talk/talk.js';
import {getPersonaOrThrow, toIssuer, type EmulatorContext} from '../http/emulator-context.js';

/**
 * What a person does on Kakao's pages, without the pages: the address the browser would be sent back to.
 * @throws {Error} where Kakao would show its error page instead.
 */
export function playVisitor(
  emulator: EmulatorContext,
  address: string | URL,
  {persona, answer = 'approve'}: {readonly persona: string; readonly answer?: 'approve' | 'cancel'},
): string {
  const url = new URL(address);
  const request = readAuthorizationRequest(emulator, url.searchParams);
  if ('koe' in request) throw new Error(`Kakao shows its error page: ${request.koe}. ${request.detail}`);
  emulator.log.counts.authorize += 1;
  return toResponseUrl(
    emulator,
    request,
    decide(emulator, request, getPersonaOrThrow(emulator, persona), answer),
    toIssuer(url),
  );
}
