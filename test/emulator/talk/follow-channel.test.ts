import assert from 'node:assert/strict';
import {it} from 'node:test';
import {DEFAULT_APP} from '../../../src/emulator/index.js';
import {DOMAIN, KAUTH, OTHER_APP, SCRIPT_KEY, setup as setupEmulator, toForm} from '../support/setup.js';
import {Visitor} from '../support/visitor.js';
import {describeBothWays} from '../support/ways.js';
import rows from './follow-channel.json' with {type: 'json'};

const APPS = 'https://apps.kakao.com';
const KA = `sdk/2.7.4 os/javascript origin/${encodeURIComponent(DOMAIN)}`;

const toAddress = (parameters: Record<string, string | null> = {}): string => {
  const known = {trans_id: 'tran-1', app_key: SCRIPT_KEY, ka: KA, channel_public_id: '_emulator'};
  return `${APPS}/talk/channel/follow?${toForm({...known, ...parameters}).toString()}`;
};

/** What the page tells the page that opened it. */
function readResult({text}: Visitor): Record<string, string> {
  const result = /data-result="([^"]*)"/.exec(text)?.[1] ?? '{}';
  return JSON.parse(result.replaceAll('&quot;', '"').replaceAll('&#39;', "'")) as Record<string, string>;
}

function setup() {
  const made = setupEmulator();
  const getTicket = async (fields: Record<string, string> = {}) => {
    const {access_token: token} = await made.tokens('member', {client_id: SCRIPT_KEY});
    const response = await made.emulator.fetch(`${KAUTH}/api/agt`, {
      method: 'POST',
      body: new URLSearchParams({client_id: SCRIPT_KEY, access_token: token, ...fields}),
    });
    return {response, agt: String(((await response.json()) as {agt?: string}).agt)};
  };
  return {...made, getTicket, visitor: new Visitor(made.emulator)};
}

describeBothWays('/talk/channel/follow', () => {
  for (const [decision, status, channel] of [
    ['add', 'success', 'ADDED'],
    ['cancel', 'fail', 'NONE'],
  ] as const) {
    it(`asks who it is, and answers ${status} to ${decision}`, async () => {
      const {emulator, visitor} = setup();
      await visitor.open(toAddress());
      await visitor.choose('new-visitor');

      await visitor.submit([['decision', decision]]);

      assert.deepEqual(readResult(visitor), {status, channel_public_id: '_emulator'});
      assert.equal(emulator.account('new-visitor').channel, channel);
    });
  }

  it('gives its ticket to a page of any origin', async () => {
    const {response} = await setup().getTicket();

    assert.equal(response.status, 200);
    assert.equal(response.headers.get('access-control-allow-origin'), '*');
  });

  it('speaks for the owner of the access token, whoever is logged in', async () => {
    const {emulator, visitor, getTicket} = setup();
    emulator.account('member').setChannel('BLOCKED');
    const {agt} = await getTicket();
    await visitor.open(toAddress());
    await visitor.choose('new-visitor');

    await visitor.open(toAddress({agt}));
    const asked = visitor.text;
    await visitor.submit([['decision', 'add']]);

    assert.match(asked, /이하늘/);
    assert.equal(emulator.account('member').channel, 'ADDED');
    assert.equal(emulator.account('new-visitor').channel, 'NONE');
  });

  it('needs no login with a ticket', async () => {
    const {visitor, getTicket} = setup();

    await visitor.open(toAddress({agt: (await getTicket()).agt}));

    assert.match(visitor.text, /name="decision"/);
  });

  it('gives a ticket for ten minutes', async () => {
    const {clock, visitor, getTicket} = setup();
    const {agt} = await getTicket();
    clock.at += 600_000;

    await visitor.open(toAddress({agt}));

    assert.equal(readResult(visitor)['error_code'], 'KAE004');
  });

  for (const [what, fields] of rows.tickets as unknown as [string, Record<string, string>][]) {
    it(`gives no ticket for ${what}`, async () => {
      const {response} = await setup().getTicket(fields);

      assert.equal(response.status, 401);
      assert.equal(response.headers.get('access-control-allow-origin'), '*');
    });
  }

  for (const [what, parameters, code] of rows.refused as unknown as [string, Record<string, string | null>, string][]) {
    it(`answers ${code} to ${what}`, async () => {
      const {emulator, visitor} = setup();

      await visitor.open(toAddress(parameters));

      assert.equal(visitor.status, 400);
      assert.equal(readResult(visitor)['error_code'], code);
      assert.equal(emulator.requests.at(-1)?.error, code);
    });
  }

  it('answers KAE105 for a channel of another app', async () => {
    const {emulator} = setupEmulator({apps: [DEFAULT_APP, OTHER_APP]});

    const visitor = await new Visitor(emulator).open(toAddress({channel_public_id: '_other'}));

    assert.equal(readResult(visitor)['error_code'], 'KAE105');
  });

  const strangers: Record<string, string>[] = [{origin: 'https://evil.example'}, {'sec-fetch-site': 'cross-site'}];
  for (const headers of strangers) {
    it(`adds nothing for a form with ${JSON.stringify(headers)}`, async () => {
      const {emulator, visitor} = setup();
      await visitor.open(toAddress());
      await visitor.choose('new-visitor');

      await visitor.submit([['decision', 'add']], headers);

      assert.equal(visitor.status, 403);
      assert.equal(emulator.account('new-visitor').channel, 'NONE');
    });
  }

  it('has a frame that only registered pages may embed', async () => {
    const response = await setup().emulator.fetch(`${APPS}/proxy?trans_id=tran-1`);

    const policy = response.headers.get('content-security-policy') ?? '';
    assert.match(policy, /frame-ancestors http:\/\/localhost:3000$/);
  });

  it('logs no ticket and no token', async () => {
    const {emulator, tokens, visitor, getTicket} = setup();
    const {access_token: token} = await tokens('member');
    const {agt} = await getTicket({access_token: token});

    await visitor.open(toAddress({agt}));

    const log = JSON.stringify(emulator.requests);
    assert.ok(agt.length > 20 && !log.includes(agt));
    assert.ok(!log.includes(token));
  });
});
