import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import type {SessionPort, StoredSession} from '../../../src/server/index.js';
import {CANARIES} from '../support/provider.js';
import {
  assertNoCanary,
  assertRefused,
  createSite,
  json,
  readEnd,
  sessionCookies,
  START,
  toCookieHeader,
} from '../support/site.js';

/** A site whose hook does something else, and a request that reaches it. */
async function reach(hook: string, behave: () => unknown) {
  const site = await createSite({[hook]: behave});
  if (hook !== 'readMember') return {site, send: () => site.post(site.prepare())};
  const cookie = toCookieHeader(await site.post(site.prepare()));
  return {site, send: () => site.get({Cookie: cookie})};
}

// A hook that takes its time: hooks/late-hooks.test.ts and faults/hooks.test.ts. One that ends the request: hooks/framework-exits.test.ts.
describe('a hook', () => {
  const faults: Record<string, () => unknown> = {
    throws() {
      throw new Error(`duplicate key (email)=(${CANARIES.email}) ${CANARIES.phone}`);
    },
    rejects: () => Promise.reject(new Error(`token ${CANARIES.accessToken}`)),
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
    'rejects with no error': () => Promise.reject(null),
    'resolves to undefined': () => Promise.resolve(),
    'returns a function': () => () => ({id: 'm-1'}),
    'returns a trap': () => Object.defineProperty({}, 'id', {get: () => assert.fail('trap')}),
  };
  for (const result of [undefined, 'm-1', 1, true, [{id: 'm-1'}], {name: 'Mina'}, {id: ''}, {id: 1}]) {
    faults[`returns ${JSON.stringify(result)}`] = () => result;
  }
  for (const hook of ['findMember', 'signUp', 'readMember'] as const) {
    for (const [name, behave] of Object.entries(faults)) {
      test(`${hook} that ${name} ends in hook_failed, without a session`, async () => {
        const {site, send} = await reach(hook, behave);

        await assertRefused(site, await send(), 'hook_failed', 500);
      });
    }
  }

  for (const [hook, what, result] of [
    ['signUp', 'null', null],
    ['readMember', 'another member', {id: 'm-2'}],
  ] as const) {
    test(`${hook} that returns ${what} ends in hook_failed`, async () => {
      const {site, send} = await reach(hook, () => result);

      await assertRefused(site, await send(), 'hook_failed');
    });
  }

  test('may set cookies with a login that succeeds', async () => {
    const site = await createSite({
      signUp(_profile, {responseHeaders}) {
        responseHeaders.append('Set-Cookie', 'cart=1; Path=/');
        responseHeaders.append('Set-Cookie', 'seen=1; Path=/');
        responseHeaders.set('X-Shop', 'yes');
        return {id: 'm-1'};
      },
    });

    const response = await site.post(site.prepare());

    assert.equal(response.headers.getSetCookie().length, 3);
    assert.equal(response.headers.get('x-shop'), 'yes');
  });

  test('has its cookies dropped with a login that fails', async () => {
    const site = await createSite({
      findMember(_profile, {responseHeaders}) {
        responseHeaders.append('Set-Cookie', 'session=1; Path=/');
        return null;
      },
      signUp: () => Promise.reject(new Error('no')),
    });

    await assertRefused(site, await site.post(site.prepare()), 'hook_failed');
  });
});

describe('signUp that was second', () => {
  for (const [told, isNewMember] of [
    [false, false],
    [true, true],
    [undefined, true],
  ] as const) {
    test(`and tells isNewMember ${told} ends in isNewMember ${isNewMember}, for the page and for counting`, async () => {
      const site = await createSite({signUp: () => ({id: 'm-1', isNewMember: told})});
      site.members.set('another', {id: 'm-1'});

      const response = await site.post(site.prepare());
      const read = await site.get({Cookie: toCookieHeader(response)});

      for (const answer of [response, read]) assert.equal((await json(answer))['isNewMember'], isNewMember);
      assert.equal(site.metrics[0]!.isNewMember, isNewMember);
    });
  }
});

// What the page is told: sessions/pending-logins.test.ts.
describe('signUp that asks for an action', () => {
  const junk: [name: string, result: object][] = [
    ['an unknown action', {action: 'sing'}],
    ['an inherited name as action', {action: 'constructor'}],
    ['no action', {action: undefined}],
    ['a member beside', {action: 'dormant', id: 'm-1'}],
    ['another site', {action: 'dormant', redirectTo: 'https://evil.example/'}],
    ['a path that leads to another site', {action: 'dormant', redirectTo: '/..//evil.example'}],
    ['a script', {action: 'dormant', redirectTo: 'javascript:alert(1)'}],
    ['a message that is no text', {action: 'dormant', message: {html: '<b>'}}],
  ];
  for (const [name, result] of junk) {
    test(`ends in hook_failed with ${name}`, async () => {
      const site = await createSite({signUp: () => result as never});

      await assertRefused(site, await site.post(site.prepare()), 'hook_failed');
    });
  }
});

describe('onError and onMetric', () => {
  test('that throw or reject change no answer', async () => {
    const throws = (): never => assert.fail('log down');
    const rejects = (): Promise<void> => Promise.reject(new Error('log down'));
    for (const options of [
      {onError: throws, onMetric: rejects},
      {onError: rejects, onMetric: throws},
    ]) {
      const site = await createSite(options);

      assert.equal(await readEnd(site.post(site.prepare())), 'signed-in');
      assert.equal(await readEnd(site.post(site.prepare({clientId: 'unknown'}))), 'client_unknown');
    }
  });

  test('tell what was asked, how it ended and how long it took', async () => {
    const site = await createSite({
      findMember() {
        site.clock.time += 120;
        return null;
      },
    });

    await site.post(site.prepare());
    await site.post({purpose: 'sing'});
    await site.get();
    await site.post({purpose: 'logout'});

    assert.deepEqual(site.metrics, [
      {purpose: 'login', outcome: 'signed-in', isNewMember: true, milliseconds: 120},
      {purpose: 'none', outcome: 'purpose_unsupported', milliseconds: 0},
      {purpose: 'read', outcome: 'signed-out', milliseconds: 0},
      {purpose: 'logout', outcome: 'signed-out', milliseconds: 0},
    ]);
  });
});

describe('the site’s own sessions', () => {
  function createPort() {
    const stored = new Map<string, StoredSession>();
    const readId = (request: Request): string => /sid=(\w+)/.exec(request.headers.get('cookie') ?? '')?.[1] ?? '';
    const port: SessionPort = {
      create(session, {responseHeaders}) {
        stored.set(`s${stored.size + 1}`, session);
        responseHeaders.append('Set-Cookie', `sid=s${stored.size}; Path=/; HttpOnly`);
      },
      read: (request) => stored.get(readId(request)) ?? null,
      destroy({request, responseHeaders}) {
        stored.delete(readId(request));
        responseHeaders.append('Set-Cookie', 'sid=; Path=/; Max-Age=0');
      },
    };
    return {port, stored};
  }

  test('take the place of the sealed cookie', async () => {
    const {port, stored} = createPort();
    const site = await createSite({session: port, linkMember: undefined});
    const login = site.prepare();

    const response = await site.post(login);
    const read = await site.get({Cookie: 'sid=s1'});
    const repeated = await site.post(login, {Cookie: 'sid=s1'});
    const out = await site.post({purpose: 'logout'}, {Cookie: 'sid=s1'});
    const after = await site.get({Cookie: 'sid=s1'});

    assert.deepEqual(response.headers.getSetCookie(), ['sid=s1; Path=/; HttpOnly']);
    const answer = {status: 'signed-in', tx: login.tx, isNewMember: true, missingTerms: []};
    const member = {name: 'Mina', picture: 'https://shop.example/mina.png'};
    assert.deepEqual(await json(read), {...answer, member});
    assert.deepEqual(await json(repeated), {...answer, member});
    assert.equal(site.provider.count('/oauth/token'), 1);
    assert.deepEqual(await json(out), {status: 'signed-out'});
    assert.deepEqual(await json(after), {status: 'signed-out'});
    assert.equal(stored.size, 0);
    assert.equal(site.calls.find(({hook}) => hook === 'readMember')?.issuedAt, START);
  });

  for (const method of ['create', 'read', 'destroy'] as const) {
    test(`that fail in ${method} end in hook_failed`, async () => {
      const broken = {
        ...createPort().port,
        [method]: () => Promise.reject(new Error(`store down for ${CANARIES.email}`)),
      };
      const site = await createSite({session: broken});

      const response = await site.post(method === 'destroy' ? {purpose: 'logout'} : site.prepare());

      await assertRefused(site, response, 'hook_failed');
      assert.deepEqual(sessionCookies(response), []);
    });
  }

  const incomplete = [{}, {memberId: ''}, {memberId: 'm-1'}, {memberId: 'm-1', issuedAt: NaN}];
  for (const junk of [undefined, true, 'm-1', ...incomplete]) {
    test(`that return ${JSON.stringify(junk)} end in hook_failed`, async () => {
      const site = await createSite({session: {...createPort().port, read: () => junk as never}});

      await assertRefused(site, await site.get(), 'hook_failed');
    });
  }
});

describe('a report', () => {
  test('names what failed, and hides who it was about', async () => {
    const site = await createSite({
      signUp({email, nickname, id}) {
        throw new Error('insert failed', {cause: new Error(`Key (email)=(${email}) of ${nickname}, ${id} exists`)});
      },
    });

    await site.post(site.prepare());

    const {hint, cause} = site.reports[0]!;
    assert.equal(hint, 'signUp threw or rejected.');
    assert.equal(cause, 'Error: insert failed ← Error: Key (email)=([hidden]) of [hidden], [hidden] exists');
    assertNoCanary(JSON.stringify(site.reports));
  });
});
