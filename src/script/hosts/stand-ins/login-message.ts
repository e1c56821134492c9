/** Nothing is told below a link: on a hosted shop the host tells what came of a login. */
export const LOGIN_MESSAGE = 'kakao-login-message';
