import assert from 'node:assert/strict';
import {SCRIPT_KEY} from '../../support/setup.js';
import type {Fact} from '../fact.js';

const KEY = JSON.stringify(SCRIPT_KEY);
const NO_KEY = 'Kakao.init: App key must be provided';
const TWICE = 'Kakao.init: Already initialized';

const refused: readonly [id: string, call: string, init: boolean, message: string][] = [
  ['I1', 'Kakao.init()', false, NO_KEY],
  ['I2', 'Kakao.init(123)', false, NO_KEY],
  ['I3', 'Kakao.init(null)', false, NO_KEY],
  ['I4', `Kakao.init(${KEY})`, true, TWICE],
  ['I5', 'Kakao.init("another key")', true, TWICE],
];

const accepted: readonly [id: string, key: string][] = [
  ['I6', ''],
  ['I7', 'not a key !!'],
  ['I8', SCRIPT_KEY],
];

const broken: readonly [id: string, says: string, call: string][] = [
  ['I9', 'not called as a method', `const {init} = Kakao; init(${KEY})`],
  ['I10', 'called on a frozen Kakao', `Object.freeze(Kakao); Kakao.init(${KEY})`],
];

/** `Kakao.init`, `isInitialized`, `cleanup` and `Auth.getAppKey`. */
export const INIT: readonly Fact[] = [
  ...refused.map(([id, call, init, message]): Fact => ({
    id,
    says: `${call} throws "${message}"${init ? ' once there is a key' : ''}`,
    async check(open) {
      const {thrown, run} = await open({init});

      const error = await thrown(call);

      assert.deepEqual(error, {name: 'KakaoError', message, isError: true, own: ['message', 'name']});
      assert.equal(await run('Kakao.isInitialized()'), init);
    },
  })),
  ...accepted.map(([id, key]): Fact => ({
    id,
    says: `init(${JSON.stringify(key)}) is accepted, and asks nobody`,
    async check(open) {
      const {page, run} = await open({init: false});
      const requests: string[] = [];
      page.on('request', (request) => requests.push(request.url()));

      await run(`Kakao.init(${JSON.stringify(key)})`);

      assert.deepEqual(await run('[Kakao.isInitialized(), typeof Kakao.Auth]'), [true, 'object']);
      if (key !== '') assert.equal(await run('Kakao.Auth.getAppKey()'), key);
      assert.deepEqual(requests, []);
    },
  })),
  ...broken.map(([id, says, call]): Fact => ({
    id,
    says: `init ${says} throws TypeError, yet is initialised, without Auth`,
    async check(open) {
      const {thrown, run} = await open({init: false});

      const error = await thrown(call);

      assert.equal(error?.name, 'TypeError');
      assert.deepEqual(await run('[Kakao.isInitialized(), typeof Kakao.Auth]'), [true, 'undefined']);
    },
  })),
  {
    id: 'I11',
    says: 'KakaoError is an object whose prototype is an Error, and nothing more',
    async check(open) {
      const {run} = await open();

      const shape = await run(`(() => {
        try {
          Kakao.init();
        } catch (error) {
          return [error.constructor === Error, Object.prototype.toString.call(error), error.code, typeof KakaoError];
        }
      })()`);
      assert.deepEqual(shape, [true, '[object Object]', undefined, 'undefined']);
    },
  },
  {
    id: 'I12',
    says: 'cleanup takes the key away and leaves Auth',
    async check(open) {
      const {run} = await open();

      await run('Kakao.cleanup()');

      const state = '[Kakao.isInitialized(), typeof Kakao.Auth.authorize, Kakao.Auth.getAppKey()]';
      assert.deepEqual(await run(state), [false, 'function', null]);
    },
  },
  {
    id: 'I13',
    says: 'init with another key works after cleanup',
    async check(open) {
      const {run} = await open();

      await run('Kakao.cleanup(); Kakao.init("another key")');

      assert.deepEqual(await run('[Kakao.isInitialized(), Kakao.Auth.getAppKey()]'), [true, 'another key']);
    },
  },
  {
    id: 'I14',
    says: 'the token in memory outlives cleanup and another key',
    async check(open) {
      const {run} = await open();

      await run('Kakao.Auth.setAccessToken("token-1", false); Kakao.cleanup(); Kakao.init("another key")');

      assert.equal(await run('Kakao.Auth.getAccessToken()'), 'token-1');
    },
  },
];
