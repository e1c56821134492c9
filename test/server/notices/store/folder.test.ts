import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtemp, readdir, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, describe, test} from 'node:test';
import type {NoticeStore} from '../../../../src/server/notices/notice-store.js';
import {createStore} from '../../../../src/server/notices/store/create-store.js';
import {lockFolder} from '../../../../src/server/notices/store/folder-lock.js';
import {bundleProgram} from '../../../support/bundle-program.js';
import {toPlainEnvironment} from '../../../support/plain-environment.js';
import {seedFolder} from '../../../support/embedded.js';
import {toNotice} from './support/stores.js';

const REFUSED = {code: 'config_invalid', message: /in use by another process.*PostgreSQL address/};
const PROGRAM = bundleProgram(join(import.meta.dirname, 'support/folder-process.ts'));

describe('the folder of a store', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'notices-'));
  });
  after(() => rm(folder, {recursive: true}));

  const create = (name: string): NoticeStore =>
    createStore({folder: join(folder, name)}, {warn: () => undefined, onError: assert.ifError, now: Date.now});
  /** A process that has a folder open, and has stored one notice in it. */
  const startProcess = async (name: string) => {
    const child = spawn(process.execPath, [PROGRAM, join(folder, name)], {
      env: toPlainEnvironment(),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    assert.equal(String(line).trim(), 'added');
    return child;
  };

  test('is refused to a second process, and free with all in it once the first was killed', async () => {
    const child = await startProcess('shared');
    const store = create('shared');
    await assert.rejects(store.open(), REFUSED);

    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;

    await store.open();
    assert.equal((await store.count()).waiting, 1);
    await store.close();
  });

  test('is refused to a second store of the process until the first is closed', async () => {
    await seedFolder(join(folder, 'twice/database'));
    const [first, second] = [create('twice'), create('twice')];
    await first.open();
    await assert.rejects(second.open(), REFUSED);
    const notice = toNotice();
    await first.add(notice);
    await first.close();

    await second.open();

    assert.equal((await second.count()).waiting, 1);
    await second.close();
    assert.deepEqual(await readdir(join(folder, 'twice')), ['database']);
  });

  test('is had by one at most of many that start at once', async () => {
    const locks = await Promise.allSettled(Array.from({length: 6}, () => lockFolder(join(folder, 'raced'))));

    const had = locks.filter(({status}) => status === 'fulfilled');
    assert.ok(had.length <= 1);
    for (const lock of locks) {
      if (lock.status === 'fulfilled') await lock.value();
      else assert.equal((lock.reason as {code?: string}).code, 'config_invalid');
    }
    await (
      await lockFolder(join(folder, 'raced'))
    )();
  });

  test('is refused if it cannot hold a lock', async () => {
    const long = create('a'.repeat(120));

    await assert.rejects(long.open(), {code: 'config_invalid', message: /shorter path/});
  });
});
