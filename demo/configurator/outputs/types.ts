export interface Output {
  readonly id:
    'tag' | 'gtm-loader' | 'gtm-container' | 'html' | 'react' | 'vue' | 'svelte' | 'csp' | 'callback' | 'link';
  readonly fileName: string;
  /** `html`, `json`, `tsx`, `vue`, `svelte`, `http` or `text`. */
  readonly language: string;
  readonly text: string;
}

/** What `dist/tag/<version>/integrity.json` says. */
export interface Release {
  readonly version: string;
  /** By file, such as `kakao-sync.min.js`. */
  readonly integrity: Readonly<Record<string, string>>;
}
