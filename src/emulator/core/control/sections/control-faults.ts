import {FAULT_KINDS, type FaultGroup, type FaultKind} from '../../faults/fault-kinds.js';
import {FAULT_POINTS, type FaultPlan} from '../../faults/faults.js';
import {type Html, html} from '../../pages/html.js';
import type {Language} from '../../base/localized.js';
import {describeKoe} from '../../pages/koe-texts.js';
import {TEXTS} from '../../pages/texts.js';
import {toForm} from './control-form.js';

/** The planned failures, and a form that plans another one. Needs {@link CHOOSE_FAULT}. */
export function toFaultsSection(language: Language, faults: FaultPlan): Html {
  const texts = TEXTS[language];
  const planned = faults.describe();
  return html`${
    planned.length === 0
      ? html`<p>${texts.none}</p>`
      : html`<ul>
            ${planned.map((line) => html`<li><code>${line}</code></li>`)}
          </ul>
          ${toForm(language, '/faults/clear', html`<button class="small-button">${texts.clearFaults}</button>`)}`
  }
  ${toForm(
    language,
    '/faults',
    html`<div class="row">
      <label for="fault-point"
        >${texts.faultPoint}
        <select id="fault-point" name="point">
          ${FAULT_POINTS.map((point) => html`<option>${point}</option>`)}
        </select>
      </label>
      <label for="fault-kind"
        >${texts.faultKind}
        <select id="fault-kind" name="kind" required>
          ${(Object.keys(texts.faultGroups) as FaultGroup[]).map((group) => toGroup(language, group))}
        </select>
      </label>
      <label for="fault-times"
        >${texts.faultTimes} <input id="fault-times" name="times" type="number" min="1" value="1" required />
      </label>
      <button class="small-button">${texts.planFault}</button>
    </div>`,
  )}`;
}

function toGroup(language: Language, group: FaultGroup): Html {
  return html`<optgroup label="${TEXTS[language].faultGroups[group]}">
    ${FAULT_KINDS.filter((kind) => kind.group === group).map(
      (kind) =>
        html`<option value="${kind.id}" data-points="${kind.points.join(' ')}">${toLabel(language, kind)}</option>`,
    )}
  </optgroup>`;
}

/** What Kakao itself says (`access_denied`, the messages of kapi) and the names of mutations are the same everywhere. */
function toLabel(language: Language, {id, label, fault: {koe}}: FaultKind): string {
  return koe === undefined
    ? (TEXTS[language].faultKinds[id] ?? label)
    : `${koe} ${describeKoe(koe, language).description}`;
}

/** Offers only what can happen at the chosen point. Without scripts, the emulator refuses the rest. */
export const CHOOSE_FAULT = `(() => {
  const point = document.getElementById('fault-point');
  const kind = document.getElementById('fault-kind');
  const update = () => {
    for (const option of kind.options) {
      option.disabled = option.hidden = !option.dataset.points.split(' ').includes(point.value);
    }
    for (const group of kind.children) group.hidden = [...group.children].every((option) => option.disabled);
    if (kind.selectedOptions[0]?.disabled !== false) kind.value = [...kind.options].find((option) => !option.disabled)?.value ?? '';
  };
  point.addEventListener('change', update);
  addEventListener('pageshow', update);
  update();
})();`;
