import {type Messages} from './messages.js';

export const en = {
  start: 'Start with Kakao',
  startShort: 'Start',
  login: 'Login with Kakao',
  loginShort: 'Login',
  lastUsed: 'Last used',
  starting: 'Going to Kakao…',
  completing: 'Signing you in…',
  waitingForTalk: 'Please continue in KakaoTalk.',
  continueInBrowser: 'Continue in the browser',
  retry: 'The login was not finished. Please press again.',
  network: 'The connection failed. Please press again in a moment.',
  later: 'Too many requests right now. Please press again in a moment.',
  elsewhere: 'This login began in another browser. Press again to continue here.',
  underAge: 'People under 14 cannot sign up here.',
  cookies: 'Cookies are blocked, so you cannot be signed in. Please allow them in your browser’s settings.',
  restricted: 'Your Kakao account is restricted. Please ask Kakao’s customer service.',
  unavailable: 'Kakao login is not available right now. Please sign in another way.',
  actionRequired: 'One more step is needed before you are signed in.',
  reference: 'Reference',
} satisfies Messages;
