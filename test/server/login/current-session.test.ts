import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import type {
  ActionRequired,
  ErrorCode,
  KakaoServerOptions,
  SiteMember,
  StoredSession,
} from '../../../src/server/index.js';
import {finish, toForm, toPending} from '../support/pending.js';
import {prepareFor} from '../support/signed-in.js';
import {createSignal} from '../support/signal.js';
import {createSite, json, PERSON, START, toCookieHeader} from '../support/site.js';

const OTHER = '4200000666';

const HOOKS = ['findMember', 'linkMember', 'onConsent'] as const;
const REQUESTS = ['/oauth/token', '/v2/user/me', '/v2/user/service_terms'] as const;
type Place = (typeof HOOKS)[number] | (typeof REQUESTS)[number];
type Stores = 'sealed' | 'own';
type Signal = ReturnType<typeof createSignal<void>>;

interface Now {
  session: StoredSession | null;
  isMember: boolean;
  required: ActionRequired | null;
}

/** A member who is signed in, on a site where everything that takes time can be held. */
async function open(stores: Stores) {
  /** What was done, in order. */
  const done: string[] = [];
  const now: Now = {session: null, isMember: true, required: null};
  const held = new Map<Place, {readonly reached: Signal; readonly released: Signal}>();
  const pass = async (hook: Place): Promise<void> => {
    const hold = held.get(hook);
    held.delete(hook);
    hold?.reached.resolve();
    await hold?.released.promise;
  };
  const accounts = new Map<string, SiteMember>([[PERSON, {id: 'm-1'}]]);
  const hooks: Partial<KakaoServerOptions> = {
    async findMember({id}) {
      await pass('findMember');
      return (id === OTHER && now.required) || (accounts.get(id) ?? null);
    },
    async linkMember(id, profile) {
      done.push('linkMember');
      await pass('linkMember');
      accounts.set(profile.id, {id});
    },
    async onConsent() {
      done.push('onConsent');
      await pass('onConsent');
    },
    readMember: (id) => (now.isMember ? {id} : null),
  };
  const session = {
    create: (made: StoredSession) => {
      done.push('create');
      now.session = made;
    },
    read: () => now.session,
    destroy: () => void (now.session = null),
  };
  const site = await createSite({...hooks, ...(stores === 'own' && {session})});
  const Cookie = toCookieHeader(await site.post(site.prepare()));
  site.clock.time += 1000;
  done.length = 0;
  return {
    site,
    Cookie,
    done,
    now,
    hold(place: Place): {readonly reached: Promise<void>; release(): void} {
      if (place.startsWith('/')) return site.provider.holdNext(place as (typeof REQUESTS)[number]);
      const [reached, released] = [createSignal(), createSignal()];
      held.set(place, {reached, released});
      return {reached: reached.promise, release: released.resolve};
    },
  };
}

const CHANGES: readonly [name: string, stores: Stores, change: (now: Now) => void, code: ErrorCode][] = [
  ['the session has ended', 'own', (now) => (now.session = null), 'session_required'],
  ['all sessions of the member have ended', 'sealed', (now) => (now.isMember = false), 'session_required'],
  ['the member has left', 'own', (now) => (now.isMember = false), 'session_required'],
  [
    'the session is another member’s',
    'own',
    (now) => (now.session = {...now.session!, memberId: 'm-2'}),
    'session_changed',
  ],
  [
    'the member has signed in anew',
    'own',
    (now) => (now.session = {...now.session!, tx: 'x', issuedAt: START + 1}),
    'session_changed',
  ],
];

/** What is begun before a place is reached cannot be undone; nothing comes after it. */
function toDone(place: Place): readonly string[] {
  return place === 'linkMember' || place === 'onConsent' ? [place] : [];
}

for (const purpose of ['terms', 'link'] as const) {
  const places = [...REQUESTS, ...HOOKS].filter((place) => purpose === 'link' || place !== 'linkMember');
  describe(`a ${purpose} under way`, () => {
    for (const [name, stores, change, code] of CHANGES) {
      for (const place of places) {
        test(`comes to nothing where ${name} while ${place} is waited for`, async () => {
          const {site, Cookie, done, now, hold} = await open(stores);
          const {reached, release} = hold(place);

          const grant = purpose === 'link' && place !== 'onConsent' ? {sub: OTHER} : {};
          const login = await prepareFor(site, Cookie, {purpose}, grant);
          const answer = site.post(login, {Cookie});
          await reached;
          change(now);
          release();

          const response = await answer;
          assert.equal((await json(response))['code'], code, JSON.stringify(site.reports));
          assert.deepEqual(response.headers.getSetCookie(), []);
          assert.deepEqual(done, toDone(place));
        });
      }
    }

    test('is done where nothing has changed', async () => {
      const {site, Cookie, done, hold} = await open('own');
      const {reached, release} = hold('findMember');

      const login = await prepareFor(site, Cookie, {purpose}, purpose === 'link' ? {sub: OTHER} : {});
      const answer = site.post(login, {Cookie});
      await reached;
      release();

      assert.equal((await json(await answer))['status'], 'signed-in');
      assert.deepEqual(done, purpose === 'link' ? ['linkMember', 'onConsent', 'create'] : ['onConsent', 'create']);
    });
  });
}

describe('a link that has waited', () => {
  for (const [name, stores, change, code] of CHANGES) {
    for (const place of HOOKS) {
      test(`comes to nothing where ${name} while ${place} is waited for`, async () => {
        const {site, Cookie, done, now, hold} = await open(stores);
        now.required = {action: 'dormant'};
        const login = await prepareFor(site, Cookie, {purpose: 'link'}, {sub: OTHER});
        const both = `${Cookie}; ${toPending(await site.post(login, {Cookie}))}`;
        const form = await toForm(site, both);
        now.required = null;
        const {reached, release} = hold(place);

        const signingIn = finish(site, both, {id: 'm-1'}, form);
        await reached;
        change(now);
        release();

        await assert.rejects(signingIn, {code});
        assert.deepEqual(done, place === 'onConsent' ? ['linkMember', 'onConsent'] : toDone(place));
      });
    }
  }
});

test('a GET names the session whose member has left, so that the page does not take its cookie for lost', async () => {
  const {site, Cookie, now} = await open('sealed');
  const {tx} = await json(await site.get({Cookie}));
  now.isMember = false;

  assert.deepEqual(await json(await site.get({Cookie})), {status: 'signed-out', tx});
  assert.deepEqual(await json(await site.get({})), {status: 'signed-out'});
  assert.equal(typeof tx, 'string');
});
