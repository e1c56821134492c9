import {expect} from '@open-wc/testing';
import {drawPage, SANDBOX, SHELL, takeOver} from '../../demo/configurator/page/player/kakao-frame.js';
import type {Submission, Visit} from '../../demo/configurator/page/player/visit.js';

const PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="7" height="5"></svg>';
const NO_VISIT: Visit = {
  open: () => Promise.reject(new Error('opens nothing')),
  submit: () => Promise.reject(new Error('sends nothing')),
  load: ({pathname}) => Promise.resolve(pathname === '/face.svg' ? PICTURE : null),
};

/** A frame that shows a page, and what it would have sent. */
async function show(text: string, takesFocus = true) {
  const frame = document.createElement('iframe');
  frame.setAttribute('sandbox', SANDBOX);
  frame.srcdoc = SHELL;
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, {once: true}));
  document.body.append(frame);
  await loaded;
  const sent: Submission[] = [];
  let escapes = 0;
  takeOver(frame, {onSubmit: (submission) => void sent.push(submission), onEscape: () => (escapes += 1)});
  await drawPage(frame, {kind: 'page', url: new URL('https://kauth.kakao.com/login'), text}, NO_VISIT, takesFocus);
  const shown = frame.contentDocument!;
  const press = (selector: string): void => shown.querySelector<HTMLElement>(selector)!.click();
  return {frame, shown, sent, press, countEscapes: () => escapes};
}

describe("the frame with Kakao's screens", () => {
  afterEach(() => {
    for (const frame of document.querySelectorAll('iframe')) frame.remove();
    delete (globalThis as {ran?: unknown}).ran;
  });

  it('hands over what a form would send, with the button that was pressed', async () => {
    const {sent, press} = await show(`<h1>Login</h1><form method="post" action="/login">
      <input type="hidden" name="form" value="1"><input type="checkbox" name="agree" value="a" checked>
      <input type="checkbox" name="agree" value="b"><button name="persona" value="new">New</button></form>`);

    press('button');

    expect(sent.map(({action, body}) => [action, body.toString()])).to.deep.equal([
      ['/login', 'form=1&agree=a&persona=new'],
    ]);
  });

  it('asks for what is required, unless the button does without', async () => {
    const {sent, press} = await show(`<form action="/consent"><input type="checkbox" name="agree" value="a" required>
      <button id="agree" name="decision" value="agree">Agree</button>
      <button id="cancel" name="decision" value="cancel" formnovalidate>Cancel</button></form>`);

    press('#agree');
    expect(sent).to.deep.equal([]);
    press('#cancel');
    expect(sent.map(({body}) => body.toString())).to.deep.equal(['decision=cancel']);
    press('input');
    press('#agree');
    expect(sent.map(({body}) => body.toString())).to.deep.equal(['decision=cancel', 'agree=a&decision=agree']);
  });

  it('runs no script of a page, whatever way it comes', async () => {
    const {shown, press} = await show(`<script>top.ran = 'element'</script><h1 onclick="top.ran = 'handler'">Login</h1>
      <img src="data:," onerror="top.ran = 'error'"><a href="javascript:top.ran = 'link'">Link</a>`);
    press('h1');
    press('a');
    const late = shown.createElement('script');
    late.textContent = "top.ran = 'late'";
    shown.body.append(late);
    // A picture that fails tells it in a task of its own.
    await new Promise(
      (resolve) => shown.querySelector('img')?.addEventListener('error', resolve, {once: true}) ?? resolve(0),
    );

    expect('ran' in globalThis).to.equal(false);
    expect((top as {ran?: unknown} | null)?.ran).to.equal(undefined);
    expect(shown.querySelectorAll('script').length).to.equal(1);
  });

  it('follows no link, and begins each page at its heading', async () => {
    const {frame, shown, press} = await show('<h1>Terms</h1><a href="https://evil.example/">Show</a>');

    press('a');

    expect(shown.activeElement?.textContent).to.equal('Terms');
    expect(document.activeElement).to.equal(frame);
    expect(frame.contentDocument).to.equal(shown);
  });

  it('leaves the focus where it is, if it is to', async () => {
    const before = document.activeElement;
    const {shown} = await show('<h1>Terms</h1>', false);

    expect(shown.activeElement).to.equal(shown.body);
    expect(document.activeElement).to.equal(before);
  });

  it('has the pictures of a page in it, and leaves out those that are not there', async () => {
    const {shown} = await show('<h1>Login</h1><img src="/face.svg" alt=""><img src="/gone.svg" alt="">');

    const [picture, ...others] = shown.querySelectorAll('img');
    await picture!.decode();
    expect([picture!.naturalWidth, picture!.naturalHeight]).to.deep.equal([7, 5]);
    expect(others).to.deep.equal([]);
  });

  it('tells of Escape', async () => {
    const {shown, countEscapes} = await show('<h1>Login</h1>');

    for (const key of ['Escape', 'Enter']) shown.body.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true}));

    expect(countEscapes()).to.equal(1);
  });
});
