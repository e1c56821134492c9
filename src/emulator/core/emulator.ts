import type {EmulatorRequest, EmulatorResponse} from './base/messages.js';
import {createAccount, type EmulatedAccount} from './control/account.js';
import {createAppAdmin, type EmulatedConsole} from './control/app-admin.js';
import {playVisitor} from './control/play-visitor.js';
import type {Fault, FaultPoint} from './faults/faults.js';
import {EmulatorContext, getAppOrThrow, getPersonaOrThrow} from './http/emulator-context.js';
import type {NoticeRequest, SentNotice} from './notices/notice.js';
import {type NoticeSettings, readNoticeSettings} from './notices/notice-settings.js';
import {route} from './router.js';
import {DEFAULT_APP, type EmulatedAppOptions, readApps} from './store/apps.js';
import {type Persona, PERSONAS} from './store/personas.js';
import type {LoggedRequest, RequestCounts} from './store/request-log.js';
import type {TalkRequest} from './store/talk-app.js';
import {answerTalk, readTalkAddress} from './talk/talk.js';

/** What an emulator is made of, wherever it runs. */
export interface EmulatorOptions {
  /** Default: {@link DEFAULT_APP}. */
  readonly apps?: readonly EmulatedAppOptions[];
  /** Default: {@link PERSONAS}. */
  readonly personas?: readonly Persona[];
  /** Milliseconds since the epoch. Default `Date.now`. */
  readonly now?: () => number;
  /** A script to serve as the JavaScript SDK instead of the stand-in. */
  readonly sdk?: string;
  /** Links of the site in a KakaoTalk chat. `/__emulator/chat` opens them as KakaoTalk would. Default: none. */
  readonly chatLinks?: readonly ChatLink[];
  /**
   * On a page that plays a phone, the stand-in SDK opens the emulated KakaoTalk in a window, where somebody can answer.
   * Default: false, as tests answer by {@link EmulatorControls.openInKakaoTalk}.
   */
  readonly talkWindow?: boolean;
  /** Where Kakao's notices go: unlink, channel, account events. Default: nowhere. */
  readonly notices?: NoticeSettings;
}

/** A link in a KakaoTalk chat, with its preview. */
export interface ChatLink {
  readonly title: string;
  readonly url: string;
}

/** What a test or a page does with an emulator, besides sending it requests. */
export interface EmulatorControls {
  /**
   * Plans a failure.
   * @param point the endpoint that fails
   * @param fault how it fails
   * @param times how many of the next requests fail. Default 1.
   * @throws {Error} if the endpoint cannot fail in this way.
   */
  failNext(point: FaultPoint, fault: Fault, times?: number): void;
  /** @throws {Error} that lists the planned failures which have not happened. */
  expectNoPlannedFailures(): void;
  readonly requests: readonly LoggedRequest[];
  readonly counts: RequestCounts;
  /**
   * Adds a person who is linked to no app. The reset removes them.
   * @throws {Error} if the id or the user number is taken.
   */
  addPersona(persona: Persona): void;
  /**
   * Restores the state of the start: people, links, terms, channels, sessions, codes, faults, log and counts. The signing
   * key stays.
   */
  reset(): void;
  /** Replaces the signing key; only the new one is published. */
  rotateKeys(): void;
  /** Links, agreed terms, relations to channels and sessions, as JSON. */
  snapshot(): unknown;
  /** @throws {Error} if the value is not a {@link snapshot}. */
  restore(snapshot: unknown): void;
  /**
   * A live view of an app.
   * @param appId default: the first app
   * @throws {Error} if there is no such app.
   */
  app(appId?: number): EmulatedConsole;
  /**
   * A live view of a person's link to an app.
   * @param appId default: the first app
   * @throws {Error} if there is no such person or app.
   */
  account(personaId: string, appId?: number): EmulatedAccount;
  /**
   * Plays the visitor on Kakao's pages.
   * @returns the address to which Kakao would redirect the browser.
   * @throws {Error} if Kakao would show its error page instead.
   */
  authorize(address: string | URL, options: {readonly persona: string; readonly answer?: 'approve' | 'cancel'}): string;
  /**
   * Plays the KakaoTalk app. `/apiweb/code.json` then serves the answer, after `afterPolls` polls, with or without `state`.
   * @param address the `intent:` or `…/scheme/…` address to which the SDK navigated
   * @throws {Error} if KakaoTalk would refuse the address.
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
  /** The requests to KakaoTalk that nobody has answered yet, newest first. */
  readonly talkRequests: readonly TalkRequest[];
  /**
   * Signs somebody in to the KakaoTalk app of this phone. Its in-app browser then needs no login.
   * @param personaId null: the phone has no KakaoTalk
   */
  signInToKakaoTalk(personaId: string | null): void;
  /**
   * Sends a notice to the site, as the test tool of Kakao's console: nothing changes in the emulator. The emulator sends
   * notices by itself when somebody unlinks, links, adds a channel or blocks it.
   * @returns the id of the notice among {@link notices}.
   * @throws {Error} if a field is malformed, if there is no such person or app, or if the notice has no target.
   * @example
   * emulator.notify({kind: 'account', event: 'user-unlinked', persona: 'member', times: 3});
   * await emulator.noticesSent();
   */
  notify(notice: NoticeRequest): number;
  /** The last two hundred notices, the oldest first, and what the site answered. */
  readonly notices: readonly SentNotice[];
  /** Waits until every notice that is not held has been sent, with its delays and repeats. */
  noticesSent(): Promise<void>;
  /** From now on, notices wait for {@link releaseNotices}. */
  holdNotices(): void;
  /** Sends what waits, one after the other. `reversed`: the newest first. */
  releaseNotices(options?: {readonly reversed?: boolean}): void;
  /**
   * Sends a notice once more, as it was.
   * @throws {Error} if there is no such notice.
   */
  resendNotice(id: number): void;
}

/** An emulator that is asked by records: it needs neither a server nor a network, and runs in a browser too. */
export interface EmulatorCore {
  readonly controls: EmulatorControls;
  /**
   * Answers a request as Kakao would, for any host.
   * @throws {ConnectionReset} if a planned failure resets the connection, or if nobody waits for the response any more.
   */
  readonly handle: (request: EmulatorRequest) => Promise<EmulatorResponse>;
  /** Learns an address of the emulator. The first is the issuer of the notices whose settings name none. */
  readonly addOrigin: (origin: string) => void;
}

/**
 * Creates a Kakao: login and consent pages, tokens, keys, user information, terms, and a stand-in of the JavaScript SDK. If
 * two readings of Kakao's documents are possible, the emulator follows the stricter one.
 * @throws {Error} if Kakao would refuse an app, or if two personas collide.
 * @example
 * const {handle} = createEmulatorCore();
 * const {status, headers, body} = await handle(createRequest('https://kauth.kakao.com/oauth/authorize'));
 */
export function createEmulatorCore(options: EmulatorOptions = {}): EmulatorCore {
  const emulator = createContext(options);
  return {
    controls: createControls(emulator),
    handle: (request) => respond(emulator, request),
    addOrigin: (origin) => (emulator.notices.origin ??= origin),
  };
}

function createControls(emulator: EmulatorContext): EmulatorControls {
  const {store, faults, log, keys, notices} = emulator;
  return {
    failNext: (point, fault, times) => faults.plan(point, fault, times),
    expectNoPlannedFailures: () => expectNone(faults.describe()),
    get requests() {
      return log.entries;
    },
    get counts() {
      return log.counts;
    },
    addPersona: (persona) => emulator.addPersona(persona),
    reset: () => emulator.reset(),
    rotateKeys: () => keys.rotate(),
    snapshot: () => store.snapshot(),
    restore: (snapshot) => store.restore(snapshot),
    app: (appId) => createAppAdmin(store, getAppOrThrow(emulator, appId)),
    account: (personaId, appId) =>
      createAccount(store, getAppOrThrow(emulator, appId), getPersonaOrThrow(emulator, personaId)),
    authorize: (address, visit) => playVisitor(emulator, address, visit),
    openInKakaoTalk(address, {persona, ...how}) {
      answerTalk(emulator, readTalkAddress(emulator, address), getPersonaOrThrow(emulator, persona), how);
    },
    get talkRequests() {
      return store.talk.requests;
    },
    signInToKakaoTalk(personaId) {
      store.talk.account = personaId === null ? null : getPersonaOrThrow(emulator, personaId).id;
    },
    notify: (notice) => notices.send(notice),
    get notices() {
      return notices.sent;
    },
    noticesSent: () => notices.settled(),
    holdNotices: () => notices.hold(),
    releaseNotices: ({reversed = false} = {}) => notices.release(reversed),
    resendNotice: (id) => notices.resend(id),
  };
}

function createContext(options: EmulatorOptions): EmulatorContext {
  const {apps = [DEFAULT_APP], personas = PERSONAS, chatLinks = [], sdk = null, now = Date.now} = options;
  return new EmulatorContext({
    apps: readApps(apps),
    personas,
    chatLinks,
    sdk,
    hasTalkWindow: options.talkWindow ?? false,
    notices: readNoticeSettings(options.notices ?? {}),
    now,
  });
}

async function respond(emulator: EmulatorContext, request: EmulatorRequest): Promise<EmulatorResponse> {
  const url = new URL(request.url);
  const entry = emulator.log.start(request, url, emulator.now());
  const response = await route({emulator, request, url, entry});
  entry.status = response.status;
  if (!response.headers.has('date')) response.headers.set('date', new Date(emulator.now()).toUTCString());
  return response;
}

function expectNone(plannedFailures: readonly string[]): void {
  if (plannedFailures.length === 0) return;
  throw new Error(`Planned failures that never happened: ${plannedFailures.join('; ')}`);
}
