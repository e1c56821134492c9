import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {DEFAULT_APP} from '../../../src/emulator/index.js';
import {OTHER_APP, setup as setupEmulator} from '../support/setup.js';
import {Visitor} from '../support/visitor.js';

const ADDRESS = 'https://apps.kakao.com/connected/app/list';

/** Somebody on the page of their connected services. */
async function setup(persona = 'member') {
  const events: string[] = [];
  const {emulator} = setupEmulator({
    apps: [DEFAULT_APP, {...OTHER_APP, name: '온달'}],
    notices: {
      unlink: 'http://localhost:3000/unlink',
      fetch: async (request) => {
        events.push(new URLSearchParams(await request.text()).toString());
        return new Response();
      },
    },
  });
  const visitor = await new Visitor(emulator).open(ADDRESS);
  await visitor.choose(persona);
  const apps = () => [...visitor.text.matchAll(/name="app"\s+value="(\d+)"/g)].map(([, appId]) => Number(appId));
  return {emulator, visitor, events, apps};
}

describe('the connected services', () => {
  it('are those of the account, each with what it was given', async () => {
    const member = await setup();
    const stranger = await setup('new-visitor');

    assert.deepEqual([member.apps(), stranger.apps()], [[DEFAULT_APP.appId, OTHER_APP.appId], []]);
    for (const text of ['이하늘', '온달', '닉네임', '마케팅 정보 수신'])
      assert.ok(member.visitor.text.includes(text), text);
    assert.match(stranger.visitor.text, /연결된 서비스가 없습니다/);
  });

  it('are ended one at a time, of which the site is told', async () => {
    const {emulator, visitor, events, apps} = await setup();

    await visitor.submit([['app', String(OTHER_APP.appId)]]);
    await emulator.noticesSent();

    assert.deepEqual(apps(), [DEFAULT_APP.appId]);
    assert.deepEqual(
      [emulator.account('member').linked, emulator.account('member', OTHER_APP.appId).linked],
      [true, false],
    );
    assert.deepEqual(events, ['app_id=2&user_id=4100000002&referrer_type=UNLINK_FROM_APPS']);
  });

  it('are shown to another account after another login', async () => {
    const {visitor, apps} = await setup();

    await visitor.submit([['account', 'other']]);
    await visitor.choose('new-visitor');

    assert.deepEqual(apps(), []);
    assert.match(visitor.text, /김새봄/);
  });

  const refused: readonly (readonly [string, readonly [string, string][], Record<string, string>?])[] = [
    ['without an answer', []],
    ['for an unknown service', [['app', '7']]],
    ['from another page', [['app', '100001']], {origin: 'https://evil.example'}],
  ];
  for (const [what, fields, headers] of refused) {
    it(`stay as they are ${what}`, async () => {
      const {emulator, visitor} = await setup();

      await visitor.submit(fields, headers);

      assert.equal(visitor.status, 403);
      assert.equal(emulator.account('member').linked, true);
    });
  }

  it('stay as they are if a form comes twice', async () => {
    const {emulator, visitor} = await setup();
    const before = visitor.text;
    await visitor.submit([['app', '100001']]);
    emulator.account('member').link();

    visitor.text = before;
    await visitor.submit([['app', '100001']]);

    assert.equal(visitor.status, 403);
    assert.equal(emulator.account('member').linked, true);
  });
});
