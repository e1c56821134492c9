import type {FlowMessages} from '../../client/state/messages.js';
import type {Translations} from '../../client/state/language.js';

/** What comes with the part that tells them. */
export type LazyMessages = Omit<FlowMessages, 'later'>;

/** The one message that is there at once: it is shown where the part with all others cannot be had. */
export const LATER: Translations<Pick<FlowMessages, 'later'>> = {
  ko: {later: '연결이 원활하지 않아요. 잠시 후 다시 시도해 주세요.'},
  en: {later: "We couldn't connect. Please try again in a moment."},
  ja: {later: '接続できませんでした。しばらくしてからもう一度お試しください。'},
};
