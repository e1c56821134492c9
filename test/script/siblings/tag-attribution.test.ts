import {expect} from '@open-wc/testing';
import {getPageRegistry} from '../../../src/client/page/page-registry.js';
import {keepFirstTouch} from '../../../src/analytics/first-touch.js';
import {forgetPage} from '../../elements/support/page.js';

const KEY = 'ks.touch';

/** What this page does when it is left. */
let onLeave: (() => void)[] = [];
const leave = (): void => onLeave.forEach((listener) => listener());
const {addEventListener: listen} = window;

describe('the first page of a visit', () => {
  beforeEach(() => {
    forgetPage();
    onLeave = [];
    window.addEventListener = ((type: string, listener: () => void) => {
      if (type === 'pagehide') onLeave.push(listener);
    }) as typeof listen;
  });
  afterEach(() => {
    forgetPage();
    window.addEventListener = listen;
    sessionStorage.removeItem(KEY);
  });

  const ROWS: readonly (readonly [what: string, isAllowed: boolean | undefined, isKept: boolean, isStill: boolean])[] =
    [
      ['a visitor who has consented, or need not', true, true, true],
      ['a visitor who has not decided', undefined, false, true],
      ['a visitor who has refused', false, false, false],
    ];
  for (const [what, isAllowed, isKept, isStill] of ROWS) {
    it(`of ${what} is ${isKept ? '' : 'not '}kept when they leave, and what was kept ${isStill ? 'stays' : 'goes'}`, () => {
      getPageRegistry().measuring = {isAllowed, values: {}};
      keepFirstTouch({path: true});
      expect(sessionStorage.getItem(KEY)).to.equal(null);
      expect(getPageRegistry().measuring?.values).to.have.property('ks_landing');

      leave();
      expect(sessionStorage.getItem(KEY) !== null).to.equal(isKept);
      sessionStorage.setItem(KEY, '{}');
      leave();

      expect(sessionStorage.getItem(KEY) !== null).to.equal(isStill);
    });
  }

  it('is told by what was kept of it, not by a later page', () => {
    sessionStorage.setItem(KEY, '{"utm_source":"kakao"}');

    keepFirstTouch({path: true});

    expect(getPageRegistry().measuring?.values).to.deep.equal({utm_source: 'kakao'});
  });

  it('follows a consent that is asked for after the call', () => {
    keepFirstTouch();
    getPageRegistry().measuring!.isAllowed = undefined;

    leave();

    expect(sessionStorage.getItem(KEY)).to.equal(null);
  });
});

describe('a tag without analytics that needs consent', () => {
  let startTagAnalytics: (said: Record<string, string>) => (granted: boolean) => void;
  before(async () => {
    // The build's own list of the files beside the tag.
    Object.assign(globalThis, {SIBLINGS: {}});
    ({startTagAnalytics} = await import('../../../src/script/siblings/tag-analytics.js'));
  });
  after(() => void Reflect.deleteProperty(globalThis, 'SIBLINGS'));
  beforeEach(forgetPage);
  afterEach(forgetPage);

  it('allows nothing to be kept before it is there, and nothing after it is withdrawn', () => {
    const consent = startTagAnalytics({analyticsConsent: ''});
    const readAllowed = (): unknown => getPageRegistry().measuring?.isAllowed;
    const before = readAllowed();

    consent(true);
    const granted = readAllowed();
    consent(false);

    expect([before, granted, readAllowed()]).to.deep.equal([undefined, true, false]);
  });

  it('leaves a page alone that needs none', () => {
    startTagAnalytics({});

    expect(getPageRegistry().measuring).to.equal(undefined);
  });
});
