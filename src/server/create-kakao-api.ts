import {isLoopback} from '../shared/loopback.js';
import {invalidOption, isRecord} from './base/validate.js';
import {type KakaoApi, toKakaoApi} from './kakao/api/kakao-api.js';
import {toEndpoints} from './kakao/kakao-endpoints.js';
import {checkAdminKey, checkClientId, checkSecret} from './options/app-keys.js';
import type {CallObserver, KakaoCallMetric} from './kakao/call-metric.js';
import {isMissing} from './options/missing-values.js';
import {createReporter} from './options/reports/report.js';

/** Options of `createKakaoApi`. A key without a value is told by the calls that need it. */
export interface KakaoApiOptions {
  /** The app's admin key, for calls about `{kakaoId}` and those of the app itself. Give it to a server's environment only. */
  readonly adminKey?: string | undefined;
  /** The app's REST API key, to refresh tokens with. */
  readonly clientId?: string | undefined;
  /** Its client secret; undefined if that is off. */
  readonly clientSecret?: string | undefined;
  /** How long a call may wait for Kakao's whole answer, in seconds. Default: 5. */
  readonly timeoutSeconds?: number | undefined;
  /**
   * In place of the global `fetch`.
   *
   * @param request with a signal that ends it in time
   */
  readonly fetch?: ((request: Request) => Promise<Response>) | undefined;
  /**
   * Called once for each request to Kakao, whatever comes of it. What it throws changes nothing.
   *
   * @param metric without ids, keys and tokens
   */
  onMetric?: ((metric: KakaoCallMetric) => void) | undefined;
  /** The emulator's address. Refused unless it is on this machine. */
  readonly emulator?: string | undefined;
}

const MAKER = 'createKakaoApi';
const NAMES: readonly string[] = [
  'adminKey',
  'clientId',
  'clientSecret',
  'timeoutSeconds',
  'fetch',
  'onMetric',
  'emulator',
] satisfies (keyof KakaoApiOptions)[];

/**
 * Kakao's APIs for a server: typed calls with a token of a person, or with the app's admin key. Each call sends one
 * request and is never repeated by itself; a list sends one for each page.
 *
 * @param options checked here, once
 * @throws KakaoSyncError `config_invalid` if an option is wrong: the message names it and says what to do
 * @example
 * const api = createKakaoApi({adminKey: KAKAO_ADMIN_KEY});
 * const {email} = await api.users.get({kakaoId: '4200000001'});
 * for await (const id of api.users.ids()) ids.push(id);
 */
export function createKakaoApi(options: KakaoApiOptions = {}): KakaoApi {
  const given = readGiven(options);
  const {adminKey, clientId, clientSecret} = given;
  if (adminKey !== undefined) checkAdminKey(adminKey, 'adminKey', MAKER);
  if (clientId !== undefined) checkClientId(clientId, 'clientId', MAKER);
  if (clientSecret !== undefined) checkSecret(clientSecret, 'clientSecret', MAKER);
  const caller = {
    fetch: readFetch(given['fetch']),
    endpoints: toEndpoints(readEmulator(given['emulator'])),
    adminKey,
    timeout: readTimeout(given['timeoutSeconds']) * 1000,
    observer: toObserver(given['onMetric']),
  };
  return toKakaoApi(caller, clientId === undefined ? undefined : {clientId, clientSecret});
}

/** The options that have a value. */
function readGiven(options: unknown): Readonly<Record<string, unknown>> {
  if (!isRecord(options)) throw invalidOption('options', undefined, 'pass an object', MAKER);
  const unknown = Object.keys(options).find((name) => !NAMES.includes(name));
  if (unknown !== undefined) {
    throw invalidOption(unknown, undefined, `no such option is known: use ${NAMES.join(', ')}`, MAKER);
  }
  return Object.fromEntries(Object.entries(options).filter(([, value]) => !isMissing(value)));
}

function toObserver(onMetric: unknown): CallObserver | undefined {
  if (onMetric === undefined) return undefined;
  if (typeof onMetric !== 'function') throw invalidOption('onMetric', undefined, 'pass a function', MAKER);
  const reporter = createReporter({onMetric: onMetric as (metric: unknown) => void}, Date.now);
  return {now: Date.now, tell: (metric) => reporter.reportMetric(metric)};
}

function readFetch(value: unknown): (request: Request) => Promise<Response> {
  if (value === undefined) return (request) => globalThis.fetch(request);
  if (typeof value === 'function') return value as (request: Request) => Promise<Response>;
  throw invalidOption('fetch', undefined, 'pass a function', MAKER);
}

function readTimeout(value: unknown): number {
  if (value === undefined) return 5;
  if (typeof value === 'number' && value > 0 && value <= 60) return value;
  throw invalidOption('timeoutSeconds', value, 'write seconds, up to 60', MAKER);
}

function readEmulator(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'string' && isLoopback(value)) return new URL(value).origin;
  const remedy = 'only an address on this machine can be one, such as http://127.0.0.1:4000';
  throw invalidOption('emulator', value, remedy, MAKER);
}
