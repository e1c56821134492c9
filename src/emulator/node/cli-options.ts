import {parseArgs, type ParseArgsConfig} from 'node:util';
import type {NoticeSettings} from '../core/notices/notice-settings.js';
import {DEFAULT_APP, type EmulatedAppOptions} from '../core/store/apps.js';

/** The options of the command line. */
interface CliOptions {
  readonly help: boolean;
  readonly port: number;
  /** A JSON file of {@link EmulatedAppOptions}, or a list of them. */
  readonly config: string | null;
  /** A JSON file that keeps links and sessions from one run to the next. */
  readonly state: string | null;
  readonly tlsKey: string | null;
  readonly tlsCert: string | null;
  readonly notices: NoticeSettings;
  /** The app if there is no `config`. */
  readonly app: EmulatedAppOptions;
}

export const HELP = `kakao-sync-emulator: Kakao Login on this machine, for development and tests.

Usage: kakao-sync-widget emulator [options], or kakao-sync-emulator [options]

  --port NUMBER              port on 127.0.0.1 (default 4000)
  --redirect-uri URI         registered redirect URI; may be repeated (default ${DEFAULT_APP.restApiKeys[0].redirectUris[0]})
  --logout-redirect-uri URI  registered logout redirect URI; may be repeated (default: the root of the redirect URIs' origins)
  --domain ORIGIN            registered JavaScript SDK domain; may be repeated (default: the redirect URIs' origins)
  --rest-key KEY             REST API key (default ${DEFAULT_APP.restApiKeys[0].key})
  --js-key KEY               JavaScript key (default ${DEFAULT_APP.javascriptKeys[0].key})
  --secret TEXT              client secret of the REST key (default ${DEFAULT_APP.restApiKeys[0].clientSecret})
  --admin-key KEY            admin key, for kapi without anybody's token (default ${DEFAULT_APP.adminKey})
  --unlink-notice URL        where the unlink notice goes, on this machine (default: nowhere)
  --unlink-notice-method M   POST (default) or GET
  --channel-notice URL       where the channel notice goes
  --account-notice URL       where account events go
  --resend-notices NUMBER    how often a notice that was not accepted is sent again (default 0)
  --config FILE.json         one app or a list of apps, instead of the options from --redirect-uri to --admin-key
  --state FILE               keeps members and sessions in this file from one run to the next
  --tls-key FILE             with --tls-cert: https, also under Kakao's host names
  --tls-cert FILE
  --help
`;

const FLAGS = {
  port: {type: 'string', default: '4000'},
  config: {type: 'string'},
  state: {type: 'string'},
  'redirect-uri': {type: 'string', multiple: true},
  'logout-redirect-uri': {type: 'string', multiple: true},
  domain: {type: 'string', multiple: true},
  'rest-key': {type: 'string'},
  'js-key': {type: 'string'},
  secret: {type: 'string'},
  'admin-key': {type: 'string'},
  'unlink-notice': {type: 'string'},
  'unlink-notice-method': {type: 'string'},
  'channel-notice': {type: 'string'},
  'account-notice': {type: 'string'},
  'resend-notices': {type: 'string'},
  'tls-key': {type: 'string'},
  'tls-cert': {type: 'string'},
  help: {type: 'boolean', default: false},
} as const satisfies ParseArgsConfig['options'];

/** The flags that describe the app. */
const APP_FLAGS = [
  'redirect-uri',
  'logout-redirect-uri',
  'domain',
  'rest-key',
  'js-key',
  'secret',
  'admin-key',
] as const satisfies readonly (keyof typeof FLAGS)[];

type FlagValues = ReturnType<typeof parseFlags>;

/** @throws {Error} with one line for the person at the keyboard. */
export function readCliOptions(args: readonly string[]): CliOptions {
  const values = parseFlags(args);
  checkFlags(values);
  return {
    help: values.help,
    port: readPort(values.port),
    config: values.config ?? null,
    state: values.state ?? null,
    tlsKey: values['tls-key'] ?? null,
    tlsCert: values['tls-cert'] ?? null,
    notices: readNotices(values),
    app: readApp(values),
  };
}

function parseFlags(args: readonly string[]) {
  return parseArgs({args: [...args], options: FLAGS}).values;
}

function checkFlags(values: FlagValues): void {
  const appFlag = APP_FLAGS.find((flag) => values[flag] !== undefined);
  if (values.config !== undefined && appFlag !== undefined) {
    throw new Error(`--config and --${appFlag} both describe the app: give one of them.`);
  }
  if ((values['tls-key'] === undefined) !== (values['tls-cert'] === undefined)) {
    throw new Error('--tls-key and --tls-cert go together.');
  }
}

function readApp(values: FlagValues): EmulatedAppOptions {
  const [rest] = DEFAULT_APP.restApiKeys;
  const [script] = DEFAULT_APP.javascriptKeys;
  const redirectUris = values['redirect-uri'] ?? rest.redirectUris;
  const origins = redirectUris.map((address) => readAddress('redirect-uri', address).origin);
  const logoutRedirectUris = values['logout-redirect-uri'];
  for (const address of logoutRedirectUris ?? []) readAddress('logout-redirect-uri', address);
  return {
    ...DEFAULT_APP,
    adminKey: values['admin-key'] ?? DEFAULT_APP.adminKey,
    restApiKeys: [
      {key: values['rest-key'] ?? rest.key, clientSecret: values.secret ?? rest.clientSecret, redirectUris},
    ],
    javascriptKeys: [{key: values['js-key'] ?? script.key, domains: values.domain ?? origins, redirectUris}],
    ...(logoutRedirectUris && {logoutRedirectUris}),
  };
}

/** The emulator checks the addresses later. */
function readNotices(values: FlagValues): NoticeSettings {
  const {'unlink-notice': unlink, 'channel-notice': channel, 'account-notice': account} = values;
  const {'unlink-notice-method': method, 'resend-notices': resend} = values;
  if (method !== undefined && method !== 'POST' && method !== 'GET') {
    throw new Error(`--unlink-notice-method is POST or GET, not "${method}".`);
  }
  if (resend !== undefined && !/^\d{1,2}$/.test(resend)) {
    throw new Error(`--resend-notices is a number from 0 to 99, not "${resend}".`);
  }
  return {
    ...(unlink !== undefined && {unlink}),
    ...(method !== undefined && {unlinkMethod: method}),
    ...(channel !== undefined && {channel}),
    ...(account !== undefined && {account}),
    ...(resend !== undefined && {resend: {times: Number(resend)}}),
  };
}

function readPort(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port < 65536) return port;
  throw new Error(`--port is a number from 0 to 65535, not "${text}".`);
}

const EXAMPLES = {
  'redirect-uri': 'http://localhost:3000/kakao/callback',
  'logout-redirect-uri': 'http://localhost:3000/bye',
};

function readAddress(flag: keyof typeof EXAMPLES, text: string): URL {
  try {
    return new URL(text);
  } catch {
    throw new Error(`--${flag} is an absolute address such as ${EXAMPLES[flag]}, not "${text}".`);
  }
}

/**
 * Reads the apps of a `--config` file.
 * @throws {Error} if it is not the JSON of an app or a list of apps. The emulator checks the values later.
 */
export function readConfig(text: string): readonly EmulatedAppOptions[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Error(`The configuration is not JSON: ${(error as Error).message}`, {cause: error});
  }
  const apps: readonly unknown[] = Array.isArray(value) ? value : [value];
  for (const app of apps) {
    const fields = app as Partial<EmulatedAppOptions> | null;
    if (!isListOfKeys(fields?.restApiKeys, 'redirectUris') || !isListOfKeys(fields?.javascriptKeys, 'domains')) {
      throw new Error(
        'Each app of the configuration has restApiKeys [{key, clientSecret, redirectUris}] and javascriptKeys [{key, domains, redirectUris}].',
      );
    }
  }
  return apps as readonly EmulatedAppOptions[];
}

function isListOfKeys(value: unknown, list: string): boolean {
  return (
    Array.isArray(value) &&
    value.every((entry: unknown) => {
      const fields = entry as Partial<Record<string, unknown>> | null;
      return Array.isArray(fields?.['redirectUris']) && Array.isArray(fields[list]);
    })
  );
}
