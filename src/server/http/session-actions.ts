import {omitUndefined} from '../../shared/fields.js';
import {PENDING_PARAMETER, type LoginRequest, type SessionAnswer, type UnlinkRequest} from '../../shared/wire.js';
import {readChannelRelations} from '../login/channel-relations.js';
import {readMemberOf, toLinkOffer, toSignedInAnswer} from '../login/current-session.js';
import {readPendingAnswer} from '../login/finish-pending-login.js';
import type {ServerContext} from '../login/server-context.js';
import {unlinkMember} from '../login/unlink.js';
import type {RequestContext} from '../options/hook-types.js';
import type {RequestReporter} from '../options/reports/report.js';

/** A fulfilled request: what the page is told, and what hooks and sessions add to the answer's headers. */
export interface Fulfilled {
  readonly answer: SessionAnswer;
  readonly headers: Headers;
}

/** Headers of the answer that are the kit's alone. */
const OWN_HEADERS =
  /^(cache-control|content-(type|length|encoding)|access-control-.*|allow|retry-after|transfer-encoding)$/;

/** An answer, with those headers of its hooks that a site may set. */
export function toFulfilled(answer: SessionAnswer, {responseHeaders}: RequestContext): Fulfilled {
  const headers = new Headers();
  for (const [name, value] of responseHeaders) if (!OWN_HEADERS.test(name)) headers.append(name, value);
  return {answer, headers};
}

/**
 * Who is signed in. No cookie is renewed or removed here: the answer to a GET can arrive after that to a POST sent at
 * the same time, and would undo its login or logout.
 *
 * @throws RequestError `hook_failed`
 */
export async function readSession(server: ServerContext, request: Request, log: RequestReporter): Promise<Fulfilled> {
  const context: RequestContext = {request, purpose: 'read', responseHeaders: new Headers()};
  const isRecovery = new URL(request.url).searchParams.has(PENDING_PARAMETER);
  const pending = isRecovery && (await readPendingAnswer(server, request));
  const session = await server.sessions.read(request);
  const current = session && (await readMemberOf(session, server.hooks, context));
  if (!current) {
    // The page learns that its cookie stayed, and the member has gone.
    const tx = session?.tx;
    return toFulfilled({status: 'signed-out', ...omitUndefined({tx}), ...(pending && {pending})}, context);
  }
  const channels = await readChannelRelations(server, request, current, log);
  const link = await toLinkOffer(server, current.session, server.now());
  const shown = {...current.session, tx: await server.shownSessions.toTx(current.session)};
  const answer = {
    ...toSignedInAnswer(server, {...current, session: shown}),
    ...(link && {link}),
    ...(channels && {channels}),
    ...(pending && {pending}),
  };
  return toFulfilled(answer, context);
}

/**
 * The answer of a session that makes an exchange needless: this very transaction's (the request is a repetition), or any
 * where a page only hopes that somebody is signed in.
 *
 * @returns null if the code is to be exchanged
 * @throws RequestError `hook_failed`
 */
export async function answerFromSession(
  server: Pick<ServerContext, 'sessions' | 'hooks' | 'settings' | 'now'>,
  request: Request,
  {purpose, tx}: Pick<LoginRequest, 'purpose' | 'tx'>,
): Promise<Fulfilled | null> {
  const session = await server.sessions.read(request);
  if (!session || !(session.tx === tx || purpose === 'auto-login')) return null;
  const context: RequestContext = {request, purpose, responseHeaders: new Headers()};
  const member = await server.hooks.readMember(session.memberId, session.issuedAt, context);
  if (!member) return null;
  const {renewal} = session;
  if (renewal) context.responseHeaders.append('Set-Cookie', renewal.cookie);
  // Of another transaction's session, the page is told neither its tx nor its news.
  const shown = session.tx === tx ? session : {...session, tx: undefined, isNewMember: false};
  const renewed = renewal ? {...shown, expiresAt: renewal.expiresAt} : shown;
  return toFulfilled(toSignedInAnswer(server, {session: renewed, member}), context);
}

/** @throws RequestError `hook_failed`, `backend_timeout` */
export async function logOut(
  {sessions, pendingLogins}: Pick<ServerContext, 'sessions' | 'pendingLogins'>,
  request: Request,
): Promise<Fulfilled> {
  const context: RequestContext = {request, purpose: 'logout', responseHeaders: new Headers()};
  await pendingLogins.clear(context);
  await sessions.destroy(context);
  return toFulfilled({status: 'signed-out'}, context);
}

/** @throws RequestError as {@link unlinkMember} */
export async function unlink(
  server: ServerContext,
  request: Request,
  wanted: UnlinkRequest,
  log: RequestReporter,
): Promise<Fulfilled> {
  const context: RequestContext = {request, purpose: 'unlink', responseHeaders: new Headers()};
  await unlinkMember(server, wanted, context, log);
  return toFulfilled({status: 'signed-out'}, context);
}
