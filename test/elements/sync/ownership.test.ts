import {expect, fixtureCleanup} from '@open-wc/testing';
import {ATTRIBUTES, type KakaoSyncConfig} from '../../../src/client/state/config.js';
import type {PageClient} from '../../../src/client/page/page-client.js';
import {getPageRegistry} from '../../../src/client/page/page-registry.js';
import {createKakaoSync} from '../../../src/client/create-kakao-sync.js';
import '../../../src/define.js';
import type {KakaoSyncElement} from '../../../src/elements/sync/sync.js';
import {startFromHead} from '../../../src/script/head.js';
import {mergeSaid} from '../../../src/script/tag/find-tag.js';
import {startFromTag} from '../../../src/script/tag/script-tag.js';
import {recordErrorsOfEach, setAttribute, settle} from '../support/page.js';
import {createSync, KEY, OTHER_KEY as REST_KEY, toAttributes} from '../support/sync.js';

const OTHER_KEY = 'f'.repeat(32);
const OWN: KakaoSyncConfig = {appKey: KEY, endpoint: '/api/kakao/session', redirectUri: '/kakao/callback'};

/** Markup that a stranger may have got into the page: every setting there is. */
const STRANGE: KakaoSyncConfig = {
  appKey: OTHER_KEY,
  restApiKey: OTHER_KEY,
  endpoint: 'https://evil.example/session',
  redirectUri: '/evil',
  emulator: 'http://127.0.0.1:4999',
  sdkVersion: '2.7.9',
  sdkIntegrity: `sha384-${'A'.repeat(64)}`,
  autoLogin: 'all',
  logoutRedirectUri: '/evil/logout',
  returnTo: '/evil/welcome',
  scope: 'account_email,phone_number',
  serviceTerms: 'everything',
  channelPublicId: '_evil',
  loginHint: 'somebody@evil.example',
  context: 'evil',
  throughTalk: 'never',
  locale: 'en',
  csrf: 'meta:evil X-Evil',
};
const STRANGE_LIVE = Object.fromEntries(
  Object.entries(STRANGE).slice(ATTRIBUTES.indexOf('autoLogin')),
) as KakaoSyncConfig;

/** Lets elements say what they have to say. */
const tick = (): Promise<void> => settle();

function addSync(config: KakaoSyncConfig, to: Element = document.body): KakaoSyncElement {
  const sync = createSync(toAttributes(config));
  to.append(sync);
  return sync;
}

/** What the page goes by. */
function configured(): object {
  const config = (getPageRegistry().client as PageClient).config as Record<string, unknown>;
  return Object.fromEntries(ATTRIBUTES.filter((name) => config[name]).map((name) => [name, config[name]]));
}

function toTag(config: KakaoSyncConfig): HTMLScriptElement {
  const tag = document.createElement('script');
  Object.assign(tag.dataset, config);
  return tag;
}

function startTag(tag: HTMLScriptElement): void {
  startFromTag(tag, mergeSaid(tag, {}), createKakaoSync, () => undefined);
}

/** The ways in which a page's own scripts configure it. */
const SCRIPTS: Readonly<Record<string, (config: KakaoSyncConfig) => void>> = {
  'the script tag': (config) => startTag(toTag(config)),
  'createKakaoSync()': (config) => void createKakaoSync(config),
};

describe('what a page is configured with', () => {
  afterEach(async () => {
    for (const sync of document.querySelectorAll('kakao-sync')) sync.remove();
    fixtureCleanup();
    await tick();
  });
  const errors = recordErrorsOfEach();

  const toLine = (config: KakaoSyncConfig, reason: string): string =>
    `[kakao-sync] config_changed: ${Object.keys(toAttributes(config)).join(', ')} ignored: ${reason}. (docs/en/error-codes.md)`;

  /** The page goes by this, and these are the lines for the developer. */
  async function expectConfigured(config: object, ...lines: readonly string[]): Promise<void> {
    await tick();
    expect(configured()).to.deep.equal(config);
    expect(await errors.settled()).to.deep.equal(lines);
  }

  /** When markup arrives on a page whose own scripts configure it, by what they do. */
  const ARRIVALS: Readonly<Record<string, (strange: KakaoSyncConfig, start: () => void) => Promise<unknown>>> = {
    after: async (strange, start) => {
      start();
      await tick();
      addSync(strange);
    },
    before: async (strange, start) => {
      addSync(strange);
      await tick();
      start();
    },
    'before and after': async (strange, start) => {
      addSync(strange);
      await tick();
      start();
      await tick();
      addSync(strange);
    },
    'in the same task': (strange, start) => {
      addSync(strange);
      start();
      return tick();
    },
    'attribute by attribute': async (strange, start) => {
      start();
      const sync = addSync({});
      await tick();
      for (const [name, value] of Object.entries(toAttributes(strange))) sync.setAttribute(name, value);
    },
    'property by property': async (strange, start) => {
      start();
      const sync = addSync({});
      await tick();
      Object.assign(sync, strange);
    },
    'with each page that Turbo swaps in': async (strange, start) => {
      start();
      for (let page = 0; page < 3; page++) {
        addSync(strange);
        await tick();
        for (const sync of document.querySelectorAll('kakao-sync')) sync.remove();
      }
    },
  };

  for (const [script, start] of Object.entries(SCRIPTS)) {
    for (const [when, arrive] of Object.entries(ARRIVALS)) {
      for (const [what, strange] of [
        ['of everything', STRANGE],
        ['of live settings alone', STRANGE_LIVE],
      ] as const) {
        it(`is what ${script} gave, though markup ${what} arrives ${when}; one line says so`, async () => {
          await arrive(strange, () => start(OWN));

          await expectConfigured(OWN, toLine(strange, 'set by a script'));
        });
      }
    }

    it(`is what ${script} gives anew`, async () => {
      start(OWN);
      addSync(STRANGE);
      await tick();
      start({...OWN, scope: 'name'});
      await tick();

      expect(configured()).to.deep.equal({...OWN, scope: 'name'});
    });

    it(`is what ${script} gave, and markup that says the same is no news`, async () => {
      start({...OWN, scope: 'name'});
      addSync({...OWN, scope: 'name'});
      addSync({appKey: KEY, endpoint: new URL('/api/kakao/session', location.href).href});
      addSync({});
      await tick();

      expect(await errors.settled()).to.deep.equal([]);
    });
  }

  describe('where its scripts give functions alone', () => {
    const postCode = (): Promise<unknown> => Promise.resolve({status: 'signed-out'});
    const config = {appKey: KEY, redirectUri: '/kakao/callback', scope: 'name'};

    for (const order of ['before', 'after']) {
      it(`is what <kakao-sync> says, with these functions, given ${order} it`, async () => {
        if (order === 'before') createKakaoSync({postCode});
        const sync = addSync(config);
        await tick();
        createKakaoSync({postCode});
        sync.setAttribute('scope', 'account_email');

        await expectConfigured({...config, scope: 'account_email'});
        expect(sync.client!.config.postCode).to.equal(postCode);
        expect(sync.client!.isReady).to.equal(true);
      });
    }

    it('refuses others of an element', async () => {
      createKakaoSync({postCode});
      const sync = addSync(config);
      sync.postCode = () => Promise.resolve({});
      sync.endSession = () => Promise.resolve({});
      await tick();

      expect(sync.client!.config.postCode).to.equal(postCode);
      expect(sync.client!.config.endSession).to.equal(sync.endSession);
      expect(await errors.settled()).to.deep.equal([toLine({postCode}, 'fixed at the start')]);
    });

    it('belongs to them altogether once they give an identity', async () => {
      createKakaoSync({postCode});
      addSync(STRANGE);
      await tick();
      createKakaoSync(OWN);

      expect(configured()).to.deep.equal(OWN);
      expect((getPageRegistry().client as PageClient).config.postCode).to.equal(postCode);
    });
  });

  describe('where the script in <head> came first', () => {
    const HEAD = {appKey: KEY, restApiKey: REST_KEY, redirectUri: '/kakao/callback', autoLogin: 'known'};
    const REST = {endpoint: '/api/kakao/session', scope: 'name'};
    const REFUSED: KakaoSyncConfig = {
      appKey: OTHER_KEY,
      restApiKey: OTHER_KEY,
      redirectUri: '/evil',
      autoLogin: 'all',
    };
    beforeEach(() => startFromHead(toTag(HEAD)));

    it('is its four settings, and the rest of <kakao-sync>', async () => {
      addSync(REST);

      await expectConfigured({...HEAD, ...REST});
    });

    it('is its four settings, whatever <kakao-sync> says, from the first moment on', async () => {
      const sync = addSync({...REFUSED, scope: 'name'});
      await tick();
      sync.setAttribute('endpoint', '/api/kakao/session');

      await expectConfigured({...HEAD, ...REST}, toLine(REFUSED, 'fixed at the start'));
    });

    for (const [script, start] of Object.entries(SCRIPTS)) {
      it(`is its four settings, and the rest of ${script}, whatever markup says`, async () => {
        addSync(STRANGE);
        await tick();
        await errors.settled();
        errors.lines.length = 0;
        start(REST);
        addSync(STRANGE);

        await expectConfigured({...HEAD, ...REST}, toLine(STRANGE, 'set by a script'));
      });

      it(`is its four settings, where ${script} has others`, async () => {
        start({...REFUSED, ...REST});
        await tick();

        expect(configured()).to.deep.equal({...HEAD, ...REST});
        expect(await errors.settled()).to.have.length(1);
        expect(errors.lines[0]).to.contain('app-key, rest-api-key, redirect-uri, auto-login ignored');
      });
    }
  });

  it('is what the tag of this page says, and of the page before it the identity alone', async () => {
    const start = (config: KakaoSyncConfig): void => startTag(toTag(config));
    start({...OWN, context: 'cart=1', returnTo: '/welcome'});
    await tick();

    start({appKey: KEY, scope: 'name'});

    await expectConfigured({...OWN, scope: 'name'});
  });

  describe('where there are several script tags', () => {
    afterEach(() => {
      for (const tag of document.querySelectorAll('script[data-app-key]')) tag.remove();
    });

    function start(config: KakaoSyncConfig): HTMLScriptElement {
      const tag = toTag(config);
      tag.type = 'text/plain';
      document.head.append(tag);
      startTag(tag);
      return tag;
    }
    const said = {context: 'cart=1', returnTo: '/welcome', scope: 'name'};
    const former = {...said, context: 'cart=0', loginHint: 'a@b.example'};

    /** What came before a tag that has keys only, and what then counts besides the identity. */
    const rows: Readonly<Record<string, readonly [before: () => unknown, counts: KakaoSyncConfig]>> = {
      'what one says that is still there': [() => start({...OWN, ...said}), said],
      'of two that are there, what the newer one says': [
        () => (start({...OWN, ...said}), start({appKey: KEY, context: 'cart=2'})),
        {...said, context: 'cart=2'},
      ],
      "what the page's own scripts say": [() => createKakaoSync({...OWN, ...said}), said],
      'what one says that is still there, and nothing of one that has left': [
        () => {
          start({...OWN, ...said});
          start({...OWN, ...former}).remove();
        },
        said,
      ],
      "what the page's own scripts say since, and nothing of a tag that has left": [
        () => {
          const tag = start({...OWN, ...former});
          createKakaoSync({context: 'cart=1'});
          tag.remove();
        },
        {context: 'cart=1'},
      ],
      'nothing of one that has left, and of that before it': [
        () => {
          start({...OWN, ...said}).remove();
          start({appKey: KEY, loginHint: 'a@b.example'}).remove();
        },
        {},
      ],
      'nothing of what the same one said before, where it runs again': [
        () => {
          const tag = start({...OWN, ...former});
          for (const name of Object.keys(former)) Reflect.deleteProperty(tag.dataset, name);
          startTag(tag);
        },
        {},
      ],
    };
    for (const [what, [before, counts]] of Object.entries(rows)) {
      it(`is, beside a tag that has keys only, ${what}`, async () => {
        before();
        await tick();

        start({appKey: KEY});

        await expectConfigured({...OWN, ...counts});
      });
    }
  });

  describe('where there are several <kakao-sync>', () => {
    const first = {...OWN, scope: 'name', loginHint: 'a@b.example'};

    it('is what the first one says', async () => {
      addSync(first);
      addSync(STRANGE);
      await tick();
      addSync(STRANGE);

      await expectConfigured(first, toLine(STRANGE, 'another <kakao-sync> came first'));
    });

    it('is what the next one says, once the first has left, but for the identity', async () => {
      const owner = addSync(first);
      addSync({scope: 'account_email'});
      addSync({...OWN, scope: 'phone_number'});
      await tick();
      await errors.settled();
      errors.lines.length = 0;

      owner.remove();

      await expectConfigured({...OWN, scope: 'account_email'});
    });

    it('is its identity alone while there is none', async () => {
      const owner = addSync({...first, returnTo: '/welcome', context: 'cart=1', locale: 'en'});
      await tick();

      owner.remove();

      await expectConfigured(OWN);
    });

    it('is also what a login is told by that is under way, until the next one comes', async () => {
      const owner = addSync({...first, returnTo: '/welcome', locale: 'en'});
      const messages = {en: {retry: 'Once more, please.'}};
      Object.assign(owner, {messages, reportErrors: true});
      await tick();
      owner.client!.context.enterFlow({status: 'completing', purpose: 'login'});

      owner.remove();
      await tick();

      expect(configured()).to.deep.equal({...OWN, locale: 'en', reportErrors: true});
      expect((getPageRegistry().client as PageClient).config.messages).to.equal(messages);
      addSync(OWN);
      await tick();
      expect(configured()).to.deep.equal(OWN);
      expect((getPageRegistry().client as PageClient).config.messages).to.equal(undefined);
    });

    it('is its identity alone once all have left at once, and what one says that comes back', async () => {
      const owners = [addSync(first), addSync({context: 'cart=1'})];
      await tick();
      await errors.settled();
      errors.lines.length = 0;
      for (const owner of owners) owner.remove();
      await tick();
      expect(configured()).to.deep.equal(OWN);

      document.body.append(owners[1]!);

      await expectConfigured({...OWN, context: 'cart=1'});
    });

    it('is what the scripts say, whatever leaves', async () => {
      createKakaoSync({...OWN, context: 'cart=1'});
      const stranger = addSync(STRANGE);
      await tick();
      await errors.settled();
      errors.lines.length = 0;

      stranger.remove();

      await expectConfigured({...OWN, context: 'cart=1'});
    });

    it('keeps the identity where the next one has another', async () => {
      const owner = addSync(first);
      await tick();
      owner.remove();
      await tick();

      addSync({...OWN, appKey: OTHER_KEY, scope: 'account_email'});

      await expectConfigured({...OWN, scope: 'account_email'}, toLine({appKey: OTHER_KEY}, 'fixed at the start'));
    });

    /** Ways in which one page, or one rendering, takes the place of another. */
    const SWAPS: Readonly<Record<string, (place: Element, next: KakaoSyncElement) => void>> = {
      'a Turbo swap': (place, next) => {
        const other = document.createElement('main');
        other.append(next);
        place.replaceWith(other);
      },
      'a remount that removes first': (place, next) => {
        place.replaceChildren();
        place.append(next);
      },
      'a remount that inserts first': (place, next) => {
        place.append(next);
        place.firstElementChild!.remove();
      },
      'markup that is set anew': (place, next) => {
        const html = next.outerHTML;
        Reflect.set(place, 'innerHTML', html);
      },
    };
    for (const [what, swap] of Object.entries(SWAPS)) {
      it(`is what the new one says after ${what}, and nothing of it is refused`, async () => {
        const place = document.createElement('main');
        document.body.append(place);
        addSync(first, place);
        await tick();

        swap(place, createSync(toAttributes({...OWN, returnTo: '/welcome'})));

        await expectConfigured({...OWN, returnTo: '/welcome'});
        for (const main of document.querySelectorAll('main')) main.remove();
      });
    }

    it('is still what the first one says when it only moves', async () => {
      const owner = addSync(first);
      addSync(STRANGE);
      await tick();
      const place = document.createElement('main');
      document.body.append(place);

      place.append(owner);
      await tick();
      await setAttribute(owner, 'scope', 'account_email');

      expect(configured()).to.deep.equal({...first, scope: 'account_email'});
      place.remove();
    });
  });
});
