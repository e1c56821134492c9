import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import type {KnownAddress} from '../../demo/addresses.js';
import {toText} from '../../demo/text/text.js';
import {MEMBER, setUpShop, SIGNED_IN} from './support/pages.js';

const CHECKOUT = '/products/moon-jar/checkout?variant=large';
const ORDERS = '/products/moon-jar/orders';
const HOSTILE = '<img src=x onerror=alert(1)>"\'&';
const HOME = {receiver: '김새봄', phone: '010-0000-0001', base: '서울 연습구 1', detail: '101호', zone: '00001'};
const KNOWN: KnownAddress[] = [
  {id: '319', name: '우리 집', ...HOME},
  {id: '320', name: '', receiver: HOSTILE, phone: '', base: HOSTILE, detail: '', zone: ''},
];
const TYPED = {
  address: 'typed',
  receiver: ' 이하늘 ',
  phone: '051-000-0002',
  base: '부산 시험구 2',
  detail: '',
  zone: '',
};
const {checkout} = toText('ko');

/** A shop whose member has these addresses. */
function setUp(known: KnownAddress[] = KNOWN) {
  const list = (id: string): Promise<KnownAddress[]> => Promise.resolve(id === MEMBER.id ? known : []);
  const shop = setUpShop({addresses: {list}});
  const order = (fields: Record<string, string>): Promise<Response> =>
    Promise.resolve(shop.post(ORDERS, {variant: 'large', ...fields}, {Cookie: SIGNED_IN}));
  return {...shop, order};
}

const toRadios = (page: string): string[] =>
  [...page.matchAll(/type="radio"\s+name="address"\s+value="(\w+)"\s+id="address-\w+"\s*(checked)?/g)].map(
    ([, id, checked]) => `${id}${checked ? ' checked' : ''}`,
  );

describe('the checkout', () => {
  it('offers the member’s addresses at Kakao, the first of them chosen, and another one', async () => {
    const page = await setUp().read(CHECKOUT, SIGNED_IN);

    assert.deepEqual(toRadios(page), ['319 checked', '320', 'typed']);
    assert.match(page, /우리 집[\s\S]*\(00001\) 서울 연습구 1 101호[\s\S]*김새봄 · 010-0000-0001/);
    assert.ok(page.includes(checkout.unnamed));
    assert.ok(!page.includes('<img src=x'));
    assert.ok(!page.includes('kakao-terms-consent scope'), 'they are there already');
    assert.match(page, /달항아리 화병 · 대/);
  });

  it('asks for the consent where there are none, and for an address that is typed', async () => {
    const page = await setUp([]).read(CHECKOUT, SIGNED_IN);

    assert.deepEqual(toRadios(page), []);
    assert.match(page, /<kakao-terms-consent scope="shipping_address">/);
    assert.match(page, /type="hidden" name="address" value="typed"/);
    assert.match(page, /name="receiver"[^>]*required/);
    assert.doesNotMatch(page, /name="detail"[^>]*required/);
  });

  it('labels every field in both languages', async () => {
    const {read} = setUp();

    for (const language of ['ko', 'en'] as const) {
      const page = await read(`${CHECKOUT}&lang=${language}`, SIGNED_IN);
      for (const label of Object.values(toText(language).checkout.fields)) assert.ok(page.includes(label), label);
      for (const [, id] of page.matchAll(/id="(address-\w+)"/g)) assert.ok(page.includes(`for="${id}"`), id);
    }
  });

  it('sends a guest to the login, and whoever has chosen nothing back to the product', async () => {
    const {request} = setUp();

    const guest = await request(CHECKOUT);
    const member = await request('/products/moon-jar/checkout', {headers: {Cookie: SIGNED_IN}});

    assert.deepEqual([guest.status, guest.headers.get('Location')], [303, '/login?from=%2Fproducts%2Fmoon-jar']);
    assert.deepEqual([member.status, member.headers.get('Location')], [303, '/products/moon-jar']);
  });
});

describe('an order', () => {
  it('goes to the address that was chosen, or typed', async () => {
    const {order, orders, read} = setUp();

    for (const fields of [{address: '319'}, TYPED]) assert.equal((await order(fields)).status, 303);

    assert.deepEqual(
      orders.map(({address}) => address),
      [{receiver: '이하늘', phone: '051-000-0002', base: '부산 시험구 2', detail: '', zone: ''}, HOME],
    );
    assert.match(await read('/account', SIGNED_IN), /이하늘 · 부산 시험구 2[\s\S]*김새봄 · 서울 연습구 1 · 101호/);
  });

  const refused: Record<string, string>[] = [
    {},
    {address: '999'},
    {address: ''},
    {...TYPED, receiver: '  '},
    {...TYPED, phone: ''},
    {...TYPED, base: ''},
    {...TYPED, base: 'x'.repeat(201)},
  ];
  for (const fields of refused) {
    it(`is not taken with ${JSON.stringify(fields).slice(0, 80)}: the form comes again, with what was typed`, async () => {
      const {order, orders} = setUp();

      const answer = await order({...fields, detail: HOSTILE});

      assert.equal(answer.status, 422);
      const page = await answer.text();
      assert.match(page, /role="alert"/);
      assert.ok(page.includes('value="&lt;img src=x'));
      const isTyped = fields['address'] === 'typed';
      assert.deepEqual(toRadios(page), isTyped ? ['319', '320', 'typed checked'] : ['319 checked', '320', 'typed']);
      assert.deepEqual(orders, []);
    });
  }
});
