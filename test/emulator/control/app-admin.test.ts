import assert from 'node:assert/strict';
import {it} from 'node:test';
import {
  createKakaoEmulator,
  DEFAULT_APP,
  type EmulatedAppOptions,
  type ServiceTerm,
} from '../../../src/emulator/index.js';
import {OTHER_APP, setup, toAuthorizeAddress} from '../support/setup.js';
import {Visitor} from '../support/visitor.js';
import {describeBothWays} from '../support/ways.js';
import rows from './app-admin.json' with {type: 'json'};

const RULES = {tag: 'rules-2027', title: '이용 규칙', required: true, url: 'http://localhost:3000/rules'};

type Term = {tag: string; required: boolean; agreed: boolean; agreed_by?: string; agreed_at?: string};

/** A member with a token, at an app whose terms can be changed. */
async function setUp(persona = 'member') {
  const made = setup();
  const {access_token: token} = await made.tokens(persona);
  const read = async (query = '?result=app_service_terms') => {
    const {body} = await made.api(`/v2/user/service_terms${query}`, token);
    return body['service_terms'] as Term[];
  };
  const visit = async (tags: string) => {
    const visitor = new Visitor(made.emulator);
    await visitor.open(toAuthorizeAddress({service_terms: tags}));
    return visitor.choose(persona);
  };
  return {...made, console: made.emulator.app(), account: made.emulator.account(persona), read, visit};
}

describeBothWays('a term that is added while the emulator runs', () => {
  it('is one that nobody has agreed to', async () => {
    const {console, read} = await setUp();

    console.addTerm(RULES);

    const added = (await read()).at(-1);
    assert.deepEqual(added, {tag: 'rules-2027', required: true, agreed: false, revocable: false});
    assert.deepEqual(
      (await read('')).map(({tag}) => tag),
      ['service', 'privacy', 'marketing'],
    );
  });

  it('opens no screen by itself, and is asked for by its tag, alone', async () => {
    const {console, visit, emulator} = await setUp();
    console.addTerm(RULES);
    const unasked = await new Visitor(emulator).open(toAuthorizeAddress());
    await unasked.choose('member');

    const asked = await visit('service,privacy,rules-2027');

    assert.ok('code' in unasked.answer);
    assert.deepEqual(asked.offered, ['term:rules-2027']);
    assert.deepEqual(asked.required, ['term:rules-2027']);
    assert.match(asked.text, /href="http:\/\/localhost:3000\/rules"/);
  });

  it('is agreed to on the screen, at the time it shows, and not asked for again', async () => {
    const {clock, console, read, visit} = await setUp();
    console.addTerm(RULES);
    clock.at += 60_000;
    const visitor = await visit('rules-2027');

    await visitor.agree('term:rules-2027');

    const term = (await read()).at(-1);
    assert.ok('code' in visitor.answer);
    assert.deepEqual([term?.agreed, term?.agreed_by], [true, 'KAUTH']);
    assert.equal(Date.parse(term?.agreed_at ?? ''), clock.at);
    assert.ok('code' in (await visit('rules-2027')).answer);
  });

  it('is left as it was by who cancels', async () => {
    const {console, account, visit} = await setUp();
    console.addTerm(RULES);
    const visitor = await visit('rules-2027');

    await visitor.cancel();

    assert.equal(visitor.answer['error'], 'access_denied');
    assert.deepEqual([...account.terms], ['service', 'privacy', 'marketing']);
    assert.ok(account.linked);
  });

  it('is shown with the optional ones that are named, which may be left out', async () => {
    const {console, account, visit} = await setUp();
    console.addTerm(RULES);
    console.addTerm({tag: 'news', title: '소식', required: false});
    const visitor = await visit('rules-2027,news');

    await visitor.agree('term:rules-2027');

    assert.deepEqual([...account.terms], ['service', 'privacy', 'marketing', 'rules-2027']);
  });

  it('has the tag for its title and is required, unless that is said', () => {
    const {emulator} = setup();

    emulator.app().addTerm({tag: 'short'});

    assert.deepEqual(emulator.app().terms.at(-1), {tag: 'short', title: 'short', required: true});
  });
});

describeBothWays('a term that is changed or removed while the emulator runs', () => {
  it('is asked for once it is required', async () => {
    const {console, account, visit} = await setUp();
    account.revoke('marketing');
    const before = await visit('marketing');

    console.changeTerm('marketing', {required: true});

    assert.ok('code' in before.answer);
    assert.deepEqual((await visit('marketing')).offered, ['term:marketing']);
  });

  it('stays agreed to', async () => {
    const {console, read} = await setUp();

    console.changeTerm('marketing', {title: '새 제목', required: true, url: 'http://localhost:3000/m'});
    console.changeTerm('marketing', {url: ''});

    const term = (await read()).at(-1);
    assert.deepEqual([term?.required, term?.agreed], [true, true]);
    assert.deepEqual(console.terms.at(-1), {tag: 'marketing', title: '새 제목', required: true});
  });

  it('takes the agreements with it', async () => {
    const {console, account, read} = await setUp();

    console.removeTerm('marketing');
    const gone = await read();
    console.addTerm({tag: 'marketing', required: false});

    assert.deepEqual(
      gone.map(({tag}) => tag),
      ['service', 'privacy'],
    );
    assert.deepEqual([...account.terms], ['service', 'privacy']);
  });

  it('is a wrong tag once it is removed: no term at all is asked for', async () => {
    const {console, account, visit} = await setUp();
    account.revoke('privacy');
    console.removeTerm('marketing');

    assert.ok('code' in (await visit('privacy,marketing')).answer);
    assert.deepEqual((await visit('privacy')).offered, ['term:privacy']);
  });

  it('is as before after the reset', () => {
    const {emulator} = setup();
    const before = emulator.app().terms;
    emulator.app().addTerm(RULES);
    emulator.app().removeTerm('service');

    emulator.reset();

    assert.deepEqual(emulator.app().terms, before);
    assert.deepEqual([...emulator.account('member').terms], ['service', 'privacy', 'marketing']);
  });

  it('is one of that app only', () => {
    const {emulator} = setup({apps: [DEFAULT_APP, OTHER_APP]});

    emulator.app(2).removeTerm('service');

    assert.deepEqual([...emulator.account('member').terms], ['service', 'privacy', 'marketing']);
    assert.deepEqual([...emulator.account('member', 2).terms], ['privacy', 'marketing']);
    assert.throws(() => emulator.app(3), /no app 3/);
  });
});

describeBothWays('what the console refuses', () => {
  for (const [what, term] of rows.terms as [string, object][]) {
    it(`is ${what}`, () => {
      const {emulator} = setup();
      const before = emulator.app().terms;

      assert.throws(() => emulator.app().addTerm(term as unknown as ServiceTerm), Error);
      assert.deepEqual(emulator.app().terms, before);
    });
  }

  it('is to change or to remove what is not there', () => {
    const {emulator} = setup();

    assert.throws(() => emulator.app().changeTerm('wrong', {required: true}), /no term "wrong"/);
    assert.throws(() => emulator.app().removeTerm('wrong'), /no term "wrong"/);
  });

  const apps: readonly (readonly [string, Partial<EmulatedAppOptions>])[] = [
    ['two terms with one tag', {terms: [RULES, RULES]}],
    ['an admin key that is a key of the app', {adminKey: DEFAULT_APP.restApiKeys[0].key}],
    ['a channel id without its underscore', {channel: {publicId: 'emulator', name: 'x'}}],
    ['a channel twice', {otherChannels: [DEFAULT_APP.channel]}],
  ];
  for (const [what, app] of apps) {
    it(`is ${what}`, () => {
      assert.throws(() => createKakaoEmulator({apps: [{...DEFAULT_APP, ...app}]}), Error);
    });
  }

  it('is a second channel without a representative one', () => {
    const {channel, ...app} = DEFAULT_APP;

    assert.throws(() => createKakaoEmulator({apps: [{...app, otherChannels: [channel]}]}), /representative/);
  });
});

describeBothWays('an account', () => {
  it('agrees to consent items too, and to nothing that is not there', () => {
    const {emulator} = setup();
    const account = emulator.account('member');

    account.agree('shipping_address');

    assert.ok(account.scopes.includes('shipping_address'));
    assert.throws(() => account.agree('wrong'), /"wrong"/);
    assert.throws(() => emulator.account('new-visitor').agree('service'), /not linked/);
  });

  it('has a relation to the channel, linked or not, until the reset', () => {
    const {emulator} = setup();
    const account = emulator.account('new-visitor');

    account.setChannel('BLOCKED');
    const blocked = account.channel;
    emulator.reset();

    assert.deepEqual([blocked, account.channel], ['BLOCKED', 'NONE']);
    assert.throws(() => account.setChannel('MUTED' as 'ADDED'), /one of/);
    assert.throws(() => account.setChannel('ADDED', '_other'), /no channel _other/);
  });

  it('carries its relation into a snapshot', () => {
    const {emulator} = setup();
    emulator.account('new-visitor').setChannel('BLOCKED');
    const saved = JSON.parse(JSON.stringify(emulator.snapshot())) as Record<string, unknown>;

    const {emulator: other} = setup();
    other.restore(saved);

    assert.equal(other.account('new-visitor').channel, 'BLOCKED');
    assert.throws(() => other.restore({...saved, channels: [1]}), /not a snapshot/);
    assert.doesNotThrow(() => other.restore({...saved, channels: undefined}), 'One that is older than the relations.');
  });
});
