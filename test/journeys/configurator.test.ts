import assert from 'node:assert/strict';
import {after, before, describe, test} from 'node:test';
import {toOutputs} from '../../demo/configurator/outputs/outputs.js';
import {DEFAULTS, type Settings} from '../../demo/configurator/settings.js';
import {en} from '../../demo/configurator/page/texts/en.js';
import {ko} from '../../demo/configurator/page/texts/ko.js';
import {DEVICES} from '../support/browser.js';
import {
  APP_KEY,
  choose,
  CLIPBOARD,
  type ConfiguratorSite,
  expectLook,
  openConfigurator,
  reachByTab,
  readClipboard,
  RELEASE,
  REST_API_KEY,
} from '../support/configurator.js';

describe('the configurator', () => {
  let site: ConfiguratorSite;
  before(async () => {
    site = await openConfigurator();
  });
  after(() => site[Symbol.asyncDispose]());

  for (const device of ['iphone', 'desktop'] as const) {
    test(`gives a marketer with a tag manager the tag that was chosen, on ${device}`, async () => {
      await using visit = await site.visit({...DEVICES[device], ...CLIPBOARD});
      const {page, frame, complaints} = visit;

      await choose(page, ko.place.title, ko.place.choices.gtm[0]);
      await choose(page, ko.look.label, ko.look.labels.signup[0]);
      await choose(page, ko.bubble.preset, ko.bubble.presets[0]!);
      await page.getByLabel(ko.keys.appKey, {exact: true}).fill(APP_KEY);
      await page.getByLabel(ko.keys.restApiKey).fill(REST_API_KEY);
      await page.getByLabel(ko.keys.sites).fill('www.example.com/event\nhttps://m.example.com');
      await page.getByLabel(ko.keys.redirectUri).focus();
      assert.equal(await page.getByLabel(ko.keys.sites).inputValue(), 'https://www.example.com\nhttps://m.example.com');
      await choose(page, ko.measuring.analytics, ko.measuring.tools.gtm[0]);
      await frame.getByText(ko.bubble.presets[0]!).waitFor();

      const outputs = toOutputs(
        {
          ...{...DEFAULTS, place: 'gtm', label: 'signup', bubble: ko.bubble.presets[0]!, analytics: 'gtm'},
          ...{appKey: APP_KEY, restApiKey: REST_API_KEY},
          sites: ['https://www.example.com', 'https://m.example.com'],
        },
        RELEASE,
      );
      assert.ok(outputs.length > 3);
      for (const {id, text} of outputs) {
        await page.getByRole('tab', {name: ko.copying.tabs[id][0], exact: true}).click();
        if (id === 'link') continue;
        await page.locator('#copy-output').click();
        await page.getByRole('status').getByText(ko.copied, {exact: true}).waitFor();
        assert.equal(await readClipboard(page), text, id);
      }
      assert.deepEqual(complaints, []);
    });
  }

  test('gives what is to be registered, and a link with its code for a message', async () => {
    await using visit = await site.visit({...DEVICES.iphone, ...CLIPBOARD});
    const {page, complaints} = visit;
    await page.getByText(ko.keys.consoleEmpty).waitFor();
    await page.getByLabel(ko.keys.sites).fill('https://www.example.com');
    await page.getByLabel(ko.keys.restApiKey).fill(REST_API_KEY);

    await page
      .getByRole('button', {name: `${ko.copy}: https://www.example.com/kakao/callback`})
      .last()
      .click();
    assert.equal(await readClipboard(page), 'https://www.example.com/kakao/callback');

    await page.getByRole('tab', {name: ko.copying.tabs.link[0]}).click();
    await page.getByLabel(ko.link.page).fill('https://www.example.com/event');
    await page.getByLabel(ko.link.campaign).fill('spring coupon');
    const code = page.getByRole('img', {name: ko.link.qr}).locator(':scope > path');
    assert.ok((await code.evaluate((path) => (path as SVGGraphicsElement).getBBox().width)) >= 21);
    await page.getByRole('button', {name: `${ko.copy}: ${ko.link.result}`}).click();
    const link = new URL(await readClipboard(page));
    assert.equal(link.origin + link.pathname, 'https://www.example.com/event');
    assert.equal(link.searchParams.get('ks_auto'), '1');
    assert.equal(link.searchParams.get('utm_campaign'), 'spring coupon');

    await page.getByLabel(ko.link.page).fill('https://bit.ly/abc');
    await page.getByLabel(ko.link.campaign).focus();
    await page.getByText(ko.link.problems.shortener({host: 'bit.ly'})).waitFor();
    assert.deepEqual(complaints, []);
  });

  const mistakes: readonly (readonly [string, string, string, string])[] = [
    ['a key that is too short', ko.keys.appKey, 'abc', ko.problems['key-malformed']({length: '3'})],
    ['no key', ko.keys.appKey, '', ko.problems.missing({})],
    ['the same key twice', ko.keys.restApiKey, APP_KEY, ko.problems['keys-equal']({})],
    ['a path with a query', ko.keys.redirectUri, '/callback?a=1', ko.problems['path-has-query']({})],
    ['an endpoint of no kind', ko.keys.endpoint, 'api', ko.problems['endpoint-malformed']({})],
  ];
  for (const [what, label, value, sentence] of mistakes) {
    test(`tells ${what} beside its field, once the field is left`, async () => {
      await using visit = await site.visit(DEVICES.iphone);
      const {page, complaints} = visit;
      if (what === 'the same key twice') await page.getByLabel(ko.keys.appKey, {exact: true}).fill(APP_KEY);
      const field = page.getByLabel(label, {exact: label === ko.keys.appKey});
      await field.fill(value);
      assert.equal(await field.getAttribute('aria-invalid'), null);

      await field.blur();

      assert.equal(await field.getAttribute('aria-invalid'), 'true');
      const described = await field.evaluate((element) =>
        (element.getAttribute('aria-describedby') ?? '')
          .split(' ')
          .map((id) => document.getElementById(id)?.textContent.trim()),
      );
      assert.ok(described.includes(sentence), described.join());
      await page.getByRole('navigation').getByText('!').waitFor();
      assert.deepEqual(complaints, []);
    });
  }

  test('asks a hosted shop for no keys, and gives it a tag without any', async () => {
    await using visit = await site.visit({...DEVICES.iphone, ...CLIPBOARD});
    const {page, complaints} = visit;
    await page.getByLabel(ko.keys.appKey, {exact: true}).waitFor();

    for (const place of ['cafe24', 'imweb', 'makeshop'] as const) {
      await choose(page, ko.place.title, ko.place.choices[place][0]);

      assert.equal(await page.getByLabel(ko.keys.appKey, {exact: true}).count(), 0);
      assert.equal(await page.getByLabel(ko.keys.restApiKey).count(), 0);
      assert.equal(await page.getByLabel(ko.keys.redirectUri).count(), 0);
      assert.equal(await page.getByRole('button', {name: ko.place.send}).count(), 0);
      await page.getByText(ko.copying.ready).waitFor();
      await page.getByText(ko.letter.tasks.files(RELEASE.version, DEFAULTS.base)).waitFor();
      assert.equal(await page.getByText(ko.letter.tasks.console).count(), 0);
      await page.getByRole('tab', {name: ko.place.choices[place][0]}).click();
      await page.locator('#copy-output').click();
      assert.equal(await readClipboard(page), toOutputs({...DEFAULTS, place}, RELEASE)[0]?.text);
    }
    assert.deepEqual(complaints, []);
  });

  test('shows each setting of the look in the preview, and keeps all of them over a reload', async () => {
    await using visit = await site.visit(DEVICES.desktop);
    const {page, frame, complaints} = visit;
    const {look} = ko;
    await expectLook(frame, {words: '카카오로 시작하기', height: 48, width: 300, radius: '12px', x: 'start'});

    await choose(page, look.label, look.labels.login[0]);
    await expectLook(frame, {words: '카카오 로그인'});
    await choose(page, look.layout, look.layouts.short[0]);
    await expectLook(frame, {words: '로그인', width: 160});
    await choose(page, look.layout, look.layouts.icon[0]);
    await expectLook(frame, {width: 48});
    await choose(page, look.layout, look.layouts.full[0]);
    await choose(page, look.locale, look.locales.en[0]);
    await expectLook(frame, {words: 'Login with Kakao'});
    await choose(page, look.label, look.labels.own[0]);
    await page.getByText(ko.problems['words-own']({})).waitFor();
    await page.getByLabel(look.text).fill('카카오로 쿠폰 받기');
    await expectLook(frame, {words: '카카오로 쿠폰 받기'});
    await page.getByRole('slider', {name: look.height}).fill('60');
    await expectLook(frame, {height: 60});
    await page.getByRole('slider', {name: look.radius}).fill('30');
    await expectLook(frame, {radius: '30px'});
    await page.getByText(ko.problems['radius-own']({})).waitFor();
    await page.getByRole('slider', {name: look.width}).fill('200');
    await expectLook(frame, {width: 200});
    await choose(page, look.align, look.aligns.end[0]);
    await expectLook(frame, {x: 'end'});
    await choose(page, ko.bubble.preset, ko.bubble.own);
    await page.getByLabel(ko.bubble.text).fill('가입하면 3천 원');
    await frame.getByText('가입하면 3천 원').waitFor();
    await page.getByLabel(ko.keys.appKey, {exact: true}).fill(APP_KEY);

    await page.waitForFunction(() => location.search.includes('bubble='));
    await page.reload();

    await expectLook(frame, {words: '카카오로 쿠폰 받기', height: 60, width: 200, radius: '30px', x: 'end'});
    await frame.getByText('가입하면 3천 원').waitFor();
    assert.equal(await page.getByLabel(ko.bubble.text).inputValue(), '가입하면 3천 원');
    assert.equal(await page.getByLabel(ko.keys.appKey, {exact: true}).inputValue(), '');
    assert.ok(!page.url().includes(APP_KEY));
    assert.deepEqual(complaints, []);
  });

  test('takes nothing of an address that is no look', async () => {
    await using visit = await site.visit(
      DEVICES.desktop,
      '?height=oops&radius=-1&layout=evil&appKey=x&label=own&text=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E',
    );
    const {frame, complaints} = visit;
    await expectLook(frame, {words: '<img src=x onerror=alert(1)>', height: 48, radius: '12px'});
    assert.deepEqual(complaints, []);
  });

  test('plays a press in the preview, where nothing navigates, and each state that is chosen', async () => {
    await using visit = await site.visit(DEVICES.iphone);
    const {page, frame, complaints} = visit;
    const framed = page.frames()[1]!;
    const addresses = [page.url(), framed.url()];

    await frame.getByRole('button').first().click();
    await frame.getByText('잠시만 기다려 주세요.').waitFor();
    await frame.getByText('회원이라 버튼이 숨겨졌어요.').waitFor();
    await choose(page, ko.look.label, ko.look.labels.login[0]);
    await frame.getByRole('button', {name: '카카오 로그인'}).waitFor();
    await choose(page, ko.look.label, ko.look.labels.start[0]);

    await page.getByText(ko.preview.options).click();
    await choose(page, ko.preview.state, ko.preview.states.error);
    await frame.getByText('로그인이 완료되지 않았어요. 카카오 버튼을 다시 눌러 주세요.').waitFor();
    await choose(page, ko.preview.locale, ko.preview.locales.ja);
    await frame.getByText('カカオではじめる', {exact: true}).waitFor();
    await page.getByRole('checkbox', {name: ko.preview.isStacked}).check();
    await frame.getByText('NAVERではじめる').waitFor();
    await choose(page, ko.preview.scheme, ko.preview.schemes.dark);
    await choose(page, ko.preview.width, ko.preview.widths[1280]);
    await framed.waitForFunction(() => innerWidth === 1280 && document.documentElement.dataset['scheme'] === 'dark');
    await page.getByRole('checkbox', {name: ko.bubble.hide}).uncheck();
    await choose(page, ko.preview.state, ko.preview.states.member);
    await frame.getByText('会員にもボタンが表示されます。').waitFor();
    await frame.getByText('カカオではじめる', {exact: true}).waitFor();

    await page.getByRole('button', {name: ko.preview.close}).click();
    await page.locator('#frame').waitFor({state: 'hidden'});
    assert.deepEqual([page.url().replace(/\?.*/, ''), framed.url()], addresses);
    assert.deepEqual(complaints, []);
  });

  test('shows the signup sheet over the previewed page until it is closed, and for apps none', async () => {
    await using visit = await site.visit(DEVICES.desktop);
    const {page, frame, complaints} = visit;
    const sheet = (words: string) => frame.getByRole('region', {name: words});

    await choose(page, ko.bubble.sheet, ko.bubble.sheets.auto[0]);
    await sheet('카카오로 간편하게 가입해 보세요.').waitFor();
    await page.getByLabel(ko.bubble.sheetText, {exact: false}).fill('쿠폰을 드려요.');
    await sheet('쿠폰을 드려요.').getByRole('button', {name: '닫기'}).click();
    await sheet('쿠폰을 드려요.').waitFor({state: 'detached'});
    await page.getByRole('checkbox', {name: ko.bubble.pinned}).check();
    assert.equal(await sheet('쿠폰을 드려요.').count(), 0);
    await page.locator('#output').getByText('position: fixed').waitFor();

    await page.getByLabel(ko.bubble.sheetText, {exact: false}).fill('쿠폰을 드려요!');
    await sheet('쿠폰을 드려요!').getByRole('button', {name: '카카오로 시작하기'}).click();
    await sheet('쿠폰을 드려요!').waitFor({state: 'detached'});
    await frame.getByText('회원이라 버튼이 숨겨졌어요.').waitFor();

    await choose(page, ko.place.title, ko.place.choices.framework[0]);
    assert.equal(await page.getByRole('group', {name: ko.bubble.sheet}).count(), 0);
    assert.deepEqual(complaints, []);
  });

  test('can be used by keyboard alone, from the first choice to the copied tag', async () => {
    await using visit = await site.visit({...DEVICES.desktop, ...CLIPBOARD});
    const {page, complaints} = visit;
    const {keyboard} = page;
    const reach = (name: string): Promise<void> => reachByTab(page, name);

    await reach('place');
    await keyboard.press('ArrowDown'); // GTM
    await reach('label');
    await keyboard.press('ArrowDown');
    await reach('bubble-preset');
    await keyboard.press('ArrowDown');
    await reach('appKey');
    await keyboard.type(APP_KEY);
    await reach('sites');
    await keyboard.type('https://www.example.com');
    await reach('tab-gtm-loader');
    await keyboard.press('ArrowRight');
    await keyboard.press('End');
    await keyboard.press('ArrowRight');
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'tab-gtm-loader');
    await reach('copy-output');
    await keyboard.press('Enter');

    await page.getByRole('status').getByText(ko.copied, {exact: true}).waitFor();
    const settings: Settings = {
      ...{...DEFAULTS, place: 'gtm', label: 'login', bubble: ko.bubble.presets[0]!, appKey: APP_KEY},
      sites: ['https://www.example.com'],
    };
    assert.equal(await readClipboard(page), toOutputs(settings, RELEASE)[0]?.text);
    assert.deepEqual(complaints, []);
  });

  test('selects the text if the clipboard is refused', async () => {
    await using visit = await site.visit(DEVICES.desktop);
    const {page} = visit;
    await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', {value: undefined}));

    await page.locator('#copy-output').click();
    await page.getByRole('status').getByText(ko.select).waitFor();
    const selected = await page.evaluate(() => getSelection()?.toString());
    assert.equal(selected?.trim(), toOutputs(DEFAULTS, RELEASE)[0]?.text.trim());

    await page.getByRole('button', {name: ko.place.send}).first().click();
    const letter = page.locator('#letter-place');
    await letter.waitFor();
    const isSelected = await letter.evaluate((element) => {
      const {selectionStart, selectionEnd, value} = element as HTMLTextAreaElement;
      return selectionStart === 0 && selectionEnd === value.length;
    });
    assert.ok(isSelected);
  });

  test('hands a letter for the developer to the share sheet, else to the clipboard', async () => {
    await using visit = await site.visit({...DEVICES.desktop, ...CLIPBOARD}, '?label=login');
    const {page, complaints} = visit;
    await page.getByLabel(ko.keys.sites).fill('https://www.example.com');
    await page.evaluate(() => Reflect.deleteProperty(Navigator.prototype, 'share'));

    await page.getByRole('button', {name: ko.place.send}).first().click();
    await page.getByText(ko.place.sent).waitFor();
    const letter = await readClipboard(page);
    for (const part of ['/api/kakao/session', 'https://www.example.com/kakao/callback', 'label=login']) {
      assert.ok(letter.includes(part), part);
    }

    const shared: ShareData[] = [];
    await page.exposeFunction('share', (data: ShareData) => void shared.push(data));
    await page.evaluate(() => Object.defineProperty(navigator, 'share', {value: (window as {share?: unknown}).share}));
    await page.getByRole('button', {name: ko.place.send}).first().click();
    assert.deepEqual(shared, [{title: ko.title, text: letter}]);
    assert.deepEqual(complaints, []);
  });

  test('speaks the language of the browser, and the one that is chosen', async () => {
    await using visit = await site.visit({...DEVICES.desktop, locale: 'en-US'});
    const {page, frame, complaints} = visit;
    await page.getByRole('heading', {name: en.title}).waitFor();
    await frame.getByText('Start with Kakao').waitFor();

    await page.getByRole('radio', {name: '한국어'}).first().check();
    await page.getByRole('heading', {name: ko.title}).waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.lang), 'ko');
    assert.deepEqual(complaints, []);
  });
});
