import type {CSSResultGroup, PropertyValues, TemplateResult} from 'lit';
import type {PageClient} from '../../client/page/page-client.js';
import type {LoginOptions} from '../../client/state/login-options.js';
import {isBusy} from '../../client/state/state.js';
import {base} from '../../elements/base.styles.js';
import {defineElement} from '../../elements/define-element.js';
import {KakaoElement} from '../../elements/kakao-element.js';

export const LOGIN_MESSAGE = 'kakao-login-message';

/** What the visitor is told below a link of the site's own: the element before it. */
class KakaoLoginMessage extends KakaoElement {
  static override styles: CSSResultGroup = base;

  protected override readonly messageKind = 'login';

  private link: HTMLElement | null = null;
  private isMarked = false;

  override connectedCallback(): void {
    this.link = this.previousElementSibling as HTMLElement | null;
    super.connectedCallback();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.markBusy(false);
  }

  override render(): TemplateResult {
    return this.renderMessage();
  }

  /** A link of the site's works on. */
  protected override get isPaused(): boolean {
    return super.isPaused && !this.link?.matches('[href]');
  }

  protected override get speaker(): HTMLElement {
    return this.link ?? this;
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    this.markBusy(this.isPaused || isBusy(this.state.flow));
  }

  protected override onClientAttached(client: PageClient): void {
    client.expectPress();
  }

  protected override startFlow(options?: LoginOptions): void {
    this.attached?.login({source: this.speaker, ...options});
  }

  /** The site's own mark is left alone. */
  private markBusy(isBusy: boolean): void {
    if (isBusy === this.isMarked || (isBusy && this.link?.hasAttribute('aria-disabled'))) return;
    this.isMarked = isBusy;
    if (isBusy) this.link?.setAttribute('aria-disabled', 'true');
    else this.link?.removeAttribute('aria-disabled');
  }
}

defineElement(LOGIN_MESSAGE, KakaoLoginMessage);
