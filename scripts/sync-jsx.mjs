// Writes src/jsx.ts from the elements' manifest.
//   node scripts/sync-jsx.mjs
//   node scripts/sync-jsx.mjs --check  fails if it is not what it would write
import {readFileSync, writeFileSync} from 'node:fs';
import {createManifest} from './manifest/create-manifest.mjs';
import {JSX, toJsx} from './manifest/jsx.mjs';

const text = await toJsx(await createManifest());
if (text !== readFileSync(JSX, 'utf8')) {
  if (process.argv.includes('--check')) {
    console.error(`${JSX} is not what the elements say: node scripts/sync-jsx.mjs`);
    process.exitCode = 1;
  } else writeFileSync(JSX, text);
}
