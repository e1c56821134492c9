import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {RequestError} from '../../../src/server/base/request-error.js';
import {type IdentifiedLogin, resolveMember} from '../../../src/server/login/resolve-member.js';
import type {ErrorCode} from '../../../src/shared/errors.js';
import data from './resolve-member.json' with {type: 'json'};

type Server = Parameters<typeof resolveMember>[0];
type Hooks = Server['hooks'];
type Found = Awaited<ReturnType<Hooks['findMember']>>;
type SignedUp = Awaited<ReturnType<Hooks['signUp']>>;
type Purpose = IdentifiedLogin['login']['purpose'];

const MINA = {id: 'm-1'};
const PROFILE = {id: '4200000001', emailVerified: false, scopes: [], needsAgreement: [], raw: {}};
const UNREADABLE = new RequestError('provider_unavailable', 'No terms.');

/** One login, and what the site's hooks say of it. */
interface Row {
  readonly name: string;
  readonly purpose: Purpose;
  /** Whether Mina is signed in, who is `m-1`. */
  readonly isIn?: boolean;
  /** The Kakao account of her session. */
  readonly kakaoId?: string;
  readonly terms?: readonly string[];
  readonly found: Found;
  readonly signedUp?: SignedUp;
  readonly result: object | ErrorCode;
  readonly calls: readonly string[];
}

const ROWS = data as unknown as readonly Row[];

function setUp({found, signedUp, kakaoId, isIn}: Row) {
  const calls: string[] = [];
  const note = <T>(name: string, value: T): Promise<T> => {
    calls.push(name);
    return Promise.resolve(value);
  };
  const session = {memberId: MINA.id, issuedAt: 1, tx: 'tx', isNewMember: false, ...(kakaoId && {kakaoId})};
  const never = () => Promise.reject(new Error('not on this way'));
  const server: Server = {
    hooks: {
      findMember: () => note('find', found),
      signUp: () => (signedUp ? note('signUp', signedUp) : never()),
      readMember: () => note('readMember', MINA),
      linkMember: () => note('link', undefined),
      onConsent: null,
      onLogin: null,
      onUnlink: null,
      onReport: null,
    },
    sessions: {read: () => Promise.resolve(session), create: never, destroy: never},
  };
  return {server, calls, current: isIn ? {session, member: MINA} : null};
}

describe('resolveMember', () => {
  for (const row of ROWS) {
    const {name, purpose, terms, result} = row;
    const ending = typeof result === 'string' ? result : JSON.stringify(result);
    test(`by ${purpose}, ${name}: ${ending}`, async () => {
      const {server, calls, current} = setUp(row);
      const login = {purpose, ...(terms && {terms})};
      const identity = {profile: PROFILE, terms: UNREADABLE};
      const context = {request: new Request('https://shop.example/'), purpose, responseHeaders: new Headers()};

      const resolved = resolveMember(server, {login, identity, current}, context);

      if (typeof result === 'string') await assert.rejects(resolved, {code: result});
      else assert.deepEqual(await resolved, result);
      assert.deepEqual(calls, row.calls);
    });
  }
});
