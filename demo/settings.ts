import type {DemoOptions} from './start.js';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The demo's options from environment variables; `.env.example` lists them.
 * @throws Error naming the variable that cannot be used
 */
export function readSettings(environment: Environment): DemoOptions {
  const read = (name: string): string | undefined => environment[name]?.trim() || undefined;
  const readPort = (name: string): number | undefined => {
    const text = read(name);
    if (text === undefined) return undefined;
    if (!/^\d{1,5}$/.test(text) || Number(text) > 65535)
      throw new Error(`${name} must be a port number, not "${text}".`);
    return Number(text);
  };
  const javascriptKey = read('KAKAO_JAVASCRIPT_KEY');
  const restApiKey = read('KAKAO_REST_API_KEY');
  if ((javascriptKey === undefined) !== (restApiKey === undefined)) {
    throw new Error('Set both KAKAO_JAVASCRIPT_KEY and KAKAO_REST_API_KEY for Kakao, or neither for the emulator.');
  }
  return {
    shopPort: readPort('SHOP_PORT'),
    emulatorPort: readPort('EMULATOR_PORT'),
    shopUrl: readOrigin('SHOP_URL', read('SHOP_URL')),
    dataFolder: read('DEMO_DATA'),
    databaseUrl: read('DATABASE_URL'),
    sessionKey: read('SESSION_KEY'),
    emulatorUrl: readOrigin('EMULATOR_URL', read('EMULATOR_URL')),
    couponKey: read('COUPON_KEY'),
    kakaoKeys:
      javascriptKey === undefined || restApiKey === undefined
        ? undefined
        : {
            javascriptKey,
            restApiKey,
            clientSecret: read('KAKAO_CLIENT_SECRET'),
            adminKey: read('KAKAO_ADMIN_KEY'),
            appId: read('KAKAO_APP_ID'),
            channel: read('KAKAO_CHANNEL'),
          },
  };
}

function readOrigin(name: string, text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const origin = URL.canParse(text) ? new URL(text).origin : null;
  if (origin === null || origin === 'null' || !/^https?:/.test(origin)) {
    throw new Error(`${name} must be an address such as https://shop.example, not "${text}".`);
  }
  return origin;
}
