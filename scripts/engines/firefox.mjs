// Firefox by WebDriver BiDi. What the visitor's settings would do is done by its own preferences.
import * as puppeteer from 'puppeteer-core';
import {needBrowser} from '../browsers.mjs';

const MEDIA = {
  colorScheme: {name: 'layout.css.prefers-color-scheme.content-override', light: 1, dark: 0},
  forcedColors: {name: 'browser.display.document_color_use', none: 1, active: 2},
  reducedMotion: {name: 'ui.prefersReducedMotion', 'no-preference': 0, reduce: 1},
};
const REFUSALS = {
  cookies: ['network.cookie.cookieBehavior', 2],
  storage: ['dom.storage.enabled', false],
};
const KEYS = {Space: ' '};

export async function openFirefox() {
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: needBrowser('firefox'),
    // Its own windows can be spoken to as well: preferences live there.
    args: ['--remote-allow-system-access'],
    extraPrefsFirefox: {'intl.accept_languages': 'ko-KR, ko', 'ui.prefersReducedMotion': 0},
  });
  const send = async (method, parameters) => (await browser.connection.send(method, parameters)).result;

  async function setPreferences(entries) {
    const {contexts} = await send('browsingContext.getTree', {'moz:scope': 'chrome'});
    const lines = entries.map(([name, value]) => {
      if (value === undefined) return `Services.prefs.clearUserPref(${JSON.stringify(name)});`;
      const kind = {boolean: 'Bool', number: 'Int', string: 'String'}[typeof value];
      return `Services.prefs.set${kind}Pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`;
    });
    const {type} = await send('script.evaluate', {
      expression: lines.join('\n'),
      target: {context: contexts[0].context},
      awaitPromise: false,
    });
    if (type !== 'success') throw new Error('Firefox did not take the preferences.');
  }

  function toTab(page) {
    // Puppeteer has no public name for it.
    const context = page.mainFrame()._id;
    const settings = {context, wait: 'none'};
    return {
      page,
      goTo: async (url) => void (await send('browsingContext.navigate', {...settings, url})),
      goBack: async () => void (await send('browsingContext.traverseHistory', {context, delta: -1})),
      reload: async () => void (await send('browsingContext.reload', settings)),
      evaluate: (run, argument) => page.evaluate(run, argument),
      async click(x, y) {
        await page.bringToFront();
        await page.mouse.click(x, y);
      },
      press: (key) => page.keyboard.press(KEYS[key] ?? key),
      setSize: (size) => page.setViewport(size),
      setMedia: (media) =>
        setPreferences(Object.entries(media).map(([feature, value]) => [MEDIA[feature].name, MEDIA[feature][value]])),
    };
  }

  return {
    title: (await browser.version()).replace('/', ' '),
    async openProfile({refuses, userAgent} = {}) {
      const unusual = [
        ...(refuses ? [REFUSALS[refuses]] : []),
        ...(userAgent ? [['general.useragent.override', userAgent]] : []),
      ];
      if (unusual.length > 0) await setPreferences(unusual);
      const context = await browser.createBrowserContext();
      return {
        openTab: async () => toTab(await context.newPage()),
        readCookies: () => context.cookies(),
        async close() {
          await context.close();
          if (unusual.length > 0) await setPreferences(unusual.map(([name]) => [name]));
        },
      };
    },
    close: () => browser.close(),
  };
}
