import {html, nothing, type TemplateResult} from 'lit';
import {toDataLayerLines} from '../../outputs/outputs.js';
import {isHosted} from '../../settings.js';
import {renderChoices, renderSwitch, renderText} from '../fields.js';
import type {App} from '../state.js';

export function renderMeasuring(app: App): TemplateResult {
  const {measuring} = app.texts;
  const {settings} = app.state;
  const lines = toDataLayerLines(settings);
  const isMeasured = settings.analytics !== 'none' || !!settings.kakaoPixel;
  return html`${renderChoices(app, 'analytics', {label: measuring.analytics}, measuring.tools)}
  ${renderText(app, 'kakaoPixel', {
    label: measuring.kakaoPixel,
    hint: measuring.kakaoPixelHint,
    kind: 'numeric',
    isOptional: true,
    isCode: true,
  })}
  ${
    settings.kakaoPixel
      ? renderSwitch(app, 'loadPixel', {label: measuring.loadPixel, hint: measuring.loadPixelHint})
      : nothing
  }
  ${
    isMeasured
      ? renderSwitch(app, 'needsConsent', {label: measuring.needsConsent, hint: measuring.needsConsentHint})
      : nothing
  }
  ${
    lines.length > 0
      ? html`<h3 id="lines-title">${measuring.lines}</h3>
          <pre tabindex="0" aria-labelledby="lines-title" role="region"><code>${lines.join('\n')}</code></pre>
          <p class="hint">${measuring.campaigns}</p>`
      : nothing
  }
  ${isMeasured ? html`<p class="note">${isHosted(settings.place) ? measuring.hosted : measuring.callback}</p>` : nothing}`;
}
