import minifyLiterals from '@lit-labs/rollup-plugin-minify-html-literals';
import {defineConfig, type Plugin} from 'vite';

/** The classic scripts: `vite build --mode <name>` writes `dist/<name>.min.js`. */
const SCRIPTS = ['kakao-sync', 'kakao-auto-login'];

/** One file loads no part later, and the table of hashes is too long for it: its line names the page that has the table. */
const dropReleaseTable: Plugin = {
  name: 'drop-release-table',
  enforce: 'pre',
  apply: 'build',
  transform: (code, id) =>
    id.endsWith('/src/client/client.ts')
      ? code.replace(/import\('[./]+sdk\/published-releases\.js'\)/, 'Promise.reject()')
      : null,
};

// `vite` serves index.html; `vite build` writes a classic script with all it needs inside. tsc writes the npm modules.
export default defineConfig(({mode}) => {
  const [fallback = ''] = SCRIPTS;
  const name = SCRIPTS.includes(mode) ? mode : fallback;
  return {
    publicDir: false,
    plugins: [minifyLiterals(), dropReleaseTable],
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
