import {html} from 'hono/html';
import {drawLogo} from '../art.js';
import type {Visitor} from '../visitor.js';
import {TERMS_PATH} from '../terms.js';
import type {Language, Text} from '../text/text.js';
import {renderMeasuring} from './measuring.js';

/** A piece of a page. What `html` inserts is escaped. */
export type Markup = ReturnType<typeof html>;

/** What `<kakao-sync>` is told on every page. */
export interface WidgetSettings {
  readonly appKey: string;
  readonly restApiKey: string;
  readonly endpoint: string;
  readonly redirectUri: string;
  /** The shop's KakaoTalk Channel. */
  readonly channel: string;
  /** The emulator's address; without one, Kakao itself. */
  readonly emulator?: string | undefined;
}

/** The addresses of the shop's own files, each with its version. */
export interface AssetAddresses {
  readonly style: string;
  readonly reserve: string;
  readonly script: string;
  readonly funnel: string;
  readonly tag: string;
  readonly head: string;
  readonly asKakaoTalk: string;
}

/** What every page needs to know. */
export interface PageContext {
  readonly text: Text;
  readonly language: Language;
  /** The page's own address, for the language switch. */
  readonly url: URL;
  /** Who is signed in. */
  readonly member: Visitor | null;
  readonly widget: WidgetSettings;
  readonly assets: AssetAddresses;
  /** The page is to believe that it is in KakaoTalk's in-app browser. Only with the emulator. */
  readonly isAsKakaoTalk: boolean;
  /** The visitor has said whether their logins may be counted. */
  readonly hasChosen: boolean;
}

export interface PageParts {
  readonly title: string;
  readonly description?: string;
  readonly main: Markup;
  /** Where a login that starts here ends, if not here. */
  readonly returnTo?: string;
  /** The page's own part asks for the consents that are missing. */
  readonly asksForConsent?: boolean;
  /** No visitor's page: there is nothing to count. */
  readonly isForOperator?: boolean;
}

/** The shop's page around a page's own part. */
export function renderPage(
  page: PageContext,
  {title, description, main, returnTo, asksForConsent = false, isForOperator = false}: PageParts,
): Markup {
  const {text, language, assets} = page;
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        ${renderHead(page)}
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title === text.brand ? `${text.brand} · ${text.tagline}` : `${title} · ${text.brand}`}</title>
        ${description === undefined ? '' : html`<meta name="description" content="${description}" />`}
        <meta name="theme-color" content="#faf8f3" media="(prefers-color-scheme: light)" />
        <meta name="theme-color" content="#171916" media="(prefers-color-scheme: dark)" />
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="${assets.reserve}" />
        <link rel="stylesheet" href="${assets.style}" />
        <script type="module" src="${assets.script}"></script>
      </head>
      <body>
        ${renderWidget(page.widget, returnTo)}
        <a class="skip" href="#main">${text.skip}</a>
        ${isForOperator ? '' : renderMeasuring(page)}
        ${page.isAsKakaoTalk ? html`<p class="as-kakaotalk">${text.asKakaoTalk} <a href="${toEnd(page.url)}">${text.asKakaoTalkEnd}</a></p>` : ''}
        ${renderHeader(page)}
        <div
          class="notice"
          role="status"
          data-notice
          data-welcome-new="${text.welcomeNew('{name}')}"
          data-welcome-back="${text.welcomeBack('{name}')}"
        ></div>
        ${renderTalkLink(page)} ${asksForConsent ? '' : html`<kakao-terms-consent class="terms"></kakao-terms-consent>`}
        <main id="main" tabindex="-1">${main}</main>
        ${renderFooter(page, isForOperator)}
      </body>
    </html>`;
}

/** Where an emulated phone has its KakaoTalk, while the page waits for that. */
function renderTalkLink({text, language, widget: {emulator}}: PageContext): Markup | string {
  if (emulator === undefined) return '';
  return html`<p class="talk" data-talk="${emulator}/__emulator/talk?lang=${language}" hidden>
    ${text.talkWaits} <a target="_blank">${text.talkOpen}</a>
  </p>`;
}

/** Auto-login, before anything is drawn: it may leave the page, and most pages are drawn for nobody then. */
export function renderHead({assets, widget, isAsKakaoTalk}: PageContext): Markup {
  const {restApiKey, redirectUri, emulator} = widget;
  return html`${isAsKakaoTalk ? html`<script src="${assets.asKakaoTalk}"></script>` : ''}
    <script
      src="${assets.head}"
      data-rest-api-key="${restApiKey}"
      data-redirect-uri="${redirectUri}"
      data-auto-login="marked known"
      ${emulator === undefined ? '' : html`data-emulator="${emulator}"`}
    ></script>`;
}

/** The widget's configuration: once a page, wherever. */
export function renderWidget({appKey, endpoint, redirectUri, emulator}: WidgetSettings, returnTo?: string): Markup {
  return html`<kakao-sync
    app-key="${appKey}"
    endpoint="${endpoint}"
    redirect-uri="${redirectUri}"
    continue-at="/login"
    report-errors
    ${emulator === undefined ? '' : html`emulator="${emulator}"`}
    ${returnTo === undefined ? '' : html`return-to="${returnTo}"`}
  ></kakao-sync>`;
}

function renderHeader({text, url, member, language}: PageContext): Markup {
  return html`<header class="header">
    <div class="wrap header-row">
      <a class="brand" href="/">${drawLogo()}<span>${text.brand}</span></a>
      <nav class="nav">
        <a href="/#products">${text.products}</a>
        <a href="/event">${text.event}</a>
        <a href="${toOtherLanguage(url, language)}" lang="${language === 'ko' ? 'en' : 'ko'}" rel="nofollow"
          >${text.otherLanguage}</a
        >
        <a
          class="account-link"
          data-account
          data-member="${text.account}"
          data-guest="${text.signIn}"
          href="${member ? '/account' : '/login'}"
          >${member ? toName(member, text) : text.signIn}</a
        >
      </nav>
    </div>
  </header>`;
}

function renderFooter({text}: PageContext, isForOperator: boolean): Markup {
  return html`<footer class="footer">
    <div class="wrap">
      <p class="footer-brand">${text.brand}</p>
      <p>${text.demoNote}</p>
      <p><a href="${TERMS_PATH}">${text.terms.title}</a></p>
      ${
        isForOperator
          ? ''
          : html`<button class="measuring-again" type="button" data-measuring-again>${text.measuring.again}</button>`
      }
    </div>
  </footer>`;
}

/** The name to greet a member by. */
export function toName({name}: {readonly name?: string | null | undefined}, text: Text): string {
  return name || text.profile.member;
}

function toEnd(url: URL): string {
  return `${url.pathname}?as=browser`;
}

function toOtherLanguage(url: URL, language: Language): string {
  const query = new URLSearchParams(url.search);
  query.set('lang', language === 'ko' ? 'en' : 'ko');
  return `${url.pathname}?${query.toString()}`;
}
