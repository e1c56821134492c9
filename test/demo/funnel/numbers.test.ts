import assert from 'node:assert/strict';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, beforeEach, describe, it} from 'node:test';
import {type Database, openDatabase} from '../../../demo/database.js';
import {createFunnel} from '../../../demo/funnel/funnel.js';
import {ALARM, isAlarming, type Numbers, STAGES} from '../../../demo/funnel/numbers.js';
import {createServerDatabase} from '../../server/notices/store/support/stores.js';
import {seedFolder} from '../../support/embedded.js';
import {NOW} from '../support/pages.js';
import {ID, toEvent, toNumbers} from './support/numbers.js';

const DAY = 86_400_000;

// openServer: this file needs PostgreSQL.
const server = await createServerDatabase();
const folder = await mkdtemp(join(tmpdir(), 'funnel-'));
await seedFolder(join(folder, 'members'));
after(async () => {
  await server.drop();
  await rm(folder, {recursive: true, force: true});
});

for (const [kind, place] of [
  ['the embedded database', {folder}],
  ['a server', {url: server.url}],
] as const) {
  describe(`the numbers, in ${kind}`, () => {
    let database: Database;
    before(async () => {
      database = await openDatabase(place);
    });
    after(() => database.close());
    beforeEach(() => database.query('DELETE FROM funnel_events'));

    const setup = (now = NOW) => createFunnel(database, () => now);

    for (const [what, events, total] of [
      ['count nothing where nothing was told', [], {}],
      ['count a button that was seen', [toEvent({name: 'kakao_sync_view', purpose: null})], {views: 1}],
      ['count starts, which have no id, each', [toEvent(), toEvent()], {starts: 2}],
      [
        'count a return that is told twice once',
        [toEvent({name: 'kakao_sync_return', eventId: ID}), toEvent({name: 'kakao_sync_return', eventId: ID})],
        {returns: 1},
      ],
      [
        'count the return and the signup of one login',
        [toEvent({name: 'kakao_sync_return', eventId: ID}), toEvent({name: 'sign_up', eventId: ID})],
        {returns: 1, signups: 1},
      ],
      ['keep auto-login out of the funnel', [toEvent({purpose: 'auto-login'})], {}],
      ['count who was signed in without a press', [toEvent({name: 'login', purpose: 'auto-login'})], {autoLogins: 1}],
      ['count a login', [toEvent({name: 'login'})], {logins: 1}],
      ['count who turned back', [toEvent({name: 'kakao_sync_cancel'})], {cancels: 1}],
      ['count failures of both', [toEvent({name: 'kakao_sync_error', purpose: 'auto-login'})], {errors: 1}],
    ] as const) {
      it(what, async () => {
        const funnel = setup();

        for (const event of events) await funnel.record(event);

        const {total: counted, rows} = await funnel.count(7);
        assert.deepEqual({...toNumbers(), ...pick(counted)}, toNumbers(total));
        assert.equal(rows.length, events.length === 0 ? 0 : 1);
      });
    }

    it('tell campaigns, sources and variants apart, those with most starts first', async () => {
      const funnel = setup();
      const others = [{campaign: 'winter'}, {source: 'naver'}, {variant: 'b'}, {campaign: '', source: '', variant: ''}];

      for (const event of [{}, {}, ...others]) await funnel.record(toEvent(event));

      const {rows, total} = await funnel.count(7);
      const told = rows.map(({campaign, source, variant, starts}) => [campaign, source, variant, starts].join(' '));
      assert.deepEqual(told[0], 'autumn talk a 2');
      assert.deepEqual(told.slice(1).sort(), ['   1', 'autumn naver a 1', 'autumn talk b 1', 'winter talk a 1']);
      assert.equal(total.starts, 6);
    });

    it('list a hundred campaigns, and count them all', async () => {
      await database.query(
        `INSERT INTO funnel_events (day, name, campaign, source, variant, purpose)
       SELECT '2026-11-22', 'kakao_sync_start', 'c' || n, '', '', 'login' FROM generate_series(1, 130) AS n`,
      );

      const {rows, total} = await setup().count(1);

      assert.deepEqual([rows.length, total.starts], [100, 130]);
    });

    it('are of the days that were asked for, by the shop’s clock', async () => {
      const midnight = Date.parse('2026-11-21T15:00:00Z');
      for (const at of [midnight - 1, midnight, NOW]) await setup(at).record(toEvent());

      const counts = [await setup().count(1), await setup().count(7), await setup(NOW + 7 * DAY).count(7)];

      assert.deepEqual(
        counts.map(({total}) => total.starts),
        [2, 3, 0],
      );
    });

    it('are kept for 90 days', async () => {
      await setup().record(toEvent());
      const countRows = async (): Promise<number> => (await database.query('SELECT 1 FROM funnel_events')).length;

      await setup(NOW + 89 * DAY).forget();
      const before = await countRows();
      await setup(NOW + 90 * DAY).record(toEvent({campaign: 'winter'}));

      assert.deepEqual(
        [before, await countRows(), (await setup(NOW + 90 * DAY).count(90)).rows[0]?.campaign],
        [1, 1, 'winter'],
      );
    });
  });
}

describe('the numbers', () => {
  for (const [starts, returns, expected] of [
    [ALARM.starts, 0, true],
    [ALARM.starts - 1, 0, false],
    [10, 7, true],
    [10, 8, false],
    [1000, 700, true],
    [1000, 701, false],
    [10, 12, false],
  ] as const) {
    it(`${expected ? 'alarm' : 'do not alarm'} if ${returns} of ${starts} came back`, () => {
      assert.equal(isAlarming(toNumbers({starts, returns})), expected);
    });
  }
});

/** The numbers of a row, as plain as others are. */
function pick(numbers: Numbers): Numbers {
  return Object.fromEntries(STAGES.map((stage) => [stage, numbers[stage]])) as Numbers;
}
