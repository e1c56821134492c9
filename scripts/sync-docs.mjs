// Writes the snippets and the sizes into README.md, README.ko.md and the pages of docs/, where their markers are.
//   node scripts/sync-docs.mjs          after a build
//   node scripts/sync-docs.mjs --check  fails where a page is not what it would write
import {readdirSync, readFileSync, writeFileSync} from 'node:fs';

const PAGES = readdirSync('docs', {recursive: true}).filter((name) => name.endsWith('.md'));
const FILES = ['README.md', 'README.ko.md', ...PAGES.map((name) => `docs/${name}`)];
const isCheck = process.argv.includes('--check');

function fillSnippets(text) {
  return text.replace(
    /(<!-- snippet: (\S+) -->\n\n```(\w+)\n)[^]*?```/g,
    (_, head, file) => `${head}${readFileSync(file, 'utf8').trimEnd()}\n\`\`\``,
  );
}

/** The budgets that a test asserts, as a table. */
function fillSizes(text) {
  const budgets = readFileSync('test/package/budgets.ts', 'utf8').matchAll(/^ {2}'?([\w .]+?)'?: ([\d.]+),$/gm);
  const rows = [...budgets].map(([, name, size]) => `| ${name} | ${size} kB |`).join('\n');
  return text.replace(
    /<!-- sizes -->[^]*?<!-- \/sizes -->/,
    `<!-- sizes -->\n\n<!-- prettier-ignore -->\n| brotli | at most |\n| --- | --- |\n${rows}\n\n<!-- /sizes -->`,
  );
}

for (const file of FILES) {
  const before = readFileSync(file, 'utf8');
  const after = fillSizes(fillSnippets(before));
  if (before === after) continue;
  if (isCheck) {
    console.error(`${file} does not show the snippets and sizes as they are: node scripts/sync-docs.mjs`);
    process.exitCode = 1;
  } else writeFileSync(file, after);
}
