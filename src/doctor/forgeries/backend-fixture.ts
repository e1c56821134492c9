import {createHash, createHmac, randomInt} from 'node:crypto';
import type {Spoil} from '../../emulator/index.js';
import {createRandomToken} from '../../shared/encoding/random.js';
import {Browser, type Answer} from '../network/browser.js';
import {askEmulator, type Target} from '../network/target.js';

/** The fields of a login's POST. */
export interface LoginFields {
  readonly purpose: string;
  readonly tx: string;
  readonly code: string;
  readonly redirectUri: string;
  readonly clientId: string;
  readonly nonceSecret: string;
  /** Of a link: when its key was made. */
  readonly t?: number;
}

/** What GET gives to a session that may connect a Kakao account. */
export interface Offer {
  readonly key: string;
  readonly t: number;
}

/** The `nonceSecret` of a link. */
export const toProof = (key: string, tx: string): string => createHmac('sha256', key).update(tx).digest('base64url');
export const toS256 = (text: string): string => createHash('sha256').update(text).digest('base64url');

/** One forgery's time: an emulator as at its start, people whom nobody knows, browsers without cookies. */
export class BackendFixture {
  readonly target: Target;

  private constructor(target: Target) {
    this.target = target;
  }

  static async open(target: Target): Promise<BackendFixture> {
    const fixture = new BackendFixture(target);
    target.setClock?.(0);
    await fixture.#tell('/reset', {});
    return fixture;
  }

  openBrowser(): Browser {
    return new Browser(this.target);
  }

  /** Somebody who has never been at this site, nor in any run before. */
  async meetStranger(): Promise<string> {
    const userId = randomInt(10_000_000_000, 200_000_000_000);
    const id = `stranger-${userId}`;
    await this.#tell('/personas', {id, userId, nickname: '낯선 사람'});
    return id;
  }

  /** What the widget would post once this person has agreed at Kakao. */
  async prepare(
    person: string,
    {
      clientId = this.target.clientId,
      tx = createRandomToken(),
      nonceSecret = createRandomToken(),
      nonce = toS256(nonceSecret),
    }: {clientId?: string; tx?: string; nonceSecret?: string; nonce?: string} = {},
  ): Promise<LoginFields> {
    const {redirectUri, emulator} = this.target;
    const query = {client_id: clientId, redirect_uri: redirectUri, response_type: 'code', state: `ks1.${tx}.`, nonce};
    const address = `${emulator}/oauth/authorize?${new URLSearchParams(query).toString()}`;
    const {address: back} = (await this.#tell('/authorize', {address, persona: person})) as {address: string};
    const code = new URL(back).searchParams.get('code') ?? '';
    return {purpose: 'login', tx, code, redirectUri, clientId, nonceSecret};
  }

  /** What GET gives to whoever is signed in there; null if it gives no key. */
  async readOffer(browser: Browser): Promise<Offer | null> {
    const {key, t} = ((await browser.read())?.['link'] ?? {}) as Partial<Offer>;
    return typeof key === 'string' && typeof t === 'number' ? {key, t} : null;
  }

  /** What the widget would post to connect this person's account, by such a key. */
  async prepareLink(person: string, offer: Offer | null): Promise<LoginFields> {
    const tx = createRandomToken();
    const {key, t} = offer ?? {key: createRandomToken(), t: Math.floor(Date.now() / 1000)};
    const login = await this.prepare(person, {tx, nonceSecret: toProof(key, tx)});
    return {...login, purpose: 'link', t};
  }

  /** An honest login in a browser. */
  async logIn(browser: Browser, person: string, purpose = 'login'): Promise<{login: LoginFields; answer: Answer}> {
    const login = {...(await this.prepare(person)), purpose};
    return {login, answer: await browser.send({body: login})};
  }

  /** The next token answer is wrong in this way. */
  async spoilNext(spoil: Spoil): Promise<void> {
    await this.#tell('/faults', {point: 'token', fault: {spoil}});
  }

  /** What Kakao was asked for tokens with, since the fixture was opened. */
  async listExchanges(): Promise<readonly {readonly clientId: string; readonly redirectUri: string}[]> {
    const response = await askEmulator(this.target, '/requests');
    const entries = (await response.json()) as {path: string; body: Record<string, string>}[];
    return entries
      .filter(({path}) => path === '/oauth/token')
      .map(({body}) => ({clientId: body['client_id'] ?? '', redirectUri: body['redirect_uri'] ?? ''}));
  }

  async #tell(path: string, body: unknown): Promise<unknown> {
    const response = await askEmulator(this.target, path, {
      method: 'POST',
      headers: {'content-type': 'application/json'},
      body: JSON.stringify(body),
    });
    const answer = (await response.json()) as {error_description?: string};
    if (!response.ok) throw new Error(`The emulator refused ${path}: ${answer.error_description ?? response.status}`);
    return answer;
  }
}
