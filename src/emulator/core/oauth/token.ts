import {isSame, toBase64url, toSha256} from '../base/bytes.js';
import {findDuplicate, getText, readForm} from '../http/parameters.js';
import {toJson, toRefusal, toTokenError} from '../http/responses.js';
import type {AppKey, EmulatedApp} from '../store/apps.js';
import type {Fault} from '../faults/faults.js';
import {toLoginMutation} from '../faults/api-mutations.js';
import {getMutationOrThrow, type LoginMutation} from '../faults/login-mutations.js';
import {type IssueOptions, issueTokens} from '../store/issue-tokens.js';
import type {IssuedCode} from '../store/token-store.js';
import type {Localized} from '../base/localized.js';
import {type RequestContext, findClient, getPersonaOrThrow, toIssuer} from '../http/emulator-context.js';
import {EmulatorResponse} from '../base/messages.js';

const MONTH = 30 * 24 * 60 * 60_000;
const KNOWN = ['grant_type', 'client_id', 'redirect_uri', 'code', 'client_secret', 'code_verifier', 'refresh_token'];

const WARNINGS = {
  search: {
    en: 'Parameters of the token request belong into its body.',
    ko: '토큰 요청의 파라미터는 주소가 아니라 본문에 넣어야 합니다.',
  },
  header: {
    en: 'Kakao takes the client secret in the body only.',
    ko: '카카오는 클라이언트 시크릿을 본문으로만 받습니다.',
  },
  secret: {en: 'This key has no client secret.', ko: '이 키에는 클라이언트 시크릿이 없습니다.'},
} as const satisfies Record<string, Localized>;

interface Client {
  readonly app: EmulatedApp;
  readonly key: AppKey;
}

/** POST /oauth/token (RFC 6749 §4.1.3 and §6, RFC 7636 §4.6; Kakao: Request token, Refresh token). */
export async function handleToken(context: RequestContext, fault: Fault | null): Promise<EmulatorResponse> {
  const form = await readForm(context);
  if (!form) return toRefusal(context, 415, 'The token request is a form: application/x-www-form-urlencoded.');
  context.entry.warn(...findWarnings(context, form));
  const duplicate = findDuplicate(form);
  if (duplicate !== null) return toTokenError(context, 'KOE001', `${duplicate} is given more than once.`);
  const grantType = getText(form, 'grant_type');
  if (grantType === null) return toTokenError(context, 'KOE207', 'grant_type is missing.');
  if (grantType !== 'authorization_code' && grantType !== 'refresh_token') return toTokenError(context, 'KOE310');
  const client = await authenticateClient(context, form);
  if (client instanceof EmulatorResponse) return client;
  return grantType === 'refresh_token' ? refresh(context, form, client) : exchangeCode(context, form, client, fault);
}

function findWarnings({request, url}: RequestContext, form: URLSearchParams): readonly Localized[] {
  const unknown = [...form.keys()].filter((name) => !KNOWN.includes(name));
  return [
    ...(url.search === '' ? [] : [WARNINGS.search]),
    ...(request.headers.has('authorization') ? [WARNINGS.header] : []),
    ...unknown.map((name) => ({
      en: `Kakao knows no field "${name}" of the token request.`,
      ko: `토큰 요청에 없는 필드입니다: "${name}".`,
    })),
  ];
}

/** The client of a token request, or the error. */
async function authenticateClient(context: RequestContext, form: URLSearchParams): Promise<Client | EmulatorResponse> {
  const clientId = getText(form, 'client_id');
  if (clientId === null) return toTokenError(context, 'KOE207', 'client_id is missing.');
  const client = findClient(context.emulator, clientId);
  if (!client) return toTokenError(context, 'KOE101');
  const {clientSecret} = client.key;
  const secret = getText(form, 'client_secret');
  if (clientSecret !== null && (secret === null || !(await isSame(secret, clientSecret))))
    return toTokenError(context, 'KOE010');
  if (clientSecret === null && secret !== null) context.entry.warn(WARNINGS.secret);
  return client;
}

async function exchangeCode(
  context: RequestContext,
  form: URLSearchParams,
  client: Client,
  fault: Fault | null,
): Promise<EmulatorResponse> {
  const {tokens, links} = context.emulator.store;
  const code = getText(form, 'code');
  const redirectUri = getText(form, 'redirect_uri');
  if (code === null) return toTokenError(context, 'KOE207', 'code is missing.');
  if (redirectUri === null) return toTokenError(context, 'KOE207', 'redirect_uri is missing.');
  const issued = tokens.findCode(code);
  if (!issued || !isFor(issued, client)) return toUnknownCode(context, code);
  // From here on, the code is used up, even if the request is wrong.
  tokens.useCode(code);
  if (issued.redirectUri !== redirectUri) return toTokenError(context, 'KOE303');
  const pkceError = await findPkceError(getText(form, 'code_verifier'), issued.codeChallenge);
  if (pkceError !== null) return toTokenError(context, 'KOE204', pkceError);
  const persona = getPersonaOrThrow(context.emulator, issued.personaId);
  if (!links.find(client.app, persona)) return toUnknownCode(context, code);
  const mutation = toLoginMutation(fault?.spoil);
  const body = await issueTokens(toIssueOptions(context, client.app, issued.personaId, mutation), issued);
  if (mutation === null) return toJson(body);
  const row = getMutationOrThrow(mutation);
  row.tokens?.(body);
  return row.response?.(body) ?? toJson(body);
}

/** Kakao repeats the code in its message. */
function toUnknownCode(context: RequestContext, code: string): EmulatorResponse {
  return toTokenError(context, 'KOE320', `authorization code not found for code=${code}`);
}

async function findPkceError(verifier: string | null, challenge: string | null): Promise<string | null> {
  if (verifier === null && challenge === null) return null;
  if (verifier === null || challenge === null) return 'code_challenge and code_verifier go together.';
  return (await isVerified(verifier, challenge)) ? null : 'code_verifier does not match code_challenge.';
}

async function refresh(context: RequestContext, form: URLSearchParams, client: Client): Promise<EmulatorResponse> {
  const {emulator} = context;
  const refreshToken = getText(form, 'refresh_token');
  if (refreshToken === null) return toTokenError(context, 'KOE319');
  const issued = emulator.store.tokens.findRefreshToken(refreshToken);
  if (issued?.appId !== client.app.appId) return toTokenError(context, 'KOE322');
  const expiresSoon = issued.expiresAt - emulator.now() < MONTH;
  const options = toIssueOptions(context, client.app, issued.personaId, null);
  const body = await issueTokens(options, {...issued, nonce: null}, expiresSoon);
  delete body['scope'];
  return toJson(body);
}

function toIssueOptions(
  {emulator, url}: RequestContext,
  app: EmulatedApp,
  personaId: string,
  mutation: LoginMutation | null,
): IssueOptions {
  return {
    app,
    persona: getPersonaOrThrow(emulator, personaId),
    store: emulator.store,
    keys: emulator.keys,
    issuer: toIssuer(url),
    now: emulator.now(),
    mutation,
  };
}

/** Whether a client may exchange a code. */
function isFor(issued: IssuedCode, {app, key}: Client): boolean {
  if (issued.clientId === key.key) return true;
  const issuedTo = app.keys.find((candidate) => candidate.key === issued.clientId);
  return app.exchange === 'any-key' && issuedTo?.kind === 'javascript' && key.kind === 'rest';
}

async function isVerified(verifier: string, challenge: string): Promise<boolean> {
  if (!/^[\w.~-]{43,128}$/.test(verifier)) return false;
  return isSame(toBase64url(await toSha256(verifier)), challenge);
}
