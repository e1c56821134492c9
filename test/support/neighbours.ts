import {readFile} from 'node:fs/promises';
import {fileURLToPath} from 'node:url';

/** A script that pages have beside ours, as text. */
type Neighbour = () => Promise<string>;

const fromPackage =
  (file: string, before = ''): Neighbour =>
  async () =>
    before + (await readFile(fileURLToPath(import.meta.resolve(file)), 'utf8'));

/** An imitation: what a library does to the language and the page, in our own words. It runs in the page alone. */
const imitation =
  (patch: () => void): Neighbour =>
  () =>
    // tsx wraps functions by a helper that keeps their names, and that a page does not have.
    Promise.resolve(`(() => {const __name = (made) => made; (${patch.toString()})();})();`);

/** Prototype 1.6.0: arrays, dates and texts as JSON texts, and its own methods in place of the language's. */
const prototype16 = (): void => {
  const {stringify} = JSON;
  const {reverse} = Array.prototype as {reverse(this: unknown[]): unknown[]};
  Object.assign(Object, {
    keys(object: object) {
      const names: string[] = [];
      for (const name in object) names.push(name);
      return names;
    },
    values(object: Record<string, unknown>) {
      const values: unknown[] = [];
      for (const name in object) values.push(object[name]);
      return values;
    },
  });
  Object.assign(Array, {
    from(list: ArrayLike<unknown> | {toArray(): unknown[]} | null) {
      if (!list) return [];
      if ('toArray' in list) return list.toArray();
      const copy: unknown[] = [];
      for (let index = 0; index < list.length; index++) copy.push(list[index]);
      return copy;
    },
  });
  Object.assign(Array.prototype, {
    toArray(this: unknown[]) {
      return ([] as unknown[]).concat(this);
    },
    entries(this: unknown[]) {
      return ([] as unknown[]).concat(this);
    },
    map(this: unknown[], run?: (item: unknown, index: number) => unknown, context?: unknown) {
      const results: unknown[] = [];
      for (let index = 0; index < this.length; index++)
        results.push(run ? run.call(context, this[index], index) : this[index]);
      return results;
    },
    filter(this: unknown[], run: (item: unknown, index: number) => unknown, context?: unknown) {
      const results: unknown[] = [];
      for (let index = 0; index < this.length; index++)
        if (run.call(context, this[index], index)) results.push(this[index]);
      return results;
    },
    find(this: unknown[], run: (item: unknown, index: number) => unknown, context?: unknown) {
      for (let index = 0; index < this.length; index++) if (run.call(context, this[index], index)) return this[index];
      return undefined;
    },
    reduce(this: unknown[]) {
      return this.length > 1 ? this : this[0];
    },
    reverse(this: unknown[], inline?: boolean) {
      return reverse.call(inline === false ? this.slice() : this);
    },
    toJSON(this: unknown[]) {
      const results: string[] = [];
      for (const item of this) {
        const text = stringify(item) as string | undefined;
        if (text !== undefined) results.push(text);
      }
      return `[${results.join(', ')}]`;
    },
  });
  Object.assign(Date.prototype, {
    toJSON(this: Date) {
      return `"${this.toISOString()}"`;
    },
  });
  Object.assign(String.prototype, {
    toJSON(this: string) {
      return stringify(this.concat());
    },
  });
};

/** Prototype 1.7: JSON is the browser's; elements have methods that hide the DOM's, and `Element` makes them. */
const prototype17 = (): void => {
  const own = window.Element;
  const element = Object.assign(
    function (name: string, attributes: Record<string, string> = {}) {
      const made = document.createElement(name);
      for (const attribute of Object.keys(attributes)) made.setAttribute(attribute, attributes[attribute]!);
      return made;
    },
    {prototype: own.prototype},
  );
  Object.assign(window, {Element: element});
  Object.assign(HTMLElement.prototype, {
    remove(this: HTMLElement) {
      this.parentNode!.removeChild(this);
      return this;
    },
    update(this: HTMLElement, content: string) {
      this.textContent = content;
      return this;
    },
    show(this: HTMLElement) {
      this.style.display = '';
      return this;
    },
    hide(this: HTMLElement) {
      this.style.display = 'none';
      return this;
    },
  });
  Object.assign(Array, {
    from(list: ArrayLike<unknown> | {toArray(): unknown[]} | null) {
      if (!list) return [];
      if ('toArray' in list) return list.toArray();
      return ([] as unknown[]).slice.call(list);
    },
  });
  Object.assign(Array.prototype, {
    toArray(this: unknown[]) {
      return this.slice();
    },
    entries(this: unknown[]) {
      return this.slice();
    },
  });
};

/** MooTools 1.4 with its layer for 1.2: `Event` is a type of its own, and `bind` takes its arguments as a list. */
const mooTools14 = (): void => {
  Object.assign(window, {
    Event: function (this: {type: string; event: Event}, event: Event) {
      this.event = event;
      this.type = event.type.replace(/^on/, '');
      if (this.type.indexOf('key') === 0) throw new Error('It is another event.');
    },
  });
  Object.assign(Array, {
    from(item: unknown) {
      if (item === null || item === undefined) return [];
      return typeof item === 'object' && 'length' in item ? ([] as unknown[]).slice.call(item) : [item];
    },
  });
  Object.assign(Function.prototype, {
    bind(this: (...args: unknown[]) => unknown, self: unknown, args?: unknown) {
      return (...given: unknown[]): unknown =>
        this.apply(self, args === undefined ? given : Array.isArray(args) ? args : [args]);
    },
  });
};

/** A page that has a `JSON` of its own: lists become texts, and texts that look like times become dates. */
const patchedJson = (): void => {
  const {parse, stringify} = JSON;
  JSON.stringify = (value: unknown) =>
    stringify(value, (_, field: unknown) => (Array.isArray(field) ? stringify(field) : field));
  JSON.parse = (text: string): unknown =>
    parse(text, (_, field: unknown) =>
      typeof field === 'string' && /^\d{4}-\d\d-\d\dT/.test(field) ? new Date(field) : field,
    );
};

/** A `fetch` that a site has made of `XMLHttpRequest` itself: it knows an address, a method, headers and a body. */
const ownFetch = (): void => {
  window.fetch = (url, init) =>
    new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open(init?.method ?? 'GET', url as string);
      for (const [name, value] of Object.entries(init?.headers ?? {})) request.setRequestHeader(name, value as string);
      request.onload = () => {
        const {status, responseText} = request;
        const ok = status < 400;
        resolve({ok, status, text: () => Promise.resolve(responseText)} as unknown as Response);
      };
      request.onerror = () => reject(new TypeError('Network request failed'));
      request.send((init?.body ?? null) as string | null);
    });
};

export const NEIGHBOURS: Readonly<Record<string, Neighbour>> = {
  'prototype-1.6': imitation(prototype16),
  'prototype-1.7': imitation(prototype17),
  'mootools-1.4': imitation(mooTools14),
  'date.js': fromPackage('datejs/lib/date-en-US.js'),
  'zone.js': fromPackage('zone.js'),
  'whatwg-fetch': fromPackage('whatwg-fetch', 'delete window.fetch;'),
  'own-fetch': imitation(ownFetch),
  'patched-json': imitation(patchedJson),
};
