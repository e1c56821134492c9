import {html, type TemplateResult} from 'lit';
import type {Player, PlayerEnd} from '../player/player.js';
import type {App} from '../state.js';
import {ENDINGS, type Ending} from './endings.js';
import {toPreviewState, type PreviewMessage} from './settings.js';

/** Tries a login out up to Kakao's screens. Its code comes with the first press. */
export interface Playing {
  play(ending: Ending): Promise<void>;
  draw(): void;
}

/** The buttons that begin it, one for each ending. */
export function renderPlaying(app: App): TemplateResult {
  const {playing: texts} = app.texts;
  return html`<details class="controls playing" id="playing">
    <summary>${texts.title}</summary>
    <p class="hint" id="playing-hint">${texts.hint}</p>
    <div class="endings" role="group" aria-labelledby="playing-hint">
      ${ENDINGS.map(
        (ending) =>
          html`<button type="button" id="play-${ending}" @click=${() => app.play(ending)}>
            ${texts.endings[ending]}
          </button>`,
      )}
    </div>
  </details>`;
}

/** @param tell sends a message to the frame with the button */
export function createPlaying(app: App, tell: (message: PreviewMessage) => void): Playing {
  let player: Player | null = null;
  /** The last press: what an earlier one still waits for is not told any more. */
  let last = {};

  const end = (ending: Ending, how: PlayerEnd): void => {
    const outcome = typeof how === 'string' ? null : how;
    const state = outcome ? toPreviewState(outcome) : 'normal';
    app.set({playing: null, preview: {...app.state.preview, state}});
    if (outcome) tell({kind: 'preview-end', end: outcome});
    document.getElementById(`play-${ending}`)?.focus();
    if (how === 'failed') app.set({told: app.texts.playing.failed});
  };

  return {
    async play(ending) {
      const press = (last = {});
      app.set({playing: ending, isPreviewOpen: true, preview: {...app.state.preview, state: 'waiting'}});
      const code = await import('../player/player.js').catch(() => null);
      if (press !== last) return;
      if (!code) {
        end(ending, 'failed');
        return;
      }
      player ??= code.createPlayer({
        root: document.getElementById('practice') as HTMLElement,
        language: () => app.state.language,
        onEnd: (how) => end(app.state.playing ?? ending, how),
      });
      await player.play(ending);
    },
    draw: () => player?.draw(),
  };
}
