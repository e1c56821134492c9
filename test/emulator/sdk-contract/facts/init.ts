import assert from 'node:assert/strict';
import {SCRIPT_KEY} from '../../support/setup.js';
import {fact, type Fact} from '../fact.js';

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
  ...refused.map(([id, call, init, message]) =>
    fact(id, `${call} throws "${message}"${init ? ' once there is a key' : ''}`, async (open) => {
      const {thrown, run} = await open({init});

      const error = await thrown(call);

      assert.deepEqual(error, {name: 'KakaoError', message, isError: true, own: ['message', 'name']});
      assert.equal(await run('Kakao.isInitialized()'), init);
    }),
  ),
  ...accepted.map(([id, key]) =>
    fact(id, `init(${JSON.stringify(key)}) is accepted, and asks nobody`, async (open) => {
      const {page, run} = await open({init: false});
      const requests: string[] = [];
      page.on('request', (request) => requests.push(request.url()));

      await run(`Kakao.init(${JSON.stringify(key)})`);

      assert.deepEqual(await run('[Kakao.isInitialized(), typeof Kakao.Auth]'), [true, 'object']);
      if (key !== '') assert.equal(await run('Kakao.Auth.getAppKey()'), key);
      assert.deepEqual(requests, []);
    }),
  ),
  ...broken.map(([id, says, call]) =>
    fact(id, `init ${says} throws TypeError, yet is initialised, without Auth`, async (open) => {
      const {thrown, run} = await open({init: false});

      const error = await thrown(call);

      assert.equal(error?.name, 'TypeError');
      assert.deepEqual(await run('[Kakao.isInitialized(), typeof Kakao.Auth]'), [true, 'undefined']);
    }),
  ),
];
