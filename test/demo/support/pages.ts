import {createAssets} from '../../../demo/assets.js';
import type {Consent} from '../../../demo/consents.js';
import type {ShopMember} from '../../../demo/members.js';
import {isSameOrder, type Order} from '../../../demo/orders.js';
import {createShop, type ShopOptions} from '../../../demo/shop.js';

export const ORIGIN = 'http://localhost:3000';
export const EMULATOR = 'http://127.0.0.1:4000';
export const NOW = Date.parse('2026-11-22T09:00:00Z');

/** A cookie that the shop under test takes for a session. */
export const SIGNED_IN = 'session=live';

export const MEMBER: ShopMember = {
  id: '7d0f6a52-1111-4222-8333-444455556666',
  kakaoId: '4100000001',
  name: '김새봄',
  picture: null,
  joinedAt: new Date(NOW - 60_000),
};

/** The shop without ports, database or Kakao. */
export function setUpShop(
  options: Partial<Omit<ShopOptions, 'kakao' | 'members'>> & {
    /** Of these, what is to be otherwise. */
    readonly kakao?: Partial<ShopOptions['kakao']>;
    readonly members?: Partial<ShopOptions['members']>;
    readonly member?: ShopMember;
    /** The member's consent record. */
    readonly agreed?: Consent[];
  } = {},
) {
  const {member = MEMBER, agreed: consents = [], kakao, members, ...shop} = options;
  const orders: (Order & {readonly memberId: string})[] = [];
  const sessionRequests: Request[] = [];
  const lines: string[] = [];
  const app = createShop({
    kakao: {
      session: (request) => {
        sessionRequests.push(request);
        const headers = {'Set-Cookie': 'session=; Max-Age=0; Path=/; HttpOnly'};
        return Promise.resolve(Response.json({status: 'signed-out'}, {headers}));
      },
      readSession: (request) =>
        Promise.resolve(
          request.headers.get('Cookie')?.includes(SIGNED_IN)
            ? {
                member: {id: member.id, name: member.name},
                issuedAt: NOW,
                isNewMember: true,
                authenticatedAt: NOW,
                renewal: 'session=live; Path=/',
              }
            : null,
        ),
      readPending: () => Promise.resolve(null),
      signIn: () => Promise.reject(new Error('Nothing waits.')),
      notices: {} as ShopOptions['kakao']['notices'],
      ...kakao,
    },
    members: {
      read: (id) => Promise.resolve(id === member.id ? member : null),
      findUnconnected: () => Promise.resolve(null),
      connect: () => Promise.resolve(false),
      ...members,
    },
    consents: {list: () => Promise.resolve(consents)},
    coupons: {read: () => Promise.resolve({is: 'valid', until: new Date(NOW + 29 * 86_400_000)})},
    channels: {find: () => Promise.resolve(null)},
    operator: {unfinished: {find: () => Promise.resolve({kakaoIds: [], isWhole: true})}},
    readTerms: () => [
      {tag: 'rules', title: 'Rules of 2027', required: true},
      {tag: 'offers', title: 'Offers by mail', required: false},
    ],
    channel: '_ondal',
    orders: {
      add: (order) => {
        const former = orders.find(({id}) => id === order.id);
        if (!former) orders.unshift({...order, orderedAt: new Date(NOW)});
        return Promise.resolve(former === undefined || isSameOrder(former, order));
      },
      find: (id) => Promise.resolve(orders.find((order) => order.id === id) ?? null),
      list: (memberId) => Promise.resolve(orders.filter((order) => order.memberId === memberId)),
    },
    funnel: {record: () => Promise.resolve(), count: () => Promise.reject(new Error('Nobody counts here.'))},
    addresses: {list: () => Promise.resolve([])},
    assets: createAssets({'shop.css': 'a{}', 'shop.js': '1;', 'reserve.css': 'b{}', 'kakao-sync.min.js': '2;'}),
    origin: ORIGIN,
    appKey: '0123456789abcdef0123456789abcdef',
    restApiKey: 'fedcba9876543210fedcba9876543210',
    emulator: EMULATOR,
    now: () => NOW,
    log: (line) => lines.push(line),
    ...shop,
  });
  return {
    orders,
    sessionRequests,
    lines,
    requestAt: (address: string, init?: RequestInit) => app.request(address, init),
    request: (path: string, init?: RequestInit) => app.request(ORIGIN + path, init),
    read: async (path: string, cookie = '') => (await app.request(ORIGIN + path, {headers: {Cookie: cookie}})).text(),
    post: (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
      app.request(ORIGIN + path, {
        method: 'POST',
        body: new URLSearchParams(fields),
        headers: {Origin: ORIGIN, ...headers},
      }),
  };
}
