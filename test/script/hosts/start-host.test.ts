import {expect} from '@open-wc/testing';
import {configurePage, createKakaoSync} from '../../../src/client/create-kakao-sync.js';
import type {KakaoSyncState} from '../../../src/client/state/state.js';
import {messageOf, partOf, settle} from '../../elements/support/page.js';
import {SETTINGS} from '../../elements/support/sync.js';
import {forgetScript, isClient, openShop} from './support/shop.js';

const CONTROL = {markup: '<i id="own" data-logs="own"></i>'};
const OWN = {click: '#own'};

const isBusy = (button: Element): boolean => partOf(button, 'button').hasAttribute('aria-disabled');

describe("a hosted shop's page", () => {
  beforeEach(forgetScript);
  afterEach(forgetScript);

  it('tells of a press before anything is pressed, and of each state', async () => {
    const shop = await openShop(OWN, CONTROL);
    const {log} = shop;
    shop.root.addEventListener('kakao-login-start', (event) => log(event.type, (event.target as Element).localName));
    const onChange = ({detail}: CustomEvent<KakaoSyncState>): void => log('state', detail.flow.status);
    document.addEventListener('kakao-state-change', onChange as unknown as EventListener);

    shop.press();
    shop.pass();
    document.removeEventListener('kakao-state-change', onChange as unknown as EventListener);

    expect(shop.calls).to.deep.equal([
      ['kakao-login-start', 'kakao-login-button'],
      ['state', 'starting'],
      ['click', 'own'],
      ['state', 'idle'],
    ]);
  });

  it('presses nothing where the start is prevented', async () => {
    const shop = await openShop(OWN, CONTROL);
    shop.root.addEventListener('kakao-login-start', (event) => event.preventDefault());

    expect(shop.press()).to.deep.equal([]);
    expect(shop.client?.state.flow.status).to.equal('idle');
  });

  it('is busy for three seconds, in which a press leads nowhere', async () => {
    const shop = await openShop(OWN, CONTROL);
    const states: boolean[] = [];

    shop.press();
    await settle(shop.button());
    states.push(isBusy(shop.button()));
    const second = shop.press();
    expect(shop.waits()).to.deep.equal([3000]);
    shop.pass();
    await settle(shop.button());
    states.push(isBusy(shop.button()));

    expect([states, second, shop.press()]).to.deep.equal([[true, false], [], [['click', 'own']]]);
  });

  it('is at rest again when it is shown again', async () => {
    const shop = await openShop(OWN, CONTROL);
    shop.press();

    dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}));

    expect([shop.client?.state.flow.status, shop.waits()]).to.deep.equal(['idle', []]);
  });

  it('presses once, though the control presses back', async () => {
    const shop = await openShop(OWN, CONTROL);
    shop.root.querySelector('#own')!.addEventListener('click', () => partOf(shop.button(), 'button').click());

    expect(shop.press()).to.deep.equal([['click', 'own']]);
  });

  it('says that there is nothing to press, by an event, a message and a line with one reference', async () => {
    const shop = await openShop(OWN);
    const refs: unknown[] = [];
    shop.root.addEventListener('kakao-login-error', ((event: CustomEvent<{code: string; ref: string}>) => {
      refs.push(event.detail.code, event.detail.ref);
    }) as EventListener);

    shop.press();
    await settle(shop.button());

    const [, ref] = refs;
    expect(shop.problems).to.deep.equal([{code: 'not_configured', kind: 'host', ref}]);
    expect(refs).to.deep.equal(['not_configured', shop.client?.state.flow.ref]);
    expect(messageOf(shop.button())).to.include(String(ref));
    expect(shop.client?.state.outcome).to.equal(null);
  });

  it('gives who asks its state and the report, and never an outcome', async () => {
    const shop = await openShop(OWN, CONTROL);
    const outcomes: unknown[] = [];
    shop.client?.onOutcome((outcome) => outcomes.push(outcome));

    shop.press();
    shop.pass();
    await shop.client?.start();

    expect(isClient(shop.client)).to.equal(true);
    expect([shop.client?.debug(), outcomes]).to.deep.equal(['{}', []]);
  });

  it('fills late places, and a link of the site’s, whose words stay', async () => {
    const shop = await openShop(OWN, CONTROL);

    shop.root.insertAdjacentHTML('beforeend', '<p data-kakao-login></p><a href="/join" data-kakao-login>가입</a>');
    await settle();
    shop.root.querySelector('a')!.click();

    expect(shop.root.querySelectorAll('kakao-login-button')).to.have.lengthOf(2);
    expect([shop.root.querySelector('a')!.textContent, shop.calls]).to.deep.equal(['가입', [['click', 'own']]]);
  });

  describe('with data-member', () => {
    const isHidden = ({root}: {root: Element}): boolean =>
      !!root.querySelector('kakao-login-button')?.closest('[hidden]');
    const said = {...OWN, member: '.logout', forMembers: 'hide'};

    it('hides what is not for members while one is there, also if it comes later', async () => {
      const shop = await openShop(said, CONTROL);
      const states = [isHidden(shop)];

      shop.root.insertAdjacentHTML('beforeend', '<a class="log">로그아웃</a>');
      await settle();
      states.push(isHidden(shop));
      shop.root.querySelector('.log')!.className = 'logout';
      await settle();
      states.push(isHidden(shop));
      shop.root.querySelector('.logout')!.remove();
      await settle();
      states.push(isHidden(shop));

      expect(states).to.deep.equal([false, false, true, false]);
    });

    it('hides at once what a member’s page has', async () => {
      const shop = await openShop(said, {markup: '<a class="logout">로그아웃</a>'});

      expect([isHidden(shop), shop.client?.state.session.status]).to.deep.equal([true, 'signed-in']);
    });

    for (const other of [
      {...OWN, member: '.logout'},
      {...OWN, forMembers: 'hide'},
      {...OWN, member: 'a[', forMembers: 'hide'},
    ]) {
      it(`hides nothing with ${JSON.stringify(other)}`, async () => {
        const shop = await openShop(other, {markup: '<a class="logout">로그아웃</a>'});

        expect(isHidden(shop)).to.equal(false);
      });
    }
  });

  const LINES: readonly (readonly [Record<string, string>, readonly unknown[]])[] = [
    [OWN, []],
    [{host: 'imweb'}, []],
    [
      {host: 'cafe42', click: '#own'},
      [
        {
          ...{code: 'config_invalid', kind: 'choice', name: 'data-host', value: 'cafe42'},
          choices: ['cafe24', 'imweb', 'makeshop'],
        },
      ],
    ],
    ...(['click', 'hostControl', 'member'] as const).map(
      (name) =>
        [
          {host: 'imweb', [name]: 'a['},
          [
            {
              ...{code: 'config_invalid', kind: 'selector', value: 'a['},
              name: {click: 'data-click', hostControl: 'data-host-control', member: 'data-member'}[name],
            },
          ],
        ] as const,
    ),
    [
      {host: 'imweb', hostPage: 'javascript:1'},
      [{code: 'config_invalid', kind: 'page', name: 'data-host-page', value: 'javascript:1'}],
    ],
    [{}, [{code: 'not_configured', kind: 'hostless'}]],
    [
      {host: 'constructor'},
      [
        {
          code: 'config_invalid',
          kind: 'choice',
          name: 'data-host',
          value: 'constructor',
          choices: ['cafe24', 'imweb', 'makeshop'],
        },
      ],
    ],
  ];
  for (const [said, lines] of LINES) {
    it(`is told in ${lines.length === 0 ? 'no line' : 'one line'} of a tag with ${JSON.stringify(said)}`, async () => {
      const shop = await openShop(said, CONTROL);
      for (const tell of shop.late) tell();

      expect(shop.problems).to.deep.equal(lines);
    });
  }

  it('is told that it has no place for a button', async () => {
    const shop = await openShop(OWN, CONTROL, '');
    for (const tell of shop.late) tell();

    expect(shop.problems).to.deep.equal([{code: 'not_configured', kind: 'nowhere'}]);
  });

  it('keeps its client when the script runs again, with what the new tag says', async () => {
    const shop = await openShop(OWN, {markup: `${CONTROL.markup}<i id="next" data-logs="next"></i>`});

    const again = shop.start({click: '#next'});

    expect(again).to.equal(shop.client);
    expect(shop.root.querySelectorAll('kakao-login-button')).to.have.lengthOf(1);
    expect(shop.press()).to.deep.equal([['click', 'next']]);
  });

  it('leaves the page to a client that is there already, and says so', async () => {
    const client = createKakaoSync(SETTINGS);

    const shop = await openShop(OWN, CONTROL);

    expect([shop.client, isClient(client)]).to.deep.equal([undefined, true]);
    expect(shop.problems).to.deep.equal([
      {code: 'config_changed', kind: 'ignored', names: ['data-host'], reason: 'code'},
    ]);
  });

  it('stays what it is when somebody configures a login, and says so', async () => {
    const shop = await openShop(OWN, CONTROL);

    configurePage({appKey: SETTINGS.appKey, locale: 'en'}, 'element');
    await settle(shop.button());

    expect(isClient(shop.client)).to.equal(true);
    expect(shop.problems).to.deep.equal([{code: 'config_changed', kind: 'ignored', names: ['appKey'], reason: 'code'}]);
    expect(partOf(shop.button(), 'button').ariaLabel).to.equal('Start with Kakao');
  });
});
