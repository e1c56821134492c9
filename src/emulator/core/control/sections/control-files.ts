import type {Language} from '../../base/localized.js';
import type {EmulatorContext} from '../../http/emulator-context.js';
import {type Html, html} from '../../pages/html.js';
import {TEXTS} from '../../pages/texts.js';
import type {EmulatedApp} from '../../store/apps.js';
import type {CustomerFile} from '../../store/customer-files.js';

/** The customer files of the app's channels, with their users. */
export function toFilesSection(language: Language, {store}: EmulatorContext, app: EmulatedApp): Html {
  const texts = TEXTS[language];
  const files = app.channels.flatMap(({publicId}) => store.files.list(app, publicId));
  if (files.length === 0) return html`<p>${texts.noFiles}</p>`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${texts.files}">
    <table>
      <thead>
        <tr>
          <th scope="col">${texts.file}</th>
          <th scope="col">${texts.channel}</th>
          <th scope="col">${texts.fileFields}</th>
          <th scope="col">${texts.fileUsers}</th>
        </tr>
      </thead>
      <tbody>
        ${files.map(toRow)}
      </tbody>
    </table>
  </div>`;
}

function toRow({id, name, channelId, schema, users}: CustomerFile): Html {
  const keys = Object.keys(users);
  return html`<tr>
    <td>${name} <small class="note">${id}</small></td>
    <td><code>${channelId}</code></td>
    <td>${Object.keys(schema).join(', ')}</td>
    <td>
      ${keys.length}
      <small class="note">${keys.slice(0, MOST_USERS).join(', ')}${keys.length > MOST_USERS ? '…' : ''}</small>
    </td>
  </tr>`;
}

const MOST_USERS = 5;
