import {
  html,
  nothing,
  type CSSResultGroup,
  type PropertyDeclarations,
  type PropertyValues,
  type TemplateResult,
} from 'lit';
import {keyed} from 'lit/directives/keyed.js';
import type {PageClient} from '../../client/page/page-client.js';
import {readNames, splitList, toShown} from '../../client/state/config.js';
import {isBusy, type ConsentResult, type Outcome} from '../../client/state/state.js';
import type {TermsMessages} from '../../client/state/messages.js';
import type {MissingTerm} from '../../shared/wire.js';
import {readString, toJson} from '../../shared/fields.js';
import {TERMS_CONSENT} from '../i18n/terms-consent.js';
import {KakaoElement, booleanConverter, renderWords} from '../kakao-element.js';
import {renderKakaoButton} from '../kakao-button.js';
import {SYMBOL} from '../kakao-symbol.js';
import type {Notice} from '../messages/told.js';
import {styles} from './terms-consent.styles.js';

/** That a visitor was asked without a press, until the tab is closed. */
const ASKED_KEY = 'ks.asked';

/** A term as far as it is known. */
type Term = Pick<MissingTerm, 'tag'> & Partial<MissingTerm>;

/**
 * Asks a member for consent to terms that are missing, on Kakao's screen. Draws nothing unless somebody is signed in and
 * Kakao would show a screen.
 *
 * @tag kakao-terms-consent
 *
 * @fires {KakaoLoginStartEvent} kakao-login-start - pressed, before anything leaves the page; prevent it to stop
 * @fires {KakaoLoginErrorEvent} kakao-login-error - the press came to nothing; `code` says why
 *
 * @slot title - the site's own heading
 * @slot label - the site's own words on the button, as text
 *
 * @csspart title - the heading
 * @csspart terms - the list of terms
 * @csspart term - one of them
 * @csspart button - the native button
 * @csspart label - its words
 * @csspart message - what the visitor is told below
 *
 * @cssproperty [--kakao-button-height=48px] - height of the button, 40 to 60 px
 * @cssproperty [--kakao-button-radius=12px] - corner radius
 * @cssproperty [--kakao-button-align=center] - `center`, or `space-between`: the symbol at the edge
 * @cssproperty [--kakao-button-scale=1] - enlarges container, symbol and label together
 * @cssproperty [--kakao-button-focus-color=#191919] - focus ring
 * @cssproperty [--kakao-button-width=100%] - width of the whole
 * @cssproperty [--kakao-message-color=CanvasText] - message below the button
 * @cssproperty [--kakao-message-background=Canvas] - the box around it
 */
export class KakaoTermsConsent extends KakaoElement {
  static override properties: PropertyDeclarations = {tags: {}, scope: {}, auto: {converter: booleanConverter}};

  static override styles: CSSResultGroup = styles;

  /**
   * Tags of the terms to ask for, separated by commas. Without it, all that the member is missing. If the backend does not
   * report `missingTerms`, they are shown until the visitor has been asked: use it only where they are missing.
   */
  declare tags: string | undefined;
  /**
   * Consent items to ask for besides, separated by commas, e.g. `shipping_address`. They are shown until they are granted on
   * this page: use it only where you need them.
   */
  declare scope: string | undefined;
  /**
   * Goes to Kakao's screen without a press, once a visit, if a required term is missing. It never does if the browser cannot
   * remember that.
   */
  declare auto: boolean;

  protected override readonly messageKind = 'terms';

  /** What has come of each term and consent item on this page. */
  private results: Partial<Record<string, ConsentResult>> = {};
  /** The outcome that was there when the last session ended: it is another member's. */
  private former: Outcome | null = null;
  private unwatch: (() => void) | undefined;

  constructor() {
    super();
    this.auto = false;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.unwatch?.();
    this.unwatch = undefined;
  }

  override render(): TemplateResult {
    const texts = this.readTexts(TERMS_CONSENT);
    const {terms, hasScreen} = this.readAsked();
    return html`<div class="root">
      ${hasScreen ? this.renderAsked(terms, texts) : nothing}${this.renderMessage(this.tellResult())}
    </div>`;
  }

  private renderAsked(terms: readonly Term[], texts: TermsMessages): TemplateResult {
    return html`<div part="title"><slot name="title">${renderWords(texts.termsTitle)}</slot></div>
      ${
        terms.length > 0
          ? html`<ul part="terms" role="list">
              ${terms.map((term) => renderTerm(term, texts))}
            </ul>`
          : nothing
      }${renderKakaoButton({
        symbol: SYMBOL,
        words: texts.termsAgree,
        name: texts.termsAgree,
        hasLabel: this.hasText('label'),
        isBusy: isBusy(this.state.flow),
        isPaused: this.isPaused,
        press: this.handlePress,
        prepare: this.handleIntent,
      })}`;
  }

  protected override willUpdate(): void {
    const {outcome, session} = this.state;
    if (session.status === 'signed-out') {
      this.results = {};
      this.former = outcome;
    }
    const told = this.readOutcome();
    if (told?.end === 'consent') Object.assign(this.results, told.terms, told.scope);
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    const {terms, hasScreen} = this.readAsked();
    if (hasScreen) this.attached?.expectPress();
    if (this.auto) this.askUnpressed(terms.filter(({required}) => required));
    const outcome = this.readOutcome();
    if (outcome?.end !== 'consent' || !this.showsMessage('terms')) return;
    for (const [value, result] of Object.entries(outcome.terms)) {
      if (result === 'misconfigured') this.warnOnce({code: 'config_invalid', kind: 'term', value});
    }
  }

  protected override onClientAttached(client: PageClient): void {
    void client.expectSession();
  }

  protected override startFlow(options?: {readonly throughTalk: 'never'}): void {
    const {terms, scope} = this.readAsked();
    this.attached?.requestConsent({terms: terms.map(({tag}) => tag), scope, source: this, ...options});
  }

  private readOutcome(): Outcome | null {
    const {outcome} = this.state;
    return outcome === this.former ? null : outcome;
  }

  /** What there is to ask for, and whether Kakao would show a screen for it: not for optional terms alone. */
  private readAsked(): {
    readonly terms: readonly Term[];
    readonly scope: readonly string[];
    readonly hasScreen: boolean;
  } {
    const {session} = this.state;
    const outcome = this.readOutcome();
    if (session.status !== 'signed-in') return {terms: [], scope: [], hasScreen: false};
    const {missingTerms = []} = session;
    const tags = this.readNames('tags');
    const areKnown = session.missingTerms && this.attached?.context.backend?.tellsTerms();
    const wanted = tags.flatMap(
      (tag): Term | [] => missingTerms.find((term) => term.tag === tag) ?? (areKnown ? [] : {tag}),
    );
    const granted = (outcome?.end === 'signed-in' && outcome.scope) || [];
    const isOpen = (name: string): boolean => (this.results[name] ?? 'declined') === 'declined';
    const terms = (tags.length > 0 ? wanted : missingTerms).filter(({tag}) => isOpen(tag));
    const scope = this.readNames('scope').filter((name) => isOpen(name) && !granted.includes(name));
    return {terms, scope, hasScreen: scope.length > 0 || terms.some(({required}) => required !== false)};
  }

  /** The names in an attribute. The console names each other entry once, and nobody is asked for it. */
  private readNames(name: 'tags' | 'scope'): readonly string[] {
    const [names, refused] = readNames(splitList(readString(this[name]) ?? ''));
    for (const value of refused) this.warnOnce({code: 'config_invalid', kind: 'item', value: toShown(value)});
    return names;
  }

  /** Once a visit, and never where that it was done cannot be kept. */
  private askUnpressed(required: readonly Term[]): void {
    const client = this.attached;
    if (!client || required.length === 0 || this.state.flow.status !== 'idle') return;
    const {isTop, isVisible, onVisibilityChange, sessionStorage} = client.context.ports;
    // A window is not taken elsewhere by one of its frames unless somebody has pressed.
    if (!isTop) return;
    if (!isVisible()) return void (this.unwatch ??= onVisibilityChange(() => this.requestUpdate()));
    if (sessionStorage.get(ASKED_KEY) || !sessionStorage.set(ASKED_KEY, '1')) return;
    client.requestConsent({terms: required.map(({tag}) => tag), source: this, throughTalk: 'never'});
  }

  /** What came of a consent. */
  private tellResult(): Notice | undefined {
    const {flow, session} = this.state;
    const outcome = this.readOutcome();
    if (outcome?.end !== 'consent' || flow.status !== 'idle') return undefined;
    const missing = (session.status === 'signed-in' && session.missingTerms) || [];
    const isOptional = (name: string): boolean => missing.some(({tag, required}) => tag === name && !required);
    const results = Object.entries({...outcome.terms, ...outcome.scope});
    const isDeclined = results.some(([name, result]) => result === 'declined' && !isOptional(name));
    const isAgreed = results.some(([, result]) => result === 'agreed');
    const texts = this.readTexts(TERMS_CONSENT);
    if (isDeclined) return {text: texts.termsDeclined, look: 'alert', kind: 'terms'};
    return isAgreed ? {text: texts.termsAgreed, look: 'note', kind: 'terms'} : undefined;
  }

  private handleIntent(): void {
    void this.attached?.prepare();
  }
}

function renderTerm(
  {tag, title = tag, required, url}: Term,
  {termsRequired, termsOptional, termsNewWindow}: TermsMessages,
): TemplateResult {
  // Made anew when anything of it changes, as all words are.
  const need = required === undefined ? '' : `[${required ? termsRequired : termsOptional}] `;
  return html`<li part="term">
    ${keyed(
      toJson([need, title, url]),
      html`<span>${need}</span>${
          url
            ? html`<a href=${url} target="_blank" rel="noopener"
                >${title}<span class="hidden">${`, ${termsNewWindow}`}</span></a
              >`
            : title
        }`,
    )}
  </li>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'kakao-terms-consent': KakaoTermsConsent;
  }
}
