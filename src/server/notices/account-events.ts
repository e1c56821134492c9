/**
 * The account events that are known, by the last part of their names (nobody has confirmed the rest), and what each is to
 * the kit: an `unlink`; or the name of an order, in which an older event is not applied after a newer one; or null if
 * each counts by itself, as what two events tell can be about different scopes or tokens.
 *
 * @see https://developers.kakao.com/docs/latest/ko/kakaologin/callback
 */
export const ACCOUNT_EVENTS: ReadonlyMap<string, 'unlink' | 'availability' | 'profile' | null> = new Map([
  ['user-linked', null],
  ['user-unlinked', 'unlink'],
  ['user-scope-consent', null],
  ['user-scope-withdraw', null],
  ['tokens-revoked', null],
  ['token-issued', null],
  ['token-revoked', null],
  ['account-disabled', 'availability'],
  ['account-enabled', 'availability'],
  ['account-purged', null],
  ['account-credential-change-required', null],
  ['credential-compromise', null],
  ['identifier-changed', null],
  ['identifier-recycled', null],
  ['sessions-revoked', null],
  ['assurance-level-change', null],
  ['credential-change', null],
  ['user-profile-changed', 'profile'],
]);

/** Those that end all tokens of the account. */
export const ENDS_TOKENS: ReadonlySet<string> = new Set(['tokens-revoked', 'account-purged']);
