import assert from 'node:assert/strict';
import {after, before, beforeEach, describe, test} from 'node:test';
import type {Engine} from '../../../scripts/engines/engine.mjs';
import {openEngine} from '../../../scripts/engines/open-engine.mjs';
import {expectErrorTold, expectSignedIn} from '../../support/endings.js';
import {engine as engineName} from '../../support/engine.js';
import {type EngineVisit, startEngineVisit} from '../../support/engine-visit.js';
import {createPageRecorder, type PageRecorder} from '../../support/page-recorder.js';
import {createRecorder} from '../../support/record.js';
import {type Site, startSite} from '../../support/site.js';
import type {SitePage} from '../../support/site-pages.js';
import {CALLBACK_PATH} from '../../support/test-environment.js';
import {ko} from '../../support/texts.js';

const AT = '/cart?item=1%2F2#total';

/** What the site does with the first request for a file with `name` in it. */
interface Plan {
  readonly name: string;
  answer(): Promise<Response | undefined>;
}

describe(`parts of the code in ${engineName}`, () => {
  let engine: Engine;
  let site: Site;
  let recorder: PageRecorder;
  let release = 1;
  let plan: Plan | undefined;
  const asked = createRecorder<string>((path) => path);

  const page: SitePage = {
    scripts: () => `<script src="/scripts/page-recorder.js"></script>
      <script type="module" src="/copies/release-${release}/scripts/page.js"></script>`,
  };

  async function see(request: Request): Promise<Response | undefined> {
    const {pathname} = new URL(request.url);
    const planned = plan && pathname.includes(plan.name) ? plan : undefined;
    if (planned) {
      plan = undefined;
      asked.add(pathname);
      const response = await planned.answer();
      if (response) return response;
    }
    const [, of] = /^\/copies\/release-(\d+)\//.exec(pathname) ?? [];
    if (of !== undefined && Number(of) !== release) return new Response('Not found', {status: 404});
    return recorder.see(request);
  }

  before(async () => {
    [engine, site] = await Promise.all([
      openEngine(engineName),
      startSite({pages: {'/cart': page, [CALLBACK_PATH]: page}, hosts: ['page-recorder.ts'], see}),
    ]);
  });
  after(async () => {
    await engine.close();
    await site.close();
  });
  beforeEach(() => {
    site.reset();
    asked.clear();
    plan = undefined;
    recorder = createPageRecorder(() => site);
  });

  const start = (): Promise<EngineVisit> => startEngineVisit(engine, site, recorder);
  const isAsked = (): Promise<string> => asked.wait('A part', ([path]) => path);
  /** The site is deployed anew when a page asks for a part: that one and all others of the page's release are gone. */
  const deployAt = (name: string): void => {
    plan = {
      name,
      answer() {
        release += 1;
        return Promise.resolve(new Response('Not found', {status: 404}));
      },
    };
  };

  test('a press before its part is there goes on when it comes', async () => {
    let letGo = (): void => undefined;
    const released = new Promise<undefined>((resolve) => (letGo = () => resolve(undefined)));
    plan = {name: '/leave-part-', answer: () => released};
    await using visit = await start();
    await visit.goTo(AT);
    await isAsked();

    await visit.press();
    await visit.events.flow('starting');
    assert.equal(site.emulator.counts.authorize, 0);
    letGo();
    await visit.kakao.signUp('김새봄');

    await expectSignedIn(visit, AT);
  });

  // What follows is played in Chromium by Playwright (deployed.test.ts, blocked.test.ts), with more corners.
  if (engineName === 'chromium') return;

  test('a part that is gone costs a press, and one that loads the page anew', async () => {
    deployAt('/leave-part-');
    await using visit = await start();
    await visit.goTo(AT);
    await isAsked();

    await visit.press();
    await expectErrorTold(visit, {code: 'part_unavailable', end: 'retry'});
    await visit.waitForText(ko.later);
    await visit.leave(() => visit.press());
    await visit.signUp();

    await expectSignedIn(visit, AT, {error: [AT, AT]});
  });

  test('a part that is gone when a login comes back loses nothing: a reload completes it', async () => {
    await using visit = await start();
    await visit.goTo(AT);
    await visit.press();
    const answer = site.emulator.authorize(await visit.arriveAtKakao(), {persona: 'member'});
    deployAt('/return-part-');

    await visit.goTo(answer);
    await expectErrorTold(visit, {code: 'part_unavailable', end: 'retry'});
    await visit.reload();

    await expectSignedIn(visit, AT, {error: [CALLBACK_PATH]});
  });
});
