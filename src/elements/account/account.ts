import {
  html,
  nothing,
  type CSSResultGroup,
  type PropertyDeclarations,
  type PropertyValues,
  type TemplateResult,
} from 'lit';
import type {PageClient} from '../../client/page/page-client.js';
import {VISIBLE} from '../../shared/fields.js';
import type {Member} from '../../shared/wire.js';
import {ACCOUNT} from '../i18n/account.js';
import {KakaoElement, booleanConverter, renderWords} from '../kakao-element.js';
import {styles} from './account.styles.js';

/**
 * Who is signed in: name, picture and a menu to log out. Before that is known, and where nobody is, it shows what the site
 * puts there.
 *
 * @tag kakao-account
 *
 * @fires {KakaoLoginStartEvent} kakao-login-start - another account was asked for; prevent it to stop
 * @fires {KakaoLoginErrorEvent} kakao-login-error - that came to nothing; `code` says why
 *
 * @slot signed-out - where nobody is signed in, e.g. a `<kakao-login-button>`
 * @slot signed-in - in place of the name and the menu
 * @slot busy - until it is known who is signed in
 *
 * @csspart button - opens and closes the menu
 * @csspart picture - the picture, or the first letter of the name
 * @csspart name - the name
 * @csspart menu - the menu
 * @csspart item - a button in it
 * @csspart message - what the visitor is told below
 *
 * @cssproperty [--kakao-account-height=44px] - the least height, kept while nothing is known
 * @cssproperty [--kakao-account-menu-background=Canvas] - the menu
 * @cssproperty [--kakao-account-menu-color=CanvasText] - text in the menu
 * @cssproperty [--kakao-button-focus-color=#191919] - focus ring
 * @cssproperty [--kakao-message-color=CanvasText] - message below
 * @cssproperty [--kakao-message-background=Canvas] - the box around it
 */
export class KakaoAccount extends KakaoElement {
  static override properties: PropertyDeclarations = {
    picture: {converter: booleanConverter},
    kakaoLogout: {attribute: 'kakao-logout', converter: booleanConverter},
    isSettled: {state: true},
    isOpen: {state: true},
    isLeaving: {state: true},
    brokenPicture: {state: true},
  };

  static override styles: CSSResultGroup = styles;

  /**
   * Shows the member's picture, loaded from Kakao without a referrer. Without it, or if the picture does not load, the first
   * letter of the name is shown.
   */
  declare picture: boolean;
  /** Offers to log out of the Kakao account too. Needs `logout-redirect-uri` on `<kakao-sync>`. */
  declare kakaoLogout: boolean;

  /** Who is signed in is known, or cannot be. */
  declare private isSettled: boolean;
  declare private isOpen: boolean;
  declare private isLeaving: boolean;
  /** The address of a picture that could not be loaded. */
  declare private brokenPicture: string | undefined;

  protected override readonly messageKind = 'logout';

  private hasLoggedOut = false;
  private hadFocus = false;
  /** The last press on the element itself: the path of an event does not tell what lies in a closed shadow root. */
  private inside: Event | undefined;

  constructor() {
    super();
    this.picture = false;
    this.kakaoLogout = false;
    this.isSettled = this.isOpen = this.isLeaving = false;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.close();
  }

  override render(): TemplateResult {
    const {session} = this.state;
    return html`<div
        class="place"
        @keydown=${this.handleKey}
        @focusout=${this.handleFocusOut}
        @pointerdown=${this.handleInside}
      >
        ${
          session.status === 'signed-in'
            ? html`<slot name="signed-in">${this.renderMember(session.member)}</slot>`
            : session.status === 'unknown' && !this.isSettled
              ? html`<slot name="busy"></slot>`
              : html`<slot name="signed-out"></slot>`
        }
      </div>
      ${this.renderMessage(this.hasLoggedOut ? {text: this.readTexts(ACCOUNT).loggedOut, look: 'hidden'} : undefined)}`;
  }

  protected override willUpdate(): void {
    const {status} = this.state.session;
    this.hadFocus = !!this.shadowRoot?.activeElement;
    if (status === 'signed-in') this.hasLoggedOut = false;
    else this.isOpen = false;
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    // Firefox chooses a font by the language, and the line of what only the page has put here is the page's.
    if (this.state.session.status !== 'signed-in') this.renderRoot.querySelector('div')?.removeAttribute('lang');
    // The focus was on what is gone.
    if (this.hadFocus && !this.shadowRoot?.activeElement && this.state.session.status === 'signed-out') {
      for (const element of this.querySelectorAll<HTMLElement>('[slot="signed-out"], [slot="signed-out"] *')) {
        if (!this.matches(':focus-within')) element.focus();
      }
    }
    if (changed.has('isOpen') && this.isOpen) this.placeMenu();
  }

  protected override onClientAttached(client: PageClient): void {
    this.isSettled = false;
    void client.expectSession().then(() => (this.isSettled = this.attached === client));
  }

  protected override startFlow(options?: {readonly throughTalk: 'never'}): void {
    this.close();
    this.attached?.login({prompt: 'select_account', source: this, ...options});
  }

  private renderMember({name: given = '', picture}: Member): TemplateResult {
    const texts = this.readTexts(ACCOUNT);
    const name = VISIBLE.test(given) ? given : undefined;
    const {isOpen} = this;
    const isPictured = this.picture && picture && picture !== this.brokenPicture;
    const item = (words: string, press: () => void): TemplateResult =>
      html`<button part="item" type="button" @click=${press}>${renderWords(words)}</button>`;
    return html`<div class="member">
      <button
        part="button"
        type="button"
        aria-expanded=${isOpen}
        aria-controls="menu"
        aria-disabled=${this.isLeaving || nothing}
        @click=${this.handleToggle}
      >
        ${
          isPictured
            ? html`<img
                part="picture"
                alt=""
                referrerpolicy="no-referrer"
                loading="lazy"
                src=${picture}
                @error=${() => (this.brokenPicture = picture)}
              />`
            : name
              ? renderInitial(name)
              : nothing
        }<span part="name">${renderWords(name ?? texts.account)}</span
        >${name ? html`<span class="hidden">${renderWords(` ${texts.account}`)}</span>` : nothing}<svg
          viewBox="0 0 12 12"
          aria-hidden="true"
        >
          <path d="M2 4l4 4 4-4" />
        </svg>
      </button>
      <div part="menu" id="menu" ?hidden=${!isOpen}>
        ${item(texts.logout, () => void this.logout(false))}${item(texts.switchAccount, this.handlePress)}${
          this.kakaoLogout ? item(texts.kakaoLogout, () => void this.logout(true)) : nothing
        }
      </div>
    </div>`;
  }

  private async logout(kakaoAccount: boolean): Promise<void> {
    this.close();
    this.isLeaving = true;
    await this.attached?.logout({kakaoAccount});
    this.hasLoggedOut = this.state.session.status === 'signed-out';
    this.isLeaving = false;
  }

  /** Puts the menu below the button, at the side that has more room, and away from an edge that would cut it. */
  private placeMenu(): void {
    const [button, menu] = this.shadowRoot?.querySelectorAll<HTMLElement>('[part="button"], [part="menu"]') ?? [];
    if (!button || !menu) return;
    menu.style.left = '0';
    const room = this.ownerDocument.documentElement.clientWidth;
    const side = button.getBoundingClientRect();
    const {left, right} = menu.getBoundingClientRect();
    const shift = side.left + side.right > room ? side.right - right : 0;
    menu.style.left = `${Math.max(-left, Math.min(shift, room - right))}px`;
  }

  private close(): void {
    // The focus goes back to what opened it.
    if (this.shadowRoot?.activeElement?.closest('[part="menu"]')) this.focusButton();
    this.isOpen = false;
    this.ownerDocument.removeEventListener('pointerdown', this.handleOutside);
  }

  private focusButton(): void {
    this.shadowRoot?.querySelector<HTMLElement>('[part="button"]')?.focus();
  }

  private handleToggle(): void {
    if (this.isOpen || this.isLeaving) return this.close();
    this.isOpen = true;
    this.ownerDocument.addEventListener('pointerdown', this.handleOutside);
  }

  private handleKey({key}: KeyboardEvent): void {
    if (key === 'Escape') this.close();
  }

  private handleFocusOut({relatedTarget}: FocusEvent): void {
    // Without a target, a click in Safari: there it gives the focus to nothing, and the click is still to come.
    if (relatedTarget && !this.shadowRoot?.contains(relatedTarget as Node)) this.close();
  }

  private handleInside(event: Event): void {
    this.inside = event;
  }

  private readonly handleOutside = (event: Event): void => {
    if (event !== this.inside) this.close();
  };
}

/** The first letter as people count letters, or a person where the browser cannot count so. */
function renderInitial(name: string): TemplateResult {
  const {Segmenter} = Intl as Partial<typeof Intl>;
  const letters = Segmenter ? [...new Segmenter().segment(name)] : [];
  const letter = letters.find(({segment}) => VISIBLE.test(segment))?.segment.normalize();
  return letter
    ? html`<span part="picture" aria-hidden="true">${renderWords(letter)}</span>`
    : html`<svg part="picture" viewBox="0 0 30 30" aria-hidden="true">
        <path d="M15 7a4 4 0 110 9 4 4 0 010-9M7 25c1-4 4-6 8-6s7 2 8 6" />
      </svg>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'kakao-account': KakaoAccount;
  }
}
