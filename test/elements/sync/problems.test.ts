import {expect, fixture, html} from '@open-wc/testing';
import '../../../src/define.js';
import {Family} from '../../support/family.js';
import settings from './unusable-settings.json' with {type: 'json'};
import {forgetPage, holdTimers, messageOf, press, recordErrors, settle} from '../support/page.js';

const KEY = '0123456789abcdef0123456789abcdef';
const COMPLETE = {'app-key': KEY, endpoint: '/api/kakao/session', 'redirect-uri': '/kakao/callback'};
const HELP = '지금은 카카오를 이용할 수 없어요. 다른 방법을 이용해 주세요.';

/** Values that cannot be used, and what the developer is told instead. With one of the identity no login is possible. */
const {identity, live} = settings as Record<string, unknown> as Record<
  string,
  [name: string, remedy: string, values: string[]][]
>;
const LONG: typeof live = [
  ['login-hint', 'line', ['x'.repeat(201)]],
  ['context', '512', ['x'.repeat(513), '가'.repeat(600), 'y'.repeat(5000)]],
];

async function setup(attributes: Readonly<Record<string, string>>): Promise<{
  button: HTMLElementTagNameMap['kakao-login-button'];
  sync: HTMLElementTagNameMap['kakao-sync'];
  codes: string[];
  starts: () => number;
}> {
  const holder = await fixture<HTMLElement>(html`<div><kakao-login-button></kakao-login-button></div>`);
  const button = holder.querySelector('kakao-login-button')!;
  const codes: string[] = [];
  let starts = 0;
  holder.addEventListener('kakao-login-error', ({detail}) => codes.push(detail.code));
  holder.addEventListener('kakao-login-start', (event) => {
    starts++;
    event.preventDefault();
  });
  const sync = document.createElement('kakao-sync');
  for (const [name, value] of Object.entries(attributes)) sync.setAttribute(name, value);
  holder.append(sync);
  await settle(button);
  return {button, sync, codes, starts: () => starts};
}

describe('<kakao-sync> problems', () => {
  const family = new Family('C2', 'settings of the page, one at a time', after);
  let errors: ReturnType<typeof recordErrors>;
  let timers: ReturnType<typeof holdTimers>;
  beforeEach(() => {
    forgetPage();
    errors = recordErrors();
    timers = holdTimers();
  });
  afterEach(async () => {
    timers.restore();
    await errors.restore();
    forgetPage();
  });

  async function expectOneLine(name: string, value: string, remedy: string): Promise<void> {
    await errors.settled();
    expect(errors.lines).to.have.lengthOf(1);
    expect(errors.lines[0])
      .to.contain(`config_invalid: ${name}=${JSON.stringify(value.slice(0, 80))}`)
      .and.contain('(docs/en/error-codes.md)')
      .and.contain(remedy);
    expect(errors.lines[0]!.length).to.be.lessThan(300);
  }

  for (const [name, remedy, values] of identity!) {
    for (const value of values) {
      it(`C2 names ${name}="${value}", and a press says that no login is possible`, async () => {
        const {button, codes, starts} = await setup({...COMPLETE, [name]: value});
        await expectOneLine(name, value, remedy);

        await press(button);
        await press(button);
        timers.advance(60_000);

        expect(codes).to.deep.equal(['config_invalid', 'config_invalid']);
        expect(starts()).to.equal(0);
        expect(messageOf(button)).to.equal(HELP);
        await expectOneLine(name, value, remedy);
        family.judge('refused');
      });
    }
  }

  for (const [name, remedy, values] of [...live!, ...LONG]) {
    for (const value of values) {
      it(`C2 names ${name}="${value.slice(0, 20)}" once, and logs in without it`, async () => {
        const {button, sync, codes, starts} = await setup({...COMPLETE, [name]: value});
        sync.setAttribute(name, value);
        await settle();
        await expectOneLine(name, value, remedy);

        await press(button);

        expect([starts(), codes]).to.deep.equal([1, []]);
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
      await errors.settled();
      expect(errors.lines).to.have.lengthOf(1);
      expect(errors.lines[0]).to.match(remedy).and.contain('config_incomplete').and.contain('(docs/en/error-codes.md)');
    };

    it(`says what to do about a missing ${missing} at a press, and no second time`, async () => {
      const {button, codes} = await setup(attributes);
      await errors.settled();
      expect(errors.lines).to.deep.equal([]);
      await press(button);
      expect(messageOf(button)).to.equal(HELP);
      await expectOneRemedy();

      timers.advance(60_000);
      await press(button);
      expect(codes).to.deep.equal(['config_incomplete', 'config_incomplete']);
      await expectOneRemedy();
    });

    it(`says what to do about a missing ${missing} once, three seconds after the page has loaded`, async () => {
      await setup(attributes);
      timers.advance(2999);
      await errors.settled();
      expect(errors.lines).to.deep.equal([]);

      timers.advance(1);
      timers.advance(60_000);

      await expectOneRemedy();
    });
  }

  it('says nothing when the rest arrives in time', async () => {
    const {sync} = await setup({});
    timers.advance(2000);
    for (const [name, value] of Object.entries(COMPLETE)) sync.setAttribute(name, value);
    await settle();
    timers.advance(60_000);

    await errors.settled();

    expect(errors.lines).to.deep.equal([]);
  });

  it('names what is missing next, once the first is there', async () => {
    const {button, sync} = await setup({});
    await press(button);
    sync.setAttribute('app-key', KEY);
    await settle();
    await press(button);
    timers.advance(60_000);

    await errors.settled();

    expect(errors.lines.map((line) => / (\S+) is missing/.exec(line)?.[1])).to.deep.equal(['app-key', 'redirect-uri']);
  });

  it('says nothing when it has left meanwhile', async () => {
    const {sync} = await setup({});
    sync.remove();
    timers.advance(60_000);

    await errors.settled();

    expect(errors.lines).to.deep.equal([]);
  });

  it('counts the three seconds from the load of a page that is still loading', async () => {
    Object.defineProperty(document, 'readyState', {value: 'interactive', configurable: true});
    await setup({});
    timers.advance(60_000);
    await errors.settled();
    expect(errors.lines).to.deep.equal([]);

    Reflect.deleteProperty(document, 'readyState');
    window.dispatchEvent(new Event('load'));
    timers.advance(3000);
    await errors.settled();
    expect(errors.lines).to.have.lengthOf(1);
  });

  for (const name of ['client-secret', 'admin-key', 'data-admin-key', 'kakao-secret']) {
    it(`refuses ${name} without repeating it`, async () => {
      await setup({...COMPLETE, [name]: 'a-very-secret-value'});

      await errors.settled();

      expect(errors.lines).to.have.lengthOf(1);
      expect(errors.lines[0]).to.contain(name).and.contain('Remove it').and.not.contain('a-very-secret-value');
    });
  }

  it('treats empty attributes as missing, and can be mended after a press', async () => {
    const {button, sync, codes, starts} = await setup({'app-key': '', endpoint: '', 'redirect-uri': ''});
    await press(button);
    for (const [name, value] of Object.entries(COMPLETE)) sync.setAttribute(name, value);
    await settle();
    await press(button);

    expect([codes, starts()]).to.deep.equal([['config_incomplete'], 1]);
  });
});
