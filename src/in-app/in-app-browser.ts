/** What decides how a visitor can be taken to Kakao. */
export interface Device {
  readonly userAgent: string;
  readonly maxTouchPoints: number;
}

/** Whether this is KakaoTalk's in-app browser, and not the robot that fetches previews for its chats. */
export function isKakaoTalk({userAgent}: Pick<Device, 'userAgent'>): boolean {
  return /KAKAOTALK/i.test(userAgent) && !/kakaotalk-scrap|facebookexternalhit|bot/i.test(userAgent);
}

/** Whether Kakao's SDK may switch to the KakaoTalk app here: Android, iPhone, and an iPad that calls itself a Mac. */
export function isPhone({userAgent, maxTouchPoints}: Device): boolean {
  return /Android|iP(hone|ad|od)/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1);
}
