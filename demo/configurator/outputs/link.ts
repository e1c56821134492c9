import type {Settings} from '../settings.js';

/** What is added to the address of a page in a message. */
export interface LinkSettings {
  /** Members are signed in on arrival, in KakaoTalk. */
  readonly isMarked: boolean;
  /** `utm_source`, `utm_medium`, `utm_campaign`, `utm_content`; an empty one is left out. */
  readonly source: string;
  readonly medium: string;
  readonly campaign: string;
  readonly content: string;
}

export const LINK_DEFAULTS: LinkSettings = {
  isMarked: true,
  source: 'kakao',
  medium: 'message',
  campaign: '',
  content: '',
};

export interface LinkProblem {
  /**
   * `address-malformed`: no https address. `shortener`: a service that shortens addresses, `host`. `elsewhere`: `host` is
   * none of the sites. `no-rest-api-key`: auto-login then is slower. The last three are warnings.
   */
  readonly code: 'address-malformed' | 'shortener' | 'elsewhere' | 'no-rest-api-key';
  readonly isWarning: boolean;
  readonly values?: Readonly<Record<string, string>>;
}

/** What somebody meets who opens the link: in KakaoTalk, or in another browser. */
export interface LinkVisits {
  readonly member: 'signed-in' | 'page';
  readonly guest: 'page';
}

/**
 * The link for a message.
 *
 * @param page the address of the page
 * @returns an empty text if that is no address
 */
export function toMessageLink(page: string, settings: LinkSettings): string {
  void settings;
  return page;
}

export function validateLink(page: string, link: LinkSettings, settings: Settings): readonly LinkProblem[] {
  void page;
  void link;
  void settings;
  return [];
}

/** What a member and a guest meet in KakaoTalk. Elsewhere both meet the page. */
export function toLinkVisits({isMarked}: LinkSettings): LinkVisits {
  return {member: isMarked ? 'signed-in' : 'page', guest: 'page'};
}
