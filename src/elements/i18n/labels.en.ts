import type {Labels} from '../../client/state/messages.js';

export const EN_LABELS = {
  start: 'Start with Kakao',
  startShort: 'Start',
  login: 'Login with Kakao',
  loginShort: 'Login',
  link: 'Connect with Kakao',
  linkShort: 'Connect',
  lastUsed: 'Last used',
} satisfies Labels;
