import {expect, html} from '@open-wc/testing';
import {createKakaoSync} from '../../../src/client/create-kakao-sync.js';
import type {SessionState} from '../../../src/client/state/state.js';
import '../../../src/elements/account/define.js';
import type {KakaoAccount} from '../../../src/elements/account/account.js';
import {describeElement} from '../support/element-suite.js';
import {FakeClient} from '../support/fake-client.js';
import {isDrawn, messageOf, partOf, readAccessible, setAttribute, settle} from '../support/page.js';

const PICTURE = 'data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==';
const BROKEN = 'data:image/gif;base64,AAAA';

const signedIn = (member: {name?: string; picture?: string} = {name: '김하나'}): SessionState => ({
  status: 'signed-in',
  member,
  missingTerms: [],
});

/** What of an element and its slots is drawn. */
function shownIn(account: Element): string {
  const parts = [...account.children, partOf(account, 'name')] as (HTMLElement | null)[];
  return parts.flatMap((part) => (part && isDrawn(part) ? part.innerText : [])).join(' ');
}

describeElement('<kakao-account>', (mount) => {
  async function setup(picture = 'false'): Promise<{client: FakeClient; account: KakaoAccount}> {
    const client = new FakeClient();
    const account = await mount<KakaoAccount>(
      html`<kakao-account picture=${picture} .client=${client}>
        <span slot="busy">불러오는 중</span><a slot="signed-out" href="/login">로그인</a>
      </kakao-account>`,
    );
    return {client, account};
  }

  it('asks who is signed in, is busy until that is known, and follows what happens later', async () => {
    const {client, account} = await setup();
    expect(client.expectedSessions).to.be.greaterThan(0);
    const seen = [shownIn(account)];
    for (const session of [signedIn(), {status: 'signed-out'} as const, signedIn({name: '박둘'})]) {
      await client.learn(session, account);
      seen.push(shownIn(account));
    }

    expect(seen).to.deep.equal(['불러오는 중', '김하나', '로그인', '박둘']);
  });

  for (const [what, session] of [
    ['nobody is signed in', {status: 'signed-out'}],
    ['it cannot be known', undefined],
  ] as const) {
    it(`shows the way in where ${what}`, async () => {
      const {client, account} = await setup();
      await client.learn(session, account);

      expect(shownIn(account)).to.equal('로그인');
    });
  }

  it('shows nothing of its own where nobody is signed in and the site has put nothing there', async () => {
    const client = new FakeClient();
    const account = await mount<KakaoAccount>(html`<kakao-account .client=${client}></kakao-account>`);
    await client.learn({status: 'signed-out'}, account);

    expect(account.shadowRoot!.querySelectorAll('button')).to.have.lengthOf(0);
    expect(account.getBoundingClientRect().width).to.equal(0);
  });

  it("shows the site's own words for a member in place of the name", async () => {
    const client = new FakeClient();
    await client.learn(signedIn());
    const account = await mount<KakaoAccount>(
      html`<kakao-account .client=${client}><a slot="signed-in" href="/my">마이페이지</a></kakao-account>`,
    );

    expect(isDrawn(account.querySelector('a'))).to.equal(true);
    expect(isDrawn(partOf(account, 'button'))).to.equal(false);
  });

  it('moves nothing when it becomes known, and is at one with the others of its page', async () => {
    const client = new FakeClient();
    const root = await mount(
      html`<div>
        <kakao-account .client=${client}></kakao-account><kakao-account .client=${client}></kakao-account>
        <p>그다음</p>
      </div>`,
    );
    const accounts = [...root.querySelectorAll('kakao-account')];
    const next = root.querySelector('p')!;
    const before = next.getBoundingClientRect().top;
    await client.learn(signedIn(), ...accounts);

    expect(next.getBoundingClientRect().top).to.equal(before);
    expect(accounts.map(shownIn)).to.deep.equal(['김하나', '김하나']);
  });

  for (const [name, letter, called] of [
    ['김하나', '김', '김하나 내 계정'],
    [' 👩 Ann', '👩', '👩 Ann 내 계정'],
    ['<b>굵게</b>', '<', '<b>굵게</b> 내 계정'],
    ['👨‍👩‍👧‍👦 가족', '👨‍👩‍👧‍👦', '👨‍👩‍👧‍👦 가족 내 계정'],
    ['🇰🇷 한국', '🇰🇷', '🇰🇷 한국 내 계정'],
    ['🏴󠁧󠁢󠁳󠁣󠁴󠁿', '🏴󠁧󠁢󠁳󠁣󠁴󠁿', '🏴󠁧󠁢󠁳󠁣󠁴󠁿 내 계정'],
    ['1️⃣ 번', '1️⃣', '1️⃣ 번 내 계정'],
    ['김하나'.normalize('NFD'), '김', `${'김하나'.normalize('NFD')} 내 계정`],
    ['\u200f\u2067 שם', 'ש', '\u200f\u2067 שם 내 계정'],
    ['\u3164\u200b하나', '하', '\u3164\u200b하나 내 계정'],
    ['\u0301하나', '하', '\u0301하나 내 계정'],
    ...[
      '\u3164',
      '\u200b\u200d',
      '\u2800',
      '\u00ad',
      '\u200f',
      '\u115f\u1160',
      '\uffa0',
      '\ufe0f',
      '\u0301',
      ' \t\u00a0',
    ].map((name) => [name, undefined, '내 계정'] as const),
    [undefined, undefined, '내 계정'],
  ] as const) {
    it(`calls ${name ? JSON.stringify(name) : 'somebody without a name'} "${called}", and shows the letter ${letter ?? 'of nobody'}`, async () => {
      const {client, account} = await setup();
      await client.learn(signedIn({...(name && {name})}), account);

      expect(readAccessible(partOf(account, 'button'))).to.deep.equal({name: called, role: 'button'});
      expect((partOf(account, 'picture') as HTMLElement | null)?.innerText).to.equal(letter);
    });
  }

  it('shows a person where the browser cannot tell letters apart', async () => {
    const {Segmenter} = Intl;
    Reflect.deleteProperty(Intl, 'Segmenter');
    try {
      const {client, account} = await setup();
      await client.learn(signedIn({name: '👨‍👩‍👧‍👦'}), account);

      expect(partOf(account, 'picture').localName).to.equal('svg');
      expect(isDrawn(partOf(account, 'picture'))).to.equal(true);
    } finally {
      Object.assign(Intl, {Segmenter});
    }
  });

  it('keeps marks that turn the direction of text inside the name', async () => {
    const {client, account} = await setup();
    const boxes: DOMRect[][] = [];
    for (const name of ['\u202e하나 mark', '하나 mark']) {
      await client.learn(signedIn({name}), account);
      const parts = ['picture', 'name'].map((part) => partOf(account, part).getBoundingClientRect());
      boxes.push([...parts, account.shadowRoot!.querySelector('svg')!.getBoundingClientRect()]);
    }

    expect(boxes[0]!.map(({left}) => left)).to.deep.equal(boxes[1]!.map(({left}) => left));
    expect(getComputedStyle(partOf(account, 'name')).unicodeBidi).to.equal('plaintext');
  });

  describe('picture', () => {
    const pictureOf = (account: KakaoAccount): HTMLImageElement | null => account.shadowRoot!.querySelector('img');

    it('is loaded where the site asks for it', async () => {
      const {client, account} = await setup();
      await client.learn(signedIn({name: '김하나', picture: PICTURE}));
      for (const value of ['', null, 'true', 'false']) {
        await setAttribute(account, 'picture', value);

        expect(!!pictureOf(account), `picture=${value}`).to.equal(value === '' || value === 'true');
      }
    });

    it('tells Kakao nothing of the page, is decoration, and waits until it is in sight', async () => {
      const {client, account} = await setup('');
      await client.learn(signedIn({name: '김하나', picture: PICTURE}), account);

      const {src, alt, loading, referrerPolicy} = pictureOf(account)!;
      expect({src, alt, loading, referrerPolicy}).to.deep.equal({
        src: PICTURE,
        alt: '',
        loading: 'lazy',
        referrerPolicy: 'no-referrer',
      });
    });

    it('gives way to the first letter where it does not load, and comes back where another one does', async () => {
      const {client, account} = await setup('');
      await client.learn(signedIn({name: '김하나', picture: BROKEN}), account);
      const broken = pictureOf(account)!;
      await new Promise((resolve) => broken.addEventListener('error', resolve));
      await settle(account);
      expect(pictureOf(account)).to.equal(null);
      expect(partOf(account, 'picture').innerText).to.equal('김');

      await client.update({session: signedIn({name: '김하나', picture: PICTURE})}, account);
      expect(pictureOf(account)!.src).to.equal(PICTURE);
    });
  });

  it('says that a logout failed, and nothing of a login', async () => {
    const {client, account} = await setup();
    await client.learn(signedIn());
    await client.update({flow: {status: 'retry', purpose: 'login', code: 'backend_failed'}}, account);
    expect(messageOf(account)).to.equal('');

    await client.update(
      {flow: {status: 'retry', purpose: 'logout', code: 'backend_unreachable', ref: 'KS-7GR0-9A2K'}},
      account,
    );
    expect(messageOf(account)).to.equal('연결이 원활하지 않아요. 잠시 후 다시 시도해 주세요. | 문의 번호 KS-7GR0-9A2K');
  });

  it('changes to another client, and forgets what the first one knew', async () => {
    const {client, account} = await setup();
    const other = new FakeClient();
    account.client = other;
    await settle(account);
    await client.learn({status: 'signed-out'}, account);
    expect(shownIn(account)).to.equal('불러오는 중');

    await other.learn(signedIn(), account);
    expect(shownIn(account)).to.equal('김하나');
  });

  it("waits for the page's client, whose session is looked up once for all of them", async () => {
    let reads = 0;
    const root = await mount(
      html`<div>
        <kakao-account><i slot="busy">잠시만요</i></kakao-account
        ><kakao-account></kakao-account>
      </div>`,
    );
    const accounts = [...root.querySelectorAll('kakao-account')];
    expect(shownIn(accounts[0]!)).to.equal('잠시만요');

    const client = createKakaoSync({
      appKey: '0123456789abcdef0123456789abcdef',
      redirectUri: '/kakao/callback',
      readSession: () => (
        reads++,
        Promise.resolve({status: 'signed-in', isNewMember: false, member: {name: '김하나'}})
      ),
      postCode: () => Promise.reject(new Error('Nobody logs in.')),
    });
    await client.start();
    await new Promise<void>((resolve) => {
      client.subscribe(({session}) => void (session.status === 'signed-in' && resolve()));
    });
    const late = document.createElement('kakao-account');
    root.append(late);
    await settle(...accounts, late);

    expect([...accounts, late].map(shownIn)).to.deep.equal(['김하나', '김하나', '김하나']);
    expect(reads).to.equal(1);
  });
});
