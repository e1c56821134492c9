import type {FlowCode, FlowState, FlowStatus} from '../../client/state/state.js';
import type {ApiCode, ErrorCode} from '../../shared/errors.js';
import type {FlowMessages} from '../../client/state/messages.js';

/**
 * The visitor's message for a code or, if the code has none, for the state of the flow. The compiler wants each new code
 * here or in {@link ToldByItsEnd}.
 */
const MESSAGE_BY_CODE: Readonly<
  Record<Exclude<ErrorCode, ToldByItsEnd> | Exclude<FlowStatus, 'idle' | 'cancelled'>, keyof FlowMessages>
> = {
  sdk_blocked: 'later',
  sdk_timeout: 'later',
  part_unavailable: 'later',
  backend_unreachable: 'later',
  backend_timeout: 'later',
  backend_failed: 'later',
  rate_limited: 'later',
  kakao_unavailable: 'later',
  provider_unavailable: 'later',
  provider_bad_response: 'later',
  provider_refused: 'later',
  profile_mismatch: 'later',
  hook_failed: 'later',
  navigation_failed: 'later',
  cookies_blocked: 'cookies',
  session_cookie_blocked: 'cookies',
  under_age: 'underAge',
  account_restricted: 'restricted',
  already_linked: 'linked',
  different_account: 'otherAccount',
  session_required: 'signedOut',
  login_too_old: 'loginTooOld',
  state_missing: 'stateMissing',
  framed: 'framed',

  starting: 'busy',
  completing: 'busy',
  'waiting-for-talk': 'talk',
  retry: 'retry',
  'continue-here': 'elsewhere',
  help: 'unavailable',
  'action-required': 'action',
};

/** Codes that say no more to the visitor than how the flow has ended. No page carries these names, so they are a type alone. */
type ToldByItsEnd =
  | 'not_configured'
  | 'config_incomplete'
  | 'config_invalid'
  | 'config_changed'
  | 'insecure_origin'
  | 'storage_blocked'
  | 'sdk_missing'
  | 'sdk_amd'
  | 'sdk_conflict'
  | 'sdk_failed'
  | 'kakao_timeout'
  | 'kakao_interaction_required'
  | 'kakao_refused'
  | 'callback_invalid'
  | 'callback_moved'
  | 'other_browser'
  | 'login_unfinished'
  | 'backend_bad_answer'
  | 'backend_refused'
  | 'origin_refused'
  | 'request_invalid'
  | 'purpose_unsupported'
  | 'client_unknown'
  | 'redirect_uri_unknown'
  | 'redirect_uri_mismatch'
  | 'client_secret_wrong'
  | 'app_key_wrong'
  | 'platform_unregistered'
  | 'id_token_missing'
  | 'id_token_invalid'
  | 'clock_skew'
  | 'session_too_large'
  | 'code_used'
  | 'session_changed'
  | 'pending_changed'
  | 'link_unproven'
  | ApiCode;

/** The visitor's message about the flow, or an empty text. */
export function toFlowMessage({status, code, message, purpose, isSlow}: FlowState, messages: FlowMessages): string {
  const isLogin = !purpose || purpose === 'login';
  const find = (word: FlowCode | FlowStatus | undefined): string | undefined => {
    const key = MESSAGE_BY_CODE[word as keyof typeof MESSAGE_BY_CODE];
    return (isLogin ? undefined : messages[`${key}Other` as 'retryOther']) ?? messages[key];
  };
  // The rest speaks of Kakao, and of the button that began it.
  return (
    message ?? (purpose === 'logout' ? messages.later : (find(code) ?? (isSlow ? messages.slow : find(status)) ?? ''))
  );
}

/** The words of the link that a message offers. */
export function toLinkText({code}: FlowState, messages: FlowMessages): string {
  return code === 'framed'
    ? messages.framedLink
    : code === 'login_too_old'
      ? messages.loginTooOldLink
      : messages.slowBack;
}
