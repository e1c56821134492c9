import {createHash, createPublicKey, verify} from 'node:crypto';

/** Of 10 minutes: how long Kakao's keys are kept, and how old a fresh ID token may be. */
const TEN_MINUTES = 600_000;

/** Kakao's refusals: KOE… are of the token endpoint, numbers of the APIs. */
const MEANINGS = new Map([
  ['KOE003', [503, 'provider_unavailable']],
  ['KOE009', [500, 'platform_unregistered']],
  ['KOE010', [500, 'client_secret_wrong']],
  ['KOE101', [500, 'app_key_wrong']],
  ['KOE237', [429, 'rate_limited']],
  ['KOE303', [500, 'redirect_uri_mismatch']],
  ['KOE320', [409, 'code_used']],
  ['-1', [503, 'provider_unavailable']],
  ['-4', [403, 'account_restricted']],
  ['-7', [503, 'provider_unavailable']],
  ['-10', [429, 'rate_limited']],
  ['-103', [403, 'account_restricted']],
  ['-406', [403, 'under_age']],
]);

/** Why a request is refused: a code of docs/en/error-codes.md, and for the log what Kakao said. */
export class Refusal extends Error {
  constructor(status, code, reason) {
    super(code);
    Object.assign(this, {status, code, reason});
  }
}

export const toS256 = (text) => createHash('sha256').update(text).digest('base64url');

export const isText = (value, pattern) => typeof value === 'string' && pattern.test(value);

/** @returns the object in a JSON text; null if it holds none */
export function parseObject(text) {
  try {
    const value = JSON.parse(text);
    return typeof value === 'object' && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

/**
 * Exchanges the code of a login at Kakao, and reads the person's data. Each function may reject with a {@link Refusal}.
 *
 * @param {{kauth: string, kapi: string, restApiKey: string, clientSecret: string, redirectUri: string}} settings
 * @example const {kakaoId, accessToken} = await createKakao(settings).exchangeCode(body);
 */
export function createKakao({kauth, kapi, restApiKey, clientSecret, redirectUri}) {
  const findKey = createKeyFinder(() => ask(`${kauth}/.well-known/jwks.json`));
  const askApi = (path, accessToken) => ask(`${kapi}${path}`, {headers: {Authorization: `Bearer ${accessToken}`}});

  return {
    /** Kakao's id of the person who has logged in, and the access token that reads their data. */
    async exchangeCode({code, clientId, nonceSecret, codeVerifier}) {
      const form = {grant_type: 'authorization_code', client_id: restApiKey, client_secret: clientSecret};
      Object.assign(form, {redirect_uri: redirectUri, code}, codeVerifier && {code_verifier: codeVerifier});
      const tokens = await ask(`${kauth}/oauth/token`, {method: 'POST', body: new URLSearchParams(form)});
      const {access_token: accessToken, id_token: idToken = '', token_type: type} = tokens;
      const isBearer = isText(type, /^bearer$/i) && isText(accessToken, /^[\x21-\x7e]+$/);
      if (!isBearer || typeof idToken !== 'string') throw new Refusal(502, 'provider_bad_response', 'tokens');
      if (idToken === '') throw new Refusal(500, 'id_token_missing', 'turn on OpenID Connect in the console');
      const claims = await readClaims(idToken, findKey);
      // A JavaScript key's codes are exchanged by the REST API key, so the token may be for either.
      const expected = {issuer: kauth, audiences: [clientId, restApiKey], nonce: toS256(nonceSecret)};
      return {kakaoId: checkClaims(claims, expected), accessToken};
    },

    /** To be read at every login: Kakao unlinks people whose data nobody has asked for within a day. */
    async readProfile({kakaoId, accessToken}) {
      const {id, kakao_account: account} = await askApi('/v2/user/me?secure_resource=true', accessToken);
      if (String(id) !== kakaoId) throw new Refusal(502, 'profile_mismatch');
      // Kakao leaves out what the person has not agreed to.
      return {name: account?.profile?.nickname, picture: account?.profile?.thumbnail_image_url};
    },

    /** All terms of the app, as `{tag, agreed, required}`. */
    async readTerms({accessToken}) {
      // Without `result`, Kakao leaves out what was declined.
      const answer = await askApi('/v2/user/service_terms?result=app_service_terms', accessToken);
      if (!Array.isArray(answer.service_terms)) throw new Refusal(502, 'provider_bad_response', 'terms');
      return answer.service_terms.map(({tag, agreed, required}) => ({tag, agreed, required}));
    },
  };
}

async function ask(address, init) {
  let response, text;
  try {
    // A login asks five times at most, and its page waits ten seconds.
    response = await fetch(address, {...init, redirect: 'manual', signal: AbortSignal.timeout(2000)});
    text = await readText(response);
  } catch {
    throw new Refusal(503, 'provider_unavailable', 'no answer');
  }
  const body = parseObject(text);
  const {status} = response;
  if (status === 200 && body) return body;
  // Nothing else of the answer: Kakao's words may repeat the code.
  const [said] = /^(KOE\d{3}|-\d{1,5})$/.exec(body?.error_code ?? body?.code) ?? [''];
  const reason = `${status} ${said}`;
  if (status === 429) throw new Refusal(429, 'rate_limited', reason);
  if (status >= 500) throw new Refusal(503, 'provider_unavailable', reason);
  const isRefusal = status >= 400 && (said !== '' || body?.error !== undefined);
  if (!isRefusal) throw new Refusal(502, 'provider_bad_response', reason);
  throw new Refusal(...(MEANINGS.get(said) ?? [502, 'provider_refused']), reason);
}

/** Kakao's answers are short: a longer one is read no further, and counts as empty. */
async function readText({body}) {
  const chunks = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    if ((size += chunk.length) > 65_536) return '';
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

/** Keeps Kakao's public keys. One that is unknown may be new, but Kakao may block those who ask too often. */
function createKeyFinder(loadJwks) {
  let keys = new Map();
  let [loadedAt, missedAt] = [0, 0];
  let loading;

  async function load() {
    const {keys: list} = await loadJwks();
    if (!Array.isArray(list)) throw new Refusal(502, 'provider_bad_response', 'keys');
    const isUsable = ({kty, kid, use = 'sig'}) => kty === 'RSA' && typeof kid === 'string' && use === 'sig';
    keys = new Map(list.filter(isUsable).map((jwk) => [jwk.kid, createPublicKey({key: jwk, format: 'jwk'})]));
    loadedAt = Date.now();
  }

  return async (kid) => {
    // All who wait share one request.
    const reload = () => (loading ??= load().finally(() => (loading = undefined)));
    if (Date.now() - loadedAt > TEN_MINUTES) await reload();
    if (!keys.has(kid) && Date.now() - missedAt > 30_000) {
      missedAt = Date.now();
      await reload();
    }
    return keys.get(kid);
  };
}

/** The claims of a token that Kakao has signed with RS256. */
async function readClaims(token, findKey) {
  const [head, payload, signature = '', ...others] = token.split('.');
  const decode = (part = '') => parseObject(Buffer.from(part, 'base64url').toString()) ?? {};
  const {alg, kid, crit, typ = 'JWT'} = decode(head);
  // Whatever else Kakao signs, such as a notice, is no login.
  const isIdToken = alg === 'RS256' && typ === 'JWT' && crit === undefined && others.length === 0;
  const key = isIdToken ? await findKey(kid) : undefined;
  const isSigned = key && verify('sha256', Buffer.from(`${head}.${payload}`), key, Buffer.from(signature, 'base64url'));
  if (!isSigned) throw new Refusal(403, 'id_token_invalid', 'signature');
  return decode(payload);
}

/** The person, after the checks of OpenID Connect Core 3.1.3.7. */
function checkClaims({iss, aud, azp, sub, nonce, events, exp, iat, nbf = 0}, {issuer, audiences, nonce: expected}) {
  const [audience, ...others] = [aud].flat();
  const isForUs = audiences.includes(audience) && others.length === 0 && (azp ?? audience) === audience;
  const isForLogin = iss === issuer && isForUs && nonce === expected && events === undefined;
  // Two clocks may differ by a minute.
  const [now, minute] = [Date.now() / 1000, 60];
  const isTimed = [exp, iat, nbf].every(Number.isFinite);
  const isOfNow = now < exp + minute && Math.max(iat, nbf) < now + minute && now < iat + TEN_MINUTES / 1000;
  if (!isForLogin || !isTimed || !isOfNow || !isText(sub, /^[1-9]\d{0,19}$/)) {
    throw new Refusal(403, 'id_token_invalid', 'claims');
  }
  return sub;
}
