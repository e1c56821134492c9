import assert from 'node:assert/strict';
import {after, before, describe} from 'node:test';
import {createNoticeSite} from '../../support/notices.js';
import {testAccountEvents} from '../support/account-event-cases.js';
import {openEmbedded, openServer, type TestDatabase, type TestStore} from './support/stores.js';

const KINDS: Readonly<Record<string, () => Promise<TestDatabase>>> = {PGlite: openEmbedded, PostgreSQL: openServer};

for (const [kind, openDatabase] of Object.entries(KINDS)) {
  describe(`an account event, with a store on ${kind}`, () => {
    let database: TestDatabase;
    let opened: TestStore;
    before(async () => {
      database = await openDatabase();
      opened = await database.openStore();
    });
    after(async () => {
      assert.deepEqual(opened.errors, []);
      await opened.close();
      await database.close();
    });

    testAccountEvents(async () => {
      await opened.empty();
      return createNoticeSite({wrap: () => opened.store});
    });
  });
}
