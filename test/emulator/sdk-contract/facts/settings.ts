import assert from 'node:assert/strict';
import {fact, type Fact} from '../fact.js';
import rows from './settings.json' with {type: 'json'};

type Range = Pick<Fact, 'since' | 'before'>;
/** What a setting becomes in the address of a desktop's redirect; nothing for what is not sent. */
type Accepted = [id: string, settings: object, sent: object, range?: Range];
type Refused = [id: string, argument: string, name: string, message: string, range?: Range];

/** What `Kakao.Auth.authorize` is given, and what becomes of it. */
export const SETTINGS: readonly Fact[] = [
  ...(rows.accepted as Accepted[]).map(([id, settings, sent, range]) =>
    fact({...range, id}, `authorize(${JSON.stringify(settings)}) sends ${JSON.stringify(sent)}`, async (open) => {
      const {authorize, nextJump, redirectUri} = await open();

      await authorize({...settings, redirectUri});

      const added = ['client_id', 'redirect_uri', 'response_type', 'auth_tran_id', 'ka', 'is_popup'];
      const {searchParams} = new URL(await nextJump());
      assert.deepEqual(Object.fromEntries([...searchParams].filter(([name]) => !added.includes(name))), sent);
    }),
  ),
  ...(['', '{}', '{redirectUri: ""}'] as const).map((settings, index) =>
    fact(`S${16 + index}`, `authorize(${settings}) sends JS-SDK for the redirect URI`, async (open) => {
      const {authorize, nextJump} = await open();

      await authorize(settings);

      assert.equal(new URL(await nextJump()).searchParams.get('redirect_uri'), 'JS-SDK');
    }),
  ),
  ...(rows.refused as Refused[]).map(([id, argument, name, message, range]) =>
    fact({...range, id}, `authorize(${argument}) throws ${name} "${message}" at once`, async (open) => {
      const {thrown, jumps} = await open();

      const error = await thrown(`Kakao.Auth.authorize(${argument})`);

      assert.deepEqual([error?.name, error?.message, error?.isError], [name, message, true]);
      if (name === 'KakaoError') assert.deepEqual(error?.own, ['message', 'name']);
      assert.deepEqual(await jumps(), []);
    }),
  ),
  fact('S50', 'takes undefined for isPopup, throughTalk and throughSyncplugin, which have defaults', async (open) => {
    const {authorize, nextJump} = await open({agent: 'android'});

    await authorize('{isPopup: undefined, throughTalk: undefined, throughSyncplugin: undefined}');

    assert.match(await nextJump(), /^intent:/);
  }),
];
