import {createKakaoEmulator, DEFAULT_APP, type KakaoEmulator} from '../../../../src/emulator/index.js';
import {
  createCustomerFileSync,
  createKakaoApi,
  type CustomerDecision,
  type CustomerFileList,
  type CustomerFileMember,
  type CustomerFileRunOptions,
  type CustomerFileSyncOptions,
} from '../../../../src/server/index.js';
import {ADMIN_KEY} from '../../../emulator/support/setup.js';

export const CHANNEL = DEFAULT_APP.channel.publicId;
export const TERM = 'marketing';
export const START = Date.UTC(2026, 10, 22, 9, 0, 0);

/** People who have agreed to everything, in the order in which the site has them. */
export const PEOPLE = ['ara', 'bada', 'chorok'] as const;
export type Who = (typeof PEOPLE)[number];

/** The numbers of these people at Kakao. */
export const IDS = {ara: '4200000001', bada: '4200000002', chorok: '4200000003'} as const satisfies Record<Who, string>;

/** One request to Kakao, before it has arrived. */
export interface Step {
  /** Counted from 0. */
  readonly index: number;
  readonly path: string;
  /** Of whom it is. */
  readonly text: string;
  /** Lets it arrive. */
  go(): Promise<Response>;
}

export interface FileSiteSetup {
  readonly options?: Partial<CustomerFileSyncOptions>;
  readonly people?: readonly Who[];
  /** Who was sent by an earlier run. */
  readonly before?: readonly string[];
  readonly runOptions?: Partial<CustomerFileRunOptions>;
}

/** A memory of who may be in the file, and what it was told, in order. */
export function createList(ids: readonly string[] = []) {
  const set = new Set(ids);
  const told: string[] = [];
  const list: CustomerFileList = {
    ids: () => [...set],
    has: (id) => set.has(id),
    add(added) {
      told.push(`add ${added.join()}`);
      for (const id of added) set.add(id);
    },
    remove(removed) {
      told.push(`remove ${removed.join()}`);
      for (const id of removed) set.delete(id);
    },
  };
  return {list, set, told};
}

/** A site with a customer file, at an emulator whose requests a test can hold. */
export async function createFileSite({options, people = PEOPLE, before = [], runOptions}: FileSiteSetup = {}) {
  const clock = {time: START};
  const emulator = createKakaoEmulator({now: () => clock.time});
  for (const who of people) addPerson(emulator, who, IDS[who]);
  const steps: Step[] = [];
  const port: {intercept: (step: Step) => Promise<Response>} = {intercept: (step) => step.go()};
  const direct = createKakaoApi({adminKey: ADMIN_KEY, fetch: (request) => emulator.fetch(request)});
  const api = createKakaoApi({
    adminKey: ADMIN_KEY,
    async fetch(request) {
      const {pathname, search} = new URL(request.url);
      const text = `${search} ${await request.clone().text()}`;
      const step = {index: steps.length, path: pathname, text, go: () => emulator.fetch(request)};
      steps.push(step);
      return port.intercept(step);
    },
  });
  const {fileId} = await direct.customerFiles.create({channelId: CHANNEL, name: '소식', schema: {연령: 'string'}});
  const target = {channelId: CHANNEL, fileId};
  if (before.length > 0) {
    await direct.customerFiles.addUsers(
      target,
      before.map((id) => ({id})),
    );
  }
  const kept = createList(before);
  const waits: number[] = [];
  const settings: CustomerFileSyncOptions = {
    api,
    channelId: CHANNEL,
    file: {id: fileId},
    marketingTerms: [TERM],
    list: kept.list,
    batchSize: 2,
    concurrency: 1,
    now: () => clock.time,
    wait: (seconds) => Promise.resolve(void waits.push(seconds)),
    ...options,
  };
  const members = (): readonly CustomerFileMember[] => people.map((who) => ({kakaoId: IDS[who], fields: {연령: '20'}}));
  const decisions: CustomerDecision[] = [];
  return {
    emulator,
    clock,
    api,
    direct,
    fileId,
    steps,
    port,
    kept,
    waits,
    decisions,
    settings,
    sync: createCustomerFileSync(settings),
    runOptions: {
      members,
      send: true,
      onDecision: (decision) => void decisions.push(decision),
      ...runOptions,
    } satisfies CustomerFileRunOptions,
    /** Who is in the file at Kakao. */
    inFile: () => readFile(emulator, fileId),
  };
}

export type FileSite = Awaited<ReturnType<typeof createFileSite>>;

/** Somebody who has agreed to everything. */
export function addPerson(emulator: KakaoEmulator, who: string, id: string): void {
  emulator.addPersona({id: who, userId: Number(id), nickname: who, shows: {ko: who, en: who}});
  const account = emulator.account(who);
  account.link();
  account.agree('plusfriends');
}

function readFile(emulator: KakaoEmulator, fileId: string): readonly string[] {
  const {files} = emulator.snapshot() as {files: readonly {id: number; users: Record<string, unknown>}[]};
  const file = files.find(({id}) => String(id) === fileId);
  return Object.keys(file?.users ?? {}).map((key) => key.replace('app:', ''));
}

/** How somebody withdraws. */
export const WITHDRAWALS = {
  term: (emulator, who) => emulator.account(who).revoke(TERM),
  block: (emulator, who) => emulator.account(who).setChannel('BLOCKED'),
  unlink: (emulator, who) => emulator.account(who).unlink(),
} as const satisfies Record<string, (emulator: KakaoEmulator, who: Who) => void>;

export type Withdrawal = keyof typeof WITHDRAWALS;
