import assert from 'node:assert/strict';
import {readFile} from 'node:fs/promises';
import {createRequire} from 'node:module';
import {after, before, describe, test} from 'node:test';
import type {Page} from 'playwright-core';
import {ko} from '../../demo/configurator/page/texts/ko.js';
import {DEVICES} from '../support/browser.js';
import {DEFAULTS} from '../../demo/configurator/settings.js';
import {choose, type ConfiguratorSite, fillAll, openConfigurator, RELEASE} from '../support/configurator.js';

describe('the configurator’s screens', () => {
  let site: ConfiguratorSite;
  let axe: string;
  before(async () => {
    site = await openConfigurator();
    axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  });
  after(() => site[Symbol.asyncDispose]());

  test('says what is missing if nothing has been built to be copied', async () => {
    await using unbuilt = await openConfigurator({isReleased: false});
    await using visit = await unbuilt.visit(DEVICES.desktop);
    await visit.page.getByText(ko.copying.missing(RELEASE.version)).waitFor();
    assert.equal(await visit.page.locator('#copy-output').count(), 0);
  });

  test('offers a CDN where the build knows of one, and the own folder again', async () => {
    const cdn = 'https://cdn.example.com/kakao-sync/1/';
    await using known = await openConfigurator({cdn});
    await using visit = await known.visit(DEVICES.desktop);
    const {page} = visit;
    const output = page.locator('#output');
    const {cdn: group, cdnOwn, cdnShared} = ko.copying;

    await choose(page, group, cdnShared);
    await output.getByText(`src="${cdn}kakao-sync.min.js"`).waitFor();
    await page.getByRole('tab', {name: ko.copying.tabs.csp[0]}).click();
    await output.getByText("script-src 'self' https://cdn.example.com").waitFor();
    await choose(page, group, cdnOwn);
    await output.getByText("script-src 'self' https://t1.kakaocdn.net").waitFor();
    assert.equal(await page.getByLabel(ko.copying.base, {exact: true}).inputValue(), DEFAULTS.base);
    assert.deepEqual(visit.complaints, []);
  });

  for (const address of [
    'http://cdn.example.com/',
    'https://cdn.example.com/kakao-sync',
    'cdn',
    'https://a@b.kr/',
    'https://b.kr/?a/',
  ]) {
    test(`is not built with a CDN that no tag could name: ${address}`, async () => {
      await assert.rejects(openConfigurator({cdn: address}), /KAKAO_SYNC_CDN is an https address/);
    });
  }

  test('offers no CDN where the build knows of none', async () => {
    await using visit = await site.visit(DEVICES.desktop);
    await visit.page.getByLabel(ko.copying.base, {exact: true}).waitFor();
    assert.equal(await visit.page.getByRole('group', {name: ko.copying.cdn}).count(), 0);
  });

  for (const width of [360, 390, 768, 1280]) {
    test(`is no wider than the window, with everything open, at ${width} px`, async () => {
      await using visit = await site.visit({viewport: {width, height: 844}}, '?label=own&text=a&bubble=own');
      await fillAll(visit.page);
      for (const place of ['page', 'cafe24', 'framework', 'gtm'] as const) {
        await choose(visit.page, ko.place.title, ko.place.choices[place][0]);
        assert.equal(await visit.page.evaluate(() => document.documentElement.scrollWidth), width, place);
      }
      assert.deepEqual(visit.complaints, []);
    });
  }

  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [390, 1280]) {
      test(`leaves axe nothing to say, ${colorScheme}, at ${width} px`, async () => {
        await using visit = await site.visit({viewport: {width, height: 844}, colorScheme});
        const {page} = visit;
        assert.deepEqual(await check(page), []);
        await fillAll(page);
        assert.deepEqual(await check(page), []);
        await page.getByRole('tab', {name: ko.copying.tabs.link[0]}).click();
        assert.deepEqual(await check(page), []);
      });
    }
  }

  async function check(page: Page): Promise<unknown> {
    await page.evaluate(axe);
    return page.evaluate(`axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'],
      iframes: false}).then(({violations}) => violations.map(({id, nodes}) => [id, nodes.map(({html}) => html)]))`);
  }
});
