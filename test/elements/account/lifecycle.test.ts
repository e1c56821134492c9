import {expect, fixture, html} from '@open-wc/testing';
import {createKakaoSync} from '../../../src/client/create-kakao-sync.js';
import '../../../src/elements/account/define.js';
import type {KakaoAccount} from '../../../src/elements/account/account.js';
import {FakeClient} from '../support/fake-client.js';
import {forgetPage, partOf, settle} from '../support/page.js';

const nameOf = (account: Element): string | undefined => (partOf(account, 'name') as HTMLElement | null)?.innerText;

const member = (name: string) => ({session: {status: 'signed-in', member: {name}, missingTerms: []}}) as const;

describe('<kakao-account> lifecycle', () => {
  beforeEach(forgetPage);
  afterEach(forgetPage);

  it('stops listening when it leaves, and is up to date when it comes back', async () => {
    const client = new FakeClient();
    const account = await fixture<KakaoAccount>(html`<kakao-account .client=${client}></kakao-account>`);
    account.remove();
    expect(client.listeners.size).to.equal(0);

    client.update(member('박둘'));
    document.body.append(account);
    await settle(account);
    expect(nameOf(account)).to.equal('박둘');

    account.remove();
  });

  it('changes to another client, and forgets what the first one knew', async () => {
    const client = new FakeClient();
    const account = await fixture<KakaoAccount>(
      html`<kakao-account .client=${client}><i slot="busy">잠시만요</i><i slot="signed-out">로그인</i></kakao-account>`,
    );
    const other = new FakeClient();
    account.client = other;
    await settle(account);
    await client.learn({status: 'signed-out'});
    await settle(account);
    expect(account.querySelector('[slot=busy]')!.assignedSlot).not.to.equal(null);

    await other.learn(member('박둘').session);
    await settle(account);
    expect(nameOf(account)).to.equal('박둘');
  });

  it("waits for the page's client, and shows what it learns", async () => {
    const account = await fixture<KakaoAccount>(html`<kakao-account><i slot="busy">잠시만요</i></kakao-account>`);
    expect(account.querySelector('i')!.assignedSlot).not.to.equal(null);

    const client = createKakaoSync({
      appKey: '0123456789abcdef0123456789abcdef',
      redirectUri: '/kakao/callback',
      readSession: () => Promise.resolve({status: 'signed-in', isNewMember: false, member: {name: '김하나'}}),
      postCode: () => Promise.reject(new Error('Nobody logs in.')),
    });
    await client.start();
    await new Promise<void>((resolve) => {
      client.subscribe(({session}) => void (session.status === 'signed-in' && resolve()));
    });
    await settle(account);
    expect(nameOf(account)).to.equal('김하나');
  });

  it('never writes to its host', async () => {
    const client = new FakeClient();
    const holder = await fixture(html`<div></div>`);
    const account = document.createElement('kakao-account');
    const changes: MutationRecord[] = [];
    const observer = new MutationObserver((records) => changes.push(...records));
    observer.observe(account, {attributes: true, childList: true, characterData: true, subtree: true});
    holder.append(account);
    account.client = client;
    account.picture = account.kakaoLogout = true;
    for (const session of [member('김하나').session, {status: 'signed-out'} as const]) {
      await client.learn(session);
      await settle(account);
      (partOf(account, 'button') as HTMLElement | null)?.click();
      await settle(account);
    }

    expect(changes.concat(observer.takeRecords())).to.deep.equal([]);
    expect([account.attributes.length, account.childNodes.length]).to.deep.equal([0, 0]);
  });

  it('takes no second lookup of the page for several of them', async () => {
    let reads = 0;
    const accounts = [];
    for (let count = 0; count < 3; count++) {
      accounts.push(await fixture<KakaoAccount>(html`<kakao-account></kakao-account>`));
    }
    const client = createKakaoSync({
      appKey: '0123456789abcdef0123456789abcdef',
      redirectUri: '/kakao/callback',
      readSession: () => (reads++, Promise.resolve({status: 'signed-out'})),
      postCode: () => Promise.reject(new Error('Nobody logs in.')),
    });
    await client.start();
    const late = await fixture<KakaoAccount>(html`<kakao-account><i slot="signed-out">로그인</i></kakao-account>`);
    while (client.state.session.status === 'unknown') await settle(...accounts);
    document.body.append(late);
    await settle(late);
    await settle(late);

    expect(reads).to.equal(1);
    expect(late.querySelector('i')!.assignedSlot).not.to.equal(null);

    late.remove();
  });
});
