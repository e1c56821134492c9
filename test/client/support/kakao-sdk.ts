import type {ErrorCode} from '../../../src/shared/errors.js';
import {KakaoSyncError} from '../../../src/shared/kakao-sync-error.js';
import type {AuthorizeSettings, KakaoChannel, KakaoSdk} from '../../../src/sdk/kakao-sdk-types.js';
import type {SdkSource} from '../../../src/sdk/load-kakao-sdk.js';

/** Kakao's SDK: records what is asked of it; its handlers are a test's to replace. */
export class FakeKakaoSdk implements KakaoSdk {
  VERSION = '2.7.4';
  /** The keys `init` was called with. */
  readonly inits: string[] = [];
  /** The settings `authorize` was called with. */
  readonly authorizations: AuthorizeSettings[] = [];
  onInit: (appKey: string) => void = () => undefined;
  onAuthorize: (settings: AuthorizeSettings) => unknown = () => this.promise;

  /** Whether there is a login in it, which the file of a channel's button has not. */
  hasLogin = true;

  /** What was asked of `Channel`. */
  readonly channelCalls: {readonly name: keyof KakaoChannel; readonly settings: object}[] = [];
  /** What `followChannel` returns; null: a release that has none. */
  onFollow: (() => unknown) | null = () => this.promise;

  /** Settles what `authorize` or `followChannel` returned. */
  resolve!: (value: unknown) => void;
  reject!: (reason: unknown) => void;
  /** A thenable of the SDK's own: no Promise. */
  readonly promise: PromiseLike<unknown>;
  #appKey: string | null = null;

  constructor(appKey?: string) {
    const promise = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    this.promise = {then: (fulfilled, rejected) => promise.then(fulfilled, rejected)};
    if (appKey) this.#appKey = appKey;
  }

  init(appKey: string): void {
    this.inits.push(appKey);
    this.onInit(appKey);
    this.#appKey = appKey;
  }

  isInitialized(): boolean {
    return this.#appKey !== null;
  }

  get Channel(): KakaoChannel {
    if (this.#appKey === null) return undefined as never;
    const record =
      (name: keyof KakaoChannel) =>
      (settings: object): void =>
        void this.channelCalls.push({name, settings});
    const {onFollow} = this;
    const follow = (settings: object): unknown => {
      record('followChannel')(settings);
      return onFollow?.();
    };
    return {
      addChannel: record('addChannel'),
      chat: record('chat'),
      ...(onFollow && {followChannel: follow}),
    };
  }

  get Auth(): NonNullable<KakaoSdk['Auth']> {
    // As the SDK has it: nothing before `init`.
    if (this.#appKey === null || !this.hasLogin) return undefined as never;
    return {
      getAppKey: () => this.#appKey,
      authorize: (settings) => {
        this.authorizations.push({...settings});
        return this.onAuthorize(settings);
      },
    };
  }
}

/** Where the SDK comes from: what a page has of it, and what loading it does. */
export class FakeSdkHost {
  /** The SDK that loading brings. */
  sdk: FakeKakaoSdk;
  /** The SDK on the page. */
  present: FakeKakaoSdk | null = null;
  /** What loading does: brings the SDK, takes for ever, or fails with a code. */
  answer: 'loads' | 'hangs' | ErrorCode = 'loads';
  /** The message that it fails with, if it is not the code. */
  words?: string;
  /** Each load that was asked for. */
  readonly loads: SdkSource[] = [];
  #waiting: ((sdk: KakaoSdk) => void)[] = [];

  constructor(sdk = new FakeKakaoSdk()) {
    this.sdk = sdk;
  }

  /** The SDK on the page, unless it has shown that there is no login in it. */
  find(): FakeKakaoSdk | null {
    const {present} = this;
    return present?.isInitialized() && !present.hasLogin ? null : present;
  }

  load(source: SdkSource): Promise<KakaoSdk> {
    this.loads.push(source);
    const present = this.find();
    if (present) return Promise.resolve(present);
    if (this.answer === 'hangs') return new Promise((resolve) => this.#waiting.push(resolve));
    if (this.answer !== 'loads') return Promise.reject(new KakaoSyncError(this.answer, this.words));
    this.present = this.sdk;
    return Promise.resolve(this.sdk);
  }

  /** The file arrives at those who wait for it. */
  arrive(): void {
    this.present = this.sdk;
    for (const resolve of this.#waiting.splice(0)) resolve(this.sdk);
  }
}
