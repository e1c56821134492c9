// dist/: unbundled modules with types for npm (tsc), the classic scripts (vite), the style sheet, the manifest.
//   --quiet      says nothing but errors
//   --if-needed  only where something has changed since the last build
import {execFileSync} from 'node:child_process';
import minifyLiterals from '@lit-labs/rollup-plugin-minify-html-literals';
import {createHash} from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import {join, resolve} from 'node:path';
import {buildSync} from 'esbuild';

/** What a build writes last. */
const STAMP = 'custom-elements.json';
const SOURCES = [
  ...['src', 'package.json', 'tsconfig.json', 'tsconfig.build.json', 'vite.config.ts', 'scripts/build.mjs'],
  ...['custom-elements-manifest.config.mjs', 'scripts/manifest'],
];

function newest(path) {
  const own = statSync(path);
  if (!own.isDirectory()) return own.mtimeMs;
  return Math.max(...readdirSync(path).map((name) => newest(join(path, name))));
}

const isBuilt = existsSync('dist') && existsSync(STAMP) && Math.max(...SOURCES.map(newest)) < statSync(STAMP).mtimeMs;
if (process.argv.includes('--if-needed')) {
  if (isBuilt) process.exit();
  console.log('Building the package (about half a minute) …');
}

const quiet = process.argv.includes('--quiet');
const stdio = quiet ? ['ignore', 'ignore', 'inherit'] : 'inherit';
const run = (command, ...args) => execFileSync('npx', [command, ...args], {stdio});

/** In their order: what a script fetches from beside itself is built before it, which names its hash. */
const CLASSIC_SCRIPTS = [
  'kakao-sync-report',
  'kakao-sync-analytics',
  'kakao-sync-attribution',
  'kakao-sync-check',
  'kakao-sync-sheet',
  'kakao-sync-on-server',
  'kakao-sync-host',
  'kakao-sync',
  'kakao-auto-login',
];

/**
 * dist/tag/<release>/: what a site copies that has no bundler, with the integrity of each file. The files find each other in
 * their own folder, so that those of two releases can stand side by side.
 */
function writeTagFolder() {
  const {version} = JSON.parse(readFileSync('package.json', 'utf8'));
  const folder = join('dist/tag', version);
  mkdirSync(folder, {recursive: true});
  const integrity = {};
  for (const file of [...CLASSIC_SCRIPTS.map((name) => `${name}.min.js`), 'reserve.css'].sort()) {
    const bytes = readFileSync(join('dist', file));
    writeFileSync(join(folder, file), bytes);
    integrity[file] = `sha384-${createHash('sha384').update(bytes).digest('base64')}`;
  }
  writeFileSync(join(folder, 'integrity.json'), `${JSON.stringify(integrity, null, 2)}\n`);
}

/**
 * Takes what only a reader needs out of the style sheets of the elements: a site's own build leaves texts as they are. Their
 * lines are other ones then, so that they have no source map.
 */
async function minifyStyles() {
  const {transform} = minifyLiterals();
  for (const file of readdirSync('dist/elements', {recursive: true}).filter((name) => name.endsWith('.styles.js'))) {
    const path = join('dist/elements', file);
    const minified = await transform.call({warn: console.warn}, readFileSync(path, 'utf8'), resolve(path));
    // One that only joins others has no text.
    if (!minified) continue;
    writeFileSync(path, minified.code.replace(/\/\/# sourceMappingURL=.*/, ''));
    rmSync(`${path}.map`);
  }
}

/** Puts the parser of pages into the doctor's file that needs it. Its lines are other ones then: it has no source map. */
function bundleParser() {
  const path = 'dist/doctor/page/find-elements.js';
  buildSync({
    ...{entryPoints: [path], outfile: path, allowOverwrite: true, bundle: true, minify: true, format: 'esm'},
    ...{platform: 'node', target: 'node20', logLevel: 'error'},
  });
  rmSync(`${path}.map`);
}

try {
  rmSync('dist', {recursive: true, force: true});
  run('tsc', '-p', 'tsconfig.build.json');
  await minifyStyles();
  bundleParser();
  copyFileSync('src/reserve.css', 'dist/reserve.css');
  // So that TypeScript accepts importing it.
  writeFileSync('dist/reserve.css.d.ts', 'export {};\n');
  for (const command of ['emulator/cli', 'bin/kakao-sync-widget']) chmodSync(`dist/${command}.js`, 0o755);
  for (const script of CLASSIC_SCRIPTS) {
    run('vite', 'build', '--mode', script, '--logLevel', quiet ? 'error' : 'info');
  }
  writeTagFolder();
  execFileSync(process.execPath, ['scripts/manifest/editors.mjs'], {stdio});
  run('cem', 'analyze', '--config', 'custom-elements-manifest.config.mjs');
} catch (error) {
  console.error(`The build failed: ${error.message}`);
  process.exit(1);
}
