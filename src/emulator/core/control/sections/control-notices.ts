import type {Language} from '../../base/localized.js';
import type {EmulatorContext} from '../../http/emulator-context.js';
import {listEvents, NOTICE_KINDS, type NoticeAttempt, type NoticeKind, type SentNotice} from '../../notices/notice.js';
import {type Html, html} from '../../pages/html.js';
import {type Texts, TEXTS} from '../../pages/texts.js';
import {toForm, toPersonSelect} from './control-form.js';

const MOST_ROWS = 20;

/** Where notices go, a form that sends one, and the latest ones with what the site answered. */
export function toNoticesSection(language: Language, emulator: EmulatorContext): Html {
  const texts = TEXTS[language];
  const {targets} = emulator.notices;
  const kinds = NOTICE_KINDS.filter((kind) => targets[kind] !== null);
  if (kinds.length === 0) return html`<p>${texts.noTargets}</p>`;
  return html`<ul>
      ${kinds.map((kind) => html`<li>${texts.noticeKinds[kind]} <code>${targets[kind] ?? ''}</code></li>`)}
    </ul>
    ${toSendForm(language, emulator, kinds)} ${toOrderForms(language, emulator)} ${toSentTable(language, emulator)}`;
}

function toSendForm(language: Language, emulator: EmulatorContext, kinds: readonly NoticeKind[]): Html {
  const texts = TEXTS[language];
  return toForm(
    language,
    '/notify',
    html`<div class="row">
        <label for="notice-person"
          >${texts.persona} ${toPersonSelect('notice-person', emulator, texts, 'member', false)}</label
        >
        <label for="notice-what"
          >${texts.notice}
          <select id="notice-what" name="what">
            ${kinds.map(
              (kind) =>
                html`<optgroup label="${texts.noticeKinds[kind]}">
                  ${listEvents(kind).map((event) => html`<option value="${kind}:${event}">${event}</option>`)}
                </optgroup>`,
            )}
          </select>
        </label>
        <label for="notice-times"
          >${texts.noticeTimes}
          <input id="notice-times" name="times" type="number" min="1" max="100" value="1" required />
        </label>
        <button class="small-button">${texts.sendNotice}</button>
      </div>
      <div class="check">
        <input id="notice-key" name="key" type="checkbox" value="wrong" />
        <label for="notice-key">${texts.wrongKey}</label>
      </div>`,
  );
}

function toOrderForms(language: Language, {notices}: EmulatorContext): Html {
  const texts = TEXTS[language];
  if (!notices.isHolding) {
    return toForm(
      language,
      '/notices/hold',
      html`<div class="row"><button class="small-button">${texts.holdNotices}</button></div>`,
    );
  }
  return html`<p>${texts.holding}</p>
    ${toForm(
      language,
      '/notices/release',
      html`<div class="row">
        <button class="small-button">${texts.releaseNotices}</button>
        <button class="small-button" name="reversed" value="true">${texts.releaseReversed}</button>
      </div>`,
    )}`;
}

function toSentTable(language: Language, {notices}: EmulatorContext): Html {
  const texts = TEXTS[language];
  const sent = notices.sent.slice(-MOST_ROWS).reverse();
  if (sent.length === 0) return html`<p>${texts.noNotices}</p>`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${texts.notices}">
    <table>
      <thead>
        <tr>
          <th scope="col">${texts.notice}</th>
          <th scope="col">${texts.status}</th>
        </tr>
      </thead>
      <tbody>
        ${sent.map((notice) => toRow(language, notice))}
      </tbody>
    </table>
  </div>`;
}

function toRow(language: Language, notice: SentNotice): Html {
  const {id, kind, event, personaId, state, attempts} = notice;
  const texts = TEXTS[language];
  return html`<tr>
    <td>
      ${texts.noticeKinds[kind]} <code>${event}</code>
      <small class="note">${personaId}</small>
    </td>
    <td>
      <span class="${state === 'refused' ? 'need' : 'nowrap'}">${texts.noticeStates[state]}</span>
      <small class="note"
        >${attempts.map((attempt) => html`<span class="nowrap">${toText(texts, attempt)}</span> `)}</small
      >
      ${toForm(
        language,
        '/notices/resend',
        html`<input type="hidden" name="id" value="${id}" />
          <button class="small-button" aria-label="${texts.sendAgain}: ${event} ${personaId}">
            ${texts.sendAgain}
          </button>`,
      )}
    </td>
  </tr>`;
}

/** `503 (12 ms)`, or `400 invalid_key (8 ms)`. */
function toText(texts: Texts, {status, error, milliseconds}: NoticeAttempt): string {
  const reason = error === 'timeout' || error === 'unreachable' ? texts.noticeErrors[error] : error;
  const parts = [status, reason].filter((part) => part !== null);
  return `${parts.join(' ')} (${milliseconds} ms)`;
}
