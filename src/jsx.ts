// Written from the elements' manifest by scripts/sync-jsx.mjs.
import type {KakaoSync} from './client/page/page-client.js';
import type {OwnMessages} from './client/state/messages.js';

/** What every element takes in JSX, whatever the framework. */
interface CommonAttributes {
  readonly id?: string;
  readonly class?: string;
  readonly className?: string;
  readonly slot?: string;
  readonly lang?: string;
  readonly hidden?: boolean;
  readonly style?: unknown;
  readonly key?: string | number;
  readonly ref?: unknown;
  readonly children?: unknown;
}

/**
 * The elements for JSX, by their attributes: what a server has rendered keeps no others, and no functions. These go to
 * `createKakaoSync({postCode})` of `kakao-sync-widget/client`. In a React project, once:
 *
 * ```ts
 * import type {KakaoSyncJsxElements} from 'kakao-sync-widget/jsx';
 * declare module 'react' {
 *   namespace JSX {
 *     interface IntrinsicElements extends KakaoSyncJsxElements {}
 *   }
 * }
 * ```
 */
export interface KakaoSyncJsxElements {
  'kakao-sync': CommonAttributes & {
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
  };
  'kakao-account': CommonAttributes & {
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
  };
  'kakao-channel-button': CommonAttributes & {
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
  };
  'kakao-login-button': CommonAttributes & {
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
  };
  'kakao-terms-consent': CommonAttributes & {
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
  };
}
