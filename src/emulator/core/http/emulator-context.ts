import {isKakaoHost} from '../base/hosts.js';
import {KeyRing} from '../base/keys.js';
import {FaultPlan} from '../faults/faults.js';
import type {NoticeTargets} from '../notices/notice-settings.js';
import {NoticeSender} from '../notices/notice-sender.js';
import type {AppKey, EmulatedApp} from '../store/apps.js';
import {type Persona, readPersonas} from '../store/personas.js';
import {type LogEntry, RequestLog} from '../store/request-log.js';
import {Store} from '../store/store.js';
import type {EmulatorRequest} from '../base/messages.js';

/** What an emulator is made of, with nothing left open. */
interface EmulatorSetup {
  readonly apps: readonly EmulatedApp[];
  readonly personas: readonly Persona[];
  readonly chatLinks: readonly {readonly title: string; readonly url: string}[];
  /** A script to serve instead of the stand-in SDK. */
  readonly sdk: string | null;
  /** Whether the stand-in SDK opens KakaoTalk in a window. */
  readonly hasTalkWindow: boolean;
  readonly notices: NoticeTargets;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** The state of an emulator: everything that a route may use. */
export class EmulatorContext {
  readonly apps: readonly EmulatedApp[];
  readonly chatLinks: EmulatorSetup['chatLinks'];
  readonly sdk: string | null;
  readonly hasTalkWindow: boolean;
  readonly now: () => number;
  readonly store: Store;
  readonly notices: NoticeSender;
  readonly keys = new KeyRing();
  readonly faults = new FaultPlan();
  readonly log = new RequestLog();
  readonly #firstPersonas: readonly Persona[];
  readonly #personas: Persona[];
  #lifetime = new AbortController();

  /** @throws {Error} if two personas share an id or a user number. */
  constructor({apps, personas, chatLinks, sdk, hasTalkWindow, notices, now}: EmulatorSetup) {
    this.#firstPersonas = readPersonas(personas);
    this.#personas = [...personas];
    this.apps = apps;
    this.chatLinks = chatLinks;
    this.sdk = sdk;
    this.hasTalkWindow = hasTalkWindow;
    this.now = now;
    this.store = new Store(apps, this.#personas, now);
    const {store, keys} = this;
    this.notices = new NoticeSender({apps, personas: this.#personas, store, keys, targets: notices, now});
    store.onChange = (change) => this.notices.report(change);
  }

  get personas(): readonly Persona[] {
    return this.#personas;
  }

  /** Aborted by the next {@link reset}. */
  get lifetime(): AbortSignal {
    return this.#lifetime.signal;
  }

  /** Restores the state of the start; only the signing key stays. */
  reset(): void {
    this.#lifetime.abort();
    this.#lifetime = new AbortController();
    this.notices.clear();
    this.#personas.splice(this.#firstPersonas.length);
    this.store.reset();
    this.faults.clear();
    this.keys.reset();
    this.log.clear();
  }

  /** @throws {Error} if the id or the user number is taken. */
  addPersona(persona: Persona): void {
    readPersonas([...this.#personas, persona]);
    this.#personas.push(persona);
  }
}

/** One request on its way through a route. */
export interface RequestContext {
  readonly emulator: EmulatorContext;
  readonly request: EmulatorRequest;
  readonly url: URL;
  /** The request's entry in the log. */
  readonly entry: LogEntry;
}

/** The app and the key of a `client_id`; null if no app has this key. */
export function findClient(
  {apps}: EmulatorContext,
  clientId: string | null,
): {readonly app: EmulatedApp; readonly key: AppKey} | null {
  for (const app of apps) {
    const key = app.keys.find((candidate) => candidate.key === clientId);
    if (key) return {app, key};
  }
  return null;
}

/** The name of the app that asks for one of Kakao's pages; null if it is unknown. */
export function findAppName({emulator, url}: RequestContext): string | null {
  return findClient(emulator, url.searchParams.get('client_id'))?.app.name ?? null;
}

/**
 * Finds an app by its number; without a number, the first app.
 * @throws {Error} if there is no such app.
 */
export function getAppOrThrow({apps}: EmulatorContext, appId?: number): EmulatedApp {
  const app = appId === undefined ? apps[0] : apps.find((candidate) => candidate.appId === appId);
  if (app) return app;
  throw new Error(`There is no app ${String(appId)}.`);
}

export function findPersona({personas}: EmulatorContext, id: string | null): Persona | null {
  return personas.find((persona) => persona.id === id) ?? null;
}

/** @throws {Error} that names the known people, if there is no such person. */
export function getPersonaOrThrow(emulator: EmulatorContext, id: string): Persona {
  const persona = findPersona(emulator, id);
  if (persona) return persona;
  throw new Error(`There is no persona "${id}". Known: ${emulator.personas.map((known) => known.id).join(', ')}.`);
}

/** The issuer (`iss`) of ID tokens, which is also the base of the addresses that the emulator gives out. */
export function toIssuer(url: URL): string {
  return isKakaoHost(url) ? 'https://kauth.kakao.com' : url.origin;
}
