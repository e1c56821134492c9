import assert from 'node:assert/strict';
import {describe, test, type TestContext} from 'node:test';
import type {HookContext, SessionPort} from '../../src/server/index.js';
import {finish, toPending} from './support/pending.js';
import {createSignal} from './support/signal.js';
import {prepareFor, prepareUnlink, signIn} from './support/signed-in.js';
import {assertRefused, createSite, json, PERSON, type Site, START} from './support/site.js';

/** What a hook does; it is given its own context, or what it has in its place. */
type Behave = (context: Pick<HookContext, 'signal'>) => unknown;

/** A site with one such hook, and a request that reaches it. */
interface Reach {
  readonly site: Site;
  readonly send: () => Promise<unknown>;
}

const OTHER = '4200000002';
const SESSION = {memberId: 'm-1', issuedAt: START, isNewMember: false};

/** A site with sessions of its own, of which one function does something else. */
function createWithPort(port: object): Promise<Site> {
  const rest = {create: () => undefined, read: () => null, destroy: () => undefined} satisfies SessionPort;
  return createSite({session: {...rest, ...port}});
}

type Reaching = (behave: Behave) => Promise<Reach>;

/** A hook that a login reaches; its context is the last thing that it is given. */
const byLogin =
  (name: string): Reaching =>
  async (behave) => {
    const site = await createSite({[name]: (...given: HookContext[]) => behave(given.at(-1)!)});
    return {site, send: () => site.post(site.prepare())};
  };

/** A hook that a request of somebody signed in reaches. */
const bySession =
  (name: string, prepare: (site: Site, Cookie: string) => Promise<unknown>): Reaching =>
  async (behave) => {
    const site = await createSite({[name]: (...given: HookContext[]) => behave(given.at(-1)!)});
    const Cookie = await signIn(site);
    const body = await prepare(site, Cookie);
    return {site, send: () => (body ? site.post(body, {Cookie}) : site.get({Cookie}))};
  };

/** Hooks that only look something up. */
const READING: Readonly<Record<string, Reaching>> = {
  findMember: byLogin('findMember'),
  readMember: bySession('readMember', () => Promise.resolve(null)),
};

/** Hooks after which something is otherwise. */
const CHANGING: Readonly<Record<string, Reaching>> = {
  signUp: byLogin('signUp'),
  onConsent: byLogin('onConsent'),
  linkMember: bySession('linkMember', (site, Cookie) => prepareFor(site, Cookie, {purpose: 'link'}, {sub: OTHER})),
  onUnlink: bySession('onUnlink', prepareUnlink),
  'session.create': async (behave) => {
    const site = await createWithPort({create: (_session: unknown, context: HookContext) => behave(context)});
    return {site, send: () => site.post(site.prepare())};
  },
  'session.destroy': async (behave) => {
    const site = await createWithPort({read: () => SESSION, destroy: (context: HookContext) => behave(context)});
    return {site, send: () => site.post({purpose: 'logout'})};
  },
  connect: async (behave) => {
    const site = await createSite({signUp: () => ({action: 'link-existing'})});
    site.members.set('another', {id: 'm-1'});
    const cookie = toPending(await site.post(site.prepare()));
    const connect = ((_profile: unknown, context: HookContext) => behave(context)) as never;
    return {site, send: () => finish(site, cookie, {id: 'm-1'}, {connect})};
  },
};

/** Sends a request whose hook goes on after its time, and lets that pass. */
async function sendLate(t: TestContext, reach: Reaching, goOn: (end: (error?: Error) => void) => void) {
  const entered = createSignal<AbortSignal>();
  const {site, send} = await reach(({signal}) => {
    entered.resolve(signal);
    return new Promise((resolve, reject) => goOn((error) => (error ? reject(error) : resolve(undefined))));
  });
  t.mock.timers.enable({apis: ['setTimeout']});
  const result = send().catch((error: unknown) => error);
  const signal = await entered.promise;
  t.mock.timers.tick(8999);
  const early = signal.aborted;
  t.mock.timers.tick(1);
  return {site, result: await result, aborted: [early, signal.aborted]};
}

for (const [kind, rows, code, status, hint] of [
  ['that only reads', READING, 'hook_failed', 500, /^\S+ took more than 9 s\.$/],
  [
    'that changes something',
    CHANGING,
    'backend_timeout',
    504,
    /^\S+ took more than 9 s: it is unknown whether .*signal/,
  ],
] as const) {
  describe(`a hook ${kind}`, () => {
    for (const [name, reach] of Object.entries(rows)) {
      for (const [how, goOn] of [
        ['hangs', () => undefined],
        ['is done after all', (end: (error?: Error) => void) => void setImmediate(end)],
        ['fails after all', (end: (error?: Error) => void) => void setImmediate(() => end(new Error('late')))],
      ] as const) {
        test(`and ${how === 'hangs' ? 'hangs' : `takes too long, and ${how}`}, is told as ${code}, its signal aborted: ${name}`, async (t) => {
          let release = (): void => undefined;
          const {site, result, aborted} = await sendLate(t, reach, (end) => (release = () => goOn(end)));

          release();
          await new Promise((resolve) => setImmediate(resolve));

          assert.deepEqual(aborted, [false, true]);
          if (!(result instanceof Response)) {
            assert.ok(result instanceof Error && 'code' in result);
            assert.equal(result.code, code);
            assert.match(result.message, hint);
            return;
          }
          await assertRefused(site, result, code, status);
          assert.match(site.reports[0]!.hint, hint);
        });
      }

      test(`that is done in time has a signal that is never aborted: ${name}`, async (t) => {
        const signals: AbortSignal[] = [];
        const {send} = await reach(({signal}) => {
          signals.push(signal);
          return name === 'connect' ? true : {id: 'm-1'};
        });
        t.mock.timers.enable({apis: ['setTimeout']});
        // What else happens to the request is other tests'.
        await send().catch(() => undefined);

        t.mock.timers.tick(60_000);

        assert.ok(signals.length > 0);
        assert.ok(signals.every(({aborted}) => !aborted));
      });
    }
  });
}

test('a member whose signUp took too long is found by the next press', async (t) => {
  const reach = async (behave: Behave): Promise<Reach> => {
    const site = await createSite({
      signUp: (_profile, context) => {
        site.members.set(PERSON, {id: 'm-1'});
        return behave(context) as never;
      },
    });
    return {site, send: () => site.post(site.prepare())};
  };
  const {site} = await sendLate(t, reach, () => undefined);

  const answer = await json(await site.post(site.prepare()));

  assert.deepEqual([answer['status'], answer['isNewMember']], ['signed-in', false]);
});
