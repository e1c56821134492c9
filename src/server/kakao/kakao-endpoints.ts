/** Kakao's addresses, and the issuer its ID tokens name. */
export interface KakaoEndpoints {
  readonly token: string;
  readonly jwks: string;
  readonly user: string;
  readonly terms: string;
  readonly unlink: string;
  readonly channels: string;
  readonly issuer: string;
}

/** Kakao's own, pinned: discovery could move them (https://kauth.kakao.com/.well-known/openid-configuration). */
const KAKAO: KakaoEndpoints = {
  token: 'https://kauth.kakao.com/oauth/token',
  jwks: 'https://kauth.kakao.com/.well-known/jwks.json',
  user: 'https://kapi.kakao.com/v2/user/me',
  terms: 'https://kapi.kakao.com/v2/user/service_terms',
  unlink: 'https://kapi.kakao.com/v1/user/unlink',
  channels: 'https://kapi.kakao.com/v2/api/talk/channels',
  issuer: 'https://kauth.kakao.com',
};

/** Kakao's endpoints, or those of an emulator at an origin. */
export function toEndpoints(emulatorOrigin: string | undefined): KakaoEndpoints {
  if (emulatorOrigin === undefined) return KAKAO;
  return {
    token: `${emulatorOrigin}/oauth/token`,
    jwks: `${emulatorOrigin}/.well-known/jwks.json`,
    user: `${emulatorOrigin}/v2/user/me`,
    terms: `${emulatorOrigin}/v2/user/service_terms`,
    unlink: `${emulatorOrigin}/v1/user/unlink`,
    channels: `${emulatorOrigin}/v2/api/talk/channels`,
    issuer: emulatorOrigin,
  };
}
