import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import type {
  ActionRequired,
  ConsentRecord,
  KakaoServerOptions,
  PendingAction,
  RequiredAction,
  SignInOptions,
} from '../../../src/server/index.js';
import {createSeal} from '../../../src/server/base/seal.js';
import {finish, PENDING_COOKIE, pendingCookies, toForm, toPending, toRequest} from '../support/pending.js';
import {prepareFor} from '../support/signed-in.js';
import {
  createSite,
  json,
  PERSON,
  sessionCookies,
  SESSION_KEY,
  type Site,
  START,
  toCookieHeader,
  toHookNames,
} from '../support/site.js';

const OTHER = '4200000666';
const PENDING: readonly PendingAction[] = ['link-existing', 'additional-info', 'age-check', 'dormant'];
const ACTIONS: readonly RequiredAction[] = [...PENDING, 'rejoin-blocked'];

type Waiting = Awaited<ReturnType<typeof wait>>;

/** A newcomer who must do something first, on a site that connects accounts at its route. */
async function wait(action: RequiredAction, overrides: Partial<KakaoServerOptions> = {}) {
  const records: ConsentRecord[] = [];
  const connected: string[] = [];
  const site = await createSite({
    signUp: () => ({action}),
    onConsent: (added) => void records.push(...added),
    ...overrides,
  });
  // What the browser sends back.
  const cookie = toPending(await site.post(site.prepare()));
  site.calls.length = 0;
  const connect: SignInOptions['connect'] = ({id}) => {
    connected.push(id);
    site.members.set(id, {id: 'm-7'});
    return true;
  };
  return {site, cookie, records, connected, connect};
}

/** Asserts that nothing came of a refused `signIn`, and that what is pending can still be finished by its own page. */
async function assertStillPending({site, cookie, records, connected, connect}: Waiting): Promise<void> {
  assert.deepEqual([records, connected], [[], []]);
  assert.deepEqual(toHookNames(site), [], 'no hook was asked');
  assert.equal(sessionCookies(await finish(site, cookie, {id: 'm-7'}, {connect})).length, 1);
}

describe('a login that waits', () => {
  for (const required of PENDING) {
    for (const named of [...ACTIONS, undefined, null, '', 'constructor', required.toUpperCase()]) {
      const isIts = named === required;
      test(`for ${required} is ${isIts ? '' : 'not '}finished by a route for ${String(named)}`, async () => {
        const waiting = await wait(required);
        const {site, cookie, connect} = waiting;

        const page = await site.server.readPending(toRequest(cookie), named as PendingAction);
        const signingIn = finish(site, cookie, {id: 'm-7'}, {action: named as PendingAction, connect});

        if (isIts) {
          assert.equal(page?.action, required);
          assert.equal(sessionCookies(await signingIn).length, 1);
          return;
        }
        if (named !== undefined) assert.equal(page, null);
        await assert.rejects(signingIn, {code: 'pending_changed'});
        await assertStillPending(waiting);
      });
    }
  }

  const references: readonly [name: string, forge: (right: string) => unknown][] = [
    ['none', () => undefined],
    ['null, as a form without the field', () => null],
    ['an empty one', () => ''],
    ['a prefix of it', (right) => right.slice(0, -1)],
    ['it and more', (right) => `${right}A`],
    ['it with a blank', (right) => ` ${right}`],
    ['it in a list', (right) => [right]],
    ['it in other letters', (right) => right.replace(/[a-z]/gi, (letter) => (letter === 'A' ? 'a' : 'A'))],
    ['the transaction’s', () => 'A'.repeat(43)],
  ];
  for (const [name, forge] of references) {
    test(`is not finished by a form with another reference: ${name}`, async () => {
      const waiting = await wait('link-existing');
      const {site, cookie, connect} = waiting;
      const {reference} = await toForm(site, cookie);

      const signingIn = finish(site, cookie, {id: 'm-7'}, {reference: forge(reference) as string, connect});

      await assert.rejects(signingIn, {code: 'pending_changed'});
      await assertStillPending(waiting);
    });
  }

  test('is not finished without a word of what it is for', async () => {
    const waiting = await wait('link-existing');

    const signingIn = waiting.site.server.signIn(toRequest(waiting.cookie), {id: 'm-7'}, undefined as never);

    await assert.rejects(signingIn, {code: 'pending_changed'});
    await assertStillPending(waiting);
  });

  test('has the same reference each time that it is read, and another one than any other login', async () => {
    const {site, cookie} = await wait('link-existing');
    const again = toPending(await site.post(site.prepare({tx: site.prepare().tx})));

    const [first, same, other] = [await toForm(site, cookie), await toForm(site, cookie), await toForm(site, again)];

    assert.deepEqual(first, same);
    assert.notEqual(first.reference, other.reference);
  });

  test('is another one where the same transaction waits again, with another code', async () => {
    const site = await createSite({signUp: () => ({action: 'link-existing'})});
    const {tx} = site.prepare();
    const [one, two] = [
      toPending(await site.post(site.prepare({tx}))),
      toPending(await site.post(site.prepare({tx}, {sub: OTHER}))),
    ];
    const shown = await toForm(site, one);

    await assert.rejects(finish(site, two, {id: 'm-7'}, shown), {code: 'pending_changed'});
  });
});

describe('two tabs of one browser', () => {
  const answers: readonly [name: string, action: PendingAction][] = [
    ['for the same action', 'link-existing'],
    ['for another action', 'age-check'],
  ];
  for (const [name, second] of answers) {
    test(`where a second person has to do something ${name}: the first form finishes neither`, async () => {
      let action: PendingAction = 'link-existing';
      const site = await createSite({signUp: () => ({action})});
      const form = await toForm(site, toPending(await site.post(site.prepare())));
      action = second;
      const cookie = toPending(await site.post(site.prepare({}, {sub: OTHER})));

      await assert.rejects(finish(site, cookie, {id: 'm-7'}, form), {code: 'pending_changed'});

      assert.equal((await site.server.readPending(toRequest(cookie)))?.profile.id, OTHER);
      assert.equal(sessionCookies(await finish(site, cookie, {id: 'm-7'})).length, 1);
    });
  }

  const ends: readonly [name: string, end: (site: Site, Cookie: string) => Promise<unknown>][] = [
    ['a login', (site, Cookie) => site.post(site.prepare({}, {sub: OTHER}), {Cookie})],
    ['a logout', (site, Cookie) => site.post({purpose: 'logout'}, {Cookie})],
    ['a final refusal', (site, Cookie) => site.post(site.prepare({}, {sub: '4200000777'}), {Cookie})],
    ['the same form, sent twice', (site, cookie) => finish(site, cookie, {id: 'm-7'})],
  ];
  for (const [name, end] of ends) {
    test(`${name} in the second leaves nothing to the first form`, async () => {
      const site = await createSite({
        findMember: ({id}) => (id === OTHER ? {id: 'm-2'} : null),
        signUp: ({id}) => ({action: id === PERSON ? 'link-existing' : 'rejoin-blocked'}),
      });
      const cookie = toPending(await site.post(site.prepare()));
      const form = await toForm(site, cookie);

      const ended = (await end(site, cookie)) as {readonly headers: Headers};

      assert.match(pendingCookies(ended).join(), /^__Host-kakao_sync_pending=; .*Max-Age=0/);
      await assert.rejects(finish(site, '', {id: 'm-7'}, form), {code: 'session_required'});
    });
  }

  const purposes = ['login', 'terms', 'link'];
  const pairs = purposes.flatMap((first) => purposes.map((second) => [first, second]));
  for (const [first = '', second = ''] of pairs.filter(([first, second]) => first !== second)) {
    test(`the form of a ${first} does not finish a ${second} of the same action`, async () => {
      let isStrict = false;
      const site = await createSite({
        findMember: () => (isStrict ? {action: 'age-check'} : {id: 'm-1'}),
        readMember: (id) => ({id}),
      });
      const session = toCookieHeader(await site.post(site.prepare()));
      isStrict = true;
      const open = async (purpose: string): Promise<string> =>
        `${session}; ${toPending(await site.post(await prepareFor(site, session, {purpose}), {Cookie: session}))}`;
      const form = await toForm(site, await open(first));
      const both = await open(second);
      isStrict = false;

      await assert.rejects(finish(site, both, {id: 'm-1'}, form), {code: 'pending_changed'});

      assert.equal(sessionCookies(await finish(site, both, {id: 'm-1'})).length, 1);
    });
  }
});

describe('rejoin-blocked', () => {
  for (const hook of ['findMember', 'signUp'] as const) {
    test(`by ${hook} is told, and leaves nothing pending`, async () => {
      const blocked: ActionRequired = {action: 'rejoin-blocked', redirectTo: '/left', message: '30일 뒤에 오세요'};
      const site = await createSite({[hook]: () => blocked});
      const login = site.prepare();

      const response = await site.post(login);

      assert.deepEqual(await json(response), {status: 'action-required', tx: login.tx, ...blocked});
      assert.deepEqual(response.headers.getSetCookie(), []);
    });
  }

  test('in the cookie of a former release is nothing', async () => {
    const {site} = await wait('link-existing');
    const until = START + 15 * 60_000;
    const claims = {tx: 'x', purpose: 'login', action: 'rejoin-blocked', profile: {id: PERSON}, at: START, until};
    const cookie = `${PENDING_COOKIE}=${await createSeal([SESSION_KEY], 'pending').seal(claims, until)}`;

    assert.equal(await site.server.readPending(toRequest(cookie)), null);
    const form = {action: 'rejoin-blocked' as PendingAction};
    await assert.rejects(finish(site, cookie, {id: 'm-7'}, form), {code: 'session_required'});
  });
});

describe('an action that names its member', () => {
  test('never tells the page whom', async () => {
    const site = await createSite({signUp: () => ({action: 'link-existing', memberId: 'm-7'})});
    const login = site.prepare();

    const response = await site.post(login);

    assert.deepEqual(await json(response), {status: 'action-required', tx: login.tx, action: 'link-existing'});
    assert.equal((await site.server.readPending(toRequest(toPending(response))))?.memberId, 'm-7');
  });

  test('is finished for no other', async () => {
    const waiting = await wait('link-existing', {signUp: () => ({action: 'link-existing', memberId: 'm-7'})});
    const {site, cookie, connect} = waiting;

    await assert.rejects(finish(site, cookie, {id: 'm-8'}, {connect}), {code: 'different_account'});

    await assertStillPending(waiting);
  });

  for (const memberId of ['', 7, null, {}]) {
    test(`in a form of its own (${JSON.stringify(memberId)}) is hook_failed`, async () => {
      const site = await createSite({signUp: () => ({action: 'dormant', memberId: memberId as string})});

      assert.equal((await json(await site.post(site.prepare())))['code'], 'hook_failed');
    });
  }
});
