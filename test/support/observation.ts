import {DEFAULT_APP} from 'kakao-sync-widget/emulator';
import type {EventRecord} from './events.js';
import type {PageSnapshot} from './page-snapshot.js';
import {SESSION_KEY} from './site-kit.js';
import type {TestEnvironment} from './test-environment.js';
import type {Traffic} from './traffic.js';
import type {Violations} from './violations.js';

/** Whatever of a text's kind is a secret: what tests put where only they know it. */
export const CANARY = 'canary-';

/** A visit as the checks see it, whichever engine it is made with. */
export interface Watched<Tab = unknown> {
  readonly environment: TestEnvironment;
  readonly page: Tab;
  readonly events: EventRecord;
  readonly traffic: Pick<
    Traffic,
    'posts' | 'navigations' | 'strays' | 'referrers' | 'console' | 'uncaught' | 'secrets'
  >;
  /** What the policies of the site's pages have stopped, where the visit listens for it. */
  readonly violations?: Pick<Violations, 'all'>;
  readText(page?: Tab): Promise<string>;
  /** Resolves as soon as the page says something; rejects if it does not in time. */
  waitForText(text: string, page?: Tab): Promise<unknown>;
  /** What there is to see once the page has loaded. */
  takeSnapshot(page: Tab): Promise<PageSnapshot>;
}

/** Everything that can be looked at when a journey has come to an end. */
export interface Observation {
  readonly address: string;
  readonly session: unknown;
  readonly busyButtons: number;
  readonly next: PageSnapshot['next'];
  /** Names of the session's cookies that the browser holds. */
  readonly sessionCookies: readonly string[];
  /** The records and tombstones of transactions, as the browser holds them. */
  readonly transactions: readonly Readonly<Record<string, unknown>>[];
  /** Codes, states, nonces, keys and tokens: nothing that may be seen anywhere. */
  readonly secrets: readonly string[];
  /** Keys of links: the backend answers them, and they may be nowhere else. */
  readonly linkKeys: readonly string[];
  /** Every place of the page and of the site where something could have been left, as text. */
  readonly places: Readonly<Record<string, string>>;
  /** Entries of the storages, as `name=value`. */
  readonly storage: readonly string[];
  readonly addedGlobals: readonly string[];
}

/** As the visitor is left: what is told before its message is drawn, whose code may still be on its way, waits for that. */
async function takeSettledSnapshot<Tab>(visit: Watched<Tab>, page: Tab): Promise<PageSnapshot> {
  const snapshot = await visit.takeSnapshot(page);
  const ref = findToldReference(snapshot.document);
  if (!ref || snapshot.document.text.includes(ref)) return snapshot;
  // What is missing for good is the caller's to find.
  await visit.waitForText(ref, page).catch(() => null);
  return visit.takeSnapshot(page);
}

/** The reference that a button of the page is to tell; undefined if none has failed. */
export function findToldReference({
  flow,
  markup,
}: {
  readonly flow: string;
  readonly markup: string;
}): string | undefined {
  const {status = '', ref} = (JSON.parse(flow) ?? {}) as {readonly status?: string; readonly ref?: string};
  return /^(retry|help)$/.test(status) && markup.includes('<kakao-login-button') ? ref : undefined;
}

export async function observe<Tab>(visit: Watched<Tab>, page: Tab): Promise<Observation> {
  const {events, traffic, environment} = visit;
  const [{clientSecret}] = DEFAULT_APP.restApiKeys;
  const {cookies, history, document: shown, ...seen} = await takeSettledSnapshot(visit, page);
  const {addedGlobals, storage, ...document} = shown;

  return {
    ...seen,
    sessionCookies: cookies.map(({name}) => name).filter((name) => name.endsWith('kakao_sync_session')),
    transactions: cookies
      .filter(({name}) => /^(__Host-)?ks\.[\w-]{6}$/.test(name))
      .map(({value}) => JSON.parse(Buffer.from(value, 'base64url').toString()) as Record<string, unknown>),
    secrets: [...traffic.secrets, ...environment.tokens, clientSecret, SESSION_KEY],
    linkKeys: (environment.backend?.answers ?? []).flatMap(({body}) => /"link":{"key":"([^"]+)"/.exec(body)?.[1] ?? []),
    places: {
      ...document,
      address: seen.address,
      storage: storage.join('\n'),
      history: history.filter((url) => !environment.kakao.some((origin) => url.startsWith(origin))).join('\n'),
      console: traffic.console.join('\n'),
      events: JSON.stringify(events.all),
      referrers: traffic.referrers.join('\n'),
      log: environment.log.join('\n'),
      answers: environment.backend?.answers.map(({body}) => body).join('\n') ?? '',
    },
    storage,
    addedGlobals,
  };
}
