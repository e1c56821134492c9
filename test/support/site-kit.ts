import type {KakaoEmulator} from 'kakao-sync-widget/emulator';
import {
  type ActionRequired,
  type ConsentRecord,
  createKakaoServer,
  type KakaoServer,
  type KakaoServerOptions,
  type SiteMember,
} from 'kakao-sync-widget/server';
import {type BackendRecord, createBackendRecord, type HookCall} from './backend-record.js';
import {keepTokens} from './test-environment.js';

type Sealed = Pick<KakaoServerOptions, 'keys' | 'redirectUris' | 'allowedOrigins' | 'emulator'>;
type Found = SiteMember | ActionRequired | null;
type Hook = (pass: () => Found) => Found | Promise<Found>;

export const SESSION_KEY = 'journeys-session-key-0123456789-abcdefghij';

/** What of a site's backend can be changed while visitors are under way. */
export interface KitChange {
  /** Secrets that sessions are sealed with, newest first. */
  readonly sessionKeys?: readonly string[];
  readonly allowedOrigins?: readonly string[];
  /** What else the site has set up. */
  readonly options?: Partial<Pick<KakaoServerOptions, 'terms' | 'adminKey' | 'channels' | 'reauthenticate'>>;
}

/** The backend of a small site: the server kit, with members in memory. */
export interface SiteKit {
  session(request: Request): Promise<Response>;
  callback(request: Request): Promise<Response>;
  readSession: KakaoServer['readSession'];
  readPending: KakaoServer['readPending'];
  /** What a form of the site's does once the visitor has filled it in: signs in who has waited for that, as a new member. */
  finishPending(request: Request): Promise<Headers>;
  readonly record: BackendRecord;
  /** Starts the kit anew: what it kept in memory is gone. */
  restart(change: KitChange): void;
  /** The next call of a hook does this instead; `pass` is the hook itself. */
  replaceNextHook(hook: 'findMember' | 'signUp', replacement: Hook): void;
  /** Makes somebody a member; connected with the Kakao account of the same id, with another one, or with none. */
  addMember(member: SiteMember, kakaoId?: string | null): void;
  /** Whose a Kakao account is, by its id; null if it is nobody's. */
  ownerOf(kakaoId: string): SiteMember | null;
  /** Everything that members have agreed to, as the kit told it. */
  readonly consents: readonly ConsentRecord[];
  /** Sets the server's clock to so many milliseconds after everybody else's. */
  setClock(offset: number): void;
  reset(): void;
}

/** `log` gets a line for each failure, `tokens` every token that Kakao gives. */
export function createSiteKit(
  options: Sealed,
  emulator: KakaoEmulator,
  {log, tokens}: {log: string[]; tokens: Set<string>},
): SiteKit {
  const members = new Map<string, SiteMember>();
  /** Members' ids by the ids of their Kakao accounts. */
  const accounts = new Map<string, string>();
  const consents: ConsentRecord[] = [];
  const record = createBackendRecord();
  let replaced: {readonly hook: 'findMember' | 'signUp'; readonly replacement: Hook}[] = [];
  let offset = 0;
  let server: KakaoServer;

  function callHook(hook: HookCall['hook'], id: string, pass: () => Found): Promise<Found> {
    const index = replaced.findIndex((entry) => entry.hook === hook);
    const [found] = index < 0 ? [] : replaced.splice(index, 1);
    return record.call(hook, id, () => (found ? found.replacement(pass) : pass()));
  }

  const readMember = (id: string): Found => {
    const member = members.get(id);
    const theirs = [...accounts].filter(([, memberId]) => memberId === id);
    return member ? {...member, kakaoId: theirs.map(([kakaoId]) => kakaoId)} : null;
  };
  const findByAccount = (kakaoId: string): Found => members.get(accounts.get(kakaoId) ?? '') ?? null;

  function createKit({
    sessionKeys = [SESSION_KEY],
    allowedOrigins = options.allowedOrigins,
    options: more = {},
  }: KitChange): KakaoServer {
    return createKakaoServer({
      ...options,
      ...more,
      // One that lets its own page not in has a route of its own, as far as the kit knows.
      ...(allowedOrigins !== options.allowedOrigins && {
        redirectUris: options.redirectUris.map((uri) =>
          typeof uri === 'string' ? {uri, mode: 'server' as const} : uri,
        ),
      }),
      allowedOrigins,
      sessionKeys,
      fetch: keepTokens(emulator.fetch, tokens),
      now: () => Date.now() + offset,
      findMember: ({id}) => callHook('findMember', id, () => findByAccount(id)),
      signUp: async ({id, nickname = ''}) =>
        (await callHook('signUp', id, () => {
          const member = {id, name: nickname};
          members.set(id, member);
          accounts.set(id, id);
          return member;
        })) as SiteMember,
      readMember: async (id) => (await callHook('readMember', id, () => readMember(id))) as SiteMember | null,
      linkMember: (id, profile) => void accounts.set(profile.id, id),
      onConsent: (records) => void consents.push(...records),
      onError: ({code, ref = '-', koe = '-', hint, cause = ''}) =>
        void log.push(`${code} ${ref} ${koe} ${hint} ${cause}`),
    });
  }

  function restart(change: KitChange): void {
    server = createKit(change);
  }

  restart({});
  return {
    record,
    session: record.watch((request) => server.session(request)),
    callback: (request) => server.callback(request),
    readSession: (request) => server.readSession(request),
    readPending: (request) => server.readPending(request),
    async finishPending(request) {
      const {action, reference, profile} = (await server.readPending(request))!;
      const member = {id: profile.id, name: profile.nickname ?? ''};
      const connect = (): boolean => {
        members.set(member.id, member);
        accounts.set(member.id, member.id);
        return true;
      };
      return (await server.signIn(request, member, {action, reference, isNewMember: true, connect})).headers;
    },
    restart,
    replaceNextHook: (hook, replacement) => void replaced.push({hook, replacement}),
    consents,
    ownerOf: (kakaoId) => members.get(accounts.get(kakaoId) ?? '') ?? null,
    addMember(member, kakaoId = member.id) {
      members.set(member.id, member);
      if (kakaoId !== null) accounts.set(kakaoId, member.id);
    },
    setClock: (milliseconds) => void (offset = milliseconds),
    reset() {
      members.clear();
      accounts.clear();
      consents.length = 0;
      record.clear();
      replaced = [];
      offset = 0;
      restart({});
    },
  };
}
