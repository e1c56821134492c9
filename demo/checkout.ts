import type {Context, Hono} from 'hono';
import {bodyLimit} from 'hono/body-limit';
import {csrf} from 'hono/csrf';
import {type Address, type Addresses, type KnownAddress, readTypedAddress} from './addresses.js';
import {findProduct, type Product} from './catalogue.js';
import type {Orders} from './orders.js';
import {renderCheckout, TYPED} from './pages/checkout.js';
import type {Markup, PageContext} from './pages/layout.js';
import {renderMissing} from './pages/trouble.js';
import type {Visitor} from './visitor.js';

interface CheckoutOptions {
  readonly addresses: Pick<Addresses, 'list'>;
  readonly orders: Orders;
  readonly origin: string;
  readPage(context: Context): Promise<PageContext>;
  showPage(context: Context, page: PageContext, markup: Markup, status?: 404 | 422): Response | Promise<Response>;
}

/** What a member is about to buy. */
interface Choice {
  readonly page: PageContext;
  readonly member: Visitor;
  readonly product: Product;
  readonly option: Product['options'][number];
}

/** From a product to its order: where the parcel goes is asked in between. */
export function addCheckoutRoutes(app: Hono, options: CheckoutOptions): void {
  const {addresses, orders, origin, readPage, showPage} = options;

  app.get('/products/:id/checkout', async (context) => {
    const choice = await readChoice(context, context.req.query('variant'));
    if (choice instanceof Response) return choice;
    const {page, member} = choice;
    return showPage(context, page, renderCheckout(page, {...choice, addresses: await addresses.list(member.id)}));
  });

  app.post('/products/:id/orders', csrf({origin}), bodyLimit({maxSize: 8192}), async (context) => {
    const form = await context.req.parseBody();
    const choice = await readChoice(context, form['variant']);
    if (choice instanceof Response) return choice;
    const {page, member, product, option} = choice;
    const known = await addresses.list(member.id);
    const address = readAddress(form, known);
    if (!address) {
      const parts = {...choice, addresses: known, typed: form, isIncomplete: true};
      return showPage(context, page, renderCheckout(page, parts), 422);
    }
    await orders.add(member.id, product.id, option.id, address);
    return context.redirect('/account?ordered=1', 303);
  });

  async function readChoice(context: Context, variant: unknown): Promise<Choice | Response> {
    const product = findProduct(context.req.param('id') ?? '');
    const page = await readPage(context);
    if (!product) return showPage(context, page, renderMissing(page), 404);
    const option = product.options.find(({id}) => id === variant);
    if (!option) return context.redirect(`/products/${product.id}`, 303);
    const {member} = page;
    if (!member) return context.redirect(`/login?from=${encodeURIComponent(`/products/${product.id}`)}`, 303);
    return {page, member, product, option};
  }
}

/** The address that a form names or has; null if it is none of the member's, or not whole. */
function readAddress(form: Readonly<Record<string, unknown>>, known: readonly KnownAddress[]): Address | null {
  const {address} = form;
  if (address === TYPED) return readTypedAddress(form);
  const chosen = known.find(({id}) => id === address);
  if (!chosen) return null;
  const {receiver, phone, base, detail, zone} = chosen;
  return {receiver, phone, base, detail, zone};
}
