import {request as requestHttp} from 'node:http';
import {request as requestHttps} from 'node:https';
import {text as readText} from 'node:stream/consumers';
import {readJsonObject} from '../../server/kakao/http.js';
import {isRemoval, readSetCookie} from './set-cookie.js';
import type {Target} from './target.js';

/** What a backend answered. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The fields of a JSON body. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** A request as it is to go out. Headers that are null are left out. */
export interface Sending {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string | null>>;
  /** Sent as it is where it is text, else as JSON. */
  readonly body?: unknown;
  readonly query?: Readonly<Record<string, string>>;
}

/** How long an answer may take, in milliseconds. */
const PATIENCE = 20_000;

/** The backend does not answer. */
export class BackendAwayError extends Error {
  override readonly name = 'BackendAwayError';
}

/** One browser at the backend: its cookies, and no rules of its own about what a page may send. */
export class Browser {
  readonly cookies = new Map<string, string>();
  readonly #target: Target;

  constructor(target: Target) {
    this.#target = target;
  }

  /** Sends what a page of the site would, but for what is named. */
  send({method = 'POST', headers = {}, body, query = {}}: Sending): Promise<Answer> {
    const {url, origin} = this.#target;
    const address = new URL(url);
    for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value);
    const text = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
    const all: Record<string, string | null> = {
      Accept: 'application/json',
      Origin: origin,
      'Sec-Fetch-Site': address.origin === origin ? 'same-origin' : 'same-site',
      'X-Kakao-Sync': '1',
      ...(text !== undefined && {'Content-Type': 'application/json', 'Content-Length': `${Buffer.byteLength(text)}`}),
      ...(this.cookies.size > 0 && {Cookie: [...this.cookies].map((pair) => pair.join('=')).join('; ')}),
      ...headers,
    };
    const sent = Object.fromEntries(
      Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== null),
    );
    const send = address.protocol === 'https:' ? requestHttps : requestHttp;
    return new Promise((resolve, reject) => {
      const fail = (cause: unknown): void => reject(new BackendAwayError('The backend does not answer.', {cause}));
      const request = send(address, {method, headers: sent, signal: AbortSignal.timeout(PATIENCE)}, (response) => {
        this.#keepCookies(response.headers['set-cookie'] ?? []);
        const {statusCode: status = 0} = response;
        const answered = response.headers as Record<string, string | undefined>;
        readText(response).then(
          (body) => resolve({status, headers: answered, fields: readJsonObject(body) ?? {}}),
          fail,
        );
      });
      request.on('error', fail);
      request.end(text);
    });
  }

  /** Who the backend says is signed in here; null where it does not tell (404, a page). */
  async read(): Promise<Answer['fields'] | null> {
    const {status, fields} = await this.send({method: 'GET'});
    return status === 200 && typeof fields['status'] === 'string' ? fields : null;
  }

  #keepCookies(lines: readonly string[]): void {
    for (const cookie of lines.map(readSetCookie)) {
      if (isRemoval(cookie)) this.cookies.delete(cookie.name);
      else this.cookies.set(cookie.name, cookie.value);
    }
  }
}

/** What of an answer may be shown: no name, no cookie, no address. */
export function describe({status, fields}: Answer): string {
  const words = ['status', 'code', 'reason', 'action'].map((name) => fields[name]);
  return [status, ...words.filter((word) => typeof word === 'string' && /^[\w-]{1,40}$/.test(word))].join(' ');
}
