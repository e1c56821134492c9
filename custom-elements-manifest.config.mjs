import {createPlugins} from './scripts/manifest/plugins.mjs';

export default {globs: ['src/elements/**/*.ts'], litelement: true, outdir: '.', quiet: true, plugins: createPlugins()};
