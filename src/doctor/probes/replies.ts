import {readJsonObject} from '../../server/kakao/http.js';
import {attempt} from '../../shared/attempt.js';
import type {Reply} from '../network/network.js';

/** Whether a reply is a failure of the contract (RFC 9457). */
export function isProblem({status, headers, text}: Reply): boolean {
  return (
    status >= 400 &&
    /\bproblem\+json\b/.test(headers.get('content-type') ?? '') &&
    typeof readJsonObject(text)?.['code'] === 'string'
  );
}

/** Where a redirect leads, without its query: that can hold what nobody should read. */
export function toPlace({headers}: Reply, address: string): string {
  const url = attempt(() => new URL(headers.get('location') ?? '', address));
  return url ? url.origin + url.pathname : '?';
}
