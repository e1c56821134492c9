import {readFile} from 'node:fs/promises';
import {toStandInSdk} from './stand-in-sdk.js';
import type {RequestContext} from '../http/emulator-context.js';

/** GET /kakao_js_sdk/VERSION/kakao.min.js: the stand-in, or the file the emulator was given. */
export async function handleSdk({url, emulator}: RequestContext): Promise<Response> {
  const version = url.pathname.split('/')[2] ?? '';
  const script = emulator.sdkFile === null ? toStandInSdk(version, url.origin) : await readFile(emulator.sdkFile);
  return new Response(script, {
    headers: {
      'content-type': 'application/javascript;charset=UTF-8',
      'cache-control': 'public, max-age=60',
      // Needed for crossorigin="anonymous" and integrity.
      'access-control-allow-origin': '*',
    },
  });
}
