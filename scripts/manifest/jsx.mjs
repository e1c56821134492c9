import {format, resolveConfig} from 'prettier';
import {listElements} from './create-manifest.mjs';

export const JSX = 'src/jsx.ts';

const HEAD = `// Written from the elements' manifest by scripts/sync-jsx.mjs.
import type {KakaoSync} from './client/page/page-client.js';
import type {OwnMessages} from './client/state/messages.js';

/** What every element takes in JSX, whatever the framework. */
interface CommonAttributes {
  readonly id?: string;
  readonly class?: string;
  readonly className?: string;
  readonly slot?: string;
  readonly lang?: string;
  readonly hidden?: boolean;
  readonly style?: unknown;
  readonly key?: string | number;
  readonly ref?: unknown;
  readonly children?: unknown;
}

/**
 * The elements for JSX, by their attributes: what a server has rendered keeps no others, and no functions. These go to
 * \`createKakaoSync({postCode})\` of \`kakao-sync-widget/client\`. In a React project, once:
 *
 * \`\`\`ts
 * import type {KakaoSyncJsxElements} from 'kakao-sync-widget/jsx';
 * declare module 'react' {
 *   namespace JSX {
 *     interface IntrinsicElements extends KakaoSyncJsxElements {}
 *   }
 * }
 * \`\`\`
 */
`;

/** A comment in lines of at most 100 characters. */
function toComment({description, default: fallback}) {
  const text = [description, fallback && `@default ${fallback}`].filter(Boolean).join('\n');
  const lines = text.split('\n').flatMap((line) => line.match(/.{1,100}(?=\s|$)/g).map((part) => part.trim()));
  return lines.length === 1 ? `/** ${lines[0]} */` : `/**\n${lines.map((line) => ` * ${line}\n`).join('')} */`;
}

/** Of a boolean attribute, JSX writes \`<x auto>\` or \`<x auto="">\`. */
function toRow({name, type, ...doc}) {
  const text = type.text === 'boolean' ? `boolean | ''` : type.text.replace(/ \| undefined$/, '');
  return `${toComment(doc)}\nreadonly ${/^\w+$/.test(name) ? name : `'${name}'`}?: ${text} | undefined;\n`;
}

/** Besides its attributes, an element takes properties that can be set and are no functions. */
function toElement({tagName, attributes = [], members = []}) {
  const properties = members.filter(
    (member) =>
      member.kind === 'field' &&
      !member.attribute &&
      !member.static &&
      !member.readonly &&
      !member.type.text.includes('=>'),
  );
  return `'${tagName}': CommonAttributes & {\n${[...attributes, ...properties].map(toRow).join('')}};\n`;
}

/** The text of `src/jsx.ts`. */
export async function toJsx(manifest) {
  const elements = listElements(manifest).map(toElement);
  const text = `${HEAD}export interface KakaoSyncJsxElements {\n${elements.join('')}}\n`;
  return format(text, {...(await resolveConfig(JSX)), parser: 'typescript'});
}
