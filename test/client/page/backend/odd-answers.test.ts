import {expect} from '@open-wc/testing';
import fc from 'fast-check';
import {readReference, toReference} from '../../../../src/shared/reference.js';
import {toShownText} from '../../../../src/client/page/backend/odd-answer.js';
import {expand} from '../../../support/expand.js';
import {runs, seed} from '../../../support/family.js';
import {CONFIG, FakeBrowser} from '../../support/browser.js';
import {endOf, finish, returned, type Setup} from '../../support/journey.js';
import type {ShopAnswer} from '../../support/shop.js';
import rows from './failures.json' with {type: 'json'};
import {REQUEST, setup as setupBackend, SIGNED_IN} from './support/backend-setup.js';

type Body = Exclude<ShopAnswer, string>;
type Class = 'html' | 'bom' | 'notice-before-json' | 'empty' | 'redirect' | 'json-of-another-shape';

const BOM = '\uFEFF';
const PHP = '<br />\n<b>Notice</b>:  Undefined index: user in <b>/var/www/shop/kakao.php</b> on line <b>12</b><br />\n';
const PHP_DUMP = 'array(1) {\n  [0]=>\n  string(1) "a"\n}\n';
const SPRING = '2026-11-29 09:00:00.000  WARN 1 --- [nio-8080-exec-1] o.s.web.servlet : Resolved [{}]\n';
const DJANGO = '/srv/shop/views.py:12: RemovedInDjango60Warning: {"old": 1} is deprecated.\n';
const TRACE = 'Traceback (most recent call last):\n  File "/srv/shop/views.py", line 12, in login\nKeyError: {1: 2}\n';

const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
function utf16(text: string, isLittle: boolean): Uint8Array<ArrayBuffer> {
  const bytes = new DataView(new ArrayBuffer(text.length * 2));
  for (let index = 0; index < text.length; index++) bytes.setUint16(index * 2, text.charCodeAt(index), isLittle);
  return new Uint8Array(bytes.buffer);
}
const ok = (text: string, type = 'application/json'): Body => ({status: 200, bytes: utf8(text), type});

/** What a backend may make of its answer: read by `fetch`, what class it is, and whether a GET like it can be read. */
const ODD: readonly (readonly [name: string, spoil: (json: string) => Body, kind: Class, isReadable?: 'by GET'])[] = [
  ['two BOMs', (json) => ok(BOM + BOM + json), 'bom', 'by GET'],
  ['three BOMs', (json) => ok(BOM + BOM + BOM + json), 'bom', 'by GET'],
  ['two BOMs and nothing', () => ok(BOM + BOM), 'empty'],
  ['a blank and a BOM', (json) => ok(` \n${BOM}${json}`), 'bom', 'by GET'],
  ['UTF-16, little end first', (json) => ({...ok(''), bytes: utf16(json, true)}), 'bom'],
  ['UTF-16, big end first', (json) => ({...ok(''), bytes: utf16(json, false)}), 'bom'],
  ['UTF-16 with a BOM', (json) => ({...ok(''), bytes: utf16(BOM + json, true)}), 'bom'],
  ['UTF-16 with a BOM, big end first', (json) => ({...ok(''), bytes: utf16(BOM + json, false)}), 'bom'],
  ['a notice of PHP before it', (json) => ok(PHP + json, 'text/html'), 'notice-before-json', 'by GET'],
  ['a notice and a BOM before it', (json) => ok(PHP + BOM + json), 'notice-before-json', 'by GET'],
  ['two BOMs, a notice, and a blank after it', (json) => ok(`${BOM}${BOM}${PHP}${json}\n`), 'bom', 'by GET'],
  ['a dump of PHP before it', (json) => ok(PHP_DUMP + json), 'notice-before-json', 'by GET'],
  ['a log line of Spring before it', (json) => ok(SPRING + json), 'notice-before-json', 'by GET'],
  ['a warning of Django before it', (json) => ok(DJANGO + json), 'notice-before-json', 'by GET'],
  ['a trace of Python before it', (json) => ok(TRACE + json), 'notice-before-json', 'by GET'],
  ['a guard before it', (json) => ok(`)]}',\n${json}`), 'notice-before-json', 'by GET'],
  ['a notice of PHP after it', (json) => ok(json + PHP, 'text/html'), 'json-of-another-shape', 'by GET'],
  [
    'a log line of Spring after it',
    (json) => ok(`${json}\nWARN [main] shop : slow\n`),
    'json-of-another-shape',
    'by GET',
  ],
  ['nothing', () => ({status: 200, type: 'application/json'}), 'empty'],
  ['blanks', () => ok(' \r\n\t '), 'empty'],
  ['201 and nothing', () => ({status: 201}), 'empty'],
  ['204', () => ({status: 204}), 'empty'],
  ['304', () => ({status: 304}), 'empty'],
  ['a redirect', () => ({status: 0}), 'redirect'],
  ...[300, 301, 302, 303, 305, 306, 307, 308].map(
    (status) => [`${status}`, () => ({status, text: '<p>moved', type: 'text/html'}), 'redirect'] as const,
  ),
  ['a page', () => ok('<!doctype html><title>점검 중</title>', 'text/html; charset=utf-8'), 'html'],
  ['a page said to be JSON', () => ok('<html></html>'), 'html'],
  ['a page with data', (json) => ok(`<script>var user = ${json}</script>`, 'text/html'), 'html', 'by GET'],
  ['a word', () => ok('OK', 'text/plain'), 'html'],
  ['no content type', () => ({status: 200, text: 'OK'}), 'html'],
  ['a list', (json) => ok(`[${json}]`), 'json-of-another-shape'],
  ['null', () => ok('null'), 'json-of-another-shape'],
  ['a text', (json) => ok(JSON.stringify(json)), 'json-of-another-shape'],
  ['a number', () => ok('200'), 'json-of-another-shape'],
  ['true', () => ok('true'), 'json-of-another-shape'],
  ['an envelope', (json) => ok(`{"success":true,"data":${json}}`), 'json-of-another-shape'],
  ['another status', () => ok('{"status":"ok"}'), 'json-of-another-shape'],
  ['half of it', (json) => ok(json.slice(0, json.length / 2)), 'json-of-another-shape'],
  ['all but its end', (json) => ok(json.slice(0, -1)), 'json-of-another-shape'],
  ['single quotes', (json) => ok(json.replaceAll('"', "'")), 'json-of-another-shape'],
  ['a million blanks', () => ok(' '.repeat(1_000_000)), 'empty'],
  ['ten thousand levels', () => ok('['.repeat(10_000) + ']'.repeat(10_000)), 'json-of-another-shape'],
  ['a million braces', () => ok('{'.repeat(1_000_000)), 'json-of-another-shape'],
  ['a million braces of both kinds', () => ok('x{"}'.repeat(250_000)), 'html'],
  ['a page of a megabyte', () => ok('<!doctype html>'.padEnd(1_000_000, '<br>{}')), 'html'],
];

/** One of each way in which a GET like it ends. */
const JOURNEYS = ODD.filter(([name]) => name === 'a notice of PHP before it' || name === 'a page');

describe('an answer of the backend that cannot be read', () => {
  for (const [name, spoil, kind, isReadable] of ODD) {
    it(`with ${name} is ${kind}, ${isReadable ? 'and read' : 'but not read'} where a session is looked for`, async () => {
      const {backend, shop, sessionStorage} = setupBackend();
      const answer = spoil(JSON.stringify(SIGNED_IN));
      shop.onPost = shop.onGet = () => answer;
      const {status, type = '-', bytes, text = ''} = answer;
      const {length} = await (bytes ? new Response(bytes).text() : text);
      const line = `POST /api/kakao/session ${status} ${type.split(';')[0]} ${length} ${kind}`;

      for (const [request, ref] of [
        [REQUEST, ' KS-D6VH-TYFW'],
        [{purpose: 'logout'}, ''],
      ] as const) {
        expect(await backend.post(request)).to.deep.equal({code: 'backend_bad_answer', doubt: 'read'});
        expect(sessionStorage.get('ks.hint')).to.equal(`backend_bad_answer${ref} ${line}`);
      }
      const found = await backend.recover();
      if (isReadable) expect(found).to.deep.equal(SIGNED_IN);
      else expect((found as {status?: string} | undefined)?.status).to.equal(undefined);
    });
  }

  for (const [name, spoil, kind, isReadable] of JOURNEYS) {
    for (const isAlike of [false, true]) {
      const isFound = !isAlike || !!isReadable;
      it(`with ${name} ends as ${isFound ? 'signed in' : 'a failure'}, named once, GET answered ${isAlike ? 'alike' : 'well'}`, async () => {
        const {callback, shop} = await returned();
        shop.onPost = (request) => spoil(JSON.stringify((shop.signIn(request) as Body).json));
        if (isAlike) shop.onGet = () => spoil(JSON.stringify(shop.session));

        await finish(callback);

        expect(shop.posts).to.have.length(1);
        if (!isAlike) expect(shop.reads).to.have.length(1);
        const {told, next} = await endOf(callback);
        expect(told).to.deep.equal([isFound ? 'kakao-login-success' : 'kakao-login-error']);
        const lines = [...callback.reports, ...next.reports].filter((line) => line.includes('POST'));
        expect(lines).to.have.length(1);
        expect(lines[0]).to.match(new RegExp(` ${kind}$`));
      });
    }

    it(`with ${name} to a logout is found by GET`, async () => {
      const page = new FakeBrowser().open('/');
      const {shop} = page.browser;
      shop.onPost = (request) => {
        shop.signIn(request);
        return spoil('{"status":"signed-out"}');
      };

      await page.client.logout();

      expect([shop.posts.length, shop.reads.length]).to.deep.equal([1, 1]);
      expect(page.told).to.deep.equal(['kakao-logout']);
      expect(page.reports).to.have.length(1);
    });
  }

  it('with one BOM is read', async () => {
    const {callback, shop} = await returned();
    shop.onPost = (request) => ok(BOM + JSON.stringify((shop.signIn(request) as Body).json));

    await callback.client.start();

    expect(shop.requests).to.have.length(1);
    expect((await endOf(callback)).told).to.deep.equal(['kakao-login-success']);
  });
});

/** How a login ends whose POST is answered in this way, and the lines that it leaves in the console. */
async function linesOf(answer: ShopAnswer, options: Setup = {}): Promise<{lines: readonly string[]; ref: string}> {
  const {browser, callback, shop} = await returned(undefined, options);
  const ref = toReference(browser.record.tx);
  shop.onPost = () => answer;
  await finish(callback);
  const {next} = await endOf(callback);
  return {lines: [...callback.reports, ...next.reports], ref};
}

describe('a failure of the backend', () => {
  for (const [name, answer, line] of rows.lines as [string, ShopAnswer, string][]) {
    it(`by ${name} is one line where the visitor ends up`, async () => {
      const config = {...CONFIG, endpoint: '/api/kakao/session?shop=canary-of-a-query'};

      const {lines, ref} = await linesOf(answer, {config});

      expect(lines).to.deep.equal([line.replace('{ref}', ref).replace('{path}', '/api/kakao/session')]);
    });
  }

  for (const [code, notice] of [
    ['rate_limited', PHP],
    ['under_age', BOM + BOM],
    ['already_linked', SPRING],
  ] as const) {
    it(`is the code ${code} though something stands before the problem`, async () => {
      const {lines, ref} = await linesOf({status: 409, text: notice + JSON.stringify({code}), type: 'text/html'});

      expect(lines.join()).to.match(new RegExp(`^${code} ${ref} POST /api/kakao/session 409 text/html \\d+$`));
    });
  }

  it('is told at once where nothing can be kept for the next page', async () => {
    const {lines} = await linesOf({status: 400}, {forbidden: ['sessionStorage']});

    expect(lines).to.have.length(1);
  });

  it('leaves nothing behind once it is told', async () => {
    const {callback, shop} = await returned();
    shop.onPost = () => ({status: 400});
    await finish(callback);
    const {next} = await endOf(callback);

    expect(next.sessionStorage.keys().filter((key) => !/^ks\.[\w-]{6}$/.test(key))).to.deep.equal([]);
  });

  it('of a logout names it too', async () => {
    const page = new FakeBrowser().open('/');
    page.browser.shop.onPost = () => ({status: 500, text: 'down', type: 'text/plain'});

    await page.client.logout();

    const {ref = ''} = page.client.state.flow;
    expect(readReference(ref)).to.equal(ref);
    expect(page.reports).to.deep.equal([`backend_failed ${ref} POST /api/kakao/session 500 text/plain 4 html`]);
  });

  it('of a GET is one line a page, however often it is read, and none for what is no JSON', async () => {
    const page = new FakeBrowser().open('/');
    for (const answer of [{status: 200, text: '<p>'}, {status: 404}, {status: 204}] as const) {
      page.browser.shop.onGet = () => answer;
      await page.client.refresh();
      page.sessionStorage.keys().forEach((key) => page.sessionStorage.remove(key));
    }
    expect(page.reports).to.deep.equal([]);
    page.browser.shop.onGet = () => ({status: 500, text: 'down'});
    for (let time = 0; time < 3; time++) await page.client.refresh();

    expect(page.reports).to.deep.equal(['backend_failed GET /api/kakao/session 500 - 4 html']);
  });
});

describe('the first words of an answer', () => {
  const LOOPBACK: Setup = {browser: {origin: 'http://localhost:3000'}};
  for (const [name, given, shown] of rows.words as [string, string, string][]) {
    const text = expand(given);
    it(`are shown on this machine alone, without what may be a secret: ${name}`, async () => {
      const {lines: here} = await linesOf({status: 200, text}, LOOPBACK);
      const {lines: there} = await linesOf({status: 200, text});

      expect(here).to.have.length(1);
      expect(here[0]).to.match(/ (html|json-of-another-shape|notice-before-json) ".*"$/);
      expect(JSON.parse(/ (".*")$/.exec(here[0]!)![1]!)).to.equal(shown);
      expect(there[0]).not.to.contain('"');
    });
  }

  it('hold no long run, wherever it stands', () => {
    const canary = fc.stringMatching(/^[\w.~+/%=&?#:;,$!*-]{12,80}$/);
    const piece = fc.oneof(
      fc.constantFrom(' ', '\n', '<p>', '"', "'", '{', '}', ':', '\\', '&quot;', 'word '),
      fc.string({maxLength: 20}),
    );
    fc.assert(
      fc.property(canary, fc.array(piece), fc.array(piece), (secret, before, after) => {
        const shown = toShownText(`${before.join('')}${secret}${after.join('')}`);
        for (let at = 0; at + 12 <= secret.length; at++) expect(shown).not.to.contain(secret.slice(at, at + 12));
        expect(shown.length).to.be.at.most(80);
      }),
      {seed, numRuns: runs(500)},
    );
  });
});
