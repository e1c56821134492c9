import {type Context, Hono} from 'hono';
import {getCookie, setCookie} from 'hono/cookie';
import {csrf} from 'hono/csrf';
import {trimTrailingSlash} from 'hono/trailing-slash';
import type {ServiceTerm} from 'kakao-sync-widget/emulator';
import type {KakaoServer} from 'kakao-sync-widget/server';
import type {Addresses} from './addresses.js';
import {type Assets, toAssetAddress} from './assets.js';
import {findProduct} from './catalogue.js';
import type {ChannelRelations} from './channel-relations.js';
import type {Consents} from './consents.js';
import {addCheckoutRoutes} from './checkout.js';
import {addConnectRoutes} from './connect.js';
import type {WelcomeCoupon, WelcomeCoupons} from './coupons.js';
import type {Funnel} from './funnel/funnel.js';
import {addFunnelRoutes, addMeasureRoute, CHOICE_COOKIE} from './funnel/routes.js';
import {toLocalPath} from './local-path.js';
import type {Members} from './members.js';
import {addNoticeRoutes} from './notices.js';
import {addOperatorRoutes} from './operator.js';
import type {Orders} from './orders.js';
import {type AccountParts, renderAccount} from './pages/account.js';
import {renderCallback} from './pages/callback.js';
import {renderEvent} from './pages/event.js';
import {renderLanding} from './pages/landing.js';
import type {Markup, PageContext, WidgetSettings} from './pages/layout.js';
import {renderLogin} from './pages/login.js';
import {renderProduct} from './pages/product.js';
import {renderTerms} from './pages/terms.js';
import {renderBroken, renderMissing} from './pages/trouble.js';
import {sendSecurityHeaders} from './security-headers.js';
import {SESSION_PATH, toLogoutRequest, toRelationRequest} from './session-requests.js';
import {TERMS_PATH} from './terms.js';
import {type Language, isLanguage, toText} from './text/text.js';
import type {UnfinishedSignups} from './unfinished-signups.js';
import type {Visitor} from './visitor.js';

/** Where Kakao sends visitors back, and where the widget's backend is. */
export const CALLBACK_PATH = '/kakao/callback';

/** Everything the shop is made of. */
export interface ShopOptions {
  readonly kakao: Pick<KakaoServer, 'session' | 'readSession' | 'readPending' | 'signIn' | 'notices'>;
  readonly members: Pick<Members, 'read' | 'findUnconnected' | 'connect'>;
  readonly consents: Pick<Consents, 'list'>;
  readonly coupons: Pick<WelcomeCoupons, 'read'>;
  readonly channels: Pick<ChannelRelations, 'find'>;
  /**
   * For the operator's page; null for no such page. It has no login, so it must be reachable from this machine only.
   */
  readonly operator: {readonly unfinished: UnfinishedSignups} | null;
  /** The terms that the Kakao app has now; empty if only Kakao knows them. */
  readonly readTerms: () => readonly ServiceTerm[];
  /** The public id of the shop's KakaoTalk Channel. */
  readonly channel: string;
  readonly orders: Orders;
  readonly funnel: Pick<Funnel, 'record' | 'count'>;
  readonly addresses: Pick<Addresses, 'list'>;
  readonly assets: Assets;
  /** The shop's own address, such as `http://localhost:3000`. */
  readonly origin: string;
  readonly appKey: string;
  readonly restApiKey: string;
  readonly emulator?: string | undefined;
  readonly now?: () => number;
  /** Takes one line for each failure. */
  readonly log?: (line: string) => void;
}

const LANGUAGE_COOKIE = 'lang';
const DISGUISE_COOKIE = 'as';
const YEAR = 365 * 24 * 60 * 60;

/** The shop, as an app that needs no port. */
export function createShop(options: ShopOptions): Hono {
  const {
    kakao,
    members,
    consents,
    coupons,
    channels,
    operator,
    readTerms,
    channel,
    orders,
    funnel,
    assets,
    origin,
    appKey,
    restApiKey,
    emulator,
    now = Date.now,
    log = () => undefined,
  } = options;
  const widget: WidgetSettings = {
    appKey,
    restApiKey,
    endpoint: SESSION_PATH,
    redirectUri: CALLBACK_PATH,
    channel,
    emulator,
  };
  const files = {
    style: toAssetAddress(assets, 'shop.css'),
    reserve: toAssetAddress(assets, 'reserve.css'),
    script: toAssetAddress(assets, 'shop.js'),
    funnel: toAssetAddress(assets, 'funnel.js'),
    // As a marketer pastes it: without a version.
    tag: '/assets/kakao-sync.min.js',
    head: toAssetAddress(assets, 'kakao-auto-login.min.js'),
    asKakaoTalk: toAssetAddress(assets, 'as-kakaotalk.js'),
  };
  const isSecure = origin.startsWith('https:');
  const app = new Hono();
  app.use(sendSecurityHeaders(emulator));
  app.use(trimTrailingSlash());

  app.all(SESSION_PATH, (context) => kakao.session(context.req.raw));
  addNoticeRoutes(app, kakao);
  addMeasureRoute(app, {funnel, origin, now});
  if (operator) {
    addOperatorRoutes(app, {kakao, ...operator, origin, readPage, showPage});
    addFunnelRoutes(app, {funnel, now, readPage, showPage});
  }

  app.get('/assets/:name', (context) => {
    const asset = assets.get(context.req.param('name'));
    if (!asset) return context.text('Not found', 404);
    const isVersioned = context.req.query('v') === asset.etag.slice(1, -1);
    context.header('Cache-Control', isVersioned ? 'public, max-age=31536000, immutable' : 'no-cache');
    context.header('ETag', asset.etag);
    if (context.req.header('If-None-Match') === asset.etag) return context.body(null, 304);
    return context.body(asset.body, 200, {'Content-Type': asset.type});
  });

  app.get('/', async (context) => {
    const page = await readPage(context);
    return showPage(context, page, renderLanding(page));
  });

  app.get('/products/:id', async (context) => {
    const product = findProduct(context.req.param('id'));
    const page = await readPage(context);
    if (!product) return showPage(context, page, renderMissing(page), 404);
    return showPage(context, page, renderProduct(page, product));
  });

  addCheckoutRoutes(app, {addresses: options.addresses, orders, origin, readPage, showPage});

  app.get(CALLBACK_PATH, (context) => {
    context.header('Referrer-Policy', 'no-referrer');
    context.header('Cache-Control', 'no-store');
    return context.html(renderCallback(toPage(context, null)));
  });

  app.get('/login', async (context) => {
    const from = toLocalPath(context.req.query('from'), origin, '/');
    const page = await readPage(context);
    return page.member ? context.redirect(from, 303) : showPage(context, page, renderLogin(page, from));
  });

  app.get('/account', async (context) => {
    const page = await readPage(context);
    const member = page.member && (await members.read(page.member.id));
    if (!member) return showPage(context, {...page, member: null}, renderAccount({...page, member: null}, null));
    const ordered = context.req.query('ordered') !== undefined;
    const parts = {
      member,
      ordered,
      now: now(),
      orders: await orders.list(member.id),
      consents: await consents.list(member.id),
      coupon: await coupons.read(member, now()),
      terms: readTerms(),
      channel: await readChannel(context),
      toldOfChannel: member.kakaoId === null ? null : await channels.find(member.kakaoId, channel),
      connected: context.req.query('connected') !== undefined,
    };
    return showPage(context, page, renderAccount(page, parts));
  });

  addConnectRoutes(app, {kakao, members, origin, readPage, showPage});

  // For visitors without script; with it, the widget signs out and tells the other tabs.
  app.post('/logout', csrf({origin}), async (context) => {
    const answer = await kakao.session(toLogoutRequest(context.req.raw, origin));
    for (const cookie of answer.headers.getSetCookie()) context.header('Set-Cookie', cookie, {append: true});
    return context.redirect('/', 303);
  });

  app.get('/event', async (context) => {
    const page = await readPage(context);
    const member = page.member && (await members.read(page.member.id));
    const coupon: WelcomeCoupon = member ? await coupons.read(member, now()) : {is: 'none'};
    return showPage(context, page, renderEvent(page, member, coupon));
  });

  app.get(TERMS_PATH, async (context) => {
    const page = await readPage(context);
    return showPage(context, page, renderTerms(page, readTerms()));
  });

  app.notFound(async (context) => {
    const page = await readPage(context);
    return showPage(context, page, renderMissing(page), 404);
  });

  app.onError((error, context) => {
    if ('getResponse' in error) return error.getResponse();
    logFailure(context, error);
    const page = toPage(context, null);
    return showPage(context, page, renderBroken(page), 500);
  });

  /** How the member stands to the shop's channel, by the same resource that the widget asks. */
  async function readChannel(context: Context): Promise<AccountParts['channel']> {
    const answer = await kakao.session(toRelationRequest(context.req.raw, origin, channel));
    const {channels} = (await answer.json()) as {channels?: {relation: AccountParts['channel']}[]};
    return channels?.[0]?.relation ?? 'unknown';
  }

  async function readPage(context: Context): Promise<PageContext> {
    return toPage(context, await readVisitor(context));
  }

  function toPage(context: Context, member: Visitor | null): PageContext {
    const language = readLanguage(context);
    const url = new URL(context.req.url);
    const isAsKakaoTalk = emulator !== undefined && readDisguise(context);
    const hasChosen = getCookie(context, CHOICE_COOKIE) !== undefined;
    return {text: toText(language), language, url, member, widget, assets: files, isAsKakaoTalk, hasChosen};
  }

  /** If the session cannot be read, the page is shown as to a guest: the shop still sells. */
  async function readVisitor(context: Context): Promise<Visitor | null> {
    try {
      const session = await kakao.readSession(context.req.raw);
      if (session?.renewal !== undefined) context.header('Set-Cookie', session.renewal, {append: true});
      return session && {...session.member, isNewMember: session.isNewMember};
    } catch (error) {
      logFailure(context, error);
      return null;
    }
  }

  function readLanguage(context: Context): Language {
    const asked = context.req.query('lang');
    if (isLanguage(asked)) {
      setCookie(context, LANGUAGE_COOKIE, asked, {
        path: '/',
        maxAge: YEAR,
        sameSite: 'Lax',
        httpOnly: true,
        secure: isSecure,
      });
      return asked;
    }
    const kept = getCookie(context, LANGUAGE_COOKIE);
    return isLanguage(kept) ? kept : 'ko';
  }

  /** `?as=kakaotalk` is how the emulator's chat opens a link; it lasts until `?as=browser`. */
  function readDisguise(context: Context): boolean {
    const asked = context.req.query('as');
    if (asked !== 'kakaotalk' && asked !== 'browser') return getCookie(context, DISGUISE_COOKIE) === 'kakaotalk';
    setCookie(context, DISGUISE_COOKIE, asked, {path: '/', sameSite: 'Lax', httpOnly: true, secure: isSecure});
    return asked === 'kakaotalk';
  }

  /** Says where and what, never the query: addresses here can carry codes. */
  function logFailure(context: Context, error: unknown): void {
    const cause = error instanceof Error ? `${error.name}: ${error.message}` : 'not an error';
    log(`${context.req.method} ${context.req.path} failed. ${cause}`);
  }

  return app;
}

type Status = 200 | 400 | 403 | 404 | 422 | 500;

/** A member's page is kept nowhere; a guest's may be shown again by the Back button. */
function showPage(context: Context, {member}: PageContext, markup: Markup, status: Status = 200) {
  context.header('Cache-Control', member ? 'no-store' : 'private, no-cache');
  context.header('Vary', 'Cookie');
  return context.html(markup, status);
}
