export {type ConsentItem, DEFAULT_APP, type EmulatedAppOptions, type ServiceTerm} from './apps.js';
export {
  type ChatLink,
  createKakaoEmulator,
  type EmulatedAccount,
  type KakaoEmulator,
  type KakaoEmulatorOptions,
} from './emulator.js';
export {type Fault, FAULT_POINTS, type FaultPoint} from './faults.js';
export {type KoeCode} from './koe.js';
export {type Listening, type ListenOptions} from './listen.js';
export {type Persona, PERSONAS} from './personas.js';
export {type LoggedRequest, type RequestCounts} from './request-log.js';
export {type TalkRequest} from './store.js';
export {type Spoil, SPOILS} from './spoil.js';
