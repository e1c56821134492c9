import {type FlowCode, type FlowState} from '../../client/state.js';
import {en} from './en.js';
import {ja} from './ja.js';
import {ko} from './ko.js';

/** Every text that a visitor can meet. */
export interface Messages {
  readonly start: string;
  readonly startShort: string;
  readonly login: string;
  readonly loginShort: string;
  readonly lastUsed: string;
  readonly starting: string;
  readonly completing: string;
  readonly waitingForTalk: string;
  readonly continueInBrowser: string;
  /** What went wrong, and what to do. */
  readonly retry: string;
  readonly network: string;
  readonly later: string;
  readonly elsewhere: string;
  readonly underAge: string;
  readonly cookies: string;
  readonly restricted: string;
  readonly unavailable: string;
  readonly actionRequired: string;
  /** Before a reference such as `KS-a1b2c3`. */
  readonly reference: string;
}

const LOCALES: Readonly<Record<string, Messages>> = {ko, en, ja};

const BY_CODE: {readonly [Code in FlowCode]?: keyof Messages} = {
  sdk_blocked: 'network',
  sdk_timeout: 'network',
  backend_unreachable: 'network',
  backend_timeout: 'network',
  rate_limited: 'later',
  kakao_unavailable: 'later',
  provider_unavailable: 'later',
  cookies_blocked: 'cookies',
  session_cookie_blocked: 'cookies',
  under_age: 'underAge',
  account_restricted: 'restricted',
};

/** A language's texts; English for one that we do not speak. */
export function toMessages(language: string): Messages {
  const [primary = ''] = language.toLowerCase().split('-');
  return Object.prototype.hasOwnProperty.call(LOCALES, primary) ? (LOCALES[primary] ?? en) : en;
}

/** What a visitor is told about the flow; empty where there is nothing to say. */
export function toFlowMessage({status, code, message}: FlowState, messages: Messages): string {
  switch (status) {
    case 'idle':
    case 'cancelled':
      return '';
    case 'starting':
      return messages.starting;
    case 'completing':
      return messages.completing;
    case 'waiting-for-talk':
      return messages.waitingForTalk;
    case 'action-required':
      return message ?? messages.actionRequired;
    case 'continue-here':
      return messages.elsewhere;
    case 'retry':
    case 'help':
      return messages[(code && BY_CODE[code]) ?? (status === 'retry' ? 'retry' : 'unavailable')];
  }
}

/** The language of an element: the nearest `lang`, across shadow roots, then the document's, then Korean. */
export function toLanguage(element: Element): string {
  let at: Element | null = element;
  while (at) {
    const marked: Element | null = at.closest('[lang]');
    const language = marked?.getAttribute('lang');
    if (language) return language;
    const root: Node = at.getRootNode();
    at = root instanceof ShadowRoot ? root.host : null;
  }
  return 'ko';
}
