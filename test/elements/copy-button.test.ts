import {expect, html, waitUntil} from '@open-wc/testing';
import {sendKeys} from '@web/test-runner-commands';
import '../../src/define.js';
import '../../src/script/tag/login-message.js';
import {loadReport} from '../../src/client/page/developer/load-report.js';
import {toDebugReport} from '../../src/client/report/debug-report-text.js';
import {getPageRegistry} from '../../src/client/page/page-registry.js';
import {showText} from '../../src/client/report/show-text.js';
import type {FlowState} from '../../src/client/state/state.js';
import {copy, fetchReport} from '../../src/elements/messages/copy-button.js';
import type {KakaoElement} from '../../src/elements/kakao-element.js';
import {replace} from '../client/support/replace.js';
import {describeElement} from './support/element-suite.js';
import {FakeClient} from './support/fake-client.js';
import {itWithMedia, PAGES} from './support/media.js';
import {combine, messageOf, partOf, readAccessible, regionOf, setAttribute, settle} from './support/page.js';

const REF = 'KS-7GR0-9A2K';
const FAILED: FlowState = {status: 'retry', code: 'rate_limited', ref: REF};
const OTHER: FlowState = {status: 'help', code: 'under_age', ref: 'KS-0000-0000'};

/** A clipboard that takes what is written, or does not. It is the page's until the end of the test. */
function useClipboard(answer: (text: string) => Promise<void> = () => Promise.resolve()): string[] {
  const written: string[] = [];
  const writeText = (text: string): Promise<void> => {
    written.push(text);
    return answer(text);
  };
  replace(navigator, 'clipboard', {value: {writeText}});
  return written;
}

const refuse = (): Promise<never> => Promise.reject(new DOMException('no', 'NotAllowedError'));

/** Why nothing can be written. */
const DENIALS: Readonly<Record<string, () => void>> = {
  'writing is refused': () => void useClipboard(refuse),
  'writing throws': () =>
    void useClipboard(() => {
      throw new DOMException('no', 'NotAllowedError');
    }),
  'there is no clipboard': () => replace(navigator, 'clipboard', {value: undefined}),
};

const copyOf = (element: Element): HTMLButtonElement => element.shadowRoot!.querySelector('button.copy')!;
const wordOf = (element: Element): string => copyOf(element).parentElement!.querySelector('[role=status]')!.textContent;
const textOf = (element: Element): HTMLTextAreaElement | null => element.shadowRoot!.querySelector('textarea');

/** What a press does comes after the clipboard's answer. */
async function press(element: Element): Promise<void> {
  copyOf(element).click();
  await rest();
}

const rest = (): Promise<unknown> => new Promise((resolve) => void setTimeout(resolve));

/** Three seconds after its load, a page is too late for auto-login: its report says so from then on. */
const withoutTime = (report: string): string => report.replace(/"autoLogin": "(fit|too-late)"/, '"autoLogin": ""');

describeElement('the button that copies', (mount) => {
  async function setup({tag = 'kakao-login-button', flow = FAILED, lang = 'ko', style = '', dir = 'ltr'} = {}) {
    const client = new FakeClient();
    const content = {
      'kakao-login-button': html`<kakao-login-button .client=${client}></kakao-login-button>`,
      'kakao-account': html`<kakao-account .client=${client}></kakao-account>`,
      'kakao-terms-consent': html`<kakao-terms-consent .client=${client}></kakao-terms-consent>`,
      'kakao-channel-button': html`<kakao-channel-button .client=${client}></kakao-channel-button>`,
    }[tag];
    const page = await mount<HTMLElement>(html`<div lang=${lang} dir=${dir} style=${style}>${content}</div>`);
    const element = page.querySelector<KakaoElement>(tag)!;
    await fetchReport(loadReport);
    if (tag === 'kakao-account') await client.learn({status: 'signed-in', member: {}, missingTerms: []}, element);
    client.source = element;
    await client.update({flow}, element);
    await settle(element);
    return {client, page, element};
  }

  it('shows the text where the clipboard never answers', async () => {
    useClipboard(() => new Promise(() => undefined));
    const {element} = await setup();

    copyOf(element).click();
    await waitUntil(() => textOf(element), 'the text', {timeout: 10_000});

    const {value, selectionEnd} = textOf(element)!;
    expect([selectionEnd, wordOf(element)]).to.deep.equal([value.length, '']);
  });

  for (const [tag, flow] of [
    ['kakao-login-button', FAILED],
    ['kakao-login-button', {status: 'help', code: 'config_invalid', ref: REF}],
    ['kakao-account', {...FAILED, purpose: 'logout'}],
    ['kakao-terms-consent', {...FAILED, purpose: 'terms'}],
  ] as const) {
    it(`copies the page's report within the press, and says so once: <${tag}>, ${flow.status}`, async () => {
      const written = useClipboard();
      const {element} = await setup({tag, flow});
      const message = messageOf(element);
      const changes: MutationRecord[] = [];
      const observer = new MutationObserver((records) => void changes.push(...records));
      observer.observe(regionOf(element), {subtree: true, childList: true, characterData: true, attributes: true});
      copyOf(element).click();
      expect(written.map(withoutTime)).to.deep.equal([withoutTime(toDebugReport(getPageRegistry(), REF))]);

      await rest();

      expect(wordOf(element)).to.equal('복사했어요');
      expect(regionOf(element).contains(copyOf(element).nextElementSibling), 'told by itself').to.equal(false);
      expect([...changes, ...observer.takeRecords()], 'in the message’s own region').to.deep.equal([]);
      expect(messageOf(element)).to.equal(message);
      expect(textOf(element)).to.equal(null);
      observer.disconnect();
    });
  }

  for (const [what, deny] of Object.entries(DENIALS)) {
    it(`shows the report, selected, where ${what}`, async () => {
      deny();
      const {element} = await setup();
      await press(element);

      const area = textOf(element)!;
      expect([withoutTime(area.value), area.readOnly]).to.deep.equal([
        withoutTime(toDebugReport(getPageRegistry(), REF)),
        true,
      ]);
      expect([area.selectionStart, area.selectionEnd]).to.deep.equal([0, area.value.length]);
      expect(element.shadowRoot!.activeElement).to.equal(area);
      expect(readAccessible(area)).to.deep.equal({name: `문의 번호 ${REF}`, role: 'textbox'});
      expect(wordOf(element)).to.equal('');
    });
  }

  it('copies the reference alone while the report is not there, and waits for nothing', async () => {
    const written = useClipboard();
    const {element} = await setup();
    const row = copyOf(element).parentElement!;
    void copy(row, {ref: REF, copied: '복사했어요'}, new Promise(() => undefined), getPageRegistry());

    expect(written).to.deep.equal([REF]);
    await rest();
    expect(wordOf(element)).to.equal('복사했어요');
  });

  const report = (): string => '{"version": "1"}';
  const broken = (): never => {
    throw new Error('of the page');
  };
  for (const [what, part, shown] of [
    ['the report once it has come', Promise.resolve({toDebugReport: report, showText}), report()],
    ['no text if the report cannot be had', Promise.resolve(undefined), undefined],
    ['the reference if the report cannot be made', {toDebugReport: broken, showText}, REF],
  ] as const) {
    it(`shows, where nothing can be copied, ${what}`, async () => {
      useClipboard(refuse);
      const {element} = await setup();
      await copy(copyOf(element).parentElement!, {ref: REF, copied: '복사했어요'}, part, getPageRegistry());

      expect(textOf(element)?.value).to.equal(shown);
      expect(wordOf(element)).to.equal('');
    });
  }

  it('copies again by each press, and shows what came of the last one', async () => {
    let isDenied = false;
    const written = useClipboard(() => (isDenied ? refuse() : Promise.resolve()));
    const {element} = await setup();
    const words: string[] = [];
    for (const denied of [false, false, true, true, false]) {
      isDenied = denied;
      copyOf(element).click();
      expect(wordOf(element), 'told anew').to.equal('');
      await rest();
      words.push(`${wordOf(element)}${element.shadowRoot!.querySelectorAll('textarea').length}`);
    }

    expect(words).to.deep.equal(['복사했어요0', '복사했어요0', '1', '1', '복사했어요0']);
    expect(written).to.have.lengthOf(5);
  });

  for (const [what, denied] of [
    ['is said to be copied', false],
    ['is shown', true],
  ] as const) {
    it(`belongs to its message: with the next one nothing ${what}`, async () => {
      if (denied) useClipboard(refuse);
      else useClipboard();
      const {client, element} = await setup();
      await press(element);
      await client.enter(OTHER, element);

      expect([wordOf(element), textOf(element)]).to.deep.equal(['', null]);
      expect(readAccessible(copyOf(element)).name).to.equal('복사 문의 번호 KS-0000-0000');

      await client.enter({status: 'idle'}, element);
      expect(copyOf(element)).to.equal(null);
    });
  }

  for (const key of ['Enter', 'Space']) {
    it(`is reached by the keyboard after the button, and pressed by ${key}`, async () => {
      const written = useClipboard();
      const {client, element} = await setup();
      element.focus();
      await sendKeys({press: 'Tab'});
      expect(element.shadowRoot!.activeElement).to.equal(copyOf(element));
      const {outlineStyle, outlineWidth, outlineOffset} = getComputedStyle(copyOf(element));
      expect([outlineStyle, outlineWidth, outlineOffset]).to.deep.equal(['solid', '2px', '-2px']);

      await sendKeys({press: key});
      await rest();

      expect(written).to.have.lengthOf(1);
      expect(element.shadowRoot!.activeElement).to.equal(copyOf(element));
      expect(client.logins).to.deep.equal([]);
    });
  }

  for (const [lang, name, word] of [
    ['ko', `복사 문의 번호 ${REF}`, '복사했어요'],
    ['en', `Copy Reference ${REF}`, 'Copied'],
    ['ja', `コピー お問い合わせ番号 ${REF}`, 'コピーしました'],
  ] as const) {
    it(`has a name with the reference in it, and speaks the language of its place: ${lang}`, async () => {
      useClipboard();
      const {element} = await setup({lang});
      expect(readAccessible(copyOf(element))).to.deep.equal({name, role: 'button'});

      await press(element);

      expect(wordOf(element)).to.equal(word);
      await setAttribute(element, 'lang', lang === 'en' ? 'ja' : 'en');
      expect(wordOf(element), 'of another language').to.equal('');
    });
  }

  it('does all of it after a page translator, in each message', async () => {
    const written = useClipboard();
    const {client, element} = await setup();
    for (const flow of [OTHER, FAILED]) {
      const walker = document.createTreeWalker(element.shadowRoot!, NodeFilter.SHOW_TEXT);
      const texts: Text[] = [];
      while (walker.nextNode()) texts.push(walker.currentNode as Text);
      for (const text of texts) {
        const font = document.createElementNS('http://www.w3.org/1999/xhtml', 'font');
        text.replaceWith(font);
        font.append(text);
      }
      await press(element);
      expect(wordOf(element)).to.equal('복사했어요');

      await client.enter(flow, element);
      expect(element.shadowRoot!.querySelectorAll('.copy')).to.have.lengthOf(1);
      expect([copyOf(element).innerText, wordOf(element)]).to.deep.equal(['복사', '']);
      expect(readAccessible(copyOf(element)).name).to.equal(`복사 문의 번호 ${flow.ref}`);
    }
    expect(written).to.have.lengthOf(2);
  });

  for (const flow of [
    {status: 'starting', ref: REF},
    {status: 'retry', code: 'rate_limited'},
    {status: 'waiting-for-talk', canContinueInBrowser: true, ref: REF},
    {status: 'idle'},
  ] as const) {
    it(`is offered by no message without a reference: ${JSON.stringify(flow)}`, async () => {
      expect(copyOf((await setup({flow})).element)).to.equal(null);
    });
  }

  for (const {dir, width, flow, denied} of combine({
    dir: ['ltr', 'rtl'],
    width: [60, 240, 320],
    flow: [FAILED, {...OTHER, to: '/login'}],
    denied: [false, true],
  })) {
    it(`is 44 px and inside of the message: ${dir}, ${width} px, ${flow.status}, ${denied ? 'shown' : 'copied'}`, async () => {
      useClipboard(denied ? refuse : undefined);
      const {element} = await setup({dir, flow, style: `width: ${width}px`});
      await press(element);

      const button = copyOf(element).getBoundingClientRect();
      expect(Math.min(button.width, button.height)).to.be.at.least(44);
      const box = partOf(element, 'message').getBoundingClientRect();
      const parts = [copyOf(element), ...(denied ? [textOf(element)!] : [copyOf(element).nextElementSibling!])];
      for (const {left, right, top, bottom} of parts.map((part) => part.getBoundingClientRect())) {
        expect([left >= box.left, right <= box.right, top >= box.top, bottom <= box.bottom + 1]).to.deep.equal([
          true,
          true,
          true,
          true,
        ]);
      }
      const link = element.shadowRoot!.querySelector('a.to')?.getBoundingClientRect();
      expect(!link || link.bottom <= button.top || link.right <= button.left, 'apart from the link').to.equal(true);
      expect(document.documentElement.scrollWidth).to.equal(document.documentElement.clientWidth);
    });
  }

  for (const [name, {style, ...media}] of Object.entries(PAGES)) {
    itWithMedia(media, `can be read, as what it shows can: ${name} page`, async () => {
      useClipboard(refuse);
      const {element} = await setup({style});
      await press(element);

      await expect(element).to.be.accessible();
      for (const part of [copyOf(element), textOf(element)!]) {
        const ground = part.localName === 'textarea' ? part : partOf(element, 'message');
        const [text, behind] = [getComputedStyle(part).color, getComputedStyle(ground).backgroundColor].map((value) =>
          Number(/\d+/.exec(value)![0]),
        );
        expect(Math.abs(text! - behind!), `contrast of ${part.localName}`).to.be.greaterThan(170);
      }
    });
  }

  const AROUND = {
    link: () => Object.assign(document.createElement('a'), {href: '#navigated'}),
    form: () => Object.assign(document.createElement('form'), {action: '#navigated'}),
  };
  for (const [what, create] of Object.entries(AROUND)) {
    it(`does nothing to a ${what} of the site around it`, async () => {
      const around = create();
      useClipboard(refuse);
      const {page, element} = await setup();
      around.append(element);
      page.replaceChildren(around);
      await settle(element, element);
      await press(element);
      textOf(element)?.click();

      expect(textOf(element)).not.to.equal(null);
      expect(location.hash).to.equal('');
    });
  }
});
