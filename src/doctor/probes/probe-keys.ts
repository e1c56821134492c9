import {DEFAULT_SDK_VERSION} from '../../sdk/releases.js';
import {readJsonObject} from '../../server/kakao/http.js';
import {createRandomToken} from '../../shared/encoding/random.js';
import {isLoopback} from '../../shared/loopback.js';
import {find, type Finding} from '../base/finding.js';
import type {FindingId} from '../base/finding-texts.js';
import type {Network, Reply} from '../network/network.js';
import type {SiteSettings, Value} from '../settings/site-settings.js';

/** What is found where Kakao answers one of its codes. */
const BY_KOE: Readonly<Record<string, FindingId>> = {
  KOE004: 'koe004',
  KOE006: 'koe006',
  KOE008: 'koe008',
  KOE009: 'koe009',
  KOE010: 'koe010',
  KOE101: 'koe101',
  KOE205: 'koe205',
  KOE303: 'koe303',
};

/** Begins a login by each key at each redirect URI, and exchanges a code that is none, as far as Kakao lets a stranger. */
export async function probeKeys(network: Network, settings: SiteSettings): Promise<readonly Finding[]> {
  const {restApiKey, javascriptKey, redirectUris} = settings;
  const uris = redirectUris.filter(({text}) => text !== '');
  const findings: Finding[] = [];
  for (const uri of uris) {
    if (restApiKey?.text) findings.push(...(await authorize(network, {key: restApiKey, uri, settings})));
    if (javascriptKey?.text) {
      findings.push(...(await authorize(network, {key: javascriptKey, uri, settings, ka: toKa(uri)})));
    }
  }
  const [uri] = uris;
  if (restApiKey?.text && uri) findings.push(...(await exchange(network, restApiKey, uri, settings)));
  const isAsked = uris.length > 0 && !isLoopback(network.kakaoOrigin);
  return isAsked && findings.length === 0 ? [find('kakao_unverified', network.kakaoOrigin)] : findings;
}

interface Authorization {
  readonly key: Value;
  readonly uri: Value;
  readonly settings: SiteSettings;
  /** Of the SDK's login: what it says of itself and its page. */
  readonly ka?: string;
}

async function authorize(network: Network, {key, uri, settings, ka}: Authorization): Promise<readonly Finding[]> {
  const query = new URLSearchParams({
    client_id: key.text,
    redirect_uri: uri.text,
    response_type: 'code',
    state: createRandomToken(),
    ...(ka !== undefined && {ka}),
    ...(settings.scope?.text && {scope: settings.scope.text}),
  });
  const reply = await network.askKakao(`/oauth/authorize?${query.toString()}`, {headers: {Accept: 'text/html'}});
  if (typeof reply === 'string') return [find('kakao_unreached', network.kakaoOrigin)];
  const place = [key.where, uri.where].join(', ');
  return toFindings(readPageCode(reply), place, {uri: uri.text, origin: new URL(uri.text).origin});
}

/** With a code that Kakao never gave: it looks at key and secret before it says so (KOE320). */
async function exchange(
  network: Network,
  key: Value,
  uri: Value,
  {clientSecret}: SiteSettings,
): Promise<readonly Finding[]> {
  const reply = await network.askKakao('/oauth/token', {
    form: {
      grant_type: 'authorization_code',
      client_id: key.text,
      redirect_uri: uri.text,
      code: createRandomToken(),
      ...(clientSecret?.text && {client_secret: clientSecret.text}),
    },
  });
  if (typeof reply === 'string') return [find('kakao_unreached', network.kakaoOrigin)];
  const said = readJsonObject(reply.text)?.['error_code'];
  const code = typeof said === 'string' ? said : '';
  if (code === 'KOE320') return [];
  return toFindings(code || 'KOE', [key.where, clientSecret?.where].filter(Boolean).join(', '), {uri: uri.text});
}

/** The code that Kakao's error page shows; an empty text if there is none. */
function readPageCode({status, text}: Reply): string {
  if (status < 400) return status < 300 ? (/\bKOE\d{3}\b/.exec(text)?.[0] ?? '') : '';
  return /\bKOE\d{3}\b/.exec(text)?.[0] ?? 'KOE';
}

function toFindings(code: string, where: string, facts: Readonly<Record<string, string>>): readonly Finding[] {
  if (code === '') return [];
  const id = BY_KOE[code];
  return [id ? find(id, where, facts) : find('koe_other', where, {code: /^KOE\d{3}$/.test(code) ? code : '?'})];
}

/** What the SDK says of itself on a page of the redirect URI's origin. */
function toKa({text}: Value): string {
  const origin = encodeURIComponent(new URL(text).origin);
  return `sdk/${DEFAULT_SDK_VERSION} os/javascript sdk_type/javascript lang/ko device/Linux origin/${origin}`;
}
