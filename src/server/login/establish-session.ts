import {omitUndefined} from '../../shared/fields.js';
import type {LoginRequest, SignedInAnswer} from '../../shared/wire.js';
import {toConsentRecords} from '../options/consents.js';
import type {CheckedMember} from '../options/hook-results.js';
import type {ServerContext} from './server-context.js';
import type {MemberLogin, RequestContext, SiteMember} from '../options/hook-types.js';
import type {KakaoProfile} from '../kakao/profile.js';
import {RequestError} from '../base/request-error.js';
import type {RequestReporter} from '../options/reports/report.js';
import {type ServiceTerms, toAskedTerms} from '../kakao/api/terms.js';
import {confirmCurrentMember, type CurrentMember, toSignedInAnswer} from './current-session.js';
import {toRecorded, toSessionTerms} from '../options/site-terms.js';

/** A login that is through: whom Kakao speaks of, and which member that is. */
interface CompletedLogin {
  readonly login: Pick<LoginRequest, 'tx' | 'purpose' | 'terms'>;
  readonly identity: {
    readonly profile: KakaoProfile;
    /** The app's terms, or why they could not be read; null if they were not asked for. */
    readonly terms: Pick<ServiceTerms, 'list' | 'time'> | RequestError | null;
    readonly readAt: number;
  };
  readonly member: CheckedMember;
  readonly isNewMember: boolean;
  /** Whether the site has said that the Kakao account is the member's. */
  readonly isOwnAccount: boolean;
  /** When the person last proved who they are, in milliseconds since the epoch; null if nobody did. */
  readonly authenticatedAt: number | null;
  /** The session that the same member had so far, for the purposes that need one. */
  readonly current: CurrentMember | null;
}

/**
 * Signs a member in: the consents are recorded, the site is told of the login, then a new session is made. Terms that
 * could not be read keep nobody out: those that were missing stay so.
 *
 * @param warn is told if `onLogin` fails, which keeps nobody out either
 * @throws RequestError `session_required` where the former session has ended meanwhile; `hook_failed`, `session_too_large`
 */
export async function establishSession(
  server: ServerContext,
  {login, identity, member, isNewMember, isOwnAccount, authenticatedAt, current}: CompletedLogin,
  context: RequestContext,
  warn: RequestReporter['warn'],
): Promise<SignedInAnswer> {
  const {settings, hooks, sessions, pendingLogins} = server;
  const {tx, purpose} = login;
  const {profile, terms: read, readAt} = identity;
  const terms = read instanceof RequestError ? null : read;

  const common = {memberId: member.id, at: new Date(readAt), tx, purpose};
  const records = toConsentRecords(common, toRecorded(terms?.list ?? [], settings.terms, login.terms), profile);
  const onConsent = records.length > 0 ? hooks.onConsent : null;
  if (current && (onConsent || hooks.onLogin)) await confirmCurrentMember(server, current, context);
  await onConsent?.(records, context);
  await tellLogin(hooks, {member: toSiteMember(member), profile, isNewMember, purpose}, context, warn);

  const missing = terms ? toSessionTerms(terms, settings.terms) : current?.session.missingTerms;
  const made = {
    memberId: member.id,
    tx,
    isNewMember,
    authenticatedAt,
    ...(isOwnAccount && {kakaoId: profile.id}),
    ...(missing && {missingTerms: missing}),
  };
  const confirmed = current && (await confirmCurrentMember(server, current, context));
  // The session's cookie comes last: it stays where a site copies headers so that each replaces the one before.
  await pendingLogins.clear(context);
  const session = await sessions.create(made, context);
  return {
    ...toSignedInAnswer(server, {session, member: confirmed?.member ?? member}),
    scope: profile.scopes,
    ...(terms && purpose === 'terms' && login.terms && {terms: toAskedTerms(terms, login.terms)}),
  };
}

/** Tells the site of a login; that fails for nothing here. */
async function tellLogin(
  {onLogin}: Pick<ServerContext['hooks'], 'onLogin'>,
  login: MemberLogin,
  context: RequestContext,
  warn: RequestReporter['warn'],
): Promise<void> {
  try {
    await onLogin?.(login, context);
  } catch (thrown) {
    if (!(thrown instanceof RequestError)) throw thrown;
    warn(thrown);
  }
}

/** A member without what else a hook has said, such as Kakao accounts. */
function toSiteMember({id, name, picture}: CheckedMember): SiteMember {
  return {id, ...omitUndefined({name, picture})};
}
