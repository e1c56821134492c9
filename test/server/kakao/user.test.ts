import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import fc from 'fast-check';
import {readProfile} from '../../../src/server/kakao/profile.js';
import {CANARIES} from '../support/provider.js';
import {drawSeed} from '../support/seed.js';
import {createSite, json} from '../support/site.js';
import data from './user.json' with {type: 'json'};

const LARGE = '12345678901234567891';

describe('the user information', () => {
  test('oidcc-client-test-userinfo-bearer-header: is asked for with the token in a header only', async () => {
    const site = await createSite();

    await site.post(site.prepare());

    const request = site.provider.requests.find(({path}) => path === '/v2/user/me')!;
    assert.equal(request.headers.get('authorization'), `Bearer ${CANARIES.accessToken}`);
    assert.equal(request.url, 'https://kapi.kakao.com/v2/user/me?secure_resource=true');
    assert.equal(request.form.toString(), '');
  });

  test('keeps every digit of an id beyond 2^53', async () => {
    const site = await createSite();

    const response = await site.post(site.prepare({}, {sub: LARGE}));

    assert.equal((await json(response))['status'], 'signed-in');
    assert.equal(site.calls[0]!.profile!.id, LARGE);
  });
});

describe('readProfile', () => {
  test('reads what the person agreed to', () => {
    const {raw, profile} = data;

    assert.deepEqual(readProfile('1', raw), {
      ...profile,
      connectedAt: new Date(profile.connectedAt),
      synchedAt: new Date(profile.synchedAt),
      raw,
    });
  });

  for (const [valid, verified, email] of [
    [true, false, 'a@b.example'],
    [false, true, 'a@b.example'],
    [undefined, true, 'a@b.example'],
    ['true', 'true', 'a@b.example'],
    [1, 1, 'a@b.example'],
    [true, true, undefined],
    [true, true, ''],
  ] as const) {
    test(`takes no e-mail as verified where valid is ${valid}, verified ${verified}, address ${email}`, () => {
      const account = {email, is_email_valid: valid, is_email_verified: verified};

      assert.equal(readProfile('1', {kakao_account: account}).emailVerified, false);
    });
  }

  for (const [raw, e164] of [
    ['+82 10-1234-5678', '+821012345678'],
    ['+82 2-123-4567', '+8221234567'],
    ['+82 010-1234-5678', '+821012345678'],
    ['+82 (0)10-1234-5678', '+821012345678'],
    ['+82 (0) 10 1234 5678', '+821012345678'],
    ['+82(010)1234.5678', '+821012345678'],
    ['+82-010-1234-5678', '+821012345678'],
    ['+82\u00a0010\u20111234\u20115678', '+821012345678'],
    ['\u200e+82 10-1234-5678\u202c', '+821012345678'],
    ['+8201012345678', '+821012345678'],
    ['+821012345678', '+821012345678'],
    ['+82 02-123-4567', '+8221234567'],
    ['+82 0010-1234-5678', undefined],
    ['+39 06 1234 5678', '+390612345678'],
    ['+81 90-1234-5678', '+819012345678'],
    ['+1 (820) 555-0100', '+18205550100'],
    ['+1 (415) 555-2671', '+14155552671'],
    ['010-1234-5678', undefined],
    ['+0 10', undefined],
    ['+82 10-1234-567a', undefined],
    [`+${'1'.repeat(16)}`, undefined],
  ] as const) {
    test(`writes ${raw} as ${e164 ?? 'nothing else'}`, () => {
      const {phoneNumber} = readProfile('1', {kakao_account: {phone_number: raw}});

      assert.deepEqual(phoneNumber, e164 === undefined ? {raw} : {raw, e164});
    });
  }

  test('leaves out what is not of its form, and never fails', (t) => {
    const account = fc.dictionary(
      fc.constantFrom('profile', 'name', 'email', 'phone_number', 'birthyear', 'birthday', 'gender', 'age_range', 'ci'),
      fc.anything(),
    );
    const raw = fc.record({
      connected_at: fc.anything(),
      synched_at: fc.anything(),
      kakao_account: fc.oneof(account, fc.anything()),
    });

    fc.assert(
      fc.property(raw, (fields) => {
        const profile = readProfile('1', fields);
        for (const [name, value] of Object.entries(profile)) {
          if (/At$/.test(name)) assert.ok(value instanceof Date && !Number.isNaN(value.getTime()));
          else if (/^(nickname|email|name|birthyear|birthday|ageRange|ci)$/.test(name))
            assert.ok(value && typeof value === 'string');
        }
        assert.equal(profile.emailVerified, false);
      }),
      {seed: drawSeed(t), numRuns: 5000},
    );
  });
});
