import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {RequestError} from '../../../src/server/base/request-error.js';
import {type IdentifiedLogin, resolveMember} from '../../../src/server/login/resolve-member.js';
import type {ErrorCode} from '../../../src/shared/errors.js';

type Server = Parameters<typeof resolveMember>[0];
type Hooks = Server['hooks'];
type Found = Awaited<ReturnType<Hooks['findMember']>>;
type SignedUp = Awaited<ReturnType<Hooks['signUp']>>;
type Purpose = IdentifiedLogin['login']['purpose'];

const MINA = {id: 'm-1'};
const JUN = {id: 'm-2'};
const PROFILE = {id: '4200000001', emailVerified: false, scopes: [], needsAgreement: [], raw: {}};
const UNREADABLE = new RequestError('provider_unavailable', 'No terms.');

/** One login, and what the site's hooks say of it. */
interface Row {
  readonly name: string;
  readonly purpose: Purpose;
  /** Whether Mina is signed in. */
  readonly isIn?: boolean;
  /** The Kakao account of her session. */
  readonly kakaoId?: string;
  readonly terms?: readonly string[];
  readonly found: Found;
  readonly signedUp?: SignedUp;
  readonly result: object | ErrorCode;
  readonly calls: readonly string[];
}

const DORMANT = {action: 'dormant'} as const;
const member = (of: {readonly id: string}, isNewMember = false): object => ({kind: 'member', member: of, isNewMember});
const action = (of: object = DORMANT): object => ({kind: 'action', action: of});

const ROWS: readonly Row[] = [
  {name: 'a member', purpose: 'login', found: {member: MINA}, result: member(MINA), calls: ['find']},
  {
    name: 'somebody new',
    purpose: 'login',
    found: null,
    signedUp: {member: JUN, isNewMember: true},
    result: member(JUN, true),
    calls: ['find', 'signUp'],
  },
  {
    name: 'somebody whom another call made',
    purpose: 'login',
    found: null,
    signedUp: {member: JUN, isNewMember: false},
    result: member(JUN),
    calls: ['find', 'signUp'],
  },
  {
    name: 'somebody new who must do something first',
    purpose: 'login',
    found: null,
    signedUp: DORMANT,
    result: action(),
    calls: ['find', 'signUp'],
  },
  {name: 'a member who must do something first', purpose: 'login', found: DORMANT, result: action(), calls: ['find']},
  {name: 'a member', purpose: 'auto-login', found: {member: MINA}, result: member(MINA), calls: ['find']},
  {name: 'somebody new', purpose: 'auto-login', found: null, result: {kind: 'not-a-member'}, calls: ['find']},
  {
    name: 'a member who must do something first',
    purpose: 'auto-login',
    found: DORMANT,
    result: {kind: 'not-a-member'},
    calls: ['find'],
  },
  {name: 'her own account', purpose: 'terms', isIn: true, found: {member: MINA}, result: member(MINA), calls: ['find']},
  {
    name: 'another account of her own than the session’s',
    purpose: 'terms',
    isIn: true,
    kakaoId: '4200000002',
    found: {member: MINA},
    result: 'different_account',
    calls: [],
  },
  {
    name: 'another member’s account',
    purpose: 'terms',
    isIn: true,
    found: {member: JUN},
    result: 'different_account',
    calls: ['find'],
  },
  {
    name: 'nobody’s account',
    purpose: 'terms',
    isIn: true,
    found: null,
    result: 'different_account',
    calls: ['find'],
  },
  {
    name: 'an account with an action for anybody',
    purpose: 'terms',
    isIn: true,
    found: DORMANT,
    result: action(),
    calls: ['find'],
  },
  {
    name: 'an account with an action for another member',
    purpose: 'terms',
    isIn: true,
    found: {...DORMANT, memberId: JUN.id},
    result: 'different_account',
    calls: ['find'],
  },
  {
    name: 'her own account, whose terms cannot be read, where the page asked for some',
    purpose: 'terms',
    isIn: true,
    terms: ['marketing'],
    found: {member: MINA},
    result: 'provider_unavailable',
    calls: ['find'],
  },
  {
    name: 'nobody’s account',
    purpose: 'link',
    isIn: true,
    found: null,
    result: member(MINA),
    calls: ['find', 'readMember', 'link'],
  },
  {name: 'her own account', purpose: 'link', isIn: true, found: {member: MINA}, result: member(MINA), calls: ['find']},
  {
    name: 'another member’s account',
    purpose: 'link',
    isIn: true,
    found: {member: JUN},
    result: 'already_linked',
    calls: ['find'],
  },
  {
    name: 'an account with an action for another member',
    purpose: 'link',
    isIn: true,
    found: {...DORMANT, memberId: JUN.id},
    result: 'already_linked',
    calls: ['find'],
  },
  {
    name: 'an account with an action',
    purpose: 'link',
    isIn: true,
    found: DORMANT,
    result: action(),
    calls: ['find'],
  },
];

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
      onUnlink: null,
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
