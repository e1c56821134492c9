import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import type {KakaoServer} from 'kakao-sync-widget/server';
import {createCurrentKakao} from '../../demo/current-kakao.js';

function setup() {
  let terms = ['service'];
  const made: string[] = [];
  const kakao = createCurrentKakao(
    () => terms,
    (given): KakaoServer => {
      const name = given.join();
      made.push(name);
      return {
        session: () => Promise.resolve(new Response(name)),
        callback: () => Promise.resolve(new Response(name)),
        notices: {} as KakaoServer['notices'],
        api: {} as KakaoServer['api'],
        readSession: () => Promise.resolve(null),
        readPending: () => Promise.resolve(null),
        signIn: () => Promise.reject(new Error(name)),
        check: () => Promise.resolve({warnings: []}),
      };
    },
  );
  return {
    made,
    addTerm: (tag: string) => (terms = [...terms, tag]),
    ask: async () => (await kakao.session(new Request('http://localhost/'))).text(),
  };
}

describe('createCurrentKakao', () => {
  it('makes one kit for as long as nothing changes', async () => {
    const {made, ask} = setup();

    assert.deepEqual([await ask(), await ask()], ['service', 'service']);
    assert.deepEqual(made, ['service']);
  });

  it('asks another kit from the first request after a change', async () => {
    const {made, addTerm, ask} = setup();
    await ask();

    addTerm('news');

    assert.deepEqual([await ask(), await ask()], ['service,news', 'service,news']);
    assert.deepEqual(made, ['service', 'service,news']);
  });
});
