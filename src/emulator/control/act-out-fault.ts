import {toJson, toKapiError, toTokenError} from '../http/responses.js';
import type {Fault, FaultPoint} from '../faults/faults.js';
import {KOE} from '../base/kakao-errors.js';
import {toErrorPage} from '../pages/notice.js';
import {readLanguage} from '../pages/texts.js';
import type {RequestContext} from '../http/emulator-context.js';

/** Thrown where the connection is to be reset instead of answered. */
export class ConnectionReset extends Error {
  override readonly name = 'ConnectionReset';
}

/**
 * Acts out a planned fault: the answer it stands for, or null where the ordinary answer follows.
 * @throws {ConnectionReset}
 */
export async function actOutFault(
  context: RequestContext,
  point: FaultPoint,
  fault: Fault,
  ended: AbortSignal,
): Promise<Response | null> {
  const {entry, request} = context;
  const signals = [request.signal, ended];
  if (fault.delayMs !== undefined) await wait(fault.delayMs, signals);
  if (fault.hang) await wait(null, signals);
  if (fault.reset === true) throw new ConnectionReset('The emulator was told to reset this connection.');
  if (fault.koe !== undefined) {
    if (point !== 'authorize' && point !== 'account-logout') {
      const description = fault.body ?? KOE[fault.koe].description;
      return withFault(toTokenError(context, fault.koe, description), fault);
    }
    entry.error = fault.koe;
    return toErrorPage(readLanguage(request, context.url.searchParams), fault.koe, 'A planned failure.');
  }
  if (fault.code !== undefined) {
    if (point === 'code.json') return toJson({status: 'error', error_code: String(fault.code)}, 200, CORS);
    return withFault(toKapiError(context, fault.code), fault);
  }
  if (fault.status === undefined && fault.body === undefined && fault.headers === undefined && !fault.reset)
    return null;
  const status = fault.status ?? 200;
  const hasBody = ![204, 205, 304].includes(status) && request.method !== 'HEAD';
  const headers = new Headers({'content-type': 'application/json;charset=UTF-8', ...CORS, ...fault.headers});
  return new Response(hasBody ? toBody(fault) : null, {status, headers});
}

const CORS = {'access-control-allow-origin': '*'};

function withFault(response: Response, {status, headers}: Fault): Response {
  const merged = new Headers(response.headers);
  for (const [name, value] of Object.entries(headers ?? {})) merged.set(name, value);
  return new Response(response.body, {status: status ?? response.status, headers: merged});
}

function toBody(fault: Fault): string | ReadableStream<Uint8Array> {
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

// Ends when the time is over, the caller gives up, or the emulator is reset; never, without any of them.
function wait(milliseconds: number | null, signals: readonly AbortSignal[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = milliseconds === null ? null : setTimeout(finish, milliseconds);
    const stop = (): void => {
      if (timer) clearTimeout(timer);
      clear();
      reject(new ConnectionReset('Nobody waits for this answer any more.'));
    };
    const clear = (): void => signals.forEach((signal) => signal.removeEventListener('abort', stop));
    function finish(): void {
      clear();
      resolve();
    }
    for (const signal of signals) signal.addEventListener('abort', stop);
    if (signals.some((signal) => signal.aborted)) stop();
  });
}
