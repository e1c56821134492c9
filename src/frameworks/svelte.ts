// Types alone: the elements in Svelte's markup.
import type {} from 'svelte/elements';
import type {KakaoSyncJsxElements} from '../jsx.js';

declare module 'svelte/elements' {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- an augmentation
  interface SvelteHTMLElements extends KakaoSyncJsxElements<HTMLAttributes<HTMLElement>> {}
}
