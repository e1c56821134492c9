import {
  LitElement,
  html,
  nothing,
  supportsAdoptingStyleSheets,
  type CSSResult,
  type PropertyDeclarations,
  type PropertyValues,
  type TemplateResult,
} from 'lit';
import {keyed} from 'lit/directives/keyed.js';
import {readString, toJson} from '../shared/fields.js';
import type {KakaoSync, PageClient} from '../client/page/page-client.js';
import {loadReport} from '../client/page/developer/load-report.js';
import {reportProblem} from '../client/page/developer/report-problem.js';
import {getPageRegistry, onPageClient, type MessageKind} from '../client/page/page-registry.js';
import {LOCALES} from '../client/state/messages.js';
import {isOn, toShown} from '../client/state/config.js';
import type {ProblemFacts} from '../client/state/problem.js';
import {INITIAL_STATE, isUnderWay, type KakaoSyncState} from '../client/state/state.js';
import {
  findLocale,
  toLanguage,
  toLanguageCode,
  toLocale,
  translate,
  type Translations,
} from '../client/state/language.js';
import {LATER} from './i18n/later.js';
import {isText, mergeOwn, readJson} from './i18n/own-texts.js';
import {drawWithoutMessages, withMessages} from './late-messages.js';
import {MESSAGES_PART} from './messages-part.js';
import type {Notice, Shared, Teller} from './messages/told.js';
import {askForMessages, unwatch, watchPage} from './page-watch.js';

/** `"false"` is false, like a missing attribute. */
export const booleanConverter = {fromAttribute: (value: string | null): boolean => value !== null && value !== 'false'};

export const NOT_CONFIGURED = {code: 'not_configured', kind: 'unconfigured'} as const;

/** What the part with the messages has in common with what is there at once. */
const SHARED: Shared = {html, nothing, toJson, LATER, loadReport, getPageRegistry};

type MessagesPart = NonNullable<typeof MESSAGES_PART.content>;

/** What all visible elements share: the client and its state, the language of their place, and a message below. */
export abstract class KakaoElement extends LitElement {
  static override shadowRootOptions: ShadowRootInit = {...LitElement.shadowRootOptions, delegatesFocus: true};

  static override properties: PropertyDeclarations = {client: {attribute: false}, state: {state: true}};

  /** The client to use, where it is not the page's. */
  declare client: KakaoSync | undefined;

  declare protected state: KakaoSyncState;

  /** What it tells the visitor about, where nothing was pressed on this page. */
  protected abstract readonly messageKind: MessageKind;

  protected attached: PageClient | undefined;
  private detach: (() => void) | undefined;
  private observer: MutationObserver | undefined;
  private readonly warnings = new Map<string, string | undefined>();
  /** A server has drawn it. It is first drawn the same here: only then does it look at its children, language and client. */
  private isServed = false;
  /** There is something to tell, for which the part with the messages is needed. */
  private hasNews = false;

  constructor() {
    super();
    this.state = INITIAL_STATE;
  }

  override connectedCallback(): void {
    this.isServed = !!this.shadowRoot && !this.hasUpdated;
    super.connectedCallback();
    MESSAGES_PART.content?.forgetTellers();
    getPageRegistry().speakers.set(this.speaker, this.messageKind);
    const {observedAttributes: known} = this.constructor as typeof LitElement;
    withMessages(({watchAttributes, nameMisspelt}) => {
      watchAttributes(this, () => nameMisspelt(this, {known}, reportProblem));
    });
    if (!this.isServed) this.attach();
    watchPage(this);
    if (this.hasUpdated) this.requestUpdate();
    this.observer = new MutationObserver(() => this.requestUpdate());
    this.observer.observe(this, {
      subtree: true,
      childList: true,
      characterData: true,
      attributeFilter: ['slot', 'hidden'],
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    MESSAGES_PART.content?.forgetTellers();
    getPageRegistry().speakers.delete(this.speaker);
    unwatch(this);
    this.detach?.();
    this.observer?.disconnect();
  }

  protected override update(changed: PropertyValues): void {
    // By the blanks between parts Lit finds their places, and a page translator may have moved those too.
    for (const wrapper of this.renderRoot.querySelectorAll<HTMLElement>('font')) {
      if (!wrapper.textContent.trim()) wrapper.replaceWith(...wrapper.childNodes);
    }
    MESSAGES_PART.content?.addMessageStyles(this.renderRoot as ShadowRoot);
    super.update(changed);
  }

  protected override updated(changed: PropertyValues): void {
    if (this.isServed || changed.has('client')) {
      this.isServed = false;
      if (this.isConnected) this.attach();
      this.requestUpdate();
    }
    // Our words may be of another language than the page's, which what is slotted keeps.
    const locale = toLocale(this.language);
    for (const part of this.renderRoot.children) (part as HTMLElement).lang = locale;
    if (MESSAGES_PART.content) {
      this.check(MESSAGES_PART.content);
      MESSAGES_PART.content.settle(this, this.renderRoot, this.toTeller());
    } else if (changed.size > 0 && (this.hasNews || this.renderRoot.querySelector('[part=bubble]:not([hidden])'))) {
      askForMessages();
    }
  }

  /** Tells the developer of a language and of texts that cannot be used. */
  private check({isNoLanguage, findMessagesProblem}: MessagesPart): void {
    const {config, context} = this.attached ?? {};
    const {language} = this;
    // The page's setting is checked with all others.
    if (!config?.locale && !findLocale(language) && isNoLanguage(toLanguageCode(language))) {
      context?.explain([{code: 'config_invalid', kind: 'language', value: toShown(language)}]);
    }
    if (config?.messages) context?.explain([findMessagesProblem(readJson(config.messages), LOCALES, isText)]);
  }

  /** Moved into another document, and back: style sheets stay behind, and are made anew there. */
  adoptedCallback(): void {
    const {defaultView: view} = this.ownerDocument;
    const {shadowRoot: root} = this;
    if (!view || !root || !supportsAdoptingStyleSheets) return;
    const {elementStyles} = this.constructor as typeof LitElement;
    root.adoptedStyleSheets = (elementStyles as CSSResult[]).map(({cssText}) => {
      const sheet = new view.CSSStyleSheet();
      sheet.replaceSync(cssText);
      return sheet;
    });
    MESSAGES_PART.content?.addMessageStyles(root);
  }

  /** Markup of a server is replaced unless Lit's hydration support is there: without this, Lit renders a second copy. */
  protected override createRenderRoot(): HTMLElement | DocumentFragment {
    const lit = globalThis as {litElementHydrateSupport?: unknown; litNonce?: string | undefined};
    if (!lit.litElementHydrateSupport) this.shadowRoot?.replaceChildren();
    // Such a browser gets a `<style>`, which the page's policy may ask for a nonce.
    if (!supportsAdoptingStyleSheets) {
      lit.litNonce ??= document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce;
    }
    const root = super.createRenderRoot();
    // A press is ours alone, also inside a link or a label of the site's, and on words of the site's that we show.
    root.addEventListener('click', (event) => {
      if (isOwnPress(event, root)) event.preventDefault();
    });
    // A key that is held down presses once.
    (root as HTMLElement).addEventListener('keydown', (event) => {
      if (event.repeat && event.key === 'Enter' && isOwnPress(event, root)) event.preventDefault();
    });
    for (const intent of ['pointerover', 'focusin']) root.addEventListener(intent, askForMessages);
    return root;
  }

  /** The element that was pressed when it tells of a press. */
  protected get speaker(): HTMLElement {
    return this;
  }

  /** The language of the page's setting, else of this place. */
  protected get language(): string {
    return readString(this.attached?.config.locale) ?? (this.isServed ? 'ko' : toLanguage(this));
  }

  /** A table's texts in the language of this place, the site's own in place of ours. */
  protected readTexts<Texts extends object>(texts: Translations<Texts>): Texts {
    const {language} = this;
    return mergeOwn(translate(texts, language), this.attached?.config.messages, toLocale(language));
  }

  /** Goes the way that a press goes. */
  protected abstract startFlow(options?: {readonly throughTalk: 'never'}): void;

  /** Called with each client that it gets. */
  protected abstract onClientAttached(client: PageClient): void;

  /** No press leads anywhere now. */
  protected get isPaused(): boolean {
    return isOn(this.attached?.config.paused);
  }

  /** The message below the element: that logins are stopped, its own notice, else about the flow, if this element is the one that tells of it. */
  protected renderMessage(notice?: Notice): TemplateResult {
    const {content} = MESSAGES_PART;
    this.hasNews = this.isPaused || !!notice || this.state.flow.status !== 'idle';
    const teller = this.toTeller(notice);
    const drawn = content ? content.draw(teller) : drawWithoutMessages(teller);
    // Made anew whenever it changes: a page translator may have moved the letters that are there.
    return html`<div part="message" class=${drawn?.look ?? ''}>
      <div role="status">${drawn ? keyed(drawn.key, drawn.body) : nothing}</div>
      ${drawn?.copy ? keyed(drawn.key, drawn.copy) : nothing}
    </div>`;
  }

  private toTeller(notice?: Notice): Teller {
    const {flow} = this.state;
    return {
      ...SHARED,
      notice,
      pause: this.isPaused && this.attached?.config.paused,
      flow,
      isUnderWay: isUnderWay(flow),
      speaker: this.speaker,
      source: this.attached?.source,
      readTexts: (texts) => this.readTexts(texts),
      goOn: () => this.startFlow({throughTalk: 'never'}),
    };
  }

  /** Whether it is the element that tells of such a flow; false until the part with the messages is there. */
  protected showsMessage(purpose: string): boolean {
    return !!MESSAGES_PART.content?.isTeller(this.toTeller(), purpose);
  }

  protected hasText(slot: string): boolean {
    // A server renders before there are children.
    if (this.isServed || !this.isConnected) return false;
    const children = [...this.children] as HTMLElement[];
    return children.some((child) => child.slot === slot && !child.hidden && child.textContent.trim());
  }

  /** One of the accepted values of a property; any other is named once, and the first one taken. */
  protected readChoice<Choice>(name: string, choices: readonly [Choice, ...Choice[]]): Choice {
    const value: unknown = this[name as never];
    if (choices.includes(value as Choice)) return value as Choice;
    if (value) this.warnOnce({code: 'config_invalid', kind: 'choice', name, value: toShown(value), choices});
    return choices[0];
  }

  /**
   * @internal Tells the developer of a problem, once.
   *
   * @param ref of a press that fails by it
   * @returns the reference that it was told with: all presses that fail by it have that one
   */
  protected warnOnce(problem: ProblemFacts, ref?: string): string | undefined {
    const key = toJson(problem);
    if (!this.warnings.has(key)) {
      this.warnings.set(key, ref);
      reportProblem({...problem, ref});
    }
    return this.warnings.get(key);
  }

  private attach(): void {
    this.detach?.();
    this.attached = undefined;
    this.detach = undefined;
    if (this.client) return this.bindClient(this.client as PageClient);
    const stopWaiting = onPageClient((client) => {
      // A hosted shop's client presses logins, and can do nothing else.
      if (this.messageKind === 'login' || 'ports' in client.context) this.bindClient(client);
    });
    this.detach ??= stopWaiting;
  }

  private bindClient(client: PageClient): void {
    this.attached = client;
    // The page's language may have come with it, and its state be the one we have.
    this.requestUpdate();
    this.onClientAttached(client);
    this.detach = client.subscribe((state) => {
      this.state = state;
    });
  }

  protected handlePress(): void {
    this.startFlow();
  }
}

/** Whether an event is on a part of ours that is no link: what the site has slotted into it is inside by the path alone. */
function isOwnPress(event: Event, root: Node): boolean {
  const path = event.composedPath() as Partial<Element>[];
  const own = path.find(
    (node) => node.getRootNode?.() === root && node.matches?.('a, button, [part=bubble], [part=message]'),
  );
  return !!own && own.localName !== 'a';
}

/** Words that may change. Made anew then: a page translator may have moved the letters that are there. */
export function renderWords(words: string): unknown {
  return keyed(words, words);
}
