import type {Messages} from './texts.js';

export const EN_MESSAGES = {
  busy: 'One moment, please.',
  talk: 'Please continue in KakaoTalk.',
  continueInBrowser: 'Continue in the browser',
  retry: 'That was not finished. Please press again.',
  later: 'The connection failed. Please press again in a moment.',
  elsewhere: 'This began in another browser. Press again to continue here.',
  underAge: 'People under 14 cannot sign up here.',
  cookies: 'Please allow cookies in your browser to continue.',
  restricted: 'This Kakao account is restricted. Please ask Kakao.',
  unavailable: 'Kakao is not available here right now. Please use another way.',
  linked: 'Another member is connected to this Kakao account. Please use a different one.',
  otherAccount: 'This is not the Kakao account that you are signed in with. Please use that one.',
  signedOut: 'Please log in first.',
  loginTooOld: 'For your security, please sign in again first.',
  signInAgain: 'Sign in again',
  action: 'One more step is needed to continue.',
  stateMissing: 'We couldn’t confirm the sign-in. Please start again.',
  back: 'Back to your page',
  reference: 'Reference',
} satisfies Messages;
