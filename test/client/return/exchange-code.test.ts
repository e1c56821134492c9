import {expect} from '@open-wc/testing';
import type {BackendFailure, SessionReading} from '../../../src/client/page/backend/backend.js';
import {exchangeCode} from '../../../src/client/return/exchange-code.js';
import type {ReturnResult} from '../../../src/client/return/end.js';
import type {KakaoSyncConfig} from '../../../src/client/state/config.js';
import type {FailedOutcome} from '../../../src/client/state/state.js';
import type {ErrorCode} from '../../../src/shared/errors.js';
import type {TransactionRecord} from '../../../src/shared/transaction.js';
import type {LoginRequest, LogoutRequest, ReadAnswer} from '../../../src/shared/wire.js';
import {APP_KEY, CALLBACK, CODE, CONFIG, ORIGIN} from '../support/browser.js';
import {setup} from '../support/journey.js';

const TX = `KsTest${'x'.repeat(37)}`;
const SENT = {tx: TX, nonceSecret: 'n'.repeat(43), redirectUri: ORIGIN + CALLBACK, clientId: APP_KEY} as const;
const OURS: ReadAnswer = {status: 'signed-in', tx: TX, isNewMember: false, member: {}};
const OTHER: ReadAnswer = {...OURS, tx: 'other'};
const NOBODY: ReadAnswer = {status: 'signed-out'};
const REQUIRED: ReadAnswer = {status: 'action-required', action: 'age-check'};
const POSTED = {purpose: 'login', ...SENT, code: CODE};

interface World {
  readonly config?: KakaoSyncConfig;
  readonly record?: Partial<TransactionRecord>;
  readonly details?: object;
  /** What the session is read as, each second; the last for ever. */
  readonly readings?: readonly SessionReading[];
  /** Seconds between leaving and coming back. */
  readonly away?: number;
}

async function exchange(answer: ReadAnswer | BackendFailure, {record, details, readings = [], ...world}: World = {}) {
  const {page, clock} = setup({config: world.config ?? CONFIG, address: CALLBACK});
  const {context} = page.client;
  if (details) page.localStorage.set('ks.KsTest', JSON.stringify(details));
  const time = clock.now() - (world.away ?? 60) * 1000;
  const posts: (LoginRequest | LogoutRequest)[] = [];
  const failures: ReturnResult[] = [];
  let reads = 0;
  const backend = {
    ...context.backend,
    post: (request: LoginRequest | LogoutRequest) => (posts.push(request), Promise.resolve(answer)),
    recover: () => Promise.resolve(readings[Math.min(reads++, readings.length - 1)]),
  };
  const results: ReturnResult[] = [];
  void exchangeCode(
    {...context, backend},
    {purpose: 'login', from: '/cart', ...SENT, time, ...record},
    CODE,
    (failure) => {
      failures.push(failure);
    },
  ).then((result) => results.push(result));
  await clock.advance(9999);
  const early = results.length;
  await clock.advance(1);
  expect([posts.length, results.length, failures.length]).to.deep.equal([1, 1, 1]);
  return {
    ...results[0]!,
    failure: failures[0]!,
    body: posts[0]!,
    reads,
    isLate: early === 0,
    session: page.client.state.session,
  };
}

describe('exchangeCode', () => {
  const address = '/cart?id=1&utm_source=kakao#reviews';
  const bodies: readonly [what: string, world: World, more: object][] = [
    ['no details', {}, {}],
    ['a verifier', {record: {codeVerifier: 'v'.repeat(43)}}, {codeVerifier: 'v'.repeat(43)}],
    ['a time of its own', {record: {purpose: 'link', t: 5}}, {purpose: 'link', t: 5}],
    ['the site’s own text', {details: {context: 'guest-7'}}, {context: 'guest-7'}],
    ['no empty text', {details: {context: ''}}, {}],
    ['the campaign of the exact address', {details: {from: address}}, {attribution: {utm_source: 'kakao'}}],
    ['the campaign of the record', {record: {from: '/cart?utm_source=kakao'}}, {attribution: {utm_source: 'kakao'}}],
    [
      'what was asked for',
      {record: {purpose: 'terms'}, details: {asked: {terms: ['news']}}},
      {purpose: 'terms', terms: ['news']},
    ],
    ['no address that is none', {details: {from: 'https://['}}, {}],
  ];
  for (const [what, world, more] of bodies) {
    it(`posts the code with all that belongs to it: ${what}`, async () => {
      expect((await exchange(OURS, world)).body).to.deep.equal({...POSTED, ...more});
    });
  }

  it('is completing meanwhile, and would end as an unfinished login where it began', async () => {
    const {failure} = await exchange(OURS, {details: {from: address}});

    const outcome = {end: 'retry', purpose: 'login', code: 'login_unfinished', ref: 'KS-KsTest'};
    expect(failure).to.deep.equal({outcome, tx: TX, targets: [address, '/cart']});
  });

  const REMOTE = {...CONFIG, endpoint: 'https://api.shop.example/kakao'};
  const FAILED: BackendFailure = {code: 'backend_failed'};
  const [READ, WAIT] = [{...FAILED, doubt: 'read'} as const, {...FAILED, doubt: 'wait'} as const];
  const rows: readonly [
    what: string,
    answer: ReadAnswer | BackendFailure,
    readings: readonly SessionReading[],
    config: KakaoSyncConfig,
    code: ErrorCode | 'age-check' | null,
    reads: number,
    isLate?: boolean,
  ][] = [
    ['a session', OURS, [], CONFIG, null, 0],
    ['nobody', NOBODY, [], CONFIG, 'login_unfinished', 0],
    ['something more', REQUIRED, [], CONFIG, 'age-check', 0],
    ['a refusal', FAILED, [OURS], CONFIG, 'backend_failed', 0],
    ['a doubt whose session is there', READ, [OURS], CONFIG, null, 1],
    ['a doubt whose session is another', READ, [OTHER, OURS], CONFIG, 'backend_failed', 1],
    ['a doubt where nobody is signed in', READ, [NOBODY, OURS], CONFIG, 'backend_failed', 1],
    ['a doubt where nothing can be read', READ, [null], CONFIG, 'backend_failed', 1],
    ['a doubt whose session comes late', READ, [undefined, FAILED, OURS], CONFIG, null, 3],
    ['nothing, and the session is there', WAIT, [OURS], CONFIG, null, 1],
    ['nothing, and the session comes late', WAIT, [NOBODY, OTHER, undefined, OURS], CONFIG, null, 4],
    ['nothing, and it never comes', WAIT, [NOBODY], CONFIG, 'backend_failed', 11, true],
    ['nothing, and no GET', WAIT, [null], CONFIG, 'backend_failed', 1],
    ['a session of another host that is seen', OURS, [OURS], REMOTE, null, 1],
    ['one whose cookie was refused', OURS, [NOBODY], REMOTE, 'session_cookie_blocked', 1],
    ['one that leaves an older one', OURS, [OTHER], REMOTE, 'session_cookie_blocked', 1],
    ['one that no GET reads', OURS, [null], REMOTE, null, 1],
    ['one that is never read as JSON', OURS, [undefined], REMOTE, null, 11, true],
    ['one that is read late', OURS, [undefined, NOBODY], REMOTE, 'session_cookie_blocked', 2],
    ['one that cannot be read', OURS, [{code: 'rate_limited'}], REMOTE, 'rate_limited', 11, true],
    ['one that cannot be read at first', OURS, [FAILED, {code: 'rate_limited'}, OURS], REMOTE, null, 3],
    ['something more of another host', REQUIRED, [], REMOTE, 'age-check', 0],
    ['one of another port', OURS, [NOBODY], {...CONFIG, endpoint: `${ORIGIN}:8443/api`}, 'session_cookie_blocked', 1],
    ['one that the site posts for', OURS, [], {...REMOTE, postCode: () => Promise.resolve()}, null, 0],
  ];
  for (const [what, answer, readings, config, code, reads, isLate = false] of rows) {
    it(`is ${code ?? 'signed in'} after ${reads} readings where the backend answers ${what}`, async () => {
      const result = await exchange(answer, {readings, config});

      expect((result.outcome as Partial<FailedOutcome>).code ?? null).to.equal(code);
      expect([result.reads, result.isLate]).to.deep.equal([reads, isLate]);
      expect(result.outcome).to.include({ref: 'KS-KsTest', purpose: 'login'});
      expect(result.targets.slice(-2)).to.deep.equal([undefined, '/cart']);
      expect(result.session.status).to.equal(code ? 'unknown' : 'signed-in');
    });
  }

  it('passes the backend’s own reference on', async () => {
    expect((await exchange({...FAILED, ref: 'KS-server'})).outcome).to.include({ref: 'KS-server'});
  });

  for (const [agreedAgo, away, result] of [
    [50, 100, 'agreed'],
    [150, 100, 'unchanged'],
    // Not known where the clock was set back meanwhile: an hour is assumed.
    [150, -600, 'agreed'],
  ] as const) {
    it(`takes a term agreed to ${agreedAgo} s ago for ${result}, asked for ${away} s ago`, async () => {
      const terms = [{tag: 'event', agreed: true, agreedAgo}];
      const record = {purpose: 'terms'} as const;
      const details = {asked: {terms: ['event']}};

      const {outcome} = await exchange({...OURS, terms}, {record, details, away});

      expect(outcome).to.deep.include({terms: {event: result}});
    });
  }
});
