import {
  LitElement,
  html,
  nothing,
  type CSSResultGroup,
  supportsAdoptingStyleSheets,
  type PropertyDeclarations,
  type PropertyValues,
  type TemplateResult,
} from 'lit';
import {readText} from '../../shared/fields.js';
import type {KakaoSync, PageClient} from '../../client/client.js';
import {reportProblem} from '../../client/browser-ports.js';
import {KakaoLoginErrorEvent} from '../../client/events.js';
import type {LoginOptions} from '../../client/login.js';
import {toFailure} from '../../client/outcome.js';
import {getPage} from '../../client/page-slot.js';
import {onPageClient} from '../../client/page.js';
import {INITIAL_STATE, type FlowState, type KakaoSyncState} from '../../client/state.js';
import {toFlowMessage, toLanguage, toMessages} from '../i18n/messages.js';
import type {Messages} from '../i18n/texts.js';
import {styles} from './login-button.styles.js';

export type ButtonLabel = 'start' | 'login';
export type ButtonLayout = 'full' | 'short' | 'icon';
export type ButtonSize = 'small' | 'medium' | 'large';

const CHOICES = {
  label: ['start', 'login'],
  layout: ['full', 'short', 'icon'],
  size: ['medium', 'small', 'large'],
} as const;

/** `"false"` is false, like a missing attribute. */
const switchConverter = {fromAttribute: (value: string | null): boolean => value !== null && value !== 'false'};

/**
 * The yellow button: Simple Signup or Simple Login with Kakao.
 *
 * Without script its children show, so put a plain link there. It speaks the nearest `lang` in Korean, English or
 * Japanese.
 *
 * @tag kakao-login-button
 *
 * @fires {KakaoLoginStartEvent} kakao-login-start - pressed, before anything leaves the page; prevent it to stop
 * @fires {KakaoLoginErrorEvent} kakao-login-error - the press came to nothing; `code` says why
 *
 * @slot label - the site's own words, as text
 * @slot bubble - a speech bubble above the button, as text; leave it about 40 px
 *
 * @csspart button - the native button
 * @csspart label - its words
 * @csspart bubble - the speech bubble
 * @csspart message - what the visitor is told below the button
 *
 * @cssproperty [--kakao-button-width=300px] - width; full width with `100%`; an icon stays square
 * @cssproperty [--kakao-button-height=48px] - height, 40 to 60 px
 * @cssproperty [--kakao-button-radius=12px] - corner radius
 * @cssproperty [--kakao-button-align=center] - `center`, or `space-between`: the symbol at the edge
 * @cssproperty [--kakao-button-scale=1] - enlarges container, symbol and label together
 * @cssproperty [--kakao-button-focus-color=#191919] - focus ring
 * @cssproperty [--kakao-message-color=inherit] - text below the button
 * @cssproperty [--kakao-bubble-background=#3a3a3a] - speech bubble
 * @cssproperty [--kakao-bubble-color=#fff] - text in the speech bubble
 */
export class KakaoLoginButton extends LitElement {
  static override shadowRootOptions: ShadowRootInit = {...LitElement.shadowRootOptions, delegatesFocus: true};

  static override properties: PropertyDeclarations = {
    label: {},
    layout: {},
    size: {},
    prompt: {},
    scope: {},
    serviceTerms: {attribute: 'service-terms'},
    lastUsed: {attribute: 'last-used', converter: switchConverter},
    client: {attribute: false},
    state: {state: true},
  };

  static override styles: CSSResultGroup = styles;

  /** Which words: `start` (카카오로 시작하기, for signups; default) or `login` (카카오 로그인). */
  declare label: ButtonLabel;
  /** `full` (default), `short`, or `icon` where there is no room for words. */
  declare layout: ButtonLayout;
  /** `medium` (default, 48 px high), `small` (40) or `large` (56). */
  declare size: ButtonSize;
  /** Kakao's `prompt` for this button, e.g. `select_account`. */
  declare prompt: string | undefined;
  /** Consent items for this button, instead of the page's. */
  declare scope: string | undefined;
  /** Tags of terms for this button, instead of the page's. */
  declare serviceTerms: string | undefined;
  /** Shows "최근 로그인", so that members find the way they came by. */
  declare lastUsed: boolean;
  /** The client to use, where it is not the page's. */
  declare client: KakaoSync | undefined;

  declare private state: KakaoSyncState;

  private attached: PageClient | undefined;
  private detach: (() => void) | undefined;
  private observer: MutationObserver | undefined;
  private readonly complaints = new Set<string>();

  constructor() {
    super();
    this.label = 'start';
    this.layout = 'full';
    this.size = 'medium';
    this.lastUsed = false;
    this.state = INITIAL_STATE;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    getPage().buttons.add(this);
    this.attach();
    this.observer = new MutationObserver(() => this.requestUpdate());
    this.observer.observe(document.documentElement, {attributeFilter: ['lang']});
    this.observer.observe(this, {
      subtree: true,
      childList: true,
      characterData: true,
      attributeFilter: ['lang', 'slot', 'hidden'],
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    getPage().buttons.delete(this);
    this.detach?.();
    this.observer?.disconnect();
  }

  override render(): TemplateResult {
    const label = this.readChoice('label');
    const layout = this.readChoice('layout');
    const messages = toMessages(readText(this.attached?.config.locale) ?? toLanguage(this));
    const {flow} = this.state;
    const isBusy = /^(start|compl|wait)/.test(flow.status) && !flow.canContinueInBrowser;
    const hasLabel = this.hasText('label');
    const hasBubble = this.hasText('bubble');
    return html`<div class="root ${layout} ${this.readChoice('size')}">
      <span part="bubble" ?hidden=${!hasBubble && !this.lastUsed}
        >${hasBubble ? nothing : messages.lastUsed}<slot name="bubble"></slot
      ></span>
      <button
        part="button"
        type="button"
        aria-label=${hasLabel ? nothing : messages[label]}
        aria-disabled=${isBusy || nothing}
        @click=${this.handleClick}
        @pointerenter=${this.handleIntent}
        @focus=${this.handleIntent}
      >
        <span class="face">
          <svg viewBox="-1 -1 20 20" aria-hidden="true">
            <path
              d="M9 .6C4 .6 0 3.8 0 7.7c0 2.5 1.6 4.7 4.1 6l-.8 2.9c-.1.4.3.7.6.5l3.6-2.4q.7.1 1.5.1c5 0 9-3.2 9-7.1S14 .6 9 .6z"
            />
          </svg>
          <span part="label"
            >${hasLabel ? nothing : layout === 'short' ? messages[`${label}Short`] : messages[label]}<slot
              name="label"
            ></slot
          ></span>
        </span>
      </button>
      <div part="message" role="status">${this.renderMessage(flow, messages)}</div>
    </div>`;
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('client') && this.isConnected) this.attach();
  }

  /** Markup of a server is replaced unless Lit's hydration support is there: without this, Lit renders a second copy. */
  protected override createRenderRoot(): HTMLElement | DocumentFragment {
    const lit = globalThis as {litElementHydrateSupport?: unknown; litNonce?: string | undefined};
    if (!lit.litElementHydrateSupport) this.shadowRoot?.replaceChildren();
    // Such a browser gets a `<style>`, which the page's policy may ask for a nonce.
    if (!supportsAdoptingStyleSheets) {
      lit.litNonce ??= document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce;
    }
    return super.createRenderRoot();
  }

  private renderMessage(flow: FlowState, messages: Messages): TemplateResult | typeof nothing {
    const text = toFlowMessage(flow, messages);
    if (!text || !this.isSpeaker()) return nothing;
    return html`<p class=${text === messages.busy ? 'hidden' : ''}>${text}</p>
      ${/^(retry|help)/.test(flow.status) && flow.ref ? html`<p class="reference">${messages.reference} ${flow.ref}</p>` : nothing}
      ${
        flow.canContinueInBrowser
          ? html`<button class="continue" type="button" @click=${this.handleContinue}>
              ${messages.continueInBrowser}
            </button>`
          : nothing
      }`;
  }

  /** The pressed button tells what happened; where none was pressed on this page, the first one that can be seen does. */
  private isSpeaker(): boolean {
    const {buttons} = getPage();
    const source = this.attached?.source as HTMLElement | undefined;
    if (source && buttons.has(source)) return source === this;
    const all = [...buttons].sort((a, b) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_PRECEDING ? 1 : -1));
    return (all.find((button) => button.offsetWidth) ?? all[0]) === this;
  }

  private hasText(slot: string): boolean {
    // A server renders before there are children.
    if (!this.isConnected) return false;
    const children = [...this.children] as HTMLElement[];
    return children.some((child) => child.slot === slot && !child.hidden && child.textContent.trim());
  }

  /** One of the accepted values; any other is named once, and the default taken. */
  private readChoice<Name extends keyof typeof CHOICES>(name: Name): (typeof CHOICES)[Name][number] {
    const choices: readonly unknown[] = CHOICES[name];
    const value: unknown = this[name];
    if (choices.includes(value)) return value as (typeof CHOICES)[Name][number];
    const given = JSON.stringify(typeof value === 'string' ? value.slice(0, 80) : typeof value);
    if (value) this.complain(`config_invalid: ${name}=${given} must be "${choices.join('" or "')}".`);
    return CHOICES[name][0];
  }

  /** One line for the developer, once. */
  private complain(line: string): void {
    if (!this.complaints.has(line)) reportProblem(line);
    this.complaints.add(line);
  }

  private attach(): void {
    this.detach?.();
    this.attached = undefined;
    this.detach = undefined;
    if (this.client) return this.take(this.client as PageClient);
    const stopWaiting = onPageClient((client) => this.take(client));
    this.detach ??= stopWaiting;
  }

  private take(client: PageClient): void {
    this.attached = client;
    // The page's language may have come with it, and its state be the one we have.
    this.requestUpdate();
    client.expectPress();
    this.detach = client.subscribe((state) => {
      this.state = state;
    });
  }

  private handleClick(): void {
    if (this.attached) return this.login();
    const code = 'not_configured';
    this.state = {...INITIAL_STATE, flow: {status: 'help', purpose: 'login', code}};
    this.complain(`${code}: put <kakao-sync app-key endpoint redirect-uri> on the page, or call createKakaoSync().`);
    this.dispatchEvent(new KakaoLoginErrorEvent(toFailure(code, 'login')));
  }

  private handleContinue(): void {
    this.login({throughTalk: 'never'});
  }

  private login(options?: LoginOptions): void {
    const {prompt, scope, serviceTerms} = this;
    this.attached?.login({prompt, scope, serviceTerms, source: this, ...options});
  }

  private handleIntent(): void {
    void this.attached?.prepare();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'kakao-login-button': KakaoLoginButton;
  }
}
