// Types alone: the elements in Vue's templates.
import type {HTMLAttributes, PublicProps} from 'vue';
import type {KakaoSyncJsxElements} from '../jsx.js';

type Camel<Name extends string> = Name extends `${infer First}-${infer Rest}`
  ? `${First}${Capitalize<Camel<Rest>>}`
  : Name;

/** What a template's `app-key` and `@kakao-return` are to Vue. */
type VueName<Name extends string> = Name extends `onkakao-${infer Rest}`
  ? `onKakao${Capitalize<Camel<Rest>>}`
  : Camel<Name>;

type Own<Tag extends keyof KakaoSyncJsxElements> = KakaoSyncJsxElements<unknown>[Tag];

/** An element as templates take it. */
export type KakaoSyncVueElement<Tag extends keyof KakaoSyncJsxElements> = new () => HTMLElement & {
  readonly $props: {readonly [Name in keyof Own<Tag> as VueName<Name & string>]: Own<Tag>[Name]} & HTMLAttributes &
    PublicProps;
};

type KakaoSyncVueElements = {[Tag in keyof KakaoSyncJsxElements]: KakaoSyncVueElement<Tag>};

declare module 'vue' {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- an augmentation
  interface GlobalComponents extends KakaoSyncVueElements {}
}
