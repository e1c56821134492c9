import {expect, fixture, html} from '@open-wc/testing';
import {sendKeys} from '@web/test-runner-commands';
import '../../src/define.js';
import {getPageRegistry} from '../../src/client/page/page-registry.js';
import type {PageClient} from '../../src/client/page/page-client.js';
import {debugReport} from '../../src/client/report/debug-report.js';
import {loadReport} from '../../src/client/page/developer/load-report.js';
import {fetchReport} from '../../src/elements/messages/copy-button.js';
import {fillPlaceholders} from '../../src/script/tag/placeholders.js';
import {replace} from '../client/support/replace.js';
import {FakeClient} from '../elements/support/fake-client.js';
import {forgetPage, messageOf, readAccessible, settle} from '../elements/support/page.js';

/** A page whose link of its own is a placeholder. */
async function setup(
  content = html`<p>
    <a id="join" class="cta" href="/join" data-kakao-login><b>Join</b> us</a>
  </p>`,
) {
  forgetPage();
  const client = new FakeClient();
  getPageRegistry().client = client as unknown as PageClient;
  const root = await fixture<HTMLElement>(content);
  const link = root.querySelector<HTMLElement>('a, button')!;
  const words = link.innerHTML;
  const fill = (): number => fillPlaceholders({}, client);
  fill();
  const message = (): HTMLElement => root.querySelector('kakao-login-message')!;
  await settle(message());
  return {client, root, link, words, fill, message};
}

/** Presses, and says whether the browser would have gone on by itself. */
function press(link: HTMLElement, init: MouseEventInit = {}): boolean {
  const event = new MouseEvent('click', {bubbles: true, cancelable: true, ...init});
  // Nothing is left in the test's own page.
  window.addEventListener('click', (last) => last.preventDefault(), {once: true});
  const isPrevented = {value: false};
  link.parentElement!.addEventListener('click', () => (isPrevented.value = event.defaultPrevented), {once: true});
  link.dispatchEvent(event);
  return !isPrevented.value;
}

describe("a link of the site's own", () => {
  afterEach(forgetPage);

  it('stays the same node, with its words, and logs in from itself when it is pressed', async () => {
    const {client, root, link, words} = await setup();

    const goesOn = press(link);

    expect(root.querySelector('#join.cta')).to.equal(link);
    expect(link.innerHTML).to.equal(words);
    expect(goesOn).to.equal(false);
    expect(client.logins).to.deep.equal([{source: link, prompt: undefined}]);
  });

  it('logs in once by a key that is held down in a field whose form it sends, and again by the next press', async () => {
    const {client, root} = await setup(html`<form><input /><button data-kakao-login>Join</button></form>`);
    root.querySelector('input')!.focus();

    for (const step of ['down', 'down', 'down', 'up', 'down', 'up'] as const) {
      await sendKeys({[step]: 'Enter'} as {down: string});
    }

    expect(client.logins).to.have.lengthOf(2);
  });

  it('logs in once by a key that is held down, and again by the next press', async () => {
    const {client, link} = await setup();
    link.focus();

    for (const step of ['down', 'down', 'down', 'up', 'down', 'up'] as const) {
      await sendKeys({[step]: 'Enter'} as {down: string});
    }

    expect(client.logins).to.have.lengthOf(2);
  });

  it('is a button as well, whose form is not sent', async () => {
    const {client, link} = await setup(
      html`<form><button data-kakao-login data-prompt="select_account">Join</button></form>`,
    );

    expect(press(link)).to.equal(false);
    expect(client.logins).to.deep.equal([{source: link, prompt: 'select_account'}]);
  });

  for (const init of [{ctrlKey: true}, {metaKey: true}, {shiftKey: true}, {altKey: true}, {button: 1}]) {
    it(`is left to the browser for a press with ${JSON.stringify(init)}`, async () => {
      const {client, link} = await setup();

      expect(press(link, init)).to.equal(true);
      expect(client.logins).to.deep.equal([]);
    });
  }

  it('has its presses taken once, however often the page is looked through', async () => {
    const {client, root, link, fill} = await setup();
    fill();
    fill();

    press(link);

    expect(client.logins).to.have.lengthOf(1);
    expect(root.querySelectorAll('kakao-login-message')).to.have.lengthOf(1);
  });

  it('is pressed as well in a copy of the page, and has one message there', async () => {
    const {client, root, fill} = await setup();
    const copy = root.cloneNode(true) as HTMLElement;
    root.replaceWith(copy);
    fill();

    press(copy.querySelector('a')!);

    expect(client.logins.map(({source}) => source)).to.deep.equal([copy.querySelector('a')]);
    expect(copy.querySelectorAll('kakao-login-message')).to.have.lengthOf(1);
    copy.remove();
  });

  it('has the message after it, once, though there is a button too', async () => {
    const {client, root, link, message} = await setup();
    const button = document.createElement('kakao-login-button');
    root.prepend(button);
    await settle(button);

    client.source = link;
    await client.update({flow: {status: 'retry', code: 'kakao_timeout', purpose: 'login'}});
    await settle(message(), button);

    expect(link.nextElementSibling).to.equal(message());
    expect(messageOf(message())).not.to.equal('');
    expect(messageOf(button)).to.equal('');
  });

  it('has in its message the button that copies the report', async () => {
    const written: string[] = [];
    const writeText = (text: string): Promise<void> => Promise.resolve(void written.push(text));
    replace(navigator, 'clipboard', {value: {writeText}});
    const {client, link, message} = await setup();
    client.source = link;
    await fetchReport(loadReport);
    await client.update({flow: {status: 'retry', code: 'kakao_timeout', purpose: 'login', ref: 'KS-7GR0-9A2K'}});
    await settle(message());
    const copy = message().shadowRoot!.querySelector<HTMLElement>('button.copy')!;

    copy.click();

    expect(written).to.deep.equal([debugReport()]);
    expect(readAccessible(copy).name).to.equal('복사 문의 번호 KS-7GR0-9A2K');
    expect(client.logins).to.deep.equal([]);
  });

  it('is marked as busy while a login is under way, and not after', async () => {
    const {client, link, message} = await setup();
    const marks: (string | null)[] = [];
    for (const status of ['starting', 'cancelled'] as const) {
      await client.update({flow: {status, purpose: 'login'}});
      await settle(message());
      marks.push(link.getAttribute('aria-disabled'));
    }

    expect(marks).to.deep.equal(['true', null]);
  });

  it('takes its message along when it leaves', async () => {
    const {root, link, fill} = await setup();
    link.remove();
    fill();

    expect(root.childElementCount).to.equal(0);
  });
});
