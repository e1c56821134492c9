/** The modules that carry the security of a login, each with the smallest set of tests that answers for it. */
export const MODULES = {
  'src/oauth/authorization-response.ts': ['test/oauth/authorization-response.test.ts'],
  'src/client/return/handle-callback.ts': [
    'test/client/return/handle-callback.test.ts',
    'test/client/return/leave-callback.test.ts',
    'test/client/return/moved.test.ts',
    'test/client/return/return-without-record.test.ts',
    'test/client/auto-login/auto-login.test.ts',
    'test/client/leave/request-consent.test.ts',
    'test/client/page/account-logout.test.ts',
  ],
  'src/client/return/find-answer.ts': ['test/client/return/find-answer.test.ts'],
  'src/client/return/exchange-code.ts': [
    'test/client/return/exchange-code.test.ts',
    'test/client/return/handle-callback.test.ts',
  ],
  'src/client/return/recover-session.ts': [
    'test/client/return/recover-session.test.ts',
    'test/client/return/session-reading.test.ts',
    'test/client/return/handle-callback.test.ts',
  ],
  'src/client/return/clear-address.ts': [
    'test/client/return/clear-address.test.ts',
    'test/client/return/moved.test.ts',
    'test/client/return/handle-callback.test.ts',
  ],
  'src/client/return/end.ts': ['test/client/return/end.test.ts', 'test/client/return/handle-callback.test.ts'],
  'src/shared/return-target.ts': ['test/shared/return-target.test.ts'],
  'src/shared/state-parameter.ts': ['test/shared/state-parameter.test.ts'],
  'src/shared/transaction.ts': ['test/shared/transaction.test.ts'],
  'src/client/page/transactions/transaction-store.ts': ['test/client/page/transactions/transaction-store.test.ts'],
  'src/client/page/transactions/open-transaction.ts': ['test/client/page/transactions/transaction-store.test.ts'],
  'src/server/http/origin-gate.ts': [
    'test/server/http/origin-gate.test.ts',
    'test/server/input/request-headers.test.ts',
  ],
  'src/server/http/session-request.ts': [
    'test/server/http/session-request.test.ts',
    'test/server/http/origin-gate.test.ts',
    'test/server/input/request-headers.test.ts',
  ],
  'src/server/kakao/id-token.ts': [
    'test/server/kakao/id-token.test.ts',
    'test/server/input/id-tokens.test.ts',
    'test/server/kakao/signing-keys.test.ts',
  ],
  'src/server/base/cookies.ts': [
    'test/server/base/cookies.test.ts',
    'test/server/sessions/cookie-sessions.test.ts',
    'test/server/sessions/ended-sessions.test.ts',
    'test/server/session-cookies.test.ts',
  ],
  'src/server/base/seal.ts': [
    'test/server/sessions/cookie-sessions.test.ts',
    'test/server/session-cookies.test.ts',
    'test/server/sessions/pending-logins.test.ts',
    'test/server/options/session-keys.test.ts',
    'test/server/former-release.test.ts',
  ],
  'src/server/sessions/cookie-sessions.ts': [
    'test/server/sessions/cookie-sessions.test.ts',
    'test/server/sessions/ended-sessions.test.ts',
    'test/server/session-cookies.test.ts',
    'test/server/options/session-keys.test.ts',
    'test/server/former-release.test.ts',
    'test/server/kakao/terms.test.ts',
  ],
};
