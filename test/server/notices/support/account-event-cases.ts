import assert from 'node:assert/strict';
import {test} from 'node:test';
import {CompactSign, SignJWT, UnsecuredJWT} from 'jose';
import {ACCOUNT_EVENTS} from '../../../../src/server/notices/account-events.js';
import {APP_ID, type NoticeSite, toClaims, toEventName, toEventRequest} from '../../support/notices.js';
import {ISSUER} from '../../support/provider.js';
import {JS_KEY, PERSON, REST_KEY, START} from '../../support/site.js';

const SECONDS = START / 1000;
const UNLINKED = [['onUnlink', null, PERSON]];

/** Sends a token, and tells what the answer says. */
export async function sendEvent(
  site: NoticeSite,
  body: BodyInit,
  headers?: Record<string, string>,
): Promise<unknown[]> {
  const response = await site.notices.account(toEventRequest(body, headers));
  const text = await response.text();
  return [response.status, ...(text ? [(JSON.parse(text) as {err: string}).err] : [])];
}

/** A token of these claims by another algorithm, with a key that is known. */
async function signBySecret(alg: string): Promise<string> {
  const key = new TextEncoder().encode('0123456789abcdef0123456789abcdef');
  return new SignJWT(toClaims()).setProtectedHeader({alg, typ: 'secevent+jwt'}).sign(key);
}

/** Signs a text that is no claims. */
function signText(site: NoticeSite, text: string): Promise<string> {
  const {privateKey, kid} = site.provider.keys[0]!;
  const header = {alg: 'RS256', typ: 'secevent+jwt', kid};
  return new CompactSign(new TextEncoder().encode(text)).setProtectedHeader(header).sign(privateKey);
}

/** The same claims about another subject. */
const withSubject = (subject: unknown): Record<string, unknown> => ({
  events: {[toEventName('user-unlinked')]: {subject}},
});
const SUBJECT = {subject_type: 'iss-sub', iss: ISSUER, sub: PERSON};

type Row = readonly [name: string, token: (site: NoticeSite) => string | Promise<string>, answer: readonly unknown[]];

/** What a sender may get wrong, by the names of the cases that they are made after. */
const REFUSED: readonly Row[] = [
  ['L2 alg none', () => new UnsecuredJWT(toClaims()).encode(), [400, 'invalid_request']],
  ['L3 HS256', () => signBySecret('HS256'), [400, 'invalid_key']],
  ...[`${REST_KEY}x`, '', null, [], [REST_KEY, 'other'], [[REST_KEY]], 123456, REST_KEY.toUpperCase()].map(
    (aud): Row => [
      `L4 aud ${JSON.stringify(aud)}`,
      (site) => site.signEvent({claims: {aud}}),
      [400, 'invalid_audience'],
    ],
  ),
  ...[`${ISSUER}1`, `${ISSUER}/`, null, [ISSUER]].map((iss): Row => [
    `L5 iss ${JSON.stringify(iss)}`,
    (site) => site.signEvent({claims: {iss}}),
    [400, 'invalid_issuer'],
  ]),
  ...[undefined, null, [], {}, 'x', [toEventName('user-unlinked')]].map((events): Row => [
    `L6 events ${JSON.stringify(events)}`,
    (site) => site.signEvent({claims: {events}}),
    [400, 'invalid_request'],
  ]),
  ['L8 nonce', (site) => site.signEvent({claims: {nonce: 'n'}}), [400, 'invalid_request']],
  ...['JWT', undefined, 'secevent', 'application/jwt', 'secevent+jwt2', 7].map((typ): Row => [
    `L9 typ ${String(typ)}`,
    (site) => site.signEvent({header: {typ}}),
    [400, 'invalid_request'],
  ]),
  ...[undefined, '', 7, null, ['x'], 'j'.repeat(257)].map((jti): Row => [
    `L11 jti ${String(jti).slice(0, 20)}`,
    (site) => site.signEvent({claims: {jti}}),
    [400, 'invalid_request'],
  ]),
  [
    'L12 two events',
    (site) => {
      const events = {
        ...(withSubject(SUBJECT)['events'] as object),
        [toEventName('tokens-revoked')]: {subject: SUBJECT},
      };
      return site.signEvent({claims: {events}});
    },
    [400, 'invalid_request'],
  ],
  ...[
    undefined,
    null,
    'x',
    {},
    {...SUBJECT, sub: '4200000002'},
    {...SUBJECT, sub: 4_200_000_001},
    {...SUBJECT, iss: 'https://x.example'},
    {...SUBJECT, subject_type: 'email'},
  ].map((subject): Row => [
    `L13 subject ${JSON.stringify(subject)}`,
    (site) => site.signEvent({claims: withSubject(subject)}),
    [400, 'invalid_request'],
  ]),
  ...['0', '-1', '4.2', '4200000001 ', '', 'x', '9'.repeat(21)].map((sub): Row => [
    `L13 sub ${JSON.stringify(sub)}`,
    (site) => site.signEvent({claims: {sub, ...withSubject({...SUBJECT, sub})}}),
    [400, 'invalid_request'],
  ]),
  [
    'L13 subject by __proto__',
    (site) =>
      site.signEvent({
        claims: {
          events: {
            [toEventName('user-unlinked')]: JSON.parse(
              `{"__proto__":{"subject":${JSON.stringify(SUBJECT)}}}`,
            ) as object,
          },
        },
      }),
    [400, 'invalid_request'],
  ],
  ...[
    {iat: SECONDS + 86_400},
    {iat: undefined},
    {iat: null},
    {iat: `${SECONDS}`},
    {iat: -1},
    {toe: SECONDS + 86_400},
    {nbf: SECONDS + 86_400},
  ].map((claims): Row => [
    `L14 ${JSON.stringify(claims)}`,
    (site) => site.signEvent({claims}),
    [400, 'invalid_request'],
  ]),
  ...[SECONDS - 86_400, 0, 'x', null].map((exp): Row => [
    `L15 exp ${String(exp)}`,
    (site) => site.signEvent({claims: {exp}}),
    [400, 'invalid_request'],
  ]),
  [
    'L14 more than ten minutes ahead',
    (site) => site.signEvent({claims: {iat: SECONDS + 601}}),
    [400, 'invalid_request'],
  ],
  ['L15 for ten minutes', (site) => site.signEvent({claims: {exp: SECONDS - 600}}), [400, 'invalid_request']],
  ['L9 typ xsecevent+jwt', (site) => site.signEvent({header: {typ: 'xsecevent+jwt'}}), [400, 'invalid_request']],
  ['no claims', (site) => signText(site, '[]'), [400, 'invalid_request']],
  ['L16 another key', (site) => site.signEvent({key: 1, header: {kid: 'key-1'}}), [400, 'invalid_key']],
  ['L16 an unknown kid', (site) => site.signEvent({key: 1}), [400, 'invalid_key']],
  ['L16 crit', (site) => site.signEvent({header: {crit: ['b64'], b64: true}}), [400, 'invalid_request']],
];

/** What the developer is told, by the case. */
const HINTS: readonly (readonly [name: RegExp, hint: RegExp])[] = [
  [/^L2/, /is not a signed JWT/],
  [/^L4/, /is for another app\./],
  [/^L5/, /is from another issuer/],
  [/^L(6|12)/, /has not exactly one event/],
  [/^L8/, /has a nonce/],
  [/^L9 typ/, /is a token of another type/],
  [/^L11/, /has no jti/],
  [/^L13 sub /, /names nobody/],
  [/^L13 subject/, /has a subject that is not its sub/],
  [/^L14/, /has no time, or one in the future/],
  [/^L15/, /has expired/],
  [/^no claims/, /has unreadable claims/],
];

/**
 * The 21 cases of account events, those of OpenID's tests for back-channel logout among them.
 *
 * @param openSite makes a site that nothing has been sent to, whose admin key is not proved yet
 */
export function testAccountEvents(openSite: () => Promise<NoticeSite>): void {
  for (const [name, token, answer] of REFUSED) {
    test(`${name} is refused, and nothing comes of it`, async () => {
      const site = await openSite();

      assert.deepEqual(await sendEvent(site, await token(site)), answer);
      await site.settle();

      assert.deepEqual(site.told(), []);
      assert.deepEqual(
        site.reports.map(({code}) => code),
        ['notice_refused'],
      );
      assert.match(site.reports[0]?.hint ?? '', HINTS.find(([kind]) => kind.test(name))?.[1] ?? /^An account event /);
      assert.deepEqual(site.metrics, [{purpose: 'account-notice', outcome: 'refused', milliseconds: 0}]);
    });
  }

  const shapes: readonly (readonly [string, (token: string) => string])[] = [
    ['nothing', () => ''],
    ['two parts', (token) => token.split('.').slice(0, 2).join('.')],
    ['five parts', (token) => `${token}.x.y`],
    ['a JSON wrapper', (token) => JSON.stringify({token})],
    ['a form', (token) => `token=${token}`],
    ['17 KiB', (token) => `${token}${'A'.repeat(17_000)}`],
    ['a newline at its end', (token) => `${token}\n`],
    ['a blank before it', (token) => ` ${token}`],
  ];
  for (const [what, change] of shapes) {
    test(`L20 with ${what} for a body is refused`, async () => {
      const site = await openSite();

      assert.deepEqual(await sendEvent(site, change(await site.signEvent())), [400, 'invalid_request']);
      assert.equal((await site.notices.counts()).waiting, 0);
    });
  }

  for (const type of ['application/json', 'application/jwt', 'text/plain', 'application/secevent+jwt, text/plain']) {
    test(`L20 of the content type ${type} is refused`, async () => {
      const site = await openSite();

      assert.deepEqual(await sendEvent(site, await site.signEvent(), {'Content-Type': type}), [400, 'invalid_request']);
    });
  }

  const taken: readonly Row[] = [
    ['L1', (site) => site.signEvent(), [202]],
    ...['SECEVENT+JWT', 'application/secevent+jwt', 'Application/SecEvent+JWT'].map((typ): Row => [
      `L10 of the type ${typ}`,
      (site) => site.signEvent({header: {typ}}),
      [202],
    ]),
    ...[JS_KEY, APP_ID, [REST_KEY]].map((aud): Row => [
      `for ${String(aud)}`,
      (site) => site.signEvent({claims: {aud}}),
      [202],
    ]),
    ['L14 a year old', (site) => site.signEvent({claims: {iat: SECONDS - 31_536_000}}), [202]],
    ['ten minutes ahead', (site) => site.signEvent({claims: {iat: SECONDS + 600}}), [202]],
    ['expired less than ten minutes ago', (site) => site.signEvent({claims: {exp: SECONDS - 599}}), [202]],
    ['five minutes ahead', (site) => site.signEvent({claims: {iat: SECONDS + 300}}), [202]],
  ];
  for (const [name, token, answer] of taken) {
    test(`${name} is taken, and applied once`, async () => {
      const site = await openSite();
      await site.proveKey();

      assert.deepEqual(await sendEvent(site, await token(site)), answer);
      await site.settle();

      assert.deepEqual(site.told(), UNLINKED);
    });
  }

  test('L7 of an unknown kind is acknowledged, counted and ignored', async () => {
    const site = await openSite();
    const events = {'https://schemas.openid.net/secevent/oauth/event-type/user-vanished': {subject: SUBJECT}};

    assert.deepEqual(await sendEvent(site, await site.signEvent({claims: {events}})), [202]);

    assert.equal((await site.notices.counts()).waiting, 0);
    assert.deepEqual(site.metrics, [{purpose: 'account-notice', outcome: 'ignored', milliseconds: 0}]);
  });

  test('L17 is answered 503 while Kakao’s keys cannot be had, and taken when it comes again', async () => {
    const site = await openSite();
    const token = await site.signEvent();
    site.provider.on('/.well-known/jwks.json', () => new Response(null, {status: 500}));
    assert.deepEqual(await sendEvent(site, token), [503]);
    assert.deepEqual(
      site.reports.map(({code}) => code),
      ['provider_unavailable'],
    );
    assert.deepEqual(site.metrics, [{purpose: 'account-notice', outcome: 'failed', milliseconds: 0}]);

    site.provider.on('/.well-known/jwks.json', () => Response.json({keys: site.provider.published}));
    site.clock.time += 60_000;

    assert.deepEqual(await sendEvent(site, token), [202]);
    assert.equal((await site.notices.counts()).waiting, 1);
  });

  test('L18, F70: that comes ten times at once is applied once', async () => {
    const site = await openSite();
    await site.proveKey();
    const token = await site.signEvent();

    const answers = await Promise.all(Array.from({length: 10}, () => sendEvent(site, token)));
    await site.settle();

    assert.deepEqual(answers, Array(10).fill([202]));
    assert.deepEqual(site.told(), UNLINKED);
  });

  test('L19 with another last character is the same one, or none', async () => {
    const site = await openSite();
    await site.proveKey();
    const token = await site.signEvent();
    await sendEvent(site, token);

    for (const last of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_') {
      const [status] = await sendEvent(site, token.slice(0, -1) + last);
      assert.equal(status, last === token.at(-1) ? 202 : 400);
    }
    await site.settle();

    assert.deepEqual(site.told(), UNLINKED);
  });

  for (const reason of ['a b', '', ' x', 'x '.trim() + '!', 'r'.repeat(65), 7, null]) {
    test(`with the reason ${JSON.stringify(reason).slice(0, 20)} is told without one`, async () => {
      const site = await openSite();
      const events = {[toEventName('tokens-revoked')]: {subject: SUBJECT, reason}};

      await sendEvent(site, await site.signEvent({claims: {events}}));
      await site.settle();

      assert.deepEqual(
        site.events.map(({event}) => 'reason' in event && event.reason),
        [null],
      );
    });
  }

  test('of a fraction of a second, which no store of whole milliseconds takes, is applied in its order', async () => {
    const site = await openSite();
    const send = async (jti: string, event: string, iat: number): Promise<void> => {
      const events = {[toEventName(event, 'risc')]: {subject: SUBJECT}};
      assert.deepEqual(await sendEvent(site, await site.signEvent({claims: {events, jti, iat}})), [202]);
      await site.settle();
    };

    await send('newer', 'account-disabled', SECONDS - 0.1234);
    await send('older', 'account-enabled', SECONDS - 0.5678);

    assert.deepEqual(site.told(), [['onAccountEvent', 'account-disabled', PERSON]]);
    assert.deepEqual(site.reports, []);
  });

  for (const [event, use] of ACCOUNT_EVENTS) {
    test(`L21 ${event} ${use === 'unlink' ? 'ends the link' : 'ends nothing'}`, async () => {
      const site = await openSite();
      await site.proveKey();
      const events = {[toEventName(event, 'risc')]: {subject: SUBJECT, reason: 'why'}};

      assert.deepEqual(await sendEvent(site, await site.signEvent({claims: {events}})), [202]);
      await site.settle();

      const expected = use === 'unlink' ? ['onUnlink', 'why', PERSON] : ['onAccountEvent', event, PERSON];
      assert.deepEqual(site.told(), [expected]);
    });
  }
}
