import {expect} from '@open-wc/testing';
import {ofEachPage, partOf, readAccessible, recordErrors} from '../support/page.js';

/** Watches a page while something hostile is done to it. */
export interface Watch {
  /** The lines for the developer. */
  readonly lines: readonly string[];
  /** Waits for the lines of what has happened until now. */
  settled(): Promise<unknown>;
  /** Asserts that nothing ran, threw or was left behind, and that each of these buttons can still be used. */
  expectUnharmed(...buttons: readonly Element[]): Promise<void>;
  end(): Promise<void>;
}

type Window = typeof globalThis & {pwned?: unknown};

/** Watches the page of each test of a suite, on which nothing of ours has happened yet. */
export function watchEachPage(): Omit<Watch, 'end'> {
  const readWatch = ofEachPage(watchPage, ({end}) => end());
  return {
    get lines() {
      return readWatch().lines;
    },
    settled: () => readWatch().settled(),
    expectUnharmed: (...buttons) => readWatch().expectUnharmed(...buttons),
  };
}

function watchPage(): Watch {
  const errors = recordErrors();
  const thrown: unknown[] = [];
  const note = (event: ErrorEvent | PromiseRejectionEvent): void => {
    event.preventDefault();
    event.stopImmediatePropagation();
    thrown.push('reason' in event ? event.reason : event.error);
  };
  addEventListener('error', note, {capture: true});
  addEventListener('unhandledrejection', note, {capture: true});
  const globals = Object.getOwnPropertyNames(window);
  const prototype = Object.getOwnPropertyNames(Object.prototype).sort();

  return {
    lines: errors.lines,
    settled: errors.settled,
    async expectUnharmed(...buttons) {
      // A rejection that nobody handles is told in a task of its own.
      await new Promise((resolve) => setTimeout(resolve));
      expect(thrown.map(String)).to.deep.equal([]);
      expect((window as Window).pwned).to.equal(undefined);
      expect(Object.getOwnPropertyNames(Object.prototype).sort()).to.deep.equal(prototype);
      expect(Object.getOwnPropertyNames(window).filter((name) => !globals.includes(name))).to.deep.equal([]);
      await errors.settled();
      for (const line of errors.lines) expect(line).to.match(/^\[kakao-sync\] [^\0-\x1f]{1,400}$/);
      for (const button of buttons) expectUsable(button);
    },
    async end() {
      removeEventListener('error', note, {capture: true});
      removeEventListener('unhandledrejection', note, {capture: true});
      await errors.restore();
      Reflect.deleteProperty(window, 'pwned');
    },
  };
}

/** One native button with a name and a size, and nothing in its tree that was not drawn by the element. */
function expectUsable(button: Element): void {
  const {shadowRoot} = button;
  const native = partOf(button, 'button');
  const names = new Set([...shadowRoot!.querySelectorAll('*')].map(({localName}) => localName));
  expect([...names].filter((name) => !/^(div|span|p|button|svg|path|slot)$/.test(name))).to.deep.equal([]);
  for (const element of shadowRoot!.querySelectorAll('*')) {
    for (const {name, value} of element.attributes) {
      // The one style that it writes itself: how far a bubble or a message has moved.
      if (!/^--shift: -?[\d.]+px;$/.test(value)) expect(name).not.to.match(/^(on|href|src|style)/);
    }
  }
  expect(shadowRoot!.querySelectorAll('button[part="button"]')).to.have.length(1);
  expect(readAccessible(native).name).to.match(/\S/);
  expect(readAccessible(native).role).to.equal('button');
  const {width, height} = native.getBoundingClientRect();
  expect(Math.min(width, height)).to.be.at.least(20);
}
