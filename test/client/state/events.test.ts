import {expect} from '@open-wc/testing';
import {
  KakaoActionRequiredEvent,
  KakaoChannelResultEvent,
  KakaoLoginCancelEvent,
  KakaoLoginErrorEvent,
  KakaoLoginStartEvent,
  KakaoLoginSuccessEvent,
  KakaoLogoutEvent,
  KakaoReturnEvent,
  KakaoStateChangeEvent,
  KakaoTermsMissingEvent,
  KakaoTermsResultEvent,
  toOutcomeEvent,
} from '../../../src/client/state/events.js';
import {
  INITIAL_STATE,
  type ConsentOutcome,
  type Outcome,
  type SignedInOutcome,
} from '../../../src/client/state/state.js';

const SUCCESS: SignedInOutcome = {
  end: 'signed-in',
  purpose: 'login',
  ref: 'KS-abcdef',
  isNewMember: true,
  member: {name: '라이언'},
  missingTerms: [],
};
const MISSING = {purpose: 'login', ref: 'KS-abcdef', missingTerms: []};
const CONSENT: ConsentOutcome = {end: 'consent', purpose: 'terms', terms: {news: 'agreed'}, scope: {}};
const CHANNEL = {channelPublicId: '_ZeUTxl', result: 'added', verified: true} as const;
const CANCEL: Outcome = {end: 'cancelled', purpose: 'login', ref: 'KS-abcdef'};
const FAILURE: Outcome = {end: 'retry', purpose: 'login', code: 'kakao_timeout'};
const ACTION: Outcome = {end: 'action-required', purpose: 'login', ref: 'KS-abcdef', code: 'dormant'};

describe('events', () => {
  const {session, flow} = INITIAL_STATE;
  const events: readonly [event: Event & {detail: unknown}, type: string, cancelable: boolean, detail: unknown][] = [
    [new KakaoLoginStartEvent('login'), 'kakao-login-start', true, {purpose: 'login'}],
    [new KakaoLoginSuccessEvent({...SUCCESS}), 'kakao-login-success', false, SUCCESS],
    [new KakaoLoginCancelEvent({...CANCEL}), 'kakao-login-cancel', false, CANCEL],
    [new KakaoLoginErrorEvent({...FAILURE}), 'kakao-login-error', false, FAILURE],
    [new KakaoActionRequiredEvent({...ACTION}), 'kakao-action-required', false, ACTION],
    [new KakaoTermsMissingEvent({...SUCCESS}), 'kakao-terms-missing', true, MISSING],
    [new KakaoTermsResultEvent({...CONSENT}), 'kakao-terms-result', false, CONSENT],
    [new KakaoChannelResultEvent({...CHANNEL}), 'kakao-channel-result', false, CHANNEL],
    [new KakaoLogoutEvent(false), 'kakao-logout', false, {kakaoAccount: false}],
    [new KakaoReturnEvent('/cart', CANCEL), 'kakao-return', true, {to: '/cart', outcome: CANCEL}],
    [new KakaoStateChangeEvent(session, flow), 'kakao-state-change', false, {session, flow}],
  ];
  for (const [event, type, cancelable, detail] of events) {
    it(`${type} bubbles to the document, ${cancelable ? 'can' : 'cannot'} be prevented, and cannot be changed`, () => {
      const {type: name, bubbles, composed} = event;
      expect({name, bubbles, composed}).to.deep.equal({name: type, bubbles: true, composed: true});
      expect(event.cancelable).to.equal(cancelable);
      expect(event.detail).to.deep.equal(detail);
      expect(Object.isFrozen(event.detail)).to.equal(true);
    });
  }
});

describe('toOutcomeEvent', () => {
  const classes: readonly (readonly [outcome: Outcome, type: new (...given: never[]) => Event, detail?: object])[] = [
    [SUCCESS, KakaoLoginSuccessEvent],
    [CANCEL, KakaoLoginCancelEvent],
    [FAILURE, KakaoLoginErrorEvent],
    [{...FAILURE, end: 'help'}, KakaoLoginErrorEvent],
    [{...FAILURE, end: 'continue-here'}, KakaoLoginErrorEvent],
    [ACTION, KakaoActionRequiredEvent],
    [CONSENT, KakaoTermsResultEvent],
    [{end: 'logged-out', purpose: 'logout'}, KakaoLogoutEvent, {kakaoAccount: true}],
  ];
  for (const [outcome, type, detail = outcome] of classes) {
    it(`tells ${outcome.end} by a ${type.name}`, () => {
      const event = toOutcomeEvent({...outcome});

      expect(event).to.be.instanceOf(type).and.have.property('detail').that.deep.equals(detail);
    });
  }
});
