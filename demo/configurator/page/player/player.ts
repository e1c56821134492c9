import {html, nothing, render} from 'lit';
import {toFlow} from '../../../../src/client/page/client-context.js';
import {toSession, type Outcome} from '../../../../src/client/state/state.js';
import type {Ending} from '../preview/endings.js';
import type {PreviewEnd} from '../preview/settings.js';
import type {Language} from '../texts/texts.js';
import {createJourney, type Journey} from './journey.js';
import {drawPage, SANDBOX, SHELL, takeOver} from './kakao-frame.js';
import {PLAYER_TEXTS} from './texts.js';
import type {Arrival} from './visit.js';

/** How a journey is over: with an outcome, because somebody has closed it, or because it could not go on. */
export type PlayerEnd = PreviewEnd | 'closed' | 'failed';

/** The page's side of the player. */
export interface PlayerHost {
  /** The element that it draws into. */
  readonly root: HTMLElement;
  readonly language: () => Language;
  readonly onEnd: (end: PlayerEnd) => void;
}

export interface Player {
  /** Plays a login. One that is on its way is dropped. */
  play(ending: Ending): Promise<void>;
  /** Draws anew what there is: in another language, the journey begins again. */
  draw(): void;
}

/** A journey that is on its way, with the page that is open. */
interface Run {
  readonly ending: Ending;
  readonly language: Language;
  readonly journey: Journey;
  url: URL;
  /** Whether the next page is on its way: a second press changes nothing. */
  isBusy: boolean;
}

export function createPlayer({root, language, onEnd}: PlayerHost): Player {
  let run: Run | null = null;
  /** The last call: an earlier one that is still being prepared is dropped. */
  let last = {};

  function end(how: PlayerEnd): void {
    last = {};
    run = null;
    draw();
    onEnd(how);
  }

  function draw(): void {
    render(run ? renderPlayer(run.ending, language(), () => end('closed')) : nothing, root);
  }

  async function begin(ending: Ending, takesFocus: boolean): Promise<void> {
    const call = (last = {});
    try {
      const lang = language();
      const journey = await createJourney(ending, lang, PLAYER_TEXTS[lang]);
      if (call !== last) return;
      // A frame of its own for each, in which nothing of another is left.
      run = null;
      draw();
      run = {ending, language: lang, journey, url: new URL(journey.address), isBusy: true};
      draw();
      await open(run, root.querySelector('iframe') as HTMLIFrameElement, takesFocus);
    } catch {
      if (call === last) end('failed');
    }
  }

  async function open(current: Run, frame: HTMLIFrameElement, takesFocus: boolean): Promise<void> {
    const {visit, address} = current.journey;
    if (takesFocus) frame.scrollIntoView({block: 'nearest'});
    await untilLoaded(frame);
    takeOver(frame, {
      onSubmit(submission) {
        if (run !== current || current.isBusy) return;
        arrive(current, frame, visit.submit(current.url, submission)).catch(() => {
          if (run === current) end('failed');
        });
      },
      onEscape: () => end('closed'),
    });
    await arrive(current, frame, visit.open(address), takesFocus);
  }

  async function arrive(
    current: Run,
    frame: HTMLIFrameElement,
    coming: Promise<Arrival>,
    takesFocus = true,
  ): Promise<void> {
    current.isBusy = true;
    const arrival = await coming;
    if (run !== current) return;
    if (arrival.kind === 'outside') {
      end(toEnd(current.journey.finish(arrival.url)));
      return;
    }
    current.url = arrival.url;
    await drawPage(frame, arrival, current.journey.visit, takesFocus);
    current.isBusy = false;
  }

  return {
    play: (ending) => begin(ending, true),
    draw() {
      if (!run) return;
      draw();
      // The focus stays on the language control that was just used.
      if (run.language !== language()) void begin(run.ending, false);
    },
  };
}

/** The client's state after an outcome. */
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
