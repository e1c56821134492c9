import assert from 'node:assert/strict';
import {randomUUID} from 'node:crypto';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, describe, it, type TestContext} from 'node:test';
import type {ConsentRecord, KakaoApi} from '../../src/server/index.js';
import {createAddresses} from '../../demo/addresses.js';
import {createChannelRelations} from '../../demo/channel-relations.js';
import {createConsents} from '../../demo/consents.js';
import {type Database, type DatabasePlace, openDatabase} from '../../demo/database.js';
import {addFirstMembers} from '../../demo/first-members.js';
import {createMembers} from '../../demo/members.js';
import {createOrders, type NewOrder} from '../../demo/orders.js';
import {createUnfinishedSignups} from '../../demo/unfinished-signups.js';
import {PERSONAS} from 'kakao-sync-widget/emulator';
import {createServerDatabase} from '../server/notices/store/support/stores.js';
import {seedFolder} from '../support/embedded.js';

const ADDRESS = {receiver: '김새봄', phone: '010-0000-0001', zone: '', base: '서울 연습구 1', detail: ''};

const toOrder = (memberId: string, product: string, variant: string, id: string = randomUUID()): NewOrder => ({
  id,
  memberId,
  product,
  variant,
  address: ADDRESS,
});

const HOSTILE = `'); DROP TABLE members; -- <script>alert(1)</script>`;

async function open(test: TestContext, place: DatabasePlace) {
  const database = await openDatabase(place);
  let isOpen = true;
  const close = async (): Promise<void> => {
    if (isOpen) await database.close();
    isOpen = false;
  };
  test.after(close);
  return {...use(database), close};
}

/** What the tests ask of a database. */
function use(database: Database) {
  return {
    database,
    members: createMembers(database),
    orders: createOrders(database),
    consents: createConsents(database),
    channels: createChannelRelations(database),
    addresses: createAddresses(database),
  };
}

// openServer: this file needs PostgreSQL.
const server = await createServerDatabase();
const folder = await mkdtemp(join(tmpdir(), 'shop-'));
after(async () => {
  await server.drop();
  await rm(folder, {recursive: true, force: true});
});

/** Kakao's accounts; null where Kakao does not answer. */
function toUsers(linked: readonly string[] | null): KakaoApi['users'] {
  const list = async function* (): AsyncGenerator<string> {
    if (!linked) throw new Error('No answer.');
    yield* await Promise.resolve(linked);
  };
  return {ids: list} as unknown as KakaoApi['users'];
}

const PLACES: readonly (readonly [string, DatabasePlace])[] = [
  ['a folder', {folder}],
  ['a server', {url: server.url}],
];

for (const [name, place] of PLACES) {
  describe(`openDatabase with ${name}`, () => {
    it('keeps members when it is closed and opened again', async (test) => {
      const first = await open(test, place);
      const person = {id: '4100000001', nickname: '김새봄', picture: 'https://k/1.jpg'};
      const {isNewMember, ...joined} = await first.members.signUp(person);
      await first.close();

      const second = await open(test, place);
      const found = await second.members.read(joined.id);

      assert.deepEqual(found, joined);
      assert.equal(found.name, '김새봄');
      assert.ok(found.joinedAt instanceof Date);
      assert.equal(isNewMember, true);
    });
  });

  describe(`what openDatabase gives, with ${name}`, () => {
    let opened: Database;
    before(async () => {
      opened = await openDatabase(place);
    });
    after(() => opened.close());

    it('keeps the addresses of the last login, and none once the consent or the link has ended', async () => {
      const {members, addresses, database} = use(opened);
      const member = await members.signUp({id: '780', connectedAt: new Date(1000)});
      const other = await members.signUp({id: '781'});
      await database.query('UPDATE members SET phone = $2 WHERE id = $1', [member.id, `+8210780${name.length}`]);
      const scopes = ['shipping_address'];
      const toEntry = (id: string, more: object = {}) => ({
        id,
        isDefault: false,
        baseAddress: HOSTILE,
        raw: null,
        ...more,
      });
      const keep = (of: {id: string}, profile: object): Promise<void> =>
        addresses.keep({member: of, profile: {scopes, ...profile} as never});
      const list = async (): Promise<unknown> => (await addresses.list(member.id)).map(({id}) => id);

      await keep(other, {addresses: [toEntry('9')]});
      await keep(member, {
        addresses: [toEntry('3', {isDefault: true, receiverName: '김새봄'}), toEntry('1'), toEntry('2')],
      });
      assert.deepEqual(await list(), ['3', '1', '2']);
      const [first] = await addresses.list(member.id);
      assert.deepEqual(first, {id: '3', name: '', receiver: '김새봄', phone: '', base: HOSTILE, detail: '', zone: ''});
      await keep(member, {addresses: [toEntry('2'), toEntry('4')]});
      assert.deepEqual(await list(), ['2', '4']);
      await keep(member, {});
      assert.deepEqual(await list(), ['2', '4'], 'Kakao did not answer');
      await keep(member, {scopes: []});
      assert.deepEqual(await list(), []);
      await keep(member, {addresses: [toEntry('5')]});
      await members.unlink('780', new Date(2000));
      assert.deepEqual(await database.query('SELECT id FROM addresses WHERE member_id = $1', [member.id]), []);
      assert.equal((await addresses.list(other.id)).length, 1);
    });

    it('makes one member, new once, of two signups of one person', async () => {
      const {members} = use(opened);

      const [one, two] = await Promise.all([
        members.signUp({id: '4100000009', nickname: '두번'}),
        members.signUp({id: '4100000009', nickname: '두번'}),
      ]);

      assert.equal(one.id, two.id);
      assert.deepEqual([one.isNewMember, two.isNewMember].sort(), [false, true]);
    });

    it('finds a member by the Kakao account only, and takes the new name and picture', async () => {
      const {members} = use(opened);
      const email = 'same@example.com';
      const {isNewMember, ...joined} = await members.signUp({id: '11', nickname: '처음', email, emailVerified: true});

      const stranger = await members.findByKakao({id: '12', nickname: '남', email, emailVerified: true});
      const member = await members.findByKakao({id: '11', nickname: '나중', picture: 'https://k/2.jpg'});

      assert.equal(stranger, null);
      assert.deepEqual(member, {...joined, name: '나중', picture: 'https://k/2.jpg'});
      assert.equal(isNewMember, true);
    });

    it('keeps an e-mail address only when Kakao has it as verified', async () => {
      const {database, members} = use(opened);
      await members.signUp({id: '21', email: 'no@example.com', emailVerified: false});
      await members.signUp({id: '22', email: 'yes@example.com', emailVerified: true});

      const rows = await database.query<{email: string | null}>(
        `SELECT email FROM members WHERE kakao_id IN ('21', '22') ORDER BY kakao_id`,
      );

      assert.deepEqual(rows, [{email: null}, {email: 'yes@example.com'}]);
    });

    it('finds the linked Kakao accounts that are no members, in Kakao’s order', async () => {
      const {database, members} = use(opened);
      for (const id of ['31', '33']) await members.signUp({id});

      for (const [linked, most, expected] of [
        [['31', '33'], 10, {kakaoIds: [], isWhole: true}],
        [['30', '31', '9', HOSTILE], 10, {kakaoIds: ['30', '9', HOSTILE], isWhole: true}],
        [['31', '32', '33', '34'], 3, {kakaoIds: ['32'], isWhole: false}],
        [[], 10, {kakaoIds: [], isWhole: true}],
        [null, 10, null],
      ] as const) {
        const users = toUsers(linked);
        assert.deepEqual(await createUnfinishedSignups({users}, database, most).find(), expected);
      }
    });

    it('stores hostile text as text', async () => {
      const {members} = use(opened);

      const member = await members.signUp({id: HOSTILE, nickname: HOSTILE});

      assert.equal((await members.findByKakao({id: HOSTILE}))?.name, HOSTILE);
      assert.equal((await members.read(member.id))?.id, member.id);
      assert.equal(await members.read(HOSTILE), null);
    });

    it('connects a member from before Kakao by telephone number, once and to one account', async () => {
      const {database, members} = use(opened);
      const phoneNumber = {e164: '+821012345678'};
      await database.query("INSERT INTO members (phone, name) VALUES ('+821012345678', '단골')");
      const other = await members.signUp({id: '41'});
      const customer = await members.findUnconnected({phoneNumber});
      assert.equal(customer?.name, '단골');
      for (const nobody of [undefined, {}, {e164: '+821000000000'}]) {
        assert.equal(await members.findUnconnected({phoneNumber: nobody}), null);
      }

      assert.equal(await members.connect(customer.id, {id: '41'}), false);
      assert.equal(await members.connect(customer.id, {id: '42'}), true);
      assert.equal(await members.connect(customer.id, {id: '43'}), false);

      assert.equal((await members.findByKakao({id: '42'}))?.id, customer.id);
      assert.equal((await members.findByKakao({id: '41'}))?.id, other.id);
      assert.equal(await members.findUnconnected({phoneNumber}), null);
    });

    const minute = (number: number): Date => new Date(Date.UTC(2026, 10, 22, 9, number));
    const yes = (agreed: number, at = agreed): Partial<ConsentRecord> => ({
      agreed: true,
      agreedAt: minute(agreed),
      at: minute(at),
    });
    const no = (at: number): Partial<ConsentRecord> => ({agreed: false, at: minute(at)});
    const granted = (at: number): Partial<ConsentRecord> => ({
      kind: 'scope',
      tag: 'account_email',
      agreed: true,
      at: minute(at),
    });
    type Records = Partial<ConsentRecord>[];
    /** `told`: in the order of telling, a list for what is told together. `kept`: the newest first. */
    const CONSENTS: readonly [name: string, told: (Partial<ConsentRecord> | Records)[], kept: Records][] = [
      [
        'what is new is added, and changes nothing',
        [[yes(1, 2), granted(2)], yes(1, 3), no(4), no(5), yes(6)],
        [yes(6), no(4), granted(2), yes(1, 2)],
      ],
      ['a withdrawal outlives what was agreed to before, told again', [yes(1), no(4), yes(1, 2)], [no(4), yes(1)]],
      ['a withdrawal outlives what was agreed to before, told late', [no(4), yes(1, 2)], [no(4), yes(1, 2)]],
      ['a consent outlives the refusal before it, told late', [yes(3), no(2)], [yes(3), no(2)]],
      ['a consent outlives a former one, told late', [yes(5), yes(1, 2)], [yes(5), yes(1, 2)]],
      ['a consent after a withdrawal is the newest', [yes(1), no(4), yes(6)], [yes(6), no(4), yes(1)]],
      ['a refusal of the same second as the consent came after it', [yes(4), no(4), yes(4)], [no(4), yes(4)]],
      ['a refusal that was told before says nothing new', [no(2), no(4), no(3)], [no(2)]],
      ['a refusal of before a consent, told late, is no withdrawal', [yes(3), no(5), no(2)], [no(5), yes(3), no(2)]],
      ['a scope is kept once', [granted(1), granted(3), granted(2)], [granted(1)]],
    ];
    for (const [what, told, kept] of CONSENTS) {
      it(`keeps the consent record in the order of what happened: ${what}`, async () => {
        const {members, consents} = use(opened);
        const {id: memberId} = await members.signUp({id: `consents ${what}`});
        const common = {memberId, kind: 'term', tag: 'news', required: false, tx: 'tx', purpose: 'login'} as const;

        for (const records of told) {
          await consents.add([records].flat().map((record) => ({...common, ...record}) as ConsentRecord));
        }

        assert.deepEqual(
          (await consents.list(memberId)).map(({tag, agreed, agreedAt, recordedAt}) => [
            tag,
            agreed,
            agreedAt,
            recordedAt,
          ]),
          kept.map(({tag = 'news', agreed, agreedAt = null, at}) => [tag, agreed, agreedAt, at]),
        );
      });
    }

    it('connects one of two at once, whichever side they share', async () => {
      const {database, members} = use(opened);
      const [a, b] = await database.query<{id: string}>(
        "INSERT INTO members (name) VALUES ('가'), ('나') RETURNING id::text AS id",
      );

      const account = await Promise.all([members.connect(a!.id, {id: '61'}), members.connect(b!.id, {id: '61'})]);
      assert.deepEqual(account.sort(), [false, true]);
      const [free] = await database.query<{id: string}>(
        "SELECT id::text AS id FROM members WHERE name IN ('가', '나') AND kakao_id IS NULL",
      );
      const member = await Promise.all([members.connect(free!.id, {id: '62'}), members.connect(free!.id, {id: '63'})]);
      assert.deepEqual(member.sort(), [false, true]);
    });

    it('connects nobody with an account that is taken between the look and the write', async () => {
      const {database, members} = use(opened);
      const [row] = await database.query<{id: string}>(
        "INSERT INTO members (name) VALUES ('다') RETURNING id::text AS id",
      );
      await database.query(`CREATE FUNCTION sign_up_meanwhile() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN INSERT INTO members (kakao_id) VALUES (NEW.kakao_id); RETURN NEW; END $$`);
      await database.query(
        'CREATE TRIGGER meanwhile BEFORE UPDATE ON members FOR EACH ROW EXECUTE FUNCTION sign_up_meanwhile()',
      );

      const isConnected = await members.connect(row!.id, {id: '64'}).finally(async () => {
        await database.query('DROP FUNCTION sign_up_meanwhile CASCADE');
      });

      assert.equal(isConnected, false);
      assert.equal((await members.read(row!.id))?.kakaoId, null);
    });

    const KEPT = {phone: '+821099990001', kakao: null};
    /** `linked` and `unlinked`: minutes, by Kakao's clock. `left`: what is known of the person then. */
    const UNLINKS: readonly [name: string, linked: number, unlinked: number, phone: string | null, left: unknown][] = [
      ['a member leaves', 1, 2, null, null],
      ['a member who is linked anew stays', 3, 2, null, {phone: null, kakao: true}],
      ['a member who was linked in that very second stays', 2, 2, null, {phone: null, kakao: true}],
      ['a customer from before Kakao loses the account alone', 1, 2, KEPT.phone, KEPT],
      ['a customer who is linked anew loses nothing', 3, 2, '+821099990002', {phone: '+821099990002', kakao: true}],
    ];
    for (const [what, linked, unlinked, phone, left] of UNLINKS) {
      it(`ends a link that is older than the unlink: ${what}`, async () => {
        const {database, members, orders, channels} = use(opened);
        const id = `unlinks ${what}`;
        const other = await members.signUp({id: `${id}, another`, connectedAt: minute(1)});
        const member = await members.signUp({id, email: 'a@example.com', emailVerified: true, connectedAt: minute(0)});
        await members.findByKakao({id, connectedAt: minute(linked)});
        // A login that was under way.
        await members.findByKakao({id, connectedAt: minute(0)});
        await database.query('UPDATE members SET phone = $2 WHERE id = $1', [member.id, phone]);
        await orders.add(toOrder(member.id, 'moon-jar', 'small'));
        await channels.record(id, '_ondal', {relation: 'blocked', changedAt: minute(linked)});
        const issuedAt = Date.now() - 1000;

        await members.unlink(id, minute(unlinked));
        await members.unlink(id, minute(unlinked));

        const [row] = await database.query<{phone: string | null; kakao: string | null; email: string | null}>(
          'SELECT phone, kakao_id AS kakao, email FROM members WHERE id = $1',
          [member.id],
        );
        assert.deepEqual(row ? {phone: row.phone, kakao: row.kakao && row.kakao === id} : null, left);
        const isLinked = row?.kakao === id;
        assert.equal(row?.email ?? null, isLinked ? 'a@example.com' : null);
        assert.equal((await members.read(member.id, issuedAt)) !== null, isLinked, 'a session goes on');
        assert.equal((await channels.find(id, '_ondal')) !== null, isLinked);
        assert.equal((await orders.list(member.id)).length, row ? 1 : 0);
        assert.equal((await members.findByKakao({id: `${id}, another`}))?.id, other.id);
      });
    }

    it('lets a customer whose link has ended connect again, with a session from after it', async () => {
      const {members} = use(opened);
      const customer = await members.findUnconnected({phoneNumber: {e164: KEPT.phone}});
      assert.ok(customer);

      assert.equal(await members.connect(customer.id, {id: 'again', connectedAt: minute(5)}), true);
      await members.unlink('again', minute(4));

      assert.equal((await members.read(customer.id, Date.now() + 1000))?.kakaoId, 'again');
    });

    it('keeps the newest that is told of a channel, in whatever order', async () => {
      const {channels} = use(opened);
      const blocked = {relation: 'blocked', changedAt: minute(4)} as const;

      await channels.record('51', '_ondal', {relation: 'added', changedAt: minute(1)});
      await channels.record('51', '_ondal', blocked);
      await channels.record('51', '_ondal', {relation: 'added', changedAt: minute(3)});

      assert.deepEqual(await channels.find('51', '_ondal'), blocked);
      assert.deepEqual([await channels.find('51', '_other'), await channels.find('52', '_ondal')], [null, null]);
    });

    it('lists the orders of one member, the newest first', async () => {
      const {members, orders} = use(opened);
      const one = await members.signUp({id: '31'});
      const two = await members.signUp({id: '32'});
      await orders.add(toOrder(one.id, 'moon-jar', 'small'));
      await orders.add(toOrder(two.id, 'hanji-lamp', 'warm'));
      await orders.add(toOrder(one.id, 'porcelain-mug', 'line'));

      const list = await orders.list(one.id);

      assert.deepEqual(
        list.map(({product, variant}) => [product, variant]),
        [
          ['porcelain-mug', 'line'],
          ['moon-jar', 'small'],
        ],
      );
    });

    it('takes an order that is sent again, or twice at once, as one order, and as no other one', async () => {
      const {members, orders} = use(opened);
      const one = await members.signUp({id: '33'});
      const two = await members.signUp({id: '34'});
      const order = toOrder(one.id, 'moon-jar', 'small');
      const {id} = order;

      assert.equal(await orders.find(id), null);
      assert.deepEqual(await Promise.all([orders.add(order), orders.add(order)]), [true, true]);
      assert.equal(await orders.add({...order, address: {...ADDRESS, base: 'elsewhere'}}), true);
      for (const other of [{variant: 'large'}, {product: 'hanji-lamp'}, {memberId: two.id}]) {
        assert.equal(await orders.add({...order, ...other}), false, JSON.stringify(other));
      }

      const {memberId, product, variant} = order;
      assert.deepEqual(await orders.find(id), {memberId, product, variant});
      const toLines = async (memberId: string) => (await orders.list(memberId)).map((line) => [line.id, line.variant]);
      assert.deepEqual(await toLines(one.id), [[id, 'small']]);
      assert.deepEqual(await toLines(two.id), []);
    });
  });
}

describe('openDatabase', () => {
  it('refuses a folder that is open already, and gives it back when closed', async (test) => {
    const first = await open(test, {folder});

    await assert.rejects(openDatabase({folder}), /is in use by process \d+.*DEMO_DATA/);

    await first.close();
    await (await open(test, {folder})).close();
  });

  it('takes over a folder whose holder is gone', async (test) => {
    const left = join(folder, 'left');
    await seedFolder(join(left, 'members'));
    await writeFile(join(left, 'lock'), '999999999');

    const {members} = await open(test, {folder: left});

    assert.equal(await members.read('00000000-0000-4000-8000-000000000000'), null);
  });

  it('fails where the server does not answer', async () => {
    await assert.rejects(openDatabase({url: 'postgres://nobody@127.0.0.1:1/none'}), /ECONNREFUSED/);
  });
});

it('addFirstMembers makes the shop know whom the emulator has as members, and nobody else, once', async (test) => {
  await seedFolder(join(folder, 'first/members'));
  const {database, members} = await open(test, {folder: join(folder, 'first')});

  await addFirstMembers(database);
  await addFirstMembers(database);

  for (const {id, userId, nickname, phoneNumber, linked} of PERSONAS) {
    const member = await members.findByKakao({id: String(userId), nickname});
    assert.equal(member !== null, linked !== undefined, nickname);
    // Nobody is told that they have just signed up.
    const customer = await members.findUnconnected({phoneNumber: {e164: phoneNumber?.replace(/[ -]/g, '')}});
    assert.equal(customer !== null, id === 'no-ci', nickname);
    if (member) assert.ok(Date.now() - member.joinedAt.getTime() > 24 * 3600 * 1000);
  }
});
