import type {MiddlewareHandler} from 'hono';

/**
 * Headers of every answer. Scripts, requests and pictures come from the shop and from Kakao (or the emulator in its
 * place), and from nowhere else; no page holds script or style of its own.
 */
export function sendSecurityHeaders(emulator: string | undefined): MiddlewareHandler {
  const sdk = emulator ?? 'https://t1.kakaocdn.net';
  const api = emulator ?? 'https://kauth.kakao.com https://kapi.kakao.com';
  const policy = [
    "default-src 'none'",
    `script-src 'self' ${sdk}`,
    "style-src 'self'",
    `connect-src 'self' ${api}`,
    "img-src 'self' https://*.kakaocdn.net",
    "form-action 'self'",
    "frame-ancestors 'self'",
    "base-uri 'none'",
  ].join('; ');
  return async (context, next) => {
    await next();
    context.header('Content-Security-Policy', policy);
    context.header('X-Content-Type-Options', 'nosniff');
    if (!context.res.headers.has('Referrer-Policy')) {
      context.header('Referrer-Policy', 'strict-origin-when-cross-origin');
    }
  };
}
