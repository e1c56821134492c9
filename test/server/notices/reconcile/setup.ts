import {createKakaoEmulator, DEFAULT_APP, type KakaoEmulator, type Persona} from '../../../../src/emulator/index.js';
import type {RequestError} from '../../../../src/server/base/request-error.js';
import {createAdminApi} from '../../../../src/server/kakao/admin-api.js';
import {toEndpoints} from '../../../../src/server/kakao/kakao-endpoints.js';
import {readUserIdPage} from '../../../../src/server/kakao/api/users.js';
import {readLink} from '../../../../src/server/kakao/read-link.js';
import type {NoticeStore} from '../../../../src/server/notices/notice-store.js';
import type {Notice} from '../../../../src/server/notices/notice.js';
import type {LinkedMember, ReconcileOptions} from '../../../../src/server/notices/reconcile/options.js';
import {reconcile} from '../../../../src/server/notices/reconcile/reconcile.js';
import type {ReconcileRun} from '../../../../src/server/notices/reconcile/run.js';
import {createMemoryNoticeStore} from '../../support/memory-notice-store.js';
import {START} from '../../support/site.js';

const IDS = '/v1/user/ids';
const ME = '/v2/user/me';
/** Another app of the same people, who linked it at another time. */
export const OTHER_APP = {
  ...DEFAULT_APP,
  appId: 100002,
  adminKey: 'b0b1b2b3b4b5b6b7b8b9babbbcbdbebf',
  restApiKeys: [{...DEFAULT_APP.restApiKeys[0], key: 'f0e1e2e3e4e5e6e7e8e9eaebecedeeef'}],
  javascriptKeys: [{...DEFAULT_APP.javascriptKeys[0], key: 'f123456789abcdef0123456789abcdef'}],
  channel: {publicId: '_another', name: '다른 상점'},
} as const;

export const toId = (index: number): string => String(4_300_000_000 + index);

export const toPersona = (index: number, linked = true): Persona => ({
  id: toId(index),
  userId: Number(toId(index)),
  nickname: '손님',
  shows: {ko: '손님', en: 'A customer'},
  ...(linked && {linked: 'all-terms'}),
});

export interface Setup {
  /** How many people have linked the app, each a member. */
  readonly people?: number;
  readonly apps?: Parameters<typeof createKakaoEmulator>[0] extends infer Options | undefined
    ? Options extends {readonly apps?: infer Apps}
      ? Apps
      : never
    : never;
  readonly adminKey?: string;
  readonly store?: NoticeStore;
}

/** A site with members, at an emulated Kakao whose clock the test moves. Waiting moves it too. */
export function setup({people = 250, apps = [DEFAULT_APP], adminKey = DEFAULT_APP.adminKey, ...given}: Setup = {}) {
  const clock = {time: START};
  const now = (): number => clock.time;
  const everybody = Array.from({length: people}, (_, index) => toPersona(index));
  const emulator = createKakaoEmulator({now, apps, personas: [...everybody, toPersona(people, false)]});
  const store = given.store ?? createMemoryNoticeStore(now);
  // As the emulator links people at its start.
  const linkedAt = START - 30 * 86_400_000;
  const members = new Map(everybody.map(({id}) => [id, new Date(linkedAt)]));
  const calls: string[] = [];
  const waits: number[] = [];
  let proved = false;
  const site = {
    clock,
    emulator,
    store,
    members,
    /** The paths that were asked for, each with its time. */
    calls,
    waits,
    /** What stands between Kakao and the site. */
    answer: (request: Request, from: KakaoEmulator): Promise<Response> => from.fetch(request),
    /** What the kit itself says instead of asking for a page: it has no place for it. */
    refusals: [] as RequestError[],
    proof: {
      get isGiven() {
        return proved;
      },
      give: () => void (proved = true),
    },
    added: [] as {readonly notice: Notice; readonly seenKey: string}[],
    countCalls: (path: string) => calls.filter((call) => call === path).length,
    get listed() {
      return site.countCalls(IDS);
    },
    get asked() {
      return site.countCalls(ME);
    },
    unlink(...indices: readonly number[]): void {
      for (const index of indices) emulator.account(toId(index)).unlink(null);
    },
    /** Kakao links the last person, who was linked nowhere, and the site has a new member. */
    link(): void {
      emulator.account(toId(people)).link();
      members.set(toId(people), new Date(clock.time));
    },
    async run(options: Partial<ReconcileOptions> & Partial<Pick<ReconcileRun, 'signal' | 'passes'>> = {}) {
      const {signal = new AbortController().signal, passes = store.passes, ...rest} = options;
      const api = createAdminApi({fetch: call, endpoints: toEndpoints(undefined), adminKey}, now);
      return reconcile({
        options: {members: () => list(members), ...rest},
        accounts: {
          async list(after, aborted) {
            const refusal = site.refusals.shift();
            if (refusal) throw refusal;
            return api.run((caller) => readUserIdPage(caller, {after, signal: aborted}));
          },
          readLink: (kakaoId, aborted) => readLink(api, kakaoId, aborted),
        },
        passes,
        source: `hash of ${adminKey}`,
        proof: site.proof,
        add: async (notice, seenKey) => {
          site.added.push({notice, seenKey});
          await store.add(notice, {seenKey});
        },
        now,
        sleep: async (milliseconds, aborted) => {
          aborted?.throwIfAborted();
          waits.push(milliseconds);
          clock.time += milliseconds;
          return Promise.resolve();
        },
        signal,
      });
    },
  };
  async function call(request: Request): Promise<Response> {
    calls.push(new URL(request.url).pathname);
    return site.answer(request, emulator);
  }
  return site;
}

function* list(members: ReadonlyMap<string, Date>): Generator<LinkedMember> {
  for (const [kakaoId, linkedAt] of members) yield {kakaoId, linkedAt};
}

/** Lets one page of Kakao's list be answered otherwise: the one with this number, counted from 1. */
export function onPage(
  site: ReturnType<typeof setup>,
  number: number,
  answer: (request: Request) => Promise<Response>,
): void {
  let pages = 0;
  site.answer = (request, emulator) =>
    new URL(request.url).pathname === IDS && ++pages === number ? answer(request) : emulator.fetch(request);
}
