import type {MessageKind, PageRegistry} from '../../client/page/page-registry.js';
import type {FlowMessages} from '../../client/state/messages.js';
import {MESSAGES} from '../i18n/messages.js';
import {toPauseText} from '../i18n/paused.js';
import {toFlowMessage, toLinkText} from './flow-message.js';
import type {Reference, Teller, Told} from './told.js';

/** What an element tells the visitor: that logins are stopped, its own notice, else the flow if it is the one that tells of it. */
export function tell(teller: Teller): Told | undefined {
  const {notice, pause, isUnderWay, readTexts, LATER} = teller;
  const texts = {...readTexts(MESSAGES), ...readTexts(LATER)};
  if (pause !== false && !isUnderWay) return {text: toPauseText(pause, texts.paused), look: 'note'};
  if (!notice) return tellFlow(teller, texts);
  const {text, look, ref, kind} = notice;
  if (kind && !isTeller(teller, kind)) return undefined;
  return {text: typeof text === 'string' ? text : texts[text.key], look, reference: toReference(ref, texts)};
}

function tellFlow(teller: Teller, texts: FlowMessages): Told | undefined {
  const {flow, isUnderWay} = teller;
  const text = toFlowMessage(flow, texts);
  if (!text || !isTeller(teller, flow.purpose, !!flow.to || flow.status === 'completing')) return undefined;
  const isFailure = flow.status === 'retry' || flow.status === 'help';
  const look = isUnderWay ? 'note' : 'alert';
  return {
    text,
    look: text === texts.busy ? 'busy' : look,
    to: flow.to,
    toText: toLinkText(flow, texts),
    isApart: flow.code === 'framed',
    reference: isFailure ? toReference(flow.ref, texts) : undefined,
    continueText: flow.canContinueInBrowser ? texts.continueInBrowser : undefined,
  };
}

/** The reference of a failure, with the words around it. */
function toReference(ref: string | undefined, texts: FlowMessages): Reference | undefined {
  const {reference: label, referenceCopy: copy, referenceCopied: copied} = texts;
  return ref ? {label, ref, copy, copied} : undefined;
}

/**
 * The pressed element tells what happened; where none was pressed on this page, the first one of its kind that can be
 * seen does, and a login button where there is none of its kind.
 *
 * @param isForAny any of our elements may tell it where no such one can be seen: on a page that has only a link to offer,
 *   it is the way out
 */
export function isTeller(
  {getPageRegistry, speaker, source}: Teller,
  purpose: string | undefined,
  isForAny = false,
): boolean {
  const {speakers} = getPageRegistry();
  if (source && speakers.has(source as HTMLElement)) return source === speaker;
  const kind = [...speakers.values()].find((other) => other === purpose) ?? 'login';
  return findTeller(speakers, kind, isForAny) === speaker;
}

/** The element that tells of each kind of flow: found once for all that draw together. */
const tellers = new Map<string, HTMLElement | undefined>();

/** An element has come or gone. */
export function forgetTellers(): void {
  tellers.clear();
}

function findTeller(speakers: PageRegistry['speakers'], kind: MessageKind, isAny: boolean): HTMLElement | undefined {
  const key = `${kind} ${isAny}`;
  if (tellers.has(key)) return tellers.get(key);
  if (tellers.size === 0) queueMicrotask(forgetTellers);
  const all = [...speakers.keys()].sort((a, b) =>
    a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_PRECEDING ? 1 : -1,
  );
  const own = all.filter((element) => speakers.get(element) === kind);
  const candidates = isAny ? [...own, ...all] : own;
  // An account that shows nothing has no width, and its message all the same.
  const teller =
    candidates.find((element) => element.offsetWidth) ??
    candidates.find((element) => element.getClientRects().length > 0) ??
    candidates[0];
  tellers.set(key, teller);
  return teller;
}
