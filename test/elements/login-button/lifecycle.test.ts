import {expect, fixture, html} from '@open-wc/testing';
import {createKakaoSync} from '../../../src/client/create-kakao-sync.js';
import '../../../src/elements/login-button/define.js';
import type {KakaoLoginButton} from '../../../src/elements/login-button/login-button.js';
import {FakeClient} from '../support/fake-client.js';
import {forgetPage, messageOf, partOf, press, recordErrors, settle} from '../support/page.js';

async function setup(): Promise<{client: FakeClient; button: KakaoLoginButton}> {
  const client = new FakeClient();
  const button = await fixture<KakaoLoginButton>(html`<kakao-login-button .client=${client}></kakao-login-button>`);
  return {client, button};
}

const isBusy = (button: Element): boolean => partOf(button, 'button').hasAttribute('aria-disabled');

describe('<kakao-login-button> lifecycle', () => {
  beforeEach(forgetPage);
  afterEach(forgetPage);

  it('stops listening when it leaves', async () => {
    const {client, button} = await setup();
    expect(client.listeners.size).to.equal(1);

    button.remove();

    expect(client.listeners.size).to.equal(0);
  });

  it('is up to date when it is moved while busy', async () => {
    const {client, button} = await setup();
    client.enter({status: 'starting'}, button);
    await settle(button);
    document.body.append(button);
    await settle(button);

    expect(isBusy(button)).to.equal(true);
    expect(client.listeners.size).to.equal(1);

    button.remove();
  });

  it('is up to date when it comes back after the flow has ended', async () => {
    const {client, button} = await setup();
    client.enter({status: 'completing'}, button);
    await settle(button);
    button.remove();
    client.enter({status: 'retry', code: 'backend_failed'}, button);
    document.body.append(button);
    await settle(button);

    expect(isBusy(button)).to.equal(false);
    expect(messageOf(button)).to.equal('완료되지 않았어요. 다시 눌러 주세요.');

    button.remove();
  });

  it('changes to another client', async () => {
    const {client, button} = await setup();
    const other = new FakeClient();
    button.client = other;
    await settle(button);
    await press(button);

    expect([client.logins.length, other.logins.length]).to.deep.equal([0, 1]);
    expect(client.listeners.size).to.equal(0);
  });

  it("goes back to the page's client when its own is taken away", async () => {
    const {client, button} = await setup();
    button.client = undefined;
    await settle(button);
    const errors = recordErrors();
    const codes: string[] = [];
    button.addEventListener('kakao-login-error', ({detail}) => codes.push(detail.code));
    await press(button);
    createKakaoSync({});
    await press(button);
    errors.restore();

    expect(client.logins).to.deep.equal([]);
    expect(codes).to.deep.equal(['not_configured', 'config_incomplete']);
  });

  it('waits for a client no longer once it has left', async () => {
    const button = await fixture<KakaoLoginButton>(html`<kakao-login-button></kakao-login-button>`);
    button.remove();
    const codes: string[] = [];
    button.addEventListener('kakao-login-error', ({detail}) => codes.push(detail.code));
    const errors = recordErrors();
    createKakaoSync({});
    await press(button);
    errors.restore();

    expect(codes).to.deep.equal(['not_configured']);
  });

  it('never writes to its host', async () => {
    const client = new FakeClient();
    const holder = await fixture(html`<div></div>`);
    const button = document.createElement('kakao-login-button');
    const changes: MutationRecord[] = [];
    const observer = new MutationObserver((records) => changes.push(...records));
    observer.observe(button, {attributes: true, childList: true, characterData: true, subtree: true});
    holder.append(button);
    button.client = client;
    button.label = 'login';
    button.layout = 'icon';
    button.size = 'large';
    button.lastUsed = true;
    for (const status of ['starting', 'waiting-for-talk', 'completing', 'retry', 'help', 'idle'] as const) {
      client.enter({status}, button);
      await settle(button);
    }
    button.focus();
    await press(button);

    expect(changes.concat(observer.takeRecords())).to.deep.equal([]);
    expect(button.attributes).to.have.lengthOf(0);
    expect(button.childNodes).to.have.lengthOf(0);
  });

  it('replaces markup of a server instead of adding to it', async () => {
    const holder = await fixture(html`<div></div>`);
    const inert = document.implementation.createHTMLDocument();
    const button = inert.createElement('kakao-login-button');
    const markup = button.attachShadow({mode: 'open', delegatesFocus: true});
    markup.append(inert.createElement('button'), inert.createElement('style'));
    holder.append(document.adoptNode(button));
    customElements.upgrade(button);
    await settle(button);

    expect(button.shadowRoot!.querySelectorAll('button')).to.have.lengthOf(1);
    expect(partOf(button, 'button').getBoundingClientRect().height).to.equal(48);
  });

  it('is not drawn while it is hidden', async () => {
    const button = await fixture<KakaoLoginButton>(html`<kakao-login-button hidden></kakao-login-button>`);
    expect(button.getClientRects()).to.have.lengthOf(0);

    button.hidden = false;
    expect(button.getClientRects()).to.have.lengthOf(1);
  });
});
