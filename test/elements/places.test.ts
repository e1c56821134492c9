import {expect, fixture, html} from '@open-wc/testing';
import {setViewport} from '@web/test-runner-commands';
import {unsafeHTML} from 'lit/directives/unsafe-html.js';
import type {FlowState, SessionState} from '../../src/client/state/state.js';
import '../../src/define.js';
import type {KakaoElement} from '../../src/elements/kakao-element.js';
import {can} from '../support/engine.js';
import {FakeClient} from './support/fake-client.js';
import {combine, forgetPage, partOf, settle} from './support/page.js';

const WIDTH = 320;
const FAILURE: FlowState = {status: 'help', code: 'cookies_blocked', ref: 'KS-7GR0-9A2K'};
const MEMBER: SessionState = {
  status: 'signed-in',
  member: {name: '가나다라마바사아자차카타파하거너더러머버'},
  missingTerms: [{tag: 'privacy', required: true, title: '개인정보 수집 및 이용에 대한 안내', url: '/privacy'}],
};

/** What stands in a row: `*` is ours. */
const CONTAINERS = {
  block: '<div>*</div>',
  'inline text': '<p>이미 회원이세요? * 또는 <a href="#">전화로 주문하기</a></p>',
  'flex row of three': '<div style="display: flex; gap: 8px">* * *</div>',
  'flex row beside a button': '<div style="display: flex; gap: 8px">* <button>네이버로 시작하기</button></div>',
  'flex row at the end': '<div style="display: flex; justify-content: space-between"><b>온달</b> *</div>',
  'flex row that wraps': '<div style="display: flex; flex-wrap: wrap; gap: 8px">* * *</div>',
  'flex column': '<div style="display: flex; flex-direction: column; align-items: center; gap: 8px">* *</div>',
  grid: '<div style="display: grid; grid-template-columns: 1fr 1fr; gap: 8px">* *</div>',
  'grid of automatic columns': '<div style="display: grid; grid-template-columns: auto auto auto">* * *</div>',
  table: '<table style="width: 100%"><tr><td>*</td><td>*</td><td>회원</td></tr></table>',
  'inline flex': '<div><span style="display: inline-flex; max-width: 100%">* *</span></div>',
  float: '<div style="display: flow-root"><div style="float: right">*</div></div>',
  'the left edge': '<div style="position: absolute; top: 60px; left: 0">*</div>',
  'the right edge': '<div style="position: absolute; top: 60px; right: 0">*</div>',
} as const;

const ELEMENTS = {
  button: '<kakao-login-button><span slot="bubble">지금 가입하면 5,000원 쿠폰을 드려요</span></kakao-login-button>',
  'short button': '<kakao-login-button layout="short" size="large" last-used></kakao-login-button>',
  icon: '<kakao-login-button layout="icon"><span slot="bubble">지금 가입하면 5,000원 쿠폰을 드려요</span></kakao-login-button>',
  'icon, used last': '<kakao-login-button layout="icon" last-used></kakao-login-button>',
  'full width': '<kakao-login-button style="--kakao-button-width: 100%"></kakao-login-button>',
  channel: '<kakao-channel-button></kakao-channel-button>',
  account: '<kakao-account></kakao-account>',
  terms: '<kakao-terms-consent></kakao-terms-consent>',
} as const;

/** What a page hands down, or puts on every element of its own. */
const INHERITED = {
  'transparent letters': '-webkit-text-fill-color: transparent; -webkit-text-stroke: 2px red',
  'no line breaks': 'white-space: nowrap',
  'preformatted text': 'white-space: pre',
  'letters apart': 'letter-spacing: 6px',
  'words apart': 'word-spacing: 40px',
  'slanted capitals': 'font-style: italic; text-transform: uppercase; font-variant: small-caps',
  'an indent': 'text-indent: 24px',
  'high lines': 'line-height: 3',
  'large letters': 'font: 900 40px serif',
  'no gaps between words': 'word-break: break-all; hyphens: auto; overflow-wrap: normal',
  'from right to left': 'direction: rtl; text-align: right; text-shadow: 2px 2px red',
} as const;

/** Where a page hands something down. An indent counts where our element stands on no line of the page's text. */
const ROWS = ['flex row of three', 'flex row at the end', 'flex column', 'grid', 'grid of automatic columns'] as const;

const TAGS = 'kakao-login-button, kakao-channel-button, kakao-account, kakao-terms-consent';

/** A page with one container and its elements, the first of which tells something. */
async function setup(container: string, element: string, rule = '') {
  const page = await fixture<HTMLElement>(
    html`<div>
      <style>
        ${`body { margin: 8px; font: 16px/1.5 serif } ${rule}`}
      </style>
      ${unsafeHTML(container.replaceAll('*', element))}
    </div>`,
  );
  const ours = [...page.querySelectorAll<KakaoElement>(TAGS)];
  const client = new FakeClient();
  for (const one of ours) one.client = client;
  void client.update({session: MEMBER});
  await client.enter(FAILURE, ours[0]);
  await settle(...ours, ...ours);
  return {place: page.children[1]!, ours};
}

/** What of an element is drawn, by its name. */
function boxesOf(element: Element): [name: string, box: DOMRect][] {
  const parts = [...element.shadowRoot!.querySelectorAll('[part], p')].filter((part) => !part.closest('.hidden'));
  const boxes = parts.map((part): [string, DOMRect] => [
    `${element.localName} ${part.getAttribute('part') ?? part.localName}`,
    part.getBoundingClientRect(),
  ]);
  return boxes.filter(([, {width, height}]) => width > 1 && height > 1);
}

/** The boxes that reach over an edge: of the screen or, where they are not wider than what holds our element, of that. */
function findOutside(place: Element, ours: readonly Element[]): string[] {
  const holder = place.getBoundingClientRect();
  return ours.flatMap(boxesOf).flatMap(([name, {left, right, width}]) => {
    const isFree = width > holder.width || /bubble|message|p$/.test(name);
    const from = isFree ? 0 : holder.left;
    const to = isFree ? WIDTH : holder.right;
    return left < from - 0.5 || right > to + 0.5 ? [`${name}: ${left} to ${right} in ${from} to ${to}`] : [];
  });
}

describe('in every place on a screen 320 px wide', () => {
  beforeEach(async () => {
    forgetPage();
    await setViewport({width: WIDTH, height: 800});
  });
  afterEach(forgetPage);

  const cases = [
    ...combine({container: Object.keys(CONTAINERS), element: Object.keys(ELEMENTS), style: ['']}),
    ...combine({container: ROWS, element: Object.keys(ELEMENTS), style: Object.keys(INHERITED)}),
  ] as readonly Readonly<{
    container: keyof typeof CONTAINERS;
    element: keyof typeof ELEMENTS;
    style: keyof typeof INHERITED | '';
  }>[];
  for (const {container, element, style} of cases) {
    const title = `nothing of ${element} leaves the screen or its place, ${container}${style && `, with ${style}`}`;
    if (!can('narrow pages', title)) continue;
    it(title, async () => {
      const {place, ours} = await setup(CONTAINERS[container], ELEMENTS[element], style && `* { ${INHERITED[style]} }`);

      expect(findOutside(place, ours)).to.deep.equal([]);
      expect(document.documentElement.scrollWidth, 'the page scrolls sideways').to.equal(WIDTH);
    });
  }

  for (const {element, style} of combine({
    element: ['button', 'channel', 'account', 'terms'],
    style: Object.keys(INHERITED) as (keyof typeof INHERITED)[],
  })) {
    it(`our words in ${element} take over nothing of ${style}`, async () => {
      const read = async (rule: string): Promise<string[][]> => {
        const {ours} = await setup(CONTAINERS.block, ELEMENTS[element], rule);
        const texts = [...ours[0]!.shadowRoot!.querySelectorAll('[part="label"], [part="name"], [part="term"], p')];
        expect(texts).not.to.have.lengthOf(0);
        return texts.map((text) => {
          const look = getComputedStyle(text);
          const {color, letterSpacing, wordSpacing, fontStyle, fontVariant, textTransform, textIndent} = look;
          expect(look.webkitTextFillColor, 'can be read').to.equal(color);
          return [
            ...[look.whiteSpace, letterSpacing, wordSpacing, fontStyle, fontVariant, textTransform, textIndent],
            ...[
              look.lineHeight,
              look.fontSize,
              look.fontWeight,
              look.wordBreak,
              look.textShadow,
              look.webkitTextStroke,
            ],
          ];
        });
      };

      expect(await read(`* { ${INHERITED[style]} }`)).to.deep.equal(await read(''));
    });
  }

  it('a message lies over the buttons beside its own, which its row moves', async () => {
    const row = '<div style="display: flex; align-items: center; gap: 8px">* *</div>';
    const {ours} = await setup(row, '<kakao-login-button layout="icon"></kakao-login-button>');
    const [first, second] = ours as [KakaoElement, KakaoElement];

    const {left, top, width, height} = second.getBoundingClientRect();
    const {bottom} = partOf(first, 'message').getBoundingClientRect();
    expect(bottom, 'they overlap').to.be.above(top + height);
    expect(document.elementFromPoint(left + width / 2, top + height - 2)).to.equal(first);
  });

  it('what the site hides or disables stays so', async () => {
    const {ours} = await setup(
      CONTAINERS.block,
      ELEMENTS.button,
      'kakao-login-button { visibility: hidden; pointer-events: none }',
    );

    const {visibility, pointerEvents} = getComputedStyle(partOf(ours[0]!, 'button'));
    expect([visibility, pointerEvents]).to.deep.equal(['hidden', 'none']);
  });

  it("browsers that darken pages are asked to leave Kakao's colours alone", async () => {
    const {ours} = await setup(CONTAINERS.block, ELEMENTS.button);

    expect(getComputedStyle(partOf(ours[0]!, 'button')).colorScheme).to.equal('light only');
  });

  it('the bubble follows when the window is turned, and shows where it was hidden before', async () => {
    const {ours} = await setup(CONTAINERS['the right edge'], ELEMENTS.icon);
    const [icon] = ours as [KakaoElement];
    const bubble = partOf(icon, 'bubble');
    const edges = async (): Promise<string> => {
      // The observer of sizes has its turn between two frames.
      for (let frames = 0; frames < 2; frames++) await new Promise(requestAnimationFrame);
      const {left, right} = bubble.getBoundingClientRect();
      return left >= 0 && right <= document.documentElement.clientWidth ? 'on the screen' : `${left} to ${right}`;
    };
    const turned = new Promise((resolve) => {
      addEventListener('resize', resolve, {once: true});
    });
    await setViewport({width: 700, height: WIDTH});
    await turned;
    expect(await edges()).to.equal('on the screen');

    icon.style.display = 'none';
    await settle(icon);
    icon.requestUpdate();
    await settle(icon);
    icon.style.display = '';
    expect(await edges()).to.equal('on the screen');
  });
});
