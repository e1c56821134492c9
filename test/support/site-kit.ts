import type {KakaoEmulator} from 'kakao-sync-widget/emulator';
import {createKakaoServer, type KakaoServer, type KakaoServerOptions, type SiteMember} from 'kakao-sync-widget/server';
import {type BackendRecord, createBackendRecord, type HookCall} from './backend-record.js';
import {keepTokens} from './stage.js';

type Sealed = Pick<KakaoServerOptions, 'keys' | 'redirectUris' | 'allowedOrigins' | 'emulator'>;
type Hook = (pass: () => SiteMember | null) => SiteMember | null | Promise<SiteMember | null>;

export const SESSION_KEY = 'journeys-journeys-journeys-journeys-journeys';

/** What of a site's backend can be changed while visitors are under way. */
export interface KitChange {
  /** Secrets that sessions are sealed with, newest first. */
  readonly sessionKeys?: readonly string[];
  readonly allowedOrigins?: readonly string[];
  /** Processes that share nothing; requests go to them in turn. */
  readonly instances?: number;
}

/** The backend of a small site: the server kit, with members in memory. */
export interface SiteKit {
  session(request: Request): Promise<Response>;
  readSession: KakaoServer['readSession'];
  readonly record: BackendRecord;
  /** Starts the kit anew: what it kept in memory is gone. */
  restart(change: KitChange): void;
  /** The next call of a hook does this instead; `pass` is the hook itself. */
  replaceNextHook(hook: 'findMember' | 'signUp', replacement: Hook): void;
  addMember(member: SiteMember): void;
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
  const record = createBackendRecord();
  let replaced: {readonly hook: 'findMember' | 'signUp'; readonly replacement: Hook}[] = [];
  let offset = 0;
  let kits: KakaoServer[] = [];
  let turn = 0;

  function callHook(hook: HookCall['hook'], id: string, pass: () => SiteMember | null): Promise<SiteMember | null> {
    const index = replaced.findIndex((entry) => entry.hook === hook);
    const [found] = index < 0 ? [] : replaced.splice(index, 1);
    return record.call(hook, id, () => (found ? found.replacement(pass) : pass()));
  }

  function createKit({sessionKeys = [SESSION_KEY], allowedOrigins = options.allowedOrigins}: KitChange): KakaoServer {
    return createKakaoServer({
      ...options,
      allowedOrigins,
      sessionKeys,
      fetch: keepTokens(emulator.fetch, tokens),
      now: () => Date.now() + offset,
      findMember: ({id}) => callHook('findMember', id, () => members.get(id) ?? null),
      signUp: async ({id, nickname = ''}) =>
        (await callHook('signUp', id, () => {
          const member = {id, name: nickname};
          members.set(id, member);
          return member;
        })) as SiteMember,
      readMember: (id) => callHook('readMember', id, () => members.get(id) ?? null),
      onError: ({code, ref = '-', koe = '-', hint, cause = ''}) =>
        void log.push(`${code} ${ref} ${koe} ${hint} ${cause}`),
    });
  }

  function restart(change: KitChange): void {
    kits = Array.from({length: change.instances ?? 1}, () => createKit(change));
  }

  restart({});
  return {
    record,
    session: record.watch((request) => kits[turn++ % kits.length]!.session(request)),
    readSession: (request) => kits[0]!.readSession(request),
    restart,
    replaceNextHook: (hook, replacement) => void replaced.push({hook, replacement}),
    addMember: (member) => void members.set(member.id, member),
    setClock: (milliseconds) => void (offset = milliseconds),
    reset() {
      members.clear();
      record.clear();
      replaced = [];
      offset = 0;
      turn = 0;
      restart({});
    },
  };
}
