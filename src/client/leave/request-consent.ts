import {toClientContext} from '../page/client-context.js';
import type {CoreContext} from '../page/core-context.js';
import {toConsentRequest, toUnchangedOutcome, type ConsentOptions} from '../state/consent-request.js';
import {isBusy} from '../state/state.js';
import type {ConsentActions} from './press.js';

/** Asks for consent on Kakao's screen. If Kakao would show none, nothing leaves, and that is told. */
export function requestConsent(core: CoreContext, options: ConsentOptions, {begin, onPress}: ConsentActions): void {
  const {store, explain, deliver} = toClientContext(core);
  const {asked, hasScreen, refused} = toConsentRequest(options, store.state.session);
  explain(refused);
  const {source, throughTalk} = options;
  const [serviceTerms, scope] = [asked.terms.join(), asked.scope.join()];
  if (hasScreen) begin('terms', {serviceTerms, scope, source, throughTalk}, asked);
  else if (!isBusy(store.state.flow)) {
    onPress(source);
    deliver(toUnchangedOutcome(asked), source);
  }
}
