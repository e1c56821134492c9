import assert from 'node:assert/strict';
import type {Device} from '../support/browser.js';
import {ACTIONS, toMembersPage} from '../support/members-pages.js';
import {describeJourney, expectEnding, expectText, type JourneyOptions, type Visit} from '../support/journey.js';

const AT = '/mypage?tab=1#terms';

const SITE: JourneyOptions = {
  pages: {
    '/mypage': toMembersPage(),
    '/wrong': toMembersPage({tags: 'terms_of_nobody'}),
    '/event': toMembersPage({tags: 'event_terms,event_news'}),
    '/kakao/callback': toMembersPage({reads: false}),
  },
  hosts: ['members.ts'],
};

describeJourney('a consent after the signup', SITE, ({site, test, openVisit}) => {
  /** A member who has signed in, and is on a page. */
  async function signedIn(at = AT, device: Device = 'desktop'): Promise<Visit> {
    site.addMember('member');
    const visit = await openVisit({device});
    await visit.pressAt('/mypage');
    await visit.kakao.signIn('이하늘');
    await visit.events.next('kakao-login-success');
    if (at !== '/mypage') await visit.goTo(at);
    await visit.events.next('kakao-state-change');
    return visit;
  }

  function signedInOnPhone(): Promise<Visit> {
    // A phone opens KakaoTalk, which nobody plays here.
    Object.assign(site.attributes, {'rest-api-key': site.restKey, 'through-talk': 'never'});
    return signedIn(AT, 'iphone');
  }

  const termsOf = async (visit: Visit, count = 1): Promise<unknown> =>
    (await visit.events.next('kakao-terms-result', count)).detail?.['terms'];
  const hadScreen = (visit: Visit): boolean =>
    visit.traffic.navigations.some((address) => new URL(address).pathname === '/oauth/consent');
  const missing = (visit: Visit): Promise<string> => visit.page.locator('[data-missing]').innerText();

  for (const way of ['SDK', 'direct path'] as const) {
    test(`asks once for a required term that was added, and records when it was agreed to, by the ${way}`, async () => {
      site.emulator.app().addTerm({tag: 'terms_v2', title: '이용약관 개정', required: true});
      await using visit = await (way === 'SDK' ? signedIn() : signedInOnPhone());
      const missed = await visit.events.next('kakao-terms-missing');
      assert.deepEqual(missed.detail?.['missingTerms'], [{tag: 'terms_v2', required: true}]);
      const order = visit.events.all.map(({type}) => type).filter((type) => /missing|success/.test(type));
      assert.deepEqual(order, ['kakao-terms-missing', 'kakao-login-success']);
      await visit.page.getByText('terms_v2').waitFor();

      await visit.press(ACTIONS.agree);
      await visit.kakao.agreeTo('이용약관 개정');

      assert.deepEqual(await termsOf(visit), {terms_v2: 'agreed'});
      assert.equal(await missing(visit), '없음');
      const [record] = site.kit.consents.filter(({tag, agreed}) => tag === 'terms_v2' && agreed);
      assert.ok(record);
      assert.equal(record.memberId, String(site.emulator.account('member').userId));
      assert.ok(Math.abs(Number(record.agreedAt) - Date.now()) < 60_000, String(record.agreedAt));
      await expectEnding(visit, {at: AT, session: 'signed-in', success: ['/mypage'], posts: 2, tokens: 2});

      await visit.press(ACTIONS.agree);
      assert.deepEqual(await termsOf(visit, 2), {});
      assert.equal(site.emulator.counts.token, 2);
    });
  }

  test('leaves who declines signed in, and the term missing', async () => {
    site.emulator.app().addTerm({tag: 'terms_v2', title: '이용약관 개정', required: true});
    await using visit = await signedIn();
    await visit.page.getByText('terms_v2').waitFor();

    await visit.press(ACTIONS.agree);
    await visit.kakao.cancel();

    assert.deepEqual(await termsOf(visit), {terms_v2: 'declined'});
    await visit.page.getByText('terms_v2').waitFor();
    await expectText(visit, '회원: member');
    await expectEnding(visit, {at: AT, session: 'signed-in', success: ['/mypage'], posts: 1, tokens: 1});
  });

  test('asks for a consent item, and tells that it was granted', async () => {
    await using visit = await signedIn();

    await visit.press(ACTIONS.scope);
    await visit.kakao.agreeTo('배송지');

    const {detail} = await visit.events.next('kakao-terms-result');
    assert.deepEqual([detail?.['terms'], detail?.['scope']], [{}, {shipping_address: 'agreed'}]);
    await expectEnding(visit, {at: AT, session: 'signed-in', success: ['/mypage'], posts: 2, tokens: 2});
  });

  test('names a tag that the app does not have, for which Kakao silently shows nothing', async () => {
    await using visit = await signedIn('/wrong');

    await visit.press(ACTIONS.agree);

    assert.deepEqual(await termsOf(visit), {terms_of_nobody: 'misconfigured'});
    assert.equal(hadScreen(visit), false);
    await expectEnding(visit, {at: '/wrong', session: 'signed-in', success: ['/mypage'], posts: 2, tokens: 2});
  });

  test('asks for the terms of another service of the same app, which the session does not miss', async () => {
    site.kit.restart({options: {terms: [{tag: 'service'}, {tag: 'privacy'}]}});
    site.emulator.app().addTerm({tag: 'event_terms', title: '행사 약관', required: true});
    site.emulator.app().addTerm({tag: 'event_news', title: '행사 소식', required: false});
    await using visit = await signedIn('/event');
    assert.equal(visit.events.of('kakao-terms-missing').length, 0);

    await visit.press(ACTIONS.agree);
    await visit.kakao.agree();

    assert.deepEqual(await termsOf(visit), {event_terms: 'agreed', event_news: 'agreed'});

    // A minute later nothing is left to ask: Kakao shows no screen.
    site.setKakaoClock(60_000);
    await visit.press(ACTIONS.agree);
    assert.deepEqual(await termsOf(visit, 2), {event_terms: 'unchanged', event_news: 'unchanged'});
    await expectEnding(visit, {at: '/event', session: 'signed-in', success: ['/mypage'], posts: 3, tokens: 3});
  });

  test('changes nothing when it comes from another Kakao account', async () => {
    site.emulator.app().addTerm({tag: 'terms_v2', title: '이용약관 개정', required: true});
    await using visit = await signedIn();
    await visit.page.getByText('terms_v2').waitFor();
    // Somebody else logs in to Kakao in this browser.
    await visit.context.clearCookies({domain: '127.0.0.1'});

    await visit.press(ACTIONS.agree);
    await visit.kakao.signIn('김새봄');
    await visit.kakao.agree();

    const {detail} = await visit.events.next('kakao-login-error');
    assert.deepEqual([detail?.['code'], detail?.['purpose']], ['different_account', 'terms']);
    await expectText(visit, '회원: member');
    assert.deepEqual(
      site.kit.consents.filter(({tag, agreed}) => tag === 'terms_v2' && agreed),
      [],
    );
    assert.equal(site.emulator.counts.token, 2);
    await expectEnding(visit, {at: AT, session: 'signed-in', success: ['/mypage'], error: [AT], posts: 2, tokens: 2});
  });
});
