import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {type Fetch, sendToKakao} from '../../../src/server/kakao/http.js';

const ADDRESS = 'https://kauth.kakao.example/.well-known/jwks.json';

/** A Kakao to whom the first requests fail so, and which counts them. */
function failing(...causes: readonly unknown[]): {readonly fetch: Fetch; readonly bodies: string[]} {
  const bodies: string[] = [];
  const left = [...causes];
  return {
    bodies,
    async fetch(request) {
      bodies.push(await request.text());
      if (left.length > 0) throw new TypeError('fetch failed', {cause: left.shift()});
      return new Response('answered');
    },
  };
}

const closed = (code: string): Error => Object.assign(new Error('other side closed'), {code});

describe('a request to Kakao whose connection fails', () => {
  for (const code of ['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']) {
    test(`is sent again where it only reads, and the connection was closed: ${code}`, async () => {
      const {fetch, bodies} = failing(closed(code));

      const {text} = await sendToKakao(fetch, ADDRESS, {});

      assert.deepEqual([text, bodies.length], ['answered', 2]);
    });
  }

  for (const [what, init, causes, sent] of [
    ['the second connection is closed too', {}, [closed('ECONNRESET'), closed('ECONNRESET')], 2],
    ['nobody is there', {}, [closed('ECONNREFUSED')], 1],
    ['nothing is known of why', {}, [undefined], 1],
    ['it changes something', {method: 'POST', body: 'code=x'}, [closed('UND_ERR_SOCKET')], 1],
  ] as const) {
    test(`has failed where ${what}`, async () => {
      const {fetch, bodies} = failing(...causes);

      await assert.rejects(sendToKakao(fetch, ADDRESS, init), {code: 'provider_unavailable'});

      assert.equal(bodies.length, sent);
    });
  }
});
