import assert from 'node:assert/strict';
import type {Page} from 'playwright-core';
import type {LoggedRequest} from '../../src/emulator/index.js';
import {toReference} from '../../src/shared/reference.js';
import {BACKEND_CODES, isErrorCode} from '../../src/shared/errors.js';
import {INVARIANTS, type Invariant} from './fault-matrix.js';
import {CANARY, findToldReference, type Observation, observe, type Watched} from './observation.js';
import {noteEnd} from './test-fault.js';

/** How a journey is to end. What is left out is to be none. */
export interface Ending<Tab = Page> {
  /** Path, query and hash; all of the address, where the page is not the site's. */
  readonly at: string;
  readonly session: 'signed-in' | 'signed-out';
  /** The pages on which the outcome was told. */
  readonly success?: readonly string[];
  readonly cancel?: readonly string[];
  readonly error?: readonly string[];
  /** POSTs to the session resource. */
  readonly posts?: number;
  /** Token requests at Kakao. */
  readonly tokens?: number;
  /** Transactions that may still be completed. */
  readonly open?: number;
  /** The tab it ends in, if not the first. */
  readonly page?: Tab;
  /** Directives by which the page's policy is to stop something. */
  readonly stopped?: readonly string[];
  /** What the page's scripts throw and nobody catches. */
  readonly uncaught?: RegExp;
  /** Another script of the page has globals of its own. */
  readonly neighbour?: boolean;
  /** Texts that are no secret of ours, such as another login's `state`. */
  readonly notOurs?: readonly string[];
  /**
   * The document is the one that the answer came to: what the browser keeps of its loading cannot be changed, nor what its
   * framework has written of it into the markup, where it does so.
   */
  readonly isOwnCallback?: boolean | 'in-markup';
}

/** Holds a visit against its expected end, and against everything that holds at every end. */
export async function expectEnding<Tab>(visit: Watched<Tab>, ending: Ending<Tab>): Promise<void> {
  const {events, traffic, environment} = visit;
  const {session, success = [], cancel = [], error = [], posts = 0, tokens = 0, open = 0, page = visit.page} = ending;
  const pagesOf = (type: string): string[] => events.of(type).map((event) => event.page);
  const seen = await observe(visit, page);

  assert.deepEqual(
    {
      session: seen.session,
      success: pagesOf('kakao-login-success'),
      cancel: pagesOf('kakao-login-cancel'),
      error: pagesOf('kakao-login-error'),
      posts: traffic.posts.length,
      tokens: environment.emulator.counts.token,
      open: seen.transactions.filter((fields) => !isTombstone(fields)).length,
    },
    {session, success, cancel, error, posts, tokens, open},
    'It ends as expected.',
  );
  for (const [id, findBreaches] of Object.entries(CHECKS)) {
    const breaches = findBreaches({visit, ending, seen});
    assert.deepEqual(breaches, [], `${id}: ${INVARIANTS[id as Invariant]}.`);
  }
  noteEnd(session);
}

interface End {
  readonly visit: Pick<Watched, 'environment' | 'events' | 'traffic' | 'violations'>;
  readonly ending: Ending<unknown>;
  readonly seen: Observation;
}

/** What speaks against each invariant: nothing, where it holds. I10 is of webhooks, which no browser sees. */
const CHECKS: Readonly<Record<Exclude<Invariant, 'I10'>, (end: End) => string[]>> = {
  I1: ({visit: {environment}, ending, seen}) => {
    const steps = [
      ['token answers', environment.emulator.requests.filter(isGood('/oauth/token')).length],
      // By the token of a login: with the admin key, the shop compares its members with Kakao's list.
      ['answers about the person', environment.emulator.requests.filter(isGood('/v2/user/me', 'Bearer')).length],
      ['calls of findMember', countCalls(environment.backend, 'findMember')],
      ['sessions', environment.backend?.sessions.size],
    ] as const;
    return [
      // Each step of a login can only follow the one before it.
      ...steps.flatMap(([what, count = 0], index) => {
        const [before, most = count] = steps[index - 1] ?? ['', count];
        return count > most ? [`${count} ${what} after ${most} ${before}`] : [];
      }),
      ...(ending.session === 'signed-out' ? seen.sessionCookies.map((name) => `cookie ${name}`) : []),
    ];
  },
  I2: ({visit: {environment, traffic}}) => {
    const codes = traffic.posts.map((body) => (JSON.parse(body) as {code?: string}).code ?? '');
    const {posts = [], sessions = new Set()} = environment.backend ?? {};
    const [posted, begun] = [new Set(posts.map(({code}) => code)), new Set(posts.map(({tx}) => tx))];
    return [
      ...codes.filter((code, index) => codes.indexOf(code) < index).map(() => 'a code was posted twice'),
      ...(environment.backend && environment.emulator.counts.token > posted.size ? ['a code was exchanged twice'] : []),
      ...(sessions.size > begun.size ? [`${sessions.size} sessions of ${begun.size} transactions`] : []),
    ];
  },
  I3: ({visit: {events}, seen: {busyButtons}}) => {
    const changes = events.of('kakao-state-change');
    const isBusy = (flow: unknown): boolean => /^(starting|completing)$/.test((flow as {status: string}).status);
    const tooLong = changes.filter(({detail, document, time}, index) => {
      const next = changes.slice(index + 1).find((other) => other.document === document);
      return isBusy(detail?.['flow']) && next && next.time - time > 15_000 + JUMP;
    });
    return [...tooLong.map(({page: at}) => `busy too long on ${at}`), ...(busyButtons > 0 ? ['a button is busy'] : [])];
  },
  I4: ({visit, ending, seen: {next, places}}) => {
    if (next.some(({isFocusable}) => !isFocusable)) return ['what there is to press cannot be reached by the keyboard'];
    if (next.length > 0) return [];
    if (ending.session === 'signed-out') return ['nothing to press'];
    return visit.events
      .of('kakao-login-success')
      .map(({detail}) => (detail?.['member'] as {name: string}).name)
      .filter((name) => !places['text']?.includes(name))
      .map((name) => `the page does not name ${name}`);
  },
  I5: ({visit: {environment}, ending: {at}, seen: {address}}) => {
    const expected = at.startsWith('/') ? environment.url + at : at;
    return address === expected ? [] : [`${address}, not ${expected}`];
  },
  I6: ({visit: {traffic}}) => [...traffic.strays],
  I7: ({visit: {environment}, ending, seen: {places, storage, secrets, linkKeys, transactions}}) => {
    const ours = secrets.filter((secret) => !ending.notOurs?.includes(secret));
    // An answer names its transaction: so says the wire contract.
    const told = new Set(environment.backend?.posts.map(({tx}) => tx));
    // What Kakao says of an error helps those who read the log, and nobody else.
    const isHere = (place: string, text: string): string[] => [
      ...ours.filter((secret) => text.includes(secret) && !(place === 'answers' && told.has(secret))),
      ...linkKeys.filter((key) => text.includes(key) && place !== 'answers'),
      ...(place !== 'log' && text.includes(CANARY) ? [CANARY] : []),
    ];
    const open = transactions.filter((fields) => !isTombstone(fields));
    // What stays for the Back button of this tab is where it began and was to end, and nothing else.
    const details = storage.filter((entry) =>
      /^ks\.[\w-]{6}=(?!{"from":"[^"]*"(,"returnTo":"[^"]*")?(,"referrer":"[^"]*")?}$)/.test(entry),
    );
    return [
      ...Object.entries(places).flatMap(([place, text]) =>
        (place === 'performance' && ending.isOwnCallback) ||
        (place === 'markup' && ending.isOwnCallback === 'in-markup')
          ? []
          : isHere(place, text).map((secret) => `${place}: ${secret}`),
      ),
      ...storage.filter((entry) => /^ks\.(note|outcome)=/.test(entry)),
      ...(details.length > open.length ? details : []),
      ...transactions
        .filter(
          (fields) =>
            isTombstone(fields) &&
            Object.keys(fields).some((name) => !/^(tx|used|from|purpose|told|over|pending)$/.test(name)),
        )
        .map((fields) => `tombstone of ${Object.keys(fields).join()}`),
    ];
  },
  I8: ({visit: {events, traffic}}) => {
    const returns = events.of('kakao-return').map(({document}) => document);
    const ways = traffic.navigations
      .map((address) => new URL(address))
      .filter(({pathname}) => pathname === '/oauth/authorize');
    const isSilent = ({searchParams}: URL): boolean => searchParams.get('prompt') === 'none';
    const statesOf = (urls: URL[]): number => new Set(urls.map(({searchParams}) => searchParams.get('state'))).size;
    const silent = statesOf(ways.filter(isSilent));
    const visible = statesOf(ways.filter((url) => !isSilent(url)));
    const presses = events.of('kakao-login-start').length;
    return [
      ...(new Set(returns).size < returns.length ? ['a page sent the visitor on twice'] : []),
      ...(visible > presses ? [`${visible} ways to Kakao, ${presses} presses`] : []),
      ...(silent > 1 ? [`${silent} tries of auto-login`] : []),
    ];
  },
  I9: ({visit: {environment, events}}) => {
    if (!environment.backend) return [];
    const {posts, hooks} = environment.backend;
    const made = hooks.filter(({hook, isMember}) => hook === 'signUp' && isMember).map(({id}) => id);
    const asked = hooks.filter(({hook}) => hook === 'findMember').length;
    const begun = new Set(posts.map(({tx}) => tx)).size;
    const successes = events.of('kakao-login-success').map(({detail}) => detail?.['ref']);
    const told = new Set(successes).size;
    return [
      ...(told < successes.length ? ['a success was told twice'] : []),
      ...(new Set(made).size < made.length ? ['somebody signed up twice'] : []),
      ...(asked > begun ? [`${asked} calls of findMember for ${begun} logins`] : []),
      ...(told > asked ? [`${told} successes of ${asked} logins`] : []),
    ];
  },
  I11: ({visit: {traffic, violations}, ending: {stopped = [], uncaught = /(?!)/, neighbour}, seen}) => [
    ...traffic.uncaught.filter((message) => !uncaught.test(message)),
    ...(neighbour ? [] : seen.addedGlobals),
    ...(violations?.all ?? [])
      .filter(({directive}) => !stopped.includes(directive))
      .map(({directive, blocked}) => `the policy's ${directive} has stopped ${blocked}`),
  ],
  I12: ({visit: {environment, events}}) => [
    ...events
      .of('kakao-login-error')
      .filter(
        ({detail}) => !isErrorCode(detail?.['code']) || !/^(retry|continue-here|help)$/.test(String(detail['end'])),
      )
      .map(({detail}) => JSON.stringify(detail)),
    ...(environment.backend?.answers ?? [])
      .filter(({status, type, body}) => status >= 400 && !isProblem(type, body))
      .map(({status, body}) => `${status} ${body}`),
  ],
  I13: ({visit: {environment, events}, seen: {places}}) => {
    const problems = (environment.backend?.answers ?? [])
      .filter(({status}) => status >= 400)
      .map(({body}) => JSON.parse(body) as {readonly code: string; readonly ref?: string})
      .filter(({ref}) => ref !== undefined);
    const known = new Set(environment.backend?.posts.map(({tx}) => toReference(tx)));
    const told = events.of('kakao-login-error').map(({detail}) => ({code: detail?.['code'], ref: detail?.['ref']}));
    const {flow = 'null', markup = ''} = places;
    const ref = findToldReference({flow, markup});
    const shown = (places['text'] ?? '').match(/KS-[\w-]+/g) ?? [];
    return [
      ...problems.flatMap(({code, ref = ''}) => [
        // A request that is refused unheard has a reference of its own.
        ...(known.has(ref) || code === 'origin_refused' ? [] : [`${ref} is no reference of a login that was posted`]),
        ...(environment.log.some((line) => line.startsWith(`${code} ${ref} `))
          ? []
          : [`the log has no ${code} ${ref}`]),
      ]),
      // Another code may be told where the answer was lost, but none that only a backend gives.
      ...told
        .filter(({code, ref}) => isBackendCode(code) && problems.some((problem) => problem.ref === ref))
        .filter(({code, ref}) => !problems.some((problem) => problem.ref === ref && problem.code === code))
        .map(({code, ref}) => `the page was told ${String(code)} of ${String(ref)}`),
      ...(shown.join() === (ref ?? '') ? [] : [`the visitor reads "${shown.join()}", not "${ref ?? ''}"`]),
    ];
  },
};

/** A clock that is put forward goes on by itself meanwhile. */
const JUMP = 5_000;

const isGood =
  (wanted: string, credential?: LoggedRequest['credential']) =>
  (request: Pick<LoggedRequest, 'path' | 'status' | 'credential'>): boolean =>
    request.path === wanted && request.status === 200 && (!credential || request.credential === credential);

function countCalls(backend: Watched['environment']['backend'], wanted: string): number | undefined {
  return backend?.hooks.filter(({hook}) => hook === wanted).length;
}

function isProblem(type: string, body: string): boolean {
  return /^application\/problem\+json\b/.test(type) && isErrorCode((JSON.parse(body) as {code?: unknown}).code);
}

/** Whether a page learns a code from a backend alone. */
function isBackendCode(code: unknown): boolean {
  return code !== 'backend_timeout' && (BACKEND_CODES as readonly unknown[]).includes(code);
}

function isTombstone(fields: Readonly<Record<string, unknown>>): boolean {
  return 'used' in fields;
}
