import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {manifest, read} from './support/package.js';

interface Described {
  readonly name: string;
  readonly description?: string;
}

interface Declaration {
  readonly tagName?: string;
  readonly attributes?: readonly (Described & {readonly type: {readonly text: string}})[];
  readonly events?: readonly Described[];
  readonly cssProperties?: readonly Described[];
}

const readJson = (path: string): unknown => JSON.parse(read(path));

const elements = (readJson('custom-elements.json') as {modules: {declarations?: Declaration[]}[]}).modules
  .flatMap(({declarations = []}) => declarations)
  .filter(({tagName}) => tagName !== undefined);

/** The words that an attribute takes, where it takes no others. */
const toWords = (type: string): string[] => [...type.matchAll(/'([^']+)'/g)].map(([, word]) => String(word));

const namesOf = (list: readonly Described[] = []): string[] => list.map(({name}) => name).sort();

describe('what JetBrains’ editors know', () => {
  const webTypes = readJson(String(manifest['web-types'])) as {
    name: string;
    version: string;
    contributions: {
      html: {
        elements: (Described & {
          attributes: (Described & {value: {type: string}})[];
          events: Described[];
        })[];
      };
    };
  };
  const known = webTypes.contributions.html.elements;

  test('is of this release', () => {
    assert.deepEqual([webTypes.name, webTypes.version], [manifest.name, manifest.version]);
  });

  test('is every element and no other', () => {
    assert.deepEqual(namesOf(known), elements.map(({tagName}) => tagName).sort());
  });

  for (const {tagName, attributes = [], events} of elements) {
    test(`has each attribute of <${tagName}> with its type, and each event`, () => {
      const element = known.find(({name}) => name === tagName);

      assert.deepEqual(namesOf(element?.attributes), namesOf(attributes));
      assert.deepEqual(namesOf(element?.events), namesOf(events));
      for (const {name, type, description} of attributes) {
        const attribute = element?.attributes.find((other) => other.name === name);
        assert.deepEqual([attribute?.value.type, attribute?.description], [type.text, description], name);
      }
    });
  }
});

describe('what VS Code knows', () => {
  const {tags} = readJson('dist/vscode.html-custom-data.json') as {
    tags: (Described & {attributes: (Described & {values?: Described[]})[]})[];
  };

  test('is every element and no other', () => {
    assert.deepEqual(namesOf(tags), elements.map(({tagName}) => tagName).sort());
  });

  for (const {tagName, attributes = []} of elements) {
    test(`has each attribute of <${tagName}> with the words that it takes`, () => {
      const tag = tags.find(({name}) => name === tagName);

      assert.deepEqual(namesOf(tag?.attributes), namesOf(attributes));
      for (const {name, type, description} of attributes) {
        const attribute = tag?.attributes.find((other) => other.name === name);
        assert.deepEqual(namesOf(attribute?.values), toWords(type.text).sort(), name);
        assert.equal(attribute?.description, description);
      }
    });
  }

  test('is every custom property', () => {
    const {properties} = readJson('dist/vscode.css-custom-data.json') as {properties: Described[]};

    const expected = new Set(elements.flatMap(({cssProperties}) => namesOf(cssProperties)));
    assert.deepEqual([...new Set(namesOf(properties))], [...expected].sort());
  });
});

test('the documents’ settings of VS Code name these files', () => {
  const settings = readJson('test/package/support/frameworks/vscode-settings.json') as Record<string, string[]>;
  const inside = `./node_modules/${manifest.name}/`;

  for (const path of Object.values(settings).flat()) {
    assert.ok(path.startsWith(inside), path);
    assert.ok((readJson(path.slice(inside.length)) as {version: number}).version > 1, path);
  }
});

test('custom-elements.json names files of the package', () => {
  const {modules} = readJson('custom-elements.json') as {modules: {path: string}[]};
  const named = [...read('custom-elements.json').matchAll(/"(?:path|module)": "([^"]+)"/g)].map(([, path]) =>
    String(path),
  );

  assert.ok(modules.length > 10);
  for (const path of new Set(named)) assert.match(read(path), /./, path);
});
