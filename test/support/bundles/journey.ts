import assert from 'node:assert/strict';
import {after, before, describe} from 'node:test';
import type {Request} from 'playwright-core';
import {keepEnvironment} from '../keep-environment.js';
import {listFiles} from '../../package/support/package.js';
import {AT, CALLBACK_PATH, describeJourney, expectSignedIn, type Journey, type Visit} from '../journey.js';
import {including, type Policy, readPolicies, toHeader} from '../policies.js';
import {STAND_IN} from '../sdk-environments.js';
import type {Site} from '../site.js';
import type {SitePage} from '../site-pages.js';
import {BASE, type Builder, type Built, type Entry} from './built.js';
import {createPackedProject, type PackedProject} from './packed-package.js';

/** A page with every element, and something to tell the developer: whose sentence is a part of its own. */
export const ALL = '/all';
/** The same page, with nothing to tell. */
const FLAWLESS = '/flawless';
const CODE = '[kakao-sync] config_invalid (docs/en/error-codes.md)';
export const SENTENCE =
  '[kakao-sync] config_invalid: scope="a b" must be names separated by commas. (docs/en/error-codes.md)';

export const ELEMENTS = listFiles('src/elements', /\/define\.ts$/).map((path) => `kakao-${String(path.split('/')[2])}`);

interface BundlerOptions {
  /** How the project came to be: the packed package alone, if not said. */
  readonly createProject?: () => Promise<PackedProject>;
  /** A policy of Trusted Types that the bundler's own code needs. */
  readonly trustedTypes?: string;
  /** The bundler's own code keeps something on `window`. */
  readonly hasGlobals?: boolean;
}

/** What a build of a site is made of: its pages, and a callback page that has no more than it needs. */
const SITE_ENTRIES: readonly Entry[] = ['main', 'all', 'callback'];
/** Everything from the start, which needs no other file. */
const EAGER_ENTRIES: readonly Entry[] = ['eager'];

/** Where a login begins whose callback page has the entry for callback pages. */
const LEAN = '/lean?item=1#total';
const LEAN_CALLBACK = '/lean/callback';
/** Where everything is there from the start. */
const EAGER = '/eager?item=1#total';
const EAGER_CALLBACK = '/eager/callback';

/** The same journeys through the pages of each builder, under the documents' policy by a nonce. */
export function describeBuilders(
  title: string,
  builders: Readonly<Record<string, Builder>>,
  {createProject = createPackedProject, trustedTypes, hasGlobals = false}: BundlerOptions = {},
): void {
  let project: PackedProject | undefined;
  let built: Built | undefined;
  const toPage = (entry: Entry, more: SitePage = {}): SitePage => ({
    scripts: (_data, nonce) => built?.head(entry, nonce) ?? '',
    policy: (_usual, nonce) => toHeader(policy, nonce),
    ...more,
  });
  const toPair = (path: string, entries: readonly [page: Entry, callback: Entry]): Record<string, SitePage> => {
    const attributes = {'redirect-uri': `${path}/callback`};
    return {[path]: toPage(entries[0], {attributes}), [`${path}/callback`]: toPage(entries[1], {attributes})};
  };
  const pages = {
    '/cart': toPage('main'),
    [CALLBACK_PATH]: toPage('main'),
    ...toPair('/lean', ['main', 'callback']),
    ...toPair('/eager', ['eager', 'eager']),
    [ALL]: toPage('all', {attributes: {scope: 'a b'}, body: renderAll}),
    [FLAWLESS]: toPage('all', {body: renderAll}),
  };
  const see = async ({url}: {readonly url: string}): Promise<Response | undefined> => {
    const {pathname, search} = new URL(url);
    return pathname.startsWith(BASE) ? built?.answer(pathname.slice(BASE.length) + search) : undefined;
  };
  let policy: Policy = new Map();

  const options = {at: STAND_IN, pages, see, redirectPaths: [LEAN_CALLBACK, EAGER_CALLBACK]};
  describeJourney(title, options, (journey) => {
    before(async () => {
      project = await createProject();
    });
    after(() => project?.[Symbol.asyncDispose]());

    /** In a `describe`: its pages are of a build of these entries. */
    function useBuild({build, isByNonceAlone}: Builder, entries: readonly Entry[]): void {
      before(async () => {
        const {nonce} = await readPolicies();
        policy = isByNonceAlone ? nonce : including(nonce, 'script-src', "'strict-dynamic'");
        if (trustedTypes !== undefined) policy = including(policy, 'trusted-types', trustedTypes);
        const {apiUrl} = journey.site;
        built = await keepEnvironment(() => build({folder: String(project?.folder), entries, apiUrl}));
      });
      after(async () => {
        await built?.close?.();
        built = undefined;
      });
    }

    for (const [name, builder] of Object.entries(builders)) {
      describe(name, () => {
        useBuild(builder, SITE_ENTRIES);
        testEveryBuild(journey, hasGlobals);
        if (builder.hasChunks) testParts(journey, builder);
      });
      if (builder.hasChunks && !builder.isPartsOnly)
        describe(`${name}, with everything from the start`, () => {
          useBuild(builder, EAGER_ENTRIES);
          testEager(journey, hasGlobals);
        });
    }
  });
}

function testEveryBuild({test}: Journey<Site>, neighbour: boolean): void {
  test('signs somebody up by Kakao’s SDK', async (visit) => {
    await visit.pressAt(AT);
    await visit.kakao.signUp('김새봄');

    await expectSignedIn(visit, AT, {neighbour});
  });

  test('registers every element, and fetches the developer’s sentence', async (visit) => {
    await visit.goTo(ALL);

    assert.equal(await visit.traffic.nextLine('config_invalid'), SENTENCE);
    assert.deepEqual(await visit.page.evaluate(findUnregistered, ELEMENTS), []);
    expectNothingStopped(visit);
  });
}

/** Of builds whose parts are files of their own. */
function testParts({site, test, openVisit}: Journey<Site>, {mark = BASE}: Builder): void {
  test('goes to Kakao without any part that is a file of its own', async (visit) => {
    site.attributes['rest-api-key'] = site.restKey;
    const first = await listFirst(visit, [AT, FLAWLESS]);
    assert.ok(
      [...first].some((address) => address.includes(mark)),
      mark,
    );
    await using blocked = await openVisit();
    await blocked.context.route(
      (url) => url.pathname.startsWith(BASE) && !first.has(url.href),
      (route) => route.abort(),
    );
    await blocked.goTo(ALL);
    assert.equal(await blocked.traffic.nextLine('config_invalid'), CODE);

    const address = await blocked.goToKakao(AT);

    assert.ok(address.includes(`client_id=${site.restKey}`), address);
    expectNothingStopped(blocked);
  });

  test('completes a login on a callback page that has no more than it needs', async (visit) => {
    const first = await listFirst(visit, [LEAN_CALLBACK]);
    await using blocked = await openVisit();
    await blocked.context.route(
      (url) => url.pathname.startsWith(BASE) && !first.has(url.href),
      (route) => (route.request().frame().url().includes(LEAN_CALLBACK) ? route.abort() : route.fallback()),
    );

    await blocked.signUpAt(LEAN);

    await expectSignedIn(blocked, LEAN);
  });
}

/** Of builds in which every part is there from the start. */
function testEager({site, test, openVisit}: Journey<Site>, neighbour: boolean): void {
  test('signs somebody up by Kakao’s SDK, and asks for no part', async (visit) => {
    const first = await listFirst(visit, [EAGER, EAGER_CALLBACK]);
    await using whole = await openVisit();
    const later = new Set<string>();
    whole.context.on('request', (request) => {
      const url = request.url();
      if (url.startsWith(site.url + BASE) && !first.has(url)) later.add(url);
    });

    await whole.signUpAt(EAGER);

    await expectSignedIn(whole, EAGER, {neighbour});
    await whole.page.evaluate(rest);
    assert.deepEqual([...later], []);
  });
}

/** Until a page that has loaded is idle: when parts are fetched that nobody has asked for yet. */
async function rest(): Promise<void> {
  for (let times = 0; times < 3; times++) await new Promise((resolve) => requestIdleCallback(resolve));
}

function renderAll(attributes: string): string {
  return `<kakao-sync ${attributes}></kakao-sync>
    <h1>온달</h1>
    ${ELEMENTS.filter((name) => name !== 'kakao-sync')
      .map((name) => `<${name}></${name}>`)
      .join('\n')}`;
}

export function findUnregistered(names: readonly string[]): string[] {
  return names.filter((name) => !customElements.get(name));
}

function expectNothingStopped({traffic, violations}: Visit): void {
  assert.deepEqual(traffic.uncaught, []);
  assert.deepEqual(violations.all, []);
}

/** The files that pages are made of before they run: the entries and what these import, not what is imported later. */
async function listFirst({page, goTo}: Visit, paths: readonly string[]): Promise<ReadonlySet<string>> {
  const first = new Set<string>();
  for (const path of paths) {
    const keep = (request: Request): void => void first.add(request.url());
    page.on('request', keep);
    page.once('domcontentloaded', () => page.off('request', keep));
    await goTo(path);
  }
  return first;
}
