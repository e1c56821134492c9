import {getText, toJson} from '../http/responses.js';
import {type RequestContext, findClient} from '../http/emulator-context.js';

/** GET /apiweb/code.json: where the SDK's page waits for KakaoTalk's answer. 300: keep waiting. */
export function handleCodeJson(context: RequestContext): Response {
  const {url, emulator, entry} = context;
  const headers = {'access-control-allow-origin': '*'};
  const authTranId = getText(url.searchParams, 'auth_tran_id');
  if (!findClient(emulator, getText(url.searchParams, 'client_id')) || authTranId === null) {
    entry.error = 'code.json: client_id or auth_tran_id';
    return toJson({status: 'error', error_code: '700'}, 200, headers);
  }
  const fields = emulator.store.talk.takePollResponse(authTranId);
  if (!fields) return toJson({status: 'error', error_code: '300'}, 200, headers);
  return toJson({status: 'error' in fields ? 'error' : 'ok', ...fields}, 200, headers);
}
