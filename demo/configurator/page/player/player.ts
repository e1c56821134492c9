import {html, nothing, render} from 'lit';
import {toFlow} from '../../../../src/client/page/client-context.js';
import {toSession, type Outcome} from '../../../../src/client/state/state.js';
import type {Ending} from '../preview/endings.js';
import type {PreviewEnd} from '../preview/settings.js';
import type {Language} from '../texts/texts.js';
import {createJourney, type Journey} from './journey.js';
import {drawPage, SANDBOX, SHELL, takeOver} from './kakao-frame.js';
import {PLAYER_TEXTS} from './texts.js';
import type {Arrival, Submission} from './visit.js';

/** What the player needs of the page that it is in. */
export interface PlayerHost {
  /** The element that it draws into. */
  readonly root: HTMLElement;
  readonly language: () => Language;
  /** A journey is over. Null: somebody has closed it, or it could not go on. */
  readonly onEnd: (end: PreviewEnd | null) => void;
}

export interface Player {
  /** Plays a login up to its end. One that is on its way is dropped. */
  play(ending: Ending): Promise<void>;
  /** Draws what is around Kakao's screens anew, if there are any. */
  draw(): void;
  close(): void;
}

/** A journey that is on its way, with the page that is open. */
interface Run {
  readonly ending: Ending;
  readonly journey: Journey;
  url: URL;
  /** Whether the next page is on its way: a second press changes nothing. */
  isBusy: boolean;
}

export function createPlayer({root, language, onEnd}: PlayerHost): Player {
  let run: Run | null = null;
  /** The last call: an earlier one that is still being prepared is dropped. */
  let last = {};

  const finish = (end: PreviewEnd | null): void => {
    run = null;
    draw();
    onEnd(end);
  };
  const close = (): void => {
    if (run) finish(null);
  };

  function draw(): void {
    render(run ? renderPlayer(run.ending, language(), close) : nothing, root);
  }

  async function arrive(current: Run, frame: HTMLIFrameElement, coming: Promise<Arrival>): Promise<void> {
    current.isBusy = true;
    const arrival = await coming;
    if (run !== current) return;
    if (arrival.kind === 'outside') {
      finish(toEnd(current.journey.finish(arrival.url)));
      return;
    }
    current.url = arrival.url;
    await drawPage(frame, arrival, current.journey.visit);
    current.isBusy = false;
  }

  return {
    async play(ending) {
      const call = (last = {});
      const lang = language();
      const journey = await createJourney(ending, lang, PLAYER_TEXTS[lang]);
      if (call !== last) return;
      const current: Run = {ending, journey, url: new URL(journey.address), isBusy: true};
      run = null;
      draw();
      run = current;
      draw();
      const frame = root.querySelector('iframe') as HTMLIFrameElement;
      frame.scrollIntoView({block: 'nearest'});
      await untilLoaded(frame);
      if (run !== current) return;
      const send = (submission: Submission): void => {
        if (run !== current || current.isBusy) return;
        arrive(current, frame, journey.visit.submit(current.url, submission)).catch(() => finish(null));
      };
      takeOver(frame, {onSubmit: send, onEscape: close});
      await arrive(current, frame, journey.visit.open(journey.address));
    },
    draw,
    close,
  };
}

/** What a client holds after an outcome. */
function toEnd(outcome: Outcome): PreviewEnd {
  const session = outcome.end === 'signed-in' ? toSession(outcome) : ({status: 'signed-out'} as const);
  return {session, flow: toFlow(outcome), outcome};
}

function untilLoaded(frame: HTMLIFrameElement): Promise<void> {
  return new Promise((resolve) => frame.addEventListener('load', () => resolve(), {once: true}));
}

function renderPlayer(ending: Ending, language: Language, close: () => void): unknown {
  const texts = PLAYER_TEXTS[language];
  const onKey = ({key}: KeyboardEvent): void => {
    if (key === 'Escape') close();
  };
  return html`<section class="practice" aria-label=${texts.label} @keydown=${onKey}>
    <div class="practice-bar">
      <p>${texts.label}</p>
      <button type="button" @click=${close}>${texts.close}</button>
    </div>
    <p class="practice-guide" role="status">${texts.guides[ending]}</p>
    <iframe sandbox=${SANDBOX} title=${texts.label} srcdoc=${SHELL}></iframe>
  </section>`;
}
