import {KOE, type KoeCode} from '../base/kakao-errors.js';
import type {Fault, FaultPoint} from '../faults/faults.js';
import {findAppName, type RequestContext} from '../http/emulator-context.js';
import {toJson, toPlannedKapiError, toTokenError} from '../http/responses.js';
import {toErrorPage} from '../pages/message-pages.js';
import type {Localized} from '../base/localized.js';
import {wait} from '../base/wait.js';
import {readLanguage} from '../pages/texts.js';
import {type EmulatorRequest, EmulatorResponse} from '../base/messages.js';

const PLANNED: Localized = {en: 'A planned failure.', ko: '예약된 오류입니다.'};

/** Thrown if the connection is to be reset instead of answered. */
export class ConnectionReset extends Error {
  override readonly name = 'ConnectionReset';
}

/**
 * Acts out a planned fault.
 * @returns the response of the fault; null if the ordinary response follows.
 * @throws {ConnectionReset} if the fault resets the connection, or if nobody waits for the response any more.
 */
export async function actOutFault(
  context: RequestContext,
  point: FaultPoint,
  fault: Fault,
): Promise<EmulatorResponse | null> {
  const {request, emulator} = context;
  const signals = [request.signal, emulator.lifetime];
  if (fault.delayMs !== undefined) await waitWhileNeeded(fault.delayMs, signals);
  if (fault.hang) await waitWhileNeeded(null, signals);
  if (fault.reset === true) throw new ConnectionReset('The emulator was told to reset this connection.');
  if (fault.koe !== undefined) return toKoeResponse(context, point, fault, fault.koe);
  if (fault.code !== undefined) return toCodeResponse(context, point, fault, fault.code);
  const isPlain = fault.status === undefined && fault.body === undefined && fault.headers === undefined;
  return isPlain && !fault.reset ? null : toPlainResponse(request, fault);
}

/** Kakao's error page at the endpoints that show pages; JSON elsewhere. */
function toKoeResponse(context: RequestContext, point: FaultPoint, fault: Fault, koe: KoeCode): EmulatorResponse {
  if (point !== 'authorize' && point !== 'account-logout') {
    return withFault(toTokenError(context, koe, fault.body ?? KOE[koe].description), fault);
  }
  context.entry.error = koe;
  const language = readLanguage(context.request, context.url.searchParams);
  return toErrorPage({language, koe, detail: PLANNED, appName: findAppName(context)});
}

function toCodeResponse(context: RequestContext, point: FaultPoint, fault: Fault, code: number): EmulatorResponse {
  if (point === 'code.json') return toJson({status: 'error', error_code: String(code)}, 200, CORS);
  return withFault(toPlannedKapiError(context, code), fault);
}

function toPlainResponse(request: EmulatorRequest, fault: Fault): EmulatorResponse {
  const status = fault.status ?? 200;
  const hasBody = ![204, 205, 304].includes(status) && request.method !== 'HEAD';
  const headers = new Headers({'content-type': 'application/json;charset=UTF-8', ...CORS, ...fault.headers});
  return new EmulatorResponse(hasBody ? toBody(fault) : null, {status, headers});
}

const CORS = {'access-control-allow-origin': '*'};

function withFault(response: EmulatorResponse, {status, headers}: Fault): EmulatorResponse {
  const merged = new Headers(response.headers);
  for (const [name, value] of Object.entries(headers ?? {})) merged.set(name, value);
  return new EmulatorResponse(response.body, {status: status ?? response.status, headers: merged});
}

function toBody(fault: Fault): string | ReadableStream<Uint8Array<ArrayBuffer>> {
  if (fault.reset !== 'mid-body') return fault.body ?? '';
  const bytes = new TextEncoder().encode(fault.body ?? '{"token_type":"bearer","access_tok');
  let sent = false;
  return new ReadableStream({
    pull(controller) {
      if (sent) controller.error(new ConnectionReset('The emulator was told to reset this connection.'));
      else controller.enqueue(bytes);
      sent = true;
    },
  });
}

/** @throws {ConnectionReset} if the caller gives up, or if the emulator is reset. */
async function waitWhileNeeded(milliseconds: number | null, signals: readonly AbortSignal[]): Promise<void> {
  try {
    await wait(milliseconds, signals);
  } catch (error) {
    throw new ConnectionReset('Nobody waits for this answer any more.', {cause: error});
  }
}
