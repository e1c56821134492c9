import assert from 'node:assert/strict';
import {mkdtemp, readdir, rm, stat, utimes, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, describe, test} from 'node:test';
import type {SpooledNotice} from '../../../src/server/notices/notice-spool.js';
import {createSpoolFolder} from '../../../src/server/notices/store/spool-folder.js';

const folders: string[] = [];
after(() => Promise.all(folders.map((folder) => rm(folder, {recursive: true, force: true}))));

async function setup() {
  const parent = await mkdtemp(join(tmpdir(), 'spool-'));
  folders.push(parent);
  const folder = join(parent, 'kakao');
  let time = 1_700_000_000_000;
  const spool = createSpoolFolder(folder, () => (time += 1));
  const drain = async (): Promise<string[]> => {
    const handed: string[] = [];
    await spool.drain((entry) => Promise.resolve(void handed.push(entry.notice.eventId)));
    return handed;
  };
  return {folder, spool, drain};
}

const toEntry = (eventId: string): SpooledNotice => ({
  notice: {eventId, kind: 'unlink', event: 'unlinked', kakaoId: '1', at: 0, clock: 'received'},
  seenKey: `key of ${eventId}`,
});

describe('a folder for a spool', () => {
  test('hands over what was put into it, in its order, and once', async () => {
    const {spool, drain} = await setup();
    for (const eventId of ['c', 'a', 'b']) assert.equal(await spool.append(toEntry(eventId)), true);

    assert.deepEqual(await drain(), ['c', 'a', 'b']);
    assert.deepEqual(await drain(), []);
  });

  test('is empty before it is there', async () => {
    const {drain} = await setup();

    assert.deepEqual(await drain(), []);
  });

  test('is for its owner’s eyes alone', async () => {
    const {folder, spool} = await setup();
    await spool.append(toEntry('a'));

    const [name] = await readdir(folder);
    assert.equal((await stat(join(folder, name!))).mode & 0o777, 0o600);
    assert.equal((await stat(folder)).mode & 0o777, 0o700);
  });

  test('keeps what cannot be handed over, and all after it', async () => {
    const {spool, drain} = await setup();
    for (const eventId of ['a', 'b', 'c']) await spool.append(toEntry(eventId));
    const handed: SpooledNotice[] = [];

    await assert.rejects(
      spool.drain((entry) =>
        handed.length < 1 ? Promise.resolve(void handed.push(entry)) : Promise.reject(new Error('down')),
      ),
      /down/,
    );

    assert.deepEqual(handed, [toEntry('a')]);
    assert.deepEqual(await drain(), ['b', 'c']);
  });

  test('is shared by processes: what another has taken away is nobody’s error', async () => {
    const {folder, spool, drain} = await setup();
    for (const eventId of ['a', 'b']) await spool.append(toEntry(eventId));
    const other = createSpoolFolder(folder, Date.now);

    await spool.drain(() => other.drain(() => Promise.resolve()));

    assert.deepEqual(await drain(), []);
  });

  test('sets aside what cannot be read, and says so once', async () => {
    const {folder, spool, drain} = await setup();
    await spool.append(toEntry('a'));
    await writeFile(join(folder, '000000000000001-x.json'), '{"notice":');

    await assert.rejects(drain(), /set aside/);
    assert.deepEqual(await drain(), ['a']);
  });

  test('drops what a process had begun when it ended, and nothing that is still being written', async () => {
    const {folder, spool, drain} = await setup();
    await spool.append(toEntry('a'));
    await writeFile(join(folder, 'old.part'), '{');
    await writeFile(join(folder, 'new.part'), '{');
    await utimes(join(folder, 'old.part'), 1_600_000_000, 1_600_000_000);
    await utimes(join(folder, 'new.part'), 1_700_000_000, 1_700_000_000);

    assert.deepEqual(await drain(), ['a']);
    assert.deepEqual(await readdir(folder), ['new.part']);
  });

  test('takes 10,000', async () => {
    const {folder, spool} = await setup();
    await spool.append(toEntry('a'));
    await Promise.all(Array.from({length: 9999}, (_, index) => writeFile(join(folder, `${index}.json`), '{}')));

    assert.equal(await spool.append(toEntry('b')), false);
  });

  test('says what stands in its way', async () => {
    const {folder} = await setup();
    await writeFile(folder, 'no folder');

    await assert.rejects(createSpoolFolder(folder, Date.now).append(toEntry('a')));
  });
});
