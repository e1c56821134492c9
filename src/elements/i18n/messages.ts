import type {FlowCode, FlowState, FlowStatus} from '../../client/state/state.js';
import {en} from './en.js';
import {ja} from './ja.js';
import {ko} from './ko.js';
import type {Messages} from './texts.js';

/** Texts in every language that we speak. */
export interface Translations<Texts> {
  readonly ko: Texts;
  readonly en: Texts;
  readonly ja: Texts;
}

/** Which text tells which codes and, where the code says nothing more, which states. */
const MESSAGE_BY_CODE: readonly (readonly [keyof Messages, ...(FlowCode | FlowStatus)[]])[] = [
  ['later', 'sdk_blocked', 'sdk_timeout', 'backend_unreachable', 'backend_timeout'],
  ['later', 'rate_limited', 'kakao_unavailable', 'provider_unavailable'],
  ['cookies', 'cookies_blocked', 'session_cookie_blocked'],
  ['underAge', 'under_age'],
  ['restricted', 'account_restricted'],
  ['linked', 'already_linked'],
  ['otherAccount', 'different_account'],
  ['signedOut', 'session_required'],
  ['loginTooOld', 'login_too_old'],
  ['stateMissing', 'state_missing'],
  ['busy', 'starting', 'completing'],
  ['talk', 'waiting-for-talk'],
  ['retry', 'retry'],
  ['elsewhere', 'continue-here'],
  ['unavailable', 'help'],
  ['action', 'action-required'],
];

/** The language that we speak to people of another one: English for those that we do not know. */
export function toLocale(language: string): keyof Translations<unknown> {
  const [own] = language.toLowerCase().split(/[-_]/);
  return own === 'ko' || own === 'ja' ? own : 'en';
}

/** A language's texts. */
export function translate<Texts>(texts: Translations<Texts>, language: string): Texts {
  return texts[toLocale(language)];
}

/** The texts of the login button and of every flow. */
export function toMessages(language: string): Messages {
  return translate<Messages>({ko, en, ja}, language);
}

/** What a visitor is told about the flow; empty where there is nothing to say. */
export function toFlowMessage({status, code, message, purpose}: FlowState, messages: Messages): string {
  const find = (word: FlowCode | FlowStatus): keyof Messages | undefined =>
    MESSAGE_BY_CODE.find(([, ...words]) => words.includes(word))?.[0];
  // The rest speaks of Kakao, and of the button that began it.
  const name = purpose === 'logout' ? 'later' : ((code && find(code)) ?? find(status));
  return message ?? (name ? messages[name] : '');
}

/** The words of the link that a message offers. */
export function toLinkText({code}: FlowState, messages: Messages): string {
  return code === 'login_too_old' ? messages.signInAgain : messages.back;
}

/** The language of an element: the nearest `lang`, across shadow roots, then the document's, then Korean. */
export function toLanguage(element: Element): string {
  // A server has no tree to look up.
  let at = element.isConnected ? element : undefined;
  while (at) {
    const language = at.closest('[lang]')?.getAttribute('lang');
    if (language) return language;
    at = (at.getRootNode() as Partial<ShadowRoot>).host;
  }
  return 'ko';
}
