import type {KeyRing} from '../base/keys.js';
import {wait} from '../base/wait.js';
import type {EmulatedApp} from '../store/apps.js';
import type {Persona} from '../store/personas.js';
import type {Store} from '../store/store.js';
import type {StoreChange} from '../store/store-changes.js';
import {
  checkNotice,
  type NoticeAttempt,
  type NoticeKind,
  type NoticeRequest,
  type SentNotice,
  toChannelEvent,
} from './notice.js';
import {createMessage, type NoticeMessage} from './notice-message.js';
import type {NoticeTargets} from './notice-settings.js';

const MAX_NOTICES = 200;

type Mutable<T> = {-readonly [K in keyof T]: T[K]};
type Notice = Mutable<Omit<SentNotice, 'attempts'>> & {
  readonly attempts: NoticeAttempt[];
  readonly message: Promise<NoticeMessage>;
  readonly request: NoticeRequest;
};

interface SenderSetup {
  readonly apps: readonly EmulatedApp[];
  readonly personas: readonly Persona[];
  readonly store: Store;
  readonly keys: KeyRing;
  readonly targets: NoticeTargets;
  readonly now: () => number;
}

/** Sends Kakao's notices to the site, and remembers what came of them. */
export class NoticeSender {
  readonly #setup: SenderSetup;
  readonly #underway = new Set<Promise<void>>();
  #notices: readonly Notice[] = [];
  #nextId = 1;
  #lifetime = new AbortController();
  #isHolding = false;
  /** The address of the emulator, once it has one. */
  origin: string | null = null;

  constructor(setup: SenderSetup) {
    this.#setup = setup;
  }

  get targets(): NoticeTargets {
    return this.#setup.targets;
  }

  /** The last two hundred, the oldest first. */
  get sent(): readonly SentNotice[] {
    return this.#notices.map(({id, kind, event, personaId, appId, state, attempts}) => ({
      id,
      kind,
      event,
      personaId,
      appId,
      state,
      attempts: [...attempts],
    }));
  }

  get isHolding(): boolean {
    return this.#isHolding;
  }

  /**
   * Sends a notice.
   * @returns its id.
   * @throws {Error} if a field is malformed, if there is no such person or app, or if the notice has no target.
   */
  send(request: NoticeRequest): number {
    checkNotice(request);
    const notice = this.#create(request);
    if (this.#isHolding) notice.state = 'held';
    else this.#start(() => this.#deliver(notice));
    return notice.id;
  }

  /** Tells the site of a change, if Kakao would and if there is a target. */
  report(change: StoreChange): void {
    for (const request of this.#toRequests(change)) {
      const hasKey = this.#getAppOrThrow(request.appId).adminKey !== null;
      if (this.targets[request.kind] !== null && (hasKey || request.kind === 'account')) this.send(request);
    }
  }

  /** From now on, notices wait. */
  hold(): void {
    this.#isHolding = true;
  }

  /** Sends what waits, one after the other. */
  release(isReversed: boolean): void {
    this.#isHolding = false;
    const held = this.#notices.filter(({state}) => state === 'held');
    for (const notice of held) notice.state = 'sending';
    const inOrder = isReversed ? held.reverse() : held;
    this.#start(async () => {
      for (const notice of inOrder) await this.#deliver(notice);
    });
  }

  /**
   * Sends a notice once more, as it was.
   * @throws {Error} if there is no such notice.
   */
  resend(id: number): void {
    const notice = this.#notices.find((candidate) => candidate.id === id);
    if (!notice) throw new Error(`There is no notice ${id}.`);
    notice.state = 'sending';
    this.#start(() => this.#try(notice));
  }

  /** Waits until every notice that is not held has been sent, with its delays and repeats. */
  async settled(): Promise<void> {
    while (this.#underway.size > 0) await Promise.all(this.#underway);
  }

  /** Waits for {@link settled}, but no longer than a time in milliseconds. */
  async settledWithin(most: number): Promise<void> {
    const timer = new AbortController();
    await Promise.race([this.settled(), wait(most, [timer.signal]).catch(() => undefined)]);
    timer.abort();
  }

  /** Forgets all notices, those under way too. */
  clear(): void {
    this.#lifetime.abort();
    this.#lifetime = new AbortController();
    this.#notices = [];
    this.#isHolding = false;
  }

  #start(work: () => Promise<void>): void {
    // An abort is the only way to fail: whoever aborts does not want to know.
    const done = work()
      .catch(() => undefined)
      .finally(() => this.#underway.delete(done));
    this.#underway.add(done);
  }

  #create(request: NoticeRequest): Notice {
    const {personas, store, keys, targets, now} = this.#setup;
    const app = this.#getAppOrThrow(request.appId);
    const persona = personas.find(({id}) => id === request.persona);
    if (!persona) throw new Error(`There is no persona "${request.persona}".`);
    const message = createMessage(request, {
      app,
      persona,
      link: store.links.find(app, persona),
      at: request.at ?? now(),
      issuer: targets.issuer ?? this.origin ?? 'https://kauth.kakao.com',
      keys,
      targets,
    });
    const notice: Notice = {
      id: this.#nextId++,
      kind: request.kind,
      event: request.event ?? 'UNLINK_FROM_APPS',
      personaId: persona.id,
      appId: app.appId,
      state: 'sending',
      attempts: [],
      message,
      request,
    };
    this.#notices = [...this.#notices, notice].slice(-MAX_NOTICES);
    return notice;
  }

  #getAppOrThrow(appId: number | undefined): EmulatedApp {
    const {apps} = this.#setup;
    const app = appId === undefined ? apps[0] : apps.find((candidate) => candidate.appId === appId);
    if (!app) throw new Error(`There is no app ${String(appId)}.`);
    return app;
  }

  async #deliver(notice: Notice): Promise<void> {
    const {delayMs = 0, times = 1, parallel = false} = notice.request;
    const {signal} = this.#lifetime;
    if (delayMs > 0) await wait(delayMs, [signal]);
    const copies = Array.from({length: times}, () => () => this.#tryAgain(notice));
    if (parallel) await Promise.all(copies.map((copy) => copy()));
    else for (const copy of copies) await copy();
  }

  /** Sends a notice until it is accepted, at most as often as the settings say. */
  async #tryAgain(notice: Notice): Promise<void> {
    const {times, afterMs} = this.targets.resend;
    const {signal} = this.#lifetime;
    await this.#try(notice);
    for (let count = 0; count < times && notice.state === 'refused'; count += 1) {
      notice.state = 'sending';
      await wait(afterMs, [signal]);
      await this.#try(notice);
    }
  }

  async #try(notice: Notice): Promise<void> {
    const {now, targets} = this.#setup;
    const {signal} = this.#lifetime;
    const {url, method, headers, body} = await notice.message;
    signal.throwIfAborted();
    const at = now();
    const start = performance.now();
    // `AbortSignal.timeout` would let a process end that waits for nothing else.
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), targets.timeLimitMs);
    const limit = AbortSignal.any([signal, late.signal]);
    const request = new Request(url, {method, headers, body, redirect: 'manual', signal: limit});
    const outcome = await fetchInTime(targets.fetch, request, limit).finally(() => clearTimeout(timer));
    const milliseconds = Math.round(performance.now() - start);
    signal.throwIfAborted();
    notice.attempts.push({at, milliseconds, ...outcome});
    notice.state = isAccepted(notice.kind, outcome.status) ? 'accepted' : 'refused';
  }

  /** What Kakao sends after a change. */
  #toRequests(change: StoreChange): readonly NoticeRequest[] {
    if (change.type === 'channel') {
      const event = toChannelEvent(change.relation);
      const linked = this.#setup.apps.filter(({channels}) =>
        channels.some(({publicId}) => publicId === change.publicId),
      );
      return linked.flatMap(({appId}) =>
        event === null
          ? []
          : [{kind: 'channel', event, persona: change.personaId, appId, channel: change.publicId, at: change.at}],
      );
    }
    const common = {persona: change.persona.id, appId: change.app.appId};
    if (change.type === 'linked') return [{...common, kind: 'account', event: 'user-linked'}];
    if (change.referrer === null) return [];
    return [
      {...common, kind: 'unlink', event: change.referrer},
      {...common, kind: 'account', event: 'user-unlinked'},
    ];
  }
}

/** The answer that each kind of notice is documented to get. */
function isAccepted(kind: NoticeKind, status: number | null): boolean {
  if (status === null) return false;
  switch (kind) {
    case 'unlink':
      return status === 200;
    case 'channel':
      return status >= 200 && status < 300;
    case 'account':
      return status === 202;
  }
}

async function fetchInTime(
  send: NoticeTargets['fetch'],
  request: Request,
  limit: AbortSignal,
): Promise<Pick<NoticeAttempt, 'status' | 'error'>> {
  const late = new Promise<never>((_resolve, reject) => {
    limit.addEventListener('abort', () => reject(new Error('Kakao waits no longer.')));
  });
  const answer = async (): Promise<Pick<NoticeAttempt, 'status' | 'error'>> => {
    const response = await send(request);
    return {status: response.status, error: readError(await response.text())};
  };
  try {
    // A `fetch` of the settings may ignore the signal.
    return await Promise.race([answer(), late]);
  } catch {
    return {status: null, error: limit.aborted ? 'timeout' : 'unreachable'};
  }
}

/** The code of an error (RFC 8935 §2.3); null if the text has none. */
function readError(text: string): string | null {
  try {
    const {err} = JSON.parse(text) as {readonly err?: unknown};
    return typeof err === 'string' && /^\w{1,40}$/.test(err) ? err : null;
  } catch {
    return null;
  }
}
