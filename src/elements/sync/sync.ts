import type {PageClient} from '../../client/page/page-client.js';
import {afterLoad} from '../after-load.js';
import {withMessages} from '../late-messages.js';
import {
  ATTRIBUTES,
  CONFIG_TIMEOUT,
  isOn,
  PROPERTIES,
  toAttribute,
  type KakaoSyncConfig,
} from '../../client/state/config.js';
import {reportProblem} from '../../client/page/developer/report-problem.js';
import {isUnderWay} from '../../client/state/state.js';
import {getPageRegistry} from '../../client/page/page-registry.js';
import {configurePage} from '../../client/create-kakao-sync.js';

/** A property for each setting. The accessors are made below, of the same names. */
type SettingProperties = {-readonly [Name in keyof KakaoSyncConfig]: KakaoSyncConfig[Name]};

/** `HTMLElement`, or on a server a class that may be extended all the same. */
const Base = ((globalThis as {HTMLElement?: typeof HTMLElement}).HTMLElement ??
  Object) as unknown as new () => HTMLElement & SettingProperties;

/** Those in the document, in the order in which they came. The first one counts, until it leaves. */
const present = new Set<KakaoSyncElement>();

/**
 * The page's configuration. Draws nothing, and need not wrap anything. Completes a login whose answer is in the address.
 *
 * Its attributes are the rules of `client/state/config.ts`.
 *
 * @tag kakao-sync
 *
 * @fires {KakaoLoginSuccessEvent} kakao-login-success - the backend has made a session
 * @fires {KakaoLoginCancelEvent} kakao-login-cancel - the visitor turned back at Kakao
 * @fires {KakaoLoginErrorEvent} kakao-login-error - a login failed; `code` says why
 * @fires {KakaoActionRequiredEvent} kakao-action-required - the backend needs something more first
 * @fires {KakaoAutoLoginSkipEvent} kakao-auto-login-skip - auto-login signed nobody in; `reason` says why
 * @fires {KakaoReturnEvent} kakao-return - about to send the visitor on; prevent it where a router does that
 * @fires {KakaoTermsMissingEvent} kakao-terms-missing - somebody has arrived who has not agreed to a required term; prevent it to hold the success back
 * @fires {KakaoTermsResultEvent} kakao-terms-result - what came of a consent
 * @fires {KakaoChannelResultEvent} kakao-channel-result - the visitor is back from adding a channel
 * @fires {KakaoLogoutEvent} kakao-logout - the session was ended
 * @fires {KakaoStateChangeEvent} kakao-state-change - session or flow has changed
 */
export class KakaoSyncElement extends Base {
  static readonly observedAttributes: readonly string[] = ATTRIBUTES.map(toAttribute);

  #values: Record<string, unknown> = {};
  #isScheduled = false;

  /** The page's client, once there is one. */
  get client(): PageClient | undefined {
    return getPageRegistry().client;
  }

  connectedCallback(): void {
    getPageRegistry().home ??= this;
    present.add(this);
    // Properties that were set before the upgrade hide the accessors.
    for (const property of ALL) {
      if (!Object.prototype.hasOwnProperty.call(this, property)) continue;
      const value: unknown = Reflect.get(this, property);
      Reflect.deleteProperty(this, property);
      Reflect.set(this, property, value);
    }
    this.#schedule();
    withMessages(({watchAttributes, refuseSecrets, nameMisspelt}) => {
      watchAttributes(this, () => {
        refuseSecrets(this, reportProblem);
        nameMisspelt(this, {known: KakaoSyncElement.observedAttributes}, reportProblem);
      });
    });
  }

  disconnectedCallback(): void {
    const page = getPageRegistry();
    if (page.home === this) page.home = document.querySelector('kakao-sync');
    // One that only moves, or has its successor beside it already, is told apart by then.
    queueMicrotask(() => {
      if (this.isConnected) return;
      present.delete(this);
      const [next] = present;
      if (next) next.#schedule();
      else this.client?.configure(this.#toLasting(this.client), 'element');
    });
  }

  attributeChangedCallback(attribute: string, _old: string | null, value: string | null): void {
    const property = ATTRIBUTES.find((name) => toAttribute(name) === attribute);
    if (property) this.write(property, property === 'reportErrors' ? isOn(value) : value);
  }

  /** @internal */
  read(property: string): unknown {
    return this.#values[property];
  }

  /** @internal */
  write(property: string, value: unknown): void {
    this.#values[property] = value ?? undefined;
    this.#schedule();
  }

  /**
   * With the last one goes what it said of the logins to come; keys and addresses stay, and what a login that is under way
   * is told by.
   */
  #toLasting({state}: PageClient): KakaoSyncConfig {
    const {locale, messages, reportErrors} = this;
    return isUnderWay(state.flow) ? {locale, messages, reportErrors} : {};
  }

  /** Once for all attributes that arrive together. */
  #schedule(): void {
    if (this.#isScheduled || !this.isConnected) return;
    this.#isScheduled = true;
    queueMicrotask(() => {
      this.#isScheduled = false;
      this.#apply();
    });
  }

  #apply(): void {
    const owner = [...present].find(({isConnected}) => isConnected);
    const client = configurePage(this.#values, owner === this ? 'element' : 'other element') as PageClient;
    if (client.isReady) void client.start();
    else if (!this.#isPatient) {
      this.#isPatient = true;
      afterLoad(CONFIG_TIMEOUT, this.#warn);
    }
  }

  #isPatient = false;

  #warn = (): void => {
    if (this.isConnected) this.client?.explainMissing();
  };
}

const ALL = [...ATTRIBUTES, ...PROPERTIES] as const;

for (const property of ALL) {
  Object.defineProperty(KakaoSyncElement.prototype, property, {
    configurable: true,
    enumerable: true,
    get(this: KakaoSyncElement) {
      return this.read(property);
    },
    set(this: KakaoSyncElement, value: unknown) {
      this.write(property, value);
    },
  });
}

declare global {
  interface HTMLElementTagNameMap {
    'kakao-sync': KakaoSyncElement;
  }
}
