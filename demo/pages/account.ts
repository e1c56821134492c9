import {html} from 'hono/html';
import type {ServiceTerm} from 'kakao-sync-widget/emulator';
import type {Address} from '../addresses.js';
import {findProduct} from '../catalogue.js';
import type {ChannelRelation} from '../channel-relations.js';
import type {Consent} from '../consents.js';
import type {WelcomeCoupon} from '../coupons.js';
import type {ShopMember} from '../members.js';
import type {Order} from '../orders.js';
import {type Language, toDay, toMoment, toPrice} from '../text/text.js';
import {renderConsents} from './consent-record.js';
import {type Markup, type PageContext, renderPage, toName} from './layout.js';
import {renderLoginBox} from './login-box.js';

const JUST_JOINED_MS = 10 * 60 * 1000;

/** What the account page shows. */
export interface AccountParts {
  readonly member: ShopMember;
  readonly orders: readonly Order[];
  /** Whether an order was made just now. */
  readonly ordered: boolean;
  readonly now: number;
  readonly consents: readonly Consent[];
  readonly coupon: WelcomeCoupon;
  /** The terms that the app has by now. */
  readonly terms: readonly ServiceTerm[];
  /** Whether the member has added the shop's channel, as Kakao answers now. */
  readonly channel: 'added' | 'blocked' | 'none' | 'unknown';
  /** The same, as Kakao's last notice has told. */
  readonly toldOfChannel: ChannelRelation | null;
  /** Whether the account was connected with Kakao just now. */
  readonly connected: boolean;
}

/** The member's own page; for anybody else, the way in. */
export function renderAccount(page: PageContext, parts: AccountParts | null): Markup {
  const {text} = page;
  const main = parts ? renderMember(page, parts) : renderGuest(page);
  return renderPage(page, {title: text.profile.title, main});
}

function renderGuest({text}: PageContext): Markup {
  return html`<div class="wrap narrow">
    <h1 class="page-title">${text.profile.guestTitle}</h1>
    <p class="page-lead">${text.profile.guest} ${text.profile.guestUnlinked}</p>
    ${renderLoginBox(text, `/login?from=${encodeURIComponent('/account')}`)}
  </div>`;
}

function renderMember(page: PageContext, parts: AccountParts): Markup {
  const {text, language, member: visitor} = page;
  const {member, orders, ordered, now, consents, terms, connected, coupon} = parts;
  const name = toName(member, text);
  // A member who has logged in again since then is not greeted as new.
  const isNew = visitor?.isNewMember === true && now - member.joinedAt.getTime() < JUST_JOINED_MS;
  return html`<div class="wrap narrow" data-account-page>
    <h1 class="page-title">${text.profile.title}</h1>
    ${connected ? html`<p class="message">${text.profile.connected}</p>` : ''}
    ${ordered ? html`<p class="message">${text.profile.ordered}</p>` : ''}
    ${isNew ? html`<p class="message">${coupon.is === 'valid' ? text.profile.justJoined : text.profile.joinedAgain}</p>` : ''}
    <section class="panel profile">
      <span class="avatar" aria-hidden="true"
        ><span>${Array.from(name)[0]}</span
        >${member.picture === null ? '' : html`<img src="${member.picture}" alt="" />`}</span
      >
      <div class="profile-words">
        <p class="profile-name">${name}</p>
        <p class="profile-joined">${text.profile.joined(toDay(member.joinedAt, language))}</p>
      </div>
      <form method="post" action="/logout" data-logout>
        <button class="button quiet" type="submit">${text.profile.logout}</button>
      </form>
    </section>
    <section class="panel" aria-labelledby="coupons">
      <h2 id="coupons">${text.coupon.title}</h2>
      <p data-coupon="${coupon.is}">
        ${coupon.is === 'valid' ? text.coupon.valid(toDay(coupon.until, language)) : text.coupon[coupon.is]}
      </p>
    </section>
    <section class="panel" aria-labelledby="orders">
      <h2 id="orders">${text.profile.orders}</h2>
      ${
        orders.length === 0
          ? html`<p class="empty">${text.profile.noOrders}</p>`
          : html`<ul class="orders">
              ${orders.map((order) => renderOrder(order, language))}
            </ul>`
      }
    </section>
    ${renderConsents(page, consents, terms)} ${renderChannel(page, parts)}
  </div>`;
}

function renderChannel({text, language, widget}: PageContext, {channel, toldOfChannel}: AccountParts): Markup {
  // Kakao answers only about members who have agreed to it. Its notices are about everybody.
  const relation = channel === 'unknown' && toldOfChannel ? toldOfChannel.relation : channel;
  return html`<section class="panel channel" aria-labelledby="channel">
    <h2 id="channel">${text.channel.title}</h2>
    <p data-channel-relation>${text.channel.relation[relation]}</p>
    ${toldOfChannel?.relation === relation ? html`<p class="empty">${text.channel.told(toMoment(toldOfChannel.changedAt, language))}</p>` : ''}
    ${relation === 'added' ? '' : html`<kakao-channel-button channel-public-id="${widget.channel}"></kakao-channel-button>`}
    <kakao-channel-button channel-public-id="${widget.channel}" action="chat"></kakao-channel-button>
  </section>`;
}

function toAddressLine({receiver, base, detail}: Address): string {
  return [receiver, [base, detail].filter(Boolean).join(' ')].join(' · ');
}

function renderOrder({product: id, variant, orderedAt, address}: Order, language: Language): Markup {
  const product = findProduct(id);
  const option = product?.options.find((candidate) => candidate.id === variant);
  return html`<li>
    <span class="order-name">${product?.name[language] ?? id}</span>
    <span class="order-option">${option?.name[language] ?? variant} · ${toDay(orderedAt, language)}</span>
    ${address ? html`<span class="order-address">${toAddressLine(address)}</span>` : ''}
    ${product ? html`<span class="order-price">${toPrice(product.price, language)}</span>` : ''}
  </li>`;
}
