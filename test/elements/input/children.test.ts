import {expect, fixture, html} from '@open-wc/testing';
import fc from 'fast-check';
import '../../../src/define.js';
import type {KakaoLoginButton} from '../../../src/elements/login-button/login-button.js';
import {factor, Family} from '../../support/family.js';
import {FakeClient} from '../support/fake-client.js';
import {partOf, readAccessible, settle} from '../support/page.js';
import children from './children.json' with {type: 'json'};
import hosts from './hosts.json' with {type: 'json'};
import {TEXTS} from './payloads.js';
import {watchEachPage} from './watch.js';

const DEFAULT = '카카오로 시작하기';

/** What a page may put into a button, and what the button is then called. */
const CHILDREN = [
  ...(children as [id: string, markup: string, name: string | null][]),
  ['1000-children', '<i></i>'.repeat(1000), null],
  ['500-levels', `<span slot="label">${'<b>'.repeat(500)}가입`, '가입'],
] as const;

/** Attributes that a page or a script may give the host. Its name stays what it is. */
const HOSTS = [
  ...(hosts as [id: string, attributes: string[][], name: string | null][]),
  ['language-of-one-mb', [['lang', 'ko'.padEnd(1_000_000, 'x')]], 'Start with Kakao'],
] as const;

describe('what a page puts into a button', () => {
  const family = new Family('C2', 'slots, children and attributes of the host', after);
  const watch = watchEachPage();

  async function setup() {
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

  for (const [id, markup, own] of CHILDREN) {
    const name = own ?? DEFAULT;
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

  for (const [id, attributes, own] of HOSTS) {
    const name = own ?? DEFAULT;
    it(`C2 host ${id}: is called ${name}`, async () => {
      const {button, client, nameOf} = await setup();
      const holder = document.createElement('template');
      // A parser takes names that setAttribute() refuses.
      const text = attributes.map(([key = '', value = '']) => `${key}="${value.replaceAll('"', '&quot;')}"`);
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
