import {createRedactor, type Redactor} from '../../base/redactor.js';
import {isRecord} from '../../base/validate.js';
import {KakaoApiError} from '../api-error.js';
import {type CallObserver, type KakaoPath, observeCall} from '../call-metric.js';
import {toApiError, toTokenError} from '../errors.js';
import {type Fetch, type KakaoAnswer, readExactJson, readJsonObject, sendToKakao} from '../http.js';
import type {KakaoEndpoints} from '../kakao-endpoints.js';

/** How Kakao is reached. */
export interface KakaoCaller {
  readonly fetch: Fetch;
  readonly endpoints: KakaoEndpoints;
  readonly adminKey?: string | undefined;
  /** How long one request may take, in milliseconds. */
  readonly timeout?: number;
  /** Told of each request. */
  readonly observer?: CallObserver | undefined;
}

/**
 * Whom a call is about: the owner of an access token, or an account of the app by its number. The latter needs the admin
 * key.
 */
export type KakaoTarget = {readonly accessToken: string} | {readonly kakaoId: string};

/** Options of every call. */
export interface KakaoCallOptions {
  /** Ends the call, which rejects with its reason then. */
  readonly signal?: AbortSignal | undefined;
}

/** In place of a {@link KakaoTarget}: the app itself, with the admin key. */
export const APP = Symbol('app');

/** One request of Kakao's APIs. */
interface KakaoCall extends KakaoCallOptions {
  readonly method?: 'GET' | 'POST';
  readonly path: KakaoPath;
  /** The query of a GET, the form of a POST. */
  readonly parameters?: Readonly<Record<string, string | undefined>>;
  /** In place of a form. */
  readonly json?: Readonly<Record<string, unknown>>;
  /** Values that no error may hold, beside those of the target. */
  readonly concealed?: readonly string[];
  /** The consent items that it needs, as far as Kakao documents it. */
  readonly scopes?: readonly string[];
  /** Seconds until Kakao counts its quota anew. */
  readonly quotaSeconds?: number;
}

/** A good answer. */
export interface KakaoReply {
  /** See {@link readExactJson}. */
  readonly json: unknown;
  /** When Kakao answered, by its own clock, in milliseconds since the epoch. */
  readonly time?: number;
}

/** How a request proves whom it is about. */
interface Identification {
  readonly authorization: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly isAdmin: boolean;
  readonly concealed: readonly string[];
}

const TOKEN_PATH = '/oauth/token';
const FORM = 'application/x-www-form-urlencoded;charset=utf-8';

/**
 * Sends one request of Kakao's APIs, once. Keys and tokens travel in a header only (RFC 6750 §2.1).
 *
 * @throws KakaoApiError what went wrong; the signal's reason
 * @see https://developers.kakao.com/docs/latest/ko/rest-api/getting-started
 */
export async function ask(
  caller: KakaoCaller,
  target: KakaoTarget | typeof APP,
  {method = 'GET', path, parameters, json, concealed = [], scopes, quotaSeconds, signal}: KakaoCall,
): Promise<KakaoReply> {
  const identification = identify(caller, target);
  const redactor = createRedactor([...identification.concealed, ...concealed]);
  const form = toForm({...identification.parameters, ...parameters});
  const isQuery = method === 'GET' && form !== '';
  const url = `${caller.endpoints.kapi}${path}${isQuery ? `?${form}` : ''}`;
  const body = json ? JSON.stringify(json) : form;
  const headers = {
    Authorization: identification.authorization,
    Accept: 'application/json',
    ...(method === 'POST' && {'Content-Type': json ? 'application/json' : FORM}),
  };
  const init = {method, headers, ...(method === 'POST' && {body})};
  const {isAdmin} = identification;
  return observe(caller, path, async () => {
    const answer = await send(caller, url, init, redactor, signal);
    if (answer.status !== 200) throw toApiError(answer, {redactor, isAdmin, ...(scopes && {scopes}), quotaSeconds});
    return toReply(answer);
  });
}

/**
 * Sends one request to Kakao's token endpoint, once (RFC 6749 §3.2, client_secret_post).
 *
 * @param secrets the names of fields whose values no error may hold
 * @throws KakaoApiError what went wrong; the signal's reason
 * @see https://developers.kakao.com/docs/latest/ko/kakaologin/rest-api#request-token
 */
export async function askForTokens(
  caller: KakaoCaller,
  fields: Readonly<Record<string, string | undefined>>,
  secrets: readonly string[],
  signal: AbortSignal | undefined,
): Promise<KakaoReply> {
  const redactor = createRedactor();
  redactor.add(...secrets.map((name) => fields[name]));
  const headers = {'Content-Type': FORM, Accept: 'application/json'};
  const init = {method: 'POST', headers, body: toForm(fields)};
  return observe(caller, TOKEN_PATH, async () => {
    const answer = await send(caller, caller.endpoints.kauth + TOKEN_PATH, init, redactor, signal);
    if (answer.status !== 200) throw toTokenError(answer, {redactor});
    // Nothing in it is an id.
    return {...toReply(answer), json: readJsonObject(answer.text)};
  });
}

/** Counts a request whose answer is read to the end, but not understood yet. */
function observe({observer}: KakaoCaller, path: KakaoPath, call: () => Promise<KakaoReply>): Promise<KakaoReply> {
  return observeCall(observer, path, call, ({json}) => (json == null ? 'provider_bad_response' : 'ok'));
}

function send(
  {fetch, timeout}: KakaoCaller,
  url: string,
  init: RequestInit,
  redactor: Redactor,
  signal: AbortSignal | undefined,
): Promise<KakaoAnswer> {
  return sendToKakao(fetch, url, init, {redactor, signal, ...(timeout !== undefined && {timeout})});
}

function toReply({headers, text}: KakaoAnswer): KakaoReply {
  const time = Date.parse(headers.get('date') ?? '');
  return {json: readExactJson(text), ...(!Number.isNaN(time) && {time})};
}

function toForm(fields: Readonly<Record<string, string | undefined>>): string {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) form.set(name, value);
  return form.toString();
}

function identify({adminKey}: KakaoCaller, target: KakaoTarget | typeof APP): Identification {
  const {accessToken, kakaoId} = readTarget(target);
  if (accessToken !== undefined) {
    const authorization = `Bearer ${accessToken}`;
    return {authorization, parameters: {}, isAdmin: false, concealed: [accessToken]};
  }
  if (adminKey === undefined) {
    const hint = 'createKakaoApi: adminKey is missing: the call needs it. Check the environment: KAKAO_ADMIN_KEY.';
    throw new KakaoApiError('config_incomplete', hint);
  }
  const parameters = kakaoId === undefined ? {} : {target_id_type: 'user_id', target_id: kakaoId};
  const concealed = kakaoId === undefined ? [adminKey] : [adminKey, kakaoId];
  return {authorization: `KakaoAK ${adminKey}`, parameters, isAdmin: true, concealed};
}

function readTarget(target: unknown): {readonly accessToken?: string; readonly kakaoId?: string} {
  if (target === APP) return {};
  const {accessToken, kakaoId} = isRecord(target) ? target : {};
  if (accessToken === undefined && isKakaoId(kakaoId)) return {kakaoId};
  if (kakaoId === undefined && typeof accessToken === 'string' && /^[\x21-\x7e]{1,8192}$/.test(accessToken)) {
    return {accessToken};
  }
  throw invalidCall('the target must be {accessToken}, or {kakaoId} as a text of digits');
}

/** The number of an account, as text. */
export const ID_FORM = /^[1-9]\d{0,19}$/;

/** Whether a value is the number of an account, as text. */
export function isKakaoId(value: unknown): value is string {
  return typeof value === 'string' && ID_FORM.test(value);
}

/** The error of a call that is not sent, because one of its values is wrong. The value is not given. */
export function invalidCall(rule: string): KakaoApiError {
  return new KakaoApiError('request_invalid', `createKakaoApi: ${rule}.`);
}
