import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {
  type ActionRequired,
  type ConsentRecord,
  createKakaoServer,
  type ErrorCode,
  type SignInOptions,
  type SiteMember,
} from '../../../src/server/index.js';
import {finish, toForm, toPending} from '../support/pending.js';
import {prepareFor, prepareUnlink} from '../support/signed-in.js';
import {createSite, json, PERSON, readEnd, type Site, toCookieHeader, toHookNames} from '../support/site.js';
import data from './account-owner.json' with {type: 'json'};

type Found = SiteMember | ActionRequired | null;
type Purpose = 'login' | 'link' | 'terms';

const OTHER = '4200000666';
const MEMBER = {id: 'm-1', kakaoId: [PERSON, OTHER]};

/** A login, by the account that the member has not connected yet unless it is for terms, that waits for `dormant`. */
async function wait(purpose: Purpose) {
  let found: Found = {id: 'm-1'};
  const records: ConsentRecord[] = [];
  const site = await createSite({
    findMember: (profile, context) => {
      site.calls.push({hook: 'findMember', profile, context});
      return found;
    },
    readMember: (id) => (id === 'm-1' ? MEMBER : {id}),
    onConsent: (added) => void records.push(...added),
  });
  const session = purpose === 'login' ? '' : toCookieHeader(await site.post(site.prepare()));
  found = {action: 'dormant'};
  const login = await prepareFor(site, session, {purpose}, {sub: purpose === 'terms' ? PERSON : OTHER});
  const cookie = `${session}; ${toPending(await site.post(login, {Cookie: session}))}`;
  records.length = site.calls.length = 0;
  /** What `findMember` says from now on. */
  const say = (next: Found): void => void (found = next);
  return {site, cookie, records, say};
}

/** Whether the admin key does anything for a session, and to whom. */
async function unlinkBy(site: Site, headers: Headers): Promise<string | null> {
  const Cookie = toCookieHeader({headers});
  site.provider.requests.length = 0;
  const response = await site.post(await prepareUnlink(site, Cookie), {Cookie});
  const {code} = await json(response);
  assert.equal(code, site.provider.requests.length > 0 ? undefined : 'session_required');
  return site.provider.requests[0]?.form.get('target_id') ?? null;
}

/** `account`: a session that names it; `none`: one that names none. */
type Outcome = 'account' | 'none' | ErrorCode;

/** What `findMember` says, and what comes of it for each purpose. */
interface Row {
  readonly name: string;
  readonly found: Found;
  readonly outcomes: Readonly<Record<Purpose, Outcome>>;
}

const ROWS = data as readonly Row[];

for (const purpose of ['login', 'link', 'terms'] as const) {
  describe(`a ${purpose} that has waited, of an account that findMember says is`, () => {
    for (const {name, found, outcomes} of ROWS) {
      const outcome = outcomes[purpose];
      test(`${name}, ends in ${outcome}`, async () => {
        const {site, cookie, records, say} = await wait(purpose);
        say(found);
        const account = purpose === 'terms' ? PERSON : OTHER;

        const signingIn = finish(site, cookie, {id: 'm-1'});

        if (outcome !== 'account' && outcome !== 'none') {
          await assert.rejects(signingIn, {code: outcome});
          assert.deepEqual(records, []);
          assert.deepEqual(toHookNames(site), ['findMember'], 'nothing is linked');
          return;
        }
        const {headers} = await signingIn;
        assert.deepEqual(new Set(records.map(({memberId}) => memberId)), new Set(['m-1']));
        assert.equal(toHookNames(site).includes('linkMember'), purpose === 'link' && found === null);
        assert.equal(await unlinkBy(site, headers), outcome === 'account' ? account : null);
      });
    }
  });
}

describe('connect', () => {
  type Connect = (say: (found: Found) => void) => ReturnType<NonNullable<SignInOptions['connect']>>;

  /** What of it was called, and with whom. */
  async function tryConnecting(found: Found, connect: Connect) {
    const {site, cookie, records, say} = await wait('login');
    say(found);
    const connected: string[] = [];
    const result = finish(site, cookie, {id: 'm-1'}, {connect: ({id}) => (connected.push(id), connect(say))});
    return {site, records, connected, result};
  }

  test('is called for an account that is nobody’s, which is the member’s then', async () => {
    const {site, records, connected, result} = await tryConnecting(null, async (say) => {
      await Promise.resolve();
      say({id: 'm-1'});
      return true;
    });

    const {headers} = await result;

    assert.deepEqual(connected, [OTHER]);
    assert.ok(records.length > 0);
    assert.equal(await unlinkBy(site, headers), OTHER);
  });

  const failures: readonly [name: string, connect: Connect, code: ErrorCode][] = [
    ['finds either side taken', () => false, 'already_linked'],
    ['says nothing', () => undefined as never, 'already_linked'],
    ['finds it taken later', () => Promise.resolve(false), 'already_linked'],
    ['rejects', () => Promise.reject(new Error('duplicate key')), 'hook_failed'],
    [
      'throws',
      () => {
        throw new Error('duplicate key');
      },
      'hook_failed',
    ],
    ['stores nothing', () => true, 'hook_failed'],
    ['connects somebody else', (say) => (say({id: 'm-2'}), true), 'hook_failed'],
    ['leaves something to be done', (say) => (say({action: 'age-check'}), true), 'pending_changed'],
  ];
  for (const [name, connect, code] of failures) {
    test(`that ${name} ends in ${code}, and signs nobody in`, async () => {
      const {records, connected, result} = await tryConnecting(null, connect);

      await assert.rejects(result, {code});

      assert.deepEqual([connected, records], [[OTHER], []]);
    });
  }

  for (const {name, found} of ROWS.filter(({found}) => found !== null)) {
    test(`is not called for an account that is ${name}`, async () => {
      const {connected, result} = await tryConnecting(found, () => true);

      await result.catch(() => undefined);

      assert.deepEqual(connected, []);
    });
  }
});

test('a link that has waited is refused where the site links no more', async () => {
  const {site, cookie, records, say} = await wait('link');
  say(null);
  const form = await toForm(site, cookie);
  const today = createKakaoServer(
    site.options({linkMember: undefined, findMember: () => null, readMember: () => MEMBER}),
  );

  await assert.rejects(finish({server: today}, cookie, {id: 'm-1'}, form), {code: 'purpose_unsupported'});

  assert.deepEqual(records, []);
});

describe('an action of a member who is named', () => {
  for (const [purpose, sub, memberId, end] of [
    ['link', OTHER, 'm-2', 'already_linked'],
    ['terms', PERSON, 'm-2', 'different_account'],
    ['link', OTHER, 'm-1', 'action-required'],
    ['terms', PERSON, 'm-1', 'action-required'],
  ] as const) {
    test(
      memberId === 'm-1'
        ? `lets the ${purpose} of that member wait`
        : `refuses the ${purpose} of another member at once`,
      async () => {
        let found: Found = {id: 'm-1'};
        const site = await createSite({findMember: () => found, readMember: () => MEMBER});
        const session = toCookieHeader(await site.post(site.prepare()));
        found = {action: 'dormant', memberId};

        const response = await site.post(await prepareFor(site, session, {purpose}, {sub}), {Cookie: session});

        assert.equal(await readEnd(response.clone()), end);
        if (memberId === 'm-1') assert.notEqual(toPending(response), '');
        else assert.deepEqual(response.headers.getSetCookie(), []);
      },
    );
  }
});
