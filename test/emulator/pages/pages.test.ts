import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {afterEach, describe, it} from 'node:test';
import type {BrowserContextOptions, Page} from 'playwright-core';
import {useBrowser} from '../support/browser.js';
import {ADMIN_KEY, REST_KEY, SCRIPT_KEY} from '../support/setup.js';
import {openShop} from '../support/shop.js';

const browser = useBrowser();
const opened: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0)) await close();
});

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const PHONE = {viewport: {width: 390, height: 844}};
const LANGUAGES = ['ko-KR', 'en-US'] as const;

async function setup(options: BrowserContextOptions = {}) {
  const shop = await openShop({takesNotices: true});
  const context = await browser().newContext({...PHONE, locale: 'ko-KR', ...options});
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  opened.push(async () => {
    await context.close();
    await shop.close();
  });
  const address = (parameters: Record<string, string> = {}): string => {
    const query = new URLSearchParams({
      client_id: REST_KEY,
      redirect_uri: shop.redirectUri,
      response_type: 'code',
      state: 'state-1',
      ...parameters,
    });
    return `${shop.listening.url}/oauth/authorize?${query.toString()}`;
  };
  return {...shop, page, address, complaints};
}

type Setup = Awaited<ReturnType<typeof setup>>;

/** Opens a page, chooses somebody there, and waits for what comes next. */
const choose = async ({page}: Setup, address: string, persona: string, next = '[name=decision]'): Promise<void> => {
  await page.goto(address);
  await page.click(`button[value=${persona}]`);
  await page.waitForSelector(next);
};

const hand = async ({page, emulator, listening, address}: Setup): Promise<void> => {
  emulator.signInToKakaoTalk('member');
  const inner = `kakaotalk://inappbrowser?url=${encodeURIComponent(address({auth_tran_id: 'tran-1', is_popup: 'true'}))}`;
  await fetch(`${listening.url}/scheme/${encodeURIComponent(inner)}&web=${encodeURIComponent(address())}`);
  await page.goto(`${listening.url}/__emulator/talk`);
};

const toFollowAddress = ({listening, origin}: Setup, channel = '_emulator'): string => {
  const query = new URLSearchParams({
    trans_id: 'tran-1',
    app_key: SCRIPT_KEY,
    ka: `origin/${encodeURIComponent(origin)}`,
    channel_public_id: channel,
  });
  return `${listening.url}/talk/channel/follow?${query.toString()}`;
};

const toServicesAddress = ({listening}: Setup): string => `${listening.url}/connected/app/list`;

/** A customer file with six users. */
async function createCustomerFile({fetch: send}: Setup['emulator']): Promise<void> {
  const post = async (path: string, body: object): Promise<{file_id: number}> => {
    const response = await send(`https://kapi.kakao.com/v1/talkchannel/${path}`, {
      method: 'POST',
      headers: {authorization: `KakaoAK ${ADMIN_KEY}`, 'content-type': 'application/json'},
      body: JSON.stringify({channel_public_id: '_emulator', ...body}),
    });
    return (await response.json()) as {file_id: number};
  };
  const file = await post('create/target_user_file', {file_name: '단골손님', schema: {구매금액: 'number'}});
  const users = [1, 2, 3, 4, 5, 6].map((id) => ({id, field: {구매금액: id}}));
  await post('update/target_users', {...file, user_type: 'app', users});
}

/** Every page there is, and the way to it. */
const PAGES: Readonly<Record<string, (setup: Setup) => Promise<unknown>>> = {
  login: ({page, address}) => page.goto(address()),
  'login with a choice of accounts': async ({page, address}) => {
    await page.goto(address());
    await page.click('button[value=member]');
    await page.waitForURL(/\/callback/);
    await page.goto(address({prompt: 'select_account', login_hint: 'saebom@example.com'}));
  },
  consent: (made) => choose(made, made.address(), 'new-visitor'),
  'consent with something missing': async ({page, address}) => {
    await page.goto(address());
    await page.click('button[value=new-visitor]');
    await page.$eval('form', (form: HTMLFormElement) => (form.noValidate = true));
    await page.$eval('button[value=agree]', (button: HTMLButtonElement) => (button.disabled = false));
    await page.click('button[value=agree]');
    await page.waitForSelector('[role=alert]');
  },
  'consent for a new term': (made) => choose(made, made.address({service_terms: 'service,privacy'}), 'missing-term'),
  error: ({page, address}) => page.goto(address({redirect_uri: 'https://elsewhere.example/callback'})),
  expired: async ({page, address, emulator}) => {
    await page.goto(address());
    emulator.reset();
    await page.click('button[value=member]');
  },
  done: async ({page, address}) => {
    await page.goto(address({auth_tran_id: 'tran-1', is_popup: 'true'}));
    await page.click('button[value=member]');
  },
  control: async ({page, address, listening, emulator}) => {
    await page.goto(address());
    emulator.failNext('token', {koe: 'KOE320'});
    emulator.account('member').unlink();
    emulator.holdNotices();
    await createCustomerFile(emulator);
    await page.goto(`${listening.url}/__emulator`);
  },
  'the connected services': (made) => choose(made, toServicesAddress(made), 'member', '[name=app]'),
  'no connected services': (made) => choose(made, toServicesAddress(made), 'new-visitor', '[name=account]'),
  'additional consent': (made) => {
    const asked = {scope: 'openid,shipping_address,plusfriends', service_terms: 'service,privacy'};
    return choose(made, made.address(asked), 'missing-term');
  },
  'logout of the Kakao account': async ({page, address, listening, origin}) => {
    await page.goto(address());
    await page.click('button[value=member]');
    await page.waitForURL(/\/callback/);
    const query = new URLSearchParams({client_id: REST_KEY, logout_redirect_uri: `${origin}/`});
    await page.goto(`${listening.url}/oauth/logout?${query.toString()}`);
    await page.waitForSelector('[name=logout]');
  },
  'a channel': (made) => choose(made, `${made.listening.url}/_emulator/friend`, 'new-visitor', '[name=relation]'),
  'a chat with a channel': (made) => choose(made, `${made.listening.url}/_emulator/chat`, 'member', '[name=relation]'),
  'no channel': ({page, listening}) => page.goto(`${listening.url}/_nowhere/friend`),
  'following a channel': (made) => choose(made, toFollowAddress(made), 'new-visitor'),
  'a channel followed': async (made) => {
    await choose(made, toFollowAddress(made), 'new-visitor');
    await made.page.click('button[value=add]');
    await made.page.waitForSelector('#result', {state: 'attached'});
  },
  'a channel that cannot be followed': (made) => made.page.goto(toFollowAddress(made, '_nowhere')),
  'a page that may not use the SDK': ({page, listening}) => page.goto(`${listening.url}/_emulator/sdk_error`),
  'the frame of the SDK': ({page, listening}) => page.goto(`${listening.url}/proxy?trans_id=tran-1`),
  talk: hand,
};

describe('the pages', () => {
  for (const [name, open] of Object.entries(PAGES)) {
    for (const locale of LANGUAGES) {
      it(`${name} in ${locale}: nothing for axe to find, one h1, fits a phone`, async () => {
        const made = await setup({locale, bypassCSP: true});
        await open(made);

        const {violations} = await check(made.page);

        const size = await made.page.evaluate(() => [
          document.querySelectorAll('h1').length,
          document.documentElement.scrollWidth,
          document.documentElement.lang,
        ]);
        assert.deepEqual(violations, []);
        assert.deepEqual(size, [1, 390, locale.slice(0, 2)]);
        assert.match(await made.page.innerText('.banner'), /emulator|에뮬레이터/);
        await made.page.setViewportSize({width: 320, height: 700});
        assert.deepEqual(await made.page.evaluate(findSideways), []);
      });
    }
  }

  it('speak the language of lang= before the browser’s', async () => {
    const {page, address} = await setup({locale: 'ko-KR'});

    await page.goto(address({lang: 'en'}));
    await page.click('button[value=new-visitor]');

    assert.equal(await page.textContent('button[value=agree]'), 'Agree and continue');
  });
});

/** What shows only a part of what it holds, because that is wider. */
function findSideways(): string[] {
  const holders = [...document.querySelectorAll('html, .scroll, table')];
  return holders.filter((holder) => holder.scrollWidth > holder.clientWidth).map(({outerHTML}) => outerHTML);
}

async function check(page: Page): Promise<{violations: unknown[]}> {
  await page.evaluate(axe);
  return page.evaluate(`axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'best-practice']}).then(
    ({violations}) => ({violations: violations.map(({id, nodes}) => [id, nodes.map(({html}) => html)])}))`);
}

describe('an error page of Kakao', () => {
  for (const [parameters, title, text] of [
    [
      {redirect_uri: 'https://elsewhere.example/cb'},
      '앱 관리자 설정 오류 (KOE006)',
      'https://elsewhere.example/cb 주소를 등록하세요',
    ],
    [{client_id: 'nobody'}, '앱 관리자 설정 오류 (KOE101)', '존재하지 않는 앱 키입니다'],
    [{response_type: 'token'}, '잘못된 요청 (KOE202)', '지원하지 않습니다'],
    [{lang: 'en', scope: 'talk_message'}, 'Admin settings issue (KOE205)', 'The scope talk_message is not set up'],
    [{lang: 'en', prompt: 'sometimes'}, 'Bad request (KOE204)', 'Invalid parameter.'],
  ] as const) {
    it(`is in the page’s language: ${title}`, async () => {
      const {page, address} = await setup();

      await page.goto(address({...parameters}));

      assert.equal(await page.locator('h1').innerText(), title);
      const main = await page.locator('main').innerText();
      assert.ok(main.includes(text), main);
      assert.equal(/[가-힣]/.test(main.replace('에뮬레이터 상점', '')), !('lang' in parameters));
    });
  }
});

describe('a signup in a browser', () => {
  const signUp = async (options: BrowserContextOptions = {}) => {
    const made = await setup(options);
    await choose(made, made.address(), 'new-visitor');
    return made;
  };

  it('ends at the redirect URI after "agree to all", and runs into no policy of its own', async () => {
    const {page, emulator, complaints} = await signUp();

    await page.getByLabel('전체 동의하기').check();
    await page.getByRole('button', {name: '동의하고 계속하기'}).click();
    await page.waitForURL(/\/callback\?code=/);

    const account = emulator.account('new-visitor');
    assert.deepEqual([...account.terms], ['service', 'privacy', 'marketing']);
    assert.equal(account.channel, 'ADDED');
    assert.deepEqual(complaints, []);
  });

  it('keeps "agree to all" true to the boxes', async () => {
    const {page} = await signUp();
    const all = page.getByLabel('전체 동의하기');

    await all.check();
    await page.getByLabel('마케팅 정보 수신').uncheck();

    assert.equal(await all.isChecked(), false);
    assert.equal(await all.evaluate((box: HTMLInputElement) => box.indeterminate), true);
  });

  it('keeps the button off as long as a required box is not ticked', async () => {
    const {page} = await signUp();
    const agree = page.getByRole('button', {name: '동의하고 계속하기'});
    const all = page.getByLabel('전체 동의하기');
    const seen: boolean[] = [await agree.isEnabled()];
    const look = async (): Promise<void> => void seen.push(await agree.isEnabled());

    await all.check();
    await look();
    await page.getByLabel('마케팅 정보 수신').uncheck();
    await look();
    await page.getByLabel('이용약관').uncheck();
    await look();
    await page.getByLabel('이용약관').check();
    await look();

    assert.deepEqual(seen, [false, true, true, false, true]);
  });

  it('works with the keyboard alone', async () => {
    const {page} = await signUp();

    for (const label of ['닉네임', '이용약관', '개인정보 수집 및 이용']) {
      await page.getByLabel(label).focus();
      await page.keyboard.press('Space');
    }
    await page.getByRole('button', {name: '동의하고 계속하기'}).focus();
    await page.keyboard.press('Enter');

    await page.waitForURL(/\/callback\?code=/);
  });

  it('works without scripts', async () => {
    const {page, emulator} = await signUp({javaScriptEnabled: false});
    const isAllHidden = await page.getByLabel('전체 동의하기').isHidden();

    for (const label of ['닉네임', '이용약관', '개인정보 수집 및 이용']) await page.getByLabel(label).check();
    await page.getByRole('button', {name: '동의하고 계속하기'}).click();
    await page.waitForURL(/\/callback\?code=/);

    assert.ok(isAllHidden);
    assert.deepEqual([...emulator.account('new-visitor').scopes], ['profile_nickname']);
  });

  it('ends with access_denied when it is cancelled, ticked or not', async () => {
    const {page} = await signUp();

    await page.getByRole('button', {name: '취소'}).click();

    await page.waitForURL(/\/callback\?error=access_denied/);
  });
});

describe('the control pages', () => {
  it('unlink somebody and reset everything', async () => {
    const {page, emulator, listening} = await setup();
    emulator.account('new-visitor').link();
    await page.goto(`${listening.url}/__emulator`);

    await page.waitForSelector('tr:has-text("이하늘") >> text=가입함');
    await page.getByRole('button', {name: '연결 끊기: 이하늘'}).click();
    await page.waitForSelector('tr:has-text("이하늘") >> text=미가입');
    const afterUnlink = emulator.account('member').linked;
    await page.getByRole('button', {name: '초기화'}).click();
    await page.waitForSelector('tr:has-text("김새봄") >> text=미가입');

    assert.equal(afterUnlink, false);
    assert.equal(emulator.account('member').linked, true);
    assert.equal(emulator.account('new-visitor').linked, false);
  });

  it('name the failures in their own language', async () => {
    const {page, listening} = await setup();
    await page.goto(`${listening.url}/__emulator`);

    const labels = await page.locator('#fault-kind option').allTextContents();

    const english = labels.filter((label) => /^(?!-)[^가-힣]*[a-z]{3} [a-z][^가-힣]*$/i.test(label));
    assert.deepEqual(english, []);
    assert.ok(labels.includes('응답하지 않음') && labels.includes('KOE320 인가 코드를 찾을 수 없습니다.'));
  });

  it('add a term, make it optional, and remove it', async () => {
    const {page, emulator, listening} = await setup();
    const read = () => emulator.app().terms.find(({tag}) => tag === 'rules');
    await page.goto(`${listening.url}/__emulator`);

    await page.getByLabel('태그').fill('rules');
    await page.getByLabel('제목').fill('이용 규칙');
    await page.getByRole('button', {name: '약관 추가'}).click();
    await page.getByRole('button', {name: '선택으로 변경: 이용 규칙'}).waitFor();
    const added = read();
    await page.getByRole('button', {name: '선택으로 변경: 이용 규칙'}).click();
    await page.getByRole('button', {name: '필수로 변경: 이용 규칙'}).waitFor();
    const changed = read();
    await page.getByRole('button', {name: '삭제: 이용 규칙'}).click();
    await page.getByRole('button', {name: '삭제: 이용 규칙'}).waitFor({state: 'detached'});

    assert.deepEqual(added, {tag: 'rules', title: '이용 규칙', required: true});
    assert.equal(changed?.required, false);
    assert.equal(read(), undefined);
  });

  it('have somebody agree, take it back, and block the channel', async () => {
    const {page, emulator, listening} = await setup();
    const account = emulator.account('missing-term');
    const form = page.locator('form[action$="/agree"]');
    await page.goto(`${listening.url}/__emulator`);

    await form.getByLabel('테스트 계정').selectOption('missing-term');
    await form.getByLabel('약관 또는 동의항목').selectOption('privacy');
    await form.getByRole('button', {name: '동의', exact: true}).click();
    await page.waitForSelector('tr:has-text("한약관") >> text=service, marketing, privacy');
    await form.getByLabel('테스트 계정').selectOption('missing-term');
    await form.getByLabel('약관 또는 동의항목').selectOption('marketing');
    await form.getByRole('button', {name: '동의 철회'}).click();
    await page.waitForSelector('tr:has-text("한약관") >> text=service, privacy');
    await page.locator('form[action$="/channel"]').getByLabel('테스트 계정').selectOption('missing-term');
    await page.getByRole('button', {name: '차단'}).click();
    await page.waitForSelector('tr:has-text("한약관") >> text=차단');

    assert.deepEqual([...account.terms], ['service', 'privacy']);
    assert.equal(account.channel, 'BLOCKED');
  });

  it('lead to one another, and to the other language', async () => {
    const {page, listening} = await setup();
    await page.goto(`${listening.url}/__emulator`);
    const bar = page.getByRole('navigation', {name: '에뮬레이터'});

    await bar.getByRole('link', {name: '카카오톡'}).click();
    await page.getByRole('heading', {name: '이 휴대폰의 카카오톡'}).waitFor();
    const current = await bar.locator('[aria-current=page]').innerText();
    await bar.getByRole('link', {name: 'English'}).click();
    await page.getByRole('heading', {name: 'KakaoTalk on this phone'}).waitFor();
    await page.getByRole('navigation').getByRole('link', {name: 'Control'}).click();
    await page.getByRole('heading', {name: 'Emulator', exact: true}).waitFor();

    assert.equal(current, '카카오톡');
  });

  it('plan a failure that the next request gets, and cancel the rest', async () => {
    const {page, emulator, listening, address} = await setup();
    await page.goto(`${listening.url}/__emulator`);

    await page.getByLabel('오류를 낼 곳').selectOption('authorize');
    await page.locator('#fault-kind').selectOption('koe:KOE004');
    await page.getByLabel('횟수').fill('3');
    await page.getByRole('button', {name: '오류 예약'}).click();
    await page.getByText('authorize {"koe":"KOE004"} 3×').waitFor();
    await page.goto(address());
    const title = await page.locator('h1').innerText();
    await page.goto(`${listening.url}/__emulator`);
    await page.getByRole('button', {name: '예약 모두 취소'}).click();
    await page.getByRole('button', {name: '예약 모두 취소'}).waitFor({state: 'detached'});

    assert.equal(title, '앱 관리자 설정 오류 (KOE004)');
    emulator.expectNoPlannedFailures();
  });

  it('offer each point only what can happen there', async () => {
    const {page, listening} = await setup();
    await page.goto(`${listening.url}/__emulator`);
    const offered = async (point: string): Promise<string[]> => {
      await page.getByLabel('오류를 낼 곳').selectOption(point);
      return page
        .locator('#fault-kind option:not([disabled])')
        .evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value));
    };

    const [authorize, answer, user, polling] = [
      await offered('authorize'),
      await offered('answer'),
      await offered('user'),
      await offered('code.json'),
    ];

    assert.ok(authorize.includes('error:access_denied') && !authorize.some((id) => /^(code|spoil):/.test(id)));
    assert.ok(answer.length > 0 && answer.every((id) => id.startsWith('spoil:')));
    assert.ok(user.includes('code:-401') && user.includes('hang:true') && !user.includes('code:300'));
    assert.deepEqual(
      polling.filter((id) => id.startsWith('code:')),
      ['code:300', 'code:700'],
    );
  });

  it('send a notice, hold the next ones, and send them in reverse', async () => {
    const {page, emulator, listening} = await setup();
    await page.goto(`${listening.url}/__emulator`);
    const send = async (event: string): Promise<void> => {
      await page.locator('#notice-what').selectOption(event);
      await page.getByRole('button', {name: '알림 보내기'}).click();
      await page.getByRole('button', {name: new RegExp(`다시 보내기: ${event.split(':')[1]!}`)}).waitFor();
    };

    await page.getByLabel('틀린 키로 보내기').check();
    await send('unlink:ACCOUNT_DELETE');
    await page.getByRole('button', {name: '지금부터 알림 모아 두기'}).click();
    await send('account:user-linked');
    const held = await page.getByText('모아 둠', {exact: true}).count();
    await page.getByRole('button', {name: '거꾸로 보내기'}).click();
    await page.getByText('모아 둠', {exact: true}).waitFor({state: 'detached'});

    assert.equal(held, 1);
    assert.deepEqual(
      emulator.notices.map(({event, state, attempts}) => [event, state, attempts.map(({status}) => status)]),
      [
        ['ACCOUNT_DELETE', 'accepted', [200]],
        ['user-linked', 'refused', [200]],
      ],
    );
  });

  it('show the customer files with their users', async () => {
    const {page, emulator, listening} = await setup();
    await createCustomerFile(emulator);

    await page.goto(`${listening.url}/__emulator`);

    const row = await page.locator('tr:has-text("단골손님")').innerText();
    assert.match(row.replace(/\s+/g, ' '), /단골손님 437 _emulator 구매금액 6 app:1, app:2, app:3, app:4, app:5…/);
  });

  it('say what is wrong with a form, on the page', async () => {
    const {page, listening} = await setup({javaScriptEnabled: false});
    await page.goto(`${listening.url}/__emulator`);

    await page.getByLabel('오류를 낼 곳').selectOption('token');
    await page.locator('#fault-kind').selectOption('error:access_denied');
    await page.getByRole('button', {name: '오류 예약'}).click();

    assert.match(await page.getByRole('alert').innerText(), /fault of authorize only/);
    assert.equal(await page.locator('h1').innerText(), '에뮬레이터');
  });

  it('play KakaoTalk for a sign-in that waits', async () => {
    const made = await setup();
    const {page, emulator, listening} = made;
    await hand(made);

    await page.getByLabel('테스트 계정').selectOption('new-visitor');
    await page.getByRole('button', {name: '이 계정으로 계속하기'}).click();
    await page.getByLabel('전체 동의하기').check();
    await page.getByRole('button', {name: '동의하고 계속하기'}).click();
    await page.getByText('로그인되었습니다').waitFor();
    await page.goto(`${listening.url}/__emulator/talk`);
    await page.getByText('기다리는 요청이 없습니다.').waitFor();

    const answer = await fetch(`${listening.url}/apiweb/code.json?client_id=${REST_KEY}&auth_tran_id=tran-1&ka=x`);
    assert.equal(((await answer.json()) as {status: string}).status, 'ok');
    assert.ok(emulator.account('new-visitor').linked);
  });
});
