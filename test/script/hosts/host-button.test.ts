import {expect, fixture, html} from '@open-wc/testing';
import {sendKeys, setViewport} from '@web/test-runner-commands';
import type {LitElement} from 'lit';
import '../../../src/elements/login-button/define.js';
import type {PageClient} from '../../../src/client/page/page-client.js';
import {getPageRegistry} from '../../../src/client/page/page-registry.js';
import {HostButton} from '../../../src/script/hosts/host-button.js';
import {FakeClient} from '../../elements/support/fake-client.js';
import {combine, forgetPage, messageOf, partOf, readAccessible, settle, wordsOf} from '../../elements/support/page.js';

const NAME = 'host-button';
customElements.define(NAME, HostButton);

/** The two buttons: Lit's, and the one of hosted shops. */
const NAMES = ['kakao-login-button', NAME];

/** What a button has drawn: its parts with their attributes and words, without Lit's notes. */
const readDrawn = ({shadowRoot}: Element): unknown => readNode(shadowRoot!.querySelector('.root')!);

function readNode(node: Element): unknown {
  const attributes = [...node.attributes]
    .map(({name, value}) => `${name}=${value}`)
    .filter((text) => text !== 'class=');
  const children = [...node.childNodes].flatMap((child): unknown[] => {
    if (child instanceof Element) return [readNode(child)];
    return child instanceof Text && child.data.trim() ? [child.data] : [];
  });
  return [node.localName, attributes.sort(), children];
}

async function setup(attributes: string, slotted: string, lang: string) {
  const client = new FakeClient();
  getPageRegistry().client = client as unknown as PageClient;
  const root = await fixture<HTMLElement>(html`<div></div>`);
  root.lang = lang;
  root.innerHTML = NAMES.map((name) => `<${name} ${attributes}>${slotted}</${name}>`).join('<br>');
  const [lit, own] = NAMES.map((name) => root.querySelector(name)!) as [LitElement, HTMLElement];
  await settle(lit, own);
  return {client, root, lit, own};
}

describe("the button of a hosted shop's page", () => {
  beforeEach(forgetPage);
  afterEach(forgetPage);

  for (const {attributes, slotted, lang} of combine({
    attributes: [
      '',
      'label="login" layout="short" size="small"',
      'layout="icon" size="large" last-used',
      'label="x" layout="y" size="z" last-used="false"',
    ],
    slotted: [
      '',
      '<span slot="label">1초 가입</span><span slot="bubble">쿠폰</span>',
      '<a href="/">x</a><b slot="bubble" hidden>y</b>',
    ],
    lang: ['ko', 'en-US', 'ja', 'fr'],
  })) {
    it(`is drawn as that of the elements is: <… ${attributes}>${slotted} in ${lang}`, async () => {
      const {lit, own} = await setup(attributes, slotted, lang);

      expect(readDrawn(own)).to.deep.equal(readDrawn(lit));
      expect(readAccessible(partOf(own, 'button'))).to.deep.equal(readAccessible(partOf(lit, 'button')));
      expect(wordsOf(own)).to.equal(wordsOf(lit));
      const boxes = [own, lit].map((button) => {
        const {width, height} = partOf(button, 'button').getBoundingClientRect();
        return [width, height, getComputedStyle(partOf(button, 'button')).backgroundColor];
      });
      expect(boxes[0]).to.deep.equal(boxes[1]);
    });
  }

  it('follows its attributes, its language and what is put into it', async () => {
    const {root, lit, own} = await setup('', '', 'ko');
    for (const button of [lit, own]) {
      button.setAttribute('layout', 'short');
      button.innerHTML = '<span slot="bubble">쿠폰</span>';
    }
    root.lang = 'ja';
    await settle(lit, own);
    await settle(lit, own);

    expect(readDrawn(own)).to.deep.equal(readDrawn(lit));
    expect(wordsOf(own)).to.equal('はじめる');
  });

  it('presses once, by pointer and by a key that is held down, and stops where it has left the page', async () => {
    const {client, own} = await setup('', '', 'ko');

    partOf(own, 'button').click();
    own.focus();
    for (const step of ['down', 'down', 'up'] as const) await sendKeys({[step]: 'Enter'} as {down: string});
    own.remove();
    await client.update({flow: {status: 'starting'}});

    expect(client.logins.map(({source}) => source)).to.deep.equal([own, own]);
    expect(client.listeners.size).to.equal(1);
  });

  it('does not let a press follow the link that it stands in', async () => {
    const {root, own} = await setup('', '', 'ko');
    const link = document.createElement('a');
    link.href = '#followed';
    root.append(link);
    link.append(own);

    partOf(own, 'button').click();

    expect(location.hash).not.to.equal('#followed');
  });

  it('is busy, tells a failure of its own press, and a pause', async () => {
    const {client, lit, own} = await setup('', '', 'ko');
    const seen: unknown[] = [];
    const read = (): void => void seen.push([partOf(own, 'button').getAttribute('aria-disabled'), messageOf(own)]);

    await client.enter({status: 'starting', purpose: 'login'}, lit);
    read();
    client.source = own;
    await client.update({flow: {status: 'help', code: 'not_configured', purpose: 'login'}});
    read();
    client.source = lit;
    await client.update({});
    read();
    Object.assign(client.config, {paused: '점검 중'});
    await client.update({flow: {status: 'idle'}});
    read();
    Object.assign(client.config, {paused: 'true'});
    await client.update({});
    read();

    const later = '연결이 원활하지 않아요. 잠시 후 다시 시도해 주세요.';
    expect(seen).to.deep.equal([
      ['true', ''],
      [null, later],
      [null, ''],
      ['true', '점검 중'],
      ['true', '지금은 점검 중이에요. 잠시 후 다시 시도해 주세요.'],
    ]);
  });

  it('keeps its bubble on the screen', async () => {
    await setViewport({width: 360, height: 640});
    const {root, own} = await setup('layout="icon"', '<span slot="bubble">3초 만에 가입하고 쿠폰 받기</span>', 'ko');
    root.style.cssText = 'position: absolute; left: 0; top: 100px';
    await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);

    expect(partOf(own, 'bubble').getBoundingClientRect().left).to.be.at.least(0);
  });
});
