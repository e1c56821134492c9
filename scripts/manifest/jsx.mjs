import {format, resolveConfig} from 'prettier';
import {listElements} from './create-manifest.mjs';

export const JSX = 'src/jsx.ts';

/** Attributes that every element of HTML takes, by what they may be. */
const GLOBAL = {
  string: ['accessKey', 'className', 'exportparts', 'id', 'is', 'lang', 'nonce', 'part', 'role', 'slot', 'title'],
  boolean: ['autoFocus', 'draggable', 'hidden', 'inert', 'spellCheck'],
  number: ['tabIndex'],
  "'ltr' | 'rtl' | 'auto'": ['dir'],
  "'yes' | 'no'": ['translate'],
  "'auto' | 'manual' | ''": ['popover'],
  unknown: ['children', 'key', 'ref', 'style'],
};

const toGlobals = () =>
  Object.entries(GLOBAL)
    .flatMap(([type, names]) =>
      names.map((name) => `readonly ${name}?: ${type}${type === 'unknown' ? '' : ' | undefined'};\n`),
    )
    .join('');

const toHead = (events) => `// Written from the elements' manifest by scripts/sync-jsx.mjs.
import type {KakaoSync} from './client/page/page-client.js';
import type {
  ${events.join(',\n  ')},
} from './client/state/events.js';
import type {OwnMessages} from './client/state/messages.js';

/**
 * What every element takes in JSX, whatever the framework. React and its like know more of it, such as what a listener is
 * given: see {@link KakaoSyncJsxElements}.
 */
export interface GlobalAttributes {
  ${toGlobals()}
  readonly [name: \`aria-\${string}\`]: string | number | boolean | undefined;
  readonly [name: \`data-\${string}\`]: unknown;
  readonly [name: \`on\${Capitalize<string>}\`]: ((event: never) => unknown) | undefined;
}

/** Elements of one's own take it in React too, beside \`className\`. */
interface CustomElementAttributes {
  readonly class?: string | undefined;
}

/**
 * The elements for JSX, by their attributes: what a server has rendered keeps no others, and no functions. These go to
 * \`createKakaoSync({postCode})\` of \`kakao-sync-widget/client\`. Their events are written as React 19 takes them of custom
 * elements (\`onkakao-return\`). React has them by \`kakao-sync-widget/react\`.
 *
 * @typeParam Base - what the framework itself has for every element
 */
`;

/** A comment in lines of at most 100 characters. */
function toComment({description, default: fallback}) {
  const text = [description, fallback && `@default ${fallback}`].filter(Boolean).join('\n');
  const lines = text.split('\n').flatMap((line) => line.match(/.{1,100}(?=\s|$)/g).map((part) => part.trim()));
  return lines.length === 1 ? `/** ${lines[0]} */` : `/**\n${lines.map((line) => ` * ${line}\n`).join('')} */`;
}

const quote = (name) => (/^\w+$/.test(name) ? name : `'${name}'`);

/** Of a boolean attribute, JSX writes \`<x auto>\` or \`<x auto="">\`. */
function toRow({name, type, ...doc}) {
  const text = type.text === 'boolean' ? `boolean | ''` : type.text.replace(/ \| undefined$/, '');
  return `${toComment(doc)}\nreadonly ${quote(name)}?: ${text} | undefined;\n`;
}

const toEventRow = ({name, type, description}) =>
  `${toComment({description})}\nreadonly 'on${name}'?: ((event: ${type.text}) => void) | undefined;\n`;

/** Besides its attributes, an element takes properties that can be set and are no functions. */
function toElement({tagName, attributes = [], members = [], events = []}) {
  const properties = members.filter(
    (member) =>
      member.kind === 'field' &&
      !member.attribute &&
      !member.static &&
      !member.readonly &&
      !member.type.text.includes('=>'),
  );
  const rows = [...[...attributes, ...properties].map(toRow), ...events.map(toEventRow)];
  return `'${tagName}': Base & CustomElementAttributes & {\n${rows.join('')}};\n`;
}

/** The text of `src/jsx.ts`. */
export async function toJsx(manifest) {
  const elements = listElements(manifest);
  const events = elements.flatMap((element) => (element.events ?? []).map(({type}) => type.text));
  const rows = elements.map(toElement).join('');
  const text = `${toHead([...new Set(events)].sort())}export interface KakaoSyncJsxElements<Base = GlobalAttributes> {\n${rows}}\n`;
  return format(text, {...(await resolveConfig(JSX)), parser: 'typescript'});
}
