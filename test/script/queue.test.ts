import {expect} from '@open-wc/testing';
import {getPageRegistry} from '../../src/client/page/page-registry.js';
import type {PageClient} from '../../src/client/page/page-client.js';
import {openQueue} from '../../src/script/queue.js';
import {FakeClient} from '../elements/support/fake-client.js';
import {forgetPage} from '../elements/support/page.js';

interface Site {
  kakaoSync?: unknown;
}

const debug = (): string => '{}';

/** A page with a client. */
function setup() {
  const client = new FakeClient() as unknown as PageClient;
  getPageRegistry().client = client;
  const calls: unknown[] = [];
  return {client, calls, note: (name: string) => (given: unknown) => void calls.push([name, given === client])};
}

describe('the queue of the script tag', () => {
  beforeEach(forgetPage);
  afterEach(forgetPage);

  it('calls with the client, in order, what was pushed before and what is pushed after', () => {
    const {calls, note} = setup();
    const q = [note('first'), note('second')];
    const site: Site = {kakaoSync: {q}};

    const {q: opened} = openQueue(site, debug);
    q.push(note('third'));
    opened.push(note('fourth'), note('fifth'));

    expect(calls).to.deep.equal(['first', 'second', 'third', 'fourth', 'fifth'].map((name) => [name, true]));
  });

  it('waits for the client', () => {
    const {client, calls, note} = setup();
    forgetPage();
    const {q} = openQueue({kakaoSync: {q: [note('first')]}}, debug);
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

    openQueue(site, debug);
    const {q} = openQueue(site, debug);
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

    openQueue({kakaoSync: {q: [bad, null, 'text', note('next')]}}, debug);

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

      openQueue(site, debug);
      (site.kakaoSync as {q: unknown[]}).q.push(note('first'));

      expect(calls).to.deep.equal([['first', true]]);
      expect((site.kakaoSync as {debug(): string}).debug()).to.equal('{}');
    });
  }

  it('leaves what else the site has written under its name', () => {
    setup();
    const site: Site = {kakaoSync: {appKey: 'x'}};

    openQueue(site, debug);

    expect(site.kakaoSync).to.include({appKey: 'x'});
  });
});
