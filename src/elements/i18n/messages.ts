import {EN_MESSAGES} from './messages.en.js';
import {JA_MESSAGES} from './messages.ja.js';
import {KO_MESSAGES} from './messages.ko.js';
import type {Translations} from './language.js';
import type {FlowMessages} from '../../client/state/messages.js';

/** The messages of all flows, in every language. */
export const MESSAGES: Translations<FlowMessages> = {ko: KO_MESSAGES, en: EN_MESSAGES, ja: JA_MESSAGES};
