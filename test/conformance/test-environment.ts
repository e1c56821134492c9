import {createKakaoEmulator, DEFAULT_APP, type KakaoEmulator, type Spoil, SPOILS} from '../../src/emulator/index.js';
import {toMutationPoints} from '../../src/emulator/core/faults/login-mutations.js';
import type {Row} from './rows.js';

export const ORIGIN = 'http://localhost:3000';
export const REDIRECT_URI = `${ORIGIN}/kakao/callback`;
export const REST = DEFAULT_APP.restApiKeys[0];
export const JAVASCRIPT_KEY = DEFAULT_APP.javascriptKeys[0].key;

/** The emulator as the OpenID provider, on a port of this machine. */
export interface TestEnvironment {
  readonly emulator: KakaoEmulator;
  readonly issuer: string;
  close(): Promise<void>;
}

export async function openEnvironment(): Promise<TestEnvironment> {
  const emulator = createKakaoEmulator();
  const {url, close} = await emulator.listen();
  return {emulator, issuer: url, close};
}

/** The spoil of the emulator that a row switches on, if any. */
export function toSpoil({name, spoil}: Row): Spoil | undefined {
  return spoil ?? SPOILS.find((known) => known === name);
}

/** Puts the provider into the row's state: from here on its next answers are the row's. */
export function spoilNext(emulator: KakaoEmulator, row: Row): void {
  const spoil = toSpoil(row);
  if (spoil !== undefined) {
    const points = toMutationPoints(spoil);
    emulator.failNext(points.includes('user') ? 'user' : points[0]!, {spoil});
  }
  for (const [point, fault] of row.faults ?? []) emulator.failNext(point, fault);
}

/** What a person does at Kakao: the address that leads back. */
export async function authorize(emulator: KakaoEmulator, address: string, {faults, scopes}: Row): Promise<string> {
  const persona = 'new-visitor';
  if (faults?.some(([point]) => point === 'authorize')) {
    const {headers} = await emulator.fetch(address);
    return headers.get('location') ?? '';
  }
  if (scopes) emulator.account(persona).link({scopes, terms: ['service', 'privacy']});
  return emulator.authorize(address, {persona});
}

/** A code that another person got for the same key, with the other person's own state, nonce and PKCE. */
export function stealCode(emulator: KakaoEmulator, address: string): string {
  const other = new URL(address);
  for (const name of ['state', 'nonce', 'code_challenge']) {
    if (other.searchParams.has(name)) other.searchParams.set(name, 'B'.repeat(43));
  }
  return new URL(emulator.authorize(other, {persona: 'member'})).searchParams.get('code') ?? '';
}
