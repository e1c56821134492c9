import minifyLiterals from '@lit-labs/rollup-plugin-minify-html-literals';
import {defineConfig} from 'vite';

/** The browsers of the baseline that understand least. Samsung Internet 16 is Chromium 92. */
const baseline = ['chrome92', 'safari15', 'firefox115'];

// `vite` serves index.html; `vite build` writes the one classic script with Lit inside. tsc writes the npm modules.
export default defineConfig({
  publicDir: false,
  plugins: [minifyLiterals()],
  build: {
    outDir: 'dist',
    emptyOutDir: false,
    target: baseline,
    lib: {
      entry: 'src/script/kakao-sync.ts',
      formats: ['iife'],
      name: 'kakaoSync',
      fileName: () => 'kakao-sync.min.js',
    },
  },
});
