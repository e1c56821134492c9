import {expect} from '@open-wc/testing';
import '../../../src/define.js';
import {Family} from '../../support/family.js';
import settings from './unusable-settings.json' with {type: 'json'};
import {holdTimers, messageOf, press, recordErrorsOfEach, setAttribute, settle} from '../support/page.js';
import {COMPLETE, createSync, KEY, openConfigured as setup} from '../support/sync.js';

const HELP =
  /^지금은 카카오로 로그인할 수 없어요. 다른 방법으로 로그인하거나 고객센터에 문의해 주세요. \| 문의 번호 KS-\S{9}$/;

/** Values that cannot be used, and what the developer is told instead. With one of the identity no login is possible. */
const {identity, live} = settings as Record<string, unknown> as Record<
  string,
  [name: string, remedy: string, values: string[]][]
>;
const LONG: typeof live = [
  ['login-hint', 'line', ['x'.repeat(201)]],
  ['context', '512', ['x'.repeat(513), '가'.repeat(600), 'y'.repeat(5000)]],
];

/** Longer than any timer of a page, except the 30 s for a sentence: they may not end while its module is on its way. */
const LATER = 20_000;

describe('<kakao-sync> problems', () => {
  const family = new Family('C2', 'settings of the page, one at a time', after);
  let timers: ReturnType<typeof holdTimers>;
  afterEach(() => timers.restore());
  const errors = recordErrorsOfEach();
  beforeEach(() => {
    timers = holdTimers();
  });

  async function expectOneLine(name: string, value: string, remedy: string): Promise<void> {
    expect(await errors.settled()).to.have.lengthOf(1);
    expect(errors.lines[0]!.replace(/ KS-[\w-]{9}:/, ':'))
      .to.contain(`config_invalid: ${name}=${JSON.stringify(value.slice(0, 80))}`)
      .and.contain('(docs/en/error-codes.md)')
      .and.contain(remedy);
    expect(errors.lines[0]!.length).to.be.lessThan(300);
  }

  for (const [name, remedy, values] of identity!) {
    for (const value of values) {
      it(`C2 names ${name}="${value}", and a press says that no login is possible`, async () => {
        const {button, told} = await setup({...COMPLETE, [name]: value});
        await expectOneLine(name, value, remedy);

        await press(button);
        await press(button);
        timers.advance(LATER);

        expect(told).to.deep.equal(['config_invalid', 'config_invalid']);
        expect(messageOf(button)).to.match(HELP);
        expect(errors.lines[0], 'the reference of the message').to.contain(` ${messageOf(button).slice(-12)}: `);
        await expectOneLine(name, value, remedy);
        family.judge('refused');
      });
    }
  }

  for (const [name, remedy, values] of [...live!, ...LONG]) {
    for (const value of values) {
      it(`C2 names ${name}="${value.slice(0, 20)}" once, and logs in without it`, async () => {
        const {button, sync, told} = await setup({...COMPLETE, [name]: value});
        await setAttribute(sync, name, value);
        await expectOneLine(name, value, remedy);

        await press(button);

        expect(told).to.deep.equal(['start']);
        family.judge('refused');
      });
    }
  }

  for (const [missing, remedy] of [
    ['app-key', /app-key is missing.*JavaScript key/],
    ['redirect-uri', new RegExp(`redirect-uri is missing.*${location.origin}/kakao/callback`)],
    ['endpoint', /endpoint is missing.*"\/api\/kakao\/session"/],
  ] as const) {
    const attributes = Object.fromEntries(Object.entries(COMPLETE).filter(([name]) => name !== missing));
    const expectOneRemedy = async (): Promise<void> => {
      expect(await errors.settled()).to.have.lengthOf(1);
      expect(errors.lines[0]).to.match(remedy).and.contain('config_incomplete').and.contain('(docs/en/error-codes.md)');
    };

    it(`says what to do about a missing ${missing} at a press, and no second time`, async () => {
      const {button, told} = await setup(attributes);
      expect(await errors.settled()).to.deep.equal([]);
      await press(button);
      expect(messageOf(button)).to.match(HELP);
      await expectOneRemedy();

      timers.advance(LATER);
      await press(button);
      expect(told).to.deep.equal(['config_incomplete', 'config_incomplete']);
      await expectOneRemedy();
    });

    it(`says what to do about a missing ${missing} once, three seconds after the page has loaded`, async () => {
      await setup(attributes);
      timers.advance(2999);
      expect(await errors.settled()).to.deep.equal([]);

      timers.advance(1);
      timers.advance(LATER);

      await expectOneRemedy();
    });
  }

  it('says nothing when the rest arrives in time', async () => {
    const {sync} = await setup({});
    timers.advance(2000);
    for (const [name, value] of Object.entries(COMPLETE)) sync.setAttribute(name, value);
    await settle();
    timers.advance(LATER);

    expect(await errors.settled()).to.deep.equal([]);
  });

  it('names what is missing next, once the first is there', async () => {
    const {button, sync} = await setup({});
    await press(button);
    await setAttribute(sync, 'app-key', KEY);
    await press(button);
    timers.advance(LATER);

    await errors.settled();

    expect(errors.lines.map((line) => / (\S+) is missing/.exec(line)?.[1])).to.deep.equal(['app-key', 'redirect-uri']);
  });

  it('says nothing when it has left meanwhile', async () => {
    const sync = createSync({});
    document.body.append(sync);
    await settle();
    sync.remove();
    timers.advance(LATER);

    expect(await errors.settled()).to.deep.equal([]);
  });

  it('counts the three seconds from the load of a page that is still loading', async () => {
    Object.defineProperty(document, 'readyState', {value: 'interactive', configurable: true});
    await setup({});
    timers.advance(LATER);
    expect(await errors.settled()).to.deep.equal([]);

    Reflect.deleteProperty(document, 'readyState');
    window.dispatchEvent(new Event('load'));
    timers.advance(3000);
    expect(await errors.settled()).to.have.lengthOf(1);
  });

  for (const name of ['client-secret', 'admin-key', 'data-admin-key', 'kakao-secret']) {
    it(`refuses ${name} without repeating it`, async () => {
      await setup({...COMPLETE, [name]: 'a-very-secret-value'});

      expect(await errors.settled()).to.have.lengthOf(1);
      expect(errors.lines[0]).to.contain(name).and.contain('Remove it').and.not.contain('a-very-secret-value');
    });
  }

  it('treats empty attributes as missing, and can be mended after a press', async () => {
    const {button, sync, told} = await setup({'app-key': '', endpoint: '', 'redirect-uri': ''});
    await press(button);
    for (const [name, value] of Object.entries(COMPLETE)) sync.setAttribute(name, value);
    await settle();
    await press(button);

    expect(told).to.deep.equal(['config_incomplete', 'start']);
  });
});
