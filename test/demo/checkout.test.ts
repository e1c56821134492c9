import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import type {KnownAddress} from '../../demo/addresses.js';
import {toText} from '../../demo/text/text.js';
import {MEMBER, setUpShop, SIGNED_IN} from './support/pages.js';

const PRODUCT = '/products/moon-jar';
const CHECKOUT = `${PRODUCT}/checkout?variant=large`;
const ORDER = '0000abcd-1111-4222-8333-444455556666';
const FORM = `${CHECKOUT}&order=${ORDER}`;
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
    Promise.resolve(shop.post(`${PRODUCT}/checkout`, {variant: 'large', order: ORDER, ...fields}, {Cookie: SIGNED_IN}));
  const open = async (path: string): Promise<{status: number; location: string | null}> => {
    const {status, headers} = await shop.request(path, {headers: {Cookie: SIGNED_IN}});
    return {status, location: headers.get('Location')};
  };
  return {...shop, order, open};
}

const toRadios = (page: string): string[] =>
  [...page.matchAll(/type="radio"\s+name="address"\s+value="(\w+)"\s+id="address-\w+"\s*(checked)?/g)].map(
    ([, id, checked]) => `${id}${checked ? ' checked' : ''}`,
  );

describe('the checkout', () => {
  it('offers the member’s addresses at Kakao, the first of them chosen, and another one', async () => {
    const page = await setUp().read(FORM, SIGNED_IN);

    assert.deepEqual(toRadios(page), ['319 checked', '320', 'typed']);
    assert.match(page, /우리 집[\s\S]*\(00001\) 서울 연습구 1 101호[\s\S]*김새봄 · 010-0000-0001/);
    assert.ok(page.includes(checkout.unnamed));
    assert.ok(!page.includes('<img src=x'));
    assert.ok(!page.includes('kakao-terms-consent scope'), 'they are there already');
    assert.match(page, /달항아리 화병 · 대/);
  });

  it('asks for the consent where there are none, and for an address that is typed', async () => {
    const page = await setUp([]).read(FORM, SIGNED_IN);

    assert.deepEqual(toRadios(page), []);
    assert.match(page, /<kakao-terms-consent scope="shipping_address">/);
    assert.match(page, /type="hidden" name="address" value="typed"/);
    assert.match(page, /name="receiver"[^>]*required/);
    assert.doesNotMatch(page, /name="detail"[^>]*required/);
  });

  for (const [where, known, attribute] of [
    ['beside the form, where it asks for the addresses too', [], 'scope="shipping_address"'],
    ['at the top, as on other pages, where the addresses are there', KNOWN, 'class="terms"'],
  ] as const) {
    it(`asks for what a member has not agreed to in one place: ${where}`, async () => {
      const page = await setUp([...known]).read(FORM, SIGNED_IN);

      assert.deepEqual(page.match(/<kakao-terms-consent[^>]*>/g), [`<kakao-terms-consent ${attribute}>`]);
    });
  }

  it('labels every field in both languages', async () => {
    const {read} = setUp();

    for (const language of ['ko', 'en'] as const) {
      const page = await read(`${FORM}&lang=${language}`, SIGNED_IN);
      for (const label of Object.values(toText(language).checkout.fields)) assert.ok(page.includes(label), label);
      for (const [, id] of page.matchAll(/id="(address-\w+)"/g)) assert.ok(page.includes(`for="${id}"`), id);
    }
  });

  it('gives the order an id, which the address and the form keep', async () => {
    const {open, read} = setUp();

    const ids: string[] = [];
    for (const path of [CHECKOUT, CHECKOUT, `${CHECKOUT}&order=forged`, `${CHECKOUT}&order=`]) {
      const {status, location} = await open(path);
      const [, id] = /^\/products\/moon-jar\/checkout\?variant=large&order=([\da-f-]{36})$/.exec(location ?? '') ?? [];
      assert.ok(status === 303 && id !== undefined, `${path} leads to ${location}`);
      ids.push(id);
    }

    assert.equal(new Set(ids).size, ids.length, 'Each form is another order.');
    const page = await read(FORM, SIGNED_IN);
    assert.match(page, new RegExp(`type="hidden" name="order" value="${ORDER}"`));
    // So that the form, shown again, can be reloaded, switched in language and come back to.
    assert.ok(page.includes(`method="post" action="${FORM.replaceAll('&', '&amp;')}"`));
  });

  const back = '%2Fproducts%2Fmoon-jar%2Fcheckout%3Fvariant%3Dlarge';
  for (const [what, cookie, path, status, location] of [
    ['a guest to the login', '', CHECKOUT, 303, `/login?from=${back}`],
    ['a guest with an id to the login', '', FORM, 303, `/login?from=${back}`],
    ['a guest who has chosen nothing to the product', '', `${PRODUCT}/checkout`, 303, PRODUCT],
    ['a member who has chosen nothing to the product', SIGNED_IN, `${PRODUCT}/checkout`, 303, PRODUCT],
    ['nobody anywhere for no product', SIGNED_IN, '/products/sun-jar/checkout?variant=large', 404, null],
  ] as const) {
    it(`sends ${what}`, async () => {
      const answer = await setUp().request(path, {headers: {Cookie: cookie}});

      assert.deepEqual([answer.status, answer.headers.get('Location')], [status, location]);
    });
  }

  it('is come back to from the login, which says why it is there', async () => {
    const {request, read} = setUp();
    const {headers} = await request(CHECKOUT);
    const login = headers.get('Location') ?? '';

    const page = await read(login);
    const known = await request(login, {headers: {Cookie: SIGNED_IN}});

    assert.ok(page.includes(`return-to="${CHECKOUT}"`));
    assert.ok(page.includes(toText('ko').login.buyFirst));
    assert.ok(!(await read('/login?from=/account')).includes(toText('ko').login.buyFirst));
    assert.equal(known.headers.get('Location'), CHECKOUT);
  });

  it('tells a member that the order was made, and leads anybody else to an order of their own', async () => {
    const {open, order, orders, read} = setUp();
    await order({address: '319'});

    const page = await read(FORM, SIGNED_IN);
    assert.ok(page.includes(toText('ko').orderedBefore.lead));
    assert.match(page, /class="button" href="\/account#orders"/);
    assert.ok(!page.includes('name="order"'), 'There is no form to send.');

    const [made] = orders.splice(0);
    assert.ok(made);
    orders.push({...made, memberId: 'somebody else'});
    const {status, location} = await open(FORM);

    assert.equal(status, 303);
    assert.match(location ?? '', /\/checkout\?variant=large&order=/);
    assert.ok(!location?.includes(ORDER));
  });
});

describe('an order', () => {
  it('goes to the address that was chosen, or typed', async () => {
    const {order, orders, read} = setUp();

    for (const fields of [{address: '319'}, {...TYPED, order: ORDER.replace(/^0/, '1')}]) {
      const {status, headers} = await order(fields);
      assert.deepEqual([status, headers.get('Location')], [303, '/account?ordered=1']);
    }

    assert.deepEqual(
      orders.map(({address}) => address),
      [{receiver: '이하늘', phone: '051-000-0002', base: '부산 시험구 2', detail: '', zone: ''}, HOME],
    );
    assert.match(await read('/account', SIGNED_IN), /이하늘 · 부산 시험구 2[\s\S]*김새봄 · 서울 연습구 1 101호/);
  });

  it('is one order however often it is sent', async () => {
    const {order, orders} = setUp();

    const answers = [await order({address: '319'}), await order({address: '319'}), await order({...TYPED})];
    // Sent again by the Back button: an incomplete form from before.
    answers.push(await order({...TYPED, base: ''}));
    answers.push(await order({address: '319', order: ORDER.toUpperCase()}));

    for (const {status, headers} of answers) {
      assert.deepEqual([status, headers.get('Location')], [303, '/account?ordered=1']);
    }
    assert.deepEqual(
      orders.map(({id, address}) => [id, address]),
      [[ORDER, HOME]],
    );
  });

  for (const id of ['', 'forged', `${ORDER}0`, `${ORDER}\n`, `'); DROP TABLE orders; --`]) {
    it(`is not taken with the id ${JSON.stringify(id)}: a page says so and leads to the product`, async () => {
      const {order, orders} = setUp();

      const answer = await order({address: '319', order: id});

      assert.equal(answer.status, 400);
      const page = await answer.text();
      assert.ok(page.includes(toText('ko').staleOrder.lead));
      assert.match(page, /class="button" href="\/products\/moon-jar"/);
      assert.deepEqual(orders, []);
    });
  }

  for (const [where, path, variant] of [
    ['product', '/products/hanji-lamp', 'warm'],
    ['variant', PRODUCT, 'small'],
  ] as const) {
    it(`is not taken for another ${where}’s: the member is told that nothing was ordered`, async () => {
      const {post, order, open, orders} = setUp();
      await order({address: '319'});

      for (const [fields, status] of [
        [{address: '319'}, 400],
        [{...TYPED, base: ''}, 422],
      ] as const) {
        const answer = await post(`${path}/checkout`, {variant, order: ORDER, ...fields}, {Cookie: SIGNED_IN});
        assert.equal(answer.status, status);
      }
      const opened = await open(`${path}/checkout?variant=${variant}&order=${ORDER}`);

      assert.equal(opened.status, 303);
      assert.ok(opened.location?.includes(`${path}/checkout?variant=${variant}&order=`));
      assert.ok(!opened.location?.includes(ORDER), 'The form is another order.');
      assert.deepEqual(
        orders.map(({product, variant: made}) => [product, made]),
        [['moon-jar', 'large']],
      );
    });
  }

  it('is not taken without an id, or with that of another member’s order', async () => {
    const {post, order, orders} = setUp();

    const missing = await post(`${PRODUCT}/checkout`, {variant: 'large', address: '319'}, {Cookie: SIGNED_IN});
    await order({address: '319'});
    const [made] = orders.splice(0);
    assert.ok(made);
    orders.push({...made, memberId: 'somebody else'});
    const taken = await order({address: '319'});

    assert.deepEqual([missing.status, taken.status], [400, 400]);
    assert.equal(orders.length, 1);
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
      const empty = ['receiver', 'phone', 'base'].filter((name) => fields[name]?.trim() === '');
      const marked = [...page.matchAll(/name="(\w+)"[^>]*aria-invalid="true"/g)].map(([, name]) => name);
      assert.deepEqual(marked, empty);
      assert.match(page, new RegExp(`name="order" value="${ORDER}"`));
      assert.ok(page.includes('value="&lt;img src=x'));
      const isTyped = fields['address'] === 'typed';
      assert.deepEqual(toRadios(page), isTyped ? ['319', '320', 'typed checked'] : ['319 checked', '320', 'typed']);
      assert.deepEqual(orders, []);
    });
  }
});
