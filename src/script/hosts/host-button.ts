import type {PageClient} from '../../client/page/page-client.js';
import {getPageRegistry, onPageClient} from '../../client/page/page-registry.js';
import {isOn} from '../../client/state/setting-values.js';
import type {Locale} from '../../client/state/messages.js';
import {INITIAL_STATE, isBusy} from '../../client/state/state.js';
import {readString, VISIBLE} from '../../shared/fields.js';
import {LABELS} from '../../elements/i18n/labels.js';
import {toLanguage, toLocale} from '../../client/state/language.js';
import {LATER} from '../../elements/i18n/later.js';
import {PAUSED, toPauseText} from '../../elements/i18n/paused.js';
import {keepOnScreen, unwatchSize, watchSize} from '../../elements/messages/placement.js';
import {adoptStyles, createParts, setAttribute, setWords, toParagraph} from './button-parts.js';

/**
 * `<kakao-login-button>` as a hosted shop's page draws it: the same parts, words, slots and styles as that of
 * `elements/login-button/`, without Lit, which would be nearly half of all that such a page may load.
 */
export class HostButton extends HTMLElement {
  static readonly observedAttributes: readonly string[] = ['label', 'layout', 'size', 'last-used'];

  private readonly parts = createParts();
  private readonly observer = new MutationObserver(() => this.draw());
  private client: PageClient | undefined;
  private detach: (() => void) | undefined;

  constructor() {
    super();
    const root = this.attachShadow({mode: 'open', delegatesFocus: true});
    adoptStyles(root);
    root.append(this.parts.root);
    const {button, bubble} = this.parts;
    // A press is ours alone, also inside a link or a label of the site's, and on words of the site's that we show.
    for (const part of [button, bubble]) part.addEventListener('click', (event) => event.preventDefault());
    button.addEventListener('click', () => this.client?.login({source: this}));
    // A key that is held down presses once.
    button.addEventListener('keydown', (event) => {
      if (event.repeat && event.key === 'Enter') event.preventDefault();
    });
  }

  connectedCallback(): void {
    getPageRegistry().speakers.set(this, 'login');
    const stopWaiting = onPageClient((client) => {
      this.client = client;
      this.detach = client.subscribe(() => this.draw());
    });
    this.detach ??= stopWaiting;
    this.observer.observe(this, {
      subtree: true,
      childList: true,
      characterData: true,
      attributeFilter: ['slot', 'hidden'],
    });
    this.observer.observe(document, {subtree: true, attributeFilter: ['lang']});
    this.draw();
    watchSize(this);
  }

  disconnectedCallback(): void {
    this.detach?.();
    this.detach = undefined;
    getPageRegistry().speakers.delete(this);
    this.observer.disconnect();
    unwatchSize(this);
  }

  attributeChangedCallback(): void {
    if (this.isConnected) this.draw();
  }

  private draw(): void {
    const {root, bubble, button, label, region} = this.parts;
    const locale = toLocale(readString(this.client?.config.locale) ?? toLanguage(this));
    const labels = LABELS[locale];
    const words = this.readChoice('label', ['start', 'login']);
    const layout = this.readChoice('layout', ['full', 'short', 'icon']);
    root.className = `root ${layout} ${this.readChoice('size', ['medium', 'small', 'large'])}`;
    // Our words may be of another language than the page's, which what is slotted keeps.
    root.lang = locale;
    const hasBubble = this.hasText('bubble');
    bubble.hidden = !hasBubble && (this.getAttribute('last-used') ?? 'false') === 'false';
    setWords(bubble, hasBubble ? '' : labels.lastUsed);
    const hasLabel = this.hasText('label');
    setWords(label, hasLabel ? '' : layout === 'short' ? labels[`${words}Short`] : labels[words]);
    setAttribute(button, 'aria-label', hasLabel ? null : labels[words]);
    const {flow} = this.client?.state ?? INITIAL_STATE;
    setAttribute(button, 'class', this.isPaused ? 'paused' : null);
    setAttribute(button, 'aria-disabled', isBusy(flow) || this.isPaused ? 'true' : null);
    setWords(region, this.toMessage(locale), toParagraph);
    keepOnScreen(this);
  }

  private get isPaused(): boolean {
    return isOn(this.client?.config.paused);
  }

  /** Why a press leads nowhere: the site's own words, or ours. */
  private toMessage(locale: Locale): string {
    const {client} = this;
    if (this.isPaused) return toPauseText(client?.config.paused, PAUSED[locale].paused);
    return client?.state.flow.status === 'help' && client.source === this ? LATER[locale].later : '';
  }

  private hasText(slot: string): boolean {
    const children = [...this.children] as HTMLElement[];
    return children.some((child) => child.slot === slot && !child.hidden && VISIBLE.test(child.textContent));
  }

  private readChoice<Choice extends string>(name: string, choices: readonly [Choice, ...Choice[]]): Choice {
    return choices.find((choice) => choice === this.getAttribute(name)) ?? choices[0];
  }
}
