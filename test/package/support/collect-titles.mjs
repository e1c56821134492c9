// Prints the titles of the tests in the files named, as JSON, and runs none of them.
import {register} from 'node:module';
import {pathToFileURL} from 'node:url';

/** What the files get in place of node:test. */
globalThis.titles = [];
const source = `
let path = [];
export function test(name) { globalThis.titles.push([...path, name].join(' › ')); }
export const it = test;
export function describe(name, ...rest) {
  path.push(name);
  rest.at(-1)();
  path.pop();
}
export const suite = describe;
export function before() {}
export const after = before, beforeEach = before, afterEach = before, mock = {};
export default test;
`;
const hooks = `
export async function resolve(specifier, context, next) {
  if (specifier !== 'node:test') return next(specifier, context);
  return {url: 'data:text/javascript,' + ${JSON.stringify(encodeURIComponent(source))}, shortCircuit: true};
}
`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);

const found = {};
for (const file of process.argv.slice(2)) {
  globalThis.titles = [];
  await import(pathToFileURL(file).href);
  found[file] = globalThis.titles;
}
// Some of the files keep a process alive.
process.stdout.write(JSON.stringify(found), () => process.exit());
