import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {readSessionAnswer} from '../../../src/shared/wire.js';
import {holdLongTimers} from '../../server/support/long-timers.js';
import {createNoticeSite, type NoticeSite, toUnlinkRequest} from '../../server/support/notices.js';
import {ENDLESS, type Row, ROWS} from './answers.js';
import {createChecker, find, follow, type Node, type Place} from './document.js';
import {openShop, ORIGIN} from './shop.js';

const SESSION: Place = ['paths', '/api/kakao/session'];
const UNLINK: Place = ['webhooks', 'unlink'];
const checker = createChecker();

/** Holds an answer against what the document has of its status: the headers, and the body if there is one. */
async function assertDocumented(operation: Place, answer: Response): Promise<unknown> {
  const {status, headers} = answer;
  const {place, node} = follow([...operation, 'responses', String(status)]);
  assert.ok('description' in node, `${operation.join(' ')} has no ${status}`);
  for (const name of Object.keys(node['headers'] ?? {})) {
    const header = follow([...place, 'headers', name]);
    const values =
      name === 'Set-Cookie' ? headers.getSetCookie() : [headers.get(name)].filter((value) => value !== null);
    assert.ok(values.length > 0 || header.node['required'] !== true, `lacks ${name}`);
    for (const value of values) assert.deepEqual(checker.check([...header.place, 'schema'], value), [], name);
  }
  const text = await answer.text();
  const content = node['content'] as Node | undefined;
  if (!content) return void assert.equal(text, '');
  const type = headers.get('content-type') ?? '';
  assert.ok(content[type], `no ${type}`);
  const body = JSON.parse(text) as unknown;
  assert.deepEqual(checker.check([...place, 'content', type, 'schema'], body), [], text);
  return body;
}

async function assertRow({operation, status, told, fields = []}: Row, answer: Response): Promise<void> {
  const body = (await assertDocumented([...SESSION, operation], answer)) as Node | undefined;
  assert.deepEqual([answer.status, body?.['code'] ?? body?.['status'] ?? ''], [status, told]);
  if (status === 200) assert.deepEqual(readSessionAnswer(body), body);
  for (const field of fields) assert.ok(body && field in body, field);
}

describe('the kit answers by docs/openapi.json', () => {
  for (const row of ROWS) {
    test(`${row.operation}: ${row.what} → ${row.status} ${row.told}`, async () => {
      await assertRow(row, await row.act());
    });
  }

  for (const row of ENDLESS) {
    test(`${row.operation}: ${row.what} → ${row.status} ${row.told}`, async (t) => {
      const timers = holdLongTimers(t);
      const answer = row.act();
      await timers.reached(row.limit);
      timers.pass(row.limit);

      await assertRow(row, await answer);
    });
  }

  test('tells an allowed page of another host the same', async () => {
    const origin = 'https://www.shop.example';
    const headers = {Origin: origin, 'Sec-Fetch-Site': 'same-site', 'Access-Control-Request-Method': 'POST'};

    const answer = await openShop({allowedOrigins: [ORIGIN, origin]}).send('OPTIONS', {headers});

    assert.equal(answer.headers.get('access-control-allow-origin'), origin);
    await assertDocumented([...SESSION, 'options'], answer);
  });
});

describe('the document has of the page’s requests', () => {
  for (const purpose of ['login', 'auto-login', 'terms', 'link'] as const) {
    test(`${purpose}, as the kit takes it`, async () => {
      const shop = openShop();
      await shop.post(await shop.prepare());
      const login = purpose === 'link' ? await shop.prepareLink() : await shop.prepare({purpose});

      const answer = await shop.post(login);

      assert.equal(answer.status, 200);
      const place = [...SESSION, 'post', 'requestBody', 'content', 'application/json', 'schema'];
      for (const body of shop.posted) assert.deepEqual(checker.check(place, body), []);
      assert.equal(shop.posted.length, 2);
    });
  }
});

/** Kakao's notices, and what the kit answers to them. */
const NOTICES: readonly {
  readonly operation: 'get' | 'post';
  readonly status: number;
  readonly what: string;
  readonly request: () => Request;
  readonly site?: () => Promise<NoticeSite>;
}[] = (['get', 'post'] as const).flatMap((operation) => {
  const method = operation === 'get' ? 'GET' : 'POST';
  const full = (): Promise<NoticeSite> =>
    createNoticeSite({wrap: (store) => ({...store, add: () => Promise.reject(new Error('no database'))})});
  return [
    {operation, status: 200, what: 'a member', request: () => toUnlinkRequest(method)},
    {operation, status: 400, what: 'another app', request: () => toUnlinkRequest(method, {app_id: '1'})},
    {
      ...{operation, status: 401, what: 'without the key'},
      request: () => toUnlinkRequest(method, {}, {Authorization: 'KakaoAK another'}),
    },
    {operation, status: 503, what: 'a store that is down', request: () => toUnlinkRequest(method), site: full},
  ];
});
const POSTED: typeof NOTICES = [
  {
    ...{operation: 'post', status: 413, what: '16 KiB and more'},
    request: () => toUnlinkRequest('POST', {group_user_token: 'x'.repeat(16_384)}),
  },
  {
    ...{operation: 'post', status: 415, what: 'not a form'},
    request: () => toUnlinkRequest('POST', {}, {'Content-Type': 'application/json'}),
  },
];

describe('the kit answers Kakao by docs/openapi.json', () => {
  for (const {operation, status, what, request, site} of [...NOTICES, ...POSTED]) {
    test(`${operation}: ${what} → ${status}`, async () => {
      const {notices} = await (site ?? createNoticeSite)();

      const answer = await notices.unlink(request());

      assert.equal(answer.status, status);
      await assertDocumented([...UNLINK, operation], answer);
    });
  }

  test('with every status that the document has', () => {
    const given = [...NOTICES, ...POSTED].map(({operation, status}) => `${operation} ${status}`);

    assert.deepEqual(given.sort(), listStatuses(UNLINK));
  });
});

test('the kit gives every answer that docs/openapi.json has, but those of a backend without a GET', () => {
  const documented = listStatuses(SESSION).filter((answer) => !/^get (404|405|501)$/.test(answer));
  const kits = [...ROWS, ...ENDLESS].map(({operation, status}) => `${operation} ${status}`);

  assert.deepEqual([...new Set(kits)].sort(), documented);
});

/** The operations of a path, with each status that is in the document. */
function listStatuses(path: Place): string[] {
  const operations = Object.entries(find(path) as Record<string, Node>).filter(([, node]) => node['operationId']);
  return operations
    .flatMap(([name, {responses}]) => Object.keys(responses as Node).map((status) => `${name} ${status}`))
    .filter((answer) => !answer.endsWith('default'))
    .sort();
}
