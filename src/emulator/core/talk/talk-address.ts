import {decodeText} from '../http/parameters.js';

/**
 * Reads the authorization parameters of an address that hands a login to KakaoTalk: Android's `intent:`, iOS's
 * `https://talk-apps.kakao.com/scheme/…` (or the emulator's own `/scheme/…`), or a `kakaotalk:` address.
 * @returns null if the address is another one.
 */
export function readTalkParameters(address: string): URLSearchParams | null {
  if (address.startsWith('intent:')) return readIntent(address);
  const link = /^https?:\/\/[^/]+\/scheme\/(.*)$/s.exec(address)?.[1];
  return readScheme(link === undefined ? address : decodeText(link.split('&web=')[0] ?? ''));
}

function readScheme(address: string): URLSearchParams | null {
  const page = /^kakaotalk:\/\/inappbrowser\?url=(.*)$/s.exec(address)?.[1];
  if (page !== undefined) return readQuery(decodeText(page));
  const query = /^kakaotalk:\/\/bizplugin\?(.*)$/s.exec(address)?.[1];
  return query === undefined ? null : new URLSearchParams(new URLSearchParams(query).get('query') ?? '');
}

function readQuery(address: string): URLSearchParams | null {
  try {
    return new URL(address).searchParams;
  } catch {
    return null;
  }
}

function readIntent(address: string): URLSearchParams | null {
  const parts = address.split(';');
  if (!parts.includes('action=com.kakao.talk.intent.action.CAPRI_LOGGED_IN_ACTIVITY')) return null;
  const parameters = readExtraParameters(readExtra(parts, 'extraparams'));
  if (!parameters || !hasSameExtras(parts, parameters)) return null;
  const ka = readExtra(parts, 'kaHeader');
  if (ka !== null) parameters.set('ka', ka);
  return parameters;
}

function readExtra(parts: readonly string[], name: string): string | null {
  const prefix = `S.com.kakao.sdk.talk.${name}=`;
  return parts.find((part) => part.startsWith(prefix))?.slice(prefix.length) ?? null;
}

function readExtraParameters(text: string | null): URLSearchParams | null {
  let fields: unknown;
  try {
    fields = JSON.parse(decodeText(text ?? ''));
  } catch {
    return null;
  }
  if (typeof fields !== 'object' || fields === null) return null;
  return new URLSearchParams(Object.entries(fields).map(([name, value]) => [name, String(value)]));
}

/** KakaoTalk takes these from the intent itself, so they must not differ from the parameters. */
function hasSameExtras(parts: readonly string[], parameters: URLSearchParams): boolean {
  const extras = {client_id: 'appKey', redirect_uri: 'redirectUri', state: 'state'};
  return Object.entries(extras).every(([name, extra]) => {
    const value = readExtra(parts, extra);
    const own = parameters.get(name);
    return value === null || value === own || decodeText(value) === own;
  });
}
