import {autoLogin} from '../client/auto-login/auto-login.js';
import {createDocumentPorts} from '../client/page/ports/document-ports.js';
import {getPageRegistry} from '../client/page/page-registry.js';
import {attempt} from '../shared/attempt.js';
import {isLoopback} from '../shared/loopback.js';

/**
 * Decides on auto-login before anything of the page is drawn, and leaves its configuration for `<kakao-sync>`. What
 * cannot be used of it is left to that, which says so.
 */
export function startFromHead(tag: HTMLScriptElement): void {
  const {...preset} = tag.dataset;
  const {redirectUri, restApiKey, emulator, paused = 'false'} = preset;
  const page = getPageRegistry();
  page.preset = preset;
  const callback = redirectUri && attempt(() => new URL(redirectUri, location.href));
  // What is left to the page's client: it says why it does not leave.
  if (!restApiKey || paused !== 'false' || !callback || callback.origin !== location.origin) return;
  if (emulator && !(isLoopback(emulator) && isLoopback(location.href))) return;
  page.autoLogin ??= autoLogin(createDocumentPorts(), {...preset, redirectUri: callback.href});
}
