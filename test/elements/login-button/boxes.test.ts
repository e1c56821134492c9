import {expect, fixture, html} from '@open-wc/testing';
import {setViewport} from '@web/test-runner-commands';
import '../../../src/elements/login-button/define.js';
import type {KakaoLoginButton} from '../../../src/elements/login-button/login-button.js';
import {FakeClient} from '../support/fake-client.js';
import {itWithMedia} from '../support/media.js';
import {combine, partOf, regionOf, settle} from '../support/page.js';

const PAGE_WIDTH = 600;
const WIDTHS = {full: 300, short: 160} as const;
const HEIGHTS = {small: 40, medium: 48, large: 56} as const;

interface Look {
  readonly layout?: 'full' | 'short' | 'icon';
  readonly size?: 'small' | 'medium' | 'large';
  readonly style?: string;
  readonly how?: 'attribute' | 'property';
}

/** A button on a page 600 px wide, and the size of its box. */
async function setup({layout = 'full', size = 'medium', style = '', how = 'attribute'}: Look) {
  const client = new FakeClient();
  const page = await fixture(
    html`<div style="width: ${PAGE_WIDTH}px">
      ${
        how === 'attribute'
          ? html`<kakao-login-button layout=${layout} size=${size}></kakao-login-button>`
          : html`<kakao-login-button .layout=${layout} .size=${size}></kakao-login-button>`
      }
    </div>`,
  );
  const button = Object.assign(page.querySelector('kakao-login-button')!, {client});
  button.style.cssText = style;
  await settle(button);
  const yellow = partOf(button, 'button').getBoundingClientRect();
  return {client, button, yellow, box: toSize(yellow)};
}

const toSize = ({width, height}: DOMRect): string => `${width} × ${height}`;

describe('<kakao-login-button> boxes', () => {
  beforeEach(() => setViewport({width: 1280, height: 800}));

  for (const {layout, size, how} of combine({
    layout: ['full', 'short', 'icon'],
    size: ['small', 'medium', 'large'],
    how: ['attribute', 'property'],
  })) {
    const height = HEIGHTS[size];
    const expected = `${layout === 'icon' ? height : WIDTHS[layout]} × ${height}`;

    it(`is ${expected} with layout ${layout} and size ${size} as ${how}`, async () => {
      const {button, box} = await setup({layout, size, how});

      expect(box).to.equal(expected);
      expect(toSize(button.getBoundingClientRect())).to.equal(expected);
    });

    it(`stays square or takes the width of the site with layout ${layout} and size ${size} as ${how}`, async () => {
      const sizes: string[] = [];
      for (const style of [
        '--kakao-button-width: 100%',
        '--kakao-button-width: 50%',
        '--kakao-button-width: 240px',
        '--kakao-button-width: 2000px',
        'width: 260px',
        'width: 100%',
        'display: block; width: auto',
      ]) {
        const {box} = await setup({layout, size, how, style});
        sizes.push(box);
      }

      const square = `${height} × ${height}`;
      expect(sizes).to.deep.equal(
        layout === 'icon'
          ? [square, square, square, square, square, square, square]
          : [600, 300, 240, 600, 260, 600, 600].map((width) => `${width} × ${height}`),
      );
    });
  }

  it('takes no more room than an icon needs, whatever width the buttons around it have', async () => {
    const {button} = await setup({layout: 'icon', style: '--kakao-button-width: 100%'});

    expect(toSize(button.getBoundingClientRect())).to.equal('48 × 48');
  });

  for (const layout of ['full', 'short'] as const) {
    it(`fills a column of buttons: ${layout}`, async () => {
      const column = await fixture(
        html`<div style="display: flex; flex-direction: column; width: 400px">
          <kakao-login-button layout=${layout}></kakao-login-button>
        </div>`,
      );

      expect(toSize(column.firstElementChild!.getBoundingClientRect())).to.equal('400 × 48');
    });

    it(`is never wider than its place: ${layout}`, async () => {
      const place = await fixture(
        html`<div style="width: 120px"><kakao-login-button layout=${layout}></kakao-login-button></div>`,
      );

      expect(place.firstElementChild!.getBoundingClientRect().width).to.equal(120);
      expect(place.scrollWidth).to.equal(120);
    });
  }

  for (const [style, expected] of [
    ['--kakao-button-height: 40px', '300 × 40'],
    ['--kakao-button-height: 60px', '300 × 60'],
    ['--kakao-button-height: 10px', '300 × 40'],
    ['--kakao-button-height: 500px', '300 × 60'],
    ['--kakao-button-scale: 1.5', '450 × 72'],
    ['--kakao-button-scale: 1.5; --kakao-button-height: 60px', '450 × 90'],
    ['--size: 10px; --height: 10px; --scale: 3; --text: 90px', '300 × 48'],
  ] as const) {
    it(`is ${expected} with ${style}`, async () => {
      const {box} = await setup({style});

      expect(box).to.equal(expected);
    });
  }

  it('enlarges container, symbol and words together', async () => {
    const measure = async (style: string): Promise<number[]> => {
      const {button, yellow} = await setup({style});
      const symbol = button.shadowRoot!.querySelector('svg')!.getBoundingClientRect();
      // Engines that fit letters to whole pixels make words a little narrower or wider.
      const words = parseFloat(getComputedStyle(partOf(button, 'label')).fontSize);
      return [yellow.width, yellow.height, symbol.width, words];
    };

    const plain = await measure('');
    const scaled = await measure('--kakao-button-scale: 1.25');

    plain.forEach((value, index) => expect(scaled[index]! / value).to.be.closeTo(1.25, 0.02));
  });

  it('rounds its corners as the site wants', async () => {
    const plain = await setup({});
    const square = await setup({style: '--kakao-button-radius: 0'});

    const radiusOf = (button: Element): string => getComputedStyle(partOf(button, 'button')).borderRadius;
    expect([radiusOf(plain.button), radiusOf(square.button)]).to.deep.equal(['12px', '0px']);
  });

  it('centres symbol and words together', async () => {
    const {button, yellow} = await setup({});
    const words = partOf(button, 'label').getBoundingClientRect();
    const symbol = button.shadowRoot!.querySelector('svg')!.getBoundingClientRect();

    expect((symbol.left + words.right) / 2).to.be.closeTo(yellow.left + yellow.width / 2, 1);
    expect(words.left - symbol.right).to.be.within(4, 12);
    expect(symbol.top + symbol.height / 2).to.be.closeTo(yellow.top + yellow.height / 2, 1);
  });

  it('puts the symbol at the edge and the words in the middle with space-between', async () => {
    const {button, yellow} = await setup({
      style: '--kakao-button-align: space-between; --kakao-button-width: 100%',
    });
    const range = document.createRange();
    range.selectNodeContents(partOf(button, 'label'));
    const words = range.getBoundingClientRect();
    const symbol = button.shadowRoot!.querySelector('svg')!.getBoundingClientRect();

    expect(symbol.left - yellow.left).to.be.within(10, 24);
    expect(words.left + words.width / 2).to.be.closeTo(yellow.left + yellow.width / 2, 1);
  });

  it('grows with long words, and lets none run over', async () => {
    for (const text of ['카카오로 3초 만에 시작하고 신규 회원 5,000원 할인 쿠폰 받기', 'W'.repeat(90)]) {
      const button = await fixture<KakaoLoginButton>(
        html`<kakao-login-button><span slot="label">${text}</span></kakao-login-button>`,
      );
      const yellow = partOf(button, 'button').getBoundingClientRect();
      const words = button.querySelector('span')!.getBoundingClientRect();

      expect(yellow.height).to.be.greaterThan(48);
      expect(words.left).to.be.greaterThan(yellow.left);
      expect(words.right).to.be.lessThan(yellow.right);
      expect(words.top).to.be.greaterThan(yellow.top);
      expect(words.bottom).to.be.lessThan(yellow.bottom);
    }
  });

  it('fits 320 px with every message', async () => {
    const client = new FakeClient();
    const page = await fixture(
      html`<div style="width: 320px; overflow: auto">
        <kakao-login-button last-used .client=${client}></kakao-login-button>
      </div>`,
    );
    const button = page.querySelector('kakao-login-button')!;
    await client.enter({status: 'action-required', code: 'dormant', message: '가'.repeat(300)}, button);

    expect([page.clientWidth, page.scrollWidth]).to.deep.equal([320, 320]);
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    itWithMedia(
      {colorScheme},
      `shows a message that is seen: ${colorScheme} page, whatever the text around it`,
      async () => {
        const page = await fixture<HTMLElement>(
          html`<div style="color-scheme: light dark; font: 11px Georgia; color: rgb(128, 128, 128)">
            <kakao-login-button></kakao-login-button>
          </div>`,
        );
        const button = page.querySelector('kakao-login-button')!;
        const client = new FakeClient();
        button.client = client;
        await client.enter({status: 'help', code: 'under_age', ref: 'KS-7GR0-9A2K'}, button);
        const message = partOf(button, 'message');

        const {fontSize, fontFamily, color, backgroundColor} = getComputedStyle(message);
        expect([fontSize, fontFamily]).to.deep.equal(['14px', 'Georgia']);
        const [text, ground] = [color, backgroundColor].map((value) => Number(/\d+/.exec(value)![0]));
        expect(Math.abs(text! - ground!), 'contrast').to.be.greaterThan(180);
        const icon = getComputedStyle(message, '::before');
        expect([icon.width, icon.backgroundColor]).to.deep.equal(['18px', 'rgb(197, 34, 31)']);
        const [reason, reference] = [...regionOf(button).children].map((part) => part.getBoundingClientRect());
        expect(reason!.bottom).to.be.at.most(reference!.top);
        expect(reason!.left - message.getBoundingClientRect().left, 'beside the icon').to.be.greaterThan(30);
      },
    );
  }

  it('keeps a message below an icon readable', async () => {
    const {client, button} = await setup({layout: 'icon'});
    await client.enter({status: 'help', code: 'under_age'}, button);

    expect(regionOf(button).firstElementChild!.getBoundingClientRect().width).to.be.at.least(160);
    expect(toSize(partOf(button, 'button').getBoundingClientRect())).to.equal('48 × 48');
  });

  it('keeps a message below an icon at the right edge within the page', async () => {
    const client = new FakeClient();
    const place = await fixture(
      html`<div style="position: absolute; top: 0; right: 0">
        <kakao-login-button layout="icon" .client=${client}></kakao-login-button>
      </div>`,
    );
    const button = place.querySelector('kakao-login-button')!;
    await client.enter({status: 'help', code: 'under_age'}, button);

    const {clientWidth, scrollWidth} = document.documentElement;
    const {left, right, width} = regionOf(button).firstElementChild!.getBoundingClientRect();
    expect([left >= 0, right <= clientWidth, scrollWidth]).to.deep.equal([true, true, clientWidth]);
    expect(width).to.be.at.least(160);
  });

  describe("Kakao's colours", () => {
    const readColours = (button: Element): string[] => {
      const {backgroundColor, color} = getComputedStyle(partOf(button, 'button'));
      return [backgroundColor, getComputedStyle(button.shadowRoot!.querySelector('svg')!).fill, color];
    };

    for (const colorScheme of ['light', 'dark'] as const) {
      itWithMedia({colorScheme}, `are the same on a ${colorScheme} page`, async () => {
        const {button} = await setup({style: 'color: red; background: blue; color-scheme: light dark'});

        expect(readColours(button)).to.deep.equal(['rgb(254, 229, 0)', 'rgb(0, 0, 0)', 'rgba(0, 0, 0, 0.85)']);
      });
    }

    itWithMedia({forcedColors: 'active'}, "give way to the visitor's own, with a border", async () => {
      const {button} = await setup({});
      const [background, symbol] = readColours(button);
      const {borderTopColor, borderTopStyle, borderTopWidth} = getComputedStyle(partOf(button, 'button'));

      expect(background).not.to.equal('rgb(254, 229, 0)');
      expect(symbol).not.to.equal(background);
      expect(borderTopColor).not.to.equal(background);
      expect([borderTopStyle, borderTopWidth]).to.deep.equal(['solid', '1px']);
    });

    for (const [reducedMotion, seconds] of [
      ['no-preference', 0.8],
      ['reduce', 4],
    ] as const) {
      itWithMedia({reducedMotion}, `turn their ring in ${seconds} s with ${reducedMotion}`, async () => {
        const {client, button} = await setup({});
        await client.enter({status: 'starting'}, button);

        const [ring] = button.shadowRoot!.getAnimations();
        expect(ring!.effect!.getComputedTiming().duration).to.equal(seconds * 1000);
      });
    }
  });
});
