import assert from 'node:assert/strict';
import {posix} from 'node:path';
import {describe, test} from 'node:test';
import {ATTRIBUTES, toAttribute} from '../../src/client/state/config.js';
import {listFiles, read} from './support/package.js';

interface Named {
  readonly name?: string;
  readonly fieldName?: string;
  readonly description?: string;
  readonly type?: {readonly text: string};
}

interface Declaration extends Named {
  readonly tagName?: string;
  readonly attributes?: readonly Named[];
  readonly events?: readonly Named[];
  readonly slots?: readonly Named[];
  readonly cssParts?: readonly Named[];
  readonly cssProperties?: readonly (Named & {readonly default?: string})[];
  readonly members?: readonly (Named & {readonly kind: string; readonly privacy?: string; readonly static?: boolean})[];
}

const {modules} = JSON.parse(read('custom-elements.json')) as {
  modules: {path: string; declarations?: Declaration[]}[];
};
const elements = new Map(
  modules.flatMap(({path, declarations = []}) =>
    declarations.flatMap((declaration) =>
      declaration.tagName === undefined ? [] : [[declaration.tagName, {path, ...declaration}] as const],
    ),
  ),
);

function namesOf(list: readonly Named[] | undefined): string[] {
  return (list ?? []).map(({name}) => String(name)).sort();
}

/** The files of an element: its folder's, and those beside the folders or with the messages that they import, and so on. */
function filesOf(folder: string): string[] {
  const files = new Set(listFiles(`src/elements/${folder}`, /\.ts$/));
  for (const path of files) {
    for (const [, target = ''] of read(path).matchAll(/(?:from |import\()'(\.[^']+)\.js'/g)) {
      const source = posix.join(posix.dirname(path), `${target}.ts`);
      if (/^src\/elements\/(messages\/)?[\w.-]+\.ts$/.test(source)) files.add(source);
    }
  }
  return [...files];
}

/** What a pattern's first group finds in an element's files, each once. */
function find(folder: string, form: RegExp): string[] {
  const found = filesOf(folder).flatMap((path) => [...read(path).matchAll(form)].map(([, name]) => String(name)));
  return [...new Set(found)].sort();
}

test('custom-elements.json lists the elements and no others', () => {
  assert.deepEqual([...elements.keys()].sort(), [
    ...['kakao-account', 'kakao-channel-button', 'kakao-login-button', 'kakao-sync', 'kakao-terms-consent'],
  ]);
});

for (const [tag, element] of elements) {
  describe(`<${tag}> in custom-elements.json`, () => {
    for (const kind of ['attributes', 'events', 'slots', 'cssParts', 'cssProperties'] as const) {
      test(`has a name and a description for each of its ${kind}`, () => {
        for (const {name, description, type} of element[kind] ?? []) {
          assert.ok(name, `one of type ${String(type?.text)} has no name`);
          assert.ok(description, name);
        }
      });
    }

    test('has a description', () => {
      assert.ok(element.description);
    });

    test('describes each public property and method', () => {
      for (const {name, description, privacy, static: isStatic} of element.members ?? []) {
        if (privacy === 'private' || privacy === 'protected' || isStatic) continue;
        assert.ok(description, name);
      }
    });

    test('names a class for each event, and no event twice', () => {
      const names = namesOf(element.events);

      for (const {name, type} of element.events ?? []) assert.match(String(type?.text), /^Kakao\w+Event$/, name);
      assert.equal(new Set(names).size, names.length);
    });

    test('is what the documents say of it', () => {
      const pages = ['elements', 'events'].map((page) => read(`docs/en/frontend/${page}.md`)).join('\n');

      for (const kind of ['attributes', 'events', 'slots', 'cssProperties'] as const) {
        for (const name of namesOf(element[kind])) assert.ok(pages.includes(`\`${name}`), name);
      }
    });
  });
}

describe('<kakao-sync> in custom-elements.json', () => {
  test('has every attribute that the configuration reads', () => {
    assert.deepEqual(namesOf(elements.get('kakao-sync')?.attributes), ATTRIBUTES.map(toAttribute).sort());
  });

  test('has a property for every attribute', () => {
    const members = namesOf(elements.get('kakao-sync')?.members);

    for (const name of ATTRIBUTES) assert.ok(members.includes(name), name);
  });

  test('has every event that the client dispatches', () => {
    const dispatched = [...read('src/client/state/events.ts').matchAll(/'(kakao-[a-z-]+)'/g)].map(([, name]) =>
      String(name),
    );
    const documented = [...elements.values()].flatMap(({events}) => namesOf(events));

    assert.ok(dispatched.length > 5);
    assert.deepEqual([...new Set(documented)].sort(), [...new Set(dispatched)].sort());
  });
});

for (const folder of ['login-button', 'terms-consent', 'channel-button', 'account']) {
  describe(`<kakao-${folder}> in custom-elements.json`, () => {
    const element = elements.get(`kakao-${folder}`);

    test('has every slot that it renders', () => {
      assert.deepEqual(namesOf(element?.slots), find(folder, /<slot[^>]*?\sname="([a-z-]+)"/g));
    });

    test('has every part that it renders', () => {
      assert.deepEqual(namesOf(element?.cssParts), find(folder, /\spart="([a-z-]+)"/g));
    });

    test('has every custom property that its styles read', () => {
      assert.deepEqual(namesOf(element?.cssProperties), find(folder, /var\((--kakao-[a-z-]+)/g));
    });

    test('has every attribute that it reads, and its property', () => {
      const members = namesOf(element?.members);
      const attributes = namesOf(element?.attributes);

      assert.ok(attributes.length > 0);
      for (const {name, fieldName} of element?.attributes ?? []) assert.ok(members.includes(String(fieldName)), name);
      assert.ok(members.includes('client'), 'and the property client');
    });
  });
}

test('custom-elements.json has its modules in the order of their names, however the file system lists them', () => {
  const paths = modules.map(({path}) => path);

  assert.ok(paths.length > 10);
  assert.deepEqual(paths, [...paths].sort());
});
