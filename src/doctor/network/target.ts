import {isLoopback} from '../../shared/loopback.js';

/** A backend under test, in whatever language, and the emulator that it takes for Kakao. */
export interface Target {
  /** The session resource. */
  readonly url: string;
  /** The origin of the site's pages. */
  readonly origin: string;
  readonly redirectUri: string;
  /** An app key of the backend that exchanges its codes itself: a REST API key. */
  readonly clientId: string;
  /** A key of the backend whose codes another one exchanges, if it has one. */
  readonly javascriptKey: string | undefined;
  /** The emulator's address. */
  readonly emulator: string;
  /** Sets the clock of the backend and of its Kakao to so many milliseconds after ours, where they can be reached. */
  readonly setClock?: (offset: number) => void;
  /** How the emulator is reached, where it is in this process. */
  readonly fetch?: (input: string, init?: RequestInit) => Promise<Response>;
}

/** The emulator does not answer. */
export class EmulatorAwayError extends Error {
  override readonly name = 'EmulatorAwayError';
}

/** How long the emulator may take, in milliseconds. */
const PATIENCE = 20_000;

/**
 * Asks the emulator for something that its control page can do.
 *
 * @throws EmulatorAwayError if it does not answer
 */
export async function askEmulator(
  {emulator, fetch: ask = fetch}: Target,
  path: string,
  init: RequestInit = {},
): Promise<Response> {
  if (!isLoopback(emulator)) throw new Error('The emulator is not on this machine.');
  try {
    return await ask(`${emulator}/__emulator${path}`, {...init, signal: AbortSignal.timeout(PATIENCE)});
  } catch (cause) {
    throw new EmulatorAwayError('The emulator does not answer.', {cause});
  }
}
