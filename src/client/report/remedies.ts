import {COMPARED_RELEASES} from '../../sdk/releases.js';
import type {SettingName} from '../state/config.js';

/** The words for what each setting must be. */
export const REMEDIES = {
  appKey: 'the JavaScript key of your Kakao app, 32 hex digits',
  restApiKey: 'the REST API key of your Kakao app, 32 hex digits',
  endpoint: 'an https address, or a path of this origin',
  redirectUri: 'a path of this origin without query, registered at Kakao',
  callbackMode: '"page" or "server"',
  loginUrl: 'a path of this origin where your backend starts the login',
  emulator: 'an address on localhost, and the page too',
  sdkVersion: `${Object.keys(COMPARED_RELEASES).join(', ')}, or another one with its sdk-integrity`,
  sdkIntegrity: 'sha384-… of the release in sdk-version',
  autoLogin: 'any of marked, known and all',
  logoutRedirectUri: 'a path of this origin without query, not redirect-uri, registered at Kakao',
  returnTo: 'a path of this origin, not the callback',
  continueAt: 'a path of this origin, not the callback',
  scope: 'names separated by commas',
  serviceTerms: 'names separated by commas',
  channelPublicId: 'one or two channel ids',
  loginHint: 'one short line',
  context: 'at most 512 characters',
  throughTalk: '"auto" or "never"',
  locale: '"ko", "en" or "ja"',
  csrf:
    'meta:_csrf, meta:csrf-token, cookie:XSRF-TOKEN, cookie:csrftoken, or any meta:NAME or cookie:NAME with a header of ' +
    'your own after a blank',
  reportErrors: '"true" or "false"',
  paused: '"true", "false" or the text that buttons show',
} satisfies Record<SettingName, string>;
