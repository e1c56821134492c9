import assert from 'node:assert/strict';
import {inspect} from 'node:util';
import {DEFAULT_APP, type FaultPoint} from '../../../../src/emulator/index.js';
import {createKakaoApi, type KakaoApi, KakaoApiError, type KakaoApiOptions} from '../../../../src/server/index.js';
import {ADMIN_KEY, REST_KEY, SECRET, setup as setupEmulator} from '../../../emulator/support/setup.js';

export const CHANNEL = DEFAULT_APP.channel.publicId;
/** The persona `member`, as accounts are named at Kakao. */
export const MEMBER = '4100000002';

/** An emulator, a member's tokens, and an API client of its app. */
export async function setup(options: KakaoApiOptions = {}) {
  const {emulator, tokens} = setupEmulator();
  const scope = 'openid,plusfriends,shipping_address';
  const {access_token: accessToken, refresh_token: refreshToken} = await tokens('member', {scope});
  const fetch = (request: Request) => emulator.fetch(request);
  const api = createKakaoApi({adminKey: ADMIN_KEY, clientId: REST_KEY, clientSecret: SECRET, fetch, ...options});
  const {fileId} = await api.customerFiles.create({channelId: CHANNEL, name: 'summer', schema: {연령: 'string'}});
  const file = {channelId: CHANNEL, fileId};
  return {
    emulator,
    api,
    file,
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
const person = {kakaoId: MEMBER};
const channelIds = [CHANNEL];

/** Every call, and where the emulator fails for it. */
export const CALLS: Readonly<Record<string, readonly [point: FaultPoint, call: Call]>> = {
  'users.get': ['user', ({api}, options) => api.users.get(person, options)],
  'users.list': ['users', ({api}, options) => api.users.list([MEMBER, '4100000001', '4100000004'], options)],
  'users.ids': ['user-ids', ({api}, options) => collect(api.users.ids({pageSize: 2, ...options}))],
  'users.logout': ['logout', ({api}, options) => api.users.logout(person, options)],
  'users.unlink': ['unlink', ({api}, options) => api.users.unlink(person, options)],
  'tokens.info': ['token-info', ({api, accessToken}, options) => api.tokens.info(accessToken, options)],
  'tokens.refresh': ['token', ({api, refreshToken}, options) => api.tokens.refresh(refreshToken, options)],
  'scopes.list': ['scopes', ({api}, options) => api.scopes.list(person, {scopes: [SCOPE], ...options})],
  'scopes.revoke': ['revoke-scopes', ({api}, options) => api.scopes.revoke(person, [SCOPE], options)],
  'terms.list': ['terms', ({api}, options) => api.terms.list(person, options)],
  'terms.revoke': ['revoke-terms', ({api}, options) => api.terms.revoke(person, [TERM], options)],
  'terms.upgrade': ['upgrade-terms', ({api}, options) => api.terms.upgrade(person, [TERM], options)],
  'addresses.list': [
    'shipping-addresses',
    ({api}, options) => collect(api.addresses.list(person, {pageSize: 2, ...options})),
  ],
  'addresses.get': ['shipping-addresses', ({api}, options) => api.addresses.get(person, '321', options)],
  'channels.get': ['channels', ({api}, options) => api.channels.get(person, {channelIds, ...options})],
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
