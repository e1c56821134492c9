import {expect, fixture, html} from '@open-wc/testing';
import fc from 'fast-check';
import '../../../src/define.js';
import {ATTRIBUTES, toAttribute, type KakaoSyncConfig} from '../../../src/client/state/config.js';
import {getPageRegistry} from '../../../src/client/page/page-registry.js';
import {createKakaoSync} from '../../../src/client/create-kakao-sync.js';
import {mergeSaid} from '../../../src/script/tag/find-tag.js';
import {startFromHead} from '../../../src/script/head.js';
import {startFromTag} from '../../../src/script/tag/script-tag.js';
import {TEXTS, VALUES} from '../../elements/input/payloads.js';
import {watchEachPage} from '../../elements/input/watch.js';
import {forgetPage, partOf, readAccessible, settle} from '../../elements/support/page.js';
import {COMPLETE, KEY, listenToPresses, OTHER_KEY} from '../../elements/support/sync.js';
import {can} from '../../support/engine.js';
import {factor, Family} from '../../support/family.js';
import places from './places.json' with {type: 'json'};
import strange from './strange-attributes.json' with {type: 'json'};

const HEAD = {'rest-api-key': KEY, 'redirect-uri': '/kakao/callback', 'auto-login': 'all'};
const DEFAULT = '카카오로 시작하기';
const LOOK = ['label', 'layout', 'size', 'prompt', 'last-used', 'text', 'bubble'];
/** All but the one that any text at all switches on, and no press leads anywhere then. */
const EVERYWHERE = [...ATTRIBUTES.filter((name) => name !== 'paused').map(toAttribute), ...LOOK];

/** A tag of a script, as a parser makes it: it takes names that setAttribute() refuses. */
function parseTag(attributes: Readonly<Record<string, string>>): HTMLScriptElement {
  const template = document.createElement('template');
  const text = Object.entries(attributes).map(([name, value]) => `${name}="${value.replaceAll('"', '&quot;')}"`);
  template.innerHTML = `<script type="text/plain" ${text.join(' ')}></script>`;
  return document.importNode(template.content, true).firstElementChild as HTMLScriptElement;
}

const toData = (values: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [`data-${name}`, value]));

/** Attributes of the tag that are no settings, or are settings in a strange form. The page's own settings stay. */
const STRANGE = [
  ...(strange as [id: string, attributes: [name: string, value: string][]][]),
  ['100-more', Array.from({length: 100}, (_, index) => [`data-x${index}`, 'x'])],
] as [id: string, attributes: [name: string, value: string][]][];

/** Where a placeholder may stand, or what it may be. Each draws this many buttons. */
const PLACES: readonly (readonly [id: string, markup: string, buttons: number])[] = [
  ...(places as [id: string, markup: string][]).map(([id, markup]) => [id, markup, 1] as const),
  ['300-of-them', '<div data-kakao-login></div>'.repeat(300), 300],
];

/** Links and buttons of the site's own. */
const OWN_WORDS = [
  ['link', '<a data-kakao-login href="javascript:window.pwned=1">x</a>'],
  ['button-that-submits', '<form onsubmit="window.pwned=1"><button data-kakao-login>x</button></form>'],
] as const;

describe('the tag of the script', () => {
  const family = new Family('C3', 'data attributes and configurations', after);
  const watch = watchEachPage();
  let root: HTMLElement;
  let told: string[];
  beforeEach(async () => {
    root = await fixture<HTMLElement>(html`<div></div>`);
    told = listenToPresses(root);
  });

  /** Runs the script of a tag, which stands at the end of the page's part. */
  async function run(attributes: Readonly<Record<string, string>>, markup = '') {
    root.innerHTML = markup;
    const tag = parseTag(attributes);
    root.append(tag);
    startFromTag(tag, mergeSaid(tag, {}), createKakaoSync, () => undefined);
    const buttons = [...root.querySelectorAll('kakao-login-button')];
    await settle(...buttons);
    return buttons;
  }

  /** What a press comes to: `start`, where it is kept from leaving, or a code. */
  async function press(button: HTMLElementTagNameMap['kakao-login-button']): Promise<string> {
    told.length = 0;
    partOf(button, 'button').click();
    await settle(button);
    expect(told).to.have.length(1);
    return told[0]!;
  }

  for (const [id, text] of Object.entries(TEXTS)) {
    const drawn = `C3 ${id} in every data attribute is text, and lets nobody leave`;
    const test = text.length < 1_000_000 || can('words of a megabyte', drawn) ? it : null;
    test?.(drawn, async () => {
      const [button, ...others] = await run(toData(Object.fromEntries(EVERYWHERE.map((name) => [name, text]))));

      expect(others).to.deep.equal([]);
      expect(await press(button!)).to.match(/^config_(invalid|incomplete)$/);
      const shown = text.replace(/\0/g, '\ufffd').replace(/\r\n?/g, '\n').trim();
      expect(button!.querySelector('[slot=label]')?.textContent.trim()).to.equal(shown);
      await watch.expectUnharmed(button!);
      family.judge('refused');
    }).timeout(120_000);

    it(`C3 ${id} in data-paused is text at most`, async () => {
      const [button] = await run(toData({...COMPLETE, paused: text}));

      partOf(button!, 'button').click();
      await settle(button!);

      expect(told).to.deep.equal([]);
      expect(partOf(button!, 'button').getAttribute('aria-disabled')).to.equal('true');
      expect(partOf(button!, 'message').textContent).not.to.equal('');
      await watch.expectUnharmed(button!);
      family.judge('accepted');
    }).timeout(120_000);

    it(`C3 ${id} in every data attribute of the script in the head sends nobody anywhere`, async () => {
      const everywhere = Object.fromEntries(EVERYWHERE.map((name) => [name, text]));
      startFromHead(parseTag(toData(everywhere)));
      expect(getPageRegistry().autoLogin).to.equal(undefined);

      // The emulator's address is refused before anything else is looked at.
      delete everywhere['emulator'];
      startFromHead(parseTag(toData({...everywhere, ...HEAD})));

      expect(await getPageRegistry().autoLogin).to.equal('not-kakaotalk');
      await watch.expectUnharmed();
      family.judge('refused');
    });
  }

  for (const [id, attributes] of STRANGE) {
    it(`C3 ${id}: changes nothing of the settings`, async () => {
      const [button, ...others] = await run({...toData(COMPLETE), ...Object.fromEntries(attributes)});

      expect(others).to.deep.equal([]);
      const {appKey, endpoint, redirectUri, emulator, postCode} = getPageRegistry().client!.config;
      expect({appKey, endpoint, redirectUri, emulator, postCode}).to.deep.equal({
        appKey: KEY,
        endpoint: '/api/kakao/session',
        redirectUri: '/kakao/callback',
        emulator: undefined,
        postCode: undefined,
      });
      expect(await press(button!)).to.equal('start');
      await watch.expectUnharmed(button!);
      expect(watch.lines).to.deep.equal([]);
      family.judge('accepted');
    });
  }

  for (const [id, markup, count] of PLACES) {
    it(`C3 ${id}: draws ${count === 1 ? 'a button' : `${count} buttons`}`, async () => {
      const buttons = await run(toData(COMPLETE), markup);

      expect(buttons).to.have.length(count);
      expect(getPageRegistry().client!.config.endpoint).to.equal('/api/kakao/session');
      expect(readAccessible(partOf(buttons[0]!, 'button')).name).to.equal(
        id === 'words-of-markup' ? '<img src=x onerror=window.pwned=1>' : DEFAULT,
      );
      expect(await press(buttons[0]!)).to.equal('start');
      await watch.expectUnharmed(buttons[0]!);
      family.judge('accepted');
    });
  }

  for (const [id, markup] of OWN_WORDS) {
    it(`C3 ${id}: stays, and its press begins a login and does nothing else`, async () => {
      const buttons = await run(toData(COMPLETE), markup);

      root.querySelector<HTMLElement>('a, button')!.click();

      expect([buttons, told]).to.deep.equal([[], ['start']]);
      await watch.expectUnharmed();
      family.judge('accepted');
    });
  }

  it('C3 twice-with-another-key: the first stays, and the second is told once', async () => {
    const [button] = await run(toData(COMPLETE));
    const second = parseTag(toData({...COMPLETE, 'app-key': OTHER_KEY}));
    startFromTag(second, mergeSaid(second, {}), createKakaoSync, () => undefined);

    expect(getPageRegistry().client!.config.appKey).to.equal(KEY);
    await watch.settled();
    expect(watch.lines).to.have.length(1);
    expect(watch.lines[0]).to.contain('config_changed: app-key');
    expect(await press(button!)).to.equal('start');
    family.judge('refused');
  });

  const CONFIGS: Readonly<Record<string, unknown>> = {
    undefined: undefined,
    null: null,
    number: 5,
    text: 'appKey',
    list: [KEY],
    map: new Map(Object.entries({appKey: KEY, endpoint: '/x', redirectUri: '/y'})),
    class: new (class {
      get appKey(): string {
        return KEY;
      }
    })(),
    inherited: Object.create({appKey: KEY, endpoint: '/x', redirectUri: '/y'}) as unknown,
    'symbol-keys': {[Symbol('appKey')]: KEY},
    attributes: {'app-key': KEY, endpoint: '/x', 'redirect-uri': '/y'},
    'json-with-proto': JSON.parse(`{"__proto__":{"appKey":"${KEY}","endpoint":"/x","redirectUri":"/y"}}`) as unknown,
    'json-with-constructor': JSON.parse(
      '{"constructor":{"prototype":{"pwned":1}},"appKey":{"__proto__":{"pwned":1}}}',
    ) as unknown,
    'json-10000-deep': JSON.parse(`{"appKey":${'['.repeat(10_000)}${']'.repeat(10_000)}}`) as unknown,
    '1000-more': Object.fromEntries(Array.from({length: 1000}, (_, index) => [`x${index}`, index])),
    ...Object.fromEntries(
      Object.entries(VALUES)
        .filter(([id]) => !/untouchable|revoked|failing-getter|window/.test(id))
        .map(([id, value]) => [`value-${id}`, value]),
    ),
  };
  for (const [id, config] of Object.entries(CONFIGS)) {
    it(`C3 configuration ${id}: is an incomplete one`, async () => {
      const client = createKakaoSync(config as KakaoSyncConfig);
      createKakaoSync(config as KakaoSyncConfig);

      await client.start();
      client.login();

      expect(client.state.flow.code).to.match(/^config_(incomplete|invalid)$/);
      await watch.expectUnharmed();
      family.judge('refused');
    });
  }

  it('in any combination ends a press in a published code, or lets it start', async () => {
    const texts = Object.values(TEXTS).filter(({length}) => length < 1000);
    const value = fc.oneof(
      fc.constantFrom(...texts, ...Object.values(COMPLETE), KEY, 'en'),
      fc.string({unit: 'binary', maxLength: 20}).filter((text) => !text.includes('\r')),
    );
    await family.alwaysAsync(
      100,
      fc.asyncProperty(fc.dictionary(fc.constantFrom(...EVERYWHERE), value, {maxKeys: 6}), async (attributes) => {
        forgetPage();
        const [button, ...others] = await run(toData({...COMPLETE, ...attributes}));

        const end = await press(button!);

        expect(others).to.deep.equal([]);
        expect(end).to.be.oneOf(['start', 'config_invalid', 'config_incomplete']);
        await watch.expectUnharmed(button!);
        family.judge(end === 'start' ? 'accepted' : 'refused');
      }),
    );
  }).timeout(120_000 * factor);
});
