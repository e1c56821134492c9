import assert from 'node:assert/strict';
import {toText} from '../../demo/text/text.js';
import {TERMS_CONSENT} from '../../src/elements/i18n/terms-consent.js';
import {describeShop, expectEnding, expectSignedIn, expectText, START} from '../support/journey.js';

describeShop('members of the demo shop', {hasFirstMembers: true}, ({site: shop, test, openVisit}) => {
  test('agree to terms that the shop adds while it runs', async (visit) => {
    const tag = 'terms_v2';
    shop.emulator.app().addTerm({tag, title: '이용약관 개정', required: true});
    shop.emulator.app().addTerm({tag: 'news', title: '소식 받기', required: false});
    await visit.goTo('/products/moon-jar');
    await visit.page.goto(`${shop.url}/account`);
    await visit.press(START);
    await visit.kakao.signIn('이하늘');
    await visit.events.next('kakao-terms-missing');
    await visit.events.next('kakao-login-success');

    const [terms] = await Promise.all([
      visit.context.waitForEvent('page'),
      visit.page.getByRole('link', {name: '이용약관 개정'}).click(),
    ]);
    await terms.locator(':target').getByRole('heading', {name: '이용약관 개정'}).waitFor();
    await terms.close();
    await visit.press(TERMS_CONSENT.ko.termsAgree);
    await visit.kakao.agreeTo('이용약관 개정');

    const {detail} = await visit.events.next('kakao-terms-result');
    assert.deepEqual(detail?.['terms'], {[tag]: 'agreed', news: 'declined'});
    await visit.page.goto(`${shop.url}/account`);
    await visit.page.locator('[data-agreed]').getByText('이용약관 개정').waitFor();
    await visit.page.locator('details summary').click();
    await expectText(visit, '이용약관 개정: 동의');
    await expectText(visit, '소식 받기: 동의하지 않음');
  });

  test('are welcomed with nothing underneath, and have room around the consent', {device: 'iphone'}, async (visit) => {
    await visit.goTo('/');
    await visit.press(START);
    await visit.kakao.signIn('한약관');
    await visit.events.next('kakao-login-success');
    const button = visit.page.getByRole('button', {name: TERMS_CONSENT.ko.termsAgree});
    await button.waitFor();

    const notice = visit.page.getByText('한약관님, 다시 만나 반가워요.');

    assert.deepEqual(await notice.evaluate(readTagsAt), ['DIV', 'BODY', 'HTML']);
    const {bottom} = await button.evaluate(readEdges);
    const {top} = await visit.page.locator('main').evaluate(readEdges);
    assert.ok(top - bottom >= 16, `${top - bottom} px between the consent's button and the page`);
  });

  test('try again where the code that completes a login cannot be had', {device: 'iphone'}, async (visit) => {
    const {page} = visit;
    await page.route(/\/return-part-/, (route) => route.abort());
    await visit.pressAt('/');
    await visit.kakao.signIn('이하늘');
    await visit.events.next('kakao-login-error');
    const again = page.getByRole('button', {name: toText('ko').callback.again});
    await again.waitFor();
    await page.unroute(/\/return-part-/);

    await again.press('Enter');

    await expectSignedIn(visit, '/', {error: ['/kakao/callback']});
  });

  test('see how they stand to the shop’s channel', async (visit) => {
    shop.emulator.account('member').setChannel('BLOCKED');
    await visit.goTo('/account');
    await visit.press(START);
    await visit.kakao.signIn('이하늘');
    await visit.events.next('kakao-login-success');
    await visit.page.reload();

    await expectText(visit, '온달 채널을 차단하셨어요.');
  });

  test('from before Kakao are connected by their telephone number', async (visit) => {
    await visit.pressAt('/products/moon-jar');
    await visit.kakao.signUp('윤미확');
    const {page, detail} = await visit.events.next('kakao-action-required');
    assert.deepEqual([page, detail?.['code']], ['/connect', 'link-existing']);
    await expectText(visit, '0007');
    await visit.page.getByLabel('인증번호').fill('000000');
    await visit.page.getByRole('button', {name: '연결하고 로그인하기'}).click();

    await visit.page.waitForURL(/\/account\?connected=1/);
    await expectText(visit, '카카오계정과 연결됐어요.');
    const done = await visit.events.next('kakao-login-success');
    assert.deepEqual([done.page, done.detail?.['afterAction']], ['/account?connected=1', true]);
    await expectEnding(visit, {
      ...{at: '/account?connected=1', session: 'signed-in', posts: 1, tokens: 1},
      success: ['/account?connected=1'],
    });

    await using next = await openVisit();
    await next.goTo('/account');
    await next.press(START);
    await next.kakao.signIn('윤미확');
    const again = await next.events.next('kakao-login-success');
    assert.equal(again.detail?.['isNewMember'], false);
  });
});

/** Everything that lies where an element is, the topmost first: in its corners and its middle. */
function readTagsAt(element: Element): string[] {
  const {left, right, top, bottom} = element.getBoundingClientRect();
  const points = [left + 1, (left + right) / 2, right - 1].flatMap((x) =>
    [top + 1, (top + bottom) / 2, bottom - 1].map((y) => [x, y] as const),
  );
  return [...new Set(points.flatMap(([x, y]) => document.elementsFromPoint(x, y).map(({tagName}) => tagName)))];
}

function readEdges(element: Element): {readonly top: number; readonly bottom: number} {
  const {top, bottom} = element.getBoundingClientRect();
  return {top, bottom};
}
