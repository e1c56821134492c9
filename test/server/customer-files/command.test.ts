import assert from 'node:assert/strict';
import {createHash} from 'node:crypto';
import {describe, test} from 'node:test';
import {runCustomerFileCommand} from '../../../src/server/index.js';
import {createFileSite, type FileSite, IDS, WITHDRAWALS} from './support/file-site.js';

async function run(site: FileSite, ...argv: string[]): Promise<{code: number; text: string; lines: string[]}> {
  const lines: string[] = [];
  const {members} = site.runOptions;
  const code = await runCustomerFileCommand(argv, {sync: site.sync, members, write: (line) => lines.push(line)});
  return {code, lines, text: lines.join('\n')};
}

const toHash = (id: string): string => createHash('sha256').update(id).digest('hex').slice(0, 12);

async function setUp(): Promise<FileSite> {
  const site = await createFileSite({before: [IDS.chorok]});
  WITHDRAWALS.block(site.emulator, 'chorok');
  return site;
}

describe('runCustomerFileCommand', () => {
  test('prints counts and hashes, and changes nothing', async () => {
    const site = await setUp();

    const {code, lines, text} = await run(site);

    assert.equal(code, 0);
    assert.deepEqual(lines, [
      `send    ${toHash(IDS.ara)}  agreed`,
      `send    ${toHash(IDS.bada)}  agreed`,
      `remove  ${toHash(IDS.chorok)}  channel_not_added`,
      '',
      'dry run: nothing was changed. Add --send to bring the file right',
      `file          ${site.fileId}`,
      'would send    2',
      'would remove  1',
      '  channel_not_added    1',
      'finished',
    ]);
    for (const id of Object.values(IDS)) assert.ok(!text.includes(id));
    assert.deepEqual(site.inFile(), [IDS.chorok]);
  });

  test('names people with --show, and changes nothing either', async () => {
    const site = await setUp();

    const {lines} = await run(site, '--show');

    assert.equal(lines[0], `send    ${IDS.ara}  agreed`);
    assert.deepEqual(site.inFile(), [IDS.chorok]);
  });

  test('brings the file right with --send, and names nobody', async () => {
    const site = await setUp();

    const {code, lines, text} = await run(site, '--send');

    assert.equal(code, 0);
    assert.deepEqual(lines.slice(3), [
      '',
      'sent to Kakao',
      `file          ${site.fileId}`,
      'sent          2',
      'removed       1',
      '  channel_not_added    1',
      'everyone in the file had agreed at 2026-11-22T09:00:00.000Z',
      'finished',
    ]);
    for (const id of Object.values(IDS)) assert.ok(!text.includes(id));
    assert.deepEqual(site.inFile(), [IDS.ara, IDS.bada]);
  });

  test('says what went wrong, and is no success', async () => {
    const site = await setUp();
    site.port.intercept = (step) =>
      step.path.includes('delete/')
        ? Promise.resolve(Response.json({msg: IDS.ara, code: -819}, {status: 400}))
        : step.go();

    const {code, lines, text} = await run(site, '--send');

    assert.equal(code, 1);
    assert.ok(lines.includes('1 may still be in the file though they must not be: run again'));
    assert.match(text, /^provider_refused: The channel is not linked with the app/m);
    assert.match(lines.at(-1) ?? '', /^NOT FINISHED/);
    assert.ok(!text.includes(IDS.ara));
  });

  test('says that a signal has ended it', async () => {
    const site = await setUp();
    const lines: string[] = [];
    const options = {sync: site.sync, members: site.runOptions.members, write: (line: string) => void lines.push(line)};

    const code = await runCustomerFileCommand(['--send'], {...options, signal: AbortSignal.abort()});

    assert.equal(code, 1);
    assert.ok(lines.includes('it was ended by a signal'));
    assert.ok(lines.includes('file          not there yet'));
  });

  test('passes on what its own function throws, however early that is', async () => {
    const site = await createFileSite({options: {batchSize: 1}});
    site.port.intercept = async (step) => {
      await new Promise((resolve) => setImmediate(resolve));
      return step.go();
    };
    const write = (): never => {
      throw new Error('no terminal');
    };

    const command = runCustomerFileCommand(['--show'], {sync: site.sync, members: site.runOptions.members, write});

    await assert.rejects(command, /no terminal/);
  });

  for (const argv of [['--sned'], ['--send', '--Show'], ['send'], ['']]) {
    test(`explains itself, and asks nobody, where it does not know ${JSON.stringify(argv)}`, async () => {
      const site = await setUp();

      const {code, text} = await run(site, ...argv);

      assert.equal(code, 2);
      assert.match(text, /^Usage: /);
      assert.deepEqual(site.steps, []);
    });
  }
});
