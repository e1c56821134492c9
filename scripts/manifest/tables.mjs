import {readFileSync} from 'node:fs';
import {posix} from 'node:path';
import {listElements} from './create-manifest.mjs';

const TABLE = /(<!-- attributes of ([\w-]+): (.+) -->\n)([^]*?)<!-- \/attributes -->/g;

/** `'start' | 'login'` → `start`, `login`; any other type by its name. */
function toValues({text}) {
  const values = text.split(' | ').map((value) => `\`${value.replace(/^'(.*)'$/, '$1')}\``);
  return values.join(', ');
}

function toDefault(text) {
  return text ? `\`${text.replace(/^'(.*)'$/, '$1')}\`` : '';
}

/** A page that a comment names becomes a link, by its title. */
function toLinks(text, page) {
  return text.replace(/docs\/en\/[\w/-]+\.md/g, (target) => {
    const [, title] = /^# (.*)$/m.exec(readFileSync(target, 'utf8'));
    return `[${title}](${posix.relative(posix.dirname(page), target)})`;
  });
}

/** The last cell of each row, by the name in the first. */
function readMeanings(table) {
  const rows = table.matchAll(/^\| `([\w-]+)`\s*\|.*\| (.*?) *\|$/gm);
  return new Map([...rows].map(([, name, meaning]) => [name, meaning]));
}

/**
 * Fills the tables of attributes in a page of `docs/`. What an attribute means comes from the source in English, and from
 * the page itself in Korean.
 *
 * @param {string} text the page
 * @param {object} manifest
 * @param {string} page its path
 * @returns {{text: string, missing: string[]}} and the attributes that the page does not describe
 */
export function fillTables(text, manifest, page) {
  const missing = [];
  const filled = text.replace(TABLE, (_, head, tag, columns, body) => {
    const {attributes} = listElements(manifest).find(({tagName}) => tagName === tag);
    const meanings = page.startsWith('docs/ko/') ? readMeanings(body) : null;
    const rows = attributes.map(({name, type, description, default: fallback}) => {
      const meaning = meanings ? meanings.get(name) : toLinks(description, page).replaceAll('|', '\\|');
      if (!meaning) missing.push(`<${tag} ${name}>`);
      return `| \`${name}\` | ${toValues(type)} | ${toDefault(fallback)} | ${meaning ?? ''} |\n`;
    });
    return `${head}\n<!-- prettier-ignore -->\n| ${columns} |\n| --- | --- | --- | --- |\n${rows.join('')}\n<!-- /attributes -->`;
  });
  return {text: filled, missing};
}
