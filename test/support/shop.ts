import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {openDatabase} from '../../demo/database.js';
import {type Demo, type DemoOptions, startDemo} from '../../demo/start.js';
import {seedFolder} from './embedded.js';
import {keepTokens, type TestEnvironment} from './test-environment.js';

/** The demo shop in a folder of its own. */
export interface Shop extends TestEnvironment {
  /** Everything at Kakao as at the start. The shop's members stay. */
  reset(): void;
  /** Somebody who has never been here: the id and name of a person unknown to Kakao's app and to the shop. */
  welcomeStranger(): {readonly id: string; readonly name: string};
  /** Stops both servers and starts them again on the same ports, with the same folder. */
  restart(): Promise<void>;
  /** Restarts it likewise, and meanwhile reads its database. */
  readRows(query: string): Promise<object[]>;
  close(): Promise<void>;
}

/** One each for the signups of a file: the shop remembers its members. */
const STRANGERS = [
  {id: 'new-visitor', name: '김새봄'},
  {id: 'no-email', name: '강무편'},
  {id: 'no-ci', name: '윤미확'},
  {id: 'missing-term', name: '한약관'},
  {id: 'member', name: '이하늘'},
];

export type ShopOptions = Pick<DemoOptions, 'hasFirstMembers'>;

export async function startShop(options: ShopOptions = {}): Promise<Shop> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'journeys-'));
  await seedFolder(join(dataFolder, 'members'));
  const log: string[] = [];
  const tokens = new Set<string>();
  const strangers = [...STRANGERS];
  const globalFetch = globalThis.fetch;
  // The shop exchanges codes by the global fetch.
  globalThis.fetch = (input, init) => keepTokens(globalFetch, tokens)(new Request(input, init));
  const start = (shopPort = 0, emulatorPort = 0): Promise<Demo> =>
    startDemo({...options, shopPort, emulatorPort, dataFolder, log: (line) => void log.push(line)});
  let demo = await start();

  const need = <T>(value: T | undefined): T => {
    if (value === undefined) throw new Error('The demo runs without its emulator.');
    return value;
  };

  async function restart<Result>(meanwhile: () => Promise<Result>): Promise<Result> {
    const [shopPort, emulatorPort] = [demo.shopUrl, need(demo.emulatorUrl)].map((url) => Number(new URL(url).port));
    await demo.close();
    try {
      return await meanwhile();
    } finally {
      demo = await start(shopPort, emulatorPort);
    }
  }

  return {
    log,
    tokens,
    get url() {
      return demo.shopUrl;
    },
    get kakao() {
      return [need(demo.emulatorUrl)];
    },
    get emulator() {
      return need(demo.emulator);
    },
    reset: () => need(demo.emulator).reset(),
    welcomeStranger() {
      const stranger = strangers.shift();
      if (!stranger) throw new Error('Everybody is a member already: start another shop.');
      need(demo.emulator).account(stranger.id).unlink();
      return stranger;
    },
    restart: () => restart(() => Promise.resolve()),
    readRows: (query) =>
      restart(async () => {
        const database = await openDatabase({folder: dataFolder});
        try {
          return await database.query<object>(query);
        } finally {
          await database.close();
        }
      }),
    async close() {
      await demo.close();
      globalThis.fetch = globalFetch;
      await rm(dataFolder, {recursive: true, force: true});
    },
  };
}
