// Writes the snippets, the sizes, the SDK's releases and the elements' attributes into README.md, README.ko.md and the pages of docs/, where their markers are.
//   node scripts/sync-docs.mjs
//   node scripts/sync-docs.mjs --check  fails where a page is not what it would write
import {readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {createManifest} from './manifest/create-manifest.mjs';
import {fillTables} from './manifest/tables.mjs';

const PAGES = readdirSync('docs', {recursive: true}).filter((name) => name.endsWith('.md'));
const FILES = ['README.md', 'README.ko.md', ...PAGES.map((name) => `docs/${name}`)];
const isCheck = process.argv.includes('--check');
const manifest = await createManifest();

function fillSnippets(text) {
  return text.replace(
    /(<!-- snippet: (\S+) -->\n\n```(\w+)\n)[^]*?```/g,
    (_, head, file) => `${head}${readFileSync(file, 'utf8').trimEnd()}\n\`\`\``,
  );
}

/** The budgets that a test asserts, as a table. */
function fillSizes(text) {
  const budgets = readFileSync('test/package/budgets.ts', 'utf8');
  const files = [...budgets.matchAll(/^ {2}'?([\w .]+?)'?: ([\d.]+),$/gm)];
  const modules = [...budgets.matchAll(/^ {2}'?([\w .]+?)'?: \{first: ([\d.]+), whole: ([\d.]+)\},$/gm)];
  const rows = [
    ...modules.map(([, name, first, whole]) => `| ${name} | ${first} kB | ${whole} kB |`),
    ...files.map(([, name, size]) => `| ${name} | ${size} kB | ${size} kB |`),
  ].join('\n');
  return text.replace(
    /<!-- sizes -->[^]*?<!-- \/sizes -->/,
    `<!-- sizes -->\n\n<!-- prettier-ignore -->\n| brotli, at most | first | whole |\n| --- | --- | --- |\n${rows}\n\n<!-- /sizes -->`,
  );
}

/** The hashes that the source has of the SDK's releases, the newest first. */
function fillReleases(text) {
  const read = (file, mark) =>
    [...readFileSync(file, 'utf8').matchAll(/^ {2}'(2\.\d+\.\d+)': '(.+)',$/gm)].map(([, release, hash]) => ({
      release,
      row: `| ${release} | \`sha384-${hash}\` | ${mark} |`,
    }));
  const rows = [...read('src/sdk/releases.ts', '✓'), ...read('src/sdk/published-releases.ts', '')]
    .sort((one, other) => (one.release < other.release ? 1 : -1))
    .map(({row}) => row);
  return text.replace(
    /(<!-- releases: (.+) -->)[^]*?<!-- \/releases -->/,
    (_, head, columns) =>
      `${head}\n\n<!-- prettier-ignore -->\n| ${columns} |\n| --- | --- | --- |\n${rows.join('\n')}\n\n<!-- /releases -->`,
  );
}

for (const file of FILES) {
  const before = readFileSync(file, 'utf8');
  const {text: after, missing} = fillTables(fillReleases(fillSizes(fillSnippets(before))), manifest, file);
  if (missing.length > 0) {
    console.error(`${file} does not say what ${missing.join(', ')} means: fill in the last column`);
    process.exitCode = 1;
  }
  if (before === after) continue;
  if (isCheck) {
    console.error(
      `${file} does not show the snippets, sizes, releases and attributes as they are: node scripts/sync-docs.mjs`,
    );
    process.exitCode = 1;
  } else writeFileSync(file, after);
}
