import {existsSync, readFileSync, renameSync, writeFileSync} from 'node:fs';
import {HELP, readCliOptions, readConfig} from './cli-options.js';
import {createKakaoEmulator, type KakaoEmulator} from './emulator.js';
import type {Listening} from './listen.js';
import {NOTICE_KINDS} from '../core/notices/notice.js';
import type {NoticeSettings} from '../core/notices/notice-settings.js';
import {type EmulatedAppOptions, readApps} from '../core/store/apps.js';
import {PERSONAS} from '../core/store/personas.js';

/**
 * Plays Kakao until the process is interrupted.
 *
 * @param args of the command line, behind the command's name
 * @returns the exit code: 0 once it is up, 2 if it cannot start
 */
export async function runEmulatorCommand(args: readonly string[]): Promise<number> {
  try {
    await start(args);
    return 0;
  } catch (error) {
    process.stderr.write(
      `kakao-sync-emulator: ${(error as Error).message.split('\n')[0] ?? ''} (--help lists the options)\n`,
    );
    return 2;
  }
}

async function start(args: readonly string[]): Promise<void> {
  const options = readCliOptions(args);
  if (options.help) {
    process.stdout.write(HELP);
    return;
  }
  const apps = options.config === null ? [options.app] : readConfig(readFileSync(options.config, 'utf8'));
  const emulator = createKakaoEmulator({apps, talkWindow: true, notices: options.notices});
  if (options.state !== null) restore(emulator, options.state);
  const {port, tlsKey, tlsCert} = options;
  const tls = tlsKey !== null &&
    tlsCert !== null && {key: readFileSync(tlsKey, 'utf8'), cert: readFileSync(tlsCert, 'utf8')};
  const listening = await emulator.listen({port, ...(tls && {tls})});
  process.stdout.write(describe(listening.url, apps, options.notices));
  const stop = (): void => void close(emulator, listening, options.state);
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

function restore(emulator: KakaoEmulator, file: string): void {
  if (!existsSync(file)) return;
  try {
    emulator.restore(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw new Error(`The state file ${file} cannot be used (${(error as Error).message}). Delete it to start anew.`, {
      cause: error,
    });
  }
}

async function close(emulator: KakaoEmulator, listening: Listening, state: string | null): Promise<void> {
  await listening.close();
  if (state !== null) {
    // A new file comes first, so that an interrupted write leaves the old file whole.
    writeFileSync(`${state}.new`, JSON.stringify(emulator.snapshot()));
    renameSync(`${state}.new`, state);
  }
  // Notices that are under way would keep the process alive.
  emulator.reset();
}

function describe(url: string, apps: readonly EmulatedAppOptions[], notices: NoticeSettings): string {
  const ids = readApps(apps).map(({appId}) => appId);
  const lines = apps.flatMap(
    ({name, restApiKeys, javascriptKeys, adminKey, channel, otherChannels = [], logoutRedirectUris = []}, index) => [
      '',
      `App            ${name ?? ''}`,
      `App id         ${ids[index]}`,
      ...javascriptKeys.map(({key, domains}) => `JavaScript key ${key}  from ${domains.join(', ')}`),
      ...restApiKeys.map(({key, clientSecret}) => `REST API key   ${key}  secret ${clientSecret ?? '(none)'}`),
      `Admin key      ${adminKey ?? '(none)'}`,
      ...[...(channel ? [channel] : []), ...otherChannels].map(({publicId}) => `Channel        ${publicId}`),
      ...new Set([...restApiKeys, ...javascriptKeys].flatMap(({redirectUris}) => redirectUris)).values(),
      ...logoutRedirectUris.map((uri) => `Logout URI     ${uri}`),
    ],
  );
  return [
    `Kakao emulator ${url}`,
    `Control page   ${url}/__emulator`,
    ...lines.map((line) => (/^https?:/.test(line) ? `Redirect URI   ${line}` : line)),
    ...NOTICE_KINDS.flatMap((kind) => {
      const target = notices[kind];
      return target === undefined ? [] : [`${`Notice ${kind}`.padEnd(15)}${target}`];
    }),
    '',
    'People',
    ...PERSONAS.map(({id, nickname, shows}) => `  ${id.padEnd(15)}${nickname}  ${shows.en}`),
    '',
    'Ctrl+C stops it.',
    '',
  ].join('\n');
}
