import {getText, readForm} from '../http/parameters.js';
import {toJson, toKapiError} from '../http/responses.js';
import {readKaOrigin} from '../oauth/authorization-request.js';
import {toSdkErrorPage} from '../pages/message-pages.js';
import {readLanguage} from '../pages/texts.js';
import {type RequestContext, findClient} from '../http/emulator-context.js';
import type {EmulatorResponse} from '../base/messages.js';

/** POST /v1/app/validate/sdk, with the JavaScript key: checks whether a page may use the SDK with this key. */
export async function handleValidateSdk(context: RequestContext): Promise<EmulatorResponse> {
  const {request, emulator, entry} = context;
  const form = (await readForm(context)) ?? new URLSearchParams();
  const appKey = /^KakaoAK (\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1] ?? null;
  const client = findClient(emulator, appKey);
  if (client?.key.kind !== 'javascript') return toKapiError(context, -401, 'this is no JavaScript key');
  const origin = readKaOrigin(request.headers.get('ka'));
  if (origin === null || !client.key.domains.includes(origin)) {
    return toKapiError(context, -401, `domain mismatched! registered: ${client.key.domains.join(', ')}`);
  }
  if (getText(form, 'quota_properties') === null) {
    entry.warn({en: 'The request has no quota_properties.', ko: '요청에 quota_properties가 없습니다.'});
  }
  return toJson({});
}

/** GET pf.kakao.com/_ID/sdk_error: the SDK goes here if a page may not use it. */
export function handleSdkError({request, url}: RequestContext): EmulatorResponse {
  return toSdkErrorPage(readLanguage(request, url.searchParams));
}
