import {html, nothing, type PropertyDeclarations, type TemplateResult} from 'lit';
import {KakaoElement, renderWords} from './kakao-element.js';

export type ButtonLayout = 'full' | 'short' | 'icon';
export type ButtonSize = 'small' | 'medium' | 'large';

export interface KakaoButtonParts {
  /** The outline of its symbol. */
  readonly symbol: string;
  /** What it says, and what it is called, where the site has no words of its own. */
  readonly words: string;
  readonly name: string;
  readonly hasLabel: boolean;
  readonly isBusy: boolean;
  /** No press leads anywhere now. */
  readonly isPaused: boolean;
  /** Called with the element as `this`. */
  readonly press: () => void;
  readonly prepare?: () => void;
  readonly pointDown?: (event: PointerEvent) => void;
}

/** Kakao's yellow container with symbol and label. */
export function renderKakaoButton(parts: KakaoButtonParts): TemplateResult {
  const {symbol, words, name, hasLabel, isBusy, isPaused, press, prepare, pointDown} = parts;
  return html`<button
    part="button"
    type="button"
    aria-label=${hasLabel ? nothing : name}
    class=${isPaused ? 'paused' : nothing}
    aria-disabled=${isPaused || isBusy || nothing}
    @click=${press}
    @pointerenter=${prepare}
    @pointerdown=${pointDown}
    @focus=${prepare}
  >
    <span class="face">
      <svg viewBox="-1 -1 20 20" aria-hidden="true"><path fill-rule="evenodd" d=${symbol} /></svg>
      <span part="label">${hasLabel ? nothing : renderWords(words)}<slot name="label"></slot></span>
    </span>
  </button>`;
}

/** An element that is one yellow button. */
export abstract class KakaoButton extends KakaoElement {
  static override properties: PropertyDeclarations = {layout: {}, size: {}};

  /** `full` or `short` words, or `icon` if there is no room for words. */
  declare layout: ButtonLayout;
  /** The height: 40, 48 or 56 px. */
  declare size: ButtonSize;

  constructor() {
    super();
    this.layout = 'full';
    this.size = 'medium';
  }

  protected readLayout(): ButtonLayout {
    return this.readChoice<ButtonLayout>('layout', ['full', 'short', 'icon']);
  }

  protected readSize(): ButtonSize {
    return this.readChoice<ButtonSize>('size', ['medium', 'small', 'large']);
  }
}
