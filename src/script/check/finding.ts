/**
 * Everything that the check of a page can find, with what stands for it: `good`; `bad`, the page needs a change; `unknown`,
 * somebody has to look. The sentences are in `texts.ts`.
 */
export const VERDICTS = {
  button: 'good',
  noButton: 'bad',
  hiddenButton: 'bad',
  misspelt: 'bad',
  noSettings: 'bad',
  appKey: 'good',
  badAppKey: 'bad',
  restApiKey: 'good',
  badRestApiKey: 'bad',
  noRestApiKey: 'unknown',
  sameKeys: 'bad',
  redirectUri: 'good',
  badRedirectUri: 'bad',
  secure: 'good',
  insecure: 'bad',
  notFramed: 'good',
  framed: 'bad',
  cookies: 'good',
  noCookies: 'bad',
  paused: 'bad',
  hostControl: 'good',
  hostFunction: 'good',
  hostPage: 'unknown',
  noHostWay: 'bad',
  analytics: 'good',
  noAnalytics: 'bad',
  pixel: 'good',
  noPixel: 'bad',
  callback: 'good',
  callbackMissing: 'bad',
  callbackRedirects: 'bad',
  callbackNotPage: 'bad',
  callbackLate: 'bad',
  callbackMeasured: 'bad',
  callbackWithoutTag: 'unknown',
  callbackUnread: 'unknown',
  endpoint: 'good',
  endpointStatus: 'bad',
  endpointRedirects: 'bad',
  endpointNotJson: 'bad',
  endpointOther: 'bad',
  endpointUnreached: 'bad',
  ownFunctions: 'unknown',
  kakao: 'good',
  kakaoBlocked: 'bad',
  noRelease: 'bad',
} as const;

export type FindingName = keyof typeof VERDICTS;
export type Verdict = (typeof VERDICTS)[FindingName];

/** One line of the report. */
export interface Finding {
  readonly name: FindingName;
  /** Values to put into the sentence: a path, a count, a status, the last four characters of a key. Never a whole key. */
  readonly fact?: string | undefined;
}
