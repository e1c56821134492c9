// dist/: unbundled modules with types for npm (tsc), the script tag's one file (vite), the style sheet, the manifest.
import {execFileSync} from 'node:child_process';
import {chmodSync, copyFileSync, writeFileSync} from 'node:fs';

const quiet = process.argv.includes('--quiet');
const stdio = quiet ? ['ignore', 'ignore', 'inherit'] : 'inherit';
const run = (command, ...args) => execFileSync('npx', [command, ...args], {stdio});

try {
  run('tsc', '-p', 'tsconfig.build.json');
  copyFileSync('src/reserve.css', 'dist/reserve.css');
  // So that TypeScript accepts importing it.
  writeFileSync('dist/reserve.css.d.ts', 'export {};\n');
  chmodSync('dist/emulator/cli.js', 0o755);
  run('vite', 'build', '--logLevel', quiet ? 'error' : 'info');
  run('cem', 'analyze', '--config', 'custom-elements-manifest.config.mjs');
} catch (error) {
  console.error(`The build failed: ${error.message}`);
  process.exit(1);
}
