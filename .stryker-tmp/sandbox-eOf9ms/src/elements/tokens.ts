/** Kakao's own colours: the same on every page, light or dark. Kakao's design guide allows no others. */
export const KAKAO_YELLOW = '#fee500';
export const KAKAO_SYMBOL = '#000000';
export const KAKAO_LABEL = 'rgba(0, 0, 0, 0.85)';
