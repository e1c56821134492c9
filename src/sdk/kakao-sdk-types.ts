/**
 * What we use of Kakao's JavaScript SDK, release 2. `Auth` exists only after `init`.
 * https://developers.kakao.com/docs/latest/ko/javascript/getting-started
 */
export interface KakaoSdk {
  readonly VERSION?: string;
  init(appKey: string): void;
  isInitialized(): boolean;
  readonly Auth?: {
    authorize(settings: AuthorizeSettings): unknown;
    getAppKey(): string | null;
  };
  readonly Channel?: KakaoChannel;
}

/** `Kakao.Channel`. https://developers.kakao.com/docs/latest/ko/kakaotalk-channel/js */
export interface KakaoChannel {
  /** Since 2.6. Its promise rejects in apps where it cannot work, and never settles where its window is closed. */
  followChannel?(settings: {readonly channelPublicId: string}): unknown;
  addChannel(settings: {readonly channelPublicId: string}): void;
  chat(settings: {readonly channelPublicId: string; readonly lang: 'ko' | 'en' | 'ja'}): void;
}

/** `Kakao.Auth.authorize()`'s settings. An unknown key or an own key that is undefined makes it throw. */
export interface AuthorizeSettings {
  readonly redirectUri: string;
  readonly state: string;
  readonly nonce: string;
  readonly scope?: string;
  readonly prompt?: string;
  readonly loginHint?: string;
  readonly serviceTerms?: string;
  readonly channelPublicId?: string;
  /** Whether KakaoTalk may open, its sheet in a channel home included. */
  readonly throughTalk?: boolean;
}
