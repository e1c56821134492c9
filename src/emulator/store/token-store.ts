import type {EmulatedApp} from './apps.js';
import type {Persona} from './personas.js';
import type {LoginMutation} from '../faults/login-mutations.js';

export interface IssuedCode {
  readonly appId: number;
  /** The key it was asked for with. */
  readonly clientId: string;
  readonly personaId: string;
  readonly redirectUri: string;
  readonly nonce: string | null;
  readonly codeChallenge: string | null;
  /** Whether the answer has an ID token. */
  readonly openId: boolean;
  readonly authenticatedAt: number;
  readonly issuedAt: number;
}

export interface IssuedToken {
  readonly appId: number;
  readonly clientId: string;
  readonly personaId: string;
  readonly openId: boolean;
  readonly authenticatedAt: number;
  readonly expiresAt: number;
  readonly spoil: LoginMutation | null;
}

const LIFE = 10 * 60_000;

/** The codes, tokens and tickets that were given out. */
export class TokenStore {
  readonly #now: () => number;
  readonly #codes = new Map<string, IssuedCode>();
  readonly #accessTokens = new Map<string, IssuedToken>();
  readonly #refreshTokens = new Map<string, IssuedToken>();
  readonly #tickets = new Map<string, {readonly personaId: string; readonly at: number}>();

  constructor(now: () => number) {
    this.#now = now;
  }

  addCode(code: string, issued: IssuedCode): void {
    this.#codes.set(code, issued);
  }

  /** The code if it is known and not older than ten minutes. It stays valid until {@link useCode}. */
  findCode(code: string): IssuedCode | null {
    const issued = this.#codes.get(code);
    return issued && this.#now() - issued.issuedAt < LIFE ? issued : null;
  }

  useCode(code: string): void {
    this.#codes.delete(code);
  }

  addTokens(access: readonly [string, IssuedToken], refresh: readonly [string, IssuedToken] | null): void {
    this.#accessTokens.set(...access);
    if (refresh) this.#refreshTokens.set(...refresh);
  }

  /** Also tokens that have expired: the caller tells the two apart. */
  findAccessToken(token: string): IssuedToken | null {
    return this.#accessTokens.get(token) ?? null;
  }

  findRefreshToken(token: string): IssuedToken | null {
    const issued = this.#refreshTokens.get(token);
    return issued && issued.expiresAt > this.#now() ? issued : null;
  }

  removeAccessToken(token: string): void {
    this.#accessTokens.delete(token);
  }

  /** Ends every token of a person at an app. The link stays. */
  removeTokens(app: EmulatedApp, persona: Persona): void {
    for (const tokens of [this.#accessTokens, this.#refreshTokens]) {
      for (const [name, {appId, personaId}] of tokens) {
        if (appId === app.appId && personaId === persona.id) tokens.delete(name);
      }
    }
  }

  /** A ticket for somebody's window at Kakao. */
  addTicket(agt: string, personaId: string): void {
    this.#tickets.set(agt, {personaId, at: this.#now()});
  }

  /** Whose ticket it is, ten minutes long. */
  findTicket(agt: string): string | null {
    const ticket = this.#tickets.get(agt);
    return ticket && this.#now() - ticket.at < LIFE ? ticket.personaId : null;
  }

  clear(): void {
    for (const map of [this.#codes, this.#accessTokens, this.#refreshTokens, this.#tickets]) map.clear();
  }
}
