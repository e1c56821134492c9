import {type ChildProcess, execFileSync, spawn} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {createKakaoEmulator, DEFAULT_APP, type KakaoEmulator} from '../../src/emulator/index.js';
import {attempt} from '../../src/shared/attempt.js';
import type {Target} from '../../src/doctor/network/target.js';
import {findFreePort} from '../support/free-port.js';
import BACKENDS from './backends.json' with {type: 'json'};

/** A backend without the kit. */
export interface LanguageBackend {
  readonly name: string;
  /** What it needs of Debian's. */
  readonly packages: readonly string[];
  /** The command that makes in `BUILD_DIR` what is started, if any. */
  readonly build: readonly string[];
  /** The command that serves on `PORT` until it is ended. */
  readonly start: readonly string[];
  /** Whether a route of it takes the code where a page has `callback-mode="server"`. */
  readonly hasCallback: boolean;
}

/** A backend of demo/backends that is up, beside an emulator of its own. */
export interface RunningBackend {
  readonly target: Target;
  readonly emulator: KakaoEmulator;
  /** Where Kakao's notice that somebody has unlinked the app goes. */
  readonly unlinked: string;
  /** Ends it: all that it has written. */
  close(): Promise<string>;
}

/** How long a backend may take to answer, and to end, in milliseconds. */
const PATIENCE = 60_000;

const REST = DEFAULT_APP.restApiKeys[0];
const JAVASCRIPT_KEY = DEFAULT_APP.javascriptKeys[0].key;

/** Those that LANGUAGES names, else all. */
export function findBackends({LANGUAGES}: NodeJS.ProcessEnv): readonly LanguageBackend[] {
  const names = LANGUAGES?.split(',');
  const all: readonly LanguageBackend[] = BACKENDS;
  return all.filter(({name}) => names?.includes(name) ?? true);
}

/**
 * Starts a backend, and waits until it answers. Its commands have a folder for what they make in `BUILD_DIR`.
 *
 * @param settings of the environment, where they are not those of a shop on this machine
 * @throws {Error} with what the backend has written, if it ends instead or does not answer within a minute
 */
export async function startBackend(
  {build, start}: LanguageBackend,
  settings: Readonly<Record<string, string>> = {},
): Promise<RunningBackend> {
  const folder = mkdtempSync(join(tmpdir(), 'kakao-backend-'));
  const port = await findFreePort();
  const origin = `http://127.0.0.1:${port}`;
  const emulator = startEmulator(origin);
  const {url: kakao, close: closeEmulator} = await emulator.listen();
  const env = {
    ...process.env,
    PORT: `${port}`,
    KAKAO_ORIGIN: kakao,
    KAKAO_REST_API_KEY: REST.key,
    KAKAO_CLIENT_SECRET: REST.clientSecret,
    KAKAO_JAVASCRIPT_KEY: JAVASCRIPT_KEY,
    KAKAO_ADMIN_KEY: DEFAULT_APP.adminKey,
    SITE_ORIGIN: origin,
    DATABASE: join(folder, 'shop.db'),
    BUILD_DIR: folder,
    ...settings,
  };
  let program: Program | undefined;
  const end = async (): Promise<string> => {
    const output = await program?.end();
    await closeEmulator();
    rmSync(folder, {recursive: true, force: true});
    return output ?? '';
  };
  const url = `${origin}/api/kakao/session`;
  try {
    const [buildCommand, ...buildArguments] = build;
    if (buildCommand) execFileSync(buildCommand, buildArguments, {env, stdio: ['ignore', 'inherit', 'inherit']});
    program = new Program(start, env);
    await program.answers(url);
  } catch (error) {
    await end();
    throw error;
  }
  const target = {url, origin, redirectUri: `${origin}/kakao/callback`, clientId: REST.key, emulator: kakao};
  return {
    target: {...target, javascriptKey: JAVASCRIPT_KEY},
    emulator,
    unlinked: `${origin}/kakao/unlinked`,
    close: end,
  };
}

function startEmulator(origin: string): KakaoEmulator {
  const redirectUris = [`${origin}/kakao/callback`];
  return createKakaoEmulator({
    notices: {unlink: `${origin}/kakao/unlinked`},
    apps: [
      {
        ...DEFAULT_APP,
        restApiKeys: [{...REST, redirectUris}],
        javascriptKeys: [{key: JAVASCRIPT_KEY, domains: [origin], redirectUris}],
      },
    ],
  });
}

/** A process, with those that it starts itself. */
class Program {
  readonly #child: ChildProcess;
  readonly #ended: Promise<void>;
  #hasEnded = false;
  #output = '';

  constructor([command = '', ...args]: readonly string[], env: NodeJS.ProcessEnv) {
    this.#child = spawn(command, args, {env, stdio: ['ignore', 'pipe', 'pipe'], detached: true});
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => (this.#output += text));
    }
    this.#ended = new Promise((resolve) => {
      const end = (): void => {
        this.#hasEnded = true;
        resolve();
      };
      this.#child.on('close', end);
      this.#child.on('error', (error) => {
        this.#output += String(error);
        end();
      });
    });
  }

  /** Waits until it answers requests. */
  async answers(url: string): Promise<void> {
    const signal = AbortSignal.timeout(PATIENCE);
    for (;;) {
      const state = this.#hasEnded ? 'has ended' : signal.aborted ? 'does not answer' : null;
      if (state) throw new Error(`The backend ${state}:\n${this.#output.slice(-4000)}`);
      try {
        await (await fetch(url, {signal})).arrayBuffer();
        return;
      } catch {
        await pause(20); // between two tries
      }
    }
  }

  /** Asks it to end, and kills it if it does not. */
  async end(): Promise<string> {
    this.#kill('SIGTERM');
    const timer = setTimeout(() => this.#kill('SIGKILL'), PATIENCE);
    await this.#ended;
    clearTimeout(timer);
    return this.#output;
  }

  #kill(signal: 'SIGTERM' | 'SIGKILL'): void {
    // Its last process may end this very moment.
    attempt(() => !this.#hasEnded && this.#child.pid !== undefined && process.kill(-this.#child.pid, signal));
  }
}
