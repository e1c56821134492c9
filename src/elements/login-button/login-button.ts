import {
  html,
  nothing,
  type CSSResultGroup,
  type PropertyDeclarations,
  type PropertyValues,
  type TemplateResult,
} from 'lit';
import type {PageClient} from '../../client/page/page-client.js';
import {KakaoLoginErrorEvent} from '../../client/state/first-events.js';
import type {LoginOptions} from '../../client/state/login-options.js';
import {INITIAL_STATE, isBusy} from '../../client/state/state.js';
import {createReference} from '../../shared/reference.js';
import {LABELS} from '../i18n/labels.js';
import {NOT_CONFIGURED, booleanConverter, renderWords} from '../kakao-element.js';
import {renderKakaoButton, KakaoButton} from '../kakao-button.js';
import {SYMBOL} from '../kakao-symbol.js';
import {styles} from './login-button.styles.js';

export type ButtonLabel = 'start' | 'login';

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
 * @cssproperty [--kakao-message-color=CanvasText] - message below the button
 * @cssproperty [--kakao-message-background=Canvas] - the box around it
 * @cssproperty [--kakao-bubble-background=#3a3a3a] - speech bubble
 * @cssproperty [--kakao-bubble-color=#fff] - text in the speech bubble
 */
export class KakaoLoginButton extends KakaoButton {
  static override properties: PropertyDeclarations = {
    label: {},
    purpose: {},
    prompt: {},
    scope: {},
    serviceTerms: {attribute: 'service-terms'},
    lastUsed: {attribute: 'last-used', converter: booleanConverter},
  };

  static override styles: CSSResultGroup = styles;

  /** The words: `start` (카카오로 시작하기, for signups) or `login` (카카오 로그인). */
  declare label: ButtonLabel;
  /** `link` ("카카오 연결하기") connects the member who is signed in to Kakao. The backend must know that purpose. */
  declare purpose: 'login' | 'link';
  /** Kakao's `prompt` for this button. `select_account` lets the visitor change the account. */
  declare prompt: string | undefined;
  /** Consent items for this button, instead of the page's. */
  declare scope: string | undefined;
  /** Tags of terms for this button, instead of the page's. */
  declare serviceTerms: string | undefined;
  /** Shows "최근 로그인", so that members find the way they came by. A `bubble` takes its place, and the console says so. */
  declare lastUsed: boolean;

  protected override readonly messageKind = 'login';

  constructor() {
    super();
    this.label = 'start';
    this.purpose = 'login';
    this.lastUsed = false;
  }

  override render(): TemplateResult {
    const label = this.readChoice<ButtonLabel>('label', ['start', 'login']);
    const words = this.isLink() ? 'link' : label;
    const layout = this.readLayout();
    const labels = this.readTexts(LABELS);
    const hasBubble = this.hasText('bubble');
    return html`<div class="root ${layout} ${this.readSize()}">
      <span part="bubble" ?hidden=${!hasBubble && !this.lastUsed}
        >${hasBubble ? nothing : renderWords(labels.lastUsed)}<slot name="bubble"></slot
      ></span>
      ${renderKakaoButton({
        symbol: SYMBOL,
        words: layout === 'short' ? labels[`${words}Short`] : labels[words],
        name: labels[words],
        hasLabel: this.hasText('label'),
        isBusy: isBusy(this.state.flow),
        isPaused: this.isPaused,
        press: this.handleClick,
        prepare: this.handleIntent,
        pointDown: this.handlePointDown,
      })}
      ${this.renderMessage()}
    </div>`;
  }

  protected override onClientAttached(client: PageClient): void {
    client.expectPress();
    this.expectLink();
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (changed.has('purpose')) this.expectLink();
    if (this.lastUsed && this.hasText('bubble')) {
      this.attached?.context.explain([{code: 'config_invalid', kind: 'bubbles'}]);
    }
  }

  /** The backend is asked for the key of a link before anybody presses. */
  private expectLink(): void {
    if (this.isLink()) void this.attached?.expectSession();
  }

  protected override startFlow(options?: LoginOptions): void {
    this.attached?.login({...this.toOptions(), ...options});
  }

  private toOptions(): LoginOptions {
    const {prompt, scope, serviceTerms} = this;
    return {...(this.isLink() && {purpose: 'link'}), prompt, scope, serviceTerms, source: this};
  }

  private isLink(): boolean {
    return this.readChoice('purpose', ['login', 'link']) === 'link';
  }

  private handleClick(): void {
    if (this.attached) return this.startFlow();
    const made = createReference();
    const ref = this.warnOnce(NOT_CONFIGURED, made) ?? made;
    const failure = {purpose: 'login', code: NOT_CONFIGURED.code, ref} as const;
    this.state = {...INITIAL_STATE, flow: {status: 'help', ...failure}};
    this.dispatchEvent(new KakaoLoginErrorEvent({end: 'help', ...failure}));
  }

  private handleIntent(): void {
    void this.attached?.prepare(this.isLink() ? {purpose: 'link'} : {});
  }

  private handlePointDown({isPrimary, button}: PointerEvent): void {
    // Any other opens a menu, or zooms.
    if (isPrimary && !button) this.attached?.prepareToLeave?.(this.toOptions());
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'kakao-login-button': KakaoLoginButton;
  }
}
