import type {Messages} from '../../client/state/messages.js';
import type {LazyMessages} from '../i18n/later.js';
import {MESSAGES} from '../i18n/messages.js';

/** What elements have besides. */
const OTHERS: Readonly<Record<Exclude<keyof Messages, keyof LazyMessages>, 1>> = {
  start: 1,
  startShort: 1,
  login: 1,
  loginShort: 1,
  link: 1,
  linkShort: 1,
  lastUsed: 1,
  later: 1,
  termsTitle: 1,
  termsAgree: 1,
  termsRequired: 1,
  termsOptional: 1,
  termsNewWindow: 1,
  termsAgreed: 1,
  termsDeclined: 1,
  channelAdd: 1,
  channelAddShort: 1,
  channelChat: 1,
  channelChatShort: 1,
  channelAdded: 1,
  channelAlready: 1,
  channelBlocked: 1,
  account: 1,
  logout: 1,
  switchAccount: 1,
  kakaoLogout: 1,
  loggedOut: 1,
};

/** The key of every text, also of elements that a page does not have. */
export const MESSAGE_KEYS: readonly string[] = Object.keys({...MESSAGES.ko, ...OTHERS});
