import {expect} from '@open-wc/testing';
import {createDocumentPorts} from '../../../src/client/page/ports/document-ports.js';
import {createLaterPorts} from '../../../src/client/page/ports/later-ports.js';
import type {SkipReason} from '../../../src/client/state/skip-reason.js';
import {readCookieText} from '../../../src/shared/encoding/cookie-text.js';
import {STRANGE_BLANKS} from '../../support/cookie-forgeries.js';
import {replace} from '../support/replace.js';

/** A page as a visitor opens it, changed by `change`. */
interface Change {
  readonly entry?: Partial<PerformanceNavigationTiming & {activationStart: number}> | null;
  readonly document?: Partial<Record<'prerendering' | 'visibilityState', unknown>>;
  readonly scrollY?: number;
  readonly hasBeenActive?: boolean | null;
  readonly hash?: string;
}

function open({entry = {}, document: page = {}, scrollY = 0, hasBeenActive = false, hash = ''}: Change) {
  const usual = {type: 'navigate', loadEventEnd: 0, activationStart: 0};
  replace(performance, 'getEntriesByType', {value: () => (entry ? [{...usual, ...entry}] : [])});
  replace(navigator, 'userActivation', {value: hasBeenActive === null ? undefined : {hasBeenActive}});
  replace(document, 'scrollingElement', {value: {scrollTop: scrollY}});
  for (const [name, value] of Object.entries({prerendering: false, visibilityState: 'visible', ...page})) {
    replace(document, name as keyof Document, {value});
  }
  history.replaceState(null, '', hash || '#');
  return createDocumentPorts().findAutoLoginBlocker();
}

const LOADED = location.href;
afterEach(() => history.replaceState(null, '', LOADED));

describe('findAutoLoginBlocker', () => {
  const ROWS: readonly (readonly [who: string, reason: SkipReason | null, change: Change])[] = [
    ['a page that has just been opened', null, {}],
    ['a page that loaded a moment ago', null, {entry: {loadEventEnd: performance.now()}}],
    ['an address with a fragment, which scrolls by itself', null, {scrollY: 400, hash: '#reviews'}],
    ['a browser that tells nothing of activation', null, {hasBeenActive: null}],
    ['a page that is being prerendered', 'prerendered', {document: {prerendering: true}}],
    ['a page that was prerendered', 'prerendered', {entry: {activationStart: 12}}],
    ['a hidden tab', 'hidden', {document: {visibilityState: 'hidden'}}],
    ['a reload', 'revisit', {entry: {type: 'reload'}}],
    ['back or forward', 'revisit', {entry: {type: 'back_forward'}}],
    ['a browser that does not tell how the page was reached', 'revisit', {entry: null}],
    ['a page that was touched', 'too-late', {hasBeenActive: true}],
    ['a page that was scrolled', 'too-late', {scrollY: 10}],
    ['a page that loaded long ago', 'too-late', {entry: {loadEventEnd: -3001}}],
  ];
  for (const [who, reason, change] of ROWS) {
    it(`says ${reason ?? 'nothing'} of ${who}`, () => {
      expect(open(change)).to.equal(reason);
    });
  }
});

describe('a page whose own variables have names of the browser’s', () => {
  for (const [name, value] of [
    ['self', {}],
    ['scrollY', 400],
    ['origin', 'null'],
    ['parent', {}],
    ['name', 'menu'],
  ] as const) {
    it(`is left as any other one with \`${name}\``, () => {
      replace(window, name, {value});

      expect(open({})).to.equal(null);
    });
  }

  it('is one that the browser tells nothing of, if that has taken `performance`', () => {
    replace(window, 'performance', {value: {score: 3}});

    expect(createDocumentPorts().findAutoLoginBlocker()).to.equal('revisit');
  });
});

describe('readCookies', () => {
  const rows: readonly (readonly [what: string, cookie: unknown, text: string])[] = [
    ['what the browser says', 'a=1; b=2', 'a=1; b=2'],
    ['every blank around it', '\u00a0a=1; b=2\ufeff', '\u00a0a=1; b=2\ufeff'],
    ['nothing of an object that can be trimmed', {trim: () => 'a=1'}, ''],
    ['nothing of a boxed text', new String('a=1'), ''],
    ['nothing where there is none', undefined, ''],
  ];
  for (const [what, cookie, text] of rows) {
    it(`tells ${what}`, () => {
      replace(document, 'cookie', {value: cookie});

      expect(createDocumentPorts().readCookies()).to.equal(text);
    });
  }

  for (const markup of ['<img name="cookie">', '<form name="cookie"></form>', '<iframe name="cookie"></iframe>']) {
    it(`tells nothing where ${markup} has taken the name`, () => {
      const holder = document.createElement('div');
      holder.innerHTML = markup + markup;
      document.body.append(holder);

      const cookies = createDocumentPorts().readCookies();

      holder.remove();
      expect(cookies).to.equal('');
    });
  }

  it('tells every letter of a cookie that another host has named after a strange blank', () => {
    for (const blank of STRANGE_BLANKS) {
      const write = (age: number): string => (document.cookie = `${blank}ks.blank1=v; Max-Age=${age}`);
      write(60);

      const [cookies, shown] = [createDocumentPorts().readCookies(), document.cookie];

      write(0);
      expect(cookies).to.equal(shown);
      expect(readCookieText(cookies).has('ks.blank1'), JSON.stringify(cookies)).to.equal(false);
    }
  });
});

describe('readMeta', () => {
  const MARKUP = `<meta name="ks-test" content=" a%3D ">
    <meta name="ks-test" content="second"><meta name="KS-TEST" content="capitals">
    <meta property="ks-property" content="x"><meta name=" ks-blank" content="x"><meta name="ks-none">
    <meta name='ks-"]quoted' content="quoted"><svg><metadata name="ks-svg" content="x"></metadata></svg>`;
  let holder: HTMLElement;
  beforeEach(() => {
    holder = document.createElement('div');
    holder.innerHTML = MARKUP;
    document.head.append(holder);
  });
  afterEach(() => holder.remove());

  for (const [name, content] of [
    ['ks-test', ' a%3D '],
    ['KS-TEST', 'capitals'],
    ['Ks-Test', null],
    ['ks-property', null],
    ['ks-blank', null],
    ['ks-svg', null],
    ['ks-none', ''],
    ['ks-"]quoted', 'quoted'],
  ] as const) {
    it(`tells ${JSON.stringify(content)} of ${name}, to the letter`, () => {
      expect(createLaterPorts().readMeta(name)).to.equal(content);
    });
  }

  it('tells what a script has changed meanwhile', () => {
    const ports = createLaterPorts();
    holder.querySelector('meta')!.content = 'newer';

    expect(ports.readMeta('ks-test')).to.equal('newer');
  });

  it('tells nothing where an element has taken the name of what looks for it', () => {
    holder.innerHTML += '<img name="querySelectorAll">';
    document.body.append(holder);

    expect(createLaterPorts().readMeta('ks-test')).to.equal(null);
  });
});
