import minifyLiterals from '@lit-labs/rollup-plugin-minify-html-literals';
import {defineConfig} from 'vite';

// `vite` serves index.html; `vite build` writes the one classic script with Lit inside. tsc writes the npm modules.
export default defineConfig({
  publicDir: false,
  plugins: [minifyLiterals()],
  build: {
    outDir: 'dist',
    emptyOutDir: false,
    // Every browser of the baseline knows the parts of ES2022 that we use; test/package/baseline.test.ts holds us to it.
    target: 'es2022',
    lib: {
      entry: 'src/script/kakao-sync.ts',
      formats: ['iife'],
      name: 'kakaoSync',
      fileName: () => 'kakao-sync.min.js',
    },
  },
});
