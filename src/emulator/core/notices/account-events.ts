const SECEVENT = 'https://schemas.openid.net/secevent';

/**
 * The events about a Kakao account, by their last part (Kakao: Kakao Login > Webhook > Account status change). The
 * addresses are those that implementers quote from Kakao's console; nobody has confirmed them.
 */
export const ACCOUNT_EVENTS = {
  'user-linked': `${SECEVENT}/oauth/event-type/user-linked`,
  'user-unlinked': `${SECEVENT}/oauth/event-type/user-unlinked`,
  'user-scope-consent': `${SECEVENT}/oauth/event-type/user-scope-consent`,
  'user-scope-withdraw': `${SECEVENT}/oauth/event-type/user-scope-withdraw`,
  'tokens-revoked': `${SECEVENT}/oauth/event-type/tokens-revoked`,
  'token-issued': `${SECEVENT}/oauth/event-type/token-issued`,
  'token-revoked': `${SECEVENT}/oauth/event-type/token-revoked`,
  'account-disabled': `${SECEVENT}/risc/event-type/account-disabled`,
  'account-enabled': `${SECEVENT}/risc/event-type/account-enabled`,
  'account-purged': `${SECEVENT}/risc/event-type/account-purged`,
  'account-credential-change-required': `${SECEVENT}/risc/event-type/account-credential-change-required`,
  'credential-compromise': `${SECEVENT}/risc/event-type/credential-compromise`,
  'identifier-changed': `${SECEVENT}/risc/event-type/identifier-changed`,
  'identifier-recycled': `${SECEVENT}/risc/event-type/identifier-recycled`,
  'sessions-revoked': `${SECEVENT}/risc/event-type/sessions-revoked`,
  'assurance-level-change': `${SECEVENT}/caep/event-type/assurance-level-change`,
  'credential-change': `${SECEVENT}/caep/event-type/credential-change`,
  'user-profile-changed': 'https://schemas.kakao.com/platevent/kakao/event-type/user-profile-changed',
} as const;

/** An event about a Kakao account. */
export type AccountEvent = keyof typeof ACCOUNT_EVENTS;
