// Imports one module and nothing else, waits until Node has nothing left to do, and prints each import() that was begun,
// and then as JSON what the module exports, which globals it has added or changed, and what it has fetched.
import {register} from 'node:module';

const readGlobals = () => new Map(Object.entries(Object.getOwnPropertyDescriptors(globalThis)));

const fetched = [];
register('./import-hooks.mjs', import.meta.url);
process.on('warning', (warning) => {
  throw warning;
});
globalThis.fetch = async (request) => {
  fetched.push(String(request.url ?? request));
  return new Response();
};

const before = readGlobals();
const names = Object.keys(await import(process.argv[2]));
process.on('exit', () => {
  const after = readGlobals();
  const added = [...after.keys()].filter((name) => !before.has(name));
  // Node's own accessors become values when they are read for the first time.
  const changed = [...before].filter(([name, own]) => 'value' in own && !Object.is(own.value, after.get(name)?.value));
  console.log(JSON.stringify({names, added, changed: changed.map(([name]) => name), fetched}));
});
