export default {globs: ['src/elements/**/*.ts'], litelement: true, outdir: '.', quiet: true};
