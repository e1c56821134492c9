import type {Settings} from '../settings.js';

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

/** What is to be registered with Kakao: the page registers each value in the key's field. */
export interface ConsoleRow {
  readonly key: 'javascript' | 'rest-api';
  readonly field: 'web-domain' | 'redirect-uri';
  readonly value: string;
}

/** All that fit the place, the recommended one first. Never throws, whatever the settings are. */
export function toOutputs(settings: Settings, release: Release): readonly Output[] {
  void settings;
  void release;
  return [];
}

/** What is to be registered with Kakao, per key and site. Nothing for hosted shops. */
export function toConsoleRows(settings: Settings): readonly ConsoleRow[] {
  void settings;
  return [];
}

/** The lines of the console of one signup with these settings; none if nothing is measured. */
export function toDataLayerLines(settings: Settings): readonly string[] {
  void settings;
  return [];
}
