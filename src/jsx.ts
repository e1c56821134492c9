// Written from the elements' manifest by scripts/sync-jsx.mjs.
import type {KakaoSync} from './client/page/page-client.js';
import type {
  KakaoActionRequiredEvent,
  KakaoAutoLoginSkipEvent,
  KakaoChannelResultEvent,
  KakaoLoginCancelEvent,
  KakaoLoginErrorEvent,
  KakaoLoginStartEvent,
  KakaoLoginSuccessEvent,
  KakaoLogoutEvent,
  KakaoReturnEvent,
  KakaoStateChangeEvent,
  KakaoTermsMissingEvent,
  KakaoTermsResultEvent,
} from './client/state/events.js';
import type {OwnMessages} from './client/state/messages.js';

/**
 * What every element takes in JSX, whatever the framework. React and its like know more of it, such as what a listener is
 * given: see {@link KakaoSyncJsxElements}.
 */
export interface GlobalAttributes {
  readonly accessKey?: string | undefined;
  readonly className?: string | undefined;
  readonly exportparts?: string | undefined;
  readonly id?: string | undefined;
  readonly is?: string | undefined;
  readonly lang?: string | undefined;
  readonly nonce?: string | undefined;
  readonly part?: string | undefined;
  readonly role?: string | undefined;
  readonly slot?: string | undefined;
  readonly title?: string | undefined;
  readonly autoFocus?: boolean | undefined;
  readonly draggable?: boolean | undefined;
  readonly hidden?: boolean | undefined;
  readonly inert?: boolean | undefined;
  readonly spellCheck?: boolean | undefined;
  readonly tabIndex?: number | undefined;
  readonly dir?: 'ltr' | 'rtl' | 'auto' | undefined;
  readonly translate?: 'yes' | 'no' | undefined;
  readonly popover?: 'auto' | 'manual' | '' | undefined;
  readonly children?: unknown;
  readonly key?: unknown;
  readonly ref?: unknown;
  readonly style?: unknown;

  readonly [name: `aria-${string}`]: string | number | boolean | undefined;
  readonly [name: `data-${string}`]: unknown;
  readonly [name: `on${Capitalize<string>}`]: ((event: never) => unknown) | undefined;
}

/** Elements of one's own take it in React too, beside `className`. */
interface CustomElementAttributes {
  readonly class?: string | undefined;
}

/**
 * The elements for JSX, by their attributes: what a server has rendered keeps no others, and no functions. These go to
 * `createKakaoSync({postCode})` of `kakao-sync-widget/client`. Their events are written as React 19 takes them of custom
 * elements (`onkakao-return`). React has them by `kakao-sync-widget/react`.
 *
 * @typeParam Base - what the framework itself has for every element
 */
export interface KakaoSyncJsxElements<Base = GlobalAttributes> {
  'kakao-sync': Base &
    CustomElementAttributes & {
      /** JavaScript key of the Kakao app, 32 hex digits. Required unless `login-url` is given. */
      readonly 'app-key'?: string | undefined;
      /**
       * REST API key of the same app (public). With it, a login on a desktop, inside KakaoTalk, or where the
       * SDK cannot start one, goes by Kakao's documented address with PKCE.
       */
      readonly 'rest-api-key'?: string | undefined;
      /**
       * The backend's session resource, e.g. `/api/kakao/session`: of this origin, or of the same site with
       * CORS. Required unless `postCode` or `login-url` is given, or a route of the server takes the code.
       */
      readonly endpoint?: string | undefined;
      /**
       * The one fixed path that Kakao returns to, e.g. `/kakao/callback`, registered at Kakao for each key.
       * Required unless `login-url` is given.
       */
      readonly 'redirect-uri'?: string | undefined;
      /**
       * What takes the code at `redirect-uri`: `page`, a page with this code, which posts it to `endpoint`,
       * or `server`, a route of the backend (docs/en/backend/server-callback.md).
       * @default 'page'
       */
      readonly 'callback-mode'?: 'page' | 'server' | undefined;
      /**
       * A path of this origin where the backend itself starts the login, e.g. Spring's
       * `/oauth2/authorization/kakao`: a press goes there (docs/en/backend/login-url.md).
       */
      readonly 'login-url'?: string | undefined;
      /** The emulator's address. Refused unless it and the page are on localhost. */
      readonly emulator?: string | undefined;
      /**
       * A release of Kakao's SDK: one of those that need no `sdk-integrity` (docs/en/kakao.md), or any other
       * together with it. If one of the two is missing, the console says so, and the default is used.
       * @default '2.7.4'
       */
      readonly 'sdk-version'?: string | undefined;
      /**
       * The `sha384-…` of the release in `sdk-version`, from Kakao's download page. If both are given and
       * one is malformed, no other release takes its place.
       */
      readonly 'sdk-integrity'?: string | undefined;
      /**
       * Any of `marked`, `known` and `all`, separated by spaces: members are signed in without a press,
       * inside KakaoTalk (docs/en/frontend/auto-login.md).
       */
      readonly 'auto-login'?: string | undefined;
      /**
       * The path that Kakao returns to after `logout({kakaoAccount: true})`, registered at Kakao as logout
       * redirect URI. It differs from `redirect-uri`, and the page there needs the same attribute.
       */
      readonly 'logout-redirect-uri'?: string | undefined;
      /**
       * The page of this origin where a login that is pressed here ends with success. Without it, a login
       * ends where it began.
       */
      readonly 'return-to'?: string | undefined;
      /**
       * A page of the site's login, for a return that this browser has no record of: the login began in
       * another browser, or somebody made the address up.
       * @default '/'
       */
      readonly 'continue-at'?: string | undefined;
      /** Consent items to ask for, separated by commas, e.g. `account_email,phone_number`. `openid` is added. */
      readonly scope?: string | undefined;
      /** Tags of the terms to ask for, separated by commas. */
      readonly 'service-terms'?: string | undefined;
      /** One or two channels on the consent screen, separated by a comma. Needs Kakao's permission. */
      readonly 'channel-public-id'?: string | undefined;
      /** Fills in Kakao's login page. */
      readonly 'login-hint'?: string | undefined;
      /**
       * Text of at most 512 characters that reaches the backend with the code, once: a guest cart, a
       * referral code.
       */
      readonly context?: string | undefined;
      /**
       * `auto`: a login opens KakaoTalk on phones, and KakaoTalk's own sheet in the homes of channels and
       * profiles. `never`: it stays in the browser.
       * @default 'auto'
       */
      readonly 'through-talk'?: 'auto' | 'never' | undefined;
      /**
       * `ko`, `en` or `ja`; other languages get English. Without it, the nearest `lang` counts, and then
       * Korean.
       */
      readonly locale?: string | undefined;
      /**
       * Where the page has the token that the backend's CSRF protection asks for (docs/en/frontend/csrf.md):
       * `meta:_csrf`, `meta:csrf-token`, `cookie:XSRF-TOKEN` or `cookie:csrftoken`; or any `meta:NAME` or
       * `cookie:NAME` with the header that takes it after a blank, such as `cookie:mytoken X-My-Token`. It
       * is read for each POST to `endpoint`.
       */
      readonly csrf?: string | undefined;
      /**
       * Tells the backend at `endpoint` of failures that no other request tells, such as a blocked SDK:
       * their code and reference, the widget's release, and which browser (docs/en/error-codes.md).
       * @default false
       */
      readonly 'report-errors'?: boolean | '' | undefined;
      /**
       * Stops new logins, consents and auto-login while Kakao or the backend is down: buttons stay, and show
       * this text, or "지금은 점검 중이에요. 잠시 후 다시 시도해 주세요." without one. Logins that come back from Kakao are
       * finished. `false` ends it.
       * @default false
       */
      readonly paused?: boolean | string | undefined;
      /**
       * The site's own texts, by language and key (docs/en/frontend/elements.md). Live, and shown as text;
       * what is left out stays as it is. On the script tag, `data-messages` is the same as JSON.
       */
      readonly messages?: OwnMessages | undefined;
      /** the backend has made a session */
      readonly 'onkakao-login-success'?: ((event: KakaoLoginSuccessEvent) => void) | undefined;
      /** the visitor turned back at Kakao */
      readonly 'onkakao-login-cancel'?: ((event: KakaoLoginCancelEvent) => void) | undefined;
      /** a login failed; `code` says why */
      readonly 'onkakao-login-error'?: ((event: KakaoLoginErrorEvent) => void) | undefined;
      /** the backend needs something more first */
      readonly 'onkakao-action-required'?: ((event: KakaoActionRequiredEvent) => void) | undefined;
      /** auto-login signed nobody in; `reason` says why */
      readonly 'onkakao-auto-login-skip'?: ((event: KakaoAutoLoginSkipEvent) => void) | undefined;
      /** about to send the visitor on; prevent it where a router does that */
      readonly 'onkakao-return'?: ((event: KakaoReturnEvent) => void) | undefined;
      /** somebody has arrived who has not agreed to a required term; prevent it to hold the success back */
      readonly 'onkakao-terms-missing'?: ((event: KakaoTermsMissingEvent) => void) | undefined;
      /** what came of a consent */
      readonly 'onkakao-terms-result'?: ((event: KakaoTermsResultEvent) => void) | undefined;
      /** the visitor is back from adding a channel */
      readonly 'onkakao-channel-result'?: ((event: KakaoChannelResultEvent) => void) | undefined;
      /** the session was ended */
      readonly 'onkakao-logout'?: ((event: KakaoLogoutEvent) => void) | undefined;
      /** session or flow has changed */
      readonly 'onkakao-state-change'?: ((event: KakaoStateChangeEvent) => void) | undefined;
    };
  'kakao-account': Base &
    CustomElementAttributes & {
      /**
       * Shows the member's picture, loaded from Kakao without a referrer. Without it, or if the picture does
       * not load, the first letter of the name is shown.
       * @default false
       */
      readonly picture?: boolean | '' | undefined;
      /**
       * Offers to log out of the Kakao account too. Needs `logout-redirect-uri` on `<kakao-sync>`.
       * @default false
       */
      readonly 'kakao-logout'?: boolean | '' | undefined;
      /** The client to use, where it is not the page's. */
      readonly client?: KakaoSync | undefined;
      /** another account was asked for; prevent it to stop */
      readonly 'onkakao-login-start'?: ((event: KakaoLoginStartEvent) => void) | undefined;
      /** that came to nothing; `code` says why */
      readonly 'onkakao-login-error'?: ((event: KakaoLoginErrorEvent) => void) | undefined;
    };
  'kakao-channel-button': Base &
    CustomElementAttributes & {
      /**
       * `add` (카카오톡 채널 추가하기) or `chat` (카카오톡 채널 채팅하기).
       * @default 'add'
       */
      readonly action?: 'add' | 'chat' | undefined;
      /** The channel: what follows `pf.kakao.com/` in its address, e.g. `_ZeUTxl`. Required. */
      readonly 'channel-public-id'?: string | undefined;
      /**
       * `full` or `short` words, or `icon` if there is no room for words.
       * @default 'full'
       */
      readonly layout?: 'full' | 'short' | 'icon' | undefined;
      /**
       * The height: 40, 48 or 56 px.
       * @default 'medium'
       */
      readonly size?: 'small' | 'medium' | 'large' | undefined;
      /** The client to use, where it is not the page's. */
      readonly client?: KakaoSync | undefined;
      /** the visitor is back from adding the channel; `result` says what came of it */
      readonly 'onkakao-channel-result'?: ((event: KakaoChannelResultEvent) => void) | undefined;
    };
  'kakao-login-button': Base &
    CustomElementAttributes & {
      /**
       * The words: `start` (카카오로 시작하기, for signups) or `login` (카카오 로그인).
       * @default 'start'
       */
      readonly label?: 'start' | 'login' | undefined;
      /**
       * `link` ("카카오 연결하기") connects the member who is signed in to Kakao. The backend must know that
       * purpose.
       * @default 'login'
       */
      readonly purpose?: 'login' | 'link' | undefined;
      /** Kakao's `prompt` for this button. `select_account` lets the visitor change the account. */
      readonly prompt?: string | undefined;
      /** Consent items for this button, instead of the page's. */
      readonly scope?: string | undefined;
      /** Tags of terms for this button, instead of the page's. */
      readonly 'service-terms'?: string | undefined;
      /**
       * Shows "최근 로그인", so that members find the way they came by. A `bubble` takes its place, and the
       * console says so.
       * @default false
       */
      readonly 'last-used'?: boolean | '' | undefined;
      /**
       * `full` or `short` words, or `icon` if there is no room for words.
       * @default 'full'
       */
      readonly layout?: 'full' | 'short' | 'icon' | undefined;
      /**
       * The height: 40, 48 or 56 px.
       * @default 'medium'
       */
      readonly size?: 'small' | 'medium' | 'large' | undefined;
      /** The client to use, where it is not the page's. */
      readonly client?: KakaoSync | undefined;
      /** pressed, before anything leaves the page; prevent it to stop */
      readonly 'onkakao-login-start'?: ((event: KakaoLoginStartEvent) => void) | undefined;
      /** the press came to nothing; `code` says why */
      readonly 'onkakao-login-error'?: ((event: KakaoLoginErrorEvent) => void) | undefined;
    };
  'kakao-terms-consent': Base &
    CustomElementAttributes & {
      /**
       * Tags of the terms to ask for, separated by commas. Without it, all that the member is missing. If
       * the backend does not report `missingTerms`, they are shown until the visitor has been asked: use it
       * only where they are missing.
       */
      readonly tags?: string | undefined;
      /**
       * Consent items to ask for besides, separated by commas, e.g. `shipping_address`. They are shown until
       * they are granted on this page: use it only where you need them.
       */
      readonly scope?: string | undefined;
      /**
       * Goes to Kakao's screen without a press, once a visit, if a required term is missing. It never does
       * if the browser cannot remember that.
       * @default false
       */
      readonly auto?: boolean | '' | undefined;
      /** The client to use, where it is not the page's. */
      readonly client?: KakaoSync | undefined;
      /** pressed, before anything leaves the page; prevent it to stop */
      readonly 'onkakao-login-start'?: ((event: KakaoLoginStartEvent) => void) | undefined;
      /** the press came to nothing; `code` says why */
      readonly 'onkakao-login-error'?: ((event: KakaoLoginErrorEvent) => void) | undefined;
    };
}
