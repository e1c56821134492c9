import {expect} from '@open-wc/testing';
import fc from 'fast-check';
import {toForeignPairs, toForeignValues} from '../../../support/cookie-forgeries.js';
import {factor, runs, seed} from '../../../support/family.js';
import {
  createTransactionStore,
  type TransactionStore,
} from '../../../../src/client/page/transactions/transaction-store.js';
import type {TransactionDetails} from '../../../../src/client/page/transactions/open-transaction.js';
import {createRandomToken} from '../../../../src/shared/encoding/random.js';
import {textToBase64url} from '../../../../src/shared/encoding/base64url.js';
import {toTransactionCookieValue, type TransactionRecord} from '../../../../src/shared/transaction.js';
import {FakeClock} from '../../support/clock.js';
import {CookieJar} from '../../support/cookie-jar.js';
import {FakeStorage} from '../../support/storage.js';

const HOUR = 3_600_000;

function setup(origin = 'https://shop.example', onStorage: () => void = () => undefined) {
  const clock = new FakeClock();
  const cookies = new CookieJar(clock);
  const localStorage = new FakeStorage(undefined, onStorage);
  const sessionStorage = new FakeStorage();
  const transactions = createTransactionStore({
    readCookies: () => cookies.read(),
    writeCookie: (cookie) => cookies.write(cookie, new URL(origin).protocol),
    localStorage,
    sessionStorage,
    now: () => clock.now(),
    address: () => new URL(origin),
  });
  const toRecord = (more: Partial<TransactionRecord> = {}): TransactionRecord => ({
    tx: createRandomToken(),
    nonceSecret: createRandomToken(),
    redirectUri: `${origin}/kakao/callback`,
    clientId: '0123456789abcdef0123456789abcdef',
    purpose: 'login',
    time: clock.now(),
    from: '/cart?id=1',
    ...more,
  });
  /** Opens as many, a second apart, oldest first. */
  const openMany = async (count: number): Promise<TransactionRecord[]> => {
    const records: TransactionRecord[] = [];
    for (let index = 0; index < count; index++) {
      const record = toRecord();
      records.push(record);
      transactions.open(record, {from: `/cart#${index}`});
      transactions.makeRoom(record.tx);
      await clock.advance(1000);
    }
    return records;
  };
  return {clock, cookies, localStorage, sessionStorage, transactions, toRecord, record: toRecord(), openMany};
}

/** A store with one open record. */
function opened(details: TransactionDetails = {}) {
  const world = setup();
  world.transactions.open(world.record, details);
  return world;
}

const txOf = (entries: readonly {readonly tx: string}[]): string[] => entries.map(({tx}) => tx);

describe('createTransactionStore', () => {
  describe('open', () => {
    it('writes a record that can be found again, to the letter', () => {
      const {transactions, toRecord} = setup();
      const record = toRecord({codeVerifier: createRandomToken(), from: '/신발?색=빨강&x=%20#no'});

      expect(transactions.open(record, {})).to.equal(true);
      expect(transactions.find(record.tx)).to.deep.equal(record);
    });

    it('binds the cookie to this one host over https, for one hour', () => {
      const {cookies, transactions, record} = setup();

      transactions.open(record, {});

      expect(cookies.written).to.deep.equal([
        `__Host-ks.${record.tx.slice(0, 6)}=${toTransactionCookieValue(record)}` +
          '; Path=/; Max-Age=3600; SameSite=Lax; Secure',
      ]);
    });

    it('has the plain name on a loopback page, which cannot have a Secure cookie', () => {
      const {cookies, transactions, record} = setup('http://localhost:3000');

      expect(transactions.open(record, {})).to.equal(true);
      expect(transactions.find(record.tx)).to.deep.equal(record);
      transactions.markConsumed({tx: record.tx, used: record.time});
      expect(transactions.find(record.tx)).to.deep.equal({tx: record.tx, used: record.time});
      expect(cookies.names()).to.deep.equal([`ks.${record.tx.slice(0, 6)}`]);
      for (const cookie of cookies.written) {
        expect(cookie).to.match(/^ks\.[\w-]{6}=[\w-]+; Path=\/; Max-Age=3600; SameSite=Lax$/);
      }
    });

    it('says where the browser takes no cookies, and keeps no details then', () => {
      const {cookies, localStorage, transactions, toRecord} = setup();
      cookies.refuses = true;

      expect(transactions.open(toRecord(), {from: '/cart#1'})).to.equal(false);
      expect(localStorage.keys()).to.deep.equal([]);
    });

    it('keeps at most three open, and gives up the oldest', async () => {
      const {cookies, localStorage, transactions, openMany} = setup();

      const records = await openMany(5);

      const newest = txOf(records).slice(2).reverse();
      expect(txOf(transactions.openRecords())).to.deep.equal(newest);
      expect(cookies.names()).to.have.length(3);
      expect(localStorage.keys()).to.have.members(newest.map((tx) => `ks.${tx.slice(0, 6)}`));
    });

    it('takes the same transaction anew, with another client id, as one', () => {
      const {transactions, record} = opened();

      transactions.open({...record, clientId: 'other', codeVerifier: createRandomToken()}, {});

      expect(transactions.openRecords()).to.have.length(1);
      expect(transactions.find(record.tx)).to.have.property('clientId', 'other');
    });

    it('is not open where the browser keeps only what was written before', () => {
      const {cookies, transactions, record} = opened();
      cookies.write = () => undefined;

      expect(transactions.open({...record, clientId: 'other'}, {})).to.equal(false);
    });

    for (const which of ['oldest', 'newest']) {
      it(`keeps all three where the ${which} is taken anew`, async () => {
        const {transactions, openMany} = setup();
        const records = await openMany(3);

        const again = records.at(which === 'oldest' ? 0 : -1)!;
        transactions.open(again, {});
        transactions.makeRoom(again.tx);

        expect(txOf(transactions.openRecords())).to.deep.equal(txOf(records).reverse());
      });
    }

    it('keeps the tombstones of late, and does not let them heap up', async () => {
      const {clock, cookies, transactions, toRecord, openMany} = setup();
      for (let round = 0; round < 8; round++) {
        const [record] = await openMany(1);
        transactions.markConsumed({tx: record!.tx, used: clock.now()});
      }

      const latest = toRecord();
      transactions.open(latest, {});
      transactions.makeRoom(latest.tx);

      expect(transactions.consumed().length).to.be.within(1, 4);
      expect(cookies.names().length).to.be.at.most(5);
    });

    const long: readonly [name: string, from: string, kept: string][] = [
      ['path and query that fit', `/a?${'q'.repeat(100)}`, `/a?${'q'.repeat(100)}`],
      ['the path where the query is too long', `/a?${'q'.repeat(2000)}`, '/a'],
      ['the root where the path is too long', `/${'p'.repeat(2000)}?q`, '/'],
    ];
    for (const [name, from, kept] of long) {
      it(`keeps ${name}, in at most 1000 characters`, () => {
        const {cookies, transactions, toRecord} = setup();
        const record = toRecord({from, codeVerifier: createRandomToken()});

        expect(transactions.open(record, {})).to.equal(true);
        expect(transactions.find(record.tx)).to.have.property('from', kept);
        expect(cookies.get(cookies.names()[0]!)!.length).to.be.at.most(1000);
      });
    }

    it('keeps a query that fills a cookie of 1000 characters, and none that is longer by one', () => {
      const {cookies, transactions, toRecord} = setup();
      const bare = toRecord({from: '/a?'});
      const room = (1000 / 4) * 3 - new TextEncoder().encode(JSON.stringify(bare)).length;
      const full = {...bare, from: `/a?${'q'.repeat(room)}`};

      transactions.open(full, {});
      expect(transactions.find(bare.tx)).to.have.property('from', full.from);
      expect(cookies.get(cookies.names()[0]!)).to.have.length(1000);
      transactions.open({...full, from: `${full.from}q`}, {});
      expect(transactions.find(bare.tx)).to.have.property('from', '/a');
    });

    it('writes nothing that does not fit even so', () => {
      const {cookies, transactions, toRecord} = setup();

      expect(transactions.open(toRecord({redirectUri: `https://shop.example/${'x'.repeat(1000)}`}), {})).to.equal(
        false,
      );
      expect(cookies.names()).to.deep.equal([]);
    });

    it('writes the details after the record, so that another tab never finds them without it', () => {
      const names: string[][] = [];
      const {cookies, transactions, record} = setup(undefined, () => names.push(cookies.names()));

      transactions.open(record, {from: '/cart#1'});

      expect(names).to.deep.equal([[`__Host-ks.${record.tx.slice(0, 6)}`]]);
    });

    it('forgets, once it has left, the details of transactions that are gone', async () => {
      const {clock, localStorage, transactions, toRecord, openMany} = setup();
      await openMany(2);
      await clock.advance(HOUR);
      const record = toRecord();

      transactions.open(record, {});
      transactions.makeRoom(record.tx);

      expect(localStorage.keys()).to.deep.equal([`ks.${record.tx.slice(0, 6)}`]);
    });
  });

  it('discards a transaction that has gone nowhere, with its details, and no other', async () => {
    const {cookies, localStorage, transactions, openMany} = setup();
    const [kept, gone] = await openMany(2);

    transactions.discard(gone!.tx);

    expect(cookies.names()).to.deep.equal([`__Host-ks.${kept!.tx.slice(0, 6)}`]);
    expect(localStorage.keys()).to.deep.equal([`ks.${kept!.tx.slice(0, 6)}`]);
  });

  describe('sweep', () => {
    const others = ['ks', 'ks.outcome', 'ks.logout', 'cart', 'ks.toolong-', 'my-ks.cart-1'];
    const rows: readonly [name: string, age: number, isUsed: boolean, isKept: boolean][] = [
      ['an open one', HOUR - 1, false, true],
      ['one whose hour is over', HOUR, false, false],
      ['one whose answer was taken', HOUR - 1, true, true],
      ['one whose answer was taken an hour ago', HOUR, true, false],
    ];
    for (const [name, age, isUsed, isKept] of rows) {
      it(`${isKept ? 'keeps' : 'forgets'} the details of ${name}, and touches no other entry`, async () => {
        const {clock, localStorage, sessionStorage, transactions, toRecord} = setup();
        for (const storage of [localStorage, sessionStorage]) for (const key of others) storage.set(key, 'of others');
        const record = toRecord();
        transactions.open(record, {from: '/cart#1'});
        if (isUsed) {
          transactions.markConsumed({tx: record.tx, used: clock.now()});
          transactions.forgetDetails(record.tx);
        }
        await clock.advance(age);

        transactions.sweep();

        const own = isKept ? [`ks.${record.tx.slice(0, 6)}`] : [];
        expect([...localStorage.keys(), ...sessionStorage.keys()]).to.have.members([...others, ...others, ...own]);
      });
    }

    it('forgets details whose record the browser has given up', () => {
      const {cookies, localStorage, transactions, toRecord} = setup();
      transactions.open(toRecord(), {from: '/cart#1'});
      cookies.clear();

      transactions.sweep();

      expect(localStorage.keys()).to.deep.equal([]);
    });
  });

  describe('find', () => {
    it('finds none that was never opened, nor one by its first characters alone', () => {
      const {transactions, record} = setup();
      expect(transactions.find(record.tx)).to.equal(null);
      transactions.open(record, {});

      expect(transactions.find(record.tx.slice(0, 6) + createRandomToken().slice(6))).to.equal(null);
    });

    it('ignores one that is an hour old, even where its cookie is still there', async () => {
      const {clock, cookies, transactions, record} = setup();
      cookies.set(`__Host-ks.${record.tx.slice(0, 6)}`, toTransactionCookieValue(record));

      await clock.advance(HOUR - 1);
      expect(transactions.find(record.tx)).not.to.equal(null);
      await clock.advance(1);
      expect(transactions.find(record.tx)).to.equal(null);
    });

    it('ignores a value that was moved to another name', () => {
      const {cookies, transactions, record} = setup();
      cookies.set('__Host-ks.other1', toTransactionCookieValue(record));
      cookies.set(`ks.${record.tx.slice(0, 6)}`, toTransactionCookieValue(record));

      expect(transactions.find(record.tx)).to.equal(null);
    });
  });

  describe('markConsumed', () => {
    it('leaves of a record only that it was used, and when', async () => {
      const {clock, cookies, transactions, record} = opened();
      await clock.advance(5000);

      transactions.markConsumed({tx: record.tx, used: clock.now()});

      expect(transactions.find(record.tx)).to.deep.equal({tx: record.tx, used: clock.now()});
      expect(transactions.openRecords()).to.deep.equal([]);
      expect(txOf(transactions.consumed())).to.deep.equal([record.tx]);
      expect(atob(cookies.get(cookies.names()[0]!)!)).not.to.contain(record.nonceSecret);
    });

    it('keeps where it began, of a long address less, in at most 600 characters', () => {
      const {clock, cookies, transactions, toRecord} = setup();
      const table = [
        ['/cart?id=1', '/cart?id=1'],
        [`/cart?${'q'.repeat(500)}`, '/cart'],
        [`/${'p'.repeat(500)}?q`, '/'],
      ] as const;
      for (const [from, kept] of table) {
        const {tx} = toRecord();
        transactions.markConsumed({tx, used: clock.now(), from, told: true, over: true});

        const consumed = {tx, used: clock.now(), from: kept, told: true, over: true} as const;
        expect(transactions.find(tx)).to.deep.equal(consumed);
        expect(transactions.consumed()).to.deep.include(consumed);
        expect(cookies.get(`__Host-ks.${tx.slice(0, 6)}`)!.length).to.be.at.most(600);
        expect(transactions.openRecords()).to.deep.equal([]);
      }
    });

    it('lists the newest first', async () => {
      const {clock, transactions, openMany} = setup();
      const records = await openMany(3);
      for (const {tx} of records) {
        transactions.markConsumed({tx, used: clock.now()});
        await clock.advance(1000);
      }

      expect(txOf(transactions.consumed())).to.deep.equal(txOf(records).reverse());
    });

    it('leaves the other records open', async () => {
      const {clock, transactions, openMany} = setup();
      const [first, second] = await openMany(2);

      transactions.markConsumed({tx: first!.tx, used: clock.now()});

      expect(txOf(transactions.consumed())).to.deep.equal([first!.tx]);
      expect(txOf(transactions.openRecords())).to.deep.equal([second!.tx]);
    });
  });

  describe('forgetDetails', () => {
    const details = {from: '/cart?id=1#reviews', context: 'guest-7', attribution: {utm_source: 'kakao'}};

    it('keeps where it began, in this tab alone, until the next login', () => {
      const {clock, localStorage, sessionStorage, transactions, toRecord, record} = opened(details);
      expect(transactions.readDetails(record.tx)).to.deep.equal(details);
      transactions.markConsumed({tx: record.tx, used: clock.now()});

      transactions.forgetDetails(record.tx);
      transactions.forgetDetails(record.tx);

      expect(localStorage.keys()).to.deep.equal([]);
      expect(transactions.readDetails(record.tx)).to.deep.equal({from: details.from});
      const next = toRecord();
      transactions.open(next, details);
      transactions.makeRoom(next.tx);
      expect(sessionStorage.keys()).to.deep.equal([]);
    });

    it('keeps nothing of a transaction that has none', () => {
      const {sessionStorage, transactions} = setup();

      transactions.forgetDetails(createRandomToken());

      expect(sessionStorage.keys()).to.deep.equal([]);
    });

    it('forgets them where the tab can keep nothing', () => {
      const {localStorage, sessionStorage, transactions, toRecord} = setup();
      sessionStorage.isForbidden = true;
      const record = toRecord();
      transactions.open(record, details);

      transactions.forgetDetails(record.tx);

      expect(localStorage.keys()).to.deep.equal([]);
      expect(transactions.readDetails(record.tx)).to.deep.equal({});
    });
  });

  describe('readDetails', () => {
    it('has none where there is no storage', () => {
      const {localStorage, sessionStorage, transactions, toRecord} = setup();
      localStorage.isForbidden = sessionStorage.isForbidden = true;
      const record = toRecord();

      expect(transactions.open(record, {from: '/x'})).to.equal(true);
      expect(transactions.readDetails(record.tx)).to.deep.equal({});
    });

    it('are kept in the place of those whose transaction is gone, if the storage is full of them', () => {
      const {localStorage, sessionStorage, transactions, toRecord} = setup();
      const record = toRecord();
      localStorage.set('ks.abcdef', '{"from":"/old"}');
      localStorage.set('cart', '1');
      const set = localStorage.set.bind(localStorage);
      localStorage.set = (key, value) => localStorage.get('ks.abcdef') === null && set(key, value);

      expect(transactions.open(record, {from: '/x'})).to.equal(true);

      expect(JSON.parse(localStorage.get(`ks.${record.tx.slice(0, 6)}`)!)).to.deep.equal({from: '/x'});
      expect(localStorage.keys()).not.to.include('ks.abcdef');
      expect(localStorage.get('cart')).to.equal('1');
      expect(sessionStorage.keys()).to.deep.equal([]);
    });

    for (const junk of ['', 'junk', 'null', '{"from":']) {
      it(`has none in ${junk || 'an empty text'}`, () => {
        const {localStorage, transactions} = setup();
        const tx = createRandomToken();
        localStorage.set(`ks.${tx.slice(0, 6)}`, junk);

        expect(transactions.readDetails(tx)).to.deep.equal({});
      });
    }
  });

  describe('among hostile cookies', () => {
    // What is no transaction is proven where `readTransactionCookieValue` is.
    const good = setup().toRecord({from: '/'});
    const {tx} = good;
    const valid = toTransactionCookieValue(good);
    const name = `__Host-ks.${tx.slice(0, 6)}`;

    it('is not fooled by a hundred of them', () => {
      const {cookies, transactions, toRecord} = setup();
      for (let index = 0; index < 100; index++) cookies.set(`__Host-ks.${`${index}`.padStart(6, '0')}`, valid);
      const record = toRecord();

      expect(transactions.open(record, {})).to.equal(true);
      expect(txOf(transactions.openRecords())).to.deep.equal([record.tx]);
    });

    it('never throws, and never finds what was not written to the letter', () => {
      const spoiled = fc.oneof(
        fc.constantFrom('', 'A'.repeat(100_000), '%7B%22tx%22%3A1%7D'),
        fc.string({unit: 'binary'}),
        fc.json().map(textToBase64url),
        fc
          .tuple(fc.nat(valid.length - 1), fc.constantFrom('A', 'b', '0', '9', '-', '_', ';', '=', ' ', '%'))
          .map(([at, letter]) => valid.slice(0, at) + letter + valid.slice(at + 1)),
        fc.nat(valid.length - 1).map((end) => valid.slice(0, end)),
      );
      fc.assert(
        fc.property(spoiled, fc.constantFrom(name, `ks.${tx.slice(0, 6)}`, '__proto__', ''), (value, cookie) => {
          const found = setupWith(`a=b; ${cookie}=${value}; c`).find(tx);

          if (found && 'from' in found) {
            expect(toTransactionCookieValue(found)).to.equal(value);
            expect(cookie).to.equal(name);
          }
        }),
        {seed, numRuns: runs(2000)},
      );
    }).timeout(60_000 * factor);

    describe('another host of the site has set', () => {
      const theirs = toTransactionCookieValue({...good, nonceSecret: createRandomToken()});
      const tombstone = toTransactionCookieValue({tx, used: good.time});
      const foreign = [theirs, tombstone] as const;
      const pairs = foreign.map((value) => toForeignPairs(name, value));

      for (const [index, [id]] of pairs[0]!.entries()) {
        it(`with ${id} is no transaction, nor what was opened, and hides none`, () => {
          for (const [, pair] of pairs.map((each) => each[index]!)) {
            for (const readable of [pair, `a=1; ${pair}; b=2`]) expectFound(setupWith(readable), null);
            for (const readable of [`${pair}; ${name}=${valid}`, `${name}=${valid}; ${pair}`]) {
              expectFound(setupWith(readable), good);
            }
          }

          const [, pair] = toForeignPairs(name, valid)[index]!;

          expect(setupWith(pair).open(good, {})).to.equal(false);
          expect(setupWith(`a=1; ${pair}; b=2`).open(good, {})).to.equal(false);
          expect(setupWith(`${pair}; ${name}=${valid}`).open(good, {})).to.equal(true);
          expect(setupWith(`${name}=${valid}; ${pair}`).open(good, {})).to.equal(true);
        });
      }

      for (const [id, value] of toForeignValues(valid)) {
        it(`with ${id} as its value is no transaction, nor what was opened`, () => {
          const transactions = setupWith(`a=1; ${name}=${value}; b=2`);

          expectFound(transactions, null);
          expect(transactions.open(good, {})).to.equal(false);
        });
      }

      for (const value of [...foreign, '', 'x', valid]) {
        const what = value === '' ? 'nothing' : value === tombstone ? 'a tombstone' : value.slice(0, 9);
        it(`under our very name, with ${what} in it, is nobody's, before ours and after it`, () => {
          for (const readable of [`${name}=${valid}; ${name}=${value}`, `${name}=${value}; a=1; ${name}=${valid}`]) {
            const transactions = setupWith(readable);

            expectFound(transactions, null);
            expect(transactions.open(good, {})).to.equal(false);
          }
        });
      }
    });

    /** A store whose page shows these cookies, and takes no other. */
    function setupWith(readable: string): TransactionStore {
      return createTransactionStore({
        readCookies: () => readable,
        writeCookie: () => undefined,
        localStorage: new FakeStorage(),
        sessionStorage: new FakeStorage(),
        now: () => good.time,
        address: () => new URL('https://shop.example'),
      });
    }

    function expectFound(transactions: TransactionStore, record: TransactionRecord | null): void {
      expect(transactions.find(tx)).to.deep.equal(record);
      expect(transactions.openRecords()).to.deep.equal(record ? [record] : []);
      expect(transactions.consumed()).to.deep.equal([]);
    }
  });
});
