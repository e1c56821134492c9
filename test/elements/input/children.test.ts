import {expect, fixture, html} from '@open-wc/testing';
import fc from 'fast-check';
import '../../../src/define.js';
import type {KakaoLoginButton} from '../../../src/elements/login-button/login-button.js';
import {factor, Family} from '../../support/family.js';
import {FakeClient} from '../support/fake-client.js';
import {forgetPage, partOf, readAccessible, settle} from '../support/page.js';
import {TEXTS} from './payloads.js';
import {watchPage, type Watch} from './watch.js';

const DEFAULT = '카카오로 시작하기';

/** What a page may put into a button, and what the button is then called. */
const CHILDREN: readonly (readonly [id: string, markup: string, name: string])[] = [
  ['nothing', '', DEFAULT],
  ['blanks', ' \n\t ', DEFAULT],
  ['comment', '<!-- <span slot="label">x</span> -->', DEFAULT],
  ['link-for-no-script', '<a href="/login">카카오 로그인</a>', DEFAULT],
  ['words', '<span slot="label">3초 가입</span>', '3초 가입'],
  ['words-twice', '<span slot="label">3초</span><span slot="label"> 가입</span>', '3초 가입'],
  ['words-empty', '<span slot="label"></span>', DEFAULT],
  ['words-blank', '<span slot="label"> &nbsp;\n </span>', DEFAULT],
  ['words-of-a-comment', '<span slot="label"><!-- x --></span>', DEFAULT],
  ['words-hidden', '<span slot="label" hidden>x</span>', DEFAULT],
  ['words-too-deep', '<div><span slot="label">x</span></div>', DEFAULT],
  ['slot-in-capitals', '<span slot="LABEL">x</span>', DEFAULT],
  ['slot-with-blank', '<span slot="label ">x</span>', DEFAULT],
  ['slot-unknown', '<span slot="message">x</span>', DEFAULT],
  ['slot-proto', '<span slot="__proto__">x</span>', DEFAULT],
  [
    'words-as-text-of-markup',
    '<span slot="label">&lt;img src=x onerror=window.pwned=1&gt;</span>',
    '<img src=x onerror=window.pwned=1>',
  ],
  ['words-in-a-list', '<ul slot="label"><li>3초</li><li>가입</li></ul>', '3초 가입'],
  ['words-in-a-button', '<button slot="label" type="submit">가입</button>', '가입'],
  ['words-in-a-link', '<a slot="label" href="#x">가입</a>', '가입'],
  ['words-in-a-button-of-ours', '<kakao-login-button slot="label"></kakao-login-button>', DEFAULT],
  ['picture', '<img slot="label" alt="">', DEFAULT],
  ['template', '<template slot="label">x</template>', DEFAULT],
  ['input', '<input slot="label" value="x">', DEFAULT],
  ['custom-element-unknown', '<x-words slot="label">가입</x-words>', '가입'],
  ['bubble', '<span slot="bubble">3초!</span>', DEFAULT],
  ['bubble-empty', '<span slot="bubble"></span>', DEFAULT],
  ['1000-children', '<i></i>'.repeat(1000), DEFAULT],
  ['500-levels', `<span slot="label">${'<b>'.repeat(500)}가입`, '가입'],
  [
    'form-of-clobbering-names',
    '<form name="attached"><input name="shadowRoot"><input name="children"></form>',
    DEFAULT,
  ],
];

/** Attributes that a page or a script may give the host. Its name stays what it is. */
const HOSTS: readonly (readonly [id: string, attributes: Readonly<Record<string, string>>, name?: string])[] = [
  ['language-proto', {lang: '__proto__'}, 'Start with Kakao'],
  ['language-constructor', {lang: 'constructor'}, 'Start with Kakao'],
  ['language-empty', {lang: ''}],
  ['language-of-markup', {lang: '"><img src=x onerror=window.pwned=1>'}, 'Start with Kakao'],
  ['language-in-capitals', {lang: 'KO-kr'}],
  ['language-with-underscore', {lang: 'ko_KR'}],
  ['language-of-one-mb', {lang: 'ko'.padEnd(1_000_000, 'x')}, 'Start with Kakao'],
  ['right-to-left', {dir: 'rtl'}],
  ['editable', {contenteditable: 'true'}],
  ['not-translated', {translate: 'no'}],
  ['drag', {draggable: 'true'}],
  ['id-of-the-sdk', {id: 'Kakao'}],
  ['id-of-the-client', {id: 'kakaoSync'}],
  ['name-of-cookies', {name: 'cookie'}],
  ['class-of-markup', {class: '"><script>window.pwned=1</script>'}],
  ['style-of-the-site', {style: 'color: red; transform: rotate(1deg)'}],
  ['slot-of-another', {slot: 'label'}],
  ['part-of-ours', {part: 'button'}],
  ['exported-parts', {exportparts: 'button: x, message'}],
  ['pressed', {'aria-pressed': 'true'}],
  ['data-proto', {'data-__proto__': '{"pwned":1}', 'data-constructor': 'x'}],
  ['attribute-proto', {__proto__x: 'x', constructor: 'x', prototype: 'x', tostring: 'x'}],
  ['lit-names', {'.client': 'x', '@click': 'window.pwned=1', '?hidden': ''}],
].map(([id, attributes, name]) => [id, attributes, name] as never);

describe('what a page puts into a button', () => {
  const family = new Family('C2', 'slots, children and attributes of the host', after);
  let watch: Watch;
  beforeEach(() => {
    forgetPage();
    watch = watchPage();
  });
  afterEach(() => {
    watch.end();
    forgetPage();
  });

  async function setup(): Promise<{button: KakaoLoginButton; client: FakeClient; nameOf: () => string}> {
    const client = new FakeClient();
    const holder = await fixture<HTMLElement>(
      html`<div><kakao-login-button .client=${client}></kakao-login-button></div>`,
    );
    const button = holder.querySelector('kakao-login-button')!;
    return {button, client, nameOf: () => readAccessible(partOf(button, 'button')).name};
  }

  async function expectPress(button: KakaoLoginButton, client: FakeClient): Promise<void> {
    await watch.expectUnharmed(button);
    const before = client.logins.length;
    partOf(button, 'button').click();
    expect(client.logins.length - before).to.equal(1);
  }

  for (const [id, markup, name] of CHILDREN) {
    it(`C2 ${id}: is called ${name}`, async () => {
      const {button, client, nameOf} = await setup();

      button.innerHTML = markup;
      await settle(button);

      expect(nameOf()).to.equal(name);
      await expectPress(button, client);
      family.judge(name === DEFAULT ? 'refused' : 'accepted');
    });
  }

  for (const [id, text] of Object.entries(TEXTS)) {
    it(`C2 ${id} as words is text`, async () => {
      const {button, client, nameOf} = await setup();
      const words = document.createElement('span');
      words.slot = 'label';
      words.textContent = text;

      button.replaceChildren(words);
      await settle(button);

      const isEmpty = text.trim() === '';
      expect(nameOf() === DEFAULT).to.equal(isEmpty);
      await expectPress(button, client);
      family.judge(isEmpty ? 'refused' : 'accepted');
    });
  }

  for (const [id, attributes, name = DEFAULT] of HOSTS) {
    it(`C2 host ${id}: is called ${name}`, async () => {
      const {button, client, nameOf} = await setup();
      const holder = document.createElement('template');
      // A parser takes names that setAttribute() refuses.
      const text = Object.entries(attributes).map(([key, value]) => `${key}="${value.replaceAll('"', '&quot;')}"`);
      holder.innerHTML = `<b ${text.join(' ')}></b>`;

      for (const attribute of [...holder.content.firstElementChild!.attributes]) {
        button.setAttributeNode(attribute.cloneNode() as Attr);
      }
      button.requestUpdate();
      await settle(button);

      expect(nameOf()).to.equal(name);
      await expectPress(button, client);
      family.judge('refused');
    });
  }

  it('is called by its words as long as they are shown', async () => {
    const {button, nameOf} = await setup();
    button.innerHTML = '<span slot="label">3초 가입</span>';
    const [words] = button.children as HTMLCollectionOf<HTMLElement>;

    const names = [];
    for (const hidden of [false, true, false]) {
      words!.hidden = hidden;
      await settle(button);
      names.push(nameOf());
    }

    expect(names).to.deep.equal(['3초 가입', DEFAULT, '3초 가입']);
  });

  it('in any number and order leaves it one native button with a name', async () => {
    const child = fc.tuple(
      fc.constantFrom('span', 'b', 'a', 'img', 'div', 'slot'),
      fc.constantFrom('label', 'bubble', '', 'message', '__proto__'),
      fc.oneof(fc.string({unit: 'binary', maxLength: 20}), fc.constantFrom(...Object.values(TEXTS).slice(0, 30))),
    );
    await family.alwaysAsync(
      100,
      fc.asyncProperty(fc.array(child, {maxLength: 6}), async (children) => {
        const {button, client} = await setup();

        for (const [tag, slot, text] of children) {
          const element = document.createElement(tag);
          element.slot = slot;
          element.textContent = text;
          button.append(element);
        }
        await settle(button);

        await expectPress(button, client);
        button.parentElement!.remove();
        family.judge(children.some(([, slot, text]) => slot === 'label' && text.trim()) ? 'accepted' : 'refused');
      }),
    );
  }).timeout(120_000 * factor);
});
