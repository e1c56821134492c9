import {
  LitElement,
  html,
  nothing,
  svg,
  type CSSResultGroup,
  type PropertyDeclarations,
  type PropertyValues,
  type TemplateResult,
} from 'lit';
import {type KakaoSync, type PageClient} from '../../client/client.js';
import {KakaoLoginErrorEvent} from '../../client/events.js';
import {toFailure} from '../../client/outcome.js';
import {getPage, onPageClient} from '../../client/page.js';
import {INITIAL_STATE, type FlowState, type KakaoSyncState} from '../../client/state.js';
import {toFlowMessage, toLanguage, toMessages, type Messages} from '../i18n/messages.js';
import {styles} from './login-button.styles.js';

export type ButtonLabel = 'start' | 'login';
export type ButtonLayout = 'full' | 'short' | 'icon';
export type ButtonSize = 'small' | 'medium' | 'large';

const CHOICES = {
  label: ['start', 'login'],
  layout: ['full', 'short', 'icon'],
  size: ['medium', 'small', 'large'],
} as const;

/** Kakao's symbol is a speech bubble; its shape, ratio and colour are fixed. */
const SYMBOL = svg`<path d="M9 1.2C4.4 1.2.7 4.1.7 7.7c0 2.3 1.6 4.4 3.9 5.5l-.8 3.1c-.1.4.3.6.6.4l3.7-2.5.9.1c4.6 0 8.3-2.9 8.3-6.6S13.6 1.2 9 1.2z"/>`;

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
 * @slot bubble - a speech bubble above the button, as text
 *
 * @csspart button - the native button
 * @csspart label - its words
 * @csspart bubble - the speech bubble
 * @csspart message - what the visitor is told below the button
 *
 * @cssproperty [--kakao-button-width=300px] - width; full width with `100%`
 * @cssproperty [--kakao-button-height=48px] - height, 40 to 60 px
 * @cssproperty [--kakao-button-radius=12px] - corner radius
 * @cssproperty [--kakao-button-align=center] - `center`, or `space-between`: the symbol at the left edge
 * @cssproperty [--kakao-button-scale=1] - enlarges container, symbol and label together
 * @cssproperty [--kakao-button-focus-color=#191919] - focus ring
 * @cssproperty [--kakao-message-color=inherit] - text below the button
 * @cssproperty [--kakao-bubble-background=#191919] - speech bubble
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
    hasLabelText: {state: true},
    hasBubble: {state: true},
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
  declare private hasLabelText: boolean | undefined;
  declare private hasBubble: boolean;

  private attached: PageClient | undefined;
  private detach: (() => void) | undefined;
  private languageObserver: MutationObserver | undefined;
  private readonly complaints = new Set<string>();

  constructor() {
    super();
    this.label = 'start';
    this.layout = 'full';
    this.size = 'medium';
    this.lastUsed = false;
    this.state = INITIAL_STATE;
    this.hasBubble = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    getPage().buttons.add(this);
    this.attach();
    this.languageObserver = new MutationObserver(() => this.requestUpdate());
    this.languageObserver.observe(document.documentElement, {attributes: true, attributeFilter: ['lang']});
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    getPage().buttons.delete(this);
    this.detach?.();
    this.detach = undefined;
    this.languageObserver?.disconnect();
  }

  override render(): TemplateResult {
    const {layout, size} = this.readLook();
    const messages = this.readMessages();
    const {flow} = this.state;
    const isBusy =
      flow.status === 'starting' ||
      flow.status === 'completing' ||
      (flow.status === 'waiting-for-talk' && !flow.canContinueInBrowser);
    const words = this.readWords(messages);
    return html`<div class="root ${layout} ${size}">
      <span class="bubble" part="bubble" ?hidden=${!this.hasBubble && !this.lastUsed}
        ><slot name="bubble" @slotchange=${this.handleBubbleSlot}
          >${this.lastUsed ? messages.lastUsed : nothing}</slot
        ></span
      >
      <button
        class="kakao"
        part="button"
        type="button"
        aria-label=${this.hasLabelText ? nothing : words.full}
        aria-disabled=${isBusy ? 'true' : nothing}
        @click=${this.handleClick}
        @pointerenter=${this.handleIntent}
        @focus=${this.handleIntent}
      >
        <svg viewBox="0 0 18 18" aria-hidden="true">${SYMBOL}</svg>
        <span class=${layout === 'icon' ? 'hidden' : 'label'} part="label"
          >${this.hasLabelText === false ? words.visible : nothing}<slot
            name="label"
            @slotchange=${this.handleLabelSlot}
            >${words.visible}</slot
          ></span
        >
        ${isBusy ? html`<span class="busy"></span>` : nothing}
      </button>
      <div class="message" part="message" role="status">${this.renderMessage(flow, messages)}</div>
    </div>`;
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('client') && this.isConnected) this.attach();
  }

  /** Markup of a server is replaced unless Lit's hydration support is there: without this, Lit renders a second copy. */
  protected override createRenderRoot(): HTMLElement | DocumentFragment {
    if (!(globalThis as {litElementHydrateSupport?: unknown}).litElementHydrateSupport) {
      this.shadowRoot?.replaceChildren();
    }
    return super.createRenderRoot();
  }

  private renderMessage(flow: FlowState, messages: Messages): TemplateResult | typeof nothing {
    const text = this.isSpeaker() ? toFlowMessage(flow, messages) : '';
    if (!text) return nothing;
    const isQuiet = flow.status === 'starting' || flow.status === 'completing';
    const hasReference = flow.ref && (flow.status === 'retry' || flow.status === 'help');
    return html`<p class=${isQuiet ? 'hidden' : ''}>${text}</p>
      ${hasReference ? html`<p class="reference">${messages.reference} ${flow.ref}</p>` : nothing}
      ${
        flow.canContinueInBrowser
          ? html`<button class="continue" type="button" @click=${this.handleContinue}>
              ${messages.continueInBrowser}
            </button>`
          : nothing
      }`;
  }

  /** The pressed button tells what happened; where none was pressed on this page, the first one does. */
  private isSpeaker(): boolean {
    const {buttons} = getPage();
    const source = this.attached?.source;
    if (source && buttons.has(source as HTMLElement)) return source === this;
    return [...buttons].every(
      (other) => other === this || !(this.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_PRECEDING),
    );
  }

  private readMessages(): Messages {
    return toMessages(this.attached?.config.locale ?? toLanguage(this));
  }

  private readWords(messages: Messages): {visible: string; full: string} {
    const {label, layout} = this.readLook();
    const full = messages[label];
    return {full, visible: layout === 'short' ? messages[`${label}Short`] : full};
  }

  private readLook(): {label: ButtonLabel; layout: ButtonLayout; size: ButtonSize} {
    return {label: this.readChoice('label'), layout: this.readChoice('layout'), size: this.readChoice('size')};
  }

  /** One of the accepted values; any other is named once, and the default taken. */
  private readChoice<Name extends keyof typeof CHOICES>(name: Name): (typeof CHOICES)[Name][number] {
    const choices: readonly string[] = CHOICES[name];
    const value: unknown = this[name];
    if (typeof value === 'string' && choices.includes(value)) return value as (typeof CHOICES)[Name][number];
    const given = String(value).slice(0, 80);
    if (value !== null && value !== undefined && value !== '' && !this.complaints.has(`${name} ${given}`)) {
      this.complaints.add(`${name} ${given}`);
      reportProblem(`config_invalid: ${name}=${JSON.stringify(given)}: one of "${choices.join('", "')}".`);
    }
    return CHOICES[name][0];
  }

  private attach(): void {
    this.detach?.();
    const own = this.client as PageClient | undefined;
    const attach = (client: PageClient): void => {
      this.attached = client;
      client.expectPress();
      this.detach = client.subscribe((state) => {
        this.state = state;
      });
    };
    if (own) attach(own);
    else {
      const stopWaiting = onPageClient(attach);
      this.detach ??= stopWaiting;
    }
  }

  private handleClick(): void {
    if (this.attached) {
      const {prompt, scope, serviceTerms} = this;
      this.attached.login({prompt, scope, serviceTerms, source: this});
      return;
    }
    const code = 'not_configured';
    this.state = {...INITIAL_STATE, flow: {status: 'help', purpose: 'login', code}};
    reportProblem(
      `${code}: put one <kakao-sync app-key endpoint redirect-uri> on the page, or call createKakaoSync().`,
    );
    this.dispatchEvent(new KakaoLoginErrorEvent(toFailure(code, 'login')));
  }

  private handleContinue(): void {
    const {prompt, scope, serviceTerms} = this;
    this.attached?.login({prompt, scope, serviceTerms, throughTalk: 'never', source: this});
  }

  private handleIntent(): void {
    void this.attached?.prepare();
  }

  private handleLabelSlot(event: Event): void {
    const assigned = (event.target as HTMLSlotElement).assignedNodes();
    this.hasLabelText = assigned.length === 0 ? undefined : hasText(assigned);
  }

  private handleBubbleSlot(event: Event): void {
    this.hasBubble = hasText((event.target as HTMLSlotElement).assignedNodes());
  }
}

function hasText(nodes: readonly Node[]): boolean {
  return nodes.some((node) => node.textContent?.trim());
}

function reportProblem(message: string): void {
  // eslint-disable-next-line no-console
  console.error(`[kakao-sync] ${message}`);
}

declare global {
  interface HTMLElementTagNameMap {
    'kakao-login-button': KakaoLoginButton;
  }
}
