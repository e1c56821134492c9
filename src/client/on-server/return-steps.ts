/**
 * The steps of a return that it shares with one whose code a route of the server took. They are handed over: if both parts
 * imported them, bundlers would make a further file of them.
 */
export {BACKEND_CODES} from '../../shared/errors.js';
export {readConsentRequest, toConsentOutcome} from '../state/consent-request.js';
export {toFailure} from '../state/outcome.js';
export {toAttribution} from '../return/attribution.js';
export {showCompleting} from '../return/completing.js';
export {toHome} from '../return/end.js';
export {toText} from '../return/find-answer.js';
export {leaveCallback} from '../return/leave-callback.js';
export {findEnd, finish} from '../return/recover-session.js';
export {isHere} from '../return/targets.js';
