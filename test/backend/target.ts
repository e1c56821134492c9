import type {Target} from '../../src/doctor/network/target.js';
import {DEFAULT_APP} from '../../src/emulator/index.js';

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
