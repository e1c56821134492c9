import {createKakaoEmulator, DEFAULT_APP, type KakaoEmulator} from '../../../src/emulator/index.js';
import {createKakaoServer, type KakaoServerOptions, type SiteMember} from '../../../src/server/index.js';
import {toLinkNonceSecret} from '../../../src/shared/encoding/link-nonce.js';
import {createRandomToken} from '../../../src/shared/encoding/random.js';
import {toS256} from '../../../src/shared/encoding/hashes.js';
import type {LinkOffer, LoginRequest} from '../../../src/shared/wire.js';
import {createCookieJar, type CookieJar} from '../../server/support/cookie-jar.js';

export const ORIGIN = 'https://shop.example';
const REDIRECT_URI = `${ORIGIN}/kakao/callback`;
const ENDPOINT = `${ORIGIN}/api/kakao/session`;
const REST = DEFAULT_APP.restApiKeys[0];
const START = Date.UTC(2026, 10, 22, 3, 0, 0);

/** One for all shops of a process: making its signing key takes long. */
let clock = START;
const emulator = createKakaoEmulator({
  now: () => clock,
  apps: [{...DEFAULT_APP, restApiKeys: [{...REST, redirectUris: [REDIRECT_URI]}]}],
});

/** What of a login is not as usual. */
interface LoginChanges extends Partial<Omit<LoginRequest, 'codeVerifier'>> {
  /** Who logs in at Kakao. */
  readonly persona?: string;
  readonly pkce?: boolean;
}

/** What a page sends. */
interface Sent extends RequestInit {
  readonly query?: string;
  /** Of a body that comes in parts. */
  readonly duplex?: 'half';
}

/** A shop with the kit, over https, in front of the emulator under Kakao's names; and a visitor's browser. */
export interface Shop {
  readonly emulator: KakaoEmulator;
  /** The cookies of the visitor. */
  readonly jar: CookieJar;
  /** Members by the ids of their Kakao accounts. */
  readonly members: Map<string, SiteMember>;
  /** What the page has posted. */
  readonly posted: readonly unknown[];
  /** The body of a login that has come back from Kakao. */
  prepare(changes?: LoginChanges): Promise<LoginRequest>;
  /** The body of a link by the key that GET gives the session. */
  prepareLink(changes?: LoginChanges): Promise<LoginRequest>;
  /** Sends the page's POST, with these changes of its headers. */
  post(body: unknown, headers?: Readonly<Record<string, string>>): Promise<Response>;
  get(query?: string): Promise<Response>;
  send(method: string, init?: Sent): Promise<Response>;
  pass(milliseconds: number): void;
}

const HEADERS = {Origin: ORIGIN, 'Sec-Fetch-Site': 'same-origin', 'X-Kakao-Sync': '1'};

/** A shop as at its opening. There is one at a time: all have the same Kakao. */
export function openShop(options: Partial<KakaoServerOptions> = {}): Shop {
  clock = START;
  emulator.reset();
  const members = new Map<string, SiteMember>();
  const jar = createCookieJar();
  const posted: unknown[] = [];
  const kit = createKakaoServer({...toOptions(members), ...options});

  async function send(method: string, {query = '', ...init}: Sent = {}): Promise<Response> {
    const headers = {...HEADERS, ...(jar.header && {Cookie: jar.header}), ...(init.headers as object)};
    const answer = await kit.session(new Request(ENDPOINT + query, {method, ...init, headers}));
    jar.take(answer);
    return answer;
  }

  const shop: Shop = {
    emulator,
    jar,
    members,
    posted,
    prepare,
    async prepareLink(changes) {
      const {link} = (await (await shop.get()).json()) as {link: LinkOffer};
      const tx = createRandomToken();
      const nonceSecret = await toLinkNonceSecret(String(link.key), tx);
      return prepare({tx, nonceSecret, purpose: 'link', ...(link.key !== undefined && {t: link.t}), ...changes});
    },
    post(body, headers = {}) {
      posted.push(body);
      return send('POST', {body: JSON.stringify(body), headers: {'Content-Type': 'application/json', ...headers}});
    },
    get: (query = '') => send('GET', {query}),
    send,
    pass: (milliseconds) => void (clock += milliseconds),
  };
  return shop;
}

async function prepare({persona = 'new-visitor', pkce = false, ...fields}: LoginChanges = {}): Promise<LoginRequest> {
  const login = {
    purpose: 'login' as const,
    tx: createRandomToken(),
    redirectUri: REDIRECT_URI,
    clientId: REST.key,
    nonceSecret: createRandomToken(),
    ...(pkce && {codeVerifier: createRandomToken()}),
    ...fields,
  };
  const query = new URLSearchParams({
    client_id: REST.key,
    redirect_uri: REDIRECT_URI,
    response_type: 'code',
    state: `ks1.${login.tx}.`,
    nonce: await toS256(login.nonceSecret),
    ...(login.terms && {service_terms: login.terms.join()}),
    ...(login.codeVerifier && {code_challenge: await toS256(login.codeVerifier), code_challenge_method: 'S256'}),
  });
  const back = emulator.authorize(`https://kauth.kakao.com/oauth/authorize?${query}`, {persona});
  return {code: new URL(back).searchParams.get('code') ?? '', ...login};
}

function toOptions(members: Map<string, SiteMember>): KakaoServerOptions {
  return {
    keys: [{clientId: REST.key, secret: REST.clientSecret}],
    redirectUris: [REDIRECT_URI],
    allowedOrigins: [ORIGIN],
    sessionKeys: ['openapi-session-key-0123456789-abcdefghij'],
    adminKey: DEFAULT_APP.adminKey,
    channels: [DEFAULT_APP.channel.publicId],
    reauthenticate: '/login?next={path}',
    terms: [{tag: 'service'}, {tag: 'privacy', title: '개인정보 처리방침', url: '/privacy'}, {tag: 'marketing'}],
    fetch: (request) => emulator.fetch(request),
    now: () => clock,
    onError: () => undefined,
    findMember: ({id}) => members.get(id) ?? null,
    signUp({id, nickname}) {
      const member = {id: `m-${id}`, name: nickname, picture: `${ORIGIN}/members/1.png`};
      members.set(id, member);
      return member;
    },
    readMember(id) {
      const theirs = [...members].filter(([, member]) => member.id === id);
      const [first] = theirs;
      return first ? {...first[1], kakaoId: theirs.map(([kakaoId]) => kakaoId)} : null;
    },
    linkMember(id, profile) {
      const member = [...members.values()].find((known) => known.id === id);
      if (member) members.set(profile.id, member);
    },
    onUnlink: ({kakaoId}) => void members.delete(kakaoId),
  };
}
