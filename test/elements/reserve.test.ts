import {expect, fixture, html} from '@open-wc/testing';
import {setViewport} from '@web/test-runner-commands';
import {LitElement} from 'lit';
import {combine, recordErrors, settle} from './support/page.js';

const STYLES = [
  '',
  '--kakao-button-width: 100%',
  '--kakao-button-width: 70%',
  '--kakao-button-width: 240px',
  '--kakao-button-width: 2000px',
  '--kakao-button-height: 60px',
  '--kakao-button-height: 500px',
  '--kakao-button-scale: 1.5',
  'width: 260px',
  'width: 100%',
  'margin: 10px',
  'align-self: center',
];
const PLACES = [
  'width: 600px',
  'width: 296px',
  'display: flex; flex-direction: column; width: 500px',
  'display: flex; width: 500px; align-items: flex-start',
  'display: grid; width: 500px',
  'text-align: center; width: 500px',
];
const CONTENTS = [
  '',
  '<a>카카오 로그인</a>',
  '<a>카카오 계정으로 아주 간편하게 지금 바로 로그인하거나 회원가입하고 쿠폰 받기</a><span slot="bubble">3초면 끝</span>',
];

/** The position, within the place, and the size of the place, its element and what follows. */
function readBoxes(place: Element): string {
  const {left, top} = place.getBoundingClientRect();
  return [place, ...place.children]
    .map((element) => element.getBoundingClientRect())
    .map(({x, y, width, height}) => `${x - left},${y - top} ${width}×${height}`)
    .join(' · ');
}

/** Puts each markup into each place and upgrades them. Returns the number of cases, and those whose boxes have changed. */
async function findMoved(markups: readonly string[], places: readonly string[], upgrade: () => Promise<unknown>) {
  const cases = combine({markup: markups, style: places}).map(({markup, style}) => {
    const place = document.createElement('div');
    place.style.cssText = style;
    place.innerHTML = `${markup}<p></p>`;
    document.body.append(place);
    return {name: `${markup} in {${style}}`, place};
  });
  // A tag can be registered only once in this page.
  expect(cases.filter(({place}) => place.firstElementChild instanceof LitElement)).to.deep.equal([]);
  const before = cases.map(({place}) => readBoxes(place));
  await upgrade();
  const elements = cases.flatMap(({place: {firstElementChild: element}}) =>
    element instanceof LitElement ? element : [],
  );
  expect(elements).to.have.length(cases.length);
  await settle(...elements);
  await settle(...elements);

  const moved = cases.map(({name, place}, index) => [name, before[index], readBoxes(place)] as const);
  for (const {place} of cases) place.remove();
  return {count: cases.length, moved: moved.filter(([, was, is]) => was !== is)};
}

describe('reserve.css', () => {
  let sheet: HTMLStyleElement;
  beforeEach(async () => {
    sheet = document.createElement('style');
    sheet.textContent = await (await fetch(new URL('../../src/reserve.css', import.meta.url))).text();
    document.head.append(sheet);
  });
  afterEach(() => sheet.remove());

  it('hides a hidden button before the upgrade, and the parts of the button that have no place yet', async () => {
    const root = await fixture(
      html`<div>
        <kakao-login-button hidden></kakao-login-button>
        <kakao-login-button><span slot="label">카카오 1초 회원가입</span><a>카카오 로그인</a></kakao-login-button>
      </div>`,
    );

    expect(customElements.get('kakao-login-button')).to.equal(undefined);
    const drawn = [...root.querySelectorAll('*')].map((element) => element.getClientRects().length);
    expect(drawn, 'hidden, shown, its words and its link').to.deep.equal([0, 1, 0, 1]);
  });

  it('shows a link in its middle, as wide as the button will be', async () => {
    const button = await fixture(
      html`<kakao-login-button style="--kakao-button-width: 420px"><a>카카오 로그인</a></kakao-login-button>`,
    );
    const link = button.querySelector('a')!;

    const box = button.getBoundingClientRect();
    const place = link.getBoundingClientRect();
    const range = document.createRange();
    range.selectNodeContents(link);
    const words = range.getBoundingClientRect();
    expect([place.left, place.width]).to.deep.equal([box.left, 420]);
    expect(words.left + words.width / 2).to.be.closeTo(box.left + 210, 1);
    expect(words.top + words.height / 2).to.be.closeTo(box.top + 24, 2);
  });

  it('keeps every box and what follows it where they will be', async () => {
    await setViewport({width: 1280, height: 800});
    const buttons = combine({
      layout: ['layout="full"', 'layout="short"', 'layout="icon"', ''],
      size: ['medium', 'small', 'large'],
      style: STYLES,
      content: CONTENTS,
    }).map(
      ({layout, size, style, content}) =>
        `<kakao-login-button ${layout} size="${size}" style="${style}">${content}</kakao-login-button>`,
    );
    const errors = recordErrors();
    const {count, moved} = await findMoved(buttons, PLACES, () => import('../../src/elements/login-button/define.js'));
    await errors.restore();

    expect(count).to.be.greaterThan(2000);
    expect(moved.slice(0, 10)).to.deep.equal([]);
  }).timeout(120_000);

  it('keeps the places of the other elements, as long as nobody is known to be signed in', async () => {
    // The page's own scroll bar is not to come in between.
    sheet.append('html { overflow-y: scroll }');
    const elements = [
      ...combine({layout: ['full', 'short', 'icon'], size: ['small', 'medium', 'large']}).map(
        ({layout, size}) =>
          `<kakao-channel-button layout="${layout}" size="${size}"><b slot="label">채널 추가</b></kakao-channel-button>`,
      ),
      '<kakao-account></kakao-account>',
      '<kakao-account hidden></kakao-account>',
      '<kakao-account><b slot="busy" style="display: inline-block; width: 90px; height: 60px"></b><a slot="signed-out" href="/login">로그인</a></kakao-account>',
      '<kakao-account style="--kakao-account-height: 20px"><i slot="signed-in">마이페이지</i></kakao-account>',
      '<kakao-terms-consent><h2 slot="title">약관</h2><i slot="label">동의</i></kakao-terms-consent>',
      '<kakao-terms-consent hidden></kakao-terms-consent>',
    ];
    const places = [...PLACES, 'display: flex; flex-direction: column; gap: 20px; font: 20px/2 serif'];
    const {moved} = await findMoved(elements, places, async () => {
      await import('../../src/elements/account/define.js');
      await import('../../src/elements/channel-button/define.js');
      await import('../../src/elements/terms-consent/define.js');
    });

    expect(moved).to.deep.equal([]);
  });

  it('takes <kakao-sync> out of the layout', async () => {
    const column = await fixture(
      html`<div style="display: flex; flex-direction: column; gap: 20px; width: 100px">
        <kakao-sync></kakao-sync>
        <p style="margin: 0; height: 10px"></p>
      </div>`,
    );

    expect(column.getBoundingClientRect().height).to.equal(10);
  });
});
