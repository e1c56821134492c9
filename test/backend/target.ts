import {DEFAULT_APP} from '../../src/emulator/index.js';

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

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The backend that the environment names, or null where it names none. What is left out is as the emulator has it.
 * @throws {Error} naming the variable that is no address.
 */
export function readTarget(environment: Environment): Target | null {
  const url = environment['BACKEND_URL'];
  if (!url) return null;
  const readAddress = (name: string, otherwise: string): string => {
    const text = environment[name] || otherwise;
    if (!URL.canParse(text) || !/^https?:/.test(text)) throw new Error(`${name} must be an address, not "${text}".`);
    return text;
  };
  const origin = new URL(readAddress('BACKEND_ORIGIN', new URL(readAddress('BACKEND_URL', url)).origin)).origin;
  return {
    url,
    origin,
    redirectUri: readAddress('BACKEND_REDIRECT_URI', `${origin}/kakao/callback`),
    clientId: environment['KAKAO_REST_API_KEY'] || DEFAULT_APP.restApiKeys[0].key,
    javascriptKey: environment['KAKAO_JAVASCRIPT_KEY'] || undefined,
    emulator: new URL(readAddress('EMULATOR_URL', 'http://127.0.0.1:4000')).origin,
  };
}
