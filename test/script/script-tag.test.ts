import {expect, fixture, html} from '@open-wc/testing';
import '../../src/define.js';
import type {KakaoSyncConfig} from '../../src/client/state/config.js';
import {startFromTag} from '../../src/script/script-tag.js';
import {FakeClient} from '../elements/support/fake-client.js';
import {forgetPage, partOf, readAccessible, settle} from '../elements/support/page.js';
import {KEY, SETTINGS, toAttributes} from '../elements/support/sync.js';

/** Runs the script of a tag on a page with the markup given; the tag stands at `<i>`, else in the head. */
async function setup(content: ReturnType<typeof html>, data: Record<string, string> = {}) {
  const root = await fixture(content);
  const tag = document.createElement('script');
  tag.type = 'text/plain';
  for (const [name, value] of Object.entries(data)) tag.setAttribute(`data-${name}`, value);
  const place = root.querySelector('i');
  if (place) place.replaceWith(tag);
  else document.head.append(tag);
  const configs: KakaoSyncConfig[] = [];
  let starts = 0;
  const client = new FakeClient();
  client.start = () => {
    starts++;
    return Promise.resolve();
  };
  startFromTag(tag, (config) => {
    configs.push(config);
    return client;
  });
  const buttons = root.querySelectorAll('kakao-login-button');
  await settle(...buttons);
  if (!place) tag.remove();
  return {root, tag, configs, starts: () => starts};
}

const buttonsIn = (root: Element): NodeListOf<HTMLElementTagNameMap['kakao-login-button']> =>
  root.querySelectorAll('kakao-login-button');
const nameOf = (button: Element): string => readAccessible(partOf(button, 'button')).name;

describe('startFromTag', () => {
  beforeEach(forgetPage);
  afterEach(forgetPage);

  it("takes the configuration from its tag's data- attributes, all of it, and starts once", async () => {
    const config = {...SETTINGS, sdkIntegrity: 'sha384-x'};
    const {configs, starts} = await setup(html`<div></div>`, toAttributes(config));

    expect(configs).to.deep.equal([config]);
    expect(starts()).to.equal(1);
  });

  it('takes nothing else from its tag', async () => {
    const {configs} = await setup(html`<div></div>`, {
      ['__proto__']: 'x',
      constructor: 'x',
      'post-code': 'alert(1)',
      'admin-key': 'x',
      label: 'login',
      'app-key': KEY,
    });

    expect(configs).to.deep.equal([{appKey: KEY}]);
    expect(Object.getPrototypeOf(configs[0])).to.equal(Object.prototype);
  });

  it('draws a button where its tag stands', async () => {
    const {root, tag} = await setup(
      html`<div>
        <p></p>
        <i></i>
        <p></p>
      </div>`,
      {label: 'login', size: 'large'},
    );

    expect(buttonsIn(root)).to.have.lengthOf(1);
    expect(tag.nextElementSibling).to.equal(buttonsIn(root)[0]);
    expect(nameOf(buttonsIn(root)[0]!)).to.equal('카카오 로그인');
    expect(buttonsIn(root)[0]!.getBoundingClientRect().height).to.equal(56);
  });

  it('draws none for a tag in the head without placeholders', async () => {
    const {root, tag} = await setup(html`<div></div>`, {label: 'login'});

    expect(buttonsIn(root)).to.have.lengthOf(0);
    expect(document.head.querySelector('kakao-login-button')).to.equal(null);
    expect(tag.nextElementSibling?.localName).not.to.equal('kakao-login-button');
  });

  it('fills every placeholder with what it asks for, and none at its own place', async () => {
    const {root, tag} = await setup(
      html`<div>
        <div data-kakao-login data-layout="icon">…</div>
        <div data-kakao-login data-label="start" data-last-used></div>
        <i></i>
      </div>`,
      {label: 'login', size: 'small'},
    );

    const [icon, start] = buttonsIn(root);
    expect(buttonsIn(root)).to.have.lengthOf(2);
    expect(tag.nextElementSibling).to.equal(null);
    expect(root.firstElementChild!.textContent).to.equal('');
    expect([nameOf(icon!), nameOf(start!)]).to.deep.equal(['카카오 로그인', '카카오로 시작하기']);
    expect([icon!, start!].map(({offsetWidth, offsetHeight}) => `${offsetWidth} × ${offsetHeight}`)).to.deep.equal([
      '40 × 40',
      '300 × 40',
    ]);
    expect([icon!.lastUsed, start!.lastUsed]).to.deep.equal([false, true]);
  });

  for (const [what, content] of [
    ['a link', html`<div><a data-kakao-login href="/login">카카오 로그인</a></div>`],
    ['a button', html`<div><button data-kakao-login>카카오 로그인</button></div>`],
  ] as const) {
    it(`puts itself in the place of ${what}`, async () => {
      const {root} = await setup(content);

      expect([...root.children].map(({localName}) => localName)).to.deep.equal(['kakao-login-button']);
    });
  }

  it("shows the site's words and bubble as text, whatever they hold", async () => {
    const hostile = '<img src=x onerror="window.hurt = true"><b>3초</b>';
    const {root} = await setup(html`<div><p data-kakao-login data-text=${hostile} data-bubble=${hostile}></p></div>`);
    const button = buttonsIn(root)[0]!;
    await settle(button);

    expect(nameOf(button)).to.equal(hostile);
    expect(button.textContent).to.equal(hostile + hostile);
    expect(root.querySelector('img, b')).to.equal(null);
  });

  it('takes words and bubble from the tag where a placeholder has none', async () => {
    const {root} = await setup(
      html`<div>
        <p data-kakao-login></p>
        <p data-kakao-login data-text="내 말"></p>
        <p data-kakao-login data-text=""></p>
      </div>`,
      {text: '카카오 1초 회원가입'},
    );
    const [first, second, third] = buttonsIn(root);
    await settle(first!, second!, third!);

    expect([first!, second!, third!].map(nameOf)).to.deep.equal(['카카오 1초 회원가입', '내 말', '카카오로 시작하기']);
  });

  it('gives a button no attribute beyond its look', async () => {
    const {root} = await setup(
      html`<div>
        <p data-kakao-login data-onclick="x" data-style="x" data-slot="x" data-client="x" data-prompt="login"></p>
      </div>`,
      {onfocus: 'x', id: 'x'},
    );

    expect(buttonsIn(root)[0]!.getAttributeNames()).to.deep.equal(['prompt']);
  });

  it('waits for the placeholders that are still to come', async () => {
    Object.defineProperty(document, 'readyState', {value: 'loading', configurable: true});
    const {root, starts} = await setup(html`<div><i></i></div>`);
    root.append(Object.assign(document.createElement('p'), {id: 'late'}));
    root.querySelector('#late')!.setAttribute('data-kakao-login', '');
    expect([buttonsIn(root).length, starts()]).to.deep.equal([0, 1]);

    Reflect.deleteProperty(document, 'readyState');
    document.dispatchEvent(new Event('DOMContentLoaded'));

    expect([...buttonsIn(root)].map(({parentElement}) => parentElement!.id)).to.deep.equal(['late']);
  });
});
