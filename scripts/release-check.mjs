// Before `npm publish`: refuses a package whose pages on npm would lead nowhere. The owner fills these fields.
import {readFileSync} from 'node:fs';
import {join} from 'node:path';

/** By default, the package that is being published. */
const [folder = '.'] = process.argv.slice(2);
const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));

/** The fields, with how each names its address. */
const FIELDS = {
  repository: ({repository}) => repository?.url ?? repository,
  homepage: ({homepage}) => homepage,
  bugs: ({bugs}) => bugs?.url ?? bugs,
};

const isAddress = (value) =>
  typeof value === 'string' &&
  /^(git\+)?https:\/\/[\w-]+(\.[\w-]+)+\/./.test(value) &&
  !/\bexample\b|TODO|[<>]/i.test(value);

const unfilled = Object.entries(FIELDS).filter(([, read]) => !isAddress(read(manifest)));
if (unfilled.length > 0) {
  const names = unfilled.map(([name]) => name).join(', ');
  console.error(`package.json lacks ${names}: fill each with an https address of the project, then publish.`);
  process.exit(1);
}
