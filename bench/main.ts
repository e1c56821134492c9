// Sizes of every entry, and how long things take beside a page written by hand. Figures and ratios of one run.
import {parseArgs} from 'node:util';
import {chromium, type Browser} from 'playwright-core';
import {chromiumArgs, needBrowser} from '../scripts/browsers.mjs';
import {autoLoginPart} from './auto-login-part.js';
import {paintPart} from './browser/paint.js';
import {pressPart} from './browser/press.js';
import {profilePart} from './browser/profile.js';
import {earliestPart, talkPart} from './browser/slow-phone.js';
import type {AnyPart} from './part.js';
import {peersPart} from './peers-part.js';
import {serverPart} from './server.js';
import {sizesPart} from './sizes-part.js';

const PARTS: Readonly<Record<string, AnyPart>> = {
  sizes: sizesPart,
  press: pressPart,
  paint: paintPart,
  earliest: earliestPart,
  talk: talkPart,
  'auto-login': autoLoginPart,
  server: serverPart,
  profile: profilePart,
  peers: peersPart,
};

const HELP = `npm run bench -- [--only=PART,…] [--peers] [--json]
Parts: ${Object.keys(PARTS).join(', ')}. Peers are installed and measured only when they are asked for.
ROUNDS=9 sets how often each figure is taken (25).`;

const {values} = parseArgs({
  options: {
    only: {type: 'string'},
    peers: {type: 'boolean', default: false},
    json: {type: 'boolean', default: false},
    help: {type: 'boolean', default: false},
  },
});
const rounds = Number(process.env['ROUNDS'] ?? 25);
const asked = values.only?.split(',') ?? Object.keys(PARTS).filter((name) => name !== 'peers');
const names = [...new Set([...asked, ...(values.peers ? ['peers'] : [])])];
const unknown = names.filter((name) => !(name in PARTS));
if (unknown.length > 0) console.error(`There is no part ${unknown.join(', ')}.`);
if (!(rounds >= 1)) console.error('ROUNDS must be 1 or more.');

let browser: Browser | undefined;

async function run(): Promise<void> {
  const results: Record<string, unknown> = {};
  for (const name of names) {
    console.error(`${name} …`);
    const measured = await PARTS[name]?.measure({
      rounds,
      getBrowser: async () =>
        (browser ??= await chromium.launch({executablePath: needBrowser('chromium'), args: chromiumArgs})),
    });
    results[name] = measured?.result;
    if (!values.json) console.log(`\n${measured?.text ?? ''}`);
  }
  if (values.json) console.log(JSON.stringify({rounds, parts: results}));
}

if (values.help || unknown.length > 0 || !(rounds >= 1)) {
  (values.help ? console.log : console.error)(HELP);
  process.exitCode = values.help ? 0 : 2;
} else {
  try {
    await run();
  } finally {
    await browser?.close();
  }
}
