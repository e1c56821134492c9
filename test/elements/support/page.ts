import 'axe-core/axe.min.js';
import type axeCore from 'axe-core';
import type {LitElement} from 'lit';
import {reportProblem} from '../../../src/client/page/developer/report-problem.js';
// Most tests look at what an element tells as soon as it has drawn it.
import '../../../src/client/eager.js';
import '../../../src/elements/eager.js';
import {settle, type Drawn} from './settle.js';

export {settle};

const PAGE = Symbol.for('kakao-sync-widget');

/** A page on which nothing of ours has happened yet. */
export function forgetPage(): void {
  Reflect.deleteProperty(document, PAGE);
}

/** A part of an element, by its public name. */
export function partOf(element: Element, name: string): HTMLElement {
  return element.shadowRoot!.querySelector<HTMLElement>(`[part='${name}']`)!;
}

/** The live region in which an element tells what happened. */
export function regionOf(element: Element): HTMLElement {
  return partOf(element, 'message').querySelector<HTMLElement>('[role=status]')!;
}

/** What the visitor reads below the button, its parts apart by a bar. */
export function messageOf(button: Element): string {
  return [...regionOf(button).children].map(({textContent}) => readText(textContent)).join(' | ');
}

/** The words on the button: what is drawn, slots included. */
export function wordsOf(button: Element): string {
  return readText(partOf(button, 'label').innerText + slottedText(partOf(button, 'label')));
}

/** Whether the visitor can see it. */
export function isDrawn(element: Element | null | undefined): boolean {
  const {width = 0, height = 0} = element?.getBoundingClientRect() ?? {};
  return width > 1 && height > 1;
}

function slottedText(part: Element): string {
  const nodes = part.querySelector('slot')?.assignedNodes() ?? [];
  return nodes.map((node) => node.textContent ?? '').join('');
}

function readText(text: string | null): string {
  return (text ?? '').replace(/\s+/g, ' ').trim();
}

/** What a screen reader calls an element, and what it says it is. */
export function readAccessible(element: Element): {name: string; role: string | null} {
  const {axe} = window as unknown as {axe: typeof axeCore & {setup(root: Element): void; teardown(): void}};
  const {text, aria} = axe.commons as unknown as {
    text: {accessibleText(element: Element): string};
    aria: {getRole(element: Element): string | null};
  };
  axe.setup(document.body);
  try {
    return {name: readText(text.accessibleText(element)), role: aria.getRole(element)};
  } finally {
    axe.teardown();
  }
}

/** Presses as a visitor does. */
export async function press(button: LitElement): Promise<void> {
  partOf(button, 'button').click();
  await settle(button);
}

/** Gives an element an attribute, or takes it away. The element has drawn it in the end. */
export async function setAttribute(element: Drawn, name: string, value: string | null): Promise<void> {
  if (value === null) element.removeAttribute(name);
  else element.setAttribute(name, value);
  await settle(element);
}

/** The lines for the developer, of what happens from now on. */
export interface ErrorRecord {
  readonly lines: string[];
  /** All lines of what has happened until now, once they are there: their sentences are fetched first. */
  settled(): Promise<readonly string[]>;
  /** The same, and gives the page its console back. */
  restore(): Promise<readonly string[]>;
}

/** Collects the lines for the developer until the page's own console is given back. */
export function recordErrors(): ErrorRecord {
  const own = console.error;
  const lines: string[] = [];
  const marks = new Map<string, () => void>();
  // Lines are printed in their order: once a mark is printed, all before it are.
  const settled = (): Promise<readonly string[]> =>
    new Promise((resolve) => {
      // One word, as a code is: it is printed in the same way without a sentence.
      const mark = `mark${marks.size}`;
      marks.set(`[kakao-sync] ${mark} (docs/en/error-codes.md)`, () => resolve(lines));
      reportProblem(mark);
    });
  console.error = (...parts: unknown[]) => {
    const line = parts.join(' ');
    const reach = marks.get(line);
    if (reach) reach();
    else lines.push(line);
  };
  // What is still to come belongs to the test before.
  void settled().then(() => lines.splice(0));
  return {
    lines,
    settled,
    async restore() {
      await settled();
      console.error = own;
      return lines;
    },
  };
}

/** {@link recordErrors} for each test of a suite, on a page on which nothing of ours has happened yet. */
export function recordErrorsOfEach(): Omit<ErrorRecord, 'restore'> {
  const readErrors = ofEachPage(recordErrors, ({restore}) => restore());
  return {
    get lines() {
      return readErrors().lines;
    },
    settled: () => readErrors().settled(),
  };
}

/** Begins something before each test of a suite, on a forgotten page, and ends it after. */
export function ofEachPage<Begun>(begin: () => Begun, end: (begun: Begun) => Promise<unknown>): () => Begun {
  let begun: Begun;
  beforeEach(() => {
    forgetPage();
    begun = begin();
  });
  afterEach(async () => {
    await end(begun);
    forgetPage();
  });
  return () => begun;
}

/** Holds back the page's longer timers until a test lets time pass. */
export function holdTimers(): {advance(milliseconds: number): void; restore(): void} {
  const {setTimeout: set, clearTimeout: clear} = window;
  let time = 0;
  let count = 0;
  /** By negative numbers, which no timer of the page's own has. */
  const held = new Map<number, {at: number; run: () => void}>();
  window.setTimeout = ((run: () => void, delay = 0) => {
    if (delay < 1000) return set(run, delay);
    held.set(--count, {at: time + delay, run});
    return count;
  }) as typeof setTimeout;
  window.clearTimeout = (id) => {
    if (!held.delete(Number(id))) clear(id);
  };
  return {
    advance(milliseconds) {
      time += milliseconds;
      for (const [id, {at, run}] of [...held]) if (at <= time && held.delete(id)) run();
    },
    restore: () => void Object.assign(window, {setTimeout: set, clearTimeout: clear}),
  };
}

/** Every combination of the values given. */
export function combine<const Values extends Record<string, readonly unknown[]>>(
  values: Values,
): {[Name in keyof Values]: Values[Name][number]}[] {
  let rows: Record<string, unknown>[] = [{}];
  for (const [name, choices] of Object.entries(values)) {
    rows = rows.flatMap((row) => choices.map((choice) => ({...row, [name]: choice})));
  }
  return rows as {[Name in keyof Values]: Values[Name][number]}[];
}
