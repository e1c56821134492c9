import {callChangingHook, callHook} from '../options/call-hook.js';
import {isRecord, isNonEmptyString} from '../base/validate.js';
import type {SessionPort, SessionTerm, StoredSession} from '../options/session-port.js';
import {RequestError} from '../base/request-error.js';
import type {Session, Sessions} from './sessions.js';

/** The site's own sessions, bounded in time and with what they return checked. */
export function createCustomSessions(port: SessionPort, now: () => number): Sessions {
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
  const fields: Partial<Record<keyof StoredSession, unknown>> = isRecord(result) ? result : {};
  const {memberId, issuedAt, tx, isNewMember, authenticatedAt, kakaoId, missingTerms, expiresAt} = fields;
  if (!isNonEmptyString(memberId) || typeof issuedAt !== 'number' || !Number.isFinite(issuedAt)) {
    throw new RequestError(
      'hook_failed',
      'session.read returned no session: it must have memberId and issuedAt, or be null where nobody is signed in.',
    );
  }
  return {
    memberId,
    issuedAt,
    isNewMember: isNewMember === true,
    ...(isNonEmptyString(tx) && {tx}),
    ...readLoginTime(authenticatedAt),
    ...(isNonEmptyString(kakaoId) && {kakaoId}),
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
  const {tag, required} = isRecord(value) ? value : {};
  return isNonEmptyString(tag) && typeof required === 'boolean' ? [{tag, required}] : [];
}
