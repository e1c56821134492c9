/** The modules that carry the security of a login, each with the smallest set of tests that answers for it. */
export const MODULES = {
  'src/oauth/authorization-response.ts': ['test/oauth/authorization-response.test.ts'],
  'src/client/completion.ts': [
    'test/client/completion.test.ts',
    'test/client/completion-end.test.ts',
    'test/client/auto-login.test.ts',
    'test/client/request-consent.test.ts',
    'test/client/account-logout.test.ts',
  ],
  'src/shared/return-target.ts': ['test/shared/return-target.test.ts'],
  'src/shared/state-parameter.ts': ['test/shared/state-parameter.test.ts'],
  'src/shared/transaction-cookie.ts': ['test/shared/transaction-cookie.test.ts'],
  'src/client/transactions.ts': ['test/client/transactions.test.ts'],
  'src/client/open-transaction.ts': ['test/client/transactions.test.ts'],
  'src/server/origin-gate.ts': ['test/server/origin-gate.test.ts', 'test/server/input/request-headers.test.ts'],
  'src/server/session-request.ts': [
    'test/server/session-request.test.ts',
    'test/server/origin-gate.test.ts',
    'test/server/input/request-headers.test.ts',
  ],
  'src/server/id-token.ts': [
    'test/server/id-token.test.ts',
    'test/server/input/id-tokens.test.ts',
    'test/server/signing-keys.test.ts',
  ],
  'src/server/cookies.ts': ['test/server/cookies.test.ts', 'test/server/sealed-sessions.test.ts'],
  'src/server/seal.ts': ['test/server/sealed-sessions.test.ts'],
  'src/server/sealed-sessions.ts': [
    'test/server/sealed-sessions.test.ts',
    'test/server/session-cookies.test.ts',
    'test/server/service-terms.test.ts',
  ],
};
