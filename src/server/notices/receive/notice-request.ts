import {NoticeRefusal} from './refusal.js';

/** Kakao waits for 3 seconds altogether. */
export const BODY_LIMITS = {maxBytes: 16_384, milliseconds: 1000};

/** @throws NoticeRefusal with status 405 */
export function checkMethod(request: Request, methods: readonly string[]): void {
  if (methods.includes(request.method)) return;
  throw new NoticeRefusal(`A notice came by a method other than ${methods.join(' and ')}.`, {
    status: 405,
    allow: methods.join(', '),
  });
}

/**
 * Refuses what a browser fetches ahead of time: nobody has asked for anything yet.
 *
 * @throws NoticeRefusal
 */
export function checkNoPrefetch({headers}: Request): void {
  if (['sec-purpose', 'purpose', 'x-moz', 'x-purpose'].some((name) => headers.has(name))) {
    throw new NoticeRefusal('A notice came as a prefetch.');
  }
}

/** @throws NoticeRefusal with status 415 */
export function requireContentType(request: Request, type: string): void {
  const [given = ''] = (request.headers.get('content-type') ?? '').split(';');
  // Only space and tab are blanks in HTTP (RFC 9110 §5.6.3).
  if (given.replace(/[ \t]+$/, '').toLowerCase() === type) return;
  throw new NoticeRefusal(`A notice came with a content type other than ${type}.`, {status: 415});
}
