import {ATTRIBUTES} from '../../client/state/config.js';

// Names of what a tag may say, as `data-` attributes and in `window.kakaoSync`: `appKey` is `data-app-key`.

/** What a tag says of the configuration: `data-messages` as JSON, which who draws them reads. */
export const TAG_SETTINGS = [...ATTRIBUTES, 'messages'] as const;

/** What a tag says of how its logins are measured. */
export const ANALYTICS_SETTINGS = [
  'analytics',
  'analyticsConsent',
  'analyticsEvents',
  'kakaoPixel',
  'kakaoPixelLoad',
] as const;

/** What a tag says of a visit's first page. */
export const ATTRIBUTION_SETTINGS = ['attribution', 'attributionPath'] as const;

/** How a button looks: `data-` attributes of a placeholder, else of the script's tag; with the button's own attribute. */
export const LOOK = {
  label: 'label',
  layout: 'layout',
  size: 'size',
  prompt: 'prompt',
  lastUsed: 'last-used',
  forMembers: 'data-for-members',
} as const;

/** What a tag says of its buttons. */
export const LOOK_SETTINGS = [...(Object.keys(LOOK) as (keyof typeof LOOK)[]), 'text', 'bubble', 'kakaoLogin'] as const;
