import {expect} from '@open-wc/testing';
import {createDocumentPorts} from '../../src/client/document-ports.js';
import type {SkipReason} from '../../src/client/skip-reason.js';

/** A page as a visitor opens it, changed by `change`. */
interface Change {
  readonly entry?: Partial<PerformanceNavigationTiming & {activationStart: number}> | null;
  readonly document?: Partial<Record<'prerendering' | 'visibilityState', unknown>>;
  readonly window?: Partial<Record<'scrollY', number>>;
  readonly hasBeenActive?: boolean | null;
  readonly hash?: string;
}

const restore: (() => void)[] = [];

function replace(target: object, name: string, value: unknown): void {
  const own = Object.getOwnPropertyDescriptor(target, name);
  Object.defineProperty(target, name, {value, configurable: true, writable: true});
  restore.push(() => {
    if (own) Object.defineProperty(target, name, own);
    else Reflect.deleteProperty(target, name);
  });
}

function open({entry = {}, document: page = {}, window: view = {}, hasBeenActive = false, hash = ''}: Change) {
  const usual = {type: 'navigate', loadEventEnd: 0, activationStart: 0};
  replace(performance, 'getEntriesByType', () => (entry ? [{...usual, ...entry}] : []));
  replace(navigator, 'userActivation', hasBeenActive === null ? undefined : {hasBeenActive});
  replace(window, 'scrollY', 0);
  for (const [name, value] of Object.entries({prerendering: false, visibilityState: 'visible', ...page})) {
    replace(document, name, value);
  }
  for (const [name, value] of Object.entries(view)) replace(window, name, value);
  const before = location.href;
  history.replaceState(null, '', hash || '#');
  restore.push(() => history.replaceState(null, '', before));
  return createDocumentPorts().findUnfit();
}

afterEach(() => {
  for (const undo of restore.splice(0).reverse()) undo();
});

describe('findUnfit', () => {
  const ROWS: readonly (readonly [who: string, reason: SkipReason | null, change: Change])[] = [
    ['a page that has just been opened', null, {}],
    ['a page that loaded a moment ago', null, {entry: {loadEventEnd: performance.now()}}],
    ['an address with a fragment, which scrolls by itself', null, {window: {scrollY: 400}, hash: '#reviews'}],
    ['a browser that tells nothing of activation', null, {hasBeenActive: null}],
    ['a page that is being prerendered', 'prerendered', {document: {prerendering: true}}],
    ['a page that was prerendered', 'prerendered', {entry: {activationStart: 12}}],
    ['a hidden tab', 'hidden', {document: {visibilityState: 'hidden'}}],
    ['a reload', 'revisit', {entry: {type: 'reload'}}],
    ['back or forward', 'revisit', {entry: {type: 'back_forward'}}],
    ['a browser that does not tell how the page was reached', 'revisit', {entry: null}],
    ['a page that was touched', 'too-late', {hasBeenActive: true}],
    ['a page that was scrolled', 'too-late', {window: {scrollY: 10}}],
    ['a page that loaded long ago', 'too-late', {entry: {loadEventEnd: -3001}}],
  ];
  for (const [who, reason, change] of ROWS) {
    it(`says ${reason ?? 'nothing'} of ${who}`, () => {
      expect(open(change)).to.equal(reason);
    });
  }
});
