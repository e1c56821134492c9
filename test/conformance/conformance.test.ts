import assert from 'node:assert/strict';
import {after, describe, test} from 'node:test';
import {toMutationPoints} from '../../src/emulator/core/faults/login-mutations.js';
import {isErrorCode} from '../../src/shared/errors.js';
import {judgeByReference} from './reference.js';
import {type Login, logIn} from './relying-party.js';
import {MORE_LENIENT, type Row, ROWS} from './rows.js';
import {openEnvironment, toSpoil} from './test-environment.js';

const environment = await openEnvironment();
after(() => environment.close());

/** Rows of which the widget or the server sees that they are wrong before a code is posted. */
const isOfAddress = ({must}: Row): boolean => /^(callback_invalid|state_missing|other_browser|kakao_\w+)$/.test(must);

describe('the rows', () => {
  test('have no field but those that are read', () => {
    const fields: readonly (keyof Row)[] = [
      ...(['also', 'before', 'counts', 'faults', 'forge', 'key', 'must', 'name', 'number', 'provider'] as const),
      ...(['reference', 'scopes', 'spoil', 'tamper'] as const),
    ];

    assert.deepEqual([...new Set(ROWS.flatMap(Object.keys))].sort(), fields);
  });
});

describe('the rules of the OpenID conformance suite', () => {
  const stricter: string[] = [];

  for (const row of ROWS) {
    const {number, name, provider, must, reference, faults = [], counts, also} = row;
    const says = typeof reference === 'string' ? reference : `is not asked: ${reference.cannot}`;

    test(`${number} ${name}: ${provider} → ${must}; openid-client ${says}`, async () => {
      const login = await logIn(environment, row);

      assert.equal(login.end, must, JSON.stringify(login.reports));
      expectSpoiled(row);
      if (must === 'signed-in') assertSignedIn(login);
      else assertRefused(login, row);
      assertSilent(login);
      assert.deepEqual(login.counts, {...login.counts, ...counts});
      // Also beside a `WWW-Authenticate` header, which changes the error's class in openid-client.
      for (const [, {koe}] of faults) if (koe) assert.equal(login.reports[0]?.koe, koe);
      also?.(login);
      if (typeof reference !== 'string') return;
      const verdict = await judgeByReference(environment, row);
      expectSpoiled(row);
      const isLenient = verdict === 'refuses' && login.end === 'signed-in';
      assert.equal(isLenient, name in MORE_LENIENT, 'it refuses what we accept, or no longer does');
      assert.equal(verdict, reference);
      if (verdict === 'accepts' && must !== 'signed-in') stricter.push(`${number} ${name}: ${provider}`);
    });
  }

  after(() => {
    console.log(`openid-client accepts ${stricter.length} rows that are refused here:\n  ${stricter.join('\n  ')}`);
  });
});

describe('the same rules for what members do', () => {
  for (const purpose of ['terms', 'link'] as const) {
    for (const row of ROWS.filter((row) => !isOfAddress(row))) {
      const {number, name, provider, must} = row;

      test(`${purpose}, ${number} ${name}: ${provider} → ${must}`, async () => {
        const login = await logIn(environment, row, purpose);

        const isAccepted = must === 'signed-in';
        assert.equal(login.end, isAccepted && purpose === 'terms' ? 'consent' : must, JSON.stringify(login.reports));
        expectSpoiled(row);
        if (isAccepted) assertSignedIn(login);
        else assertRefused(login, row);
        assert.ok(login.isSignedIn, 'the member stays signed in');
        assertSilent(login);
      });
    }
  }
});

/** Whether the provider did what the row says. Its metadata is what nobody asks for. */
function expectSpoiled(row: Row): void {
  const spoil = toSpoil(row);
  if (spoil !== undefined && toMutationPoints(spoil).includes('discovery')) return;
  environment.emulator.expectNoPlannedFailures();
}

function assertSignedIn({posts, answers, counts, calls}: Login): void {
  assert.equal(posts.length, 1);
  assert.equal(counts.token, 1);
  assert.equal(counts.user, 1);
  assert.deepEqual(calls.filter((hook) => hook === 'findMember').length, 1);
  assert.equal(answers.flatMap(toSessionCookies).length, 1);
}

/** A bad ID token is the end of it: nothing is asked with its access token, nobody is looked up, no session is made. */
function assertRefused({posts, answers, counts, calls, reports}: Login, row: Row): void {
  const {must} = row;
  assert.ok(isErrorCode(must), `${must} is not a published code`);
  assert.deepEqual(calls, []);
  assert.deepEqual(answers.flatMap(toSessionCookies), []);
  assert.equal(counts.user, must === 'profile_mismatch' ? 1 : 0);
  if (isOfAddress(row)) {
    assert.deepEqual(posts, []);
    assert.equal(counts.token, 0);
    return;
  }
  assert.equal(posts.length, 1);
  assert.equal(counts.token, 1, 'a code is sent once');
  assert.equal((JSON.parse(answers[0]?.text ?? '') as {code: unknown}).code, must);
  assert.deepEqual(
    reports.map(({code}) => code),
    [must],
  );
}

/** What must be told to nobody is in no answer, in no report and in nothing that the page tells. */
function assertSilent({answers, reports, metrics, told, secrets}: Login): void {
  assert.ok(secrets.size >= 4, 'there is something to look for');
  const texts = {answers: JSON.stringify(answers), reports: JSON.stringify([reports, metrics]), told};
  for (const [place, text] of Object.entries(texts)) {
    for (const secret of secrets) assert.ok(!text.includes(secret), `a secret in the ${place}`);
  }
  for (const personal of ['example.com', '+82', 'CI-EMULATOR', '41000000']) {
    assert.ok(!texts.reports.includes(personal), `${personal} in the log`);
  }
}

function toSessionCookies({headers}: Login['answers'][number]): string[] {
  return headers.filter(([name, value]) => name === 'set-cookie' && value.includes('kakao_sync_session=')).map(String);
}
