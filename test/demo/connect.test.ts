import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {Hono} from 'hono';
import {createKakaoServer, type KakaoServer} from 'kakao-sync-widget/server';
import {addConnectRoutes} from '../../demo/snippets/connect.js';
import type {RequiredAction} from '../../src/server/index.js';
import {toPending} from '../server/support/pending.js';
import {createSite, json, PERSON, sessionCookies, type Site, toCookieHeader} from '../server/support/site.js';
import {MEMBER as SHOP_MEMBER, setUpShop} from './support/pages.js';

const OTHER = '4200000666';
const MEMBER = {...SHOP_MEMBER, id: 'm-7', name: 'Mina', kakaoId: null};

/** A shop with one member from before Kakao, and what can happen to them while somebody else's request is under way. */
interface World {
  readonly site: Site;
  /** The kit of the routes: of the package, as they import it, so that its errors are those that they know. */
  readonly server: KakaoServer;
  /** Members by their Kakao accounts. */
  readonly accounts: Map<string, string>;
  /** What was asked to be stored. */
  readonly tried: string[];
  required: RequiredAction;
  /** The only member whom the login can sign in, where the site has said who. */
  named?: string;
  /** Happens right before an account is stored. */
  meanwhile: () => void;
  connect(id: string, kakaoId: string): Promise<boolean>;
}

async function open(): Promise<World> {
  const accounts = new Map<string, string>();
  const site = await createSite({
    findMember: ({id}) => (accounts.has(id) ? {id: accounts.get(id)!} : null),
    signUp: () => ({action: world.required, memberId: world.named, redirectTo: '/connect'}),
    readMember: (id) => ({id, name: MEMBER.name}),
  });
  const world: World = {
    site,
    server: createKakaoServer(site.options()),
    accounts,
    tried: [],
    required: 'link-existing',
    meanwhile: () => undefined,
    connect(id, kakaoId) {
      world.tried.push(`${id} ${kakaoId}`);
      world.meanwhile();
      const isTaken = accounts.has(kakaoId) || [...accounts.values()].includes(id);
      if (!isTaken) accounts.set(kakaoId, id);
      return Promise.resolve(!isTaken);
    },
  };
  return world;
}

type Send = (path: string, init: RequestInit) => Promise<Response>;

interface Route {
  readonly name: string;
  mount(world: World): Send;
  /** What a visitor proves to be the member by, and what does not. */
  readonly right: Record<string, string>;
  readonly wrong: Record<string, string>;
  /** Where a visitor is, once connected. */
  readonly end: string;
}

const ROUTES: readonly Route[] = [
  {
    name: 'the routes of the documents',
    mount({server, connect}) {
      const app = new Hono();
      addConnectRoutes(app, server, {
        checkPassword: (_email, password) => Promise.resolve(password === 'right' ? MEMBER : null),
        connect,
      });
      return async (path, init) => app.request(`http://localhost:3000${path}`, init);
    },
    right: {email: 'mina@mail.example', password: 'right'},
    wrong: {email: 'mina@mail.example', password: 'wrong'},
    end: '/',
  },
  {
    name: 'the routes of the shop',
    mount({server, connect, accounts}) {
      const shop = setUpShop({
        kakao: server,
        members: {
          findUnconnected: ({phoneNumber}) =>
            Promise.resolve(
              phoneNumber?.e164 === '+821098765432' && ![...accounts.values()].includes(MEMBER.id) ? MEMBER : null,
            ),
          connect: (id, person) => connect(id, person.id),
        },
      });
      return async (path, init) => shop.request(path, init);
    },
    right: {code: '000000'},
    wrong: {code: '123456'},
    end: '/account?connected=1',
  },
];

for (const {name, mount, right, wrong, end} of ROUTES) {
  describe(name, () => {
    /** A visitor after the Kakao button, with the page that they are sent to. */
    async function visit(world: World, sub = PERSON) {
      const Cookie = toPending(await world.site.post(world.site.prepare({}, {sub})));
      const send = mount(world);
      const page = await send('/connect', {headers: {Cookie}});
      const [, shown] = /name="reference" value="([\w-]+)"/.exec(await page.text()) ?? [];
      const post = (fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> => {
        const body = new URLSearchParams({...(shown !== undefined && {reference: shown}), ...fields});
        const all = {Origin: 'http://localhost:3000', Cookie, ...headers};
        return send('/connect', {method: 'POST', headers: all, body});
      };
      return {world, Cookie, page, post, shown};
    }

    const begin = async (changes: Partial<World> = {}) => visit(Object.assign(await open(), changes));

    function assertNothing(world: World, response: Response, accounts: readonly (readonly [string, string])[] = []) {
      assert.deepEqual([...world.accounts], accounts);
      assert.deepEqual(sessionCookies(response), []);
      assert.notEqual(response.headers.get('Location'), end);
    }

    /** Likewise, and the visitor is told, or sent to where they can begin anew. */
    function assertOver(world: World, response: Response, accounts?: readonly (readonly [string, string])[]) {
      assert.ok(response.status < 400, `${response.status}`);
      assertNothing(world, response, accounts);
    }

    test('connect and sign in by the right proof, and by the Kakao button from then on', async () => {
      const {world, post, page} = await begin();

      const response = await post(right);

      assert.match(page.headers.get('Cache-Control') ?? '', /no-store|private/);
      assert.deepEqual([response.status, response.headers.get('Location')], [303, end]);
      assert.deepEqual([...world.accounts], [[PERSON, 'm-7']]);
      const session = await json(await world.site.get({Cookie: toCookieHeader(response)}));
      assert.deepEqual([session['status'], session['member']], ['signed-in', {name: 'Mina'}]);
      assert.equal((await json(await world.site.post(world.site.prepare())))['status'], 'signed-in');
    });

    test('connect nobody by a wrong proof, and let the visitor try again', async () => {
      const {world, post} = await begin();

      assertNothing(world, await post(wrong));

      assert.deepEqual(world.tried, []);
      assert.equal((await post(right)).headers.get('Location'), end);
    });

    for (const required of ['additional-info', 'age-check', 'dormant', 'rejoin-blocked'] as const) {
      test(`connect nobody who must do something else: ${required}`, async () => {
        const {world, Cookie, post, shown} = await begin({required});
        const pending = await world.site.server.readPending(new Request('http://localhost/', {headers: {Cookie}}));

        const response = await post({...right, reference: pending?.reference ?? 'none'});

        assert.equal(shown, undefined, 'no form');
        assertOver(world, response);
        assert.deepEqual(world.tried, []);
      });
    }

    test('connect nobody by a form that was shown for the login of another tab', async () => {
      const {world, post} = await begin();
      const other = await visit(world, OTHER);

      const response = await post(right, {Cookie: other.Cookie});

      assertOver(world, response);
      assert.deepEqual(world.tried, []);
      assert.equal((await other.post(right)).headers.get('Location'), end);
      assert.deepEqual([...world.accounts], [[OTHER, 'm-7']]);
    });

    type Visit = Awaited<ReturnType<typeof begin>>;
    const refused: readonly [what: string, send: (visit: Visit) => Promise<Response>, named?: string][] = [
      ...['', 'none', 'A'.repeat(43)].map((reference): (typeof refused)[number] => [
        `by a form with another reference (${reference.slice(0, 4)})`,
        ({post}) => post({...right, reference}),
      ]),
      ['who proves to be another member than the login is for', ({post}) => post(right), 'm-8'],
      ['without a pending login', ({post}) => post(right, {Cookie: ''})],
      ['after its time', ({world, post}) => ((world.site.clock.time += 15 * 60_000), post(right))],
    ];
    for (const [what, send, named] of refused) {
      test(`connect nobody ${what}`, async () => {
        const all = await begin({...(named && {named})});

        assertOver(all.world, await send(all));

        assert.deepEqual(all.world.tried, []);
      });
    }

    const taken: readonly [name: string, accounts: [string, string]][] = [
      ['the Kakao account is another member’s', [PERSON, 'm-8']],
      ['the member has another Kakao account', [OTHER, 'm-7']],
    ];
    for (const [what, account] of taken) {
      test(`connect nobody where ${what} by now`, async () => {
        const {world, post} = await begin();
        world.accounts.set(...account);

        assertOver(world, await post(right), [account]);
      });

      test(`connect nobody where ${what} at the last moment`, async () => {
        const {world, post} = await begin();
        world.meanwhile = () => void world.accounts.set(...account);

        assertOver(world, await post(right), [account]);

        assert.deepEqual(world.tried, [`m-7 ${PERSON}`]);
      });
    }

    test('sign nobody in where the account cannot be stored', async () => {
      const {world, post} = await begin({meanwhile: () => assert.fail('database down')});

      const response = await post(right);

      assert.equal(response.status, 500);
      assertNothing(world, response);
    });

    test('connect nobody for a page of another site', async () => {
      const {world, post} = await begin();

      const response = await post(right, {Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site'});

      assert.equal(response.status, 403);
      assertNothing(world, response);
    });
  });
}

describe('the page of the shop that connects', () => {
  test('tells the end of the telephone number, and no more of it', async () => {
    const world = await open();
    const Cookie = toPending(await world.site.post(world.site.prepare()));

    const page = await (await ROUTES[1]!.mount(world)('/connect', {headers: {Cookie}})).text();

    assert.match(page, /끝자리가 5432인/);
    assert.doesNotMatch(page, /821098765432|9876-5432/);
  });
});
