import {expect} from '@open-wc/testing';
import {getPageRegistry, onPageClient} from '../../src/client/page/page-registry.js';
import {createKakaoSync} from '../../src/client/create-kakao-sync.js';
import type {PageClient} from '../../src/client/page/page-client.js';
import {recordErrors} from '../elements/support/page.js';
import {APP_KEY, CONFIG} from './support/browser.js';

const PAGE = Symbol.for('kakao-sync-widget');

/** A document on which no copy of this code has run yet. */
function setup() {
  Reflect.deleteProperty(document, PAGE);
  return recordErrors();
}

// What a second call changes is proven where the tag of the script and <kakao-sync> are.
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

    expect((document as unknown as Record<symbol, object>)[PAGE]).to.include({protocol: 1, client});
  });
});
