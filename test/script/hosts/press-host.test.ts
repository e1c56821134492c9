import {expect} from '@open-wc/testing';
import {forgetScript, here, KEY, openShop, toBase64, type Stub} from './support/shop.js';

type Log = (...call: unknown[]) => void;

/** Kakao's SDK as a shop has loaded it. */
const toKakao = (log: Log) => ({
  cleanup: () => log('Kakao.cleanup'),
  init: (key: string) => log('Kakao.init', key),
  Auth: {authorize: ({redirectUri}: {redirectUri: string}) => log('Kakao.Auth.authorize', redirectUri)},
});

const REDIRECT_URI = `${location.origin}/Api/Member/Oauth2ClientCallback/kakao/`;

/** Cafe24's functions, as public copies have them: each belongs to its object. */
function toCafe24(log: Log, names: readonly string[] = ['kakaosyncLoginCustom', 'kakaosyncLogin']) {
  const Kakao = toKakao(log);
  const action: Record<string, unknown> = {};
  for (const name of names) {
    action[name] = function (this: unknown, key: string) {
      log(name, key, this === action);
      Kakao.cleanup();
      Kakao.init(key);
      Kakao.Auth.authorize({redirectUri: REDIRECT_URI});
    };
  }
  return {MemberAction: action, Kakao};
}

const toFlow = (name: string): unknown[][] => [
  [name, KEY, true],
  ['Kakao.cleanup'],
  ['Kakao.init', KEY],
  ['Kakao.Auth.authorize', REDIRECT_URI],
];

const CAFE24_CONTROL = `<a href="#none" onclick="MemberAction.kakaosyncLogin('${KEY}')">카카오</a>`;

const all: Stub = {globals: toCafe24, markup: CAFE24_CONTROL};
const withoutKakao: Stub = {globals: (log) => ({...toCafe24(log), Kakao: undefined})};

/** What a page has, what its tag says, and what the press of our button calls, in this order. */
const ROWS: Readonly<Record<string, readonly [said: Record<string, string>, stub: Stub, calls: () => unknown[][]]>> = {
  'Cafe24 (a): its control, whatever else is there': [
    {host: 'cafe24', appKey: KEY},
    all,
    () => toFlow('kakaosyncLogin'),
  ],
  'Cafe24 (b): the function that keeps the address': [
    {host: 'cafe24', appKey: KEY},
    {globals: toCafe24},
    () => toFlow('kakaosyncLoginCustom'),
  ],
  'Cafe24 (b): the other function': [
    {host: 'cafe24', appKey: KEY},
    {globals: (log) => toCafe24(log, ['kakaosyncLogin'])},
    () => toFlow('kakaosyncLogin'),
  ],
  'Cafe24 (c): its login page, without a key': [
    {host: 'cafe24'},
    {globals: toCafe24},
    () => [['go', `${location.origin}/member/login.html?returnUrl=${encodeURIComponent(here())}`]],
  ],
  'Cafe24 (c): its login page, without Kakao': [
    {host: 'cafe24', appKey: KEY},
    withoutKakao,
    () => [['go', `${location.origin}/member/login.html?returnUrl=${encodeURIComponent(here())}`]],
  ],
  'Cafe24 (c): its login page, without a function': [
    {host: 'cafe24', appKey: KEY},
    {globals: (log) => toCafe24(log, [])},
    () => [['go', `${location.origin}/member/login.html?returnUrl=${encodeURIComponent(here())}`]],
  ],
  'imweb (a): the control that the tag names': [
    {host: 'imweb', click: '.kakao'},
    {markup: '<button class="kakao" data-logs="imweb">카카오</button>'},
    () => [['click', 'imweb']],
  ],
  'imweb (b): its function': [
    {host: 'imweb'},
    {globals: (log) => ({SITE_MEMBER: {openLogin: (path: string) => log('openLogin', path)}})},
    () => [['openLogin', toBase64(here())]],
  ],
  'imweb (c): its login page': [
    {host: 'imweb'},
    {},
    () => [['go', `${location.origin}/login?back_url=${toBase64(here())}`]],
  ],
  'MakeShop (a): its link': [
    {host: 'makeshop'},
    {markup: '<a href="/list/API/login_kakao.html" data-logs="link">카카오</a>'},
    () => [['click', 'link']],
  ],
  'MakeShop (a): its control': [
    {host: 'makeshop'},
    {
      globals: (log) => ({ks_login_log: (text: string) => log('ks_login_log', text)}),
      markup: `<b onclick="ks_login_log('x')">카카오</b>`,
    },
    () => [['ks_login_log', 'x']],
  ],
  'MakeShop (b): its function': [
    {host: 'makeshop'},
    {globals: (log) => ({ks_login_log: (text: string) => log('ks_login_log', text)})},
    () => [['ks_login_log', '']],
  ],
  'MakeShop (c): its page': [{host: 'makeshop'}, {}, () => [['go', `${location.origin}/list/API/login_kakao.html`]]],
  "a site's own control, without a host": [
    {click: '#own'},
    {markup: '<button id="own" data-logs="own">카카오</button>'},
    () => [['click', 'own']],
  ],
  'the control that the tag names before that of the host': [
    {host: 'cafe24', appKey: KEY, click: '#own'},
    {...all, markup: `${CAFE24_CONTROL}<button id="own" data-logs="own">카카오</button>`},
    () => [['click', 'own']],
  ],
  "the host's control where the tag's is not on this page": [
    {host: 'cafe24', click: '#own'},
    all,
    () => toFlow('kakaosyncLogin'),
  ],
  "another control in place of the host's": [
    {host: 'cafe24', hostControl: '#own', appKey: KEY},
    {...all, markup: `${CAFE24_CONTROL}<i id="own" data-logs="own">카카오</i>`},
    () => [['click', 'own']],
  ],
  "no control in place of the host's": [
    {host: 'cafe24', hostControl: '', appKey: KEY},
    all,
    () => toFlow('kakaosyncLoginCustom'),
  ],
  "another page in place of the host's": [
    {host: 'imweb', hostPage: '/shop/login?to={path}'},
    {},
    () => [['go', `${location.origin}/shop/login?to=${toBase64(here())}`]],
  ],
  'a login page alone': [
    {hostPage: '/login?to={path}'},
    {},
    () => [['go', `${location.origin}/login?to=${encodeURIComponent(here())}`]],
  ],
  'the first control that can be pressed': [
    {click: '.kakao'},
    {
      markup: `<button class="kakao" disabled data-logs="off">1</button><svg class="kakao"></svg>
        <button class="kakao" data-logs="on">2</button>`,
    },
    () => [['click', 'on']],
  ],
  'what a broken selector leaves': [
    {host: 'makeshop', click: 'a['},
    {},
    () => [['go', `${location.origin}/list/API/login_kakao.html`]],
  ],
  'what an address that is none leaves': [
    {host: 'makeshop', hostPage: 'javascript:alert(1)'},
    {},
    () => [['go', `${location.origin}/list/API/login_kakao.html`]],
  ],
  "what an element with a function's name leaves": [
    {host: 'imweb'},
    {markup: '<form id="SITE_MEMBER"><input name="openLogin"></form>'},
    () => [['go', `${location.origin}/login?back_url=${toBase64(here())}`]],
  ],
};

describe('a press on a hosted shop calls, in its own task,', () => {
  beforeEach(forgetScript);
  afterEach(forgetScript);

  for (const [what, [said, stub, calls]] of Object.entries(ROWS)) {
    it(what, async () => {
      const shop = await openShop(said, stub);

      expect(shop.press()).to.deep.equal(calls());
    });
  }

  it('nothing of ours, though it matches', async () => {
    const shop = await openShop(
      {host: 'makeshop', click: 'a'},
      {markup: '<a href="/own" data-logs="other">x</a>'},
      '<a data-kakao-login href="/list/API/login_kakao.html"><b>카카오</b></a>',
    );

    shop.root.querySelector<HTMLElement>('[data-kakao-login] b')!.click();

    expect(shop.calls).to.deep.equal([['click', 'other']]);
  });

  it('nothing besides the pressed link’s own handler, where that is the host’s control', async () => {
    const shop = await openShop(
      {host: 'cafe24', appKey: KEY},
      all,
      `<a data-kakao-login href="#none" onclick="MemberAction.kakaosyncLogin('${KEY}')">카카오 <b>가입</b></a>`,
    );

    shop.root.querySelector<HTMLElement>('[data-kakao-login] b')!.click();

    expect(shop.calls).to.deep.equal(toFlow('kakaosyncLogin'));
    expect(shop.client?.state.flow.status).to.equal('starting');
  });

  it('the next way where a function of the host throws, which the page is told of', async () => {
    const {onerror} = window;
    const thrown = new Promise<unknown>((resolve) => {
      window.onerror = (_message, _file, _line, _column, error) => {
        resolve(error);
        return true;
      };
    });
    const error = new Error('imweb');
    const shop = await openShop(
      {host: 'imweb'},
      {
        globals: () => ({
          SITE_MEMBER: {
            openLogin() {
              throw error;
            },
          },
        }),
      },
    );

    expect(shop.press()).to.deep.equal([['go', `${location.origin}/login?back_url=${toBase64(here())}`]]);
    const told = await thrown;
    window.onerror = onerror;
    expect(told).to.equal(error);
  });

  it('the way of a link of the site’s own where there is no other', async () => {
    const shop = await openShop({click: '#none'}, {}, '<a data-kakao-login href="/join">가입</a>');

    shop.root.querySelector('a')!.click();

    expect(shop.calls).to.deep.equal([['go', `${location.origin}/join`]]);
  });

  it('not the page that it is on already', async () => {
    const shop = await openShop({hostPage: location.pathname});

    expect(shop.press()).to.deep.equal([]);
    expect(shop.client?.state.flow.code).to.equal('not_configured');
  });

  for (const init of [{ctrlKey: true}, {metaKey: true}, {button: 1}]) {
    it(`nothing for a press with ${JSON.stringify(init)} on a link, which opens as it is`, async () => {
      const shop = await openShop(
        {click: '#own'},
        {markup: '<i id="own" data-logs="own"></i>'},
        '<a data-kakao-login href="#x">가입</a>',
      );
      const event = new MouseEvent('click', {bubbles: true, cancelable: true, ...init});
      let isOurs = false;
      shop.root.addEventListener('click', (late) => {
        isOurs = late.defaultPrevented;
        late.preventDefault();
      });

      shop.root.querySelector('a')!.dispatchEvent(event);

      expect([isOurs, shop.calls]).to.deep.equal([false, []]);
    });
  }
});
