import type {TalkChannel} from '../store/apps.js';
import type {ChannelRelation} from '../store/channel-relations.js';
import type {Persona} from '../store/personas.js';
import {CLOSE, toCloseButton} from '../pages/close-button.js';
import {html} from '../pages/html.js';
import {toPage} from '../pages/layout.js';
import {toHiddenFields, toPersonLine} from '../oauth/page-parts.js';
import type {Language} from '../base/localized.js';
import {TEXTS} from '../pages/texts.js';
import type {EmulatorResponse} from '../base/messages.js';

interface ChannelPage {
  readonly language: Language;
  readonly channel: TalkChannel;
  readonly isChat: boolean;
  readonly relation: ChannelRelation;
  readonly persona: Persona;
  readonly formId: string;
  readonly setCookie: string;
}

/** The page of a channel, or a chat with it. */
export function toChannelPage(page: ChannelPage): EmulatorResponse {
  const {language, channel, isChat, relation, persona, formId, setCookie} = page;
  const texts = TEXTS[language];
  const title = isChat ? texts.channelChat(channel.name) : channel.name;
  const main = html`<h1>${title}</h1>
    <p class="lead">
      ${texts.channel} <code>${channel.publicId}</code> <span class="tag">${texts.relations[relation]}</span>
    </p>
    ${toPersonLine(persona, texts)} ${isChat ? html`<p class="bubble">${texts.channelGreets(channel.name)}</p>` : null}
    <form method="post">
      ${toHiddenFields(formId, language)}
      <div class="buttons">
        ${relation === 'ADDED' ? null : html`<button class="main-button" name="relation" value="ADDED">${texts.channelAdd}</button>`}
        ${relation === 'NONE' ? null : html`<button class="plain-button" name="relation" value="NONE">${texts.channelLeave}</button>`}
        ${relation === 'BLOCKED' ? null : html`<button class="plain-button" name="relation" value="BLOCKED">${texts.channelBlock}</button>`}
      </div>
    </form>
    ${toCloseButton(texts)}`;
  return toPage({language, title, main, setCookie, script: CLOSE});
}

interface FollowPage extends Omit<ChannelPage, 'isChat'> {
  readonly appName: string;
}

/** "Add the channel?", in the window that `Kakao.Channel.followChannel` opens. */
export function toFollowPage(page: FollowPage): EmulatorResponse {
  const {language, channel, relation, persona, formId, setCookie, appName} = page;
  const texts = TEXTS[language];
  const main = html`<h1>${texts.followTitle(channel.name)}</h1>
    <p class="lead">${relation === 'ADDED' ? texts.followAlready : texts.followLead(appName)}</p>
    ${toPersonLine(persona, texts)}
    <form method="post" action="/talk/channel/follow">
      ${toHiddenFields(formId, language)}
      <div class="buttons">
        <button class="main-button" name="decision" value="add">
          ${relation === 'ADDED' ? texts.confirm : texts.channelAdd}
        </button>
        <button class="plain-button" name="decision" value="cancel">${texts.cancel}</button>
      </div>
    </form>`;
  return toPage({language, title: texts.followTitle(channel.name), main, setCookie});
}

interface FollowResultPage {
  readonly language: Language;
  readonly transactionId: string;
  /** The result for the page that opened this one. */
  readonly result: Readonly<Record<string, string>>;
}

/** Sends the result to the page that opened this one, through its hidden frame, and closes. */
export function toFollowResultPage({language, transactionId, result}: FollowResultPage): EmulatorResponse {
  const texts = TEXTS[language];
  const {error_code: errorCode, error_msg: errorMessage, status} = result;
  const outcome = status === 'success' ? texts.followed : texts.notFollowed;
  const title = errorCode === undefined ? outcome : texts.cannotFollow;
  const main = html`<h1>${title}</h1>
    ${
      errorCode === undefined
        ? html`<p>${texts.doneLead}</p>`
        : html`<div class="code">
            <p><b>${texts.errorForDevelopers}</b></p>
            <p lang="en"><code>${errorCode}</code> ${errorMessage ?? ''}</p>
          </div>`
    }
    <p id="result" hidden data-transaction="${transactionId}" data-result="${JSON.stringify(result)}"></p>
    ${toCloseButton(texts)}`;
  return toPage({
    language,
    title,
    main,
    status: errorCode === undefined ? 200 : 400,
    script: `${CLOSE}${TELL}`,
  });
}

/** The hidden frame in the site's page. It passes the window's result on to the page. */
export function toProxyPage(language: Language, ancestors: readonly string[]): EmulatorResponse {
  return toPage({language, title: 'proxy', main: html`<h1>proxy</h1>`, script: PASS_ON, ancestors});
}

// Of the frames of the page that opened this window, the frame with this origin and transaction is ours. It may still be on
// its way: whoever is first, the result arrives once.
const TELL = `(() => {
  const {transaction, result} = document.getElementById('result').dataset;
  const findFrame = () => {
    for (let index = 0; index < (window.opener?.length ?? 0); index++) {
      try {
        const frame = window.opener[index];
        const {origin, pathname, searchParams} = new URL(frame.location.href);
        const isOurs = origin === location.origin && pathname === '/proxy' && searchParams.get('trans_id') === transaction;
        if (isOurs && frame.document.readyState === 'complete') return frame;
      } catch {
        // A frame of somebody else.
      }
    }
  };
  let attempts = 0;
  const tell = () => {
    if (!window.opener || window.opener.closed) return;
    const frame = findFrame();
    if (!frame) return attempts++ < 200 && setTimeout(tell, 50);
    frame.postMessage(result, location.origin);
    if (!JSON.parse(result).error_code) window.close();
  };
  tell();
})();`;

const PASS_ON = `addEventListener('message', ({origin, data}) => {
  if (origin === location.origin && typeof data === 'string') parent.postMessage(data, '*');
});`;
