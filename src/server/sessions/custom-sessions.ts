import {callChangingHook, callHook} from '../options/call-hook.js';
import {isFields, isText} from '../base/validate.js';
import type {SessionPort, SessionTerm, StoredSession} from '../options/options.js';
import {Refusal} from '../base/request-error.js';
import type {Session, Sessions} from './sessions.js';

/** The site's own sessions, bounded in time and with what they return checked. */
export function createSiteSessions(port: SessionPort, now: () => number): Sessions {
  return {
    async read(request) {
      const result = await callHook('session.read', () => port.read(request));
      return result === null ? null : readStoredSession(result);
    },
    async create(made, context) {
      const session: StoredSession = {...made, issuedAt: now()};
      await callChangingHook('session.create', (signal) => port.create(session, {...context, signal}));
      return session;
    },
    async destroy(context) {
      await callChangingHook('session.destroy', (signal) => port.destroy({...context, signal}));
    },
  };
}

function readStoredSession(result: unknown): Session {
  const fields: Partial<Record<keyof StoredSession, unknown>> = isFields(result) ? result : {};
  const {memberId, issuedAt, tx, isNewMember, authenticatedAt, kakaoId, missingTerms, expiresAt} = fields;
  if (!isText(memberId) || typeof issuedAt !== 'number' || !Number.isFinite(issuedAt)) {
    throw new Refusal(
      'hook_failed',
      'session.read returned no session: it must have memberId and issuedAt, or be null where nobody is signed in.',
    );
  }
  return {
    memberId,
    issuedAt,
    isNewMember: isNewMember === true,
    ...(isText(tx) && {tx}),
    ...readLoginTime(authenticatedAt),
    ...(isText(kakaoId) && {kakaoId}),
    ...(Array.isArray(missingTerms) && {missingTerms: missingTerms.flatMap(readSessionTerm)}),
    ...(typeof expiresAt === 'number' && Number.isFinite(expiresAt) && {expiresAt}),
  };
}

/** A store may give null for what it was never given: only a number counts as a login. */
function readLoginTime(value: unknown): Pick<StoredSession, 'authenticatedAt'> {
  if (value === undefined) return {};
  return {authenticatedAt: typeof value === 'number' && Number.isFinite(value) ? value : null};
}

function readSessionTerm(value: unknown): readonly SessionTerm[] {
  const {tag, required} = isFields(value) ? value : {};
  return isText(tag) && typeof required === 'boolean' ? [{tag, required}] : [];
}
