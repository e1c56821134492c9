// Where the browsers are. Playwright's and Puppeteer's own downloads are never used.
//   node scripts/browsers.mjs              prints what was found
//   node scripts/browsers.mjs --install    also installs Debian's Chromium and its headless shell, as root on Debian or Ubuntu
//   node scripts/browsers.mjs --install --all  likewise Firefox and WebKitGTK
import {accessSync, constants} from 'node:fs';
import {delimiter, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {canInstall, installPackages, toInstallCommand} from './debian/packages.mjs';

const BROWSERS = {
  // The same engine without windows and without the cache behind the Back button, at a third of the work.
  shell: {
    title: 'Chromium’s headless shell',
    env: ['HEADLESS_SHELL_PATH', 'CHROME_PATH', 'CHROME_BIN'],
    names: ['chromium-headless-shell', 'chrome-headless-shell'],
    paths: [],
    debian: ['chromium-headless-shell', 'fonts-noto-cjk'],
    elsewhere: 'https://www.google.com/chrome/',
  },
  chromium: {
    title: 'Chromium or Chrome',
    env: ['CHROME_PATH', 'CHROME_BIN'],
    names: ['chromium', 'google-chrome-stable', 'google-chrome', 'chromium-browser', 'chrome', 'microsoft-edge-stable'],
    paths: [
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
      'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
      'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
    ],
    debian: ['chromium', 'fonts-noto-cjk'],
    elsewhere: 'https://www.google.com/chrome/',
  },
  firefox: {
    title: 'Firefox',
    env: ['FIREFOX_PATH'],
    names: ['firefox-esr', 'firefox'],
    paths: ['/Applications/Firefox.app/Contents/MacOS/firefox', 'C:\\Program Files\\Mozilla Firefox\\firefox.exe'],
    debian: ['firefox-esr', 'fonts-noto-cjk'],
    elsewhere: 'https://www.mozilla.org/firefox/',
  },
  webkit: {
    title: "WebKitGTK's driver",
    env: ['WEBKIT_DRIVER_PATH'],
    names: ['WebKitWebDriver'],
    paths: [],
    debian: ['webkit2gtk-driver', 'xvfb', 'fonts-noto-cjk'],
    elsewhere: 'it is there for Linux only',
  },
  xvfb: {
    title: 'Xvfb, the screen of WebKitGTK,',
    env: ['XVFB_PATH'],
    names: ['Xvfb'],
    paths: [],
    debian: ['xvfb'],
    elsewhere: 'it is there for Linux only',
  },
};

/** What each engine of the tests needs. */
export const ENGINES = {chromium: ['chromium'], firefox: ['firefox'], webkit: ['webkit', 'xvfb']};

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export function findBrowser(name) {
  const {env, names, paths} = BROWSERS[name];
  for (const key of env) if (process.env[key]) return process.env[key];
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const file of names) if (folder && isExecutable(join(folder, file))) return join(folder, file);
  }
  return paths.find(isExecutable);
}

function install(name) {
  installPackages(BROWSERS[name].debian);
  return findBrowser(name);
}

/** The browser's path. Installs it where that is possible, else throws with the command that does. */
export function needBrowser(name) {
  const found = findBrowser(name) ?? (canInstall() ? install(name) : undefined);
  if (found) return found;
  const {title, env, debian, elsewhere} = BROWSERS[name];
  const how = process.platform === 'linux' ? toInstallCommand(debian) : elsewhere;
  throw new Error(`No ${title} found. Install one (${how}), or set ${env[0]}=/path/to/it.`);
}

/** For most tests: Chromium's headless shell, or any Chromium where that is not to be had. */
export function needChromium() {
  try {
    return needBrowser('shell');
  } catch {
    return needBrowser('chromium');
  }
}

/** Chromium started by root (containers, CI) needs --no-sandbox; nobody else gets it. */
export const chromiumArgs = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--no-first-run',
];

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv.includes('--install')) {
    needBrowser('chromium');
    needChromium();
  }
  if (process.argv.includes('--all')) for (const name of Object.values(ENGINES).flat()) needBrowser(name);
  for (const name of Object.keys(BROWSERS)) console.log(`${name}: ${findBrowser(name) ?? 'not found'}`);
}
