import {expect} from '@open-wc/testing';
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
  [],
  [['a', undefined, '카카오 로그인']],
  [
    ['a', undefined, '카카오 계정으로 아주 간편하게 지금 바로 로그인하거나 회원가입하고 쿠폰 받기'],
    ['span', 'bubble', '3초면 끝'],
  ],
] as const;

/** Boxes of many buttons before the upgrade and after it. One page: a tag can be registered only once. */
async function measureTwice(): Promise<{name: string; before: string; after: string}[]> {
  const sheet = document.createElement('style');
  sheet.textContent = await (await fetch(new URL('../../src/reserve.css', import.meta.url))).text();
  document.head.append(sheet);
  const cases = combine({
    layout: ['full', 'short', 'icon', ''],
    size: ['medium', 'small', 'large'],
    style: STYLES,
    place: PLACES,
    content: CONTENTS,
  }).map(({layout, size, style, place, content}) => {
    const holder = document.createElement('div');
    holder.style.cssText = place;
    const button = document.createElement('kakao-login-button');
    button.style.cssText = style;
    if (layout) button.setAttribute('layout', layout);
    button.setAttribute('size', size);
    for (const [tag, slot, text] of content) {
      const child = document.createElement(tag);
      if (slot) child.slot = slot;
      child.textContent = text;
      button.append(child);
    }
    const next = document.createElement('p');
    holder.append(button, next);
    document.body.append(holder);
    const name = `${layout || 'no'} layout, ${size}, {${style}} in {${place}} with ${content.length} children`;
    const boxes = (): string => {
      const {left, top} = holder.getBoundingClientRect();
      return [holder, button, next]
        .map((element) => element.getBoundingClientRect())
        .map(({x, y, width, height}) => `${x - left},${y - top} ${width}×${height}`)
        .join(' · ');
    };
    return {name, button, boxes};
  });
  const before = cases.map(({boxes}) => boxes());
  const {KakaoLoginButton: Button} = await import('../../src/elements/login-button/define.js');
  await settle(...cases.map(({button}) => button));
  const after = cases.map(({boxes}) => boxes());
  expect(cases[0]!.button).to.be.instanceOf(Button);
  for (const {button} of cases) button.parentElement!.remove();
  return cases.map(({name}, index) => ({name, before: before[index]!, after: after[index]!}));
}

describe('reserve.css', () => {
  it('hides a hidden button before the upgrade, and the parts of the button that have no place yet', async () => {
    const sheet = document.createElement('style');
    sheet.textContent = await (await fetch(new URL('../../src/reserve.css', import.meta.url))).text();
    document.head.append(sheet);
    const hidden = document.createElement('kakao-login-button');
    hidden.hidden = true;
    const shown = document.createElement('kakao-login-button');
    const words = document.createElement('span');
    words.slot = 'label';
    words.textContent = '카카오 1초 회원가입';
    const link = document.createElement('a');
    link.textContent = '카카오 로그인';
    shown.append(words, link);
    document.body.append(hidden, shown);

    expect(customElements.get('kakao-login-button')).to.equal(undefined);
    expect([hidden, shown, words, link].map((element) => element.getClientRects().length)).to.deep.equal([0, 1, 0, 1]);

    hidden.remove();
    shown.remove();
    sheet.remove();
  });

  it('shows a link in its middle, as wide as the button will be', async () => {
    const sheet = document.createElement('style');
    sheet.textContent = await (await fetch(new URL('../../src/reserve.css', import.meta.url))).text();
    document.head.append(sheet);
    const button = document.createElement('kakao-login-button');
    button.style.setProperty('--kakao-button-width', '420px');
    const link = document.createElement('a');
    link.textContent = '카카오 로그인';
    button.append(link);
    document.body.append(button);

    const box = button.getBoundingClientRect();
    const place = link.getBoundingClientRect();
    const range = document.createRange();
    range.selectNodeContents(link);
    const words = range.getBoundingClientRect();
    expect([place.left, place.width]).to.deep.equal([box.left, 420]);
    expect(words.left + words.width / 2).to.be.closeTo(box.left + 210, 1);
    expect(words.top + words.height / 2).to.be.closeTo(box.top + 24, 2);

    button.remove();
    sheet.remove();
  });

  it('keeps every box and what follows it where they will be', async () => {
    await setViewport({width: 1280, height: 800});
    const errors = recordErrors();
    const cases = await measureTwice();
    await errors.restore();

    expect(cases.length).to.be.greaterThan(2000);
    const moved = cases.filter(({before, after}) => before !== after);
    expect(moved.slice(0, 10)).to.deep.equal([]);
  }).timeout(120_000);

  it('keeps the places of the other elements, as long as nobody is known to be signed in', async () => {
    const sheet = document.createElement('style');
    sheet.textContent = await (await fetch(new URL('../../src/reserve.css', import.meta.url))).text();
    // The page's own scroll bar is not to come in between.
    sheet.append('html { overflow-y: scroll }');
    document.head.append(sheet);
    const cases = combine({
      markup: [
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
      ],
      place: [...PLACES, 'display: flex; flex-direction: column; gap: 20px; font: 20px/2 serif'],
    }).map(({markup, place}) => {
      const holder = document.createElement('div');
      holder.style.cssText = place;
      const template = document.createElement('template');
      template.innerHTML = markup;
      const next = document.createElement('p');
      holder.append(template.content, next);
      document.body.append(holder);
      const element = holder.firstElementChild!;
      const boxes = (): string => {
        const {left, top} = holder.getBoundingClientRect();
        return [holder, element, next]
          .map((box) => box.getBoundingClientRect())
          .map(({x, y, width, height}) => `${x - left},${y - top} ${width}×${height}`)
          .join(' · ');
      };
      return {name: `${markup} in {${place}}`, holder, element, boxes, before: boxes()};
    });
    await import('../../src/elements/account/define.js');
    await import('../../src/elements/channel-button/define.js');
    await import('../../src/elements/terms-consent/define.js');
    const elements = cases.flatMap(({element}) => (element instanceof LitElement ? element : []));
    await settle(...elements);
    await settle(...elements);

    expect(elements).to.have.length(cases.length);
    const moved = cases.filter(({before, boxes}) => before !== boxes());
    expect(moved.map(({name, before, boxes}) => [name, before, boxes()])).to.deep.equal([]);

    for (const {holder} of cases) holder.remove();
    sheet.remove();
  });

  it('takes <kakao-sync> out of the layout', () => {
    const column = document.createElement('div');
    column.style.cssText = 'display: flex; flex-direction: column; gap: 20px; width: 100px';
    const child = document.createElement('p');
    child.style.cssText = 'margin: 0; height: 10px';
    column.append(document.createElement('kakao-sync'), child);
    document.body.append(column);

    expect(column.getBoundingClientRect().height).to.equal(10);

    column.remove();
  });
});
