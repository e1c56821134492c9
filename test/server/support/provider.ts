import {exportJWK, generateKeyPair, SignJWT, type JWK, type JWTHeaderParameters, type JWTPayload} from 'jose';
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

/** One pair for all providers of a process: making them takes long. */
const sharedKeys = Promise.all(
  ['key-1', 'key-2'].map(async (kid) => {
    const {privateKey, publicKey} = await generateKeyPair('RS256');
    return {kid, privateKey, publicJwk: {...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig'}};
  }),
);

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
}

export type ProviderPath =
  | '/oauth/token'
  | '/.well-known/jwks.json'
  | '/v2/user/me'
  | '/v2/user/service_terms'
  | '/v1/user/unlink'
  | '/v1/user/logout'
  | '/v1/user/shipping_address'
  | '/v2/api/talk/channels';

type Answer = (request: Recorded) => Response | Promise<Response>;

export type Provider = Awaited<ReturnType<typeof createProvider>>;

/**
 * A Kakao for a server without sockets. The emulator has its own place: faults/ and emulator.test.ts. This one says what
 * no emulator may (tokens of any header and signature, codes that a test has chosen), lets requests wait, and is there
 * in 0.1 ms of processor time, where an emulator with its own signing key takes 200: a run makes some thousands.
 */
export async function createProvider(now: () => number, secrets: Readonly<Record<string, string>>, adminKey?: string) {
  const keys = await sharedKeys;
  const [first] = keys;
  const grants = new Map<string, Grant>();
  const answers = new Map<string, Answer>();
  const held = new Map<string, {places: number; readonly waiting: Set<() => void>}>();
  const linked = new Set<string>();
  let granted: Grant | undefined;

  /** Requests that have been sent and are not answered. */
  function hold(path: ProviderPath, places: number) {
    const waiting = new Set<() => void>();
    held.set(path, {places, waiting});
    return {
      /** Resolves once so many of them wait. */
      async reached(count: number): Promise<void> {
        while (waiting.size < count) await setImmediate();
      },
      /** These, and all that come after. */
      releaseAll(): void {
        held.delete(path);
        for (const release of waiting) release();
      },
    };
  }

  async function waitIfHeld(path: string): Promise<void> {
    const gate = held.get(path);
    if (!gate || gate.places-- <= 0) return;
    await new Promise<void>((resolve) => {
      const release = (): void => void (gate.waiting.delete(release) && resolve());
      gate.waiting.add(release);
    });
  }

  const provider = {
    requests: [] as Recorded[],
    keys,
    /** The public keys it publishes. */
    published: [first!.publicJwk] as JWK[],
    /** How the next good token answers are sent. */
    toTokenAnswer: (tokens: Record<string, unknown>): Response | Promise<Response> =>
      Response.json(tokens, {headers: {'Content-Type': 'application/json;charset=UTF-8'}}),
    /** Its clock: of its tokens and its `Date` headers. */
    clock: now,
    /** What `/v2/user/me` says beside the id. */
    user: {
      connected_at: '2026-11-01T02:03:04Z',
      kakao_account: {
        profile: {nickname: CANARIES.nickname, profile_image_url: 'https://img.kakao.example/p.jpg'},
        email: CANARIES.email,
        is_email_valid: true,
        is_email_verified: true,
        phone_number: CANARIES.phone,
      },
    } as Record<string, unknown>,
    /** The terms of `/v2/user/service_terms`. */
    terms: [] as unknown[],
    /** What else people have agreed to. */
    moreScopes: [] as string[],
    /** The entries of `/v1/user/shipping_address`. */
    addresses: [] as unknown[],
    /** How everybody stands to channels. */
    relations: new Map<string, string>(),
    /** How the next ID tokens are made. */
    makeIdToken: (claims: JWTPayload, header: JWTHeaderParameters): Promise<string> =>
      new SignJWT(claims).setProtectedHeader(header).sign(first!.privateKey),
    issueCode: (code: string, grant: Grant) => void grants.set(code, grant),
    /** Replaces the answers of one path. */
    on: (path: ProviderPath, answer: Answer) => void answers.set(path, answer),
    /** The next request to a path waits until it is released; it has been sent when `reached` resolves. */
    holdNext(path: ProviderPath) {
      const {reached, releaseAll} = hold(path, 1);
      return {reached: reached(1), release: releaseAll};
    },
    /** From now on each request to a path waits, in the order in which they came, until it is let go. */
    holdAll: (path: ProviderPath) => hold(path, Infinity),
    count: (path: string): number => provider.requests.filter((request) => request.path === path).length,
    async tokens({sub, nonce, audience, claims: more}: Grant): Promise<Record<string, unknown>> {
      const seconds = Math.floor(provider.clock() / 1000);
      const times = {iat: seconds, exp: seconds + 21_600, auth_time: seconds};
      const claims = {iss: ISSUER, aud: audience, sub, nonce, ...times, ...more};
      return {
        token_type: 'bearer',
        access_token: CANARIES.accessToken,
        expires_in: 21_599,
        refresh_token: CANARIES.refreshToken,
        refresh_token_expires_in: 5_183_999,
        scope: ['account_email openid profile_nickname', ...provider.moreScopes].join(' '),
        id_token: await provider.makeIdToken(claims, {alg: 'RS256', typ: 'JWT', kid: first!.kid}),
      };
    },
    async fetch(request: Request): Promise<Response> {
      const url = new URL(request.url);
      const form = new URLSearchParams(request.method === 'POST' ? await request.text() : '');
      const {method, headers, signal} = request;
      const recorded = {path: url.pathname, url: request.url, method, headers, form, signal};
      provider.requests.push(recorded);
      const answer = answers.get(url.pathname) ?? DEFAULTS[url.origin + url.pathname];
      if (!answer) throw new Error(`unexpected request: ${request.url}`);
      await waitIfHeld(url.pathname);
      const response = await answer(recorded);
      if (!response.headers.has('date')) response.headers.set('Date', new Date(provider.clock()).toUTCString());
      return response;
    },
  };

  const refuse = (status: number, code: number): Response => Response.json({msg: 'no', code}, {status});
  /** An answer to whoever has the last person's token. */
  const toBearer =
    (answer: (url: URL, sub: string) => string): Answer =>
    ({url, headers}) =>
      granted && headers.get('authorization') === `Bearer ${CANARIES.accessToken}`
        ? new Response(answer(new URL(url), granted.sub))
        : refuse(401, -401);
  /** An answer to the app itself, about somebody who is linked to it. */
  const toAdmin =
    (method: string, answer: (parameters: URLSearchParams, id: string) => string): Answer =>
    (request) => {
      if (request.headers.get('authorization') !== `KakaoAK ${adminKey}`) return refuse(401, -401);
      const parameters = method === 'POST' ? request.form : new URL(request.url).searchParams;
      if (request.method !== method || parameters.get('target_id_type') !== 'user_id') return refuse(400, -2);
      const id = parameters.get('target_id') ?? '';
      return linked.has(id) ? new Response(answer(parameters, id)) : refuse(400, -101);
    };

  const toRelations = (parameters: URLSearchParams, id: string): string => {
    const ids = parameters.get('channel_ids')?.split(',') ?? [...provider.relations.keys()];
    const channels = ids.map((publicId) => ({
      channel_uuid: `@${publicId}`,
      channel_public_id: publicId,
      relation: provider.relations.get(publicId) ?? 'NONE',
    }));
    return `{"user_id":${id},"channels":${JSON.stringify(channels)}}`;
  };

  const DEFAULTS: Readonly<Record<string, Answer>> = {
    [`${ISSUER}/oauth/token`]: async ({form}) => {
      const [code, clientId] = [form.get('code') ?? '', form.get('client_id') ?? ''];
      const grant = grants.get(code);
      grants.delete(code);
      const toError = (error_code: string, status = 400): Response =>
        Response.json({error: 'invalid', error_description: `about code=${code}`, error_code}, {status});
      if (secrets[clientId] !== undefined && form.get('client_secret') !== secrets[clientId])
        return toError('KOE010', 401);
      if (!grant) return toError('KOE320');
      if (grant.redirectUri !== form.get('redirect_uri')) return toError('KOE303');
      granted = grant;
      linked.add(grant.sub);
      return provider.toTokenAnswer(await provider.tokens(grant));
    },
    [`${ISSUER}/.well-known/jwks.json`]: () => Response.json({keys: provider.published}),
    'https://kapi.kakao.com/v2/user/me': (request) =>
      request.headers.get('authorization') === `KakaoAK ${adminKey}`
        ? toAdmin('GET', (_, id) => `{"id":${id}}`)(request)
        : toBearer((_, sub) => JSON.stringify({id: 0, ...provider.user}).replace('"id":0', `"id":${sub}`))(request),
    // As Kakao does it: by default, what was declined is not there.
    'https://kapi.kakao.com/v2/user/service_terms': toBearer(({search}, sub) => {
      const isAll = search === '?result=app_service_terms';
      const terms = provider.terms.filter((term) => isAll || (term as {agreed?: boolean}).agreed);
      return `{"id":${sub},"service_terms":${JSON.stringify(terms)}}`;
    }),
    'https://kapi.kakao.com/v1/user/shipping_address': toBearer(({searchParams}, sub) => {
      const addresses = provider.addresses.slice(0, Number(searchParams.get('page_size')));
      return `{"user_id":${sub},"shipping_addresses":${JSON.stringify(addresses)}}`;
    }),
    'https://kapi.kakao.com/v2/api/talk/channels': (request) =>
      request.headers.get('authorization')?.startsWith('Bearer ')
        ? toBearer(({searchParams}, sub) => toRelations(searchParams, sub))(request)
        : toAdmin('GET', toRelations)(request),
    'https://kapi.kakao.com/v1/user/unlink': toAdmin('POST', (_, id) => {
      linked.delete(id);
      return `{"id":${id}}`;
    }),
  };
  return provider;
}
