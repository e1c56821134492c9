import type {EmulatedApp} from './apps.js';
import {type BrowserSession, BrowserSessions} from './browser-sessions.js';
import {ChannelRelations, type KnownRelation} from './channel-relations.js';
import {type CustomerFile, CustomerFiles} from './customer-files.js';
import {MinuteQuota} from './minute-quota.js';
import {type KnownAddress, ShippingAddresses} from './shipping-addresses.js';
import {TokenStore} from './token-store.js';
import {type AppLink, AppLinks} from './app-links.js';
import {PendingForms} from './pending-forms.js';
import type {Persona} from './personas.js';
import {TalkApp} from './talk-app.js';
import type {ChangeListener, UnlinkReferrer} from './store-changes.js';
import type {ServiceTerm} from './terms.js';

interface Snapshot {
  readonly version: 1;
  readonly links: readonly (readonly [string, AppLink])[];
  readonly sessions: readonly (readonly [string, BrowserSession])[];
  readonly talkAccount: string | null;
  readonly channels?: readonly (readonly [string, KnownRelation])[];
  readonly addresses?: readonly (readonly [string, readonly KnownAddress[]])[];
  readonly files?: readonly CustomerFile[];
}

/** The age of the links of the start. They must look older than the login that somebody tries out. */
const FIRST_LINK_AGE = 30 * 24 * 60 * 60_000;

/** How often an app may list its users within a minute (Kakao: Retrieve list of users). */
const USER_ID_CALLS = 100;

/** All state that changes while the emulator runs. */
export class Store {
  readonly addresses: ShippingAddresses;
  readonly channels: ChannelRelations;
  readonly files: CustomerFiles;
  readonly userIdCalls: MinuteQuota;
  readonly links: AppLinks;
  readonly sessions: BrowserSessions;
  readonly forms: PendingForms;
  readonly tokens: TokenStore;
  readonly talk: TalkApp;
  readonly #apps: readonly EmulatedApp[];
  readonly #firstTerms: readonly (readonly ServiceTerm[])[];
  readonly #personas: readonly Persona[];
  readonly #now: () => number;
  #isResetting = false;
  /** Learns of each change that somebody makes. */
  onChange: ChangeListener | null = null;

  constructor(apps: readonly EmulatedApp[], personas: readonly Persona[], now: () => number) {
    this.addresses = new ShippingAddresses(now);
    this.files = new CustomerFiles(now);
    this.userIdCalls = new MinuteQuota(USER_ID_CALLS, now);
    const tell: ChangeListener = (change) => this.#isResetting || this.onChange?.(change);
    this.channels = new ChannelRelations(now, (change) => tell({type: 'channel', ...change}));
    this.links = new AppLinks(this.channels, now, tell);
    this.sessions = new BrowserSessions(now);
    this.forms = new PendingForms(now);
    this.tokens = new TokenStore(now);
    this.talk = new TalkApp(now);
    this.#apps = apps;
    this.#firstTerms = apps.map(({terms}) => terms);
    this.#personas = personas;
    this.#now = now;
    this.reset();
  }

  /** Restores the state of the start. */
  reset(): void {
    for (const part of this.#parts) part.clear();
    this.#isResetting = true;
    const at = this.#now() - FIRST_LINK_AGE;
    for (const [index, app] of this.#apps.entries()) {
      app.terms = this.#firstTerms[index] ?? [];
      for (const persona of this.#personas) if (persona.linked) this.#linkAtStart(app, persona, at);
    }
    this.#isResetting = false;
  }

  get #parts(): readonly {clear(): void}[] {
    const {addresses, channels, files, links, sessions, forms, tokens, talk, userIdCalls} = this;
    return [addresses, channels, files, links, sessions, forms, tokens, talk, userIdCalls];
  }

  #linkAtStart(app: EmulatedApp, persona: Persona, at: number): void {
    const lastRequired = app.terms.filter(({required}) => required).pop();
    const terms = app.terms.filter((term) => persona.linked === 'all-terms' || term !== lastRequired);
    this.links.agree(app, persona, {at, terms: terms.map(({tag}) => tag)});
  }

  /** Replaces the terms of an app. Agreements to terms that no longer exist are removed. */
  setTerms(app: EmulatedApp, terms: readonly ServiceTerm[]): void {
    app.terms = terms;
    for (const persona of this.#personas) {
      const agreed = Object.keys(this.links.find(app, persona)?.terms ?? {});
      const gone = agreed.filter((tag) => !terms.some((term) => term.tag === tag));
      if (gone.length > 0) this.links.revoke(app, persona, {terms: gone});
    }
  }

  /**
   * Ends the link and all its tokens.
   * @param referrer null if the site does it itself, of which Kakao does not tell it
   */
  unlink(app: EmulatedApp, persona: Persona, referrer: UnlinkReferrer | null): void {
    this.links.remove(app, persona, referrer);
    this.tokens.removeTokens(app, persona);
  }

  /** The state that a demo needs after a restart, as JSON. */
  snapshot(): unknown {
    const snapshot: Snapshot = {
      version: 1,
      links: this.links.entries,
      sessions: this.sessions.entries,
      talkAccount: this.talk.account,
      channels: this.channels.entries,
      addresses: this.addresses.entries,
      files: this.files.entries,
    };
    return JSON.parse(JSON.stringify(snapshot));
  }

  /** @throws {Error} if the value is not a {@link snapshot}. */
  restore(value: unknown): void {
    const snapshot = value as Partial<Snapshot> | null;
    const {channels = [], addresses = [], files = []} = snapshot ?? {};
    const isRead = [snapshot?.links, snapshot?.sessions, channels, addresses].every((pairs) => isPairs<unknown>(pairs));
    if (snapshot?.version !== 1 || !isRead || !snapshot.links || !snapshot.sessions || !Array.isArray(files)) {
      throw new Error('This is not a snapshot of the emulator (version 1).');
    }
    const known = new Set(this.#personas.map(({id}) => id));
    this.reset();
    this.links.restore(snapshot.links);
    this.sessions.restore(snapshot.sessions.filter(([, {personaId}]) => known.has(personaId)));
    this.talk.account = snapshot.talkAccount ?? null;
    this.channels.restore(channels);
    this.addresses.restore(addresses);
    this.files.restore(files);
  }
}

function isPairs<T>(value: readonly T[] | undefined): value is readonly T[] {
  return (
    Array.isArray(value) &&
    value.every(
      (pair) => Array.isArray(pair) && typeof pair[0] === 'string' && typeof pair[1] === 'object' && pair[1] !== null,
    )
  );
}
