import {expect, html} from '@open-wc/testing';
import {sendKeys, setViewport} from '@web/test-runner-commands';
import {ifDefined} from 'lit/directives/if-defined.js';
import type {KakaoSyncState} from '../../../src/client/state/state.js';
import type {MissingTerm} from '../../../src/shared/wire.js';
import '../../../src/elements/terms-consent/define.js';
import type {KakaoTermsConsent} from '../../../src/elements/terms-consent/terms-consent.js';
import {can} from '../../support/engine.js';
import {describeElement} from '../support/element-suite.js';
import {FakeClient} from '../support/fake-client.js';
import {isDrawn, messageOf, partOf, press, readAccessible, recordErrors, settle} from '../support/page.js';
import {openPage} from '../support/real-client.js';

const PRIVACY: MissingTerm = {tag: 'privacy', required: true, title: '개인정보 수집', url: '/privacy'};
const EVENT: MissingTerm = {tag: 'event_2026', required: true};
const MARKETING: MissingTerm = {tag: 'marketing', required: false, title: '마케팅 수신', url: 'https://shop.example/m'};

const signedIn = (...missingTerms: MissingTerm[]): Pick<KakaoSyncState, 'session'> => ({
  session: {status: 'signed-in', member: {}, missingTerms},
});

type Results = Readonly<Record<string, 'agreed' | 'declined' | 'unchanged' | 'misconfigured'>>;

const outcome = (terms: Results, scope: Results = {}): Pick<KakaoSyncState, 'outcome'> => ({
  outcome: {end: 'consent', purpose: 'terms', terms, scope},
});

/** What is drawn: the terms line by line, or null where there is no button. */
function linesOf(consent: Element): string[] | null {
  if (!isDrawn(partOf(consent, 'button'))) return null;
  return [...consent.shadowRoot!.querySelectorAll<HTMLElement>('[part=term]')].map((term) =>
    term.innerText.replace(/, 새 창에서 열림/, '').trim(),
  );
}

describeElement('<kakao-terms-consent>', (mount) => {
  /** An element whose client knows nothing yet, and then comes to a state. */
  async function setup(
    state: Partial<KakaoSyncState>,
    {tags, scope, auto, lang}: Readonly<Partial<Record<'tags' | 'scope' | 'auto' | 'lang', string>>> = {},
    prepare: (client: FakeClient) => void = () => undefined,
  ): Promise<{client: FakeClient; consent: KakaoTermsConsent}> {
    const client = new FakeClient();
    prepare(client);
    const consent = await mount<KakaoTermsConsent>(
      html`<kakao-terms-consent
        tags=${ifDefined(tags)}
        scope=${ifDefined(scope)}
        auto=${ifDefined(auto)}
        lang=${ifDefined(lang)}
        .client=${client}
      ></kakao-terms-consent>`,
    );
    await client.update(state, consent);
    return {client, consent};
  }

  describe('draws', () => {
    for (const [what, state, attributes, lines] of [
      ['nothing while nothing is known', {}, {}, null],
      ['nothing where nobody is signed in', {session: {status: 'signed-out'}}, {tags: 'privacy', scope: 'name'}, null],
      ['nothing where nothing is missing', signedIn(), {}, null],
      ['nothing where optional terms alone are missing', signedIn(MARKETING), {}, null],
      [
        'nothing where of its tags optional ones alone are missing',
        signedIn(PRIVACY, MARKETING),
        {tags: 'marketing'},
        null,
      ],
      ['nothing where none of its tags is missing', signedIn(PRIVACY), {tags: 'event_2026'}, null],
      [
        'all that is missing',
        signedIn(PRIVACY, EVENT, MARKETING),
        {},
        ['[필수] 개인정보 수집', '[필수] event_2026', '[선택] 마케팅 수신'],
      ],
      [
        'its tags, in their order',
        signedIn(PRIVACY, EVENT, MARKETING),
        {tags: ' marketing ,, event_2026'},
        ['[선택] 마케팅 수신', '[필수] event_2026'],
      ],
      ['a button alone for consent items', signedIn(), {scope: 'shipping_address'}, []],
      ['optional terms beside consent items', signedIn(MARKETING), {scope: 'shipping_address'}, ['[선택] 마케팅 수신']],
      ['all that is missing with empty tags', signedIn(EVENT), {tags: ' , '}, ['[필수] event_2026']],
      [
        'nothing that was granted at the login',
        {
          ...signedIn(),
          outcome: {
            end: 'signed-in',
            purpose: 'login',
            ref: 'KS-a',
            isNewMember: true,
            member: {},
            missingTerms: [],
            scope: ['shipping_address'],
          },
        },
        {scope: 'shipping_address'},
        null,
      ],
    ] as const) {
      it(what, async () => {
        const {consent} = await setup(state, attributes);

        expect(linesOf(consent)).to.deep.equal(lines);
        if (lines === null) expect(consent.getBoundingClientRect().height).to.equal(0);
      });
    }

    it('its tags where the backend does not tell what is missing', async () => {
      const {consent} = await setup(signedIn(), {tags: 'privacy,event_2026'}, (client) => (client.tellsTerms = false));

      expect(linesOf(consent)).to.deep.equal(['privacy', 'event_2026']);
    });

    it('titles as text, and links that open beside the page', async () => {
      const {consent} = await setup(signedIn({...PRIVACY, title: '<img src=x onerror=alert(1)>'}));
      const link = consent.shadowRoot!.querySelector('a')!;

      const {pathname, target, rel} = link;
      expect({pathname, target, rel}).to.deep.equal({pathname: '/privacy', target: '_blank', rel: 'noopener'});
      expect(readAccessible(link).name).to.equal('<img src=x onerror=alert(1)>, 새 창에서 열림');
      expect(consent.shadowRoot!.querySelector('img')).to.equal(null);
    });

    for (const [lang, title, button, required, optional] of [
      ['ko', '계속하려면 동의가 필요해요', '카카오에서 동의하기', '필수', '선택'],
      ['en', 'Your consent is needed to continue', 'Agree on Kakao', 'Required', 'Optional'],
      ['ja', '続けるには同意が必要です', 'カカオで同意する', '必須', '任意'],
    ] as const) {
      it(`in the language of its place: ${lang}`, async () => {
        const {consent} = await setup(signedIn(EVENT, {tag: 'm', required: false}), {lang});

        expect(partOf(consent, 'title').innerText.trim()).to.equal(title);
        expect(readAccessible(partOf(consent, 'button'))).to.deep.equal({name: button, role: 'button'});
        expect(linesOf(consent)).to.deep.equal([`[${required}] event_2026`, `[${optional}] m`]);
      });
    }

    it("the site's own heading and words", async () => {
      const client = new FakeClient();
      const consent = await mount<KakaoTermsConsent>(
        html`<kakao-terms-consent .client=${client}
          ><h2 slot="title">약관이 바뀌었어요</h2>
          <span slot="label">확인하고 동의하기</span></kakao-terms-consent
        >`,
      );
      await client.update(signedIn(EVENT), consent);

      expect(isDrawn(consent.querySelector('h2'))).to.equal(true);
      expect(partOf(consent, 'title').innerText).not.to.contain('계속하려면');
      expect(readAccessible(partOf(consent, 'button')).name).to.equal('확인하고 동의하기');
    });

    for (const title of ['가'.repeat(200), 'W'.repeat(200)]) {
      const name = `on a page 320 px wide: ${title.slice(0, 3)}…`;
      if (!can('narrow pages', name)) continue;
      it(name, async () => {
        await setViewport({width: 320, height: 600});
        const {client, consent} = await setup(signedIn({...PRIVACY, title}, {...MARKETING, tag: title}));
        await client.enter({status: 'help', purpose: 'terms', code: 'cookies_blocked', ref: 'KS-7GR0-9A2K'}, consent);

        expect(document.documentElement.scrollWidth).to.equal(320);
        await setViewport({width: 800, height: 600});
      });
    }
  });

  it('lets the page learn who is signed in', async () => {
    const {client} = await setup({});

    expect(client.expectedSessions).to.be.greaterThan(0);
    expect(client.expectedPresses).to.equal(0);
  });

  it('lets the client know that it may be pressed, once it is drawn', async () => {
    const {client} = await setup(signedIn(EVENT));

    expect(client.expectedPresses).to.be.greaterThan(0);
  });

  describe('pressed', () => {
    for (const key of ['Enter', 'Space']) {
      it(`asks Kakao for what it draws: ${key}`, async () => {
        const {client, consent} = await setup(signedIn(PRIVACY, MARKETING), {scope: 'shipping_address , name'});
        await sendKeys({press: 'Tab'});
        await sendKeys({press: 'Tab'});
        await sendKeys({press: 'Tab'});
        expect(consent.shadowRoot!.activeElement === partOf(consent, 'button')).to.equal(true);
        await sendKeys({press: key});

        expect(client.consents).to.deep.equal([
          {terms: ['privacy', 'marketing'], scope: ['shipping_address', 'name'], source: consent},
        ]);
      });
    }

    it('goes to Kakao with nothing but that', async () => {
      const {client, sdk} = openPage();
      await client.prepare();
      const consent = await mount<KakaoTermsConsent>(
        html`<kakao-terms-consent scope="shipping_address" .client=${client}></kakao-terms-consent>`,
      );
      client.context.store.update(signedIn(PRIVACY, MARKETING));
      await settle(consent);
      await press(consent);

      const {serviceTerms, scope, throughTalk, prompt} = sdk.sdk.authorizations[0]!;
      expect({serviceTerms, scope, throughTalk, prompt}).to.deep.equal({
        serviceTerms: 'privacy,marketing',
        scope: 'openid,shipping_address',
        throughTalk: undefined,
        prompt: undefined,
      });
      expect(partOf(consent, 'button').getAttribute('aria-disabled')).to.equal('true');
    });

    it('offers the way without KakaoTalk, and takes it', async () => {
      const {client, consent} = await setup(signedIn(EVENT));
      await client.enter({status: 'waiting-for-talk', purpose: 'terms', canContinueInBrowser: true}, consent);
      partOf(consent, 'message').querySelector('button')!.click();

      expect(client.consents).to.deep.equal([
        {terms: ['event_2026'], scope: [], source: consent, throughTalk: 'never'},
      ]);
    });

    for (const [code, message] of [
      ['different_account', '로그인한 계정과 다른 카카오계정이에요. 로그인할 때 쓴 카카오계정으로 다시 진행해 주세요.'],
      ['login_unfinished', '완료되지 않았어요. 버튼을 다시 눌러 주세요.'],
      ['other_browser', '다른 브라우저에서 시작했어요. 여기서 계속하려면 버튼을 다시 눌러 주세요.'],
    ] as const) {
      it(`says what to do about ${code}`, async () => {
        const {client, consent} = await setup(signedIn(EVENT));
        const status = code === 'other_browser' ? 'continue-here' : 'retry';
        await client.enter({status, purpose: 'terms', code}, consent);

        expect(messageOf(consent)).to.equal(message);
      });
    }
  });

  describe('after the visitor is back', () => {
    for (const [what, state, message, isStillThere] of [
      ['agreed to', {...signedIn(), ...outcome({privacy: 'agreed'})}, '동의가 완료됐어요.', false],
      [
        'agreed to, but for an optional one',
        {...signedIn(MARKETING), ...outcome({privacy: 'agreed', marketing: 'declined'})},
        '동의가 완료됐어요.',
        false,
      ],
      [
        'declined',
        {...signedIn(PRIVACY), ...outcome({privacy: 'declined'})},
        '아직 동의하지 않으셨어요. 버튼을 누르면 다시 동의할 수 있어요.',
        true,
      ],
      [
        'declined in part',
        {...signedIn(EVENT), ...outcome({privacy: 'agreed', event_2026: 'declined'})},
        '아직 동의하지 않으셨어요. 버튼을 누르면 다시 동의할 수 있어요.',
        true,
      ],
      ['agreed to before', {...signedIn(), ...outcome({privacy: 'unchanged'})}, '', false],
    ] as const) {
      it(`tells of terms that were ${what}`, async () => {
        const {consent} = await setup(state);

        expect(messageOf(consent)).to.equal(message);
        expect(linesOf(consent) !== null).to.equal(isStillThere);
      });
    }

    for (const [result, isStillThere] of [
      ['agreed', false],
      ['unchanged', false],
      ['declined', true],
    ] as const) {
      it(`knows that a consent item was ${result}, and a tag that nobody else tells of`, async () => {
        const state = {...signedIn(), ...outcome({privacy: result}, {name: result})};
        const {client, consent} = await setup(
          state,
          {tags: 'privacy', scope: 'name'},
          (fake) => (fake.tellsTerms = false),
        );
        await client.update({outcome: null}, consent);

        expect(linesOf(consent) !== null).to.equal(isStillThere);
      });
    }

    it('says nothing of it to the next member', async () => {
      const {client, consent} = await setup({...signedIn(), ...outcome({privacy: 'agreed'})});
      await client.update({session: {status: 'signed-out'}}, consent);
      expect(messageOf(consent)).to.equal('');

      await client.update(signedIn(PRIVACY), consent);
      expect(messageOf(consent)).to.equal('');
      expect(linesOf(consent)).to.deep.equal(['[필수] 개인정보 수집']);
    });

    it('is pressed again after a no', async () => {
      const {client, consent} = await setup({...signedIn(PRIVACY), ...outcome({privacy: 'declined'})});
      await press(consent);

      expect(client.consents).to.have.lengthOf(1);
    });

    it('names a term that the app has not to the developer, once, and says nothing strange', async () => {
      const errors = recordErrors();
      const {client, consent} = await setup(
        {...signedIn(), ...outcome({evnet: 'misconfigured'})},
        {tags: 'evnet'},
        (fake) => (fake.tellsTerms = false),
      );
      await client.update({}, consent);
      expect(await errors.restore()).to.have.lengthOf(1);
      expect(errors.lines[0]).to.match(/config_invalid: .*evnet.*Kakao/);
      expect(messageOf(consent)).to.equal('');
      expect(linesOf(consent)).to.equal(null);
    });

    it('is told by the first of several where none was pressed on this page, else by the pressed one', async () => {
      const client = new FakeClient();
      const root = await mount(
        html`<div>
          <kakao-terms-consent .client=${client}></kakao-terms-consent>
          <kakao-terms-consent .client=${client}></kakao-terms-consent>
        </div>`,
      );
      const [first, second] = [...root.querySelectorAll('kakao-terms-consent')] as [
        KakaoTermsConsent,
        KakaoTermsConsent,
      ];
      await client.update({...signedIn(), ...outcome({privacy: 'agreed'})}, first, second);
      expect([messageOf(first), messageOf(second)]).to.deep.equal(['동의가 완료됐어요.', '']);

      client.source = second;
      await client.update({});
      first.requestUpdate();
      await settle(first, second);
      expect([messageOf(first), messageOf(second)]).to.deep.equal(['', '동의가 완료됐어요.']);
    });
  });

  describe('auto', () => {
    const asked = ({consents}: FakeClient): unknown[] => consents.map(({terms, throughTalk}) => [terms, throughTalk]);
    const ONCE = [[['privacy'], 'never']];

    for (const [what, state, attributes, expected] of [
      ['asks for the required ones, and never through the app', signedIn(PRIVACY, MARKETING), {auto: ''}, ONCE],
      ['asks for those of its tags', signedIn(PRIVACY, EVENT), {auto: '', tags: 'privacy'}, ONCE],
      ['asks with auto="true"', signedIn(PRIVACY), {auto: 'true'}, ONCE],
      ['asks nobody with auto="false"', signedIn(PRIVACY), {auto: 'false'}, []],
      ['asks nobody without it', signedIn(PRIVACY), {}, []],
      ['asks nobody for optional ones', signedIn(MARKETING), {auto: ''}, []],
      ['asks nobody for consent items', signedIn(), {auto: '', scope: 'name'}, []],
      ['asks nobody who is not signed in', {session: {status: 'signed-out'}}, {auto: ''}, []],
      ['asks nobody in the middle of a login', {...signedIn(PRIVACY), flow: {status: 'completing'}}, {auto: ''}, []],
      [
        'asks nobody after a failure',
        {...signedIn(PRIVACY), flow: {status: 'retry', code: 'backend_failed'}},
        {auto: ''},
        [],
      ],
    ] as const) {
      it(what, async () => {
        const {client} = await setup(state, attributes);

        expect(asked(client)).to.deep.equal(expected);
      });
    }

    it('asks once a visit, whatever comes later', async () => {
      const {client, consent} = await setup(signedIn(PRIVACY), {auto: ''});
      for (const state of [outcome({privacy: 'declined'}), signedIn(EVENT), signedIn(PRIVACY)]) {
        await client.update(state, consent);
      }
      const next = await setup(signedIn(PRIVACY), {auto: ''}, (fake) => {
        for (const [key, value] of client.storage) fake.storage.set(key, value);
      });

      expect(asked(client)).to.deep.equal(ONCE);
      expect(asked(next.client)).to.deep.equal([]);
    });

    it('never asks where that cannot be remembered', async () => {
      const {client} = await setup(signedIn(PRIVACY), {auto: ''}, (fake) => (fake.hasStorage = false));

      expect(asked(client)).to.deep.equal([]);
    });

    it('asks once for several of them', async () => {
      const client = new FakeClient();
      await mount(
        html`<div>
          <kakao-terms-consent auto .client=${client}></kakao-terms-consent>
          <kakao-terms-consent auto .client=${client}></kakao-terms-consent>
        </div>`,
      );
      await client.update(signedIn(PRIVACY));
      await settle();

      expect(asked(client)).to.deep.equal(ONCE);
    });

    it('never takes a window along in which the page is a frame', async () => {
      const {client} = await setup(signedIn(PRIVACY), {auto: ''}, (fake) => (fake.context.ports.isTop = false));

      expect(asked(client)).to.deep.equal([]);
      expect(client.storage.size).to.equal(0);
    });

    it('waits until the page is seen, and watches no longer once it has left', async () => {
      const {client, consent} = await setup(signedIn(PRIVACY), {auto: ''}, (fake) => (fake.isVisible = false));
      expect(asked(client)).to.deep.equal([]);

      client.isVisible = true;
      for (const look of client.onVisible) look();
      await settle(consent);
      expect(asked(client)).to.deep.equal(ONCE);

      consent.remove();
      expect(client.onVisible.size).to.equal(0);
    });
  });

  for (const [name, value] of Object.entries({
    number: 7,
    object: {},
    list: ['privacy'],
    null: null,
    symbol: Symbol('x'),
  })) {
    it(`takes a ${name} as tags and scope for nothing`, async () => {
      const {client, consent} = await setup(signedIn(EVENT));
      Object.assign(consent, {tags: value, scope: value});
      await settle(consent);
      await press(consent);

      expect(client.consents.map(({terms, scope}) => ({terms, scope}))).to.deep.equal([
        {terms: ['event_2026'], scope: []},
      ]);
    });
  }
});
