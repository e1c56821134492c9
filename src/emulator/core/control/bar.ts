import {CONNECTED_SERVICES} from '../account/connected-services.js';
import type {EmulatorContext} from '../http/emulator-context.js';
import {type Html, html} from '../pages/html.js';
import type {Language} from '../base/localized.js';
import {TEXTS} from '../pages/texts.js';

const PATHS = {control: '', talk: '/talk', chat: '/chat'} as const;

/** A page of the emulator itself. */
export type OwnPage = keyof typeof PATHS;

/** The bar on the emulator's own pages: the way to each of them, to the Kakao account, and to the other language. */
export function toBar(language: Language, {chatLinks, store}: EmulatorContext, current: OwnPage): Html {
  const texts = TEXTS[language];
  const waiting = store.talk.requests.length;
  const labels: Readonly<Record<OwnPage, string>> = {
    control: texts.barControl,
    talk: waiting === 0 ? texts.barTalk : `${texts.barTalk} (${waiting})`,
    chat: texts.barChat,
  };
  const pages = (Object.keys(PATHS) as OwnPage[]).filter((page) => page !== 'chat' || chatLinks.length > 0);
  const other = language === 'ko' ? 'en' : 'ko';
  return html`<nav class="bar" aria-label="${texts.controlTitle}">
    ${pages.map(
      (page) =>
        html`<a href="${toAddress(page, language)}" ${page === current ? html`aria-current="page"` : ''}
          >${labels[page]}</a
        >`,
    )}
    <a href="${CONNECTED_SERVICES}?lang=${language}">${texts.barAccount}</a>
    <a href="${toAddress(current, other)}" lang="${other}">${texts.otherLanguage}</a>
  </nav>`;
}

function toAddress(page: OwnPage, language: Language): string {
  return `/__emulator${PATHS[page]}?lang=${language}`;
}
