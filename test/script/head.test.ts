import {expect} from '@open-wc/testing';
import {getPageRegistry} from '../../src/client/page/page-registry.js';
import {startFromHead} from '../../src/script/head.js';
import {forgetPage} from '../elements/support/page.js';

const KEYS = {appKey: '0123456789abcdef0123456789abcdef', restApiKey: 'fedcba9876543210fedcba9876543210'};
const COMPLETE = {...KEYS, redirectUri: '/kakao/callback', autoLogin: 'all'};

function start(data: Record<string, string>): void {
  const tag = document.createElement('script');
  Object.assign(tag.dataset, data);
  startFromHead(tag);
}

beforeEach(forgetPage);
afterEach(forgetPage);

describe('the script in <head>', () => {
  it('decides, and leaves its configuration for the page', async () => {
    start({...COMPLETE, returnTo: '/home'});

    expect(getPageRegistry().preset).to.deep.equal({...COMPLETE, returnTo: '/home'});
    expect(await getPageRegistry().autoLogin).to.equal('not-kakaotalk');
  });

  it('decides once, however often its tag is there', () => {
    start(COMPLETE);
    const {autoLogin} = getPageRegistry();
    start(COMPLETE);

    expect(getPageRegistry().autoLogin).to.equal(autoLogin);
  });

  it('asks on a page of this machine by the emulator of this machine', async () => {
    start({...COMPLETE, emulator: 'http://127.0.0.1:4000'});

    expect(await getPageRegistry().autoLogin).to.equal('not-kakaotalk');
  });

  const UNUSABLE: readonly [what: string, data: Record<string, string>][] = [
    ['nothing at all', {}],
    ['no REST API key: the page asks by the SDK', {...COMPLETE, restApiKey: ''}],
    ['no redirect URI', {...KEYS, autoLogin: 'all'}],
    ['an empty redirect URI', {...COMPLETE, redirectUri: ''}],
    ['a redirect URI of another origin', {...COMPLETE, redirectUri: 'https://evil.example/kakao/callback'}],
    ['a redirect URI without scheme', {...COMPLETE, redirectUri: '//evil.example/kakao/callback'}],
    ['a redirect URI that is no address', {...COMPLETE, redirectUri: 'http://'}],
    ['a script as redirect URI', {...COMPLETE, redirectUri: 'javascript:alert(1)'}],
    ['an emulator elsewhere', {...COMPLETE, emulator: 'https://evil.example'}],
    ['an emulator that only looks like one of this machine', {...COMPLETE, emulator: 'http://127.0.0.1.evil.example'}],
    ['an emulator that is no address', {...COMPLETE, emulator: '/emulator'}],
  ];
  for (const [what, data] of UNUSABLE) {
    it(`decides nothing with ${what}, and leaves it to <kakao-sync> to say so`, () => {
      start(data);

      expect(getPageRegistry().autoLogin).to.equal(undefined);
      expect(getPageRegistry().preset).to.deep.equal(data);
    });
  }
});
