import assert from 'node:assert/strict';
import {inspect} from 'node:util';
import {DEFAULT_APP, type FaultPoint} from '../../../../src/emulator/index.js';
import {
  createKakaoApi,
  type KakaoApi,
  KakaoApiError,
  type KakaoApiOptions,
  type KakaoTarget,
} from '../../../../src/server/index.js';
import {ADMIN_KEY, REST_KEY, SECRET, setup as setupEmulator} from '../../../emulator/support/setup.js';

export const CHANNEL = DEFAULT_APP.channel.publicId;
/** The persona `member`, as accounts are named at Kakao. */
export const MEMBER = '4100000002';

/**
 * An emulator, a member's tokens, and an API client of its app.
 * @param by how calls name the member
 */
export async function setup(options: KakaoApiOptions = {}, by: 'kakaoId' | 'accessToken' = 'kakaoId') {
  const {emulator, tokens} = setupEmulator();
  const scope = 'openid,plusfriends,shipping_address';
  const {access_token: accessToken, refresh_token: refreshToken} = await tokens('member', {scope});
  const fetch = (request: Request) => emulator.fetch(request);
  const api = createKakaoApi({adminKey: ADMIN_KEY, clientId: REST_KEY, clientSecret: SECRET, fetch, ...options});
  const {fileId} = await api.customerFiles.create({channelId: CHANNEL, name: 'summer', schema: {연령: 'string'}});
  const file = {channelId: CHANNEL, fileId};
  const target: KakaoTarget = by === 'kakaoId' ? {kakaoId: MEMBER} : {accessToken};
  return {
    emulator,
    api,
    file,
    target,
    accessToken,
    refreshToken,
    secrets: [ADMIN_KEY, SECRET, MEMBER, accessToken, refreshToken],
  };
}

export type Setup = Awaited<ReturnType<typeof setup>>;

/** An API client of a Kakao that answers with these, one after the other, and what it was asked. */
export function answerWith(...answers: readonly unknown[]): {
  readonly api: KakaoApi;
  readonly asked: {
    readonly method: string;
    readonly url: URL;
    readonly body: string;
    readonly authorization: string | null;
  }[];
} {
  const asked: ReturnType<typeof answerWith>['asked'] = [];
  const api = createKakaoApi({
    adminKey: 'canary-admin-key',
    clientId: 'rest-key',
    clientSecret: 'canary-secret',
    async fetch(request) {
      const {method, headers} = request;
      const answer = answers[Math.min(asked.length, answers.length - 1)];
      asked.push({
        method,
        url: new URL(request.url),
        body: await request.text(),
        authorization: headers.get('authorization'),
      });
      if (answer instanceof Error) throw answer;
      return answer instanceof Response
        ? answer.clone()
        : new Response(typeof answer === 'string' ? answer : JSON.stringify(answer));
    },
  });
  return {api, asked};
}

/** All that an iterable gives. */
export async function collect<T>(iterable: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of iterable) all.push(one);
  return all;
}

/** The error of a call, which holds none of these. */
export async function failWith(call: Promise<unknown>, secrets: readonly string[] = []): Promise<KakaoApiError> {
  const [result] = await Promise.allSettled([call]);
  assert.ok(result.status === 'rejected', inspect(result));
  const error: unknown = result.reason;
  assert.ok(error instanceof KakaoApiError, inspect(error));
  for (const secret of secrets) assert.ok(!inspect(error, {depth: 9}).includes(secret), inspect(error));
  return error;
}

type Call = (setup: Setup, options: {readonly signal?: AbortSignal}) => Promise<unknown>;

const TERM = 'marketing';
const SCOPE = 'account_email';
const newFile = {channelId: CHANNEL, name: 'autumn', schema: {구매금액: 'number'}} as const;
const channelIds = [CHANNEL];

/** Every call, and where the emulator fails for it. */
export const CALLS: Readonly<Record<string, readonly [point: FaultPoint, call: Call]>> = {
  'users.get': ['user', ({api, target}, options) => api.users.get(target, options)],
  'users.list': ['users', ({api}, options) => api.users.list([MEMBER, '4100000001', '4100000004'], options)],
  'users.ids': ['user-ids', ({api}, options) => collect(api.users.ids({pageSize: 2, ...options}))],
  'users.logout': ['logout', ({api, target}, options) => api.users.logout(target, options)],
  'users.unlink': ['unlink', ({api, target}, options) => api.users.unlink(target, options)],
  'tokens.info': ['token-info', ({api, accessToken}, options) => api.tokens.info(accessToken, options)],
  'tokens.refresh': ['token', ({api, refreshToken}, options) => api.tokens.refresh(refreshToken, options)],
  'scopes.list': ['scopes', ({api, target}, options) => api.scopes.list(target, {scopes: [SCOPE], ...options})],
  'scopes.revoke': ['revoke-scopes', ({api, target}, options) => api.scopes.revoke(target, [SCOPE], options)],
  'terms.list': ['terms', ({api, target}, options) => api.terms.list(target, options)],
  'terms.revoke': ['revoke-terms', ({api, target}, options) => api.terms.revoke(target, [TERM], options)],
  'terms.upgrade': ['upgrade-terms', ({api, target}, options) => api.terms.upgrade(target, [TERM], options)],
  'addresses.list': [
    'shipping-addresses',
    ({api, target}, options) => collect(api.addresses.list(target, {pageSize: 2, ...options})),
  ],
  'addresses.get': ['shipping-addresses', ({api, target}, options) => api.addresses.get(target, '321', options)],
  'channels.get': ['channels', ({api, target}, options) => api.channels.get(target, {channelIds, ...options})],
  'channels.list': ['channels-of-many', ({api}, options) => api.channels.list([MEMBER], {channelIds, ...options})],
  'customerFiles.create': ['create-customer-file', ({api}, options) => api.customerFiles.create(newFile, options)],
  'customerFiles.list': ['customer-files', ({api}, options) => api.customerFiles.list(CHANNEL, options)],
  'customerFiles.addUsers': [
    'add-customers',
    ({api, file}, options) => api.customerFiles.addUsers(file, [{id: MEMBER, fields: {연령: '30'}}], options),
  ],
  'customerFiles.removeUsers': [
    'remove-customers',
    ({api, file}, options) => api.customerFiles.removeUsers(file, [MEMBER], options),
  ],
};
