import minifyLiterals from '@lit-labs/rollup-plugin-minify-html-literals';
import {createHash} from 'node:crypto';
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {basename} from 'node:path';
import {fileURLToPath} from 'node:url';
import {defineConfig, type Plugin, type UserConfig} from 'vite';

/** The classic scripts: `vite build --mode <name>` writes `dist/<name>.min.js`. The report before the tag, which names its hash. */
const SCRIPTS = [
  'kakao-sync',
  'kakao-sync-host',
  'kakao-sync-report',
  'kakao-sync-analytics',
  'kakao-sync-attribution',
  'kakao-sync-check',
  'kakao-sync-sheet',
  'kakao-sync-on-server',
  'kakao-auto-login',
];

const list = (folder: string): string[] => readdirSync(folder).map((file) => `${folder}/${file}`);

/** What the scripts fetch from beside their own file: `report` is `kakao-sync-report.min.js`. Built before them. */
const SIBLINGS = {
  'kakao-sync': ['report', 'analytics', 'attribution', 'check', 'sheet', 'on-server', 'host'],
  'kakao-sync-host': ['report', 'analytics', 'check', 'sheet'],
};

/**
 * What stands in for modules of the same name. A classic script has no module to import: the tag gets the part with the
 * developer's sentences from the file beside it, and holds all others. The entry for hosted shops has no login of its own.
 */
const STAND_INS = {
  'kakao-sync': list('src/script/stand-ins'),
  'kakao-sync-host': ['src/script/stand-ins/load-report.ts', ...list('src/script/hosts/stand-ins')],
};

function replaceLoaders(name: keyof typeof STAND_INS): UserConfig {
  // A third shorter than the usual SHA-384, in a file where nothing compresses it, and as hard to forge a file for.
  const toIntegrity = (sibling: string): string =>
    `sha256-${createHash('sha256')
      .update(readFileSync(`dist/kakao-sync-${sibling}.min.js`))
      .digest('base64')}`;
  return {
    define: {SIBLINGS: JSON.stringify(Object.fromEntries(SIBLINGS[name].map((one) => [one, toIntegrity(one)])))},
    resolve: {
      alias: STAND_INS[name].map((file) => ({
        find: new RegExp(`^(.*/${basename(file, '.ts')}\\.js|${basename(file, '.ts')})$`),
        replacement: toPath(file),
      })),
    },
  };
}

const toPath = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

/** A step after everything else: what it makes of a script's text, and whether Lit is in it. */
function mapCode(name: string, map: (code: string, hasLit: boolean) => string): Plugin {
  return {
    name,
    enforce: 'post',
    generateBundle(_options, files) {
      for (const file of Object.values(files)) {
        if (file.type !== 'chunk') continue;
        file.code = map(
          file.code,
          Object.keys(file.modules).some((path) => /node_modules\/(@lit|lit)/.test(path)),
        );
      }
    },
  };
}

/** Whose the file is, for whoever finds it on a page. The one for the head has none: its bytes hold up the page. */
function addBanner(name: string): Plugin {
  const {version, license} = JSON.parse(readFileSync('package.json', 'utf8')) as Record<'version' | 'license', string>;
  const lit = '; includes Lit, Copyright 2017 Google LLC, BSD-3-Clause: LICENSE-THIRD-PARTY';
  return mapCode('add-banner', (code, hasLit) => `/*! ${name} ${version}, ${license}${hasLit ? lit : ''} */\n${code}`);
}

/** package.json names the modules with side effects of dist/ alone; these are their sources. */
function keepSideEffects(): Plugin {
  return {
    name: 'keep-side-effects',
    transform: (_code, id) =>
      /\/src\/(define|script\/(tag\/)?[\w-]+|elements\/(eager|[\w-]+\/define)|client\/eager[\w-]*)\.ts$/.test(id)
        ? {moduleSideEffects: true}
        : null,
  };
}

/** Pages in EUC-KR read a classic script as EUC-KR. In texts, templates, patterns and names alike, a unit may be escaped. */
function writeAscii(): Plugin {
  return mapCode('write-ascii', (code) =>
    code.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
  );
}

/** The pages of `site/`: the configurator, its preview, and the gallery. */
const PAGES = ['index.html', 'demo/configurator/preview.html', 'demo/gallery.html'];

/** The integrity of the files that the configurator's tags name; null before the first build. */
function readIntegrity(): unknown {
  const {version} = JSON.parse(readFileSync(toPath('package.json'), 'utf8')) as {version: string};
  const path = toPath(`dist/tag/${version}/integrity.json`);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null;
}

/**
 * The folder of this release on a CDN, which the configurator then offers; empty for none. A tag from elsewhere is as
 * trusted as the page itself.
 * @throws {Error} if it is no https address of a folder.
 */
function readCdn(): string {
  const address = process.env['KAKAO_SYNC_CDN'] ?? '';
  if (address === '' || /^https:\/\/[^@?#\s]+\/$/.test(address)) return address;
  throw new Error(
    'KAKAO_SYNC_CDN is an https address that ends in "/", such as https://cdn.example.com/kakao-sync/1.0.0/.',
  );
}

/** The configurator as files for any web server. Its addresses are relative: it may lie in a folder. */
function buildSite(): UserConfig {
  return {
    base: './',
    publicDir: false,
    plugins: [keepSideEffects(), minifyLiterals()],
    build: {outDir: 'site', emptyOutDir: true, target: 'es2022', rolldownOptions: {input: PAGES.map(toPath)}},
  };
}

// `vite` serves index.html; `vite build` writes a classic script with all it needs inside, `vite build --mode site` the
// pages. tsc writes the npm modules.
export default defineConfig(({mode, command}) => {
  const define = {
    KAKAO_SYNC_INTEGRITY: JSON.stringify(readIntegrity()),
    KAKAO_SYNC_CDN: JSON.stringify(readCdn()),
  };
  if (mode === 'site') return {...buildSite(), define};
  const [fallback = ''] = SCRIPTS;
  const name = SCRIPTS.includes(mode) ? mode : fallback;
  return {
    publicDir: false,
    plugins: [
      keepSideEffects(),
      minifyLiterals(),
      writeAscii(),
      ...(name === 'kakao-auto-login' ? [] : [addBanner(name)]),
    ],
    ...(command === 'serve' && {define}),
    ...(command === 'build' && name in STAND_INS && replaceLoaders(name as keyof typeof STAND_INS)),
    build: {
      outDir: 'dist',
      emptyOutDir: false,
      // Every browser of the baseline knows the parts of ES2022 that we use; test/package/baseline.test.ts holds us to it.
      target: 'es2022',
      rolldownOptions: {optimization: {inlineConst: {mode: 'all', pass: 2}}},
      lib: {
        entry: `src/script/${name}.ts`,
        formats: ['iife'],
        name: 'kakaoSync',
        fileName: () => `${name}.min.js`,
      },
    },
  };
});
