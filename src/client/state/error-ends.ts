import {LASTING_REFUSALS, type ApiCode, type ErrorCode} from '../../shared/errors.js';
import type {FailedOutcome} from './state.js';

/** Pressing again would only repeat these. */
const HELP = [
  'not_configured',
  'config_invalid',
  'config_changed',
  'insecure_origin',
  'framed',
  'cookies_blocked',
  'sdk_amd',
  'sdk_conflict',
  'sdk_failed',
  'kakao_refused',
  'callback_moved',
  'session_cookie_blocked',
  ...LASTING_REFUSALS,
] as const satisfies readonly ErrorCode[];

/** Pressing again may help. No page carries these names, so they are a type alone. */
type RetryCode =
  | 'storage_blocked'
  | 'sdk_blocked'
  | 'sdk_timeout'
  | 'sdk_missing'
  | 'part_unavailable'
  | 'navigation_failed'
  | 'kakao_timeout'
  | 'kakao_unavailable'
  | 'kakao_interaction_required'
  | 'callback_invalid'
  | 'state_missing'
  | 'login_unfinished'
  | 'backend_unreachable'
  | 'backend_bad_answer'
  | 'backend_failed'
  | 'backend_refused'
  | 'backend_timeout'
  | 'code_used'
  | 'rate_limited'
  | 'provider_refused'
  | 'provider_unavailable'
  | 'provider_bad_response'
  | 'id_token_invalid'
  | 'profile_mismatch'
  | 'hook_failed'
  | 'different_account'
  | 'session_changed'
  | 'pending_changed'
  | 'link_unproven'
  | ApiCode;

/** How a flow ends that has failed. A code of another release may be tried again. */
export function toOutcomeEnd(code: ErrorCode): FailedOutcome['end'] {
  if (needsHelp(code)) return 'help';
  if (code === 'other_browser') return 'continue-here';
  // A new code does not compile until it is in one of the lists.
  code satisfies RetryCode;
  return 'retry';
}

function needsHelp(code: ErrorCode): code is (typeof HELP)[number] {
  return (HELP as readonly ErrorCode[]).includes(code);
}
