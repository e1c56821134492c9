import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {createKakaoTest} from 'kakao-sync-widget/testing';
import {change} from '../../demo/snippets/emulator/changes.js';
import {createEmulator, unlink} from '../../demo/snippets/emulator/notices.js';
import {createBackend} from '../../demo/snippets/testing/vitest/backend.js';

describe('changes.ts of the documents', () => {
  it('lets two logins fail, adds a term and blocks the channel', async () => {
    const {emulator, logIn} = createKakaoTest({backend: createBackend});

    change(emulator);

    const bodies = [await logIn('member'), await logIn('member'), await logIn('member')].map(({body}) => body);
    assert.deepEqual(
      bodies.map(({code, status}) => (code === undefined ? status : code)),
      ['code_used', 'id_token_invalid', 'signed-in'],
    );
    assert.ok(emulator.app().terms.some(({tag, required}) => tag === 'rules-2027' && required));
    assert.equal(emulator.account('member').channel, 'BLOCKED');
  });
});

describe('notices.ts of the emulator’s documents', () => {
  it('hands each notice to its own route, signed by the issuer of the backend', async () => {
    const seen: string[] = [];
    const emulator = createEmulator(async (request) => {
      const {pathname} = new URL(request.url);
      const body = await request.text();
      const issuer = /^ey/.test(body) ? String(readClaims(body)['iss']) : '';
      seen.push(`${pathname} ${issuer}`.trim());
      return new Response(null, {status: pathname.endsWith('account') ? 202 : 200});
    });

    const sent = await unlink(emulator, 'member');

    const account = '/kakao/notices/account http://127.0.0.1:4000';
    assert.deepEqual(seen.sort(), [account, account, account, account, '/kakao/notices/unlink']);
    assert.deepEqual(sent, [
      ['UNLINK_FROM_APPS', [200]],
      ['user-unlinked', [202]],
      ['tokens-revoked', [202, 202, 202]],
    ]);
  });
});

/** What an event says, unchecked. */
function readClaims(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
}
