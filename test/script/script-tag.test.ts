import {expect, fixture, html} from '@open-wc/testing';
import '../../src/define.js';
import type {KakaoSyncConfig} from '../../src/client/state/config.js';
import {toAttribute} from '../../src/client/state/setting-values.js';
import {getPageRegistry} from '../../src/client/page/page-registry.js';
import type {PageClient} from '../../src/client/page/page-client.js';
import {mergeSaid} from '../../src/script/tag/find-tag.js';
import {SHEET_SETTINGS} from '../../src/script/tag/sheet-settings.js';
import {startFromTag} from '../../src/script/tag/script-tag.js';
import {FakeClient} from '../elements/support/fake-client.js';
import {forgetPage, partOf, readAccessible, recordErrorsOfEach, settle} from '../elements/support/page.js';
import {KEY, SETTINGS, toAttributes} from '../elements/support/sync.js';

/** A page on which the script has not run. */
function forgetScript(): void {
  forgetPage();
  Reflect.deleteProperty(document, Symbol.for('kakao-sync-widget.watch'));
}

/** The observer of sizes has its turn between two frames. */
async function afterFrame(): Promise<void> {
  for (let frames = 0; frames < 2; frames++) await new Promise(requestAnimationFrame);
}

/** Runs the script of a tag on a page with the markup given; the tag stands at `<i>`, else in the head. */
async function setup(
  content: ReturnType<typeof html>,
  look: Record<string, string> = {},
  given: Record<string, string> = {},
) {
  const data: Record<string, string> = look['bare'] === undefined ? {'app-key': KEY, ...look} : {};
  const root = await fixture<HTMLElement>(content);
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
  const late: (() => void)[] = [];
  const create = (config: KakaoSyncConfig): FakeClient => {
    configs.push(config);
    getPageRegistry().client = client as unknown as PageClient;
    return client;
  };
  const run = (): void =>
    startFromTag(tag, mergeSaid(tag, given), create, (_milliseconds, callback) => void late.push(callback));
  run();
  const buttons = root.querySelectorAll('kakao-login-button');
  await settle(...buttons);
  if (!place) tag.remove();
  return {root, tag, client, configs, starts: () => starts, run, late};
}

const buttonsIn = (root: Element): NodeListOf<HTMLElementTagNameMap['kakao-login-button']> =>
  root.querySelectorAll('kakao-login-button');
const nameOf = (button: Element): string => readAccessible(partOf(button, 'button')).name;

describe('startFromTag', () => {
  beforeEach(forgetScript);
  afterEach(forgetScript);

  it("takes the configuration from its tag's data- attributes, all of it, and starts once", async () => {
    const config = {...SETTINGS, sdkIntegrity: 'sha384-x'};
    const {configs, starts} = await setup(html`<div></div>`, toAttributes(config));

    expect(configs).to.deep.equal([config]);
    expect(starts()).to.equal(1);
  });

  for (const text of ['{"ko": {"start": "가입하기"}}', '{ko: malformed}']) {
    it(`takes the texts of data-messages as they are written, to be read where they are drawn: ${text}`, async () => {
      const {configs, starts} = await setup(html`<div></div>`, {messages: text});

      expect([configs, starts()]).to.deep.equal([[{appKey: KEY, messages: text}], 1]);
    });
  }

  describe('with window.kakaoSync', () => {
    const errors = recordErrorsOfEach();
    const config = {appKey: KEY, endpoint: '/given', redirectUri: '/kakao/callback'};
    const GIVEN = {...config, bubble: '쿠폰', label: 'login'};

    it('takes configuration and look from it where the tag has no attributes', async () => {
      const {configs, starts, root, late} = await setup(html`<div><p data-kakao-login></p></div>`, {bare: ''}, GIVEN);

      const {bubble, label} = GIVEN;
      expect([configs, starts()]).to.deep.equal([[config], 1]);
      expect([buttonsIn(root)[0]!.textContent, buttonsIn(root)[0]!.label]).to.deep.equal([bubble, label]);
      for (const explain of late) explain();
      expect(await errors.settled()).to.deep.equal([]);
    });

    it('takes nothing else from it', async () => {
      const given = {...GIVEN, ['__proto__']: 'x', postCode: 'alert(1)', adminKey: 'x', 'app-key': 'x'};
      const {configs} = await setup(html`<div></div>`, {bare: ''}, given);

      expect(configs).to.deep.equal([config]);
    });

    it('lets the attributes win, name by name, and says so in one line', async () => {
      const own = {appKey: KEY, endpoint: '/own', label: 'start'};
      const {configs, root} = await setup(html`<div><p data-kakao-login></p></div>`, toAttributes(own), GIVEN);

      expect(configs).to.deep.equal([{...config, endpoint: '/own'}]);
      expect([buttonsIn(root)[0]!.textContent, buttonsIn(root)[0]!.label]).to.deep.equal([GIVEN.bubble, 'start']);
      const lines = await errors.settled();
      expect(lines).to.have.lengthOf(1);
      expect(lines[0]).to.contain('config_changed: endpoint, label ignored: the script tag has its own');
    });
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

  describe('with data-for-members="hide"', () => {
    const hidden = (root: Element): boolean[] =>
      [...root.querySelectorAll<HTMLElement>('kakao-login-button, a')].map(
        (element) => !!element.closest<HTMLElement>('[hidden]'),
      );
    const rows: readonly (readonly [string, ReturnType<typeof html>, Record<string, string>])[] = [
      ['a placeholder', html`<div><p data-kakao-login data-for-members="hide"></p></div>`, {}],
      ['every placeholder of the tag', html`<div><p data-kakao-login></p></div>`, {'for-members': 'hide'}],
      ['the button beside the tag', html`<div><i></i></div>`, {'for-members': 'hide'}],
      ['a link of the site', html`<div><a href="/" data-kakao-login data-for-members="hide">Join</a></div>`, {}],
      ['an empty link', html`<div><a href="/" data-kakao-login data-for-members="hide"></a></div>`, {}],
    ];
    for (const [what, content, look] of rows) {
      it(`hides ${what} from members, and shows it again after a logout`, async () => {
        const {root, client} = await setup(content, look);
        const before = hidden(root);

        client.update({session: {status: 'signed-in', member: {}}});
        const whileMember = hidden(root);
        client.update({session: {status: 'signed-out'}});

        expect([before, whileMember, hidden(root)]).to.deep.equal([[false], [true], [false]]);
        expect(client.expectedSessions).to.be.greaterThan(0);
      });
    }

    for (const remembered of [0, -1]) {
      it('reads no session where this browser remembers none', async () => {
        const {root, client} = await setup(html`<div></div>`);
        client.remembered = remembered;

        root.innerHTML = '<p data-kakao-login data-for-members="hide"></p>';
        await settle();

        expect([client.expectedSessions, hidden(root)]).to.deep.equal([0, [false]]);
      });
    }

    it('hides what comes late too', async () => {
      const {root, client} = await setup(html`<div></div>`);
      client.update({session: {status: 'signed-in', member: {}}});

      root.innerHTML = '<p data-kakao-login data-for-members="hide"></p>';
      await settle();

      expect(hidden(root)).to.deep.equal([true]);
    });

    const MEMBER = {session: {status: 'signed-in', member: {}}} as const;
    const NOBODY = {session: {status: 'signed-out'}} as const;

    for (const content of [
      html`<div hidden data-for-members="hide"></div>`,
      html`<div hidden><p data-kakao-login data-for-members="hide" hidden></p></div>`,
      html`<div hidden="until-found" data-for-members="hide"></div>`,
    ]) {
      it('leaves alone what the site hides', async () => {
        const {root, client} = await setup(content);
        const read = () => [root, ...root.querySelectorAll('p')].map((node) => node.getAttribute('hidden'));
        const before = read();

        for (const state of [MEMBER, NOBODY]) {
          client.update(state);
          expect(read()).to.deep.equal(before);
        }
      });
    }

    it('leaves alone what the site shows or hides meanwhile', async () => {
      const {root, client} = await setup(html`<div><p data-for-members="hide">Join</p></div>`);
      const place = root.querySelector('p')!;
      client.update(MEMBER);
      expect(place.hidden).to.equal(true);

      place.hidden = true;
      client.update(NOBODY);

      expect(place.hidden).to.equal(true);
      place.hidden = false;
      client.update(NOBODY);
      expect(place.hidden).to.equal(false);
    });

    it('shows again what a copy of the page has hidden', async () => {
      const {root, client} = await setup(html`<div><p data-for-members="hide">Join</p></div>`);
      client.update(MEMBER);
      const copy = root.cloneNode(true) as HTMLElement;
      root.replaceWith(copy);

      client.update(NOBODY);

      expect(copy.querySelector('p')!.hidden).to.equal(false);
      copy.remove();
    });

    it('is asked for: without it nothing is hidden, and the session is not read', async () => {
      const {root, client} = await setup(html`<div><p data-kakao-login data-for-members="show"></p></div>`);

      client.update({session: {status: 'signed-in', member: {}}});

      expect(hidden(root)).to.deep.equal([false]);
      expect(client.expectedSessions).to.equal(0);
    });
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

  for (const name of ['a', 'button']) {
    it(`puts itself in the place of an empty ${name}, and takes over its id and class`, async () => {
      const {root} = await setup(html`<div></div>`);
      const empty = Object.assign(document.createElement(name), {id: 'join', className: 'wide cta'});
      empty.setAttribute('data-kakao-login', '');
      empty.setAttribute('href', '/login');
      root.append(empty);
      await settle(root);

      const [button] = root.children;
      expect([root.childElementCount, button!.localName]).to.deep.equal([1, 'kakao-login-button']);
      expect([button!.id, button!.className, button!.getAttribute('href')]).to.deep.equal(['join', 'wide cta', null]);
    });
  }

  it('fills a placeholder that comes later, and one that has lost what it held', async () => {
    const {root} = await setup(html`<div></div>`, {label: 'login'});
    root.innerHTML = '<p data-kakao-login></p><p id="marked"></p>';
    await settle(root);
    root.querySelector('#marked')!.setAttribute('data-kakao-login', '');
    root.firstElementChild!.textContent = 'rendered again';
    await settle(root);
    await settle(...buttonsIn(root));

    expect([...buttonsIn(root)].map(({parentElement}) => parentElement!.id)).to.deep.equal(['', 'marked']);
    expect([...buttonsIn(root)].map(nameOf)).to.deep.equal(['카카오 로그인', '카카오 로그인']);
    expect(root.textContent).to.equal('');
  });

  for (const [what, content, count] of [
    ['at its own place', html`<div><i></i></div>`, 1],
    [
      'in placeholders',
      html`<div>
        <p data-kakao-login></p>
        <p data-kakao-login></p>
        <i></i>
      </div>`,
      2,
    ],
  ] as const) {
    it(`draws no second button ${what} when it runs again, though the page is a copy of itself`, async () => {
      const {root, tag, run} = await setup(content);
      run();
      const copy = root.cloneNode(true) as HTMLElement;
      root.replaceWith(copy);
      copy.querySelector('script')!.replaceWith(tag);
      run();
      await settle(copy);

      expect(buttonsIn(copy)).to.have.lengthOf(count);
    });
  }

  it('draws one button for a tag that is inserted again elsewhere', async () => {
    const {root, run, tag} = await setup(html`<div><i></i></div>`);
    const later = document.createElement('section');
    root.append(later);
    tag.after(tag.cloneNode());
    later.append(tag);
    run();

    expect(buttonsIn(root)).to.have.lengthOf(1);
  });

  it("shows the site's words and bubble as text, whatever they hold", async () => {
    const hostile = '<img src=x onerror="window.hurt = true"><b>3초</b>';
    const {root} = await setup(html`<div><p data-kakao-login data-text=${hostile} data-bubble=${hostile}></p></div>`);
    const button = buttonsIn(root)[0]!;
    await settle(button);

    expect(nameOf(button)).to.equal(hostile);
    expect(button.textContent).to.equal(hostile + hostile);
    expect(root.querySelector('img, b')).to.equal(null);
  });

  describe('keeps free above a button', () => {
    const bubble = '지금 가입하면 5,000원 쿠폰을 드려요';
    const ROOMS: readonly [what: string, look: Record<string, string>, room: string][] = [
      ['nothing without a bubble', {}, '0px'],
      ['what a bubble of one line takes', {bubble}, '40px'],
      ['what “last used” takes', {'last-used': ''}, '40px'],
    ];
    for (const [what, look, room] of ROOMS) {
      it(what, async () => {
        const {root} = await setup(html`<div><p data-kakao-login></p></div>`, look);
        const [button] = buttonsIn(root) as unknown as [HTMLElement];
        const {marginTop} = getComputedStyle(button);
        await afterFrame();

        expect([marginTop, getComputedStyle(button).marginTop]).to.deep.equal([room, room]);
      });
    }

    for (const place of [html`<div data-kakao-login></div>`, html`<a data-kakao-login></a>`, html`<i></i>`]) {
      it(`what a bubble of more lines takes, as wide as the page lets it be, in ${place.strings[0]}`, async () => {
        const {root} = await setup(
          html`<div style="width: 320px">
            <p style="margin: 0">상품</p>
            <div class="place">${place}</div>
          </div>`,
          {bubble, layout: 'icon'},
        );
        const [button] = buttonsIn(root) as unknown as [HTMLElement];
        const readGap = (): number =>
          partOf(button, 'bubble').getBoundingClientRect().top - root.firstElementChild!.getBoundingClientRect().bottom;
        await afterFrame();
        expect(partOf(button, 'bubble').offsetHeight, 'two lines').to.be.above(40);
        expect(readGap()).to.be.within(3, 8);

        button.querySelector('[slot="bubble"]')!.textContent = bubble.repeat(3);
        await afterFrame();
        expect(partOf(button, 'bubble').offsetHeight, 'many lines').to.be.above(60);
        expect(readGap()).to.be.within(3, 8);

        button.querySelector('[slot="bubble"]')!.textContent = '쿠폰';
        await afterFrame();
        expect(button.style.marginTop).to.equal('40px');
      });
    }
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

  it('takes no more than the look of a button from a placeholder, and no setting that the tag leaves out', async () => {
    const {root, configs} = await setup(
      html`<div>
        <p
          data-kakao-login
          data-onclick="x"
          data-style="x"
          data-slot="x"
          data-client="x"
          data-prompt="login"
          data-endpoint="https://evil.example/"
          data-scope="phone_number"
        ></p>
      </div>`,
      {onfocus: 'x', id: 'x'},
    );

    expect(buttonsIn(root)[0]!.getAttributeNames()).to.deep.equal(['prompt']);
    expect(configs).to.deep.equal([{appKey: KEY}]);
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

  describe('says why it does nothing', () => {
    const errors = recordErrorsOfEach();

    it('and names what a placeholder misspells, also later, but nothing that others write there', async () => {
      const {root} = await setup(html`<div><p data-kakao-login data-laybel="login" data-event-label="x"></p></div>`);
      root.querySelector('p')!.setAttribute('data-promt', 'login');
      await settle();

      expect((await errors.settled()).map((line) => /(\S+) is no .* write (\S+)\./.exec(line)?.slice(1))).to.deep.equal(
        [
          ['data-laybel', 'data-label'],
          ['data-promt', 'data-prompt'],
        ],
      );
    });

    it('but says nothing of the settings of its sheet, which the sheet reads, and names a slip of that', async () => {
      const names = [...SHEET_SETTINGS.map(toAttribute), 'sheet-text-a', 'sheet-image-alt-b', 'shet'];
      const {late} = await setup(
        html`<div><p data-kakao-login></p></div>`,
        Object.fromEntries(names.map((name) => [name, 'x'])),
      );

      for (const explain of late) explain();

      expect((await errors.settled()).map((line) => /(\S+) is no .* write (\S+)\./.exec(line)?.slice(1))).to.deep.equal(
        [['data-shet', 'data-sheet']],
      );
    });

    it('but says nothing where a page has taken the place away since, as after a signup', async () => {
      const {root, late} = await setup(html`<div><p data-kakao-login></p></div>`);
      root.replaceChildren('고마워요');

      for (const explain of late) explain();

      expect(await errors.settled()).to.deep.equal([]);
    });

    for (const [what, content, look, says] of [
      [
        'its attributes are gone',
        html`<div><p data-kakao-login></p></div>`,
        {bare: ''},
        /^not_configured: the script has found no tag/,
      ],
      ['nothing says where the button goes', html`<div></div>`, {}, /^not_configured: nothing says where/],
    ] as const) {
      it(`where ${what}, in one line, and draws no button`, async () => {
        const {root, late} = await setup(content, look);

        for (const explain of late) explain();

        const lines = await errors.settled();
        expect(buttonsIn(root)).to.have.lengthOf(0);
        expect(lines).to.have.lengthOf(1);
        expect(lines[0]!.replace('[kakao-sync] ', '')).to.match(says);
      });
    }

    for (const [where, content, config] of [
      ['on a page with a button', html`<div><kakao-login-button></kakao-login-button></div>`, {}],
      ['on the page that Kakao answers to', html`<div></div>`, {redirectUri: location.pathname}],
      ['where it logs in by itself', html`<div></div>`, {autoLogin: 'all'}],
    ] as const) {
      it(`but not ${where}`, async () => {
        const {client, late} = await setup(content);
        Object.assign(client.config, config);

        for (const explain of late) explain();

        expect(await errors.settled()).to.deep.equal([]);
      });
    }
  });

  it('draws the buttons once an element of the page has configured it', async () => {
    const {root, client} = await setup(html`<div><p data-kakao-login></p></div>`, {bare: ''});
    expect(buttonsIn(root)).to.have.lengthOf(0);

    for (const attach of getPageRegistry().waiting) attach(client as unknown as PageClient);

    expect(buttonsIn(root)).to.have.lengthOf(1);
  });
});
