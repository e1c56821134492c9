import type {Language, Localized} from '../base/localized.js';
import type {EmulatorRequest} from '../base/messages.js';

/** A request in the log. It never holds a code, token, secret, state or nonce. */
export interface LoggedRequest {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  /** HTTP status of the response; 0 before the response and if the connection was reset. */
  readonly status: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** The request's `Origin`. */
  readonly origin: string | null;
  /** The scheme of `Authorization`: a user's token or the app's admin key. */
  readonly credential: 'Bearer' | 'KakaoAK' | null;
  /** The query parameters. Secret values are replaced by `(hidden)`. */
  readonly query: Readonly<Record<string, string>>;
  /** The form fields, likewise. */
  readonly body: Readonly<Record<string, string>>;
  /** The error of the response, such as `KOE320`, `-401` or `consent_required`. */
  readonly error: string | null;
  /** Mistakes that Kakao accepts and a site should still correct. */
  readonly warnings: readonly string[];
}

/** The number of requests to each endpoint. */
export interface RequestCounts {
  readonly authorize: number;
  readonly token: number;
  readonly jwks: number;
  readonly discovery: number;
  readonly user: number;
  readonly terms: number;
  readonly codeJson: number;
  readonly sdk: number;
  readonly channels: number;
  /** kapi's endpoint. */
  readonly logout: number;
  readonly accountLogout: number;
  readonly unlink: number;
  readonly users: number;
  readonly userIds: number;
  readonly shippingAddresses: number;
  readonly customerFiles: number;
}

type Mutable<T> = {-readonly [K in keyof T]: T[K]};

/** A request in the log while it is handled. */
export class LogEntry implements Mutable<LoggedRequest> {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  status = 0;
  readonly at: number;
  readonly origin: string | null;
  readonly credential: LoggedRequest['credential'];
  readonly query: Readonly<Record<string, string>>;
  body: Readonly<Record<string, string>> = {};
  error: string | null = null;
  readonly warnings: string[] = [];
  /** The warnings in each language: programs read the English ones. */
  readonly #warnings: Localized[] = [];

  constructor({method, headers}: EmulatorRequest, {host, pathname, searchParams}: URL, at: number) {
    this.method = method;
    this.host = host;
    // The rest of the path is an address with its own secrets.
    this.path = pathname.startsWith('/scheme/') ? '/scheme/(hidden)' : pathname;
    this.at = at;
    this.origin = headers.get('origin');
    this.credential = readCredential(headers.get('authorization'));
    this.query = hideSecrets(searchParams);
  }

  warn(...warnings: readonly Localized[]): void {
    this.#warnings.push(...warnings);
    this.warnings.push(...warnings.map(({en}) => en));
  }

  warningsIn(language: Language): readonly string[] {
    return this.#warnings.map((warning) => warning[language]);
  }
}

const OPEN_VALUES = new Set([
  'client_id',
  'redirect_uri',
  'response_type',
  'scope',
  'prompt',
  'service_terms',
  'extra.service_terms',
  'channel_public_id',
  'code_challenge_method',
  'is_popup',
  'ka',
  'grant_type',
  'result',
  'tags',
  'scopes',
  'channel_ids',
  'channel_id_type',
  'target_id_type',
  'logout_redirect_uri',
  'property_keys',
  'secure_resource',
  'lang',
  'limit',
  'order',
  'page_size',
  'file_id',
  'file_name',
  'user_type',
]);

const MAX_ENTRIES = 1000;

/** The last thousand requests. */
export class RequestLog {
  readonly entries: LogEntry[] = [];
  counts: Mutable<RequestCounts> = createCounts();

  start(request: EmulatorRequest, url: URL, at: number): LogEntry {
    const entry = new LogEntry(request, url, at);
    this.entries.push(entry);
    if (this.entries.length > MAX_ENTRIES) this.entries.shift();
    return entry;
  }

  clear(): void {
    this.entries.length = 0;
    this.counts = createCounts();
  }
}

function readCredential(authorization: string | null): LoggedRequest['credential'] {
  if (/^Bearer /i.test(authorization ?? '')) return 'Bearer';
  return /^KakaoAK /i.test(authorization ?? '') ? 'KakaoAK' : null;
}

/** Replaces the values of secret parameters. */
export function hideSecrets(parameters: Iterable<readonly [string, string]>): Record<string, string> {
  const shown: [string, string][] = [];
  for (const [name, value] of parameters) shown.push([name.slice(0, 60), OPEN_VALUES.has(name) ? value : '(hidden)']);
  return Object.fromEntries(shown);
}

function createCounts(): Mutable<RequestCounts> {
  return {
    authorize: 0,
    token: 0,
    jwks: 0,
    discovery: 0,
    user: 0,
    terms: 0,
    codeJson: 0,
    sdk: 0,
    channels: 0,
    logout: 0,
    accountLogout: 0,
    unlink: 0,
    users: 0,
    userIds: 0,
    shippingAddresses: 0,
    customerFiles: 0,
  };
}
