import type {EmulatorContext} from '../http/emulator-context.js';
import {toBar} from './bar.js';
import {toTalkAccountForm} from './control-page.js';
import {toForm} from './sections/control-form.js';
import {html} from '../pages/html.js';
import {toPage} from '../pages/layout.js';
import type {Language} from '../base/localized.js';
import {TEXTS} from '../pages/texts.js';
import type {EmulatorResponse} from '../base/messages.js';

/** A KakaoTalk chat with links of the site. A press makes the browser play KakaoTalk's in-app browser. */
export function toChatPage(language: Language, emulator: EmulatorContext): EmulatorResponse {
  const texts = TEXTS[language];
  const main = html`<h1>${texts.chatTitle}</h1>
    <p class="lead">${texts.chatLead}</p>
    ${toTalkAccountForm(language, emulator, '/chat/account')}
    <h2>${texts.chatFriend}</h2>
    ${emulator.chatLinks.map(({title, url}, index) =>
      toForm(
        language,
        '/chat/open',
        html`<input type="hidden" name="link" value="${index}" />
          <button class="person">
            <span class="text"><span class="who">${title}</span><small>${url}</small></span>
          </button>`,
      ),
    )}
    ${toForm(language, '/chat/leave', html`<button class="small-button">${texts.chatLeave}</button>`)}`;
  return toPage({
    language,
    title: texts.chatTitle,
    main,
    bar: toBar(language, emulator, 'chat'),
    formTargets: emulator.chatLinks.map(({url}) => new URL(url).origin),
  });
}
