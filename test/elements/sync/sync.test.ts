import {expect, fixture, html} from '@open-wc/testing';
import type {KakaoSyncConfig} from '../../../src/client/state/config.js';
import '../../../src/define.js';
import {KakaoSyncElement} from '../../../src/elements/sync/sync.js';
import {forgetPage, recordErrors, settle, wordsOf} from '../support/page.js';

const KEY = '0123456789abcdef0123456789abcdef';
const REST_KEY = 'fedcba9876543210fedcba9876543210';

/** Each attribute with a value that another could stand for. */
const VALUES = {
  appKey: KEY,
  restApiKey: REST_KEY,
  endpoint: '/api/kakao/session',
  redirectUri: '/kakao/callback',
  emulator: 'http://127.0.0.1:4000',
  sdkVersion: '2.7.4',
  returnTo: '/welcome',
  scope: 'account_email,name',
  serviceTerms: 'marketing',
  channelPublicId: '_abc',
  loginHint: 'a@b.example',
  context: 'cart=1',
  throughTalk: 'never',
  locale: 'en',
} as const satisfies KakaoSyncConfig;

const toAttribute = (property: string): string => property.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

async function setup(attributes: Readonly<Record<string, string>> = {}): Promise<KakaoSyncElement> {
  const holder = await fixture(html`<div></div>`);
  const sync = document.createElement('kakao-sync');
  for (const [name, value] of Object.entries(attributes)) sync.setAttribute(name, value);
  holder.append(sync);
  await settle();
  return sync;
}

const COMPLETE = {'app-key': KEY, endpoint: '/api/kakao/session', 'redirect-uri': '/kakao/callback'};

describe('<kakao-sync>', () => {
  let errors: ReturnType<typeof recordErrors>;
  beforeEach(() => {
    forgetPage();
    errors = recordErrors();
  });
  afterEach(async () => {
    await errors.restore();
    forgetPage();
  });

  it('configures the page with its attributes, all of them', async () => {
    const sync = await setup(
      Object.fromEntries(Object.entries(VALUES).map(([property, value]) => [toAttribute(property), value])),
    );

    expect(sync.client!.config).to.include(VALUES);
    expect(sync.client!.isReady).to.equal(true);
    await errors.settled();
    expect(errors.lines).to.deep.equal([]);
  });

  for (const [property, value] of Object.entries(VALUES)) {
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
    Object.assign(sync, VALUES);
    document.body.append(sync);
    customElements.define('late-kakao-sync', class extends KakaoSyncElement {});
    await settle();

    expect((sync as Partial<KakaoSyncElement>).client!.config).to.include(VALUES);

    sync.remove();
  });

  it('waits for attributes that arrive late', async () => {
    const sync = await setup();
    expect(sync.client!.isReady).to.equal(false);

    for (const [name, value] of Object.entries(COMPLETE)) {
      sync.setAttribute(name, value);
      await settle();
    }

    expect(sync.client!.isReady).to.equal(true);
    await errors.settled();
    expect(errors.lines).to.deep.equal([]);
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
    await settle();

    expect(sync.client!.config.scope).to.equal('account_email');
    expect(sync.client!.config.locale).to.equal(undefined);
    await errors.settled();
    expect(errors.lines).to.deep.equal([]);
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
      sync.setAttribute(name, other);
      await settle();
      sync.setAttribute('scope', 'name');
      await settle();

      await errors.settled();
      expect(errors.lines).to.have.lengthOf(1);
      expect(errors.lines[0]).to.contain('config_changed').and.contain(name).and.not.contain(other);
      expect(sync.client!.config).to.include({...before, scope: 'name'});
    });
  }

  it('shares one client with a second <kakao-sync> that says the same', async () => {
    const first = await setup(COMPLETE);
    const second = await setup(COMPLETE);

    expect(second.client).to.equal(first.client);
    await errors.settled();
    expect(errors.lines).to.deep.equal([]);
  });

  it('lets the first of two different ones stay, and names in one line what is ignored', async () => {
    const first = await setup(COMPLETE);
    const second = {...COMPLETE, 'app-key': REST_KEY, 'rest-api-key': REST_KEY, endpoint: '/other', scope: 'name'};
    await setup(second);
    await setup(second);

    expect(first.client!.config).to.include({appKey: KEY, endpoint: '/api/kakao/session'});
    expect(first.client!.config).not.to.have.any.keys('scope');
    expect(first.client!.config.restApiKey).to.equal(undefined);
    await errors.settled();
    expect(errors.lines).to.deep.equal([
      '[kakao-sync] config_changed: app-key, rest-api-key, endpoint, scope ignored: another <kakao-sync> came first. (docs/en/error-codes.md)',
    ]);
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

  it('draws nothing, and wraps what it may be put around', async () => {
    const sync = await setup(COMPLETE);
    expect(sync.shadowRoot).to.equal(null);
    expect(sync.getBoundingClientRect().height).to.equal(0);

    sync.append('shop');
    expect(sync.innerText).to.equal('shop');
  });

  it('writes nothing on its host', async () => {
    const sync = await setup(COMPLETE);

    expect(sync.getAttributeNames()).to.deep.equal(Object.keys(COMPLETE));
    expect(sync.childNodes).to.have.lengthOf(0);
  });

  it('gives the buttons that are there already its locale', async () => {
    const button = await fixture<HTMLElementTagNameMap['kakao-login-button']>(
      html`<kakao-login-button lang="ko"></kakao-login-button>`,
    );
    expect(wordsOf(button)).to.equal('카카오로 시작하기');

    await setup({...COMPLETE, locale: 'ja'});
    await settle(button);

    expect(wordsOf(button)).to.equal('カカオではじめる');
  });

  it('gives the buttons that come later its locale', async () => {
    await setup({...COMPLETE, locale: 'en'});
    const button = await fixture<HTMLElementTagNameMap['kakao-login-button']>(
      html`<kakao-login-button lang="ko"></kakao-login-button>`,
    );

    expect(wordsOf(button)).to.equal('Start with Kakao');
  });
});
