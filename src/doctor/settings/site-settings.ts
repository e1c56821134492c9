import type {Variable} from './env-files.js';
import type {FlagValues} from './flags.js';

/** A setting's value, with where it was found. */
export interface Value {
  readonly text: string;
  readonly where: string;
}

/** What is known of a site. Null: nobody has said it. An empty text: it was named, and has no value. */
export interface SiteSettings {
  readonly restApiKey: Value | null;
  readonly javascriptKey: Value | null;
  readonly clientSecret: Value | null;
  readonly adminKey: Value | null;
  readonly sessionKey: Value | null;
  readonly site: Value | null;
  readonly emulator: Value | null;
  readonly channel: Value | null;
  readonly redirectUris: readonly Value[];
  readonly endpoint: Value | null;
  readonly callbackMode: Value | null;
  readonly csrf: Value | null;
  readonly scope: Value | null;
  readonly notices: Value | null;
  /** The client secret is switched off at Kakao. */
  readonly hasNoSecret: boolean;
  readonly variables: readonly Variable[];
}

/** The variables that hold a setting: the first that is there counts. */
const NAMES = {
  restApiKey: ['KAKAO_REST_API_KEY', 'KAKAO_CLIENT_ID'],
  javascriptKey: ['KAKAO_JAVASCRIPT_KEY', 'KAKAO_JS_KEY', 'KAKAO_APP_KEY'],
  clientSecret: ['KAKAO_CLIENT_SECRET'],
  adminKey: ['KAKAO_ADMIN_KEY'],
  sessionKey: ['SESSION_KEY'],
  site: ['SITE_ORIGIN'],
  emulator: ['KAKAO_EMULATOR', 'EMULATOR_URL'],
  channel: ['KAKAO_CHANNEL'],
  redirectUri: ['KAKAO_REDIRECT_URI'],
} as const;

/** What builds put into pages that everybody can read, by the beginning of the variable's name. */
const PUBLIC = /^(NEXT_PUBLIC_|NUXT_PUBLIC_|EXPO_PUBLIC_|PUBLIC_|VITE_|REACT_APP_|VUE_APP_|GATSBY_)/;

/** Whether a build puts this variable into pages. */
export const isPublic = ({name}: Variable): boolean => PUBLIC.test(name);

/** A variable's name without what makes it public. */
export const toPlainName = ({name}: Variable): string => name.replace(PUBLIC, '');

/** What a site is set to, by the flags first and then by the variables. */
export function readSiteSettings(flags: FlagValues, variables: readonly Variable[]): SiteSettings {
  const read = (setting: keyof typeof NAMES): Value | null => {
    for (const name of NAMES[setting]) {
      const variable = variables.find((other) => toPlainName(other) === name);
      if (variable) return toValue(variable);
    }
    return null;
  };
  const pick = (flag: 'rest-api-key' | 'javascript-key' | 'site' | 'emulator', setting: keyof typeof NAMES) => {
    const text = flags[flag];
    return text === undefined ? read(setting) : {text, where: `--${flag}`};
  };
  const take = (flag: 'endpoint' | 'callback-mode' | 'csrf' | 'scope' | 'notices'): Value | null => {
    const text = flags[flag];
    return text === undefined ? null : {text, where: `--${flag}`};
  };
  const redirectUri = read('redirectUri');
  return {
    restApiKey: pick('rest-api-key', 'restApiKey'),
    javascriptKey: pick('javascript-key', 'javascriptKey'),
    clientSecret: read('clientSecret'),
    adminKey: read('adminKey'),
    sessionKey: read('sessionKey'),
    site: pick('site', 'site'),
    emulator: pick('emulator', 'emulator'),
    channel: read('channel'),
    redirectUris:
      flags['redirect-uri']?.map((text) => ({text, where: '--redirect-uri'})) ?? (redirectUri ? [redirectUri] : []),
    endpoint: take('endpoint'),
    callbackMode: take('callback-mode'),
    csrf: take('csrf'),
    scope: take('scope'),
    notices: take('notices'),
    hasNoSecret: flags['no-secret'] ?? false,
    variables,
  };
}

/** A variable as a value. */
export function toValue({name, text, file}: Variable): Value {
  return {text, where: `${file}: ${name}`};
}
