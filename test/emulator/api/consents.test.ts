import assert from 'node:assert/strict';
import {it} from 'node:test';
import {setup as setupEmulator} from '../support/setup.js';
import {describeBothWays} from '../support/ways.js';

async function setup(persona = 'member') {
  const made = setupEmulator();
  const {access_token: token} = await made.tokens(persona);
  const get = (path: string) => made.api(path, token);
  const post = (path: string, fields: Record<string, string>) =>
    made.api(path, token, {method: 'POST', body: new URLSearchParams(fields)});
  return {...made, get, post, account: made.emulator.account(persona)};
}

describeBothWays('/v2/user/scopes', () => {
  it('lists every consent item, or those named', async () => {
    const {get} = await setup();

    const all = await get('/v2/user/scopes');
    const one = await get(`/v2/user/scopes?scopes=${encodeURIComponent('["account_email"]')}`);

    assert.ok((all.body['scopes'] as unknown[]).length > 4);
    assert.deepEqual(one.body['scopes'], [
      {
        id: 'account_email',
        display_name: '카카오계정(이메일)',
        type: 'PRIVACY',
        using: true,
        agreed: true,
        revocable: true,
      },
    ]);
  });

  it('refuses what is no list of its items', async () => {
    const {get} = await setup();

    for (const scopes of ['account_email', '["wrong"]', '[1]', '{}']) {
      assert.equal((await get(`/v2/user/scopes?scopes=${encodeURIComponent(scopes)}`)).body['code'], -2, scopes);
    }
  });
});

describeBothWays('/v2/user/revoke/scopes', () => {
  it('takes back an optional consent', async () => {
    const {post, account} = await setup();

    const {status} = await post('/v2/user/revoke/scopes', {scopes: '["account_email"]'});

    assert.equal(status, 200);
    assert.ok(!account.scopes.includes('account_email'));
  });

  const rows: readonly (readonly [string, number, number])[] = [
    ['["profile_nickname"]', 403, -3],
    ['["name"]', 400, -2],
    ['["wrong"]', 400, -2],
    ['', 400, -2],
  ];
  for (const [scopes, status, code] of rows) {
    it(`answers ${code} to ${scopes || 'nothing'} and takes nothing back`, async () => {
      const {post, account} = await setup();
      const before = [...account.scopes];

      const answer = await post('/v2/user/revoke/scopes', {scopes});

      assert.deepEqual([answer.status, answer.body['code']], [status, code]);
      assert.deepEqual([...account.scopes], before);
    });
  }
});

describeBothWays('the terms', () => {
  it('are taken back where they are optional', async () => {
    const {post, account} = await setup();

    const optional = await post('/v2/user/revoke/service_terms', {tags: 'marketing'});
    const required = await post('/v2/user/revoke/service_terms', {tags: 'service'});

    assert.deepEqual(optional.body['revoked_service_terms'], [{tag: 'marketing', agreed: false}]);
    assert.equal(required.body['code'], -3);
    assert.deepEqual([...account.terms], ['service', 'privacy']);
  });

  it('are agreed to through the service, and say so', async () => {
    const {post, get, account} = await setup('missing-term');

    await post('/v2/user/upgrade/service_terms', {tags: 'privacy'});
    const unknown = await post('/v2/user/upgrade/service_terms', {tags: 'wrong'});

    const {body} = await get('/v2/user/service_terms?tags=privacy');
    assert.equal((body['service_terms'] as {agreed_by: string}[])[0]?.agreed_by, 'KAPI');
    assert.equal(unknown.body['code'], -2);
    assert.ok(account.terms.includes('privacy'));
  });
});
