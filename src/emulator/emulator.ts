import {accessSync, constants} from 'node:fs';
import {createAccount, type EmulatedAccount} from './control/account.js';
import {ConnectionReset} from './control/act-out-fault.js';
import {DEFAULT_APP, type EmulatedAppOptions, readApps} from './store/apps.js';
import {createAppAdmin, type EmulatedConsole} from './control/app-admin.js';
import {type Fault, FaultPlan, type FaultPoint} from './faults/faults.js';
import {KeyRing} from './base/keys.js';
import {listen, type ListenOptions, type Listening} from './http/listen.js';
import {type Persona, PERSONAS, readPersonas} from './store/personas.js';
import {playVisitor} from './control/play-visitor.js';
import {type LoggedRequest, RequestLog, type RequestCounts} from './store/request-log.js';
import {route} from './router.js';
import {Store} from './store/store.js';
import type {TalkRequest} from './store/talk-app.js';
import {answerTalk, readTalkAddress} from './talk/talk.js';
import {getAppOrThrow, getPersonaOrThrow, type EmulatorContext} from './http/emulator-context.js';

export interface KakaoEmulatorOptions {
  /** Default: {@link DEFAULT_APP}. */
  readonly apps?: readonly EmulatedAppOptions[];
  /** Default: {@link PERSONAS}. */
  readonly personas?: readonly Persona[];
  /** Milliseconds since the epoch. Default `Date.now`. */
  readonly now?: () => number;
  /** A file to serve as the JavaScript SDK instead of the stand-in. */
  readonly sdkFile?: string;
  /** Links of the site that somebody has sent in a chat; `/__emulator/chat` opens them as KakaoTalk would. */
  readonly chatLinks?: readonly ChatLink[];
}

/** A link in a chat of KakaoTalk, with its preview. */
export interface ChatLink {
  readonly title: string;
  readonly url: string;
}

export interface KakaoEmulator {
  /** Answers a request as Kakao would, whatever its host. May be passed around as a `fetch`. */
  readonly fetch: (input: Request | string | URL, init?: RequestInit) => Promise<Response>;
  /** Serves the same on a loopback port; may be called more than once. */
  listen(options?: ListenOptions): Promise<Listening>;
  /** The next request to `point` fails in this way; `times` of them. */
  failNext(point: FaultPoint, fault: Fault, times?: number): void;
  /** @throws {Error} naming the planned failures that never happened. */
  expectNoPlannedFailures(): void;
  readonly requests: readonly LoggedRequest[];
  readonly counts: RequestCounts;
  /**
   * One more person, not linked to any app, until the reset.
   * @throws {Error} where the id or the user number is taken.
   */
  addPersona(persona: Persona): void;
  /** People, links, terms, channels, sessions, codes, faults, log and counts as at the start. The signing key stays. */
  reset(): void;
  /** Another key signs from now on, and only it is published. */
  rotateKeys(): void;
  /** Links, agreed terms, relations to channels and sessions, as JSON. */
  snapshot(): unknown;
  restore(snapshot: unknown): void;
  /** A live view of an app (default: the first one). */
  app(appId?: number): EmulatedConsole;
  /** A live view of a person's link to an app (default: the first one). */
  account(personaId: string, appId?: number): EmulatedAccount;
  /**
   * Plays the visitor on Kakao's pages: the address the browser would be sent back to.
   * @throws {Error} where Kakao would show its error page instead.
   */
  authorize(address: string | URL, options: {readonly persona: string; readonly answer?: 'approve' | 'cancel'}): string;
  /**
   * Plays the KakaoTalk app for the `intent:` or `…/scheme/…` address the SDK navigated to. The answer is then served by
   * `/apiweb/code.json`, after `afterPolls` polls, with or without `state`.
   */
  openInKakaoTalk(
    address: string,
    options: {
      readonly persona: string;
      readonly answer?: 'approve' | 'cancel';
      readonly includeState?: boolean;
      readonly afterPolls?: number;
    },
  ): void;
  /** What pages handed to KakaoTalk and nobody has answered yet, newest first. */
  readonly talkRequests: readonly TalkRequest[];
  /** Signs somebody in to the KakaoTalk app of this phone: its own browser then needs no login. Null: no KakaoTalk. */
  signInToKakaoTalk(personaId: string | null): void;
}

/**
 * Kakao on this machine: login and consent pages, tokens, keys, user information, terms, and a stand-in of the
 * JavaScript SDK. Stricter than Kakao wherever the two could differ.
 * @throws {Error} where an app or a persona could not exist, or `sdkFile` cannot be read.
 */
export function createKakaoEmulator(options: KakaoEmulatorOptions = {}): KakaoEmulator {
  const apps = readApps(options.apps ?? [DEFAULT_APP]);
  const firstPersonas = readPersonas(options.personas ?? PERSONAS);
  const personas = [...firstPersonas];
  if (options.sdkFile !== undefined) accessSync(options.sdkFile, constants.R_OK);
  const now = options.now ?? Date.now;
  const store = new Store(apps, personas, now);
  let ended = new AbortController();
  const emulator: EmulatorContext = {
    apps,
    personas,
    store,
    keys: new KeyRing(),
    faults: new FaultPlan(),
    log: new RequestLog(),
    sdkFile: options.sdkFile ?? null,
    chatLinks: options.chatLinks ?? [],
    now,
    reset,
    addPersona,
  };

  function reset(): void {
    ended.abort();
    ended = new AbortController();
    personas.splice(firstPersonas.length);
    store.reset();
    emulator.faults.clear();
    emulator.keys.reset();
    emulator.log.clear();
  }

  function addPersona(persona: Persona): void {
    readPersonas([...personas, persona]);
    personas.push(persona);
  }

  async function answer(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const entry = emulator.log.start(request, url, now());
    const response = await route({emulator, request, url, entry}, ended.signal);
    entry.status = response.status;
    if (!response.headers.has('date')) response.headers.set('date', new Date(now()).toUTCString());
    return response;
  }

  return {
    fetch: async (input, init) => {
      const request = new Request(input, init);
      try {
        return await answer(request);
      } catch (error) {
        if (!(error instanceof ConnectionReset)) throw error;
        request.signal.throwIfAborted();
        throw new TypeError('fetch failed', {cause: error});
      }
    },
    listen: (listenOptions = {}) => listen(answer, listenOptions),
    failNext: (point, fault, times) => emulator.faults.plan(point, fault, times),
    expectNoPlannedFailures() {
      const left = emulator.faults.describe();
      if (left.length > 0) throw new Error(`Planned failures that never happened: ${left.join('; ')}`);
    },
    get requests() {
      return emulator.log.entries;
    },
    get counts() {
      return emulator.log.counts;
    },
    addPersona,
    reset,
    rotateKeys: () => emulator.keys.rotate(),
    snapshot: () => store.snapshot(),
    restore: (snapshot) => store.restore(snapshot),
    app: (appId) => createAppAdmin(store, getAppOrThrow(emulator, appId)),
    account: (personaId, appId) =>
      createAccount(store, getAppOrThrow(emulator, appId), getPersonaOrThrow(emulator, personaId)),
    authorize: (address, options) => playVisitor(emulator, address, options),
    openInKakaoTalk(address, {persona, ...how}) {
      answerTalk(emulator, readTalkAddress(emulator, address), getPersonaOrThrow(emulator, persona), how);
    },
    get talkRequests() {
      return store.talk.requests;
    },
    signInToKakaoTalk(personaId) {
      store.talk.account = personaId === null ? null : getPersonaOrThrow(emulator, personaId).id;
    },
  };
}
