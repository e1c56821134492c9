import {DEFAULT_APP, type EmulatedAppOptions, type KakaoEmulatorOptions} from '../../../src/emulator/index.js';
import {createEmulator} from './ways.js';

export const KAUTH = 'https://kauth.kakao.com';
export const KAPI = 'https://kapi.kakao.com';

const [rest] = DEFAULT_APP.restApiKeys;
const [script] = DEFAULT_APP.javascriptKeys;
export const REST_KEY = rest.key;
export const SECRET = rest.clientSecret;
export const SCRIPT_KEY = script.key;
export const ADMIN_KEY = DEFAULT_APP.adminKey;
export const REDIRECT_URI = rest.redirectUris[0];
export const DOMAIN = script.domains[0];

/** A second app, whose keys are not those of the first. */
export const OTHER_APP = {
  ...DEFAULT_APP,
  appId: 2,
  restApiKeys: [{...rest, key: 'second-app-rest-key'}],
  javascriptKeys: [{...script, key: 'second-app-script-key'}],
  channel: {publicId: '_other', name: '다른 상점'},
  adminKey: 'second-app-admin-key',
} satisfies EmulatedAppOptions;

/** An emulator with a clock that stands still until it is moved. */
export function setup(options: KakaoEmulatorOptions & {app?: Partial<EmulatedAppOptions>} = {}) {
  const {app, ...others} = options;
  const clock = {at: Date.UTC(2026, 10, 22, 9, 0, 0)};
  const emulator = createEmulator({
    now: () => clock.at,
    ...(app && {apps: [{...DEFAULT_APP, ...app}]}),
    ...others,
  });

  const exchange = (code: string, fields: Record<string, string | null> = {}) =>
    emulator.fetch(`${KAUTH}/oauth/token`, {
      method: 'POST',
      body: toForm({
        grant_type: 'authorization_code',
        client_id: REST_KEY,
        client_secret: SECRET,
        redirect_uri: REDIRECT_URI,
        code,
        ...fields,
      }),
    });

  const code = (persona: string, parameters: Record<string, string | null> = {}): string => {
    const address = emulator.authorize(toAuthorizeAddress(parameters), {persona});
    return new URL(address).searchParams.get('code')!;
  };

  const tokens = async (persona: string, parameters: Record<string, string | null> = {}) => {
    const response = await exchange(code(persona, parameters));
    return (await response.json()) as {access_token: string; refresh_token: string; id_token?: string; scope: string};
  };

  const api = async (
    path: string,
    accessToken: string,
    {headers, ...init}: Omit<RequestInit, 'headers'> & {headers?: Record<string, string>} = {},
  ) => {
    const response = await emulator.fetch(`${KAPI}${path}`, {
      ...init,
      headers: {authorization: `Bearer ${accessToken}`, ...headers},
    });
    return {
      status: response.status,
      headers: response.headers,
      body: (await response.json()) as Record<string, unknown>,
    };
  };

  return {emulator, clock, exchange, code, tokens, api};
}

export function toForm(fields: Record<string, string | null>): URLSearchParams {
  return new URLSearchParams(Object.entries(fields).filter((entry): entry is [string, string] => entry[1] !== null));
}

/** An authorize address that is right but for what is named; null leaves a parameter out. */
export function toAuthorizeAddress(parameters: Record<string, string | null> = {}, origin = KAUTH): string {
  const query = toForm({
    client_id: REST_KEY,
    redirect_uri: REDIRECT_URI,
    response_type: 'code',
    state: 'state-1',
    nonce: 'nonce-1',
    ...parameters,
  });
  return `${origin}/oauth/authorize?${query.toString()}`;
}

export function readClaims(idToken: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(idToken.split('.')[1]!, 'base64url').toString()) as Record<string, unknown>;
}
