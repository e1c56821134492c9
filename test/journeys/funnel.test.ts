import assert from 'node:assert/strict';
import {readFile} from 'node:fs/promises';
import {createRequire} from 'node:module';
import {setImmediate} from 'node:timers/promises';
import {PERSONAS} from 'kakao-sync-widget/emulator';
import {type Numbers, type Stage, STAGES} from '../../demo/funnel/numbers.js';
import {toText} from '../../demo/text/text.js';
import {describeShop, START, type Visit} from '../support/journey.js';

const {funnel: words, measuring} = toText('ko');

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

const ALL: Numbers = Object.fromEntries(STAGES.map((stage) => [stage, 0])) as Numbers;
const STARTED = {views: 1, presses: 1, starts: 1};
/** What a visitor of each kind is counted as. Whoever turns back sees the button again. */
const KINDS = {
  signup: {...STARTED, returns: 1, signups: 1},
  login: {...STARTED, returns: 1, logins: 1},
  cancel: {...STARTED, views: 2, returns: 1, cancels: 1},
  lost: STARTED,
} satisfies Readonly<Record<string, Partial<Record<Stage, number>>>>;

type Kind = keyof typeof KINDS;
type Journey = readonly [kind: Kind, campaign: string, name: string];

const add = (one: Numbers, other: Partial<Numbers>): Numbers =>
  Object.fromEntries(STAGES.map((stage) => [stage, one[stage] + (other[stage] ?? 0)])) as Numbers;

const sum = (numbers: Numbers): number => STAGES.reduce((total, stage) => total + numbers[stage], 0);

describeShop('the funnel of the demo shop', {}, ({site: shop, test, openVisit}) => {
  /** Today's numbers by campaign, as the operator downloads them. */
  async function readNumbers(): Promise<ReadonlyMap<string, Numbers>> {
    const file = await (await fetch(`${shop.url}/operator/funnel.csv?days=1`)).text();
    const [, ...lines] = file.trimEnd().split('\r\n');
    return new Map(
      lines.map((line) => {
        const [, campaign = '', , , ...cells] = line.split(',');
        return [campaign, Object.fromEntries(STAGES.map((stage, place) => [stage, Number(cells[place])])) as Numbers];
      }),
    );
  }

  /** The numbers of a campaign, once there are as many as that, or a minute has passed. */
  async function waitForNumbers(campaign: string, expected: Numbers): Promise<void> {
    const end = AbortSignal.timeout(60_000);
    let numbers = ALL;
    while (sum(numbers) < sum(expected) && !end.aborted) {
      await setImmediate();
      numbers = (await readNumbers()).get(campaign) ?? ALL;
    }
    assert.deepEqual(numbers, expected);
  }

  const choose = (visit: Visit, choice: 'yes' | 'no'): Promise<void> =>
    visit.page.getByRole('button', {name: measuring[choice]}).click();

  async function goOn(visit: Visit, kind: Kind, name: string): Promise<void> {
    await visit.press(START);
    switch (kind) {
      case 'signup':
        await visit.kakao.signUp(name);
        break;
      case 'login':
        await visit.kakao.signIn(name);
        break;
      case 'cancel':
        await visit.kakao.signIn(name);
        await visit.kakao.cancel();
        break;
      case 'lost':
        await visit.page.waitForURL(/\/oauth\/authorize/);
        return;
    }
    await visit.events.next(kind === 'cancel' ? 'kakao-login-cancel' : 'kakao-login-success');
  }

  test('tells nothing of visitors who were not asked yet, or who have declined', async (visit) => {
    const {name} = shop.welcomeStranger();
    await using other = await openVisit();
    const sent: string[] = [];
    for (const {context} of [visit, other]) context.on('request', (request) => void sent.push(request.url()));

    await visit.goTo('/?utm_campaign=silent');
    await goOn(visit, 'signup', name);
    await other.goTo('/?utm_campaign=silent');
    await choose(other, 'no');
    await goOn(other, 'login', name);
    await other.goTo('/?utm_campaign=silent');

    assert.deepEqual(
      sent.filter((address) => new URL(address).pathname === '/measure'),
      [],
    );
    assert.deepEqual([...(await readNumbers()).values()], [ALL]);
    assert.deepEqual(await shop.readRows('SELECT * FROM funnel_events'), []);
  });

  test('asks once, and asks again at the foot of the page', async (visit) => {
    const {page} = visit;
    const question = page.getByRole('region', {name: measuring.question});
    await visit.goTo('/');

    await choose(visit, 'yes');
    assert.equal(await question.isVisible(), false);
    await visit.goTo('/products/moon-jar');
    assert.equal(await question.isVisible(), false);
    await page.getByRole('button', {name: measuring.again}).click();
    await choose(visit, 'no');
    await visit.goTo('/');

    assert.equal(await question.isVisible(), false);
    assert.match(await page.evaluate(() => document.cookie), /measuring=no/);
  });

  for (const width of [390, 1280]) {
    test(`draws a chart and the same as a table, with nothing for axe, ${width} px wide`, async ({
      page,
      violations,
    }) => {
      await page.setViewportSize({width, height: 800});
      await page.goto(`${shop.url}/operator/funnel?numbers=sample`);
      // The script has made room for all campaigns, and something is drawn there.
      await page.waitForFunction(() => {
        const canvas = document.querySelector('canvas');
        const {width: across = 0, height: down = 0} = canvas ?? {};
        const data = down > 300 ? canvas?.getContext('2d')?.getImageData(0, 0, across, down).data : undefined;
        return data?.some((value) => value > 0);
      });
      await page.evaluate(await readFile(AXE, 'utf8'));

      const found = await page.evaluate(`axe.run().then(({violations}) => violations.map(({id}) => id))`);

      const across = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.deepEqual([found, across, violations.all], [[], width, []]);
    });
  }

  test('counts twelve journeys of four kinds, and alarms of those that have not come back', async (visit) => {
    const [first, second, third, fourth] = [1, 2, 3, 4].map(() => shop.welcomeStranger().name) as [
      string,
      string,
      string,
      string,
    ];
    const journeys: readonly Journey[] = [
      ['signup', 'autumn', first],
      ['signup', 'autumn', second],
      ['cancel', 'autumn', fourth],
      ['lost', 'autumn', ''],
      ['login', 'autumn', first],
      ['signup', 'autumn', third],
      ['lost', 'autumn', ''],
      ['login', 'autumn', second],
      ['cancel', 'autumn', fourth],
      ['login', 'winter', third],
      ['cancel', 'winter', fourth],
      ['lost', 'autumn', ''],
    ];
    const before = (await readNumbers()).get(words.total) ?? ALL;
    const expected = new Map<string, Numbers>();

    for (const [kind, campaign, name] of journeys) {
      await using visitor = await openVisit();
      await visitor.goTo(`/?utm_campaign=${campaign}&utm_source=talk`);
      await choose(visitor, 'yes');
      await goOn(visitor, kind, name);
      const so = add(expected.get(campaign) ?? ALL, KINDS[kind]);
      expected.set(campaign, so);
      await waitForNumbers(campaign, so);
    }

    const autumn = {...ALL, views: 12, presses: 10, starts: 10, returns: 7, signups: 3, logins: 2, cancels: 2};
    const winter = {...ALL, views: 3, presses: 2, starts: 2, returns: 2, logins: 1, cancels: 1};
    const numbers = await readNumbers();
    assert.deepEqual([numbers.get('autumn'), numbers.get('winter')], [autumn, winter]);
    assert.deepEqual(numbers.get(words.total), add(add(before, autumn), winter));
    await visit.page.goto(`${shop.url}/operator/funnel`);
    assert.deepEqual(await visit.page.locator('[data-alarm]').allTextContents(), [
      words.lost('autumn · talk', 10, 3, 30),
    ]);
    const rows = JSON.stringify(await shop.readRows('SELECT * FROM funnel_events'));
    const canaries = PERSONAS.flatMap(({userId, name, nickname, email, phoneNumber}) => [
      ...[String(userId), name, nickname, email, phoneNumber, phoneNumber?.replace(/\D/g, '').slice(-8)],
    ]).filter((canary) => canary !== undefined);
    assert.ok(canaries.length > 20 && rows.includes('autumn'));
    for (const canary of [...canaries, 'Mozilla', '127.0.0.1', 'localhost']) assert.ok(!rows.includes(canary), canary);
  });
});
