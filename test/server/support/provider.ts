import {
  exportJWK,
  generateKeyPair,
  SignJWT,
  type CryptoKey,
  type JWK,
  type JWTHeaderParameters,
  type JWTPayload,
} from 'jose';
import {createHash} from 'node:crypto';
import {setImmediate} from 'node:timers/promises';

/** The issuer that Kakao's ID tokens name. */
export const ISSUER = 'https://kauth.kakao.com';

/** What tests know that must never be seen elsewhere. */
export const CANARIES = {
  accessToken: 'canary-access-token-91b3',
  refreshToken: 'canary-refresh-token-77aa',
  email: 'canary.person@mail.example',
  phone: '+82 10-9876-5432',
  nickname: '카나리아',
} as const;

const sharedKeys = Promise.all([generateKeyPair('RS256'), generateKeyPair('RS256')]);

/** One request that reached the provider. */
export interface Recorded {
  readonly path: string;
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly form: URLSearchParams;
  readonly signal: AbortSignal;
}

/** A login that the provider knows of. */
export interface Grant {
  /** What else the ID token says, or says otherwise. */
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly sub: string;
  readonly nonce: string;
  readonly clientId: string;
  readonly redirectUri: string;
  /** The `aud` of the ID token. */
  readonly audience: string;
  readonly codeChallenge?: string;
}

type ProviderPath =
  | '/oauth/token'
  | '/.well-known/jwks.json'
  | '/v2/user/me'
  | '/v2/user/service_terms'
  | '/v1/user/unlink'
  | '/v2/api/talk/channels';
/** Requests that have been sent and are not answered. */
export interface HeldRequests {
  /** Resolves once so many of them wait. */
  reached(count: number): Promise<void>;
  readonly count: number;
  releaseFirst(): void;
  /** These, and all that come after. */
  releaseAll(): void;
}

type Answer = (request: Recorded) => Response | Promise<Response>;

/**
 * An OpenID provider that is not the emulator and shares no code with it, so that a mistake in one does not hide a
 * mistake in the kit. It judges codes as Kakao does; everything it answers can be replaced.
 */
export interface Provider {
  readonly requests: Recorded[];
  readonly fetch: (request: Request) => Promise<Response>;
  readonly keys: readonly {kid: string; privateKey: CryptoKey; publicJwk: JWK}[];
  /** Replaces the answers of one path. */
  on(path: ProviderPath, answer: Answer): void;
  /** The next request to a path waits until it is released; it has been sent when `reached` resolves. */
  holdNext(path: ProviderPath): {readonly reached: Promise<void>; release(): void};
  /** From now on each request to a path waits, in the order in which they came, until it is let go. */
  holdAll(path: ProviderPath): HeldRequests;
  issueCode(code: string, grant: Grant): void;
  /** How the next ID tokens are made. */
  makeIdToken: (claims: JWTPayload, header: JWTHeaderParameters) => Promise<string>;
  /** How the next good token answers are sent. */
  toTokenAnswer: (tokens: Record<string, unknown>) => Response | Promise<Response>;
  /** The public keys it publishes. */
  published: JWK[];
  /** Its clock: of its tokens and its `Date` headers. */
  clock: () => number;
  /** What `/v2/user/me` says beside the id. */
  user: Record<string, unknown>;
  /** How everybody stands to channels. */
  readonly relations: Map<string, string>;
  /** The terms of `/v2/user/service_terms`. */
  terms: unknown[];
  tokens(grant: Grant): Promise<Record<string, unknown>>;
  count(path: string): number;
}

export async function createProvider(
  now: () => number,
  secrets: Readonly<Record<string, string>>,
  adminKey?: string,
): Promise<Provider> {
  const keys = (await sharedKeys).map(async ({privateKey, publicKey}, index) => {
    const kid = `key-${index + 1}`;
    return {kid, privateKey, publicJwk: {...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig'}};
  });
  const known = await Promise.all(keys);
  const first = known[0]!;
  const grants = new Map<string, Grant>();
  const answers = new Map<string, Answer>();
  const all = new Map<string, Set<() => void>>();
  const held = new Map<string, {reach(): void; readonly released: Promise<void>}>();
  const linked = new Set<string>();
  let granted: Grant | undefined;

  const provider: Provider = {
    requests: [],
    keys: known,
    published: [first.publicJwk],
    toTokenAnswer: (tokens) => Response.json(tokens, {headers: {'Content-Type': 'application/json;charset=UTF-8'}}),
    clock: now,
    user: {
      connected_at: '2026-11-01T02:03:04Z',
      kakao_account: {
        profile: {nickname: CANARIES.nickname, profile_image_url: 'https://img.kakao.example/p.jpg'},
        email: CANARIES.email,
        is_email_valid: true,
        is_email_verified: true,
        phone_number: CANARIES.phone,
      },
    },
    terms: [],
    relations: new Map(),
    makeIdToken: (claims, header) => new SignJWT(claims).setProtectedHeader(header).sign(first.privateKey),
    issueCode: (code, grant) => grants.set(code, grant),
    on: (path, answer) => answers.set(path, answer),
    holdNext(path) {
      let reach = (): void => undefined;
      let release = (): void => undefined;
      const reached = new Promise<void>((resolve) => (reach = resolve));
      const released = new Promise<void>((resolve) => (release = resolve));
      held.set(path, {reach, released});
      return {reached, release};
    },
    holdAll(path) {
      const releases = new Set<() => void>();
      all.set(path, releases);
      return {
        async reached(count) {
          while (releases.size < count) await setImmediate();
        },
        get count() {
          return releases.size;
        },
        releaseFirst: () => [...releases][0]?.(),
        releaseAll() {
          all.delete(path);
          for (const release of releases) release();
        },
      };
    },
    count: (path) => provider.requests.filter((request) => request.path === path).length,
    async tokens({sub, nonce, audience, claims: more}) {
      const seconds = Math.floor(provider.clock() / 1000);
      const claims = {
        iss: ISSUER,
        aud: audience,
        sub,
        nonce,
        iat: seconds,
        exp: seconds + 21_600,
        auth_time: seconds,
        ...more,
      };
      return {
        token_type: 'bearer',
        access_token: CANARIES.accessToken,
        expires_in: 21_599,
        refresh_token: CANARIES.refreshToken,
        refresh_token_expires_in: 5_183_999,
        scope: 'account_email openid profile_nickname',
        id_token: await provider.makeIdToken(claims, {alg: 'RS256', typ: 'JWT', kid: first.kid}),
      };
    },
    async fetch(request) {
      const url = new URL(request.url);
      const form = new URLSearchParams(request.method === 'POST' ? await request.text() : '');
      const {method, headers, signal} = request;
      const recorded = {path: url.pathname, url: request.url, method, headers, form, signal};
      provider.requests.push(recorded);
      const answer = answers.get(url.pathname) ?? DEFAULTS.get(url.origin + url.pathname);
      if (!answer) throw new Error(`unexpected request: ${request.url}`);
      const hold = held.get(url.pathname);
      held.delete(url.pathname);
      hold?.reach();
      await hold?.released;
      const others = all.get(url.pathname);
      if (others) {
        await new Promise<void>((resolve) => {
          const release = (): void => void (others.delete(release) && resolve());
          others.add(release);
        });
      }
      const response = await answer(recorded);
      if (!response.headers.has('date')) response.headers.set('Date', new Date(provider.clock()).toUTCString());
      return response;
    },
  };

  const koe = (status: number, error: string, code: string, description: string): Response =>
    Response.json({error, error_description: description, error_code: code}, {status});

  const DEFAULTS = new Map<string, Answer>([
    [
      `${ISSUER}/oauth/token`,
      async ({form}) => {
        const code = form.get('code') ?? '';
        const clientId = form.get('client_id') ?? '';
        const grant = grants.get(code);
        grants.delete(code);
        if (secrets[clientId] !== undefined && form.get('client_secret') !== secrets[clientId]) {
          return koe(401, 'invalid_client', 'KOE010', 'Bad client credentials');
        }
        if (!grant) return koe(400, 'invalid_grant', 'KOE320', `authorization code not found for code=${code}`);
        if (grant.redirectUri !== form.get('redirect_uri')) {
          return koe(400, 'invalid_grant', 'KOE303', 'Redirect URI mismatch.');
        }
        const verifier = form.get('code_verifier');
        const challenge = verifier === null ? undefined : createHash('sha256').update(verifier).digest('base64url');
        if (challenge !== grant.codeChallenge) return koe(400, 'invalid_grant', 'KOE320', 'code challenge mismatch');
        granted = grant;
        linked.add(grant.sub);
        return provider.toTokenAnswer(await provider.tokens(grant));
      },
    ],
    [`${ISSUER}/.well-known/jwks.json`, () => Response.json({keys: provider.published})],
    [
      'https://kapi.kakao.com/v2/user/me',
      ({url, headers}) => {
        if (adminKey !== undefined && headers.get('authorization') === `KakaoAK ${adminKey}`) {
          const id = new URL(url).searchParams.get('target_id') ?? '';
          if (!linked.has(id)) return Response.json({msg: 'not linked', code: -101}, {status: 400});
          return new Response(`{"id":${id}}`);
        }
        if (!granted || headers.get('authorization') !== `Bearer ${CANARIES.accessToken}`) {
          return Response.json({msg: 'this access token does not exist', code: -401}, {status: 401});
        }
        const id = granted.sub;
        return new Response(JSON.stringify({id: 0, ...provider.user}).replace('"id":0', `"id":${id}`));
      },
    ],
    [
      'https://kapi.kakao.com/v2/user/service_terms',
      ({url, headers}) => {
        if (!granted || headers.get('authorization') !== `Bearer ${CANARIES.accessToken}`) {
          return Response.json({msg: 'this access token does not exist', code: -401}, {status: 401});
        }
        // As Kakao does it: by default, what was declined is not there.
        const all = new URL(url).search === '?result=app_service_terms';
        const terms = provider.terms.filter((term) => all || (term as {agreed?: boolean}).agreed);
        return new Response(`{"id":${granted.sub},"service_terms":${JSON.stringify(terms)}}`);
      },
    ],
    [
      'https://kapi.kakao.com/v2/api/talk/channels',
      ({url, headers}) => {
        if (adminKey === undefined || headers.get('authorization') !== `KakaoAK ${adminKey}`) {
          return Response.json({msg: 'wrong appKey format', code: -401}, {status: 401});
        }
        const {searchParams: asked} = new URL(url);
        const id = asked.get('target_id') ?? '';
        if (asked.get('target_id_type') !== 'user_id' || asked.get('channel_id_type') !== 'channel_public_id') {
          return Response.json({msg: 'bad parameters', code: -2}, {status: 400});
        }
        if (!linked.has(id)) return Response.json({msg: 'not linked', code: -101}, {status: 400});
        const channels = (asked.get('channel_ids') ?? '').split(',').map((publicId) => ({
          channel_uuid: `@${publicId}`,
          channel_public_id: publicId,
          relation: provider.relations.get(publicId) ?? 'NONE',
        }));
        return new Response(`{"user_id":${id},"channels":${JSON.stringify(channels)}}`);
      },
    ],
    [
      'https://kapi.kakao.com/v1/user/unlink',
      ({method, headers, form}) => {
        if (adminKey === undefined || headers.get('authorization') !== `KakaoAK ${adminKey}`) {
          return Response.json({msg: 'wrong appKey format', code: -401}, {status: 401});
        }
        const id = form.get('target_id') ?? '';
        if (method !== 'POST' || form.get('target_id_type') !== 'user_id' || id === '') {
          return Response.json({msg: 'bad parameters', code: -2}, {status: 400});
        }
        if (!linked.delete(id)) return Response.json({msg: 'NotRegisteredUserException', code: -101}, {status: 400});
        return new Response(`{"id":${id}}`);
      },
    ],
  ]);
  return provider;
}
