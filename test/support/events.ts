import type {BrowserContext} from 'playwright-core';
import {createRecorder} from './record.js';

/** One event of the widget, as a page's own listener would get it. */
export interface RecordedEvent {
  readonly type: string;
  readonly detail: Readonly<Record<string, unknown>> | null;
  /** Path, query and hash of the page it was dispatched on. */
  readonly page: string;
  /** What it was dispatched on: an element's name, or `#document`. */
  readonly target: string;
  /** The document it was dispatched in: another one after each load. */
  readonly document: string;
  /** By that document's clock. */
  readonly time: number;
}

/** Everything the widget has told, on every page of a browser, oldest first. */
export interface EventRecord {
  readonly all: readonly RecordedEvent[];
  of(type: string): readonly RecordedEvent[];
  /** The `count`th event of a type: at once where it has been, else when it comes. */
  next(type: string, count?: number): Promise<RecordedEvent>;
  /** The `count`th change into a state of the flow, likewise. */
  flow(status: string, count?: number): Promise<RecordedEvent>;
}

const TYPES = [
  'kakao-login-start',
  'kakao-login-success',
  'kakao-login-cancel',
  'kakao-login-error',
  'kakao-action-required',
  'kakao-auto-login-skip',
  'kakao-logout',
  'kakao-return',
  'kakao-state-change',
];
const BINDING = 'recordKakaoEvent';

/** Listens in every document of a browser, before any script of the page. */
export async function recordEvents(context: BrowserContext): Promise<EventRecord> {
  const recorder = createRecorder<RecordedEvent>(({type, detail, page}) => {
    const told = type === 'kakao-state-change' ? detail?.['flow'] : detail;
    return `${type} ${JSON.stringify(told)} on ${page}`;
  });
  await context.exposeBinding(BINDING, (_source, event: RecordedEvent) => recorder.add(event));
  await context.addInitScript(
    ({types, binding}) => {
      const document = Math.random().toString(36);
      const record = (window as unknown as Record<string, (event: unknown) => void>)[binding];
      for (const type of types) {
        addEventListener(
          type,
          (event) => {
            const {detail} = event as CustomEvent<unknown>;
            const page = location.pathname + location.search + location.hash;
            const target = (event.target as Node).nodeName.toLowerCase();
            const time = Date.now();
            record?.({type, detail: JSON.parse(JSON.stringify(detail)) as unknown, page, target, document, time});
          },
          {capture: true},
        );
      }
    },
    {types: TYPES, binding: BINDING},
  );

  return {
    all: recorder.all,
    of: (type) => recorder.all.filter((event) => event.type === type),
    next: (type, count = 1) =>
      recorder.wait(`${type} (${count})`, (all) => all.filter((event) => event.type === type)[count - 1]),
    flow: (status, count = 1) =>
      recorder.wait(`flow "${status}" (${count})`, (all) => all.filter(isChangeInto(status))[count - 1]),
  };
}

/** Picks the events that begin a state; a state told twice in a row, because the session changed, is one. */
function isChangeInto(status: string): (event: RecordedEvent) => boolean {
  let last: unknown;
  return ({type, detail}) => {
    if (type !== 'kakao-state-change') return false;
    const now = (detail?.['flow'] as {status?: unknown} | undefined)?.status;
    const isNew = now !== last;
    last = now;
    return isNew && now === status;
  };
}
