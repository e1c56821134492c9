import {LABELS} from '../../src/elements/i18n/labels.js';
import {LATER} from '../../src/elements/i18n/later.js';
import {MESSAGES} from '../../src/elements/i18n/messages.js';

/** What a visitor can read of the login button and of every flow, by language. */
export const ko = {...LABELS.ko, ...LATER.ko, ...MESSAGES.ko};
export const en = {...LABELS.en, ...LATER.en, ...MESSAGES.en};
export const ja = {...LABELS.ja, ...LATER.ja, ...MESSAGES.ja};
