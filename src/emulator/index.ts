export {type EmulatedAccount} from './control/account.js';
export {type ConsentItem, DEFAULT_APP, type EmulatedAppOptions, type TalkChannel} from './store/apps.js';
export {type ChannelRelation} from './store/channel-relations.js';
export {type EmulatedConsole} from './control/app-admin.js';
export {type ChatLink, createKakaoEmulator, type KakaoEmulator, type KakaoEmulatorOptions} from './emulator.js';
export {type Fault, FAULT_POINTS, type FaultPoint} from './faults/faults.js';
export {type KoeCode} from './base/kakao-errors.js';
export {type Listening, type ListenOptions} from './http/listen.js';
export {type Persona, PERSONAS} from './store/personas.js';
export {type LoggedRequest, type RequestCounts} from './store/request-log.js';
export {type TalkRequest} from './store/talk-app.js';
export {type LoginMutation as Spoil, LOGIN_MUTATIONS as SPOILS} from './faults/login-mutations.js';
export {API_MUTATIONS as API_SPOILS, type ApiMutation as ApiSpoil} from './faults/api-mutations.js';
export {type ShippingAddress} from './store/shipping-addresses.js';
export {type ServiceTerm} from './store/terms.js';
export {ACCOUNT_EVENTS, type AccountEvent} from './notices/account-events.js';
export {
  type ChannelEvent,
  type NoticeAttempt,
  type NoticeKind,
  type NoticeRequest,
  type SentNotice,
} from './notices/notice.js';
export {type NoticeSettings} from './notices/notice-settings.js';
export {SET_MUTATIONS as SET_SPOILS, type SetMutation as SetSpoil} from './notices/set-mutations.js';
export {UNLINK_REFERRERS, type UnlinkReferrer} from './store/store-changes.js';
