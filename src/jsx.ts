import type {KakaoSyncConfig} from './client/state/config.js';
import type {KakaoSync} from './client/page/page-client.js';
import type {ChannelAction} from './elements/channel-button/channel-button.js';
import type {ButtonLabel} from './elements/login-button/login-button.js';
import type {ButtonLayout, ButtonSize} from './elements/kakao-button.js';

/** What every element takes in JSX, whatever the framework. */
interface CommonAttributes {
  readonly id?: string;
  readonly class?: string;
  readonly className?: string;
  readonly slot?: string;
  readonly lang?: string;
  readonly hidden?: boolean;
  readonly style?: unknown;
  readonly key?: string | number;
  readonly ref?: unknown;
  readonly children?: unknown;
}

/**
 * The elements for JSX, by their attributes: what a server has rendered keeps no others, and no functions. These go to
 * `createKakaoSync({postCode})` of `kakao-sync-widget/client`. In a React project, once:
 *
 * ```ts
 * import type {KakaoSyncJsxElements} from 'kakao-sync-widget/jsx';
 * declare module 'react' {
 *   namespace JSX {
 *     interface IntrinsicElements extends KakaoSyncJsxElements {}
 *   }
 * }
 * ```
 */
export interface KakaoSyncJsxElements {
  'kakao-sync': CommonAttributes &
    Pick<KakaoSyncConfig, 'endpoint' | 'emulator' | 'scope' | 'context' | 'locale'> & {
      readonly 'app-key'?: string;
      readonly 'rest-api-key'?: string;
      readonly 'redirect-uri'?: string;
      readonly 'sdk-version'?: string;
      readonly 'sdk-integrity'?: string;
      readonly 'auto-login'?: string;
      readonly 'logout-redirect-uri'?: string;
      readonly 'return-to'?: string;
      readonly 'continue-at'?: string;
      readonly 'service-terms'?: string;
      readonly 'channel-public-id'?: string;
      readonly 'login-hint'?: string;
      readonly 'through-talk'?: 'auto' | 'never';
    };
  'kakao-login-button': CommonAttributes & {
    readonly label?: ButtonLabel;
    readonly layout?: ButtonLayout;
    readonly size?: ButtonSize;
    readonly purpose?: 'login' | 'link';
    readonly prompt?: string;
    readonly scope?: string;
    readonly 'service-terms'?: string;
    readonly 'last-used'?: boolean | '';
    readonly client?: KakaoSync;
  };
  'kakao-terms-consent': CommonAttributes & {
    readonly tags?: string;
    readonly scope?: string;
    readonly auto?: boolean;
    readonly client?: KakaoSync;
  };
  'kakao-channel-button': CommonAttributes & {
    readonly action?: ChannelAction;
    readonly 'channel-public-id'?: string;
    readonly layout?: ButtonLayout;
    readonly size?: ButtonSize;
    readonly client?: KakaoSync;
  };
  'kakao-account': CommonAttributes & {
    readonly picture?: boolean;
    readonly 'kakao-logout'?: boolean | '';
    readonly client?: KakaoSync;
  };
}
