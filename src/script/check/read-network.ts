import {endsOnServer, type KakaoSyncConfig} from '../../client/state/config.js';
import {findSdkFile} from '../../sdk/load-kakao-sdk.js';
import {readSdkRelease} from '../../sdk/releases.js';
import {attempt} from '../../shared/attempt.js';
import {parseJson} from '../../shared/fields.js';
import {CLIENT_HEADER, CLIENT_HEADER_VALUE, readSessionAnswer} from '../../shared/wire.js';
import type {Finding} from './finding.js';
import {toUrl} from './read-page.js';

/** How long an answer is waited for, in milliseconds. */
const PATIENCE = 10_000;

/** Checks that need requests: the callback page, the backend, and Kakao's file. None of them changes anything. */
export function readNetwork(settings: KakaoSyncConfig): Promise<readonly Finding[]> {
  const {loginUrl, appKey, endpoint} = settings;
  return Promise.all([
    // A route of the server is no page, and asking it would be a login that fails.
    ...(endsOnServer(settings) ? [] : [checkCallback(settings)]),
    ...(endsOnServer(settings) && !endpoint ? [] : [checkEndpoint(settings)]),
    ...(loginUrl && !appKey ? [] : [checkKakao(settings)]),
  ]);
}

/** By XMLHttpRequest, which parses a page where Trusted Types allow no parsing of text, and runs nothing of it. */
async function checkCallback({redirectUri}: KakaoSyncConfig): Promise<Finding> {
  const url = redirectUri ? toUrl(redirectUri) : undefined;
  if (!url || url.origin !== location.origin) return {name: 'callbackUnread'};
  // A page that is its own callback is here already.
  if (url.pathname === location.pathname) return judgeCallback(document, url.pathname);
  const request = new XMLHttpRequest();
  const isDone = await new Promise<boolean>((resolve) => {
    request.open('GET', url.href);
    request.responseType = 'document';
    request.timeout = PATIENCE;
    request.onload = () => resolve(true);
    request.onerror = request.ontimeout = () => resolve(false);
    request.send();
  });
  const fact = url.pathname;
  if (!isDone) return {name: 'callbackUnread', fact};
  const end = toUrl(request.responseURL);
  if (end && end.origin + end.pathname !== url.origin + url.pathname) {
    return {name: 'callbackRedirects', fact: end.pathname};
  }
  if (request.status >= 400) return {name: 'callbackMissing', fact: `${fact} ${request.status}`};
  return request.responseXML ? judgeCallback(request.responseXML, fact) : {name: 'callbackNotPage', fact};
}

const OURS = /kakao-(sync|auto-login)[\w.-]*\.js/;
const MEASURING = /googletagmanager\.com|google-analytics\.com|\/kas\/static\/kp\.js|\bgtag\s*\(|\bfbq\s*\(/;

/** Whether the callback page lets our tag clean its address first, and measures nothing while the code is in there. */
function judgeCallback(page: Document, fact: string): Finding {
  const scripts = [...page.scripts].filter(({type}) => !type || /javascript|^module$/.test(type));
  const place = scripts.findIndex(({src}) => OURS.test(src));
  const isOwn = page === document;
  if (!isOwn && scripts.some(({src, text}) => MEASURING.test(src) || MEASURING.test(text))) {
    return {name: 'callbackMeasured', fact};
  }
  if (place < 0) return {name: 'callbackWithoutTag', fact};
  return {name: place > 0 && !isOwn ? 'callbackLate' : 'callback', fact};
}

/** Reads the session, as a page of the site's may at any time. */
async function checkEndpoint({endpoint, postCode}: KakaoSyncConfig): Promise<Finding> {
  const url = endpoint ? toUrl(endpoint) : undefined;
  if (!url) return {name: postCode ? 'ownFunctions' : 'endpointUnreached'};
  const fact = url.pathname;
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  try {
    const answer = await fetch(url.href, {
      headers: {[CLIENT_HEADER]: CLIENT_HEADER_VALUE, Accept: 'application/json'},
      credentials: 'include',
      cache: 'no-store',
      redirect: 'manual',
      signal: stop.signal,
    });
    if (answer.type === 'opaqueredirect') return {name: 'endpointRedirects', fact};
    if (!answer.ok) return {name: 'endpointStatus', fact: `${fact} ${answer.status}`};
    const body = parseJson(await answer.text());
    if (body === undefined || !/json/.test(answer.headers.get('Content-Type') ?? '')) {
      return {name: 'endpointNotJson', fact};
    }
    return {name: readSessionAnswer(body) ? 'endpoint' : 'endpointOther', fact};
  } catch {
    return {name: 'endpointUnreached', fact};
  } finally {
    clearTimeout(timer);
  }
}

/** By a preload, which the page's rules for scripts decide on, and which runs nothing. */
async function checkKakao({sdkVersion, sdkIntegrity, emulator}: KakaoSyncConfig): Promise<Finding> {
  const release = readSdkRelease(sdkVersion, sdkIntegrity);
  if (!release) return {name: 'noRelease', fact: sdkVersion};
  const file = findSdkFile({release, emulator});
  const link = document.createElement('link');
  const isThere = await new Promise<boolean>((resolve) => {
    link.rel = 'preload';
    link.as = 'script';
    link.crossOrigin = 'anonymous';
    link.href = file;
    link.onload = () => resolve(true);
    link.onerror = () => resolve(false);
    setTimeout(() => resolve(false), PATIENCE);
    document.head.append(link);
  });
  link.remove();
  return {name: isThere ? 'kakao' : 'kakaoBlocked', fact: attempt(() => new URL(file).host)};
}
