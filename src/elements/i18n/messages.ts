import type {Translations} from '../../client/state/language.js';
import type {LazyMessages} from './later.js';
import {EN_MESSAGES} from './messages.en.js';
import {JA_MESSAGES} from './messages.ja.js';
import {KO_MESSAGES} from './messages.ko.js';

/** The messages of all flows but `later`, in every language. */
export const MESSAGES: Translations<LazyMessages> = {ko: KO_MESSAGES, en: EN_MESSAGES, ja: JA_MESSAGES};
