import {EN_LABELS} from './labels.en.js';
import {JA_LABELS} from './labels.ja.js';
import {KO_LABELS} from './labels.ko.js';
import type {Translations} from '../../client/state/language.js';
import type {Labels} from '../../client/state/messages.js';

/** The words of the login button, in every language. */
export const LABELS: Translations<Labels> = {ko: KO_LABELS, en: EN_LABELS, ja: JA_LABELS};
