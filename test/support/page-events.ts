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

export const EVENT_TYPES = [
  'kakao-login-start',
  'kakao-login-success',
  'kakao-login-cancel',
  'kakao-login-error',
  'kakao-action-required',
  'kakao-auto-login-skip',
  'kakao-terms-missing',
  'kakao-terms-result',
  'kakao-channel-result',
  'kakao-logout',
  'kakao-return',
  'kakao-state-change',
];

/**
 * Runs in a page, before any script of its own: hands every event to the window's function of that name. What scripts of
 * the page have done to JSON (neighbours.ts) is undone meanwhile: the way out of the page uses it.
 */
export function recordPageEvents({
  types,
  binding,
}: {
  readonly types: readonly string[];
  readonly binding: string;
}): void {
  const document = Math.random().toString(36);
  const record = (window as unknown as Record<string, (event: unknown) => void>)[binding];
  const {parse, stringify} = JSON;
  for (const type of types) {
    addEventListener(
      type,
      (event) => {
        const {detail} = event as CustomEvent<unknown>;
        const page = location.pathname + location.search + location.hash;
        const target = (event.target as Node).nodeName.toLowerCase();
        // date.js makes a date of Date.now().
        const time = Number(new Date());
        const patch = Object.getOwnPropertyDescriptor(Array.prototype, 'toJSON');
        const theirs = JSON.stringify;
        Reflect.deleteProperty(Array.prototype, 'toJSON');
        JSON.stringify = stringify;
        record?.(parse(stringify({type, detail, page, target, document, time})));
        JSON.stringify = theirs;
        if (patch) Object.defineProperty(Array.prototype, 'toJSON', patch);
      },
      {capture: true},
    );
  }
}

/** Runs in a page, before any script of its own: keeps the names of its globals, by which added ones are told later. */
export function keepFirstState(key: string): void {
  const globals = [...Object.getOwnPropertyNames(window), ...Object.getOwnPropertyNames(Object.prototype)];
  Object.defineProperty(window, Symbol.for(key), {value: globals});
}
