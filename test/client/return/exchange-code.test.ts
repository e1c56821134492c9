import {expect} from '@open-wc/testing';
import type {BackendFailure, SessionReading} from '../../../src/client/page/backend/backend.js';
import {exchangeCode} from '../../../src/client/return/exchange-code.js';
import type {ReturnResult} from '../../../src/client/return/end.js';
import type {KakaoSyncConfig} from '../../../src/client/state/config.js';
import type {FailedOutcome} from '../../../src/client/state/state.js';
import type {TransactionRecord} from '../../../src/shared/transaction.js';
import type {LoginRequest, LogoutRequest, ReadAnswer} from '../../../src/shared/wire.js';
import {APP_KEY, CALLBACK, CODE, CONFIG, ORIGIN} from '../support/browser.js';
import {setup} from '../support/journey.js';
import exchanges from './exchanges.json' with {type: 'json'};

const TX = `KsTest${'x'.repeat(37)}`;
const REF = 'KS-5B2D-XCPW';
const SENT = {tx: TX, nonceSecret: 'n'.repeat(43), redirectUri: ORIGIN + CALLBACK, clientId: APP_KEY} as const;
const OURS: ReadAnswer = {status: 'signed-in', tx: TX, isNewMember: false, member: {}};
/** What a backend answers a POST, and what a session is read as, by the names of `exchanges.json`. */
const READINGS: Readonly<Record<string, ReadAnswer | BackendFailure>> = {
  ours: OURS,
  other: {...OURS, tx: 'other'},
  nobody: {status: 'signed-out'},
  required: {status: 'action-required', action: 'age-check'},
  waiting: {status: 'signed-out', pending: {status: 'action-required', tx: TX, action: 'age-check'}},
  'another waiting': {status: 'signed-out', pending: {status: 'action-required', tx: 'other', action: 'age-check'}},
  failed: {code: 'backend_failed'},
  read: {code: 'backend_failed', doubt: 'read'},
  wait: {code: 'backend_failed', doubt: 'wait'},
  limited: {code: 'rate_limited'},
  'no GET': null as never,
  'no JSON': undefined as never,
};
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

interface Exchange {
  readonly what: string;
  readonly answer: string;
  readonly readings: readonly string[];
  readonly endpoint?: string;
  readonly code: string | null;
  readonly reads: number;
}

async function exchange(answer: ReadAnswer | BackendFailure, {record, details, readings = [], ...world}: World = {}) {
  const {page, clock} = setup({config: world.config ?? CONFIG, address: CALLBACK});
  const {context} = page;
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
    (failure) => void failures.push(failure),
  ).then((result) => results.push(result));
  await clock.advance(9999);
  const early = results.length;
  await clock.advance(1);
  expect([posts.length, results.length]).to.deep.equal([1, 1]);
  // Of what is known by then, in case that nothing more comes.
  const known = 'doubt' in answer || !('status' in answer) ? [answer.code] : [];
  expect(failures.map(({outcome}) => outcome && 'code' in outcome && outcome.code)).to.deep.equal([
    'backend_timeout',
    ...known,
  ]);
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

  it('is completing meanwhile, and would end as one that nothing answered where it began', async () => {
    const {failure} = await exchange(OURS, {details: {from: address}});

    const outcome = {end: 'retry', purpose: 'login', code: 'backend_timeout', ref: REF};
    expect(failure).to.deep.equal({outcome, tx: TX, told: {}, targets: [address, '/cart']});
  });

  for (const {what, answer, readings, endpoint, code, reads} of exchanges as readonly Exchange[]) {
    it(`is ${code ?? 'signed in'} after ${reads} readings where the backend answers ${what}`, async () => {
      const config = endpoint ? {...CONFIG, endpoint} : CONFIG;

      const result = await exchange(READINGS[answer]!, {readings: readings.map((name) => READINGS[name]), config});

      expect((result.outcome as Partial<FailedOutcome>).code ?? null).to.equal(code);
      // It is over after ten seconds, and not before where something may still come.
      expect([result.reads, result.isLate]).to.deep.equal([reads, reads === 11]);
      expect(result.outcome).to.include({ref: REF, purpose: 'login'});
      expect(result.targets.slice(-2)).to.deep.equal([undefined, '/cart']);
      expect(result.session.status).to.equal(code ? 'unknown' : 'signed-in');
    });
  }

  it('believes another host’s backend that the site posts to itself', async () => {
    const config = {...CONFIG, endpoint: 'https://api.shop.example/kakao', postCode: () => Promise.resolve()};

    expect((await exchange(OURS, {config})).reads).to.equal(0);
  });

  it('passes the backend’s own reference on', async () => {
    expect((await exchange({code: 'backend_failed', ref: 'KS-server'})).outcome).to.include({ref: 'KS-server'});
  });

  for (const [agreedAgo, away, result] of [
    [50, 100, 'agreed'],
    [150, 100, 'unchanged'],
    // Not known where the clock was set back meanwhile: an hour is assumed.
    [150, -600, 'agreed'],
    [150, 0, 'unchanged'],
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
