import {expect} from '@open-wc/testing';
import fc from 'fast-check';
import type {KakaoSyncConfig} from '../../../src/client/state/config.js';
import {BACKEND_CODES} from '../../../src/shared/errors.js';
import {factor, Family} from '../../support/family.js';
import {CODE, CONFIG, ORIGIN} from '../support/browser.js';
import {returned} from '../support/journey.js';
import type {ShopAnswer} from '../support/shop.js';
import {expectUnharmed, secretsOf} from '../support/unharmed.js';
import {BACKEND_ANSWERS, BEGUN, STRAY} from './backend-answers.js';

/** A login whose code the backend answers in this way; what the visitor is told of it, and where. */
async function logIn(answer: ShopAnswer, config: KakaoSyncConfig = CONFIG) {
  const {browser, callback, clock, shop} = await returned(undefined, {address: BEGUN, config});
  const secrets = [...secretsOf(browser), CODE, STRAY];
  shop.onPost = () => answer;

  void callback.client.start();
  for (let seconds = 0; callback.navigations.length === 0 && seconds <= 15; seconds++) await clock.advance(1000);

  expect(shop.posts.length, 'a code is posted once at most').to.be.at.most(1);
  expect(callback.navigations).to.have.length(1);
  const last = callback.follow();
  await last.client.start();
  expectUnharmed(browser, secrets, [callback]);
  const {outcome, session, flow} = last.client.state;
  expect(flow.status).not.to.match(/starting|completing/);
  return {
    end: outcome && 'code' in outcome ? outcome.code : outcome?.end,
    at: last.address.href.slice(ORIGIN.length),
    member: session.status === 'signed-in' ? session.member : undefined,
    message: flow.message,
  };
}

describe('the backend’s answer', () => {
  const family = new Family('C5', 'answers of the backend', after);
  const judge = (end: unknown): void => void family.judge(end === 'signed-in' ? 'accepted' : 'refused');

  for (const {id, answer, end, at = BEGUN, member} of BACKEND_ANSWERS) {
    it(`C5 ${id}: ends as ${end}${at === BEGUN ? '' : ` on ${at}`}`, async () => {
      const {member: told, message = '', ...ended} = await logIn(answer);

      expect(ended).to.deep.equal({end, at});
      if (member) expect(told).to.deep.equal(member);
      expect(told === undefined).to.equal(end !== 'signed-in');
      expect(message).to.be.a('string').with.length.at.most(300);
      judge(end);
    });
  }

  for (const code of BACKEND_CODES) {
    it(`C5 problem ${code}: is told as it is`, async () => {
      expect((await logIn({status: 400, json: {code}})).end).to.equal(code);
      judge(code);
    });
  }

  it('of any status and JSON is a published end, and a session only where it says so', async () => {
    const status = fc.oneof(fc.constantFrom(200, 200, 200, 400, 409, 500), fc.integer({min: 0, max: 599}));
    const fields = fc.dictionary(
      fc.constantFrom('tx', 'isNewMember', 'member', 'missingTerms', 'scope', 'redirectTo', 'expiresIn', 'code', 'ref'),
      fc.jsonValue(),
    );
    const body = fc.oneof(
      fc.jsonValue(),
      fc.tuple(fc.constantFrom('signed-in', 'signed-in', 'signed-out', 'action-required', 'x'), fields),
    );
    await family.alwaysAsync(
      400,
      fc.asyncProperty(status, body, async (code, value) => {
        const isTuple = Array.isArray(value) && value.length === 2 && typeof value[0] === 'string';
        const [word, others] = isTuple ? (value as [string, object]) : [undefined, undefined];
        const given = word === undefined ? value : {...others, status: word};

        const {end} = await logIn({status: code, json: given});

        const {tx} = (given ?? {}) as {tx?: unknown};
        const isOurs = typeof tx !== 'string' || tx === '';
        expect(end === 'signed-in').to.equal(code < 400 && word === 'signed-in' && isOurs);
        judge(end);
      }),
    );
  }).timeout(120_000 * factor);
});
