import {html, type CSSResultGroup, type PropertyDeclarations, type PropertyValues, type TemplateResult} from 'lit';
import {addChannel, findSdkContext, openChat, prepareChannel} from '../../client/channel.js';
import {toShown} from '../../client/state/config.js';
import type {KakaoChannelResultEvent} from '../../client/state/events.js';
import type {ProblemFacts} from '../../client/state/problem.js';
import {createReference} from '../../shared/reference.js';
import {CHANNEL_BUTTON} from '../i18n/channel-button.js';
import {toLocale} from '../../client/state/language.js';
import {NOT_CONFIGURED} from '../kakao-element.js';
import {renderKakaoButton, KakaoButton} from '../kakao-button.js';
import {SYMBOL} from '../kakao-symbol.js';
import type {Notice} from '../messages/told.js';
import {styles} from './channel-button.styles.js';

export type ChannelAction = 'add' | 'chat';

/** What is cut out of the bubble: a plus, or three dots. */
const SIGNS = {
  add: 'M8.2 4.4h1.6v2.5h2.5v1.6H9.8V11H8.2V8.5H5.7V6.9h2.5z',
  chat: 'M4 7.7a1 1 0 102 0 1 1 0 10-2 0zm4 0a1 1 0 102 0 1 1 0 10-2 0zm4 0a1 1 0 102 0 1 1 0 10-2 0z',
} as const;

/** What the visitor is told of a result. */
const TOLD = {added: 'channelAdded', already: 'channelAlready', blocked: 'channelBlocked'} as const;

/**
 * Lets the visitor add a KakaoTalk Channel, or chat with it.
 *
 * @tag kakao-channel-button
 *
 * @fires {KakaoChannelResultEvent} kakao-channel-result - the visitor is back from adding the channel; `result` says what came of it
 *
 * @slot label - the site's own words, as text
 *
 * @csspart button - the native button
 * @csspart label - its words
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
 */
export class KakaoChannelButton extends KakaoButton {
  static override properties: PropertyDeclarations = {
    action: {},
    channelPublicId: {attribute: 'channel-public-id'},
    told: {state: true},
  };

  static override styles: CSSResultGroup = styles;

  /** `add` (카카오톡 채널 추가하기) or `chat` (카카오톡 채널 채팅하기). */
  declare action: ChannelAction;
  /** The channel: what follows `pf.kakao.com/` in its address, e.g. `_ZeUTxl`. Required. */
  declare channelPublicId: string | undefined;

  /** What the visitor was told last. */
  declare private told: (typeof TOLD)[keyof typeof TOLD] | 'unavailableOther' | undefined;

  protected override readonly messageKind = 'channel';

  /** The reference of the last failure. */
  private ref: string | undefined;

  constructor() {
    super();
    this.action = 'add';
    this.addEventListener('kakao-channel-result', this.handleResult);
  }

  override render(): TemplateResult {
    const texts = this.readTexts(CHANNEL_BUTTON);
    const action = this.readAction();
    const key = action === 'add' ? 'channelAdd' : 'channelChat';
    const layout = this.readLayout();
    return html`<div class="root ${layout} ${this.readSize()}">
      ${renderKakaoButton({
        symbol: SYMBOL + SIGNS[action],
        words: layout === 'short' ? texts[`${key}Short`] : texts[key],
        name: texts[key],
        hasLabel: this.hasText('label'),
        isBusy: false,
        isPaused: this.isPaused,
        press: this.startFlow,
        prepare: this.handleIntent,
      })}
      ${this.renderMessage(this.tellResult())}
    </div>`;
  }

  private tellResult(): Notice | undefined {
    const {told, ref} = this;
    if (!told) return undefined;
    if (told === 'unavailableOther') return {text: {key: told}, look: 'alert', ref};
    return {text: this.readTexts(CHANNEL_BUTTON)[told], look: told === 'channelBlocked' ? 'alert' : 'note'};
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('channelPublicId')) this.told = undefined;
  }

  protected override onClientAttached(): void {
    // The SDK is loaded at the first sign that this very button is meant.
  }

  protected override startFlow(): void {
    const {channelPublicId: id} = this;
    this.told = undefined;
    if (typeof id !== 'string' || !/^_\w+$/.test(id)) {
      this.fail({code: 'config_invalid', kind: 'channel', value: toShown(id)});
    } else if (!findSdkContext()) this.fail(NOT_CONFIGURED);
    else if (this.readAction() === 'add') addChannel(id, {source: this});
    else openChat(id, {lang: toLocale(this.language)});
  }

  private readAction(): ChannelAction {
    return this.readChoice<ChannelAction>('action', ['add', 'chat']);
  }

  private fail(problem: ProblemFacts): void {
    this.ref = this.warnOnce(problem, createReference());
    this.told = 'unavailableOther';
  }

  private handleIntent(): void {
    if (this.channelPublicId) void prepareChannel(this.channelPublicId);
  }

  private handleResult({detail: {result}}: KakaoChannelResultEvent): void {
    this.told = TOLD[result as keyof typeof TOLD];
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'kakao-channel-button': KakaoChannelButton;
  }
}
