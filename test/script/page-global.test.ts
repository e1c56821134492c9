import {expect} from '@open-wc/testing';
import {getPageRegistry} from '../../src/client/page/page-registry.js';
import type {PageClient} from '../../src/client/page/page-client.js';
import {openGlobal, readGiven} from '../../src/script/tag/page-global.js';
import {FakeClient} from '../elements/support/fake-client.js';
import {forgetPage} from '../elements/support/page.js';

interface Site {
  kakaoSync?: unknown;
}

const debug = (): string => '{}';
const consent = (): void => undefined;

/** A page with a client. */
function setup() {
  const client = new FakeClient() as unknown as PageClient;
  getPageRegistry().client = client;
  const calls: unknown[] = [];
  return {client, calls, note: (name: string) => (given: unknown) => void calls.push([name, given === client])};
}

describe('the global of the script tag', () => {
  beforeEach(forgetPage);
  afterEach(forgetPage);

  it('calls with the client, in order, what was pushed before and what is pushed after', () => {
    const {calls, note} = setup();
    const q = [note('first'), note('second')];
    const site: Site = {kakaoSync: {q}};

    const {q: opened} = openGlobal(site, debug, consent);
    q.push(note('third'));
    opened.push(note('fourth'), note('fifth'));

    expect(calls).to.deep.equal(['first', 'second', 'third', 'fourth', 'fifth'].map((name) => [name, true]));
  });

  it('waits for the client', () => {
    const {client, calls, note} = setup();
    forgetPage();
    const {q} = openGlobal({kakaoSync: {q: [note('first')]}}, debug, consent);
    q.push(note('second'));
    expect(calls).to.deep.equal([]);

    for (const attach of getPageRegistry().waiting) attach(client);

    expect(calls).to.deep.equal([
      ['first', true],
      ['second', true],
    ]);
  });

  it('calls each once, though the script runs again', () => {
    const {calls, note} = setup();
    const site: Site = {kakaoSync: {q: [note('first')]}};

    openGlobal(site, debug, consent);
    const {q} = openGlobal(site, debug, consent);
    q.push(note('second'));

    expect(calls.map((call) => (call as string[])[0])).to.deep.equal(['first', 'second']);
  });

  it('is stopped by nobody who throws, and tells the page', async () => {
    const {calls, note} = setup();
    const {onerror} = window;
    const told = new Promise((resolve) => {
      window.onerror = (...[, , , , error]) => {
        window.onerror = onerror;
        resolve(error!.message);
        return true;
      };
    });
    const bad = (): never => {
      throw new Error('of the site');
    };

    openGlobal({kakaoSync: {q: [bad, null, 'text', note('next')]}}, debug, consent);

    expect(calls).to.have.lengthOf(1);
    expect(await told).to.equal('of the site');
  });

  for (const [what, value] of Object.entries({
    nothing: undefined,
    'an element of that id': document.createElement('div'),
    'a text': 'x',
    'an array': [],
    'a queue that is none': {q: 'x'},
  })) {
    it(`is there in place of ${what}`, () => {
      const {calls, note} = setup();
      const site: Site = {kakaoSync: value};

      openGlobal(site, debug, consent);
      (site.kakaoSync as {q: unknown[]}).q.push(note('first'));

      expect(calls).to.deep.equal([['first', true]]);
      expect((site.kakaoSync as {debug(): string}).debug()).to.equal('{}');
    });
  }

  it('gives way to nothing that the site has written under its name', () => {
    setup();
    const site: Site = {kakaoSync: {appKey: 'x', debug: 'x', pause: null}};

    openGlobal(site, debug, consent);

    expect(Object.keys(site.kakaoSync as object).sort()).to.deep.equal(['consent', 'debug', 'pause', 'q']);
    expect((site.kakaoSync as {debug(): string}).debug()).to.equal('{}');
  });

  it('is the same object where the script runs again, and has what an earlier release lacks', () => {
    setup();
    const site: Site = {};
    const first = openGlobal(site, debug, consent);
    expect(openGlobal(site, () => 'other', consent)).to.equal(first);
    expect(first.debug()).to.equal('{}');

    const {pause, ...former} = first;
    const old: Site = {kakaoSync: former};
    openGlobal(old, () => 'other', consent);

    expect(old.kakaoSync).to.equal(former);
    expect(old.kakaoSync).to.have.property('pause').that.is.a('function');
    expect(pause).to.be.a('function');
  });

  it('pauses logins, once there is a client, and ends the pause', () => {
    const {client} = setup();
    const said: unknown[] = [];
    client.configure = (config) => void said.push(config);
    forgetPage();
    const {pause} = openGlobal({}, debug, consent);
    pause();
    expect(said).to.deep.equal([]);
    for (const attach of getPageRegistry().waiting) attach(client);
    getPageRegistry().client = client;

    pause('지금은 점검 중이에요.');
    pause(false);

    expect(said).to.deep.equal([{paused: true}, {paused: '지금은 점검 중이에요.'}, {paused: false}]);
  });
});

describe('readGiven', () => {
  const given = {appKey: 'x', endpoint: '/a'};
  const form = Object.assign(document.createElement('form'), {id: 'kakaoSync'});
  form.innerHTML = '<input name="appKey" value="x">';
  const rows: Readonly<Record<string, readonly [value: unknown, texts: object]>> = {
    'the texts of a plain object': [
      {...given, q: [], n: 5, on: true, f: () => 'x', o: {}, empty: ''},
      {...given, empty: ''},
    ],
    'nothing of nothing': [undefined, {}],
    'nothing of an element that has the name': [form, {}],
    'nothing of a collection of such elements': [form.elements, {}],
    'nothing of a window that has the name': [window, {}],
    'nothing of a list': [[given], {}],
    'nothing that is inherited': [Object.create(given), {}],
    'nothing of an object of a class': [
      new (class {
        appKey = 'x';
      })(),
      {},
    ],
    'nothing of the script’s own API': [openGlobal({kakaoSync: given}, debug, consent), {}],
  };
  for (const [what, [value, texts]] of Object.entries(rows)) {
    it(`reads ${what}`, () => {
      const said = readGiven({kakaoSync: value});

      expect(said).to.deep.equal(texts);
      expect(said).not.to.equal(value);
    });
  }
});
