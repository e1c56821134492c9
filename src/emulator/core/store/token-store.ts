import type {EmulatedApp} from './apps.js';
import type {Persona} from './personas.js';
import type {LoginMutation} from '../faults/login-mutations.js';

/** An authorization code that waits for its exchange. */
export interface IssuedCode {
  readonly appId: number;
  /** The key of the authorization request. */
  readonly clientId: string;
  readonly personaId: string;
  readonly redirectUri: string;
  readonly nonce: string | null;
  readonly codeChallenge: string | null;
  /** Whether the token response has an ID token. */
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
  /** The mistake that was planned for the login. */
  readonly mutation: LoginMutation | null;
}

const LIFE = 10 * 60_000;

/** The issued codes, tokens and tickets. */
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

  /** Finds a code that is at most ten minutes old. It stays valid until {@link useCode}. */
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

  /** Finds a token, even if it has expired: the caller reports an expired token differently. */
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

  /** Adds a ticket, with which a window at Kakao acts for a person. */
  addTicket(agt: string, personaId: string): void {
    this.#tickets.set(agt, {personaId, at: this.#now()});
  }

  /** The person of a ticket that is at most ten minutes old. */
  findTicket(agt: string): string | null {
    const ticket = this.#tickets.get(agt);
    return ticket && this.#now() - ticket.at < LIFE ? ticket.personaId : null;
  }

  clear(): void {
    for (const map of [this.#codes, this.#accessTokens, this.#refreshTokens, this.#tickets]) map.clear();
  }
}
