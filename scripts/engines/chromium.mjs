// Chromium by Playwright, which speaks its own protocol.
import {chromium} from 'playwright-core';
import {chromiumArgs, needBrowser} from '../browsers.mjs';

const STORAGES = {localStorage: ['localStorage'], storage: ['localStorage', 'sessionStorage']};

/** What a page finds where a visitor has forbidden storage. */
function forbid(names) {
  for (const name of names) {
    Object.defineProperty(window, name, {
      get() {
        throw new DOMException('Access is denied.', 'SecurityError');
      },
    });
  }
}

export async function openChromium() {
  const browser = await chromium.launch({
    executablePath: needBrowser('chromium'),
    args: chromiumArgs,
    // Keeps pages alive behind the Back button, as in every visitor's browser.
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
  });

  async function toTab(page, refuses) {
    if (refuses === 'cookies') {
      const session = await page.context().newCDPSession(page);
      await session.send('Emulation.setDocumentCookieDisabled', {disabled: true});
    }
    return {
      goTo: async (url) => void (await page.goto(url, {waitUntil: 'commit'})),
      goBack: async () => void (await page.goBack({waitUntil: 'commit'})),
      reload: async () => void (await page.reload({waitUntil: 'commit'})),
      evaluate: (run, argument) => page.evaluate(run, argument),
      async click(x, y) {
        await page.bringToFront();
        await page.mouse.click(x, y);
      },
      press: (key) => page.keyboard.press(key),
      setSize: (size) => page.setViewportSize(size),
      setMedia: (media) => page.emulateMedia(media),
    };
  }

  return {
    title: `Chromium ${browser.version()}`,
    async openProfile({refuses, userAgent} = {}) {
      const context = await browser.newContext({
        locale: 'ko-KR',
        timezoneId: 'Asia/Seoul',
        ...(userAgent && {userAgent}),
      });
      if (STORAGES[refuses]) await context.addInitScript(forbid, STORAGES[refuses]);
      return {
        openTab: async () => toTab(await context.newPage(), refuses),
        readCookies: () => context.cookies(),
        close: () => context.close(),
      };
    },
    close: () => browser.close(),
  };
}
