import {readFileSync} from 'node:fs';
import {Ajv2020, type ErrorObject, type ValidateFunction} from 'ajv/dist/2020.js';
import {isRecord} from '../../../src/server/base/validate.js';

/** What may stand anywhere in the document. */
export type Node = Readonly<Record<string, unknown>>;

const ID = 'openapi.json';

/** `docs/openapi.json`. */
export const DOCUMENT = JSON.parse(
  readFileSync(new URL('../../../docs/openapi.json', import.meta.url), 'utf8'),
) as Node;

/** A place in the document: names and indexes, from its root. */
export type Place = readonly (string | number)[];

/** What is at a place. */
export function find(place: Place, document: Node = DOCUMENT): unknown {
  return place.reduce<unknown>((node, name) => (node as Node | undefined)?.[name], document);
}

/** The place that a `$ref` names. */
export function toPlace(reference: string): Place {
  return reference
    .replace(/^#\//, '')
    .split('/')
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** What is at a place, or where the reference there leads. */
export function follow(place: Place): {readonly place: Place; readonly node: Node} {
  const node = find(place) as Node | undefined;
  const reference = node?.['$ref'];
  return typeof reference === 'string' ? follow(toPlace(reference)) : {place, node: node ?? {}};
}

/** Every object and list of the document, each with its place. */
export function listNodes(node: unknown = DOCUMENT, place: Place = []): {place: Place; node: Node}[] {
  if (typeof node !== 'object' || node === null) return [];
  const entries = Object.entries(node).flatMap(([name, inner]) => listNodes(inner, [...place, name]));
  return [{place, node: node as Node}, ...entries];
}

/** A schema's own fields, and those of the schemas that it is made of. */
export function toShape(name: string): Readonly<Record<string, 'required' | 'optional'>> {
  const {
    allOf = [],
    properties = {},
    required = [],
  } = find(['components', 'schemas', name]) as {
    allOf?: readonly {$ref: string}[];
    properties?: Node;
    required?: readonly string[];
  };
  const bases = allOf.map(({$ref}) => toShape(String(toPlace($ref).at(-1))));
  const all = bases.flatMap((base) => Object.entries(base));
  const isRequired = (field: string): boolean => required.includes(field);
  const own = Object.keys(properties).map((field) => [field, isRequired(field) ? 'required' : 'optional'] as const);
  return Object.fromEntries([...all, ...own]);
}

/** Says what is wrong with values, by the document's schemas. */
export interface Checker {
  /** What speaks against a value, by the schema at a place. */
  check(place: Place, value: unknown): readonly string[];
}

/**
 * A checker for which every object has only the fields that its schema names: a page would not mind others, but here one
 * is a field that the document has forgotten.
 */
export function createChecker(): Checker {
  const ajv = new Ajv2020({strict: true, allErrors: true, allowUnionTypes: true});
  // The document is no schema itself, and `discriminator` is for programs that write code.
  ajv.addVocabulary([...Object.keys(DOCUMENT), 'discriminator']);
  ajv.addSchema(toStrict(DOCUMENT), ID);
  const validators = new Map<string, ValidateFunction>();
  return {
    check(place, value) {
      const $ref = `${ID}#/${place.map(toPointerPart).join('/')}`;
      const validate = validators.get($ref) ?? ajv.compile({$ref});
      validators.set($ref, validate);
      return validate(value) ? [] : (validate.errors ?? []).map(toLine);
    },
  };
}

function toPointerPart(name: string | number): string {
  return encodeURIComponent(String(name).replaceAll('~', '~0').replaceAll('/', '~1'));
}

function toLine({instancePath, message, params}: ErrorObject): string {
  return `${instancePath || '/'} ${message} ${JSON.stringify(params)}`;
}

/** The document, with schemas that forbid what they do not name, but for those that are a part of others. */
function toStrict(document: Node): Node {
  const copy = structuredClone(document);
  const nodes = listNodes(copy);
  const parts = nodes.flatMap(({node}) => (Array.isArray(node['allOf']) ? (node['allOf'] as {$ref: string}[]) : []));
  const isPart = new Set(parts.map(({$ref}) => find(toPlace($ref), copy)));
  for (const {node} of nodes) {
    const isObject = node['type'] === 'object' && isRecord(node['properties']);
    if (isObject && !isPart.has(node)) Object.assign(node, {unevaluatedProperties: false});
  }
  return copy;
}
