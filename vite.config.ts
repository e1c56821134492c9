import minifyLiterals from '@lit-labs/rollup-plugin-minify-html-literals';
import {defineConfig} from 'vite';

/** The classic scripts: `vite build --mode <name>` writes `dist/<name>.min.js`. */
const SCRIPTS = ['kakao-sync', 'kakao-auto-login'];

// `vite` serves index.html; `vite build` writes a classic script with all it needs inside. tsc writes the npm modules.
export default defineConfig(({mode}) => {
  const [fallback = ''] = SCRIPTS;
  const name = SCRIPTS.includes(mode) ? mode : fallback;
  return {
    publicDir: false,
    plugins: [minifyLiterals()],
    build: {
      outDir: 'dist',
      emptyOutDir: false,
      // Every browser of the baseline knows the parts of ES2022 that we use; test/package/baseline.test.ts holds us to it.
      target: 'es2022',
      // What only a developer needs to be told stays a file beside it.
      rolldownOptions: {
        external: /published-releases/,
        output: {paths: (id: string) => (id.includes('published-releases') ? './sdk/published-releases.js' : id)},
      },
      lib: {
        entry: `src/script/${name}.ts`,
        formats: ['iife'],
        name: 'kakaoSync',
        fileName: () => `${name}.min.js`,
      },
    },
  };
});
