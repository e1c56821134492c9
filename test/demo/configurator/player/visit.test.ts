import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {createVisit} from '../../../../demo/configurator/page/player/visit.js';
import {type EmulatorRequest, EmulatorResponse} from '../../../../src/emulator/core/base/messages.js';

/** A site of one host that answers by path, and the requests that it got. */
function setUp(answers: Readonly<Record<string, EmulatorResponse>>) {
  const asked: {method: string; path: string; headers: Record<string, string>; body: string}[] = [];
  const visit = createVisit({
    isInside: ({hostname}) => hostname === 'kauth.kakao.com',
    async handle(request: EmulatorRequest) {
      const {pathname} = new URL(request.url);
      const headers = Object.fromEntries(request.headers);
      asked.push({method: request.method, path: pathname, headers, body: await request.text()});
      return answers[pathname] ?? new EmulatorResponse('nothing here', {status: 404});
    },
  });
  return {visit, asked};
}

const toRedirect = (location: string, status = 302, cookie?: string) =>
  new EmulatorResponse(null, {status, headers: {location, ...(cookie !== undefined && {'set-cookie': cookie})}});

describe('the player’s browser', () => {
  test('follows redirects with the cookies that they set, up to a page', async () => {
    const {visit, asked} = setUp({
      '/a': toRedirect('/b', 302, 'id=1; Path=/'),
      '/b': toRedirect('https://kauth.kakao.com/c', 303),
      '/c': new EmulatorResponse('<h1>C</h1>'),
    });

    const arrival = await visit.open('https://kauth.kakao.com/a');

    assert.deepEqual(arrival, {kind: 'page', url: new URL('https://kauth.kakao.com/c'), text: '<h1>C</h1>'});
    assert.deepEqual(
      asked.map(({path, headers}) => [path, headers['cookie'], headers['sec-fetch-site']]),
      [
        ['/a', undefined, 'none'],
        ['/b', 'id=1', 'none'],
        ['/c', 'id=1', 'none'],
      ],
    );
  });

  test('stops at an address outside, and asks nothing there', async () => {
    const {visit, asked} = setUp({'/a': toRedirect('https://shop.example/callback?code=1')});

    const arrival = await visit.open('https://kauth.kakao.com/a');

    assert.deepEqual(arrival, {kind: 'outside', url: new URL('https://shop.example/callback?code=1')});
    assert.deepEqual(
      asked.map(({path}) => path),
      ['/a'],
    );
  });

  test('sends a form with its origin once: what follows is a GET', async () => {
    const {visit, asked} = setUp({'/login': toRedirect('/next'), '/next': new EmulatorResponse('next')});

    await visit.submit(new URL('https://kauth.kakao.com/oauth/authorize?x=1'), {
      action: '/login',
      body: new URLSearchParams({persona: 'member'}),
    });

    assert.deepEqual(
      asked.map(({method, body, headers}) => [method, body, headers['origin'], headers['sec-fetch-site']]),
      [
        ['POST', 'persona=member', 'https://kauth.kakao.com', 'same-origin'],
        ['GET', '', undefined, 'same-origin'],
      ],
    );
  });

  test('gives up on redirects that do not end', async () => {
    const {visit, asked} = setUp({'/a': toRedirect('/a')});

    await assert.rejects(visit.open('https://kauth.kakao.com/a?state=secret'), (error: Error) => {
      assert.match(error.message, /kauth\.kakao\.com\/a do not end/);
      assert.doesNotMatch(error.message, /secret/);
      return true;
    });
    assert.equal(asked.length, 11);
  });

  test('shows a page that is none of its redirects, whatever its status', async () => {
    const {visit} = setUp({'/a': new EmulatorResponse('no', {status: 400, headers: {location: '/b'}})});

    const arrival = await visit.open('https://kauth.kakao.com/a');

    assert.equal(arrival.kind === 'page' && arrival.text, 'no');
  });

  test('loads pictures of the site alone', async () => {
    const {visit, asked} = setUp({'/face.svg': new EmulatorResponse('<svg/>')});

    assert.equal(await visit.load(new URL('https://kauth.kakao.com/face.svg')), '<svg/>');
    assert.equal(await visit.load(new URL('https://kauth.kakao.com/gone.svg')), null);
    assert.equal(await visit.load(new URL('https://evil.example/face.svg')), null);
    assert.equal(asked.length, 2);
  });
});
