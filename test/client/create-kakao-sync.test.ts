import {expect} from '@open-wc/testing';
import {getPageRegistry} from '../../src/client/page/page-registry.js';
import {createKakaoSync, onPageClient} from '../../src/client/create-kakao-sync.js';
import type {PageClient} from '../../src/client/page/page-client.js';
import {recordErrors} from '../elements/support/page.js';
import {APP_KEY, CONFIG, REST_KEY} from './support/browser.js';

const PAGE = Symbol.for('kakao-sync-widget');

/** A document on which no copy of this code has run yet. */
function setup() {
  Reflect.deleteProperty(document, PAGE);
  return recordErrors();
}

describe('createKakaoSync', () => {
  let errors: ReturnType<typeof setup>;
  beforeEach(() => void (errors = setup()));
  afterEach(() => errors.restore());

  it('gives the page one client for one identity, relative or absolute', async () => {
    const first = createKakaoSync(CONFIG);

    const second = createKakaoSync({
      appKey: APP_KEY,
      endpoint: new URL('/api/kakao/session', location.href).href,
      redirectUri: new URL('/kakao/callback', location.href).href,
    });

    expect(second).to.equal(first);
    await errors.settled();
    expect(errors.lines).to.deep.equal([]);
  });

  it('refuses another identity, and the first stays', async () => {
    const first = createKakaoSync(CONFIG) as PageClient;

    const second = createKakaoSync({...CONFIG, appKey: REST_KEY});

    expect(second).to.equal(first);
    expect(first.config.appKey).to.equal(APP_KEY);
    await errors.settled();
    expect(errors.lines).to.have.length(1);
    expect(errors.lines[0]).to.match(/^\[kakao-sync\] config_changed: app-key /);
  });

  it('lets the newest functions and live settings win', async () => {
    const answers: string[] = [];
    const read = (name: string) => () => {
      answers.push(name);
      return Promise.resolve({status: 'signed-out'});
    };
    const client = createKakaoSync({...CONFIG, readSession: read('first'), scope: 'a'});
    createKakaoSync({...CONFIG, readSession: read('second'), scope: 'b'});

    await client.refresh();

    expect(answers).to.deep.equal(['second']);
    expect((client as PageClient).config.scope).to.equal('b');
  });

  it('is found by whoever waited for it, once', () => {
    const found: PageClient[] = [];
    onPageClient((client) => found.push(client));
    const stop = onPageClient(() => found.push(null as never));
    stop();

    const client = createKakaoSync(CONFIG);
    createKakaoSync(CONFIG);
    onPageClient((late) => found.push(late));

    expect(found).to.deep.equal([client, client]);
    expect(getPageRegistry().waiting.size).to.equal(0);
  });

  it('is shared with every other copy of this code by one protocol', () => {
    const client = createKakaoSync(CONFIG);
    const shared = (document as unknown as Record<symbol, {protocol: number; client: unknown}>)[PAGE];

    expect(shared!.protocol).to.equal(1);
    expect(shared!.client).to.equal(client);
  });

  it('tells its events on the element that stands for the page, else on the document', async () => {
    const heard: (EventTarget | null)[] = [];
    const hear = (event: Event): void => void heard.push(event.target);
    document.addEventListener('kakao-state-change', hear);
    const client = createKakaoSync({...CONFIG, readSession: () => Promise.resolve({status: 'signed-out'})});
    const home = document.createElement('div');
    document.body.append(home);

    await client.refresh();
    getPageRegistry().home = home;
    await client.refresh();

    document.removeEventListener('kakao-state-change', hear);
    home.remove();
    expect(heard).to.deep.equal([document, home]);
  });
});
