import assert from 'node:assert/strict';
import {toReference} from '../../../src/shared/reference.js';
import {type ErrorCode, isErrorCode} from '../../../src/shared/errors.js';
import {INVARIANTS, type Invariant} from '../../support/fault-matrix.js';
import {noteEnd} from '../../support/test-fault.js';
import type {Login, SocketSite} from './over-sockets.js';
import {json, sessionCookies} from './site.js';

/** Of a fault's text: it may reach the site's log, and nobody else. */
export const CANARY = 'canary-';

/** How a login is to end at the server. */
export interface ServerEnding {
  readonly end: 'signed-in' | ErrorCode;
  /** HTTP status of the answer. */
  readonly status?: number;
  /** Requests for tokens, and for the person, of all logins so far. */
  readonly tokens?: number;
  readonly users?: number;
  /** Hooks that were called so far. */
  readonly hooks?: readonly string[];
}

/** Holds the answer to a login against its expected end, and against everything that holds at every end. */
export async function expectAnswer(
  site: SocketSite,
  login: Login,
  response: Response,
  ending: ServerEnding,
): Promise<void> {
  const {emulator, record, reports} = site;
  const body = await json(response.clone());
  const seen = {
    end: body['status'] === 'signed-in' ? 'signed-in' : body['code'],
    status: response.status,
    tokens: emulator.counts.token,
    users: emulator.counts.user,
    hooks: record.hooks.map(({hook}) => hook),
  };
  assert.deepEqual(seen, {...seen, ...ending}, JSON.stringify(reports));
  for (const [id, findBreaches] of Object.entries(CHECKS)) {
    assert.deepEqual(await findBreaches({site, login, response, body}), [], `${id}: ${INVARIANTS[id as Invariant]}.`);
  }
  noteEnd(ending.end === 'signed-in' ? 'signed-in' : 'signed-out');
}

interface End {
  readonly site: SocketSite;
  readonly login: Login;
  readonly response: Response;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What speaks against each invariant that a server can break by itself. */
const CHECKS: Readonly<Partial<Record<Invariant, (end: End) => string[] | Promise<string[]>>>> = {
  I1: ({site: {emulator, record}, response, body}) => {
    const answered = (wanted: string): number =>
      emulator.requests.filter(({path, status}) => path === wanted && status === 200).length;
    const steps = [
      ['token answers', answered('/oauth/token')],
      ['answers about the person', answered('/v2/user/me')],
      ['calls of findMember', record.hooks.filter(({hook}) => hook === 'findMember').length],
      ['sessions', record.sessions.size],
    ] as const;
    const isIn = body['status'] === 'signed-in';
    return [
      ...steps.flatMap(([what, count], index) => {
        const [before, most] = steps[index - 1] ?? ['', count];
        return count > most ? [`${count} ${what} after ${most} ${before}`] : [];
      }),
      ...(isIn ? [] : sessionCookies(response)),
      ...(isIn || response.headers.getSetCookie().length === 0 ? [] : ['a cookie with a refusal']),
    ];
  },
  I2: ({site: {emulator, record}}) => {
    const codes = new Set(record.posts.map(({code}) => code)).size;
    const begun = new Set(record.posts.map(({tx}) => tx)).size;
    // Where two processes share nothing, Kakao decides: the second of them is refused.
    const refused = emulator.requests.filter(({error}) => error === 'KOE320').length;
    return [
      ...(emulator.counts.token - refused > codes ? ['a code was exchanged twice'] : []),
      ...(record.sessions.size > begun ? [`${record.sessions.size} sessions of ${begun} transactions`] : []),
    ];
  },
  I7: async ({site: {secrets, reports}, response}) => {
    const places = {
      body: await response.clone().text(),
      headers: JSON.stringify([...response.headers]),
      log: JSON.stringify(reports),
    };
    const lines = reports.flatMap((report) => Object.values(report) as string[]);
    return Object.entries(places).flatMap(([place, text]) => [
      ...[...secrets].filter((secret) => text.includes(secret)).map((secret) => `${place}: ${secret}`),
      ...(place !== 'log' && text.includes(CANARY) ? [`${place}: ${CANARY}`] : []),
      ...lines.filter((line) => /[\r\n]/.test(line)).map((line) => `more than a line: ${line}`),
    ]);
  },
  I9: ({site: {record}}) => {
    const made = record.hooks.filter(({hook, isMember}) => hook === 'signUp' && isMember).map(({id}) => id);
    const asked = record.hooks.filter(({hook}) => hook === 'findMember').length;
    const begun = new Set(record.posts.map(({tx}) => tx)).size;
    return [
      ...(new Set(made).size < made.length ? ['somebody signed up twice'] : []),
      ...(asked > begun ? [`${asked} calls of findMember for ${begun} logins`] : []),
    ];
  },
  I12: ({site: {reports}, login, response, body}) => {
    if (body['status'] === 'signed-in') return response.status === 200 ? [] : [`signed in with ${response.status}`];
    const ref = toReference(login.tx);
    return [
      ...(isErrorCode(body['code']) ? [] : [`code ${String(body['code'])}`]),
      ...(body['status'] === response.status && response.status >= 400 ? [] : [`status ${response.status}`]),
      ...(body['ref'] === ref ? [] : [`reference ${String(body['ref'])}`]),
      ...(Object.keys(body).sort().join() === 'code,ref,status,title,type' ? [] : [Object.keys(body).join()]),
      ...(response.headers.get('content-type') === 'application/problem+json' ? [] : ['no problem+json']),
      ...(reports.some((report) => report.code === body['code'] && report.ref === ref) ? [] : ['nothing in the log']),
    ];
  },
};
