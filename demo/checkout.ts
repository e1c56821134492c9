import {randomUUID} from 'node:crypto';
import type {Context, Hono} from 'hono';
import {bodyLimit} from 'hono/body-limit';
import {csrf} from 'hono/csrf';
import {type Address, type Addresses, type KnownAddress, readTypedAddress} from './addresses.js';
import {findProduct, type Product} from './catalogue.js';
import {UUID} from './database.js';
import {isSameOrder, type OrderedItem, type Orders} from './orders.js';
import {renderCheckout, toCheckoutAddress, TYPED} from './pages/checkout.js';
import type {Markup, PageContext} from './pages/layout.js';
import {renderMissing, renderOrdered, renderStaleOrder} from './pages/trouble.js';
import type {Visitor} from './visitor.js';

interface CheckoutOptions {
  readonly addresses: Pick<Addresses, 'list'>;
  readonly orders: Pick<Orders, 'add' | 'find'>;
  readonly origin: string;
  readPage(context: Context): Promise<PageContext>;
  showPage(context: Context, page: PageContext, markup: Markup, status?: 400 | 404 | 422): Response | Promise<Response>;
}

/** What a member is about to buy. */
interface Choice {
  readonly page: PageContext;
  readonly member: Visitor;
  readonly product: Product;
  readonly option: Product['options'][number];
}

const CHECKOUT = '/products/:id/checkout';
/** The account page, with the line that the order was taken. */
const ORDERED = '/account?ordered=1';

/** From a product to its order: the order form asks for the delivery address in between. */
export function addCheckoutRoutes(app: Hono, options: CheckoutOptions): void {
  const {addresses, orders, origin, readPage, showPage} = options;

  app.get(CHECKOUT, async (context) => {
    const choice = await readChoice(context, context.req.query('variant'));
    if (choice instanceof Response) return choice;
    const {page, member, product, option} = choice;
    const orderId = readOrderId(context.req.query('order'));
    const made = orderId === null ? null : await orders.find(orderId);
    if (isSameOrder(made, toItem(choice))) return showPage(context, page, renderOrdered(page));
    // The address keeps the id: after a reload or the Back button it is still the same order.
    if (orderId === null || made !== null) {
      return context.redirect(toCheckoutAddress(product.id, option.id, randomUUID()), 303);
    }
    const parts = {...choice, orderId, addresses: await addresses.list(member.id)};
    return showPage(context, page, renderCheckout(page, parts));
  });

  app.post(CHECKOUT, csrf({origin}), bodyLimit({maxSize: 8192}), async (context) => {
    const form = await context.req.parseBody();
    const choice = await readChoice(context, form['variant']);
    if (choice instanceof Response) return choice;
    const {page, member, product} = choice;
    const orderId = readOrderId(form['order']);
    if (orderId === null) return showPage(context, page, renderStaleOrder(page, product), 400);
    const known = await addresses.list(member.id);
    const address = readAddress(form, known);
    if (!address) {
      // The Back button can send a former, incomplete form of an order that was made meanwhile.
      if (isSameOrder(await orders.find(orderId), toItem(choice))) return context.redirect(ORDERED, 303);
      const parts = {...choice, orderId, addresses: known, typed: form, isIncomplete: true};
      return showPage(context, page, renderCheckout(page, parts), 422);
    }
    const isTaken = await orders.add({...toItem(choice), id: orderId, address});
    return isTaken ? context.redirect(ORDERED, 303) : showPage(context, page, renderStaleOrder(page, product), 400);
  });

  /** Reads who buys what. A visitor who has to choose an option or log in first gets a redirect instead. */
  async function readChoice(context: Context, variant: unknown): Promise<Choice | Response> {
    const product = findProduct(context.req.param('id') ?? '');
    const page = await readPage(context);
    if (!product) return showPage(context, page, renderMissing(page), 404);
    const option = product.options.find(({id}) => id === variant);
    if (!option) return context.redirect(`/products/${product.id}`, 303);
    const {member} = page;
    if (member) return {page, member, product, option};
    return context.redirect(`/login?from=${encodeURIComponent(toCheckoutAddress(product.id, option.id))}`, 303);
  }
}

function toItem({member, product, option}: Choice): OrderedItem {
  return {memberId: member.id, product: product.id, variant: option.id};
}

function readOrderId(value: unknown): string | null {
  return typeof value === 'string' && UUID.test(value) ? value.toLowerCase() : null;
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
