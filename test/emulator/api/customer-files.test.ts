import assert from 'node:assert/strict';
import {it} from 'node:test';
import {DEFAULT_APP} from '../../../src/emulator/index.js';
import {ADMIN_KEY, KAPI, OTHER_APP, REST_KEY, setup as setupEmulator} from '../support/setup.js';
import {describeBothWays} from '../support/ways.js';

const CHANNEL = '_emulator';
const SCHEMA = {성별: 'string', 주문: 'number'};
const USER = {id: '4100000002', field: {성별: '남', 주문: 3}};

async function setup() {
  const {emulator} = setupEmulator({apps: [DEFAULT_APP, OTHER_APP]});
  const send = async (path: string, body: unknown, headers: Record<string, string> = {}) => {
    const response = await emulator.fetch(`${KAPI}/v1/talkchannel/${path}`, {
      method: 'POST',
      headers: {authorization: `KakaoAK ${REST_KEY}`, 'content-type': 'application/json', ...headers},
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    return {status: response.status, body: (await response.json()) as Record<string, unknown>};
  };
  const list = async () => {
    const response = await emulator.fetch(`${KAPI}/v1/talkchannel/target_user_file?channel_public_id=${CHANNEL}`, {
      headers: {authorization: `KakaoAK ${ADMIN_KEY}`},
    });
    return (await response.json()) as {results: Record<string, unknown>[]; using_slot: number; empty_slot: number};
  };
  const create = (file_name: string) =>
    send('create/target_user_file', {channel_public_id: CHANNEL, file_name, schema: SCHEMA});
  const {body} = await create('손님');
  const base = {file_id: body['file_id'], channel_public_id: CHANNEL, user_type: 'app'};
  return {emulator, send, list, create, base};
}

describeBothWays('customer files', () => {
  it('are created, listed, filled and emptied', async () => {
    const {send, list, base} = await setup();

    const created = await list();
    const added = await send('update/target_users', {...base, users: [USER]});
    const filled = await list();
    await send('delete/target_users', {...base, user_ids: [USER.id]});
    const emptied = await list();

    assert.deepEqual([created.using_slot, created.empty_slot], [1, 29]);
    assert.deepEqual(added, {status: 200, body: {file_id: base.file_id}});
    assert.deepEqual(
      [created, filled, emptied].map(({results: [file]}) => [file?.['file_id'], file?.['schema']]),
      [{}, SCHEMA, {}].map((schema) => [base.file_id, schema]),
    );
  });

  it('know a phone number however it is written', async () => {
    const {send, list, base} = await setup();
    await send('update/target_users', {...base, user_type: 'phone', users: [{...USER, id: '010-0000-0002'}]});
    const filled = await list();
    await send('delete/target_users', {...base, user_type: 'phone', user_ids: ['+82 10-0000-0002']});

    assert.deepEqual(filled.results[0]?.['schema'], SCHEMA);
    assert.deepEqual((await list()).results[0]?.['schema'], {});
  });

  it('are thirty at most, each with a name of its own', async () => {
    const {create} = await setup();
    const same = await create('손님');
    for (let count = 2; count <= 30; count += 1) assert.equal((await create(`${count}`)).status, 200);

    const more = await create('31');

    assert.deepEqual([same.body['code'], more.body['code']], [-817, -818]);
  });

  const create = {channel_public_id: CHANNEL, file_name: 'x', schema: SCHEMA};
  const users = (count: number) => Array.from({length: count}, (_, index) => ({...USER, id: index + 1}));
  const refused: readonly (readonly [string, string, object | string, number, Record<string, string>?])[] = [
    ['a body that is no JSON', 'create/target_user_file', '{', -2],
    ['a list', 'create/target_user_file', [], -2],
    ['a form', 'create/target_user_file', 'file_name=x', -2, {'content-type': 'application/x-www-form-urlencoded'}],
    ['no channel', 'create/target_user_file', {...create, channel_public_id: undefined}, -2],
    ['a channel that does not exist', 'create/target_user_file', {...create, channel_public_id: '_x'}, -541],
    ['a channel of another app', 'create/target_user_file', {...create, channel_public_id: '_other'}, -819],
    ['no name', 'create/target_user_file', {...create, file_name: ''}, -2],
    ['no schema', 'create/target_user_file', {...create, schema: {}}, -2],
    ['a schema of other types', 'create/target_user_file', {...create, schema: {성별: 'date'}}, -2],
    ['an unknown key', 'create/target_user_file', create, -401, {authorization: 'KakaoAK unknown-key'}],
    ['a page', 'create/target_user_file', create, -401, {origin: 'https://shop.example'}],
    ['an unknown file', 'update/target_users', {file_id: 1, users: [USER]}, -816],
    ['a file id that is a text', 'update/target_users', {file_id: '437', users: [USER]}, -2],
    ['another kind of id', 'update/target_users', {user_type: 'mail', users: [USER]}, -2],
    ['nobody', 'update/target_users', {users: []}, -2],
    ['users that are ids', 'update/target_users', {users: ['4100000002']}, -2],
    ['a user number that is none', 'update/target_users', {users: [{...USER, id: 'me'}]}, -2],
    ['a field that is a list', 'update/target_users', {users: [{...USER, field: {성별: []}}]}, -2],
    ['too many users', 'update/target_users', {users: users(2001)}, -2],
    ['nobody to remove', 'delete/target_users', {user_ids: []}, -2],
    ['users to remove as objects', 'delete/target_users', {user_ids: [{id: 1}]}, -2],
  ];
  for (const [what, path, body, code, headers] of refused) {
    it(`answer ${code} to ${what}`, async () => {
      const {send, base} = await setup();
      const isUsers = path.endsWith('users') && typeof body === 'object';

      const answer = await send(path, isUsers ? {...base, ...body} : body, headers);

      assert.deepEqual([answer.status, answer.body['code']], [code === -401 ? 401 : 400, code]);
    });
  }

  it('take two thousand users at once', async () => {
    const {send, base} = await setup();

    assert.equal((await send('update/target_users', {...base, users: users(2000)})).status, 200);
  });

  it('leave no user in the log', async () => {
    const {emulator, send, base} = await setup();

    await send('update/target_users', {...base, users: [USER]});

    assert.deepEqual(emulator.requests.at(-1)?.body, {
      file_id: String(base.file_id),
      channel_public_id: CHANNEL,
      user_type: 'app',
      users: '(hidden)',
    });
  });
});
