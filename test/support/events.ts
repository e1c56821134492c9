import type {BrowserContext} from 'playwright-core';
import {EVENT_TYPES, recordPageEvents, type RecordedEvent} from './page-events.js';
import {createRecorder, type Recorder} from './record.js';

/** Everything the widget has told, on every page of a browser, oldest first. */
export interface EventRecord {
  readonly all: readonly RecordedEvent[];
  of(type: string): readonly RecordedEvent[];
  /** The `count`th event of a type: at once where it has been, else when it comes. */
  next(type: string, count?: number): Promise<RecordedEvent>;
  /** The `count`th change into a state of the flow, likewise. */
  flow(status: string, count?: number): Promise<RecordedEvent>;
}

const BINDING = 'recordKakaoEvent';

/** Listens in every document of a browser, before any script of the page. */
export async function recordEvents(context: BrowserContext): Promise<EventRecord> {
  const recorder = createEventRecorder();
  await context.exposeBinding(BINDING, (_source, event: RecordedEvent) => recorder.add(event));
  await context.addInitScript(recordPageEvents, {types: EVENT_TYPES, binding: BINDING});
  return toEventRecord(recorder);
}

export function createEventRecorder(): Recorder<RecordedEvent> {
  return createRecorder<RecordedEvent>(({type, detail, page}) => {
    const told = type === 'kakao-state-change' ? detail?.['flow'] : detail;
    return `${type} ${JSON.stringify(told)} on ${page}`;
  });
}

export function toEventRecord(recorder: Recorder<RecordedEvent>): EventRecord {
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
