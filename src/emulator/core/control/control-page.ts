import type {EmulatedApp} from '../store/apps.js';
import type {EmulatorContext} from '../http/emulator-context.js';
import {toBar} from './bar.js';
import {CHOOSE_FAULT, toFaultsSection} from './sections/control-faults.js';
import {toFilesSection} from './sections/control-files.js';
import {toForm, toPersonSelect} from './sections/control-form.js';
import {toNoticesSection} from './sections/control-notices.js';
import {toPeopleSection} from './sections/control-people.js';
import {toTermsSection} from './sections/control-terms.js';
import {type Html, html} from '../pages/html.js';
import {toPage} from '../pages/layout.js';
import type {Language} from '../base/localized.js';
import {TEXTS} from '../pages/texts.js';
import type {LogEntry} from '../store/request-log.js';
import type {EmulatorResponse} from '../base/messages.js';

/** A login that a page handed to KakaoTalk. */
export interface WaitingLogin {
  readonly id: string;
  readonly app: EmulatedApp;
  /** When the page handed it over, in milliseconds since the epoch. */
  readonly at: number;
  /** Where it was pressed, such as `Chrome · Android`. */
  readonly browser: string;
}

/** A channel that a page handed to KakaoTalk. */
export interface WaitingChannel {
  readonly name: string;
  /** The path of its page in the emulator. */
  readonly path: string;
}

/**
 * The emulator's own page: people, terms, KakaoTalk, planned failures, notices, customer files, the latest
 * requests, and the reset.
 * @param refusal why the last form changed nothing
 */
export function toControlPage(
  language: Language,
  emulator: EmulatorContext,
  refusal: string | null = null,
): EmulatorResponse {
  const texts = TEXTS[language];
  const {apps, faults, log} = emulator;
  const [app] = apps;
  const main = html`<h1>${texts.controlTitle}</h1>
    ${refusal === null ? null : html`<p class="alert" role="alert" lang="en">${refusal}</p>`}
    ${toForm(language, '/reset', html`<button class="small-button">${texts.reset}</button>`)}
    ${app ? html`${toPeopleSection(language, emulator, app)} ${toTermsSection(language, app)}` : null}
    <h2>${texts.talkTitle}</h2>
    ${toTalkAccountForm(language, emulator)}
    <h2>${texts.planned}</h2>
    ${toFaultsSection(language, faults)}
    <h2>${texts.notices}</h2>
    ${toNoticesSection(language, emulator)}
    ${
      app
        ? html`<h2>${texts.files}</h2>
            ${toFilesSection(language, emulator, app)}`
        : null
    }
    <h2>${texts.requests}</h2>
    ${toLatestRequests(language, log.entries)}`;
  return toPage({
    language,
    title: texts.controlTitle,
    main,
    bar: toBar(language, emulator, 'control'),
    wide: true,
    status: refusal === null ? 200 : 400,
    script: CHOOSE_FAULT,
  });
}

/** The last thirty requests, without those of the emulator's own pages. */
function toLatestRequests(language: Language, entries: readonly LogEntry[]): Html {
  const texts = TEXTS[language];
  const requests = entries.filter(({path}) => !/^\/(__emulator|dn\/)/.test(path)).slice(-30);
  if (requests.length === 0) return html`<p>${texts.noRequests}</p>`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${texts.requests}">
    <table>
      <thead>
        <tr>
          <th scope="col">${texts.method}</th>
          <th scope="col">${texts.status}</th>
          <th scope="col">${texts.note}</th>
        </tr>
      </thead>
      <tbody>
        ${requests.reverse().map((entry) => toRequestRow(language, entry))}
      </tbody>
    </table>
  </div>`;
}

function toRequestRow(language: Language, entry: LogEntry): Html {
  const {method, path, status, error} = entry;
  return html`<tr>
    <td><code>${method} ${path}</code></td>
    <td class="nowrap">${status}</td>
    <td>${error ?? ''} ${entry.warningsIn(language).join(' ')}</td>
  </tr>`;
}

/** KakaoTalk on this phone: the logins and channels that wait for an answer. */
export function toTalkPage(
  language: Language,
  emulator: EmulatorContext,
  waiting: readonly WaitingLogin[],
  channels: readonly WaitingChannel[],
): EmulatorResponse {
  const texts = TEXTS[language];
  const main = html`<h1>${texts.talkTitle}</h1>
    <p class="lead">${texts.talkLead}</p>
    ${channels.map(({name, path}) => html`<p><a href="${path}?lang=${language}">${texts.talkChannel(name)}</a></p>`)}
    ${waiting.length === 0 ? html`<p>${texts.talkNone}</p>` : waiting.map((login) => toLoginForm(language, emulator, login))}`;
  return toPage({language, title: texts.talkTitle, main, bar: toBar(language, emulator, 'talk')});
}

function toLoginForm(language: Language, emulator: EmulatorContext, {id, app, at, browser}: WaitingLogin): Html {
  const texts = TEXTS[language];
  const time = new Date(at).toLocaleTimeString(language);
  return html`<section class="card">
    <h2>${texts.talkAsks(app.name)}</h2>
    <p class="note"><time datetime="${new Date(at).toISOString()}">${time}</time>${browser && ` · ${browser}`}</p>
    ${toForm(
      language,
      '/talk/open',
      html`<input type="hidden" name="id" value="${id}" />
        <label for="person-${id}">${texts.persona}</label>
        ${toPersonSelect(`person-${id}`, emulator, texts, emulator.store.talk.account ?? emulator.personas[0]?.id ?? null, false)}
        <div class="buttons">
          <button class="main-button">${texts.continueAs}</button>
          <button class="plain-button" formaction="/__emulator/talk" name="answer" value="cancel">
            ${texts.cancel}
          </button>
        </div>`,
    )}
  </section>`;
}

/** Chooses the account of KakaoTalk on this phone. */
export function toTalkAccountForm(language: Language, emulator: EmulatorContext, path = '/talk/account'): Html {
  const texts = TEXTS[language];
  return toForm(
    language,
    path,
    html`<div class="row">
      <label for="talk-account"
        >${texts.talkAccount}
        ${toPersonSelect('talk-account', emulator, texts, emulator.store.talk.account, true)}</label
      >
      <button class="small-button">${texts.set}</button>
    </div>`,
  );
}
