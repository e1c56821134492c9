import {DEFAULT_APP, type Fault, type FaultPoint} from '../../../src/emulator/index.js';
import type {KakaoServerOptions} from '../../../src/server/index.js';
import type {LoginRequest} from '../../../src/shared/wire.js';
import {openShop, type Shop} from './shop.js';

/** An answer of the kit that the document must have. */
export interface Row {
  readonly operation: 'get' | 'post' | 'options';
  readonly status: number;
  /** `status` or `code` of the answer; empty where it has no body. */
  readonly told: string;
  /** Which fields of the answer this is about. */
  readonly fields?: readonly string[];
  readonly what: string;
  readonly act: () => Promise<Response>;
}

const TWENTY_MINUTES = 1_200_000;
const CHANNEL = DEFAULT_APP.channel.publicId;

/** A shop in which somebody has signed up. */
async function openWithMember(options: Partial<KakaoServerOptions> = {}): Promise<Shop> {
  const shop = openShop(options);
  const answer = await shop.post(await shop.prepare());
  if (answer.status !== 200) throw new Error(`The member could not sign up: ${await answer.text()}`);
  return shop;
}

/** A shop whose visitors have to do something before they are members. */
function openWaiting(action: 'age-check' | 'rejoin-blocked'): Shop {
  return openShop({signUp: () => ({action, redirectTo: '/next', message: '확인이 필요해요.'})});
}

const readTx = async (shop: Shop): Promise<unknown> => ((await (await shop.get()).json()) as {tx: unknown}).tx;
const REPORT = {purpose: 'report', code: 'sdk_blocked', ref: 'KS-7GR0-9A2K', release: '0.1.0', browser: 'other'};

/** A login of which something is not as it should be. */
const wrong = (what: string, status: number, told: string, changes: Partial<LoginRequest>): Row => ({
  ...{operation: 'post', status, told, what},
  async act() {
    const shop = openShop();
    return shop.post({...(await shop.prepare()), ...changes});
  },
});

/** A login at which Kakao fails. */
const failing = (status: number, told: string, point: FaultPoint, fault: Fault): Row => ({
  ...{operation: 'post', status, told, what: `a login after ${JSON.stringify(fault)} at ${point}`},
  async act() {
    const shop = openShop();
    const login = await shop.prepare();
    shop.emulator.failNext(point, fault);
    return shop.post(login);
  },
});

/** What a page gets to know of a session. */
const READINGS: readonly Row[] = [
  {
    ...{operation: 'get', status: 200, told: 'signed-in', what: 'a new member', fields: ['link', 'missingTerms']},
    act: async () => (await openWithMember()).get(),
  },
  {
    ...{operation: 'get', status: 200, told: 'signed-in', what: 'a login of twenty minutes ago', fields: ['link']},
    async act() {
      const shop = await openWithMember();
      shop.pass(TWENTY_MINUTES);
      return shop.get();
    },
  },
  {
    ...{operation: 'get', status: 200, told: 'signed-in', what: 'a channel', fields: ['channels']},
    async act() {
      const shop = await openWithMember();
      shop.emulator.account('new-visitor').agree('plusfriends');
      return shop.get(`?channel=${CHANNEL}`);
    },
  },
  {
    ...{operation: 'get', status: 200, told: 'signed-out', what: 'nobody'},
    act: () => openShop().get(),
  },
  {
    ...{operation: 'get', status: 200, told: 'signed-out', what: 'a member who has left', fields: ['tx']},
    async act() {
      const shop = await openWithMember();
      shop.members.clear();
      return shop.get();
    },
  },
  {
    ...{operation: 'get', status: 200, told: 'signed-out', what: 'a login that waits', fields: ['pending']},
    async act() {
      const shop = openWaiting('age-check');
      await shop.post(await shop.prepare());
      return shop.get('?pending=1');
    },
  },
  {
    ...{operation: 'get', status: 400, told: 'request_invalid', what: 'without the header'},
    act: () => openShop().send('GET', {headers: {'X-Kakao-Sync': ''}}),
  },
  {
    ...{operation: 'get', status: 403, told: 'origin_refused', what: 'from another site'},
    act: () => openShop().send('GET', {headers: {Origin: 'https://evil.example'}}),
  },
  {
    ...{operation: 'get', status: 500, told: 'hook_failed', what: 'a hook that throws'},
    async act() {
      let isDown = false;
      const readMember = (id: string): {id: string} => {
        if (isDown) throw new Error('no database');
        return {id};
      };
      const shop = await openWithMember({readMember});
      isDown = true;
      return shop.get();
    },
  },
  {
    ...{operation: 'options', status: 204, told: '', what: 'an allowed page'},
    act: () => openShop().send('OPTIONS', {headers: {'Access-Control-Request-Method': 'POST'}}),
  },
  {
    ...{operation: 'options', status: 403, told: 'origin_refused', what: 'another site'},
    act: () => openShop().send('OPTIONS', {headers: {Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site'}}),
  },
];

/** What a page gets to know of what it has changed. */
const CHANGES: readonly Row[] = [
  {
    ...{operation: 'post', status: 200, told: 'signed-in', what: 'login', fields: ['scope', 'missingTerms']},
    async act() {
      const shop = openShop();
      const attribution = {utm_source: 'kakao', ks_event: 'e-1'};
      return shop.post(await shop.prepare({pkce: true, attribution, context: 'cart-7', terms: ['service']}));
    },
  },
  {
    ...{operation: 'post', status: 200, told: 'signed-in', what: 'auto-login of a member'},
    async act() {
      const shop = await openWithMember();
      shop.jar.take(await shop.post({purpose: 'logout'}));
      return shop.post(await shop.prepare({purpose: 'auto-login'}));
    },
  },
  {
    ...{operation: 'post', status: 200, told: 'signed-out', what: 'auto-login of a stranger', fields: ['reason']},
    async act() {
      const shop = openShop();
      return shop.post(await shop.prepare({purpose: 'auto-login'}));
    },
  },
  ...(['age-check', 'rejoin-blocked'] as const).map((action): Row => ({
    ...{operation: 'post', status: 200, told: 'action-required', what: action, fields: ['redirectTo', 'message']},
    async act() {
      const shop = openWaiting(action);
      return shop.post(await shop.prepare());
    },
  })),
  {
    ...{operation: 'post', status: 200, told: 'signed-in', what: 'terms', fields: ['terms']},
    async act() {
      const shop = await openWithMember();
      return shop.post(await shop.prepare({purpose: 'terms', terms: ['service', 'marketing']}));
    },
  },
  {
    ...{operation: 'post', status: 200, told: 'signed-in', what: 'link'},
    async act() {
      const shop = await openWithMember();
      return shop.post(await shop.prepareLink({persona: 'member'}));
    },
  },
  {
    ...{operation: 'post', status: 200, told: 'signed-out', what: 'logout'},
    act: async () => (await openWithMember()).post({purpose: 'logout'}),
  },
  {
    ...{operation: 'post', status: 200, told: 'signed-out', what: 'unlink'},
    async act() {
      const shop = await openWithMember();
      return shop.post({purpose: 'unlink', tx: await readTx(shop)});
    },
  },
  {
    ...{operation: 'post', status: 204, told: '', what: 'report'},
    act: () => openShop().post(REPORT),
  },
];

/** Requests that are refused before Kakao is asked. */
const REFUSALS: readonly Row[] = [
  wrong('a login without its secret', 400, 'request_invalid', {nonceSecret: ''}),
  wrong('an unknown purpose', 400, 'purpose_unsupported', {purpose: 'sing' as never}),
  wrong('a foreign key', 400, 'client_unknown', {clientId: 'another'}),
  wrong('a foreign redirect URI', 400, 'redirect_uri_unknown', {redirectUri: 'https://evil.example/'}),
  wrong('terms of nobody', 401, 'session_required', {purpose: 'terms'}),
  {
    ...{operation: 'post', status: 403, told: 'origin_refused', what: 'from another site'},
    act: () => openShop().post({purpose: 'logout'}, {Origin: 'https://evil.example'}),
  },
  {
    ...{operation: 'post', status: 403, told: 'login_too_old', what: 'unlink after twenty minutes'},
    async act() {
      const shop = await openWithMember();
      shop.pass(TWENTY_MINUTES);
      return shop.post({purpose: 'unlink', tx: await readTx(shop)});
    },
  },
  {
    ...{operation: 'post', status: 405, told: 'request_invalid', what: 'by PUT'},
    act: () => openShop().send('PUT'),
  },
  {
    ...{operation: 'post', status: 409, told: 'session_changed', what: 'unlink of another session'},
    act: async () => (await openWithMember()).post({purpose: 'unlink', tx: 'another'}),
  },
  {
    ...{operation: 'post', status: 409, told: 'link_unproven', what: 'a link by another key'},
    async act() {
      const shop = await openWithMember();
      return shop.post({...(await shop.prepareLink()), nonceSecret: (await shop.prepare()).nonceSecret});
    },
  },
  {
    ...{operation: 'post', status: 413, told: 'request_invalid', what: '64 KiB and more'},
    act: () => openShop().post({purpose: 'logout', more: 'x'.repeat(65_536)}),
  },
  {
    ...{operation: 'post', status: 415, told: 'request_invalid', what: 'a form'},
    act: () => openShop().post({purpose: 'logout'}, {'Content-Type': 'application/x-www-form-urlencoded'}),
  },
  {
    ...{operation: 'post', status: 429, told: 'rate_limited', what: 'too many requests'},
    async act() {
      const shop = openShop({limit: () => ({retryAfter: 60})});
      return shop.post(await shop.prepare());
    },
  },
];

/** Logins that fail at Kakao, or behind it. */
const FAILURES: readonly Row[] = [
  failing(403, 'id_token_invalid', 'token', {spoil: 'fapi2-security-profile-final-client-test-invalid-secondary-aud'}),
  failing(403, 'account_restricted', 'user', {code: -4}),
  failing(403, 'under_age', 'user', {code: -406}),
  failing(409, 'code_used', 'token', {koe: 'KOE320'}),
  failing(429, 'rate_limited', 'token', {koe: 'KOE237'}),
  failing(500, 'client_secret_wrong', 'token', {koe: 'KOE010'}),
  failing(500, 'app_key_wrong', 'token', {koe: 'KOE101'}),
  failing(500, 'redirect_uri_mismatch', 'token', {koe: 'KOE303'}),
  failing(502, 'provider_bad_response', 'token', {body: 'not JSON'}),
  failing(503, 'provider_unavailable', 'token', {status: 502, body: ''}),
  {
    ...{operation: 'post', status: 409, told: 'already_linked', what: 'the account of another member'},
    async act() {
      const shop = await openWithMember();
      shop.members.set('4100000002', {id: 'm-other'});
      return shop.post(await shop.prepareLink({persona: 'member'}));
    },
  },
];

export const ROWS: readonly Row[] = [...READINGS, ...CHANGES, ...REFUSALS, ...FAILURES];

/** Requests that would wait for ever: each ends once the kit’s own limit is over. */
export const ENDLESS: readonly (Row & {readonly limit: number})[] = [
  {
    ...{operation: 'post', status: 408, told: 'request_invalid', what: 'a body that never ends', limit: 10_000},
    act: () =>
      openShop().send('POST', {
        headers: {'Content-Type': 'application/json'},
        body: new ReadableStream({start: (controller) => controller.enqueue(new TextEncoder().encode('{'))}),
        duplex: 'half',
      }),
  },
  {
    ...{operation: 'post', status: 504, told: 'backend_timeout', what: 'a hook that never ends', limit: 9000},
    async act() {
      const shop = openShop({signUp: () => new Promise<never>(() => undefined)});
      return shop.post(await shop.prepare());
    },
  },
];
