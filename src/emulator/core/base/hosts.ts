/** Whether an address has one of Kakao's host names. If so, every address in the response is Kakao's too. */
export function isKakaoHost(url: URL): boolean {
  return /(^|\.)(kakao\.com|kakaocdn\.net)$/.test(url.hostname);
}

/** Whether a host name belongs to this machine. */
export function isLoopbackHost(hostname: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\]|[a-z0-9-]+\.localhost)$/.test(hostname);
}
