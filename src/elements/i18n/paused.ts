import type {FlowMessages} from '../../client/state/messages.js';
import type {Translations} from '../../client/state/language.js';

/** What stands below a button while no login may begin. A hosted shop's page has no other message of a flow. */
export const PAUSED: Translations<Pick<FlowMessages, 'paused'>> = {
  ko: {paused: '지금은 점검 중이에요. 잠시 후 다시 시도해 주세요.'},
  en: {paused: 'Under maintenance. Please try again later.'},
  ja: {paused: 'ただいまメンテナンス中です。'},
};

/** What a paused button says: the site's own words, or ours. As an attribute, a pause may be empty or `true`. */
export function toPauseText(paused: unknown, ours: string): string {
  return typeof paused === 'string' && /\S/.test(paused) && paused !== 'true' ? paused : ours;
}
