import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {JSX, toJsx} from '../../scripts/manifest/jsx.mjs';
import {CONFIG, readSettings} from '../../scripts/manifest/settings.mjs';
import {fillTables} from '../../scripts/manifest/tables.mjs';
import {ATTRIBUTES, PROPERTIES, toAttribute} from '../../src/client/state/config.js';
import {read} from './support/package.js';

interface Attribute {
  readonly name: string;
  readonly type: {readonly text: string};
  readonly description: string;
  readonly fieldName: string;
}

interface Manifest {
  readonly modules: {readonly declarations?: {readonly tagName?: string; attributes?: Attribute[]}[]}[];
}

const PAGES = ['docs/en/frontend/elements.md', 'docs/ko/frontend/elements.md'];
const TAGS = ['kakao-sync', 'kakao-login-button', 'kakao-account', 'kakao-terms-consent', 'kakao-channel-button'];
const NEW = {name: 'new-one', type: {text: 'string'}, description: 'Something new.', fieldName: 'newOne'};

/** The manifest as it was built, with an attribute more or less. */
function readManifest(tag?: string, change: (attributes: Attribute[]) => Attribute[] = (same) => same): Manifest {
  const manifest = JSON.parse(read('custom-elements.json')) as Manifest;
  for (const declaration of manifest.modules.flatMap(({declarations = []}) => declarations)) {
    if (declaration.tagName === tag) declaration.attributes = change(declaration.attributes ?? []);
  }
  return manifest;
}

describe('the types for JSX', () => {
  test('are what the manifest says', async () => {
    assert.equal(await toJsx(readManifest()), read(JSX));
  });

  for (const tag of TAGS) {
    test(`are stale once <${tag}> has an attribute more, or one less`, async () => {
      assert.match(await toJsx(readManifest(tag, (own) => [...own, NEW])), /'new-one'\?: string \| undefined/);
      assert.notEqual(await toJsx(readManifest(tag, (own) => own.slice(1))), read(JSX));
    });
  }
});

describe('the tables of attributes', () => {
  for (const page of PAGES) {
    test(`are what the manifest says: ${page}`, () => {
      assert.deepEqual(fillTables(read(page), readManifest(), page), {text: read(page), missing: []});
    });

    for (const tag of TAGS) {
      test(`are stale once <${tag}> has an attribute more, or one less: ${page}`, () => {
        const {text, missing} = fillTables(
          read(page),
          readManifest(tag, (own) => [...own, NEW]),
          page,
        );

        assert.match(text, /^\| `new-one` \| `string` \| {2}\|/m);
        assert.deepEqual(missing, page.startsWith('docs/ko/') ? [`<${tag} new-one>`] : []);
        assert.notEqual(
          fillTables(
            read(page),
            readManifest(tag, (own) => own.slice(1)),
            page,
          ).text,
          read(page),
        );
      });
    }
  }
});

describe('the settings that the manifest reads', () => {
  const config = read(CONFIG);

  test('are those that the page reads', () => {
    const settings = readSettings();
    const named = settings.filter(({attribute}) => attribute);

    assert.deepEqual(named.map(({property}) => property).sort(), [...ATTRIBUTES].sort());
    assert.deepEqual(named.map(({attribute}) => attribute).sort(), ATTRIBUTES.map(toAttribute).sort());
    assert.deepEqual(
      settings.filter(({attribute}) => !attribute).map(({property}) => property),
      PROPERTIES,
    );
  });

  for (const [name, from, to, error] of [
    [
      'a setting without a rule',
      'readonly scope?:',
      'readonly other?: string;\n/** . */\nreadonly scope?:',
      /other has/,
    ],
    ['a rule without a setting', '\n  scope:', '\n  other: LIST,\n  scope:', /other is no setting/],
    ['a setting without a description', /\/\*\* Fills in .*\*\//, '', /loginHint has no description/],
  ] as const) {
    test(`are refused with ${name}`, () => {
      const text = config.replace(from, to);

      assert.notEqual(text, config);
      assert.throws(() => readSettings(text), error);
    });
  }
});
