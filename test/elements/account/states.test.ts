import {expect, fixture, html} from '@open-wc/testing';
import '../../../src/elements/account/define.js';
import type {KakaoAccount} from '../../../src/elements/account/account.js';
import type {SessionState} from '../../../src/client/state/state.js';
import {FakeClient} from '../support/fake-client.js';
import {forgetPage, isDrawn, messageOf, partOf, readAccessible, settle} from '../support/page.js';

const PICTURE = 'data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==';
const BROKEN = 'data:image/gif;base64,AAAA';

const signedIn = (member: {name?: string; picture?: string} = {name: '김하나'}): SessionState => ({
  status: 'signed-in',
  member,
  missingTerms: [],
});

async function setup(
  attributes: {picture?: boolean | string} = {},
): Promise<{client: FakeClient; account: KakaoAccount; shown: () => string}> {
  const client = new FakeClient();
  const account = await fixture<KakaoAccount>(
    html`<kakao-account .client=${client}>
      <span slot="busy">불러오는 중</span><a slot="signed-out" href="/login">로그인</a>
    </kakao-account>`,
  );
  if (attributes.picture !== undefined) account.setAttribute('picture', `${attributes.picture}`);
  await settle(account);
  const shown = (): string => {
    const parts = [...account.children, partOf(account, 'name')] as (HTMLElement | null)[];
    return parts.flatMap((part) => (part && isDrawn(part) ? part.innerText : [])).join(' ');
  };
  return {client, account, shown};
}

const pictureOf = (account: KakaoAccount): HTMLImageElement | null => account.shadowRoot!.querySelector('img');

describe('<kakao-account> states', () => {
  beforeEach(forgetPage);
  afterEach(forgetPage);

  it('shows what is busy until the page has learnt who is signed in, and asks for that', async () => {
    const {client, account, shown} = await setup();

    expect(shown()).to.equal('불러오는 중');
    expect(client.expectedSessions).to.be.greaterThan(0);

    await client.learn(signedIn());
    await settle(account);
    expect(shown()).to.equal('김하나');
  });

  for (const [what, session] of [
    ['nobody is signed in', {status: 'signed-out'}],
    ['it cannot be known', undefined],
  ] as const) {
    it(`shows the way in where ${what}`, async () => {
      const {client, account, shown} = await setup();
      await client.learn(session);
      await settle(account);

      expect(shown()).to.equal('로그인');
    });
  }

  it('shows nothing of its own where nobody is signed in and the site has put nothing there', async () => {
    const client = new FakeClient();
    const account = await fixture<KakaoAccount>(html`<kakao-account .client=${client}></kakao-account>`);
    await client.learn({status: 'signed-out'});
    await settle(account);

    expect(account.shadowRoot!.querySelectorAll('button')).to.have.lengthOf(0);
    expect(account.getBoundingClientRect().width).to.equal(0);
  });

  it("shows the site's own words for a member in place of the name", async () => {
    const client = new FakeClient();
    const account = await fixture<KakaoAccount>(
      html`<kakao-account .client=${client}><a slot="signed-in" href="/my">마이페이지</a></kakao-account>`,
    );
    await client.learn(signedIn());
    await settle(account);

    expect(isDrawn(account.querySelector('a'))).to.equal(true);
    expect(isDrawn(partOf(account, 'button'))).to.equal(false);
  });

  it('follows what happens later', async () => {
    const {client, account, shown} = await setup();
    const seen: string[] = [];
    for (const session of [signedIn(), {status: 'signed-out'} as const, signedIn({name: '박둘'})]) {
      await client.learn(session);
      await settle(account);
      seen.push(shown());
    }

    expect(seen).to.deep.equal(['김하나', '로그인', '박둘']);
  });

  it('is at one with the others of its page', async () => {
    const client = new FakeClient();
    const root = await fixture(
      html`<div>
        <kakao-account .client=${client}></kakao-account><kakao-account .client=${client}></kakao-account>
      </div>`,
    );
    const accounts = [...root.querySelectorAll('kakao-account')];
    await client.learn(signedIn());
    await settle(...accounts);

    expect(accounts.map((account) => partOf(account, 'name').innerText)).to.deep.equal(['김하나', '김하나']);
  });

  for (const [name, letter, called] of [
    ['김하나', '김', '김하나 내 계정'],
    [' 👩 Ann', '👩', '👩 Ann 내 계정'],
    ['<b>굵게</b>', '<', '<b>굵게</b> 내 계정'],
    [undefined, undefined, '내 계정'],
  ] as const) {
    it(`calls ${name ?? 'somebody without a name'} "${called}", and shows the letter ${letter ?? 'of nobody'}`, async () => {
      const {client, account} = await setup();
      await client.learn(signedIn({...(name && {name})}));
      await settle(account);

      expect(readAccessible(partOf(account, 'button'))).to.deep.equal({name: called, role: 'button'});
      expect((partOf(account, 'picture') as HTMLElement | null)?.innerText).to.equal(letter);
    });
  }

  describe('picture', () => {
    it('is not loaded unless the site asks for it', async () => {
      const {client, account} = await setup();
      await client.learn(signedIn({name: '김하나', picture: PICTURE}));
      await settle(account);

      expect(pictureOf(account)).to.equal(null);
    });

    for (const [value, isAsked] of [
      ['', true],
      ['true', true],
      ['false', false],
    ] as const) {
      it(`is ${isAsked ? '' : 'not '}asked for by picture="${value}"`, async () => {
        const {client, account} = await setup({picture: value});
        await client.learn(signedIn({name: '김하나', picture: PICTURE}));
        await settle(account);

        expect(!!pictureOf(account)).to.equal(isAsked);
      });
    }

    it('tells Kakao nothing of the page, is decoration, and waits until it is in sight', async () => {
      const {client, account} = await setup({picture: ''});
      await client.learn(signedIn({name: '김하나', picture: PICTURE}));
      await settle(account);

      const {src, alt, loading, referrerPolicy} = pictureOf(account)!;
      expect({src, alt, loading, referrerPolicy}).to.deep.equal({
        src: PICTURE,
        alt: '',
        loading: 'lazy',
        referrerPolicy: 'no-referrer',
      });
    });

    it('gives way to the first letter where it does not load, and comes back where another one does', async () => {
      const {client, account} = await setup({picture: ''});
      await client.learn(signedIn({name: '김하나', picture: BROKEN}));
      await settle(account);
      const broken = pictureOf(account)!;
      await new Promise((resolve) => broken.addEventListener('error', resolve));
      await settle(account);
      expect(pictureOf(account)).to.equal(null);
      expect(partOf(account, 'picture').innerText).to.equal('김');

      client.update({session: signedIn({name: '김하나', picture: PICTURE})});
      await settle(account);
      expect(pictureOf(account)!.src).to.equal(PICTURE);
    });
  });

  it('moves nothing when it becomes known', async () => {
    const client = new FakeClient();
    const root = await fixture(
      html`<div>
        <kakao-account .client=${client}></kakao-account>
        <p>그다음</p>
      </div>`,
    );
    const account = root.querySelector('kakao-account')!;
    const next = root.querySelector('p')!;
    const before = next.getBoundingClientRect().top;
    await client.learn(signedIn());
    await settle(account);

    expect(next.getBoundingClientRect().top).to.equal(before);
  });

  it('says that a logout failed, and a login button does not', async () => {
    const {client, account} = await setup();
    await client.learn(signedIn());
    client.enter({status: 'retry', purpose: 'logout', code: 'backend_unreachable', ref: 'KS-a1b2c3'});
    await settle(account);

    expect(messageOf(account)).to.equal('연결이 원활하지 않아요. 잠시 후 다시 눌러 주세요. | 문의 번호 KS-a1b2c3');
    expect(partOf(account, 'message').getAttribute('role')).to.equal('status');
  });

  it('says nothing of a login that failed elsewhere', async () => {
    const {client, account} = await setup();
    client.enter({status: 'retry', purpose: 'login', code: 'backend_failed'});
    await settle(account);

    expect(messageOf(account)).to.equal('');
  });
});
