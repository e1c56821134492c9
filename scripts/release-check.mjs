// Before `npm publish`: refuses a package whose pages on npm would lead nowhere, and a script tag that differs from the one
// that was published under the same number, which sites name by its hash. After it, `--record` notes the tag's hashes.
import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';

const RELEASED = 'scripts/released-tags.json';

/** By default, the package that is being published. */
const [folder = '.'] = process.argv.slice(2).filter((argument) => argument !== '--record');
const readJson = (path) => JSON.parse(readFileSync(join(folder, path), 'utf8'));
const manifest = readJson('package.json');

/** The fields that the owner fills, with how each names its address. */
const FIELDS = {
  repository: ({repository}) => repository?.url ?? repository,
  homepage: ({homepage}) => homepage,
  bugs: ({bugs}) => bugs?.url ?? bugs,
};

const isAddress = (value) =>
  typeof value === 'string' &&
  /^(git\+)?https:\/\/[\w-]+(\.[\w-]+)+\/./.test(value) &&
  !/\bexample\b|TODO|[<>]/i.test(value);

function checkFields() {
  const unfilled = Object.entries(FIELDS).filter(([, read]) => !isAddress(read(manifest)));
  if (unfilled.length === 0) return;
  const names = unfilled.map(([name]) => name).join(', ');
  throw new Error(`package.json lacks ${names}: fill each with an https address of the project, then publish.`);
}

/** The hash of each file of the tag's folder, as this build has it. */
function readTag() {
  const path = `dist/tag/${manifest.version}/integrity.json`;
  if (!existsSync(join(folder, path))) throw new Error(`${path} is missing: npm run build, then publish.`);
  return readJson(path);
}

/** Which files of a release that is out already are not the same. */
function checkTag(released) {
  const before = released[manifest.version];
  if (!before) return;
  const now = readTag();
  const names = [...new Set([...Object.keys(before), ...Object.keys(now)])].filter(
    (name) => before[name] !== now[name],
  );
  if (names.length === 0) return;
  throw new Error(
    `The script tag of ${manifest.version} has been published with other bytes: ${names.join(', ')}. ` +
      'Sites name its files by their hashes: give this one a new version in package.json, then build and publish.',
  );
}

function recordTag(released) {
  const all = {...released, [manifest.version]: readTag()};
  writeFileSync(join(folder, RELEASED), `${JSON.stringify(all, null, 2)}\n`);
  console.log(`${RELEASED} has the script tag of ${manifest.version}: commit it.`);
}

try {
  const released = existsSync(join(folder, RELEASED)) ? readJson(RELEASED) : {};
  checkFields();
  readTag();
  checkTag(released);
  if (process.argv.includes('--record')) recordTag(released);
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
