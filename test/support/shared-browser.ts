import {after} from 'node:test';
import type {Browser} from 'playwright-core';
import {type BrowserOptions, openBrowser} from './browser.js';

const browsers = new Map<string, Promise<Browser>>();
const shared = new Set<Browser>();
// Of the process: when all its files are over.
after(() => Promise.all([...shared].map((browser) => browser.close())));

/** The one Chromium with these options that all journeys of a process have. One that has crashed is replaced. */
export async function shareBrowser(options: BrowserOptions = {}): Promise<Browser> {
  const key = JSON.stringify(options);
  const found = await browsers.get(key);
  if (found?.isConnected()) return found;
  const opening = openBrowser(options);
  browsers.set(key, opening);
  const browser = await opening;
  shared.add(browser);
  return browser;
}

export function isShared(browser: Browser): boolean {
  return shared.has(browser);
}
