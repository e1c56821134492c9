import type {Messages} from './texts.js';

export const en = {
  start: 'Start with Kakao',
  startShort: 'Start',
  login: 'Login with Kakao',
  loginShort: 'Login',
  link: 'Connect with Kakao',
  linkShort: 'Connect',
  lastUsed: 'Last used',
  busy: 'One moment, please.',
  talk: 'Please continue in KakaoTalk.',
  continueInBrowser: 'Continue in the browser',
  retry: 'The login was not finished. Please press again.',
  later: 'The connection failed. Please press again in a moment.',
  elsewhere: 'This login began in another browser. Press again to continue here.',
  underAge: 'People under 14 cannot sign up here.',
  cookies: 'Please allow cookies in your browser to sign in.',
  restricted: 'This Kakao account is restricted. Please ask Kakao.',
  unavailable: 'Kakao login is not available right now. Please sign in another way.',
  action: 'One more step is needed before you are signed in.',
  reference: 'Reference',
} satisfies Messages;
