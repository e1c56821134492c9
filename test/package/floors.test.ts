import assert from 'node:assert/strict';
import {posix} from 'node:path';
import {before, describe, test} from 'node:test';
import {ESLint} from 'eslint';
import ts from 'typescript';
import {parser} from 'typescript-eslint';
import {listFiles, read, ROOT} from './support/package.js';

interface Rule {
  /** The folders of src it may import from, besides its own. */
  readonly folders: readonly string[];
  readonly packages?: RegExp;
}

const LOWER = ['shared', 'oauth', 'sdk', 'in-app'];

/** Who may import whom: from the same floor only its own folder, else from below. A file beside the folders is `.`. */
const RULES: Readonly<Record<string, Rule>> = {
  shared: {folders: []},
  oauth: {folders: ['shared']},
  sdk: {folders: ['shared']},
  'in-app': {folders: ['shared']},
  client: {folders: LOWER},
  analytics: {folders: ['client', ...LOWER]},
  sheet: {folders: ['client', ...LOWER]},
  elements: {folders: ['client', ...LOWER], packages: /^lit(\/|$)/},
  script: {folders: ['.', 'elements', 'analytics', 'sheet', 'client', ...LOWER], packages: /^lit(\/|$)/},
  '.': {folders: ['elements', 'client', ...LOWER]},
  frameworks: {
    folders: ['.', 'elements', 'client', ...LOWER],
    packages: /^(react|next\/navigation|vue|svelte\/elements)$/,
  },
  server: {folders: ['shared'], packages: /^jose$/},
  emulator: {folders: [], packages: /^node:/},
  // What of the others it may import is in FOR_DOCTOR.
  doctor: {
    folders: ['shared', 'sdk', 'client', 'server', 'emulator'],
    packages: /^node:(crypto|fs|readline|stream|util)$/,
  },
  bin: {folders: ['doctor', 'emulator']},
  // For the tests of a site: they plan failures by the names of the error codes.
  testing: {folders: ['emulator', 'shared'], packages: /^node:/},
};

/** What the doctor has of other floors, beside `shared`: their own checks, so that it says what they would. */
const FOR_DOCTOR: Readonly<Record<string, string>> = {
  'src/client/state/config.ts': 'what the widget takes for an app key and a redirect URI',
  'src/server/create-kakao-server.ts': 'which settings the kit refuses together',
  'src/server/options/app-keys.ts': 'what the kit takes for a secret and an admin key',
  'src/server/options/redirect-uris.ts': 'what the kit takes for a redirect URI',
  'src/server/options/session-keys.ts': 'which keys the kit seals sessions with',
  'src/emulator/index.ts': 'what the emulator that forgeries go by has, and how it fails',
  'src/sdk/releases.ts': 'which release of the SDK the widget loads',
  'src/server/base/body-text.ts': 'reads an answer no further than a limit',
  'src/server/base/with-timeout.ts': 'waits for an answer no longer than a limit',
  'src/server/kakao/http.ts': 'what the kit takes for a JSON object of Kakao’s',
  'src/server/kakao/kakao-endpoints.ts': 'where Kakao’s servers are',
  'src/server/kakao/signing-keys.ts': 'which public keys of Kakao’s the kit can use',
};

const KIT = ['base', 'kakao', 'tokens', 'notices', 'options', 'customer-files', 'sessions', 'login', 'http'];

/** What keeps notices: the packages that it needs are loaded once a store is opened. */
const STORE = 'src/server/notices/store/';
const STORE_PACKAGES = /^(pg-boss|@electric-sql\/pglite|node:(fs\/promises|net|path))$/;

/**
 * The rooms of a floor, from the lowest up, and which of them each may import from, besides itself. A folder inside a room
 * belongs to it. What lies beside the rooms may import all of them.
 */
const ROOMS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  client: {
    state: [],
    page: ['state'],
    // The script in `<head>` is made of it.
    'auto-login': ['state', 'page'],
    leave: ['state', 'page'],
    return: ['state', 'page'],
    member: ['state', 'page'],
    // Begins as a press does, and ends as a return does.
    'on-server': ['state', 'page', 'leave', 'return'],
    report: ['state', 'page'],
  },
  server: Object.fromEntries(KIT.map((room, floor) => [room, KIT.slice(0, floor)])),
  emulator: {core: [], node: ['core']},
  doctor: {
    base: [],
    settings: ['base'],
    checks: ['base', 'settings'],
    network: [],
    probes: ['base', 'settings', 'network'],
    report: ['base'],
    forgeries: ['base', 'settings', 'network'],
    page: ['base', 'settings', 'network', 'probes'],
    launch: ['base', 'settings', 'report'],
  },
  'emulator/core': {
    base: [],
    faults: ['base'],
    store: ['base', 'faults'],
    notices: ['base', 'store'],
    http: ['base', 'faults', 'store', 'notices'],
    pages: ['base'],
    sdk: ['base', 'http'],
    oauth: ['base', 'faults', 'store', 'http', 'pages'],
    talk: ['base', 'store', 'http', 'pages', 'oauth'],
    api: ['base', 'faults', 'store', 'http', 'pages', 'oauth'],
    account: ['base', 'store', 'http', 'pages', 'oauth'],
    control: ['base', 'faults', 'store', 'notices', 'http', 'pages', 'oauth', 'talk', 'account'],
  },
};

/** What of the client the script in `<head>` may be made of, beside `auto-login` and types. */
const HEAD_FILES = [
  'page/ports/ports.ts',
  'page/visit-history.ts',
  'page/with-timeout.ts',
  'page/transactions/authorization-transaction.ts',
  'page/transactions/open-transaction.ts',
  'state/config.ts',
  'state/skip-reason.ts',
];

/** The part that is fetched only where there is something to say to the developer, and the one file that fetches it. */
const REPORT_PART = 'src/client/report-part.ts';
const REPORT_LOADER = 'src/client/page/developer/load-report.ts';
/** The parts that a page fetches when it needs them, and the file that fetches them. */
const PARTS_LOADER = 'src/client/parts.ts';
const PARTS = ['leave', 'on-server', 'return'].map((name) => `src/client/${name}-part.ts`);
/** The part that only pages with a channel have. */
const CHANNEL_PART = 'src/client/channel-part.ts';
const CHANNEL_LOADER = 'src/client/channel.ts';
/** What fetches a part that holds the first load too, in which it is. */
const isFetch = (from: string, to: string): boolean =>
  (from === PARTS_LOADER && PARTS.includes(to)) ||
  (from === CHANNEL_LOADER && to === CHANNEL_PART) ||
  (from === REPORT_LOADER && to === REPORT_PART);
/** What the script tag has in the place of that file. */
const TAG_LOADER = 'src/script/stand-ins/load-report.ts';

/** The part with the messages, and what it may have in common with the first load: a bundler cuts that off. */
const MESSAGES_PART = 'src/elements/messages/part.ts';
const MESSAGES_LOADER = 'src/elements/messages-part.ts';
/** Who has it at once. */
const EAGER = /^src\/(eager|elements\/eager|script\/[\w/-]+)\.ts$/;

/** The most files that a folder holds. */
const MAX_FILES = 16;

const files = listFiles('src', /\.tsx?$/);

/** What of the emulator runs in a browser too. */
const CORE = 'src/emulator/core/';
/** What only Node has. */
const OF_NODE = ['Buffer', 'process', 'global', 'require', 'setImmediate', 'clearImmediate', '__dirname', '__filename'];

function folderOf(path: string): string {
  const [, folder, ...rest] = path.split('/');
  return rest.length === 0 ? '.' : String(folder);
}

/** The room of a file in the folder of a floor, or in a room that has rooms itself; null beside the rooms. */
function roomOf(path: string, floor: string): string | null {
  const [room, ...rest] = path.slice(`src/${floor}/`.length).split('/');
  return rest.length === 0 ? null : String(room);
}

const isInside = (path: string, floor: string): boolean => path.startsWith(`src/${floor}/`);

/** The files of src that a file imports. */
const readSources = (path: string): string[] => toSources(path, readImports(path));

function toSources(path: string, imports: readonly string[]): string[] {
  return imports
    .filter((target) => target.startsWith('.'))
    .map((target) => posix.join(posix.dirname(path), target).replace(/\.js$/, '.ts'));
}

type Targets = Readonly<Record<'now' | 'later', readonly string[]>>;

/** By file: each is asked for by all that load it. */
const targets = new Map<string, Targets>();

/** What is loaded with a file, and what it imports later. Types are neither. */
function readTargets(path: string): Targets {
  const known = targets.get(path) ?? parseTargets(path);
  targets.set(path, known);
  return known;
}

function parseTargets(path: string): Targets {
  const now: string[] = [];
  const later: string[] = [];
  const visit = (node: ts.Node): void => {
    const isLoad =
      (ts.isImportDeclaration(node) && node.importClause?.phaseModifier !== ts.SyntaxKind.TypeKeyword) ||
      (ts.isExportDeclaration(node) && !node.isTypeOnly);
    if (isLoad && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier)) now.push(node.moduleSpecifier.text);
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [target] = node.arguments;
      later.push(target && ts.isStringLiteral(target) ? target.text : '?');
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, read(path), ts.ScriptTarget.ES2022, true));
  return {now, later};
}

/** The files of src among them. */
function readLoads(path: string): Targets {
  const {now, later} = readTargets(path);
  return {now: toSources(path, now), later: toSources(path, later)};
}

/** What is loaded with a file, by whatever way round. */
function reach(path: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(path)) return seen;
  seen.add(path);
  for (const target of readLoads(path).now) reach(target, seen);
  return seen;
}

/** What a file imports, exports from and imports at run time. */
function readImports(path: string): string[] {
  return ts.preProcessFile(read(path), true, true).importedFiles.map(({fileName}) => fileName);
}

/** The packages that a file may import. */
function toPackages(path: string, rule: Rule): RegExp {
  if (path.startsWith(STORE)) return STORE_PACKAGES;
  if (path === 'src/doctor/page/find-elements.ts') return /^parse5$/; // the build puts it into the file
  if (path.startsWith('src/doctor/network/')) return /^node:(https?|stream\/consumers)$/;
  return path.startsWith(CORE) ? NONE : (rule.packages ?? NONE);
}

const NONE = /(?!)/;

/** Which of some names a file uses, but for those that follow a dot. */
function readGlobals(path: string, names: readonly string[]): readonly string[] {
  const found = new Set<string>();
  const visit = (node: ts.Node): void => {
    const isName = ts.isIdentifier(node) && names.includes(node.text);
    if (isName && !(ts.isPropertyAccessExpression(node.parent) && node.parent.name === node)) found.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, read(path), ts.ScriptTarget.ES2022, true));
  return [...found];
}

describe('src', () => {
  for (const path of files) {
    test(`${path} imports from its own floor's folder and from below`, () => {
      const folder = folderOf(path);
      const rule = RULES[folder];
      assert.ok(rule, `${folder} has no rule yet`);

      for (const target of readImports(path)) {
        if (!target.startsWith('.')) {
          const packages = toPackages(path, rule);
          assert.match(target, packages, `imports the package ${target}`);
          continue;
        }
        assert.match(target, /\.js$/, 'names the file as it is served');
        const source = posix.join(posix.dirname(path), target).replace(/\.js$/, '.ts');
        assert.ok(files.includes(source), `${source} is there`);
        const to = folderOf(source);
        assert.ok(to === folder || rule.folders.includes(to), `imports ${source}`);
      }
    });
  }

  for (const [floor, rooms] of Object.entries(ROOMS)) {
    for (const [room, lower] of Object.entries(rooms)) {
      test(`${floor}/${room} imports from no room of its floor but ${lower.join(', ') || 'itself'}`, () => {
        const inside = files.filter((path) => isInside(path, floor) && roomOf(path, floor) === room);
        assert.ok(inside.length > 0);
        for (const path of inside) {
          for (const target of readSources(path).filter((source) => isInside(source, floor))) {
            if (path === REPORT_LOADER && target === REPORT_PART) continue;
            assert.ok([room, ...lower].includes(String(roomOf(target, floor))), `${path} imports ${target}`);
          }
        }
      });
    }

    test(`${floor} has no room without a rule`, () => {
      const present = files.filter((path) => isInside(path, floor)).map((path) => roomOf(path, floor));
      assert.deepEqual(
        [...new Set(present)].filter((room) => room && !(room in rooms)),
        [],
      );
    });
  }

  test('gives the doctor what is named with its reason, and no more', () => {
    const inside = files.filter((path) => path.startsWith('src/doctor/'));
    const others = inside.flatMap(readSources).filter((path) => !/^src\/(doctor|shared)\//.test(path));

    assert.deepEqual([...new Set(others)].sort(), Object.keys(FOR_DOCTOR).sort());
  });

  test('lets the doctor out by one room alone', () => {
    const names = ['fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource', 'connect'];
    const inside = files.filter((path) => path.startsWith('src/doctor/') && readGlobals(path, names).length > 0);

    assert.deepEqual(inside, ['src/doctor/network/network.ts', 'src/doctor/network/target.ts']);
  });

  test('keeps what is for <head> to a few files of the page', () => {
    const inside = files.filter((path) => path.startsWith('src/client/auto-login/'));
    const others = inside.flatMap(readSources).filter((path) => /^src\/client\/(?!auto-login\/)/.test(path));

    assert.deepEqual([...new Set(others)].sort(), HEAD_FILES.map((path) => `src/client/${path}`).sort());
  });

  test('loads the parts, and sentences for developer and visitor, later, each by one file, and nothing else later', () => {
    const later = files.flatMap((path) => readLoads(path).later.map((target) => [path, target]));

    assert.deepEqual(later, [
      [CHANNEL_LOADER, CHANNEL_PART],
      [REPORT_LOADER, REPORT_PART],
      ...PARTS.map((path) => [PARTS_LOADER, path]),
      [MESSAGES_LOADER, MESSAGES_PART],
    ]);
  });

  test('loads no sentence for the developer with anything else', () => {
    const isSentence = (path: string): boolean =>
      path === REPORT_PART || /^src\/client\/report\/(?!debug-report)/.test(path);
    // The check of a page is a file of its own, which shows a text that it may not copy.
    const others = [
      'src/script/kakao-sync-report.ts',
      'src/script/kakao-sync-check.ts',
      'src/script/check/open-check.ts',
      'src/script/check/read-network.ts',
      'src/script/check/read-page.ts',
    ];
    const isOfReport = (path: string): boolean => isSentence(path) || others.includes(path);

    assert.ok([...reach('src/script/kakao-sync-report.ts')].filter(isSentence).length >= 2);
    for (const path of files.filter((name) => !isOfReport(name))) {
      assert.deepEqual([...reach(path)].filter(isSentence), [], path);
    }
    // It is nobody's but by the script tag's build, which puts it in the other's place.
    assert.ok(files.includes(TAG_LOADER));
    assert.deepEqual(
      files.filter((path) => readSources(path).includes(TAG_LOADER)),
      [],
    );
  });

  test('has no file in common with the part with the messages, nor Lit, unless all is to be there at once', () => {
    const inside = reach(MESSAGES_PART);
    assert.ok(inside.size >= 8);
    for (const path of inside) {
      assert.deepEqual(
        readTargets(path).now.filter((target) => !target.startsWith('.')),
        [],
        path,
      );
    }
    for (const path of files.filter((other) => !inside.has(other) && !EAGER.test(other))) {
      assert.deepEqual(
        [...reach(path)].filter((target) => inside.has(target)),
        [],
        path,
      );
    }
  });

  test('loads what keeps notices with nothing else of the server, and its packages with nothing', () => {
    assert.deepEqual(
      [...reach('src/server/index.ts')].filter((path) => path.startsWith(STORE)),
      [],
    );
    const stores = files.filter((path) => path.startsWith(STORE));
    assert.ok(stores.length > 0);
    for (const path of stores) {
      assert.deepEqual(
        readTargets(path).now.filter((target) => !target.startsWith('.')),
        [],
        path,
      );
    }
  });

  test("runs the emulator's core without Node", () => {
    const core = files.filter((path) => path.startsWith(CORE));
    assert.ok(core.length > 80);
    for (const path of core) assert.deepEqual(readGlobals(path, OF_NODE), [], path);
    // The rule sees those who may.
    assert.deepEqual(readGlobals('src/emulator/cli.ts', OF_NODE), ['process']);
  });

  test(`holds at most ${MAX_FILES} files in a folder`, () => {
    const counts = new Map<string, number>();
    for (const path of files) counts.set(posix.dirname(path), (counts.get(posix.dirname(path)) ?? 0) + 1);

    assert.deepEqual(
      [...counts].filter(([, count]) => count > MAX_FILES),
      [],
    );
  });

  test('has no two files that import each other, by whatever way round, types included', () => {
    const graph = new Map(files.map((path) => [path, readSources(path).filter((to) => !isFetch(path, to))]));
    const done = new Set<string>();
    const visit = (path: string, trail: readonly string[]): void => {
      assert.ok(!trail.includes(path), [...trail, path].join(' → '));
      if (done.has(path)) return;
      for (const target of graph.get(path) ?? []) visit(target, [...trail, path]);
      done.add(path);
    };
    for (const path of files) visit(path, []);
  });
});

/** The page's state and ways out: only through ports can a test stand in for them. */
const GLOBALS = [
  ...['window', 'self', 'top', 'parent', 'document', 'navigator', 'location', 'history', 'localStorage'],
  ...['sessionStorage', 'indexedDB', 'cookieStore', 'caches', 'fetch', 'XMLHttpRequest', 'open', 'performance'],
  ...['setTimeout', 'setInterval', 'requestAnimationFrame', 'queueMicrotask', 'addEventListener', 'dispatchEvent'],
  ...['removeEventListener', 'globalThis', 'screen', 'console', 'alert', 'isSecureContext', 'customElements'],
];

/** The files below src that may use some of them, and which. */
const GLOBAL_USERS: Readonly<Record<string, readonly string[]>> = {
  'src/client/create-kakao-sync.ts': ['document'],
  'src/client/page/page-registry.ts': ['document'],
  'src/client/page/developer/report-problem.ts': ['console'],
  // Sites call it where there may be no client.
  'src/client/member/last-provider.ts': ['localStorage'],
  'src/client/leave/leave-in-app-browser.ts': ['globalThis', 'location'],
  // A listener's error is reported in a task of its own.
  'src/client/state/state.ts': ['setTimeout'],
  'src/shared/after.ts': ['setTimeout'],
  'src/sdk/find-kakao-sdk.ts': ['globalThis'],
  'src/sdk/insert-script.ts': ['document', 'queueMicrotask'],
  'src/sdk/load-kakao-sdk.ts': ['document', 'globalThis', 'setTimeout'],
  'src/sdk/trusted-script-url.ts': ['document', 'globalThis', 'location'],
};

/** What fills in the ports: all of a page's globals are theirs. */
const PORTS = ['browser', 'document', 'later'].map((name) => `src/client/page/ports/${name}-ports.ts`);

describe('the globals of a page', () => {
  const floors = files.filter((path) => [...LOWER, 'client'].includes(folderOf(path)));
  /** Which of GLOBALS a file uses as the page's own, not as names of something else. */
  let used: Readonly<Record<string, readonly string[]>> = {};
  before(async () => {
    const eslint = new ESLint({
      cwd: ROOT,
      overrideConfigFile: true,
      allowInlineConfig: false,
      overrideConfig: [
        {files: ['**/*.ts'], languageOptions: {parser}, rules: {'no-restricted-globals': ['error', ...GLOBALS]}},
      ],
    });
    const results = await eslint.lintFiles(floors);
    used = Object.fromEntries(
      results.map(({filePath, messages}) => {
        const names = messages.map(({message}) => /^Unexpected use of '(\w+)'/.exec(message)?.[1] ?? message);
        return [posix.relative(ROOT, filePath), [...new Set(names)].sort()];
      }),
    );
  });

  for (const path of floors) {
    if (PORTS.includes(path)) continue;
    const allowed = GLOBAL_USERS[path] ?? [];
    test(`are left alone by ${path}${allowed.length > 0 ? `, but for ${allowed.join(', ')}` : ''}`, () => {
      assert.deepEqual(used[path], allowed, 'It uses nothing else, and it uses all that it is allowed.');
    });
  }

  test('are used by the files that have a right to it', () => {
    const byPorts = PORTS.flatMap((path) => used[path] ?? []);

    for (const name of ['document', 'location', 'navigator', 'localStorage', 'fetch', 'setTimeout']) {
      assert.ok(byPorts.includes(name), name);
    }
    for (const path of Object.keys(GLOBAL_USERS)) assert.ok(floors.includes(path), `${path} is there`);
  });
});
