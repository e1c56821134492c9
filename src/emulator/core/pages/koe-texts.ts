import {KOE, type KoeCode} from '../base/kakao-errors.js';
import type {Language} from '../base/localized.js';

/** Whose mistake it is: the app's settings, its request, or Kakao's own trouble. */
export type KoeKind = 'settings' | 'request' | 'server';

const KO: Readonly<Record<KoeCode, readonly [kind: KoeKind, description: string]>> = {
  KOE001: ['request', '요청의 형식이 올바르지 않습니다.'],
  KOE002: ['request', '잘못된 URL로 요청했습니다.'],
  KOE003: ['server', '카카오에 일시적인 문제가 있습니다.'],
  KOE004: ['settings', '이 앱은 카카오 로그인이 꺼져 있습니다.'],
  KOE005: ['settings', '테스트 앱의 멤버가 아닌 계정입니다.'],
  KOE006: ['settings', '이 앱 키에 등록되지 않은 리다이렉트 URI입니다.'],
  KOE007: ['settings', '등록되지 않은 로그아웃 리다이렉트 URI입니다.'],
  KOE008: ['settings', '앱 키의 종류가 맞지 않습니다.'],
  KOE009: ['settings', '이 앱 키에 등록되지 않은 도메인의 페이지입니다.'],
  KOE010: ['settings', '클라이언트 시크릿이 없거나 맞지 않습니다.'],
  KOE023: ['request', 'JavaScript SDK에서는 팝업 로그인을 할 수 없습니다.'],
  KOE101: ['settings', '존재하지 않는 앱 키입니다.'],
  KOE102: ['settings', '이 앱에 연결되지 않은 채널입니다.'],
  KOE201: ['request', 'response_type은 code만 지원합니다.'],
  KOE202: ['request', '암시적 허가(implicit) 방식은 지원하지 않습니다.'],
  KOE203: ['request', '필수 동의가 빠졌습니다.'],
  KOE204: ['request', '파라미터 값이 올바르지 않습니다.'],
  KOE205: ['settings', '이 앱에 설정되지 않은 동의항목을 요청했습니다.'],
  KOE207: ['request', '필수 파라미터가 없습니다.'],
  KOE237: ['request', '토큰을 너무 자주 요청했습니다.'],
  KOE303: ['request', '리다이렉트 URI가 인가 코드를 요청할 때와 다릅니다.'],
  KOE310: ['request', '지원하지 않는 grant_type입니다.'],
  KOE319: ['request', '리프레시 토큰이 없습니다.'],
  KOE320: ['request', '인가 코드를 찾을 수 없습니다.'],
  KOE322: ['request', '리프레시 토큰이 만료되었거나 유효하지 않습니다.'],
  KOE400: ['request', 'ID 토큰이 올바르지 않습니다.'],
};

/** What an error page says of a code. */
export function describeKoe(koe: KoeCode, language: Language): {readonly kind: KoeKind; readonly description: string} {
  const [kind, korean] = KO[koe];
  return {kind, description: language === 'ko' ? korean : KOE[koe].description};
}
