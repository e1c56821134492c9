// Where the browser is. Playwright's own download is never used.
//   node scripts/browsers.mjs            prints what was found
//   node scripts/browsers.mjs --install  also installs Debian's packages, as root on Debian or Ubuntu
import {execFileSync, spawnSync} from 'node:child_process';
import {accessSync, constants, existsSync} from 'node:fs';
import {delimiter, join} from 'node:path';
import {fileURLToPath} from 'node:url';

const CHROMIUM = {
  env: ['CHROME_PATH', 'CHROME_BIN'],
  names: ['chromium', 'google-chrome-stable', 'google-chrome', 'chromium-browser', 'chrome', 'microsoft-edge-stable'],
  paths: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ],
  debian: ['chromium', 'fonts-noto-cjk'],
};

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export function findChromium() {
  for (const key of CHROMIUM.env) if (process.env[key]) return process.env[key];
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const name of CHROMIUM.names) if (folder && isExecutable(join(folder, name))) return join(folder, name);
  }
  return CHROMIUM.paths.find(isExecutable);
}

function canInstall() {
  return process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/etc/debian_version');
}

function install() {
  const options = {stdio: ['ignore', 'ignore', 'inherit'], env: {...process.env, DEBIAN_FRONTEND: 'noninteractive'}};
  const lock = ['-o', 'DPkg::Lock::Timeout=600'];
  console.log(`Installing ${CHROMIUM.debian.join(' and ')} with apt-get …`);
  spawnSync('apt-get', [...lock, 'update', '-qq'], options); // a stale list is good enough to try with
  execFileSync('apt-get', [...lock, 'install', '-y', '-qq', '--no-install-recommends', ...CHROMIUM.debian], options);
  return findChromium();
}

/** The browser's path. Installs it where that is possible, else throws with the command that does. */
export function needChromium() {
  const found = findChromium() ?? (canInstall() ? install() : undefined);
  if (found) return found;
  const how =
    process.platform === 'linux'
      ? `sudo apt-get install ${CHROMIUM.debian.join(' ')}`
      : 'https://www.google.com/chrome/';
  throw new Error(`No Chromium or Chrome found. Install one (${how}), or set CHROME_PATH=/path/to/it.`);
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
  const path = process.argv.includes('--install') ? needChromium() : findChromium();
  console.log(`chromium: ${path ?? 'not found'}`);
}
