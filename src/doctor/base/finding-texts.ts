import {OF_FORGERIES} from './forgery-texts.js';
import {OF_KAKAO} from './network-texts.js';
import {OF_PAGE} from './page-texts.js';
import {OF_SETTINGS} from './settings-texts.js';
import {OF_SITE} from './site-texts.js';

/** Everything that can be found, by its stable id. */
export const FINDINGS = {...OF_SETTINGS, ...OF_KAKAO, ...OF_SITE, ...OF_FORGERIES, ...OF_PAGE} as const;

export type FindingId = keyof typeof FINDINGS;
