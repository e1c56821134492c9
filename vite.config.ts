import minifyLiterals from '@lit-labs/rollup-plugin-minify-html-literals';
import {createHash} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {defineConfig, type Plugin, type UserConfig} from 'vite';

/** The classic scripts: `vite build --mode <name>` writes `dist/<name>.min.js`. The report before the tag, which names its hash. */
const SCRIPTS = ['kakao-sync', 'kakao-sync-report', 'kakao-auto-login'];

/** The tag gets the part with the developer's sentences from the file beside it: a classic script has no module to import. */
function loadReportBeside(): UserConfig {
  const hash = createHash('sha384').update(readFileSync('dist/kakao-sync-report.min.js')).digest('base64');
  return {
    define: {REPORT_INTEGRITY: JSON.stringify(`sha384-${hash}`)},
    resolve: {
      alias: [
        {
          find: /^.*\/load-report\.js$/,
          replacement: fileURLToPath(new URL('src/script/load-report.ts', import.meta.url)),
        },
      ],
    },
  };
}

/** Pages in EUC-KR read a classic script as EUC-KR: what is not ASCII is escaped, once everything else is done. */
function writeAscii(): Plugin {
  return {
    name: 'write-ascii',
    enforce: 'post',
    generateBundle(_options, files) {
      for (const file of Object.values(files)) {
        if (file.type !== 'chunk') continue;
        // In texts, templates, patterns and names alike, one code unit may be written so.
        file.code = file.code.replace(
          /[^\0-\x7f]/g,
          (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
        );
      }
    },
  };
}

// `vite` serves index.html; `vite build` writes a classic script with all it needs inside. tsc writes the npm modules.
export default defineConfig(({mode, command}) => {
  const [fallback = ''] = SCRIPTS;
  const name = SCRIPTS.includes(mode) ? mode : fallback;
  return {
    publicDir: false,
    plugins: [minifyLiterals(), writeAscii()],
    ...(command === 'build' && name === 'kakao-sync' && loadReportBeside()),
    build: {
      outDir: 'dist',
      emptyOutDir: false,
      // Every browser of the baseline knows the parts of ES2022 that we use; test/package/baseline.test.ts holds us to it.
      target: 'es2022',
      lib: {
        entry: `src/script/${name}.ts`,
        formats: ['iife'],
        name: 'kakaoSync',
        fileName: () => `${name}.min.js`,
      },
    },
  };
});
