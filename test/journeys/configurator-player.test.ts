import assert from 'node:assert/strict';
import {readFile} from 'node:fs/promises';
import {createRequire} from 'node:module';
import {after, before, describe, test} from 'node:test';
import type {FrameLocator, Page, Request} from 'playwright-core';
import {PLAYER_TEXTS} from '../../demo/configurator/page/player/texts.js';
import type {Ending} from '../../demo/configurator/page/preview/endings.js';
import {en} from '../../demo/configurator/page/texts/en.js';
import {ko} from '../../demo/configurator/page/texts/ko.js';
import {KO_MESSAGES} from '../../src/elements/i18n/messages.ko.js';
import {DEVICES} from '../support/browser.js';
import {choose, type ConfiguratorSite, type ConfiguratorVisit, openConfigurator} from '../support/configurator.js';

const AGREE = '동의하고 계속하기';
const CANCEL = '취소';

/** What somebody does on Kakao's screens, and what the page with the button says in the end. */
const ENDS: Readonly<Record<Ending, {readonly presses: readonly string[]; readonly told: string}>> = {
  'new-member': {presses: ['김새봄', AGREE], told: '김새봄 님, 가입이 완료됐어요.'},
  member: {presses: ['이하늘'], told: '이하늘 님, 로그인됐어요.'},
  cancel: {presses: ['김새봄', CANCEL], told: '취소하고 돌아왔어요.'},
  'under-14': {presses: ['박어린'], told: KO_MESSAGES.underAge},
  'backend-down': {presses: ['이하늘'], told: '연결이 원활하지 않아요.'},
};

const inPractice = (page: Page): FrameLocator => page.frameLocator('.practice iframe');

/** Opens the list of endings and begins one. */
async function begin(page: Page, ending: Ending): Promise<FrameLocator> {
  await page.locator('#playing summary').click();
  await page.locator(`#play-${ending}`).click();
  return inPractice(page);
}

/** Ticks what is required, if anything is, and presses. */
async function press(kakao: FrameLocator, name: string): Promise<void> {
  const button = kakao.getByRole('button', {name});
  await button.waitFor();
  if (name === AGREE) for (const box of await kakao.locator('input[required]').all()) await box.check();
  await button.click();
}

/** What is asked of the network from now on. */
function watch(page: Page): readonly string[] {
  const asked: string[] = [];
  page.context().on('request', (request: Request) => asked.push(request.url()));
  return asked;
}

const readFocus = (page: Page): Promise<string | undefined> => page.evaluate(() => document.activeElement?.id);

/** Where the tab is, in all its frames. */
const readPlaces = async (page: Page): Promise<unknown> => [
  await page.evaluate(() => history.length),
  page
    .frames()
    .map((frame) => frame.url())
    .filter((url) => !url.startsWith('about:')),
];

describe('trying a login out in the configurator', () => {
  let site: ConfiguratorSite;
  let axe: string;
  before(async () => {
    site = await openConfigurator();
    axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  });
  after(() => site[Symbol.asyncDispose]());

  /** The button has the words of a failure in a file of its own, beside the page's. */
  const isPart = (url: string): boolean => url.startsWith(`${site.address}assets/`) && url.endsWith('.js');

  for (const device of ['iphone', 'desktop'] as const) {
    for (const ending of Object.keys(ENDS) as Ending[]) {
      test(`ends as ${ending}, asks the network for nothing and goes nowhere, on ${device}`, async () => {
        await using visit = await site.visit(DEVICES[device]);
        const {page, frame, complaints} = visit;
        const before = await readPlaces(page);
        const {presses, told} = ENDS[ending];

        const kakao = await begin(page, ending);
        await page.getByText(PLAYER_TEXTS.ko.label).waitFor();
        await page.getByText(PLAYER_TEXTS.ko.guides[ending]).waitFor();
        await kakao.getByRole('heading', {level: 1}).waitFor();
        const asked = watch(page);
        for (const name of presses) await press(kakao, name);

        await frame.getByText(told).waitFor();
        assert.equal(await page.locator('.practice').count(), 0);
        assert.equal(await readFocus(page), `play-${ending}`);
        assert.deepEqual(
          asked.filter((url) => !isPart(url)),
          [],
        );
        assert.deepEqual(await readPlaces(page), before);
        assert.deepEqual(complaints, []);
      });
    }
  }

  test('can be played with the keyboard alone, into the frame and back', async () => {
    await using visit = await site.visit(DEVICES.desktop);
    const {page, frame, complaints} = visit;
    await page.locator('#playing summary').focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    assert.equal(await readFocus(page), 'play-new-member');
    await page.keyboard.press('Enter');

    const kakao = inPractice(page);
    await waitForFocus(kakao, 'h1');
    await page.keyboard.press('Tab');
    await waitForFocus(kakao, 'button[name=persona]');
    await page.keyboard.press('Enter');

    await kakao.locator('input[name=agree]').first().waitFor();
    await waitForFocus(kakao, 'h1');
    const count = await kakao.locator('input[name=agree]').count();
    for (let box = 0; box < count; box++) {
      await page.keyboard.press('Tab');
      await page.keyboard.press('Space');
    }
    assert.equal(await kakao.locator('input[name=agree]:checked').count(), count);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');

    await frame.getByText(ENDS['new-member'].told).waitFor();
    assert.equal(await readFocus(page), 'play-new-member');
    assert.deepEqual(complaints, []);
  });

  test('does not go on without what is required, nor twice for two presses', async () => {
    await using visit = await site.visit(DEVICES.desktop);
    const {page, frame, complaints} = visit;
    const kakao = await begin(page, 'new-member');
    await kakao.getByRole('button', {name: '김새봄'}).dblclick();
    const agree = kakao.getByRole('button', {name: AGREE});
    await agree.click();
    assert.equal(await kakao.locator('input[required]:invalid').count(), 2);
    for (const box of await kakao.locator('input[required]').all()) await box.check();

    await agree.dblclick();

    await frame.getByText(ENDS['new-member'].told).waitFor();
    assert.deepEqual(complaints, []);
  });

  for (const way of ['Escape in the frame', 'Escape beside it', 'the button'] as const) {
    test(`can be closed midway by ${way}, and leaves the page as it was`, async () => {
      await using visit = await site.visit(DEVICES.iphone);
      const {page, frame, complaints} = visit;
      const kakao = await begin(page, 'cancel');
      await press(kakao, '김새봄');
      await kakao.getByRole('button', {name: AGREE}).waitFor();
      await waitForFocus(kakao, 'h1');

      const close = page.getByRole('region', {name: PLAYER_TEXTS.ko.label}).getByRole('button');
      if (way === 'the button') await close.click();
      if (way === 'Escape beside it') await close.focus();
      if (way !== 'the button') await page.keyboard.press('Escape');

      await page.locator('.practice').waitFor({state: 'detached'});
      assert.equal(await readFocus(page), 'play-cancel');
      assert.equal(await frame.getByRole('button').first().isEnabled(), true);
      assert.equal(await frame.locator('#note').textContent(), '');
      assert.deepEqual(complaints, []);
    });
  }

  test('begins anew with another press, and takes settings that change meanwhile', async () => {
    await using visit = await site.visit(DEVICES.desktop);
    const {page, frame, complaints} = visit;
    const kakao = await begin(page, 'cancel');
    await press(kakao, '김새봄');
    await kakao.getByRole('button', {name: AGREE}).waitFor();

    await page.locator('#play-backend-down').click();
    await kakao.getByRole('button', {name: '이하늘'}).waitFor();
    await choose(page, ko.look.label, ko.look.labels.login[0]);
    await page.getByRole('radio', {name: 'English'}).check();
    await page.getByText(PLAYER_TEXTS.en.guides['backend-down']).waitFor();
    await kakao.locator('html[lang=en]').waitFor();
    assert.equal(await page.evaluate(() => (document.activeElement as HTMLInputElement).name), 'language');
    await kakao.getByRole('button', {name: '이하늘'}).click();

    await frame.getByText(ENDS['backend-down'].told).waitFor();
    assert.equal((await frame.getByRole('button').first().textContent())?.trim(), '카카오 로그인');
    assert.equal(await readFocus(page), 'play-backend-down');
    await page.getByRole('group', {name: en.playing.hint}).waitFor();
    assert.deepEqual(complaints, []);
  });

  test('speaks English to whoever reads English', async () => {
    await using visit = await site.visit({...DEVICES.desktop, locale: 'en-US'});
    const {page, frame, complaints} = visit;
    const kakao = await begin(page, 'member');
    await page.getByText(PLAYER_TEXTS.en.label).waitFor();
    assert.equal(await kakao.locator('html').getAttribute('lang'), 'en');
    await kakao.getByRole('button', {name: '이하늘'}).click();

    await frame.getByText('이하늘, you are signed in.').waitFor();
    assert.deepEqual(complaints, []);
  });

  test('loads its code with the first press, and says so if it cannot be had', async () => {
    await using visit = await site.visit(DEVICES.iphone);
    const {page} = visit;
    assert.deepEqual(await findLoaded(visit), []);
    await page.route(/player[^/]*\.js$/, (route) => route.abort());

    await begin(page, 'member');

    await page.getByRole('status').getByText(ko.playing.failed).waitFor();
    assert.equal(await readFocus(page), 'play-member');
    await page.unroute(/player[^/]*\.js$/);
    assert.equal(await page.locator('.practice').count(), 0);
    await page.locator('#play-member').click();
    await inPractice(page).getByRole('button', {name: '이하늘'}).waitFor();
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [390, 1280]) {
      test(`leaves axe nothing to say, ${colorScheme}, at ${width} px`, async () => {
        await using visit = await site.visit({viewport: {width, height: 844}, colorScheme});
        const {page} = visit;
        const kakao = await begin(page, 'new-member');
        await kakao.getByRole('button', {name: '김새봄'}).waitFor();

        assert.deepEqual(await check(page), []);
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
      });
    }
  }

  async function check(page: Page): Promise<unknown> {
    await page.evaluate(axe);
    return page.evaluate(`axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'],
      iframes: false}).then(({violations}) => violations.map(({id, nodes}) => [id, nodes.map(({html}) => html)]))`);
  }
});

/** Waits until what has the focus in the frame matches. */
async function waitForFocus(kakao: FrameLocator, selector: string): Promise<void> {
  await kakao.locator(`${selector}:focus`).waitFor();
}

/** The scripts that the page has loaded and that hold the emulator. */
async function findLoaded({page}: ConfiguratorVisit): Promise<readonly string[]> {
  return page.evaluate(async () => {
    const scripts = performance.getEntriesByType('resource').filter(({name}) => /\.js$/.test(name));
    const texts = await Promise.all(scripts.map(async ({name}) => [name, await (await fetch(name)).text()] as const));
    if (texts.length === 0) throw new Error('The page has loaded no script.');
    return texts.filter(([, text]) => text.includes('kakao_emulator')).map(([name]) => name);
  });
}
