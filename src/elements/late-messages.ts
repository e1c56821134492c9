import {whenIdle} from './after-load.js';
import {MESSAGES_PART} from './messages-part.js';
import type {Drawn, Teller} from './messages/told.js';

let isAsking = false;
let isMissing = false;

/** Fetches the part with the messages. Calls back when it is there, or cannot be had. */
export function fetchMessages(onEnd: () => void): void {
  if (isAsking || MESSAGES_PART.content) return;
  isAsking = true;
  const end = (isLost: boolean): void => {
    isAsking = false;
    isMissing = isLost;
    onEnd();
  };
  MESSAGES_PART.load().then(
    () => end(false),
    () => end(true),
  );
}

/** Calls back when the page is at rest, and the part with the messages may be fetched; never where it is there. */
export function whenMessagesMayCome(callback: () => void): void {
  if (!MESSAGES_PART.content) whenIdle(callback);
}

/** Calls with the part with the messages: now, or when the page has loaded it at rest. If it cannot be had, never. */
export function withMessages(run: (messages: NonNullable<typeof MESSAGES_PART.content>) => void): void {
  if (MESSAGES_PART.content) run(MESSAGES_PART.content);
  else whenIdle(() => void MESSAGES_PART.load().then(run, () => undefined));
}

/** A failure is told even where its words cannot be had. */
export function drawWithoutMessages(teller: Teller): Drawn | undefined {
  const {notice, flow, readTexts, LATER, html} = teller;
  const isFailure = notice?.look === 'alert' || flow.status === 'retry' || flow.status === 'help';
  const isLost = flow.code === 'part_unavailable' || isMissing;
  if (!isFailure || !isLost || !isNearest(teller)) return undefined;
  const key = (!notice && flow.message) || readTexts(LATER).later;
  return {key, look: 'alert', body: html`<p>${key}</p>`};
}

/** Whether it is the element that was pressed, or else the first one on the page. */
function isNearest({getPageRegistry, source, speaker}: Teller): boolean {
  const {speakers} = getPageRegistry();
  const nearest = speakers.has(source as HTMLElement) ? source : [...speakers.keys()][0];
  return nearest === speaker;
}
