export {type EmulatedAccount} from './core/control/account.js';
export {type ConsentItem, DEFAULT_APP, type EmulatedAppOptions, type TalkChannel} from './core/store/apps.js';
export {type ChannelRelation} from './core/store/channel-relations.js';
export {type EmulatedConsole} from './core/control/app-admin.js';
export {type ChatLink} from './core/emulator.js';
export {createKakaoEmulator, type KakaoEmulator, type KakaoEmulatorOptions} from './node/emulator.js';
export {type Fault, FAULT_POINTS, type FaultPoint} from './core/faults/faults.js';
export {type KoeCode} from './core/base/kakao-errors.js';
export {type Listening, type ListenOptions} from './node/listen.js';
export {type Persona, PERSONAS} from './core/store/personas.js';
export {type LoggedRequest, type RequestCounts} from './core/store/request-log.js';
export {type TalkRequest} from './core/store/talk-app.js';
export {type LoginMutation as Spoil, LOGIN_MUTATIONS as SPOILS} from './core/faults/login-mutations.js';
export {API_MUTATIONS as API_SPOILS, type ApiMutation as ApiSpoil} from './core/faults/api-mutations.js';
export {type ShippingAddress} from './core/store/shipping-addresses.js';
export {type ServiceTerm} from './core/store/terms.js';
export {ACCOUNT_EVENTS, type AccountEvent} from './core/notices/account-events.js';
export {
  type ChannelEvent,
  type NoticeAttempt,
  type NoticeKind,
  type NoticeRequest,
  type SentNotice,
} from './core/notices/notice.js';
export {type NoticeSettings} from './core/notices/notice-settings.js';
export {SET_MUTATIONS as SET_SPOILS, type SetMutation as SetSpoil} from './core/notices/set-mutations.js';
export {UNLINK_REFERRERS, type UnlinkReferrer} from './core/store/store-changes.js';
