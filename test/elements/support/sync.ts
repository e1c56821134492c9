import {fixture, html} from '@open-wc/testing';
import type {KakaoSyncConfig} from '../../../src/client/state/config.js';
import {settle} from './page.js';

type Attributes = Readonly<Record<string, string>>;

export const KEY = '0123456789abcdef0123456789abcdef';
export const OTHER_KEY = 'fedcba9876543210fedcba9876543210';
/** The attributes that a login needs. */
export const COMPLETE = {'app-key': KEY, endpoint: '/api/kakao/session', 'redirect-uri': '/kakao/callback'};

/** Settings, each with a value that another could stand for. */
export const SETTINGS = {
  appKey: KEY,
  restApiKey: OTHER_KEY,
  endpoint: '/api/kakao/session',
  redirectUri: '/kakao/callback',
  emulator: 'http://127.0.0.1:4000',
  sdkVersion: '2.7.4',
  returnTo: '/welcome',
  scope: 'account_email,name',
  serviceTerms: 'marketing',
  channelPublicId: '_abc',
  loginHint: 'a@b.example',
  context: 'cart=1',
  throughTalk: 'never',
  locale: 'en',
  csrf: 'cookie:mytoken X-My-Token',
} as const satisfies KakaoSyncConfig;

/** The attribute of a setting. */
export const toAttribute = (property: string): string =>
  property.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** Settings as they stand in markup. */
export const toAttributes = (config: object): Record<string, string> =>
  Object.fromEntries(Object.entries(config).map(([name, value]) => [toAttribute(name), String(value)]));

/** A `<kakao-sync>` that is on no page yet. */
export function createSync(attributes: Attributes) {
  const sync = document.createElement('kakao-sync');
  for (const [name, value] of Object.entries(attributes)) sync.setAttribute(name, value);
  return sync;
}

/** Lists the result of each press on a button within: `start`, which is then kept from leaving, or a code. */
export function listenToPresses(root: HTMLElement): string[] {
  const told: string[] = [];
  root.addEventListener('kakao-login-error', ({detail}) => told.push(detail.code));
  root.addEventListener('kakao-login-start', (event) => {
    told.push('start');
    event.preventDefault();
  });
  return told;
}

/** A page with a button and its configuration, and the list of its presses' results. */
export async function openConfigured(attributes: Attributes) {
  const holder = await fixture<HTMLElement>(html`<div><kakao-login-button></kakao-login-button></div>`);
  const button = holder.querySelector('kakao-login-button')!;
  const told = listenToPresses(holder);
  const sync = createSync(attributes);
  holder.append(sync);
  await settle(button);
  return {button, sync, told};
}
