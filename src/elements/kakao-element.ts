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
import {reportProblem} from '../client/page/developer/report-problem.js';
import {getPageRegistry, type MessageKind} from '../client/page/page-registry.js';
import {onPageClient} from '../client/create-kakao-sync.js';
import {toShown} from '../client/state/config.js';
import type {ProblemFacts} from '../client/state/problem.js';
import {INITIAL_STATE, isUnderWay, type KakaoSyncState} from '../client/state/state.js';
import {fetchReport, renderCopy, type Reference} from './copy-button.js';
import {toFlowMessage, toLinkText} from './i18n/flow-message.js';
import {isNoLanguage, toLanguage, toLocale, translate, type Translations} from './i18n/language.js';
import {MESSAGES} from './i18n/messages.js';
import {readMessages} from './i18n/own-messages.js';
import {nameMisspelt, watchAttributes} from './misspelt.js';
import {unwatch, watchPage, watchSize} from './page-watch.js';
import {findPlaced, keepOnScreen} from './placement.js';

/** `"false"` is false, like a missing attribute. */
export const booleanConverter = {fromAttribute: (value: string | null): boolean => value !== null && value !== 'false'};

export const NOT_CONFIGURED = {code: 'not_configured', kind: 'unconfigured'} as const;

/**
 * A message for the visitor. `alert`: they have to do something; `note`: they need not; `hidden`: for screen readers alone;
 * `busy`: that too, and after a second a mark, unless the button itself has one.
 */
export interface Told {
  readonly text: string;
  readonly look: 'alert' | 'note' | 'hidden' | 'busy';
  /** A path of this origin. */
  readonly to?: string | undefined;
  readonly toText?: string;
  /** The path is opened in a window of its own. */
  readonly isApart?: boolean;
  readonly reference?: Reference | undefined;
  readonly continueText?: string | undefined;
}

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
  private hasAlert = false;

  constructor() {
    super();
    this.state = INITIAL_STATE;
  }

  override connectedCallback(): void {
    this.isServed = !!this.shadowRoot && !this.hasUpdated;
    super.connectedCallback();
    tellers.clear();
    getPageRegistry().speakers.set(this.speaker, this.messageKind);
    const {observedAttributes: known} = this.constructor as typeof LitElement;
    watchAttributes(this, () => nameMisspelt(this, {known}));
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
    tellers.clear();
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
    super.update(changed);
  }

  protected override updated(changed: PropertyValues): void {
    if (this.isServed || changed.has('client')) {
      this.isServed = false;
      if (this.isConnected) this.attach();
      this.requestUpdate();
    }
    const {config, context} = this.attached ?? {};
    const {language} = this;
    // The page's setting is checked with all others.
    if (!config?.locale && isNoLanguage(language)) {
      context?.explain([{code: 'config_invalid', kind: 'language', value: toShown(language)}]);
    }
    if (config?.messages) context?.explain([readMessages(config.messages).problem]);
    // Our words may be of another language than the page's, which what is slotted keeps.
    for (const part of this.renderRoot.children) (part as HTMLElement).lang = toLocale(language);
    if (this.renderRoot.querySelector('.copy')) void fetchReport();
    this.showAlert();
    if (findPlaced(this).length > 0) {
      keepOnScreen(this);
      watchSize(this);
    }
  }

  /** What a return brings may lie outside the screen. What was pressed on this page is in sight. */
  private showAlert(): void {
    const alert = this.renderRoot.querySelector('.alert');
    if (alert && !this.hasAlert && !this.attached?.source) alert.scrollIntoView({block: 'nearest'});
    this.hasAlert = !!alert;
  }

  /** Moved into another document, and back: style sheets stay behind, and are made anew there. */
  adoptedCallback(): void {
    const {defaultView: view} = this.ownerDocument;
    if (!view || !this.shadowRoot || !supportsAdoptingStyleSheets) return;
    const {elementStyles} = this.constructor as typeof LitElement;
    this.shadowRoot.adoptedStyleSheets = elementStyles.map((style) => {
      const sheet = new view.CSSStyleSheet();
      sheet.replaceSync((style as CSSResult).cssText);
      return sheet;
    });
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
    const {messages} = this.attached?.config ?? {};
    const own = messages && readMessages(messages).texts[toLocale(this.language)];
    return {...translate(texts, this.language), ...own};
  }

  /** Goes the way that a press goes. */
  protected abstract startFlow(options?: {readonly throughTalk: 'never'}): void;

  /** Called with each client that it gets. */
  protected abstract onClientAttached(client: PageClient): void;

  /** The message below the element. By default it is about the flow, if this element is the one that tells of it. */
  protected renderMessage(told: Told | undefined = this.tellFlow()): TemplateResult {
    // Made anew whenever it changes: a page translator may have moved the letters that are there.
    const key = toJson(told);
    return html`<div part="message" class=${told?.look ?? ''}>
      <div role="status">${told ? keyed(key, renderTold(told, this.handleContinue)) : nothing}</div>
      ${told?.reference ? keyed(key, renderCopy(told.reference)) : nothing}
    </div>`;
  }

  private tellFlow(): Told | undefined {
    const {flow} = this.state;
    const messages = this.readTexts(MESSAGES);
    const text = toFlowMessage(flow, messages);
    if (!text || !this.showsMessage(flow.purpose, !!flow.to || flow.status === 'completing')) return undefined;
    const isBusy = text === messages.busy;
    const needsAnswer = !isUnderWay(flow);
    return {
      text,
      look: isBusy ? 'busy' : needsAnswer ? 'alert' : 'note',
      to: flow.to,
      toText: toLinkText(flow, messages),
      isApart: flow.code === 'framed',
      reference: flow.status === 'retry' || flow.status === 'help' ? this.toReference(flow.ref) : undefined,
      continueText: flow.canContinueInBrowser ? messages.continueInBrowser : undefined,
    };
  }

  /** The reference of a failure, with the words around it. */
  protected toReference(ref: string | undefined): Reference | undefined {
    const {reference: label, referenceCopy: copy, referenceCopied: copied} = this.readTexts(MESSAGES);
    return ref ? {label, ref, copy, copied} : undefined;
  }

  /**
   * The pressed element tells what happened; where none was pressed on this page, the first one of its kind that can be
   * seen does, and a login button where there is none of its kind. What `isForAny` may come from any of our elements where
   * no such one can be seen: on a page that has only a link to offer, it is the way out.
   */
  protected showsMessage(purpose: string | undefined, isForAny = false): boolean {
    const {speakers} = getPageRegistry();
    const source = this.attached?.source as HTMLElement | undefined;
    if (source && speakers.has(source)) return source === this.speaker;
    const topic = [...speakers.values()].find((other) => other === purpose) ?? 'login';
    return findTeller(topic, isForAny) === this.speaker;
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
    const stopWaiting = onPageClient((client) => this.bindClient(client));
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

  private readonly handleContinue = (): void => this.startFlow({throughTalk: 'never'});
}

/** Whether an event is on a part of ours that is no link: what the site has slotted into it is inside by the path alone. */
function isOwnPress(event: Event, root: Node): boolean {
  const path = event.composedPath() as Partial<Element>[];
  const own = path.find(
    (node) => node.getRootNode?.() === root && node.matches?.('a, button, [part=bubble], [part=message]'),
  );
  return !!own && own.localName !== 'a';
}

/** The element that tells of each kind of flow: found once for all that draw together. */
const tellers = new Map<string, HTMLElement | undefined>();

function findTeller(topic: MessageKind, isAny: boolean): HTMLElement | undefined {
  const key = `${topic} ${isAny}`;
  if (tellers.has(key)) return tellers.get(key);
  if (tellers.size === 0) queueMicrotask(() => tellers.clear());
  const {speakers} = getPageRegistry();
  const all = [...speakers.keys()].sort((a, b) =>
    a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_PRECEDING ? 1 : -1,
  );
  const own = all.filter((element) => speakers.get(element) === topic);
  const candidates = isAny ? [...own, ...all] : own;
  // An account that shows nothing has no width, and its message all the same.
  const teller =
    candidates.find((element) => element.offsetWidth) ??
    candidates.find((element) => element.getClientRects().length > 0) ??
    candidates[0];
  tellers.set(key, teller);
  return teller;
}

/** Words that may change. Made anew then: a page translator may have moved the letters that are there. */
export function renderWords(words: string): unknown {
  return keyed(words, words);
}

function renderTold(
  {text, look, to, toText, isApart, reference, continueText}: Told,
  press: () => void,
): TemplateResult {
  // With the origin: the page's `<base>` may name another one.
  return html`<p class=${look === 'hidden' || look === 'busy' ? 'hidden' : ''}>${text}</p>
    ${to ? html`<a class="to" href=${location.origin + to} target=${isApart ? '_blank' : nothing} rel=${isApart ? 'noopener' : 'noreferrer'}>${toText}</a>` : nothing}${
      reference ? html`<p class="reference" id="reference">${reference.label} ${reference.ref}</p>` : nothing
    }${continueText ? html`<button class="continue" type="button" @click=${press}>${continueText}</button>` : nothing}`;
}
