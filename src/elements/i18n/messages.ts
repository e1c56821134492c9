import {EN_MESSAGES} from './messages.en.js';
import {JA_MESSAGES} from './messages.ja.js';
import {KO_MESSAGES} from './messages.ko.js';
import type {Translations} from './language.js';
import type {Messages} from './texts.js';

/** The messages of all flows, in every language. */
export const MESSAGES: Translations<Messages> = {ko: KO_MESSAGES, en: EN_MESSAGES, ja: JA_MESSAGES};
