import assert from 'node:assert/strict';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, describe, it} from 'node:test';
import {createWelcomeCoupons} from '../../demo/coupons.js';
import {type Database, type DatabasePlace, openDatabase} from '../../demo/database.js';
import {createMembers} from '../../demo/members.js';
import {toText} from '../../demo/text/text.js';
import {createServerDatabase} from '../server/notices/store/support/stores.js';
import {seedFolder} from '../support/embedded.js';
import {NOW, setUpShop, SIGNED_IN} from './support/pages.js';

const KEY = 'coupon-key-0123456789-abcdefghijklmnopq';
const DAY = 24 * 60 * 60 * 1000;
const LINKED = new Date('2026-11-01T00:00:00Z');

// openServer: this file needs PostgreSQL.
const server = await createServerDatabase();
const folder = await mkdtemp(join(tmpdir(), 'coupons-'));
await seedFolder(join(folder, 'members'));
after(async () => {
  await server.drop();
  await rm(folder, {recursive: true, force: true});
});

const PLACES: readonly (readonly [string, DatabasePlace])[] = [
  ['a folder', {folder}],
  ['a server', {url: server.url}],
];

for (const [name, place] of PLACES) {
  describe(`the welcome coupon, with ${name}`, () => {
    let database: Database;
    let members: ReturnType<typeof createMembers>;
    let coupons: ReturnType<typeof createWelcomeCoupons>;
    before(async () => {
      database = await openDatabase(place);
      members = createMembers(database);
      coupons = createWelcomeCoupons(database, KEY);
    });
    after(() => database.close());

    it('is given once a person, however often they log in', async () => {
      const member = await members.signUp({id: '4300000001', connectedAt: LINKED});
      await Promise.all([coupons.grant(member), coupons.grant(member)]);

      const coupon = await coupons.read(member, Date.now());

      assert.ok(coupon.is === 'valid');
      assert.ok(Math.abs(coupon.until.getTime() - member.joinedAt.getTime() - 30 * DAY) < DAY);
      await coupons.grant(member);
      assert.deepEqual(await coupons.read(member, Date.now()), coupon);
      assert.deepEqual(await coupons.read(member, coupon.until.getTime() - 1), coupon);
      assert.deepEqual(await coupons.read(member, coupon.until.getTime()), {is: 'had'});
    });

    it('is not given again to somebody who left and has come back', async () => {
      const person = {id: '4300000002', nickname: '다시봄', connectedAt: LINKED};
      const member = await members.signUp(person);
      await coupons.grant(member);
      await members.unlink(person.id, new Date());

      const [left] = await database.query<{text: string}>(
        `SELECT coalesce(string_agg(t::text, ' '), '') AS text FROM (
           SELECT members::text FROM members WHERE kakao_id = $1 OR id = $2
           UNION ALL SELECT coupons::text FROM coupons WHERE member_id = $2) AS t`,
        [person.id, member.id],
      );
      assert.equal(left?.text, '', 'of who has left, neither the member nor the coupon stays');
      const claims = await database.query<{person: string; granted_on: unknown}>('SELECT * FROM coupon_claims');
      assert.ok(claims.length >= 1);
      for (const claim of claims) {
        assert.deepEqual(Object.keys(claim).sort(), ['granted_on', 'person']);
        assert.match(claim.person, /^[\w-]{43}$/);
      }

      const again = await members.signUp({...person, connectedAt: new Date()});
      await coupons.grant(again);

      assert.equal(again.isNewMember, true);
      assert.notEqual(again.id, member.id);
      assert.deepEqual(await coupons.read(again, Date.now()), {is: 'had'});
    });

    it('is nobody’s who was a member before, or who has no Kakao account', async () => {
      const member = await members.signUp({id: '4300000003', connectedAt: LINKED});
      await database.query(`UPDATE members SET joined_at = now() - interval '25 hours' WHERE id = $1`, [member.id]);
      await coupons.grant(member);
      assert.deepEqual(await coupons.read(member, Date.now()), {is: 'none'});

      const stranger = {...member, kakaoId: null};
      await coupons.grant(stranger);
      assert.deepEqual(await coupons.read(stranger, Date.now()), {is: 'none'});
    });

    it('is told by a key, without which a hash says nothing', async () => {
      const member = await members.signUp({id: '4300000004', connectedAt: LINKED});
      await coupons.grant(member);
      await database.query('DELETE FROM coupons WHERE member_id = $1', [member.id]);

      assert.deepEqual(await coupons.read(member, Date.now()), {is: 'had'});
      const others = createWelcomeCoupons(database, `${KEY}-other`);
      assert.deepEqual(await others.read(member, Date.now()), {is: 'none'});
    });
  });
}

describe('the account page', () => {
  const {coupon: words, profile} = toText('ko');
  const until = new Date(NOW + 29 * DAY);
  for (const [coupon, line, congratulation] of [
    [{is: 'valid', until}, /첫 구매 쿠폰 3,000원 · 2026\. 12\. 21\.까지/, profile.justJoined],
    [{is: 'had'}, new RegExp(words.had), profile.joinedAgain],
    [{is: 'none'}, new RegExp(words.none), profile.joinedAgain],
  ] as const) {
    it(`tells whether there is a coupon: ${coupon.is}`, async () => {
      const page = await setUpShop({coupons: {read: () => Promise.resolve(coupon)}}).read('/account', SIGNED_IN);

      const [shown = ''] = new RegExp(`<p data-coupon="${coupon.is}">[^<]*</p>`).exec(page) ?? [];
      assert.match(shown, line);
      assert.ok(page.includes(`<p class="message">${congratulation}</p>`));
    });
  }
});
