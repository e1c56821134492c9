/** What decides how a visitor can be taken to Kakao. */
export interface Device {
  readonly userAgent: string;
  readonly maxTouchPoints: number;
}

/**
 * Whether this is KakaoTalk's in-app browser, and not a robot, such as the one that fetches previews for its chats. A robot
 * names its version or its page; phones may have "bot" in their names.
 */
export function isKakaoTalk({userAgent}: Pick<Device, 'userAgent'>): boolean {
  return /KAKAOTALK/i.test(userAgent) && !/-scrap|bot\/\d|\+http/i.test(userAgent);
}

/** Whether Kakao's SDK may switch to the KakaoTalk app here: Android, iPhone, and an iPad that calls itself a Mac. */
export function isPhone({userAgent, maxTouchPoints}: Device): boolean {
  return /Android|iP(hone|ad|od)/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1);
}
