import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, describe, it} from 'node:test';
import {fileURLToPath} from 'node:url';
import {createKakaoEmulator, DEFAULT_APP} from 'kakao-sync-widget/emulator';
import {openDatabase} from '../../demo/database.js';
import {CHANNEL} from '../../demo/kakao.js';
import {createMembers} from '../../demo/members.js';
import {createNewsletter, leaveNewsletter, type Newsletter} from '../../demo/newsletter.js';
import {seedFolder} from '../support/embedded.js';

const COMMAND = fileURLToPath(new URL('../../demo/customer-file.ts', import.meta.url));
const MEMBER = '4100000002';
const OTHER = '4100000005';

const emulator = createKakaoEmulator({
  apps: [{...DEFAULT_APP, channel: {publicId: CHANNEL, name: '온달'}}],
});
let folder = '';
let port = '';
let close = (): Promise<void> => Promise.resolve();

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'customer-file-'));
  const listening = await emulator.listen({port: 0});
  port = new URL(listening.url).port;
  close = listening.close;
  emulator.account('member').agree('plusfriends');
  emulator.account('member').setChannel('ADDED');
  await seedFolder(join(folder, 'members'));
  const database = await openDatabase({folder});
  const members = createMembers(database);
  await members.signUp({id: MEMBER});
  await members.signUp({id: OTHER});
  await database.close();
});
after(async () => {
  await close();
  await rm(folder, {recursive: true, force: true});
});

/** Runs the command as a process, at the emulator. */
async function run(...args: string[]): Promise<{code: unknown; out: string; error: string}> {
  const child = spawn(process.execPath, ['--import', 'tsx', COMMAND, ...args], {
    env: {PATH: process.env['PATH'], DEMO_DATA: folder, EMULATOR_PORT: port},
  });
  const output = {out: '', error: ''};
  child.stdout.on('data', (data: Buffer) => (output.out += data.toString()));
  child.stderr.on('data', (data: Buffer) => (output.error += data.toString()));
  const [code] = (await once(child, 'close')) as [unknown];
  return {code, ...output};
}

/** The accounts in the emulator's customer file; null while there is none. */
function readFile(): readonly string[] | null {
  const {files} = emulator.snapshot() as {files: readonly {users: object}[]};
  return files[0] ? Object.keys(files[0].users) : null;
}

describe('the command of the customer file', () => {
  it('changes nothing unless it is told to send, and names nobody unless it is told to show', async () => {
    const {code, out, error} = await run();

    assert.deepEqual([code, error], [0, '']);
    assert.match(out, /^send {4}[0-9a-f]{12} {2}agreed$/m);
    assert.match(out, /^would send {4}1$/m);
    assert.ok(!out.includes(MEMBER) && !out.includes(OTHER));
    assert.equal(readFile(), null);
  });

  it('sends, and ends with what went wrong on one line', async () => {
    const {code, out, error} = await run('--send', '--show');

    assert.deepEqual([code, error], [0, '']);
    assert.match(out, new RegExp(`^send {4}${MEMBER} {2}agreed$`, 'm'));
    assert.deepEqual(readFile(), [`app:${MEMBER}`]);

    emulator.account('member').revoke('marketing');
    emulator.failNext('remove-customers', {code: -819}, 2);
    const refused = await run('--send');
    assert.deepEqual([refused.code, refused.error], [1, '']);
    assert.match(refused.out, /^remove {2}[0-9a-f]{12} {2}term_not_agreed$/m);
    assert.match(refused.out, /^provider_refused: The channel is not linked with the app/m);
    assert.ok(!refused.out.includes(MEMBER));
  });
});

describe('the shop’s hooks', () => {
  const EVENT = {eventId: 'event-1', kakaoId: MEMBER, at: new Date(0), clock: 'kakao'} as const;
  const {signal} = new AbortController();
  /** Each hook, with an event by which somebody withdraws, or does not. */
  const ROWS = [
    ['onUnlink', {...EVENT, reason: null}, true],
    ['onChannelChange', {...EVENT, event: 'blocked', channelId: CHANNEL}, true],
    ['onChannelChange', {...EVENT, event: 'added', channelId: CHANNEL}, false],
    ['onAccountEvent', {...EVENT, event: 'user-scope-withdraw', reason: null}, true],
    ['onAccountEvent', {...EVENT, event: 'tokens-revoked', reason: null}, false],
  ] as const;

  for (const [name, event, isWithdrawal] of ROWS) {
    const what = 'event' in event ? `${name} ${event.event}` : name;
    const call = async (newsletter: Pick<Newsletter, 'file'>, told: string[]): Promise<void> => {
      const own = (): void => void told.push('own');
      const hooks = leaveNewsletter(newsletter as Newsletter, {
        onUnlink: own,
        onChannelChange: own,
        onAccountEvent: own,
      });
      await (hooks[name] as (event: object, context: {signal: AbortSignal}) => Promise<void>)(event, {signal});
    };

    it(`${what} ${isWithdrawal ? 'takes its person out of the file' : 'takes nobody out'}`, async () => {
      const told: string[] = [];
      const file = {
        run: () => assert.fail(),
        remove: (kakaoId: string) => Promise.resolve(told.push(kakaoId) > 0),
      };

      await call({file}, told);

      assert.deepEqual(told, isWithdrawal ? [MEMBER, 'own'] : ['own']);
    });

    if (!isWithdrawal) continue;
    it(`${what} fails if that does, so that it is called again, and the shop hears of it all the same`, async () => {
      const told: string[] = [];
      const reason = new Error('no Kakao');

      await assert.rejects(
        call({file: {run: () => assert.fail(), remove: () => Promise.reject(reason)}}, told),
        reason,
      );

      assert.deepEqual(told, ['own']);
    });
  }

  it('keep whoever may be in the file in a list, beyond the member', async () => {
    const rows = new Set<unknown>();
    const place = await mkdtemp(join(tmpdir(), 'newsletter-'));
    await seedFolder(join(place, 'members'));
    const database = await openDatabase({folder: place});
    try {
      const {file, members} = createNewsletter({
        database,
        adminKey: DEFAULT_APP.adminKey,
        channel: CHANNEL,
        emulatorUrl: `http://127.0.0.1:${port}`,
      });
      const shop = createMembers(database);
      emulator.account('member').agree('marketing');
      await shop.signUp({id: MEMBER, connectedAt: new Date(0)});
      for await (const member of members()) rows.add(Object.keys(member.fields ?? {}).join());
      assert.equal((await file.run({members, send: true})).isFinished, true);
      assert.deepEqual(readFile(), [`app:${MEMBER}`]);

      await shop.unlink(MEMBER, new Date());
      assert.equal(await file.remove(MEMBER), true);
      assert.deepEqual(readFile(), []);
      // Until a run has seen that nobody has sent them meanwhile.
      assert.equal(await file.remove(MEMBER), true);
      assert.equal((await file.run({members, send: true})).isFinished, true);
      assert.equal(await file.remove(MEMBER), false);
      assert.deepEqual([...rows], ['가입일']);
    } finally {
      await database.close();
      await rm(place, {recursive: true, force: true});
    }
  });
});
