import assert from 'node:assert/strict';
import {toText} from '../../demo/text/text.js';
import {TERMS_CONSENT} from '../../src/elements/i18n/terms-consent.js';
import {describeShop, expectText, START, type Visit} from '../support/journey.js';

const {product, checkout, profile, orderedBefore} = toText('ko');
const {termsAgree, termsDeclined} = TERMS_CONSENT.ko;
const SHIPPING = '배송지';
/** Those of the Kakao account, the default one first. */
const KNOWN = [
  {
    name: '집',
    baseAddress: '서울 연습구 에뮬레이터로 7',
    detailAddress: '701호',
    receiverName: '김집',
    isDefault: true,
  },
  {name: '회사', baseAddress: '부산 시험구 모의동 7-7', detailAddress: '7층', receiverName: '김회사'},
];
const TYPED = {
  receiver: '김받음',
  phone: '010-0000-9999',
  zone: '00009',
  base: '서울 연습구 직접로 9',
  detail: '909호',
} as const;

describeShop('the checkout of the demo shop', {}, ({site: shop, test}) => {
  /** From a product to its order form, by a guest who signs up on the way. */
  async function comeToCheckout(visit: Visit): Promise<string> {
    const {page} = visit;
    const {id, name} = shop.welcomeStranger();
    shop.emulator.account(id).setShippingAddresses(KNOWN);
    await visit.goTo('/products/moon-jar');
    await page.getByLabel('대 (24 cm)').check();
    await page.getByRole('button', {name: product.buy}).click();
    await page.waitForURL(/\/login\?from=/);
    await visit.press(START);
    await visit.kakao.signUp(name);
    await page.waitForURL(/\/products\/moon-jar\/checkout\?variant=large&order=/);
    await visit.events.next('kakao-login-success');
    return page.url();
  }

  async function typeAddress({page}: Pick<Visit, 'page'>): Promise<void> {
    for (const [name, value] of Object.entries(TYPED)) {
      await page.getByLabel(checkout.fields[name as keyof typeof TYPED], {exact: true}).fill(value);
    }
  }

  const order = ({page}: Pick<Visit, 'page'>): Promise<void> =>
    page.getByRole('button', {name: checkout.order}).click();

  /** The orders on the account page, each as its lines. */
  async function readOrders(visit: Visit): Promise<string[][]> {
    await visit.goTo('/account');
    const orders = await visit.page.locator('section[aria-labelledby="orders"] li').all();
    return Promise.all(orders.map((item) => item.locator('span').allInnerTexts()));
  }

  test('leads a guest by the login to an order, with an address that Kakao tells once it may', async (visit) => {
    const {page} = visit;
    const at = await comeToCheckout(visit);

    await visit.press(termsAgree);
    await visit.kakao.agreeTo(SHIPPING);

    const {detail} = await visit.events.next('kakao-terms-result');
    assert.deepEqual(detail?.['scope'], {shipping_address: 'agreed'});
    assert.equal(page.url(), at, 'It is still the same order.');
    const home = page.getByRole('radio', {name: /^집/});
    assert.ok(await home.isChecked(), 'The default address is chosen.');
    await page.getByRole('radio', {name: /^회사/}).check();
    await order(visit);

    await page.waitForURL(/\/account\?ordered=1$/);
    await expectText(visit, profile.ordered);
    const [first, ...others] = await readOrders(visit);
    assert.deepEqual(others, []);
    assert.match(
      first?.join('\n') ?? '',
      /달항아리 화병\n대 \(24 cm\)[^]*\n김회사 · 부산 시험구 모의동 7-7 7층\n48,000원/,
    );
  });

  test('takes an address by hand from a member who does not let Kakao tell theirs', async (visit) => {
    const {page} = visit;
    const at = await comeToCheckout(visit);

    await visit.press(termsAgree);
    await visit.kakao.cancel();

    const {detail} = await visit.events.next('kakao-terms-result');
    assert.deepEqual(detail?.['scope'], {shipping_address: 'declined'});
    assert.equal(page.url(), at);
    await expectText(visit, termsDeclined);
    await typeAddress(visit);
    await order(visit);

    await page.waitForURL(/\/account\?ordered=1$/);
    await expectText(visit, profile.ordered);
    const [first] = await readOrders(visit);
    assert.ok(first?.includes(`${TYPED.receiver} · ${TYPED.base} ${TYPED.detail}`), first?.join('\n'));
  });

  test('takes one order from two presses, from two tabs, and from whoever goes back', async (visit) => {
    const {page} = visit;
    const at = await comeToCheckout(visit);
    const tab = await visit.openTab();
    await tab.goto(at);
    await typeAddress(visit);
    await typeAddress({page: tab});

    await page.getByRole('button', {name: checkout.order}).dblclick();
    await page.waitForURL(/\/account\?ordered=1$/);
    await order({page: tab});
    await tab.waitForURL(/\/account\?ordered=1$/);
    await expectText(visit, profile.ordered, tab);

    await page.goBack();
    await page.waitForURL(at);
    await page.getByRole('link', {name: orderedBefore.orders}).click();
    await page.waitForURL(/\/account#orders$/);
    assert.equal((await readOrders(visit)).length, 1);
  });

  test('tells whoever comes back that an order was taken, though its answer was lost', async (visit) => {
    const {page} = visit;
    const at = await comeToCheckout(visit);
    await typeAddress(visit);
    await page.route('**/checkout?*', async (route) => {
      if (route.request().method() !== 'POST') return route.continue();
      await route.fetch({maxRedirects: 0});
      return route.abort('connectionreset');
    });

    await order(visit);
    await page.waitForURL('chrome-error://chromewebdata/');
    await page.goto(at);

    await expectText(visit, orderedBefore.lead);
    assert.equal((await readOrders(visit)).length, 1);
  });
});
