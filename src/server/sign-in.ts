import type {LoginRequest, SignedInAnswer} from '../shared/wire.js';
import {toConsentRecords} from './consents.js';
import type {CheckedMember} from './hook-results.js';
import type {Kit} from './kit.js';
import type {HookContext, SessionTerm} from './options.js';
import type {KakaoProfile} from './profile.js';
import type {Person} from './read-person.js';
import {Refusal} from './refusal.js';
import type {RequestLog} from './report.js';
import {toAskedTerms} from './service-terms.js';
import {toSignedInAnswer} from './signed-in.js';
import {toRecorded, toSessionTerms} from './site-terms.js';

/** A login that is through: whom Kakao speaks of, and which member that is. */
export interface Arrival {
  readonly login: Pick<LoginRequest, 'tx' | 'purpose' | 'terms'>;
  readonly person: {
    readonly profile: Pick<KakaoProfile, 'id' | 'scopes'>;
    readonly terms: Person['terms'];
    readonly readAt: number;
  };
  readonly member: CheckedMember;
  readonly isNewMember: boolean;
  /** When the person last proved who they are, in milliseconds since the epoch; null if nobody did. */
  readonly authenticatedAt: number | null;
  /** Of the session that the same member had so far: they stay missing where Kakao’s terms cannot be read. */
  readonly formerTerms?: readonly SessionTerm[] | undefined;
}

/**
 * Signs a member in: the consents are recorded, then a new session is made. Terms that could not be read keep nobody out.
 *
 * @throws Refusal `hook_failed`, `session_too_large`
 */
export async function signIn(
  kit: Kit,
  {login, person, member, isNewMember, authenticatedAt, formerTerms}: Arrival,
  context: HookContext,
  log: RequestLog | null,
): Promise<SignedInAnswer> {
  const {settings, hooks, sessions, pendingLogins} = kit;
  const {tx, purpose} = login;
  const {profile, terms: read} = person;
  const terms = read instanceof Refusal ? null : read;

  const common = {memberId: member.id, at: new Date(person.readAt), tx, purpose};
  const records = toConsentRecords(common, toRecorded(terms?.list ?? [], settings.terms, login.terms), profile);
  if (records.length > 0) await hooks.onConsent?.(records, context);

  const missing = terms ? toSessionTerms(terms, settings.terms) : formerTerms;
  const session = await sessions.create(
    {
      memberId: member.id,
      tx,
      isNewMember,
      authenticatedAt,
      kakaoId: profile.id,
      ...(missing && {missingTerms: missing}),
    },
    context,
  );
  pendingLogins.clear(context);
  if (read instanceof Refusal) log?.warn(read);
  return {
    ...toSignedInAnswer(kit, {session, member}),
    scope: profile.scopes,
    ...(terms && purpose === 'terms' && login.terms && {terms: toAskedTerms(terms, login.terms)}),
  };
}
