import assert from 'node:assert/strict';
import {it} from 'node:test';
import {DEFAULT_APP} from '../../../src/emulator/index.js';
import {ADMIN_KEY, OTHER_APP, setup as setupEmulator} from '../support/setup.js';
import {describeBothWays} from '../support/ways.js';
import rows from './channels.json' with {type: 'json'};

type Relation = {channel_public_id: string; relation: string; created_at?: string; updated_at?: string};

async function setup(persona = 'member') {
  const app = {...DEFAULT_APP, otherChannels: [{publicId: '_second', name: '두 번째 채널'}]};
  const made = setupEmulator({apps: [app, OTHER_APP]});
  const account = made.emulator.account(persona);
  account.agree('plusfriends');
  const {access_token: token} = await made.tokens(persona);
  const read = async (query = '') => {
    const {status, body} = await made.api(`/v2/api/talk/channels${query}`, token);
    return {status, body, channels: (body['channels'] ?? []) as Relation[]};
  };
  const readAsApp = (query: string, key: string = ADMIN_KEY) =>
    made.api(`/v2/api/talk/channels?${query}`, '', {headers: {authorization: `KakaoAK ${key}`}});
  return {...made, account, read, readAsApp};
}

const named = (ids: string) => `?channel_ids=${ids}&channel_id_type=channel_public_id`;

describeBothWays('/v2/api/talk/channels', () => {
  it('needs the consent item for it, whoever asks', async () => {
    const {account, read, readAsApp} = await setup();
    account.revoke('plusfriends');

    const byToken = await read();
    const byKey = await readAsApp(`target_id_type=user_id&target_id=${account.userId}`);

    for (const {status, body} of [byToken, byKey]) {
      assert.deepEqual([status, body['code'], body['required_scopes']], [403, -402, ['plusfriends']]);
    }
  });

  it('tells how the person stands to every channel of the app, or to those named', async () => {
    const {account, read} = await setup();

    const all = await read();
    const one = await read(named('_second'));

    assert.equal(all.body['user_id'], account.userId);
    assert.deepEqual(
      all.channels.map(({channel_public_id: id, relation}) => [id, relation]),
      [
        ['_emulator', 'ADDED'],
        ['_second', 'NONE'],
      ],
    );
    assert.deepEqual(
      one.channels.map(({channel_public_id: id}) => id),
      ['_second'],
    );
  });

  it('tells since when, and nothing where there is no relation', async () => {
    const {account, clock, read} = await setup();
    const time = () => new Date(clock.at).toISOString().replace('.000', '');
    const readFirst = async () => (await read(named('_emulator'))).channels[0];

    const first = await readFirst();
    clock.at += 60_000;
    account.setChannel('BLOCKED');
    const blocked = await readFirst();
    const at = time();
    clock.at += 60_000;
    account.setChannel('BLOCKED');
    const same = await readFirst();
    account.setChannel('NONE');
    const none = await readFirst();

    assert.deepEqual([blocked?.relation, blocked?.created_at, blocked?.updated_at], ['BLOCKED', first?.created_at, at]);
    assert.deepEqual(same, blocked);
    assert.deepEqual([none?.relation, none?.created_at, none?.updated_at], ['NONE', undefined, undefined]);
  });

  it('keeps the relation, which is the person’s, when the link ends', async () => {
    const {account} = await setup();

    account.unlink();

    assert.equal(account.channel, 'ADDED');
  });

  for (const [what, query, status, code] of rows.refused as [string, string, number, number][]) {
    it(`answers ${code} to ${what}`, async () => {
      const {read} = await setup();

      const answer = await read(query);

      assert.deepEqual([answer.status, answer.body['code']], [status, code]);
    });
  }

  it('answers the app itself, by its admin key, of anybody who is linked', async () => {
    const {account, emulator, readAsApp} = await setup();
    account.setChannel('BLOCKED', '_second');

    const {status, body} = await readAsApp(
      `target_id_type=user_id&target_id=${account.userId}&channel_ids=_second&channel_id_type=channel_public_id`,
    );

    assert.equal(status, 200);
    assert.equal((body['channels'] as Relation[])[0]?.relation, 'BLOCKED');
    assert.equal(emulator.requests.at(-1)?.credential, 'KakaoAK');
    assert.equal(emulator.requests.at(-1)?.query['target_id'], '(hidden)');
    assert.equal(emulator.counts.channels, 1);
  });

  for (const [what, key, query, status, code] of rows.strangers as [string, string, string, number, number][]) {
    it(`answers ${code} to ${what}`, async () => {
      const {readAsApp} = await setup();

      const answer = await readAsApp(query, key);

      assert.deepEqual([answer.status, answer.body['code']], [status, code]);
    });
  }
});
