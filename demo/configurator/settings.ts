import {VERSION} from '../../src/shared/version.js';

/** Where the button goes: a page of one's own, a tag manager, a hosted shop, or a React, Vue or Svelte app. */
export type Place = 'page' | 'gtm' | 'cafe24' | 'imweb' | 'makeshop' | 'framework';

/** All that a marketer chooses. Texts are as they were typed: nothing here has been checked. */
export interface Settings {
  readonly place: Place;

  /** `signup` is {@link SIGNUP_TEXT}; `own` shows `text`. */
  readonly label: 'start' | 'login' | 'signup' | 'own';
  readonly text: string;
  readonly layout: 'full' | 'short' | 'icon';
  /** Pixels, 40 to 60. */
  readonly height: number;
  /** Pixels; 0 is as wide as its place. 300 is the button's own. */
  readonly width: number;
  /** Pixels. 12 is Kakao's. */
  readonly radius: number;
  /** Where the button stands in its place. `start` leaves that to the page. */
  readonly align: 'start' | 'center' | 'end';
  readonly locale: 'auto' | 'ko' | 'en' | 'ja';

  /** The words of the speech bubble; none for no bubble. */
  readonly bubble: string;
  readonly hideForMembers: boolean;
  /** The button keeps to the bottom of the screen, wherever its place is. */
  readonly isPinned: boolean;
  /** When the signup sheet opens: far down or about to leave, or after a while. Apps start it themselves. */
  readonly sheet: 'none' | 'auto' | 'delay';
  /** What the sheet says; its own sentence for none. */
  readonly sheetText: string;
  /** What a new member is told; nothing for none. */
  readonly sheetDone: string;

  /** The JavaScript key. */
  readonly appKey: string;
  readonly restApiKey: string;
  /** Origins, such as `https://www.example.com`. */
  readonly sites: readonly string[];
  /** A path, such as `/kakao/callback`. */
  readonly redirectUri: string;
  /** The backend's session resource, such as `/api/kakao/session`. */
  readonly endpoint: string;
  /** Hosted shops: what is pressed in place of what we know of the host. */
  readonly clickSelector: string;
  /** Hosted shops: what only members' pages have. */
  readonly memberSelector: string;

  readonly analytics: 'none' | 'gtm' | 'gtag';
  /** The track id. */
  readonly kakaoPixel: string;
  readonly loadPixel: boolean;
  readonly needsConsent: boolean;

  /** The folder with the tag's files on the marketer's own site. */
  readonly base: string;
}

/** The words of `label: 'signup'`. */
export const SIGNUP_TEXT = '카카오 1초 회원가입';

export const DEFAULTS: Settings = {
  place: 'page',
  label: 'start',
  text: '',
  layout: 'full',
  height: 48,
  width: 300,
  radius: 12,
  align: 'start',
  locale: 'auto',
  bubble: '',
  hideForMembers: true,
  isPinned: false,
  sheet: 'none',
  sheetText: '',
  sheetDone: '',
  appKey: '',
  restApiKey: '',
  sites: [],
  redirectUri: '/kakao/callback',
  endpoint: '/api/kakao/session',
  clickSelector: '',
  memberSelector: '',
  analytics: 'none',
  kakaoPixel: '',
  loadPixel: false,
  needsConsent: false,
  base: `/kakao-sync/${VERSION}/`,
};

/** A shop whose own login with Kakao the button presses: it needs neither keys nor a backend. */
export function isHosted(place: Place): place is 'cafe24' | 'imweb' | 'makeshop' {
  return place === 'cafe24' || place === 'imweb' || place === 'makeshop';
}

/** What only members' pages have, where a marketer names nothing else. Unverified: skins differ. */
export const MEMBER_SELECTORS: Readonly<Partial<Record<Place, string>>> = {cafe24: '.xans-layout-statelogon'};
