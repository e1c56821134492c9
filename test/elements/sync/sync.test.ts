import {expect, fixture, html} from '@open-wc/testing';
import '../../../src/define.js';
import {KakaoSyncElement} from '../../../src/elements/sync/sync.js';
import {forgetPage, recordErrorsOfEach, setAttribute, settle, wordsOf} from '../support/page.js';
import {COMPLETE, createSync, KEY, SETTINGS, toAttribute, toAttributes} from '../support/sync.js';

async function setup(attributes: Readonly<Record<string, string>> = {}): Promise<KakaoSyncElement> {
  const holder = await fixture(html`<div></div>`);
  const sync = createSync(attributes);
  holder.append(sync);
  await settle();
  return sync;
}

describe('<kakao-sync>', () => {
  const errors = recordErrorsOfEach();

  it('configures the page with its attributes, all of them', async () => {
    const sync = await setup(toAttributes(SETTINGS));

    expect(sync.client!.config).to.include(SETTINGS);
    expect(sync.client!.isReady).to.equal(true);
    expect(await errors.settled()).to.deep.equal([]);
  });

  for (const [property, value] of Object.entries(SETTINGS)) {
    it(`takes ${property} as attribute and as property alike`, async () => {
      const byAttribute = await setup({[toAttribute(property)]: value});
      expect(Reflect.get(byAttribute, property)).to.equal(value);
      expect(byAttribute.client!.config).to.have.property(property, value);
      byAttribute.remove();
      forgetPage();

      const byProperty = await setup();
      Reflect.set(byProperty, property, value);
      await settle();
      expect(byProperty.client!.config).to.have.property(property, value);
      expect(byProperty.getAttributeNames()).to.deep.equal([]);
    });
  }

  it('takes properties that were set before the upgrade', async () => {
    const sync = document.createElement('late-kakao-sync');
    Object.assign(sync, SETTINGS);
    document.body.append(sync);
    customElements.define('late-kakao-sync', class extends KakaoSyncElement {});
    await settle();

    expect((sync as Partial<KakaoSyncElement>).client!.config).to.include(SETTINGS);

    sync.remove();
  });

  it('waits for attributes that arrive late', async () => {
    const sync = await setup();
    expect(sync.client!.isReady).to.equal(false);

    for (const [name, value] of Object.entries(COMPLETE)) {
      await setAttribute(sync, name, value);
    }

    expect(sync.client!.isReady).to.equal(true);
    expect(await errors.settled()).to.deep.equal([]);
  });

  it('takes functions of the site, which need no endpoint', async () => {
    const sync = await setup({'app-key': KEY, 'redirect-uri': '/kakao/callback'});
    expect(sync.client!.isReady).to.equal(false);
    const postCode = (): Promise<unknown> => Promise.resolve({status: 'signed-out'});

    sync.postCode = postCode;
    await settle();

    expect(sync.client!.isReady).to.equal(true);
    expect(sync.client!.config.postCode).to.equal(postCode);
  });

  it('changes live settings whenever they change', async () => {
    const sync = await setup({...COMPLETE, scope: 'name', locale: 'en'});
    sync.setAttribute('scope', 'account_email');
    sync.removeAttribute('locale');
    sync.setAttribute('csrf', 'meta:_csrf');
    await settle();

    expect(sync.client!.config.scope).to.equal('account_email');
    expect(sync.client!.config.locale).to.equal(undefined);
    expect([sync.client!.config.csrf, sync.csrf]).to.deep.equal(['meta:_csrf', 'meta:_csrf']);
    expect(await errors.settled()).to.deep.equal([]);
  });

  for (const [name, other] of [
    ['app-key', 'ffffffffffffffffffffffffffffffff'],
    ['endpoint', '/other/session'],
    ['redirect-uri', '/other/callback'],
    ['rest-api-key', 'ffffffffffffffffffffffffffffffff'],
    ['emulator', 'http://127.0.0.1:4999'],
    ['sdk-version', '2.5.0'],
  ] as const) {
    it(`keeps ${name} as it was at the start, and says so once`, async () => {
      const sync = await setup(COMPLETE);
      const before = {...sync.client!.config};
      await setAttribute(sync, name, other);
      await setAttribute(sync, 'scope', 'name');

      expect(await errors.settled()).to.have.lengthOf(1);
      expect(errors.lines[0]).to.contain('config_changed').and.contain(name).and.not.contain(other);
      expect(sync.client!.config).to.include({...before, scope: 'name'});
    });
  }

  it('shares one client with a second <kakao-sync> that says the same', async () => {
    const first = await setup(COMPLETE);
    const second = await setup(COMPLETE);

    expect(second.client).to.equal(first.client);
    expect(await errors.settled()).to.deep.equal([]);
  });

  it('gets the events of what was not pressed, and passes them on when it leaves', async () => {
    const first = await setup();
    const second = await setup();
    const targets: EventTarget[] = [];
    const listen = ({target}: Event): void => void targets.push(target!);
    document.addEventListener('kakao-login-error', listen);
    first.client!.login();
    first.remove();
    second.client!.login();
    second.remove();
    second.client!.login();
    document.removeEventListener('kakao-login-error', listen);

    expect(targets).to.deep.equal([first, second, document]);
  });

  it('draws nothing, writes nothing on its host, and wraps what it may be put around', async () => {
    const sync = await setup(COMPLETE);
    expect(sync.shadowRoot).to.equal(null);
    expect(sync.getBoundingClientRect().height).to.equal(0);
    expect(sync.getAttributeNames()).to.deep.equal(Object.keys(COMPLETE));
    expect(sync.childNodes).to.have.lengthOf(0);

    sync.append('shop');
    expect(sync.innerText).to.equal('shop');
  });

  for (const isLate of [false, true]) {
    it(`gives the buttons that ${isLate ? 'come later' : 'are there already'} its locale`, async () => {
      const configure = () => setup({...COMPLETE, locale: 'ja'});
      if (isLate) await configure();
      const button = await fixture<HTMLElementTagNameMap['kakao-login-button']>(
        html`<kakao-login-button lang="ko"></kakao-login-button>`,
      );
      expect(wordsOf(button)).to.equal(isLate ? 'カカオではじめる' : '카카오로 시작하기');
      if (!isLate) await configure();
      await settle(button);

      expect(wordsOf(button)).to.equal('カカオではじめる');
    });
  }
});
