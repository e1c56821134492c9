import assert from 'node:assert/strict';
import {readFile} from 'node:fs/promises';
import {createRequire} from 'node:module';
import {after, before, describe, test} from 'node:test';
import type {Page} from 'playwright-core';
import {ko} from '../../demo/configurator/page/texts/ko.js';
import {DEVICES} from '../support/browser.js';
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
