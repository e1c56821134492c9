import {createHash, timingSafeEqual} from 'node:crypto';
import {findDuplicate, getText, readForm, toJson, toRefusal, toTokenError} from '../http/responses.js';
import type {AppKey, EmulatedApp} from '../store/apps.js';
import type {Fault} from '../faults/faults.js';
import {toLoginMutation} from '../faults/api-mutations.js';
import {getMutationOrThrow} from '../faults/login-mutations.js';
import type {IssuedCode} from '../store/token-store.js';
import {type Grant, issueTokens} from '../store/issue-tokens.js';
import {type RequestContext, findClient, getPersonaOrThrow, toIssuer} from '../http/emulator-context.js';

const MONTH = 30 * 24 * 60 * 60_000;
const KNOWN = ['grant_type', 'client_id', 'redirect_uri', 'code', 'client_secret', 'code_verifier', 'refresh_token'];

interface Client {
  readonly app: EmulatedApp;
  readonly key: AppKey;
}

/** POST /oauth/token (RFC 6749 §4.1.3 and §6, RFC 7636 §4.6; Kakao: Request token, Refresh token). */
export async function handleToken(context: RequestContext, fault: Fault | null): Promise<Response> {
  const {entry, request, emulator} = context;
  const form = await readForm(context);
  if (!form) return toRefusal(context, 415, 'The token request is a form: application/x-www-form-urlencoded.');
  if (context.url.search !== '') entry.warnings.push('Parameters of the token request belong into its body.');
  if (request.headers.has('authorization')) entry.warnings.push('Kakao takes the client secret in the body only.');
  for (const name of form.keys()) {
    if (!KNOWN.includes(name)) entry.warnings.push(`Kakao knows no field "${name}" of the token request.`);
  }
  const duplicate = findDuplicate(form);
  if (duplicate !== null) return toTokenError(context, 'KOE001', `${duplicate} is given more than once.`);
  const grantType = getText(form, 'grant_type');
  const clientId = getText(form, 'client_id');
  if (grantType === null) return toTokenError(context, 'KOE207', 'grant_type is missing.');
  if (grantType !== 'authorization_code' && grantType !== 'refresh_token') return toTokenError(context, 'KOE310');
  if (clientId === null) return toTokenError(context, 'KOE207', 'client_id is missing.');
  const client = findClient(emulator, clientId);
  if (!client) return toTokenError(context, 'KOE101');
  const {clientSecret} = client.key;
  const secret = getText(form, 'client_secret');
  if (clientSecret !== null && (secret === null || !isSame(secret, clientSecret)))
    return toTokenError(context, 'KOE010');
  if (clientSecret === null && secret !== null) entry.warnings.push('This key has no client secret.');
  return grantType === 'refresh_token' ? refresh(context, form, client) : exchangeCode(context, form, client, fault);
}

async function exchangeCode(
  context: RequestContext,
  form: URLSearchParams,
  client: Client,
  fault: Fault | null,
): Promise<Response> {
  const {emulator, url} = context;
  const {store} = emulator;
  const code = getText(form, 'code');
  const redirectUri = getText(form, 'redirect_uri');
  if (code === null) return toTokenError(context, 'KOE207', 'code is missing.');
  if (redirectUri === null) return toTokenError(context, 'KOE207', 'redirect_uri is missing.');
  const issued = store.tokens.findCode(code);
  // Kakao's own message repeats the code.
  if (!issued || !isFor(issued, client)) {
    return toTokenError(context, 'KOE320', `authorization code not found for code=${code}`);
  }
  // From here on the code is spent, whatever is wrong with the request.
  store.tokens.useCode(code);
  if (issued.redirectUri !== redirectUri) return toTokenError(context, 'KOE303');
  const verifier = getText(form, 'code_verifier');
  if ((verifier === null) !== (issued.codeChallenge === null)) {
    return toTokenError(context, 'KOE204', 'code_challenge and code_verifier go together.');
  }
  if (verifier !== null && issued.codeChallenge !== null && !isVerified(verifier, issued.codeChallenge)) {
    return toTokenError(context, 'KOE204', 'code_verifier does not match code_challenge.');
  }
  const persona = getPersonaOrThrow(emulator, issued.personaId);
  if (!store.links.find(client.app, persona)) {
    return toTokenError(context, 'KOE320', `authorization code not found for code=${code}`);
  }
  return answer(context, client, issued, fault, url);
}

async function answer(
  context: RequestContext,
  {app}: Client,
  grant: Grant & {readonly personaId: string},
  fault: Fault | null,
  url: URL,
): Promise<Response> {
  const {emulator} = context;
  const spoil = toLoginMutation(fault?.spoil);
  const body = await issueTokens(
    {
      app,
      persona: getPersonaOrThrow(emulator, grant.personaId),
      store: emulator.store,
      keys: emulator.keys,
      issuer: toIssuer(url),
      now: emulator.now(),
      spoil,
    },
    grant,
  );
  if (spoil === null) return toJson(body);
  const row = getMutationOrThrow(spoil);
  row.answer?.(body);
  return row.response?.(body) ?? toJson(body);
}

async function refresh(context: RequestContext, form: URLSearchParams, client: Client): Promise<Response> {
  const {emulator, url} = context;
  const refreshToken = getText(form, 'refresh_token');
  if (refreshToken === null) return toTokenError(context, 'KOE319');
  const issued = emulator.store.tokens.findRefreshToken(refreshToken);
  if (issued?.appId !== client.app.appId) return toTokenError(context, 'KOE322');
  const persona = getPersonaOrThrow(emulator, issued.personaId);
  const isEnding = issued.expiresAt - emulator.now() < MONTH;
  const body = await issueTokens(
    {
      app: client.app,
      persona,
      store: emulator.store,
      keys: emulator.keys,
      issuer: toIssuer(url),
      now: emulator.now(),
      spoil: null,
    },
    {...issued, nonce: null},
    isEnding,
  );
  delete body['scope'];
  return toJson(body);
}

/** Whether the key may exchange the code. */
function isFor(issued: IssuedCode, {app, key}: Client): boolean {
  if (issued.clientId === key.key) return true;
  const asked = app.keys.find((candidate) => candidate.key === issued.clientId);
  return app.exchange === 'any-key' && asked?.kind === 'javascript' && key.kind === 'rest';
}

function isVerified(verifier: string, challenge: string): boolean {
  if (!/^[\w.~-]{43,128}$/.test(verifier)) return false;
  return isSame(createHash('sha256').update(verifier).digest('base64url'), challenge);
}

function isSame(left: string, right: string): boolean {
  const [a, b] = [left, right].map((text) => createHash('sha256').update(text).digest());
  return a !== undefined && b !== undefined && timingSafeEqual(a, b);
}
