/** Where Kakao's servers are, and the issuer that its ID tokens name. */
export interface KakaoEndpoints {
  /** The origin of the servers for logins and tokens. */
  readonly kauth: string;
  /** The origin of all other APIs. */
  readonly kapi: string;
  readonly issuer: string;
}

/** Kakao's own, pinned: discovery could move them (https://kauth.kakao.com/.well-known/openid-configuration). */
const KAKAO: KakaoEndpoints = {
  kauth: 'https://kauth.kakao.com',
  kapi: 'https://kapi.kakao.com',
  issuer: 'https://kauth.kakao.com',
};

/** Kakao's servers, or an emulator at an origin. */
export function toEndpoints(emulatorOrigin: string | undefined): KakaoEndpoints {
  if (emulatorOrigin === undefined) return KAKAO;
  return {kauth: emulatorOrigin, kapi: emulatorOrigin, issuer: emulatorOrigin};
}
