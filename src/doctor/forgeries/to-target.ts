import {DEFAULT_APP} from '../../emulator/index.js';
import {isLoopback} from '../../shared/loopback.js';
import type {Target} from '../network/target.js';
import type {SiteSettings} from '../settings/site-settings.js';

const DEFAULT_EMULATOR = 'http://127.0.0.1:4000';

/**
 * The backend that forgeries go to. What is left out is as the emulator has it.
 *
 * @throws {Error} with one line for the person at the keyboard
 */
export function toTarget({endpoint, site, emulator, redirectUris, restApiKey, javascriptKey}: SiteSettings): Target {
  if (!endpoint?.text) throw new Error('--forgeries needs --endpoint.');
  const kakao = emulator?.text || DEFAULT_EMULATOR;
  if (!isLoopback(kakao)) throw new Error('--forgeries needs an emulator on this machine.');
  const origin = readOrigin('--site', site?.text || readOrigin('--endpoint', endpoint.text));
  return {
    url: endpoint.text,
    origin,
    redirectUri: redirectUris.find(({text}) => text !== '')?.text ?? `${origin}/kakao/callback`,
    clientId: restApiKey?.text || DEFAULT_APP.restApiKeys[0].key,
    javascriptKey: javascriptKey?.text || undefined,
    emulator: new URL(kakao).origin,
  };
}

function readOrigin(name: string, text: string): string {
  if (!URL.canParse(text) || !/^https?:/.test(text)) throw new Error(`${name} is an address, not "${text}".`);
  return new URL(text).origin;
}
