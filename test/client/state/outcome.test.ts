import {expect} from '@open-wc/testing';
import {toFailure, toOutcome} from '../../../src/client/state/outcome.js';
import {forgetOutcome, keepOutcome, readOutcome} from '../../../src/client/page/kept-outcome.js';
import type {FailedOutcome, Outcome} from '../../../src/client/state/state.js';
import {omitUndefined} from '../../../src/shared/fields.js';
import {ERROR_CODES, type ErrorCode} from '../../../src/shared/errors.js';
import {FakeStorage} from '../support/storage.js';

const TX = 'abcdef'.padEnd(43, 'x');
const NOTHING = {terms: [], scope: [], missing: []};

/** What another press would do about each: a code that is new has to be put somewhere. */
const ENDS: Readonly<Record<ErrorCode, FailedOutcome['end']>> = {
  not_configured: 'help',
  config_incomplete: 'help',
  config_invalid: 'help',
  config_changed: 'help',
  insecure_origin: 'help',
  cookies_blocked: 'help',
  sdk_blocked: 'retry',
  sdk_timeout: 'retry',
  sdk_missing: 'retry',
  sdk_amd: 'help',
  sdk_conflict: 'help',
  sdk_failed: 'help',
  navigation_failed: 'retry',
  under_age: 'help',
  kakao_timeout: 'retry',
  kakao_unavailable: 'retry',
  kakao_interaction_required: 'retry',
  kakao_refused: 'help',
  callback_invalid: 'retry',
  callback_moved: 'help',
  state_missing: 'retry',
  other_browser: 'continue-here',
  login_unfinished: 'retry',
  backend_unreachable: 'retry',
  backend_timeout: 'retry',
  backend_bad_answer: 'retry',
  backend_failed: 'retry',
  backend_refused: 'retry',
  session_cookie_blocked: 'help',
  origin_refused: 'help',
  request_invalid: 'help',
  purpose_unsupported: 'help',
  client_unknown: 'help',
  redirect_uri_unknown: 'help',
  code_used: 'retry',
  redirect_uri_mismatch: 'help',
  client_secret_wrong: 'help',
  app_key_wrong: 'help',
  platform_unregistered: 'help',
  rate_limited: 'retry',
  provider_refused: 'retry',
  provider_unavailable: 'retry',
  provider_bad_response: 'retry',
  id_token_missing: 'help',
  id_token_invalid: 'retry',
  clock_skew: 'help',
  profile_mismatch: 'retry',
  account_restricted: 'help',
  hook_failed: 'retry',
  session_too_large: 'help',
  session_required: 'help',
  already_linked: 'help',
  different_account: 'retry',
  session_changed: 'retry',
  pending_changed: 'retry',
  link_unproven: 'retry',
  login_too_old: 'help',
};

describe('toFailure', () => {
  for (const code of ERROR_CODES) {
    it(`ends ${code} with ${ENDS[code]}`, () => {
      expect(toFailure(code, 'login', 'KS-abcdef')).to.deep.equal({
        end: ENDS[code],
        purpose: 'login',
        code,
        ref: 'KS-abcdef',
      });
    });
  }

  it('has no reference where there is no transaction', () => {
    expect(toFailure('config_invalid', 'link')).to.deep.equal({end: 'help', purpose: 'link', code: 'config_invalid'});
  });

  it('lets a code that it does not know be tried again', () => {
    expect(toFailure('of_tomorrow' as ErrorCode, 'login').end).to.equal('retry');
  });
});

describe('toOutcome', () => {
  it('tells of a member without transaction, redirect and expiry', () => {
    const missingTerms = [{tag: 'news', required: false}];
    const answer = {
      status: 'signed-in',
      tx: TX,
      isNewMember: true,
      member: {name: '라이언'},
      missingTerms,
      redirectTo: '/welcome',
      expiresIn: 60,
    } as const;

    expect(toOutcome(answer, 'login', TX, NOTHING)).to.deep.equal({
      end: 'signed-in',
      purpose: 'login',
      ref: 'KS-abcdef',
      isNewMember: true,
      member: {name: '라이언'},
      missingTerms,
    });
  });

  it('names the scopes where the backend does', () => {
    const answer = {status: 'signed-in', isNewMember: false, member: {}, missingTerms: [], scope: ['openid']} as const;

    expect(toOutcome(answer, 'login', TX, NOTHING))
      .to.have.property('scope')
      .that.deep.equals(['openid']);
  });

  it('passes on what the backend requires, in its own words', () => {
    const answer = {status: 'action-required', action: 'dormant', redirectTo: '/wake', message: '휴면 계정'} as const;

    expect(toOutcome(answer, 'login', TX, NOTHING)).to.deep.equal({
      end: 'action-required',
      purpose: 'login',
      ref: 'KS-abcdef',
      code: 'dormant',
      message: '휴면 계정',
    });
  });

  it('says nothing where the backend says nothing', () => {
    expect(toOutcome({status: 'action-required', action: 'age-check'}, 'login', TX, NOTHING)).not.to.have.property(
      'message',
    );
  });

  it('takes a backend that signs nobody in for an unfinished login', () => {
    expect(toOutcome({status: 'signed-out', reason: 'not_a_member'}, 'login', TX, NOTHING)).to.deep.equal({
      end: 'retry',
      purpose: 'login',
      code: 'login_unfinished',
      ref: 'KS-abcdef',
    });
  });
});

describe('keepOutcome', () => {
  const outcome: Outcome = {end: 'cancelled', purpose: 'login', ref: 'KS-abcdef'};

  it('brings an outcome to the next page, until it is forgotten', () => {
    const sessionStorage = new FakeStorage();

    expect(keepOutcome({sessionStorage}, outcome, {})).to.equal(true);
    for (let time = 0; time < 2; time++) {
      const [kept, keeping] = readOutcome({sessionStorage});
      expect([kept, omitUndefined(keeping)]).to.deep.equal([outcome, {}]);
    }

    forgetOutcome({sessionStorage});
    expect(readOutcome({sessionStorage})).to.deep.equal([null, {}]);
  });

  it('says for which page, until when, and of which transaction', () => {
    const sessionStorage = new FakeStorage();
    const keeping = {to: '/cart#total', until: 5, of: 'KS-abcdef'};

    keepOutcome({sessionStorage}, outcome, keeping);

    expect(readOutcome({sessionStorage})).to.deep.equal([outcome, keeping]);
  });

  it('says where it cannot', () => {
    const sessionStorage = new FakeStorage();
    sessionStorage.isForbidden = true;

    expect(keepOutcome({sessionStorage}, outcome, {})).to.equal(false);
  });
});

describe('readOutcome', () => {
  for (const junk of ['', 'junk', 'null', '5', '"text"', '[]', '{}', '{"end":5}']) {
    it(`finds none in ${junk || 'an empty text'}`, () => {
      const sessionStorage = new FakeStorage();
      sessionStorage.set('ks.outcome', junk);

      expect(readOutcome({sessionStorage})).to.deep.equal([null, {}]);
    });
  }
});
