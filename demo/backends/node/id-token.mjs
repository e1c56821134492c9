import {createPublicKey, verify} from 'node:crypto';

const DAY = 24 * 3600_000;

/**
 * Reads Kakao's ID tokens. Keeps Kakao's public keys for a day; asks again for one that it does not know, but not more
 * than each half a minute: Kakao may block those who ask too often.
 *
 * @param {{issuer: string, load: () => Promise<{keys?: object[]}>}} options `load` asks for Kakao's JWKS
 * @returns {(token: string, expected: {audiences: string[], nonce: string}) => Promise<string | null>} Kakao's id of the
 *   person; null if the token is forged, for another app or login, or too old. Rejects as `load` does.
 * @example const kakaoId = await readIdToken(token, {audiences: [clientId], nonce: toS256(nonceSecret)});
 */
export function createIdTokenReader({issuer, load}) {
  let keys = new Map();
  let [loadedAt, missedAt] = [0, 0];
  let loading;

  async function loadKeys() {
    const {keys: list = []} = await load();
    const isUsable = ({kty, use = 'sig', alg = 'RS256'}) => kty === 'RSA' && use === 'sig' && alg === 'RS256';
    keys = new Map(list.filter(isUsable).map((jwk) => [jwk.kid, createPublicKey({key: jwk, format: 'jwk'})]));
    loadedAt = Date.now();
  }

  async function findKey(kid) {
    // All who wait share one request.
    const reload = () => (loading ??= loadKeys().finally(() => (loading = undefined)));
    if (Date.now() - loadedAt > DAY) await reload();
    if (!keys.has(kid) && Date.now() - missedAt > 30_000) {
      missedAt = Date.now();
      await reload();
    }
    return keys.get(kid);
  }

  return async (token, {audiences, nonce}) => {
    const [head, payload, signature, ...others] = token.split('.');
    const {alg, kid, crit} = decode(head);
    if (alg !== 'RS256' || crit !== undefined || !signature || others.length > 0) return null;
    const key = await findKey(kid);
    const isSigned =
      key && verify('sha256', Buffer.from(`${head}.${payload}`), key, Buffer.from(signature, 'base64url'));
    if (!isSigned) return null;
    const claims = decode(payload);
    // A token for somebody else as well is refused.
    const audience = [claims.aud].flat();
    const isForUs = claims.iss === issuer && audience.length === 1 && audiences.includes(audience[0]);
    // Clocks may differ by a minute.
    const now = Date.now() / 1000;
    const isOfNow = now < claims.exp + 60 && now > claims.iat - 60 && now < claims.iat + 600;
    const isOurs = isForUs && isOfNow && claims.nonce === nonce && /^[1-9]\d{0,19}$/.test(claims.sub);
    return isOurs ? claims.sub : null;
  };
}

function decode(part = '') {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString()) ?? {};
  } catch {
    return {};
  }
}
