import type {AppKey, EmulatedApp} from '../store/apps.js';
import type {FaultPlan} from '../faults/faults.js';
import type {KeyRing} from '../base/keys.js';
import type {Persona} from '../store/personas.js';
import type {LogEntry, RequestLog} from '../store/request-log.js';
import type {Store} from '../store/store.js';

/** Everything a route may use. */
export interface EmulatorContext {
  readonly apps: readonly EmulatedApp[];
  readonly personas: readonly Persona[];
  readonly store: Store;
  readonly keys: KeyRing;
  readonly faults: FaultPlan;
  readonly log: RequestLog;
  readonly chatLinks: readonly {readonly title: string; readonly url: string}[];
  /** A file to serve instead of the stand-in SDK. */
  readonly sdkFile: string | null;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Back to the start. */
  reset(): void;
  /** @throws {Error} where the person's id or number is taken. */
  addPersona(persona: Persona): void;
}

/** One request on its way through a route. */
export interface RequestContext {
  readonly emulator: EmulatorContext;
  readonly request: Request;
  readonly url: URL;
  /** What the log will say of it. */
  readonly entry: LogEntry;
}

/** The app and the key of a `client_id`, or null. */
export function findClient(emulator: EmulatorContext, clientId: string | null): {app: EmulatedApp; key: AppKey} | null {
  for (const app of emulator.apps) {
    const key = app.keys.find((candidate) => candidate.key === clientId);
    if (key) return {app, key};
  }
  return null;
}

/**
 * An app by its number; without one the first.
 * @throws {Error} where there is none.
 */
export function getAppOrThrow({apps}: EmulatorContext, appId?: number): EmulatedApp {
  const app = appId === undefined ? apps[0] : apps.find((candidate) => candidate.appId === appId);
  if (app) return app;
  throw new Error(`There is no app ${String(appId)}.`);
}

export function findPersona(emulator: EmulatorContext, id: string | null): Persona | null {
  return emulator.personas.find((persona) => persona.id === id) ?? null;
}

/** @throws {Error} naming the people there are. */
export function getPersonaOrThrow(emulator: EmulatorContext, id: string): Persona {
  const persona = findPersona(emulator, id);
  if (persona) return persona;
  throw new Error(`There is no persona "${id}". Known: ${emulator.personas.map((known) => known.id).join(', ')}.`);
}

/** Whether an address has one of Kakao's host names, so that everything must look as at Kakao. */
export function isKakaoHost(url: URL): boolean {
  return /(^|\.)(kakao\.com|kakaocdn\.net)$/.test(url.hostname);
}

/** Whether a host name is this machine's own. */
export function isLoopbackHost(hostname: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\]|[a-z0-9-]+\.localhost)$/.test(hostname);
}

/** `iss` of ID tokens and the base of every address the emulator gives out. */
export function toIssuer(url: URL): string {
  return isKakaoHost(url) ? 'https://kauth.kakao.com' : url.origin;
}
