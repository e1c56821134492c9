/**
 * Why auto-login did not sign anybody in. The list is closed.
 *
 * Nothing left the page: `not-kakaotalk` (nor is it for the robot that fetches previews), `insecure-origin`, `framed`,
 * `prerendered`, `hidden`, `revisit` (a reload, or back and forward), `callback` (the address is an answer to a login),
 * `not-asked` (the address is not marked, nor the browser known, as `auto-login` has it), `signed-in`, `logged-out`, `tried` (within 30 minutes, or
 * 24 hours after a success), `too-late` (the visitor has touched the page, or it loaded three seconds ago),
 * `paused`, `storage-blocked`, `cookies-blocked`, `sdk-failed`, `not-configured`.
 *
 * Kakao or the backend was asked: `consent-required` (nobody who has joined), `login-required`,
 * `interaction-required`, `not-a-member` (joined at Kakao, and unknown to the site), `failed`.
 */
export type SkipReason =
  | 'not-kakaotalk'
  | 'insecure-origin'
  | 'framed'
  | 'prerendered'
  | 'hidden'
  | 'revisit'
  | 'callback'
  | 'not-asked'
  | 'signed-in'
  | 'logged-out'
  | 'tried'
  | 'too-late'
  | 'paused'
  | 'storage-blocked'
  | 'cookies-blocked'
  | 'sdk-failed'
  | 'not-configured'
  | 'consent-required'
  | 'login-required'
  | 'interaction-required'
  | 'not-a-member'
  | 'failed';
