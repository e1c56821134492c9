import {expect, fixture, html} from '@open-wc/testing';
import '../../src/elements/login-button/define.js';
import '../../src/elements/channel-button/define.js';
import {watchSeen} from '../../src/analytics/watch-seen.js';
import {getPageRegistry} from '../../src/client/page/page-registry.js';
import {HostButton} from '../../src/script/hosts/host-button.js';
import {forgetPage} from '../elements/support/page.js';

customElements.define('seen-host-button', HostButton);

const LOGIN = '<kakao-login-button></kakao-login-button>';

/** Until all observers of a button have had their turn: those of one frame are told together, in no order of ours. */
async function settleSight(element: Element): Promise<void> {
  await new Promise<void>((resolve) => {
    const own = new IntersectionObserver(() => {
      own.disconnect();
      resolve();
    });
    own.observe(element);
  });
  await new Promise(requestAnimationFrame);
}

describe('a login button that is seen', () => {
  let stop = (): void => undefined;
  let seen = 0;
  let root: HTMLElement;
  beforeEach(async () => {
    forgetPage();
    getPageRegistry();
    seen = 0;
    root = await fixture<HTMLElement>(html`<div></div>`);
  });
  afterEach(() => {
    stop();
    scrollTo(0, 0);
    forgetPage();
  });

  const watch = (): void => void (stop = watchSeen(() => void seen++));

  function draw(markup: string): Element {
    root.innerHTML = markup;
    return root.querySelector('kakao-login-button, seen-host-button, kakao-channel-button, p')!;
  }

  /** As it is once the page's changes and the window's have been seen. */
  async function count(button: Element): Promise<number> {
    await Promise.resolve();
    await settleSight(button);
    return seen;
  }

  for (const name of ['kakao-login-button', 'seen-host-button']) {
    it(`is told of once, also if there are more: <${name}>`, async () => {
      const button = draw(`<${name}></${name}>`);
      watch();
      expect(await count(button)).to.equal(1);

      expect(await count(draw(`<${name}></${name}>`))).to.equal(1);
    });
  }

  it('comes late', async () => {
    watch();
    expect(await count(draw('<p>둥근 살림</p>'))).to.equal(0);
    expect(await count(draw(LOGIN))).to.equal(1);
  });

  it('is at least half in the window', async () => {
    root.innerHTML = `<div style="height: 200vh"></div>${LOGIN}<div style="height: 200vh"></div>`;
    const button = root.querySelector('kakao-login-button')!;
    watch();
    expect(await count(button)).to.equal(0);

    const {top, height} = button.getBoundingClientRect();
    scrollTo(0, top - innerHeight + height / 4);
    expect(await count(button)).to.equal(0);

    scrollTo(0, top - innerHeight + (height * 3) / 4);
    expect(await count(button)).to.equal(1);
  });

  it('is not hidden', async () => {
    const button = draw(`<div hidden>${LOGIN}</div>`);
    watch();
    expect(await count(button)).to.equal(0);

    button.parentElement!.hidden = false;
    expect(await count(button)).to.equal(1);
  });

  for (const [what, markup] of [
    ['connects an account', '<kakao-login-button purpose="link"></kakao-login-button>'],
    ['adds a channel', '<kakao-channel-button></kakao-channel-button>'],
  ] as const) {
    it(`is none that ${what}`, async () => {
      const button = draw(markup);
      watch();
      expect(await count(button)).to.equal(0);
    });
  }

  it('is told of no more once that is over', async () => {
    watch();
    stop();
    expect(await count(draw(LOGIN))).to.equal(0);
  });
});
