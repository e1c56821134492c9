import assert from 'node:assert/strict';
import {after, afterEach, before, beforeEach, describe, test} from 'node:test';
import type {ListPass, PassStore} from '../../../../src/server/notices/reconcile/pass-store.js';
import {openEmbedded, openMemory, openServer, type TestDatabase, type TestStore, toNotice} from './support/stores.js';

const KINDS: Readonly<Record<string, () => Promise<TestDatabase>>> = {
  memory: openMemory,
  PGlite: openEmbedded,
  PostgreSQL: openServer,
};

const DAY = 86_400;
const SOURCE = 'hash-of-a-key';

/** Takes a pass that nobody holds. */
async function take(passes: PassStore, source = SOURCE): Promise<ListPass> {
  const taken = await passes.take(source);
  assert.ok('id' in taken, JSON.stringify(taken));
  return taken;
}

/** Nobody else can take what is held, and is told for how long: a minute at most. */
async function assertHeld(passes: PassStore): Promise<void> {
  const taken = await passes.take(SOURCE);
  assert.ok('heldForSeconds' in taken && taken.heldForSeconds > 0 && taken.heldForSeconds <= 60, JSON.stringify(taken));
}

/** A pass after a page that ends with an account. */
const toNext = (pass: ListPass, after: string, changes: Partial<ListPass> = {}): ListPass => ({
  ...pass,
  begunAt: 1_700_000_000_123,
  after,
  ...changes,
});

for (const [kind, openDatabase] of Object.entries(KINDS)) {
  describe(`the passes of a store on ${kind}`, () => {
    let database: TestDatabase;
    let opened: TestStore;
    let passes: PassStore;
    let other: PassStore;
    before(async () => {
      database = await openDatabase();
    });
    beforeEach(async () => {
      opened = await database.openStore();
      ({passes} = opened.store);
      ({passes: other} = await opened.openAnother());
    });
    afterEach(() => opened.close());
    after(() => database.close());

    test('take begins one, which is one’s until it is left', async () => {
      const pass = await take(passes);

      const {id, hold, ...rest} = pass;
      assert.deepEqual(rest, {begunAt: null, after: null, isComplete: false, listed: 0});
      assert.notEqual(id, hold);
      await assertHeld(other);
      await passes.release(pass);
      const again = await take(other);
      assert.equal(again.id, id);
      assert.notEqual(again.hold, hold);
    });

    test('take is had by one of many at once', async () => {
      const taken = await Promise.all([passes, other, passes, other].map((each) => each.take(SOURCE)));

      assert.equal(taken.filter((each) => 'id' in each).length, 1);
    });

    test('keep keeps a page and where it ends, for whoever goes on', async () => {
      const pass = await take(passes);
      assert.equal(await passes.keep(toNext(pass, '42'), ['a', 'b']), true);
      assert.equal(await passes.keep(toNext(pass, '43'), ['b', 'c']), true);
      await passes.release(pass);

      const next = await take(other);

      assert.deepEqual({...next, hold: ''}, {...toNext(pass, '43'), hold: '', listed: 3});
      assert.deepEqual(await other.findUnlisted(next, ['x', 'a', 'y', 'b', 'c']), ['x', 'y']);
    });

    test('keep names no account any more once the list is complete', async () => {
      const pass = await take(passes);
      await passes.keep(toNext(pass, '42', {isComplete: true}), []);
      await passes.release(pass);

      const {after, isComplete} = await take(other);

      assert.deepEqual([after, isComplete], [null, true]);
    });

    for (const [call, work] of Object.entries({
      keep: (pass: ListPass) => passes.keep(toNext(pass, '42'), []),
      renew: (pass: ListPass) => passes.renew(pass),
      findUnlisted: (pass: ListPass) => passes.findUnlisted(pass, []),
    })) {
      test(`${call} renews a hold, which ends after a minute`, async () => {
        const pass = await take(passes);
        await opened.advance(40);
        await work(pass);
        await opened.advance(30);
        await assertHeld(other);

        await opened.advance(31);

        assert.equal((await take(other)).id, pass.id);
      });
    }

    test('nothing is kept, told or ended by whoever has lost the hold', async () => {
      const lost = await take(passes);
      await passes.keep(toNext(lost, '42'), ['a']);
      await opened.advance(61);
      const pass = await take(other);

      assert.equal(await passes.keep(toNext(lost, '99'), ['z']), false);
      assert.equal(await passes.renew(lost), false);
      assert.equal(await passes.findUnlisted(lost, ['a']), null);
      await passes.release(lost);
      await passes.end(lost);

      await assertHeld(passes);
      assert.deepEqual(await other.findUnlisted(pass, ['a', 'z']), ['z']);
      await other.release(pass);
      assert.equal((await take(passes)).after, '42');
    });

    test('end removes it all, so that the next one begins anew', async () => {
      const pass = await take(passes);
      await passes.keep(toNext(pass, '42'), ['a']);
      await passes.end(pass);

      const next = await take(other);

      assert.notEqual(next.id, pass.id);
      assert.deepEqual([next.begunAt, next.after, next.listed], [null, null, 0]);
      assert.deepEqual(await other.findUnlisted(next, ['a']), ['a']);
    });

    test('one that is older than a day is not gone on with', async () => {
      const pass = await take(passes);
      await passes.keep(toNext(pass, '42'), ['a']);
      await passes.release(pass);
      await opened.advance(DAY - 60);
      const same = await take(passes);
      assert.equal(same.id, pass.id);
      await passes.release(same);

      await opened.advance(61);

      const next = await take(passes);
      assert.notEqual(next.id, pass.id);
      assert.deepEqual(await passes.findUnlisted(next, ['a']), ['a']);
    });

    test('one that is held is gone on with for longer than a day', async () => {
      const pass = await take(passes);
      await opened.advance(DAY + 1);
      await passes.renew(pass);

      await assertHeld(other);
      assert.equal(await passes.renew(pass), true);
    });

    test('one of another key is not gone on with', async () => {
      const pass = await take(passes);
      await passes.keep(toNext(pass, '42'), ['a']);
      assert.ok('heldForSeconds' in (await other.take('hash-of-another-key')));
      await passes.release(pass);

      const next = await take(other, 'hash-of-another-key');

      assert.notEqual(next.id, pass.id);
      assert.deepEqual([next.after, next.listed], [null, 0]);
    });

    test('forget takes the number of a person away that tells where the list has come to', async () => {
      const pass = await take(passes);
      await passes.keep(toNext(pass, '4242'), ['a']);
      await opened.store.forget('1111');
      await passes.release(pass);
      const kept = await take(passes);
      assert.equal(kept.after, '4242');

      await opened.store.forget('4242');
      await passes.release(kept);

      assert.equal((await take(passes)).after, null);
    });

    if (kind === 'memory') return;

    test('nothing of one that was left is there after a day', async () => {
      const pass = await take(passes);
      await passes.keep(toNext(pass, '4242424242'), ['hash']);
      await passes.release(pass);

      await opened.advance(DAY + 1);
      await opened.store.add(toNotice());
      await opened.store.drain(() => Promise.resolve('done'), new AbortController().signal);

      assert.deepEqual(await opened.query('SELECT * FROM notices_of_a_test.list_pass'), []);
      assert.deepEqual(await opened.query('SELECT * FROM notices_of_a_test.listed'), []);
    });
  });
}
