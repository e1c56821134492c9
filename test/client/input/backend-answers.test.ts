import {expect} from '@open-wc/testing';
import {Family} from '../../support/family.js';
import {CODE} from '../support/browser.js';
import {returned} from '../support/journey.js';
import type {ShopAnswer} from '../support/shop.js';
import {endUnharmed, secretsOf} from '../support/unharmed.js';
import corpus from './backend-answers.json' with {type: 'json'};

const BEGUN = '/cart?id=1#reviews';
/** In an answer, and to be dropped there. */
const STRAY = 'stray-access-token-canary';

/** What an answer must do to a login that was begun on {@link BEGUN}: the outcome's code, or `signed-in`. */
interface BackendAnswer {
  readonly id: string;
  readonly answer: ShopAnswer;
  readonly end: string;
  /** Where the visitor ends up, if not where it began. */
  readonly at?: string;
  /** What the page is told of the member, where that is the point. */
  readonly member?: Readonly<Record<string, unknown>>;
}

const arrival = (id: string, more: object, member: Readonly<Record<string, unknown>> = {}): BackendAnswer => ({
  ...{id, member, end: 'signed-in', answer: {status: 200, json: {status: 'signed-in', ...more}}},
});

/** Those that are too long to be written down, or no JSON of their own. */
const LARGE: readonly BackendAnswer[] = [
  arrival('name-of-100-kb', {member: {name: 'x'.repeat(100_000)}}, {name: 'x'.repeat(100_000)}),
  arrival('name-lone-surrogate', {member: {name: '\ud800'}}, {}),
  arrival('10000-terms', {missingTerms: Array.from({length: 10_000}, (_, tag) => ({tag: `t${tag}`, required: true}))}),
  {
    ...{id: 'action-with-1-mb', end: 'age-check'},
    answer: {status: 200, json: {status: 'action-required', action: 'age-check', message: 'x'.repeat(1_000_000)}},
  },
];

/** A login whose code the backend answers in this way; what the visitor is told of it, and where. */
async function logIn(post: ShopAnswer) {
  const {browser, callback} = await returned(undefined, {address: BEGUN, post});
  const {session, flow, ...ended} = await endUnharmed(callback, [...secretsOf(browser), CODE, STRAY]);
  expect(callback.navigations).to.have.length(1);
  expect(flow.status).not.to.match(/starting|completing/);
  return {...ended, member: session.status === 'signed-in' ? session.member : undefined, message: flow.message};
}

// That each code is told as it is, and what never is a session, is proven where `createBackend` is.
describe('the backend’s answer', () => {
  const family = new Family('C5', 'answers of the backend', after);

  for (const row of [...(corpus as readonly BackendAnswer[]), ...LARGE]) {
    const {id, answer, end, at = BEGUN, member} = row;
    it(`C5 ${id}: ends as ${end}${at === BEGUN ? '' : ` on ${at}`}`, async () => {
      const {member: told, message = '', ...ended} = await logIn(answer);

      expect([ended.end, ended.at]).to.deep.equal([end, at]);
      if (member) expect(told).to.deep.equal(member);
      expect(told === undefined).to.equal(end !== 'signed-in');
      expect(message).to.be.a('string').with.length.at.most(300);
      family.judge(end === 'signed-in' ? 'accepted' : 'refused');
    });
  }
});
