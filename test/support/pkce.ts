import assert from 'node:assert/strict';
import type {Traffic} from './traffic.js';

/** The code was asked for with a challenge, and is exchanged with its verifier. */
export function expectPkce(traffic: Pick<Traffic, 'navigations' | 'posts'>): void {
  const authorize = traffic.navigations.find((address) => new URL(address).pathname === '/oauth/authorize') ?? '';
  const {searchParams} = new URL(authorize);
  assert.equal(searchParams.get('code_challenge_method'), 'S256');
  assert.match(searchParams.get('code_challenge') ?? '', /^[\w-]{43}$/);
  const {codeVerifier} = JSON.parse(traffic.posts[0] ?? '{}') as {codeVerifier?: string};
  assert.match(codeVerifier ?? '', /^[\w-]{43}$/);
}
