import type {EmulatedApp} from './apps.js';
import {ChannelRelations, type KnownRelation} from './channel-relations.js';
import {type Persona, toConsentValue} from './personas.js';
import type {Spoil} from './spoil.js';
import type {ServiceTerm} from './terms.js';

/** What a person has agreed to at one app. */
export interface Link {
  readonly linkedAt: number;
  readonly scopes: readonly string[];
  /** By tag. `KAUTH`: on the consent screen; `KAPI`: recorded by the service. */
  readonly terms: Readonly<Record<string, {readonly at: number; readonly by: 'KAUTH' | 'KAPI'}>>;
}

/** What a person agrees to. */
export interface Consent {
  readonly scopes?: readonly string[];
  readonly terms?: readonly string[];
  /** Public ids of channels to be added. */
  readonly channels?: readonly string[];
  readonly at?: number;
  readonly by?: 'KAPI';
}

/** A browser that is signed in to Kakao. */
export interface BrowserSession {
  readonly personaId: string;
  readonly at: number;
  /** The authorization for which the login page was just passed. */
  readonly through: string | null;
}

/** A page with a form that waits for its answer. */
export interface PendingForm {
  readonly browserId: string;
  /** The page's own path and query. */
  readonly path: string;
  readonly search: string;
  readonly at: number;
}

export interface IssuedCode {
  readonly appId: number;
  /** The key it was asked for with. */
  readonly clientId: string;
  readonly personaId: string;
  readonly redirectUri: string;
  readonly nonce: string | null;
  readonly codeChallenge: string | null;
  /** Whether the answer has an ID token. */
  readonly openId: boolean;
  readonly authenticatedAt: number;
  readonly issuedAt: number;
}

export interface IssuedToken {
  readonly appId: number;
  readonly clientId: string;
  readonly personaId: string;
  readonly openId: boolean;
  readonly authenticatedAt: number;
  readonly expiresAt: number;
  readonly spoil: Spoil | null;
}

/** What `/apiweb/code.json` will say to the page that waits. */
export interface PollAnswer {
  readonly fields: Readonly<Record<string, string>>;
  /** Polls that are still told to wait. */
  left: number;
}

/** A sign-in that a page handed to KakaoTalk. */
export interface TalkRequest {
  readonly id: string;
  readonly address: string;
  readonly at: number;
}

interface Snapshot {
  readonly version: 1;
  readonly links: readonly (readonly [string, Link])[];
  readonly sessions: readonly (readonly [string, BrowserSession])[];
  readonly talkAccount: string | null;
  readonly channels?: readonly (readonly [string, KnownRelation])[];
}

const CODE_LIFE = 10 * 60_000;
const FORM_LIFE = 60 * 60_000;
const SESSION_LIFE = 24 * 60 * 60_000;

/** Everything that changes while the emulator runs. */
export class Store {
  readonly channels: ChannelRelations;
  readonly #apps: readonly EmulatedApp[];
  readonly #firstTerms: readonly (readonly ServiceTerm[])[];
  readonly #personas: readonly Persona[];
  readonly #now: () => number;
  #links = new Map<string, Link>();
  #sessions = new Map<string, BrowserSession>();
  #forms = new Map<string, PendingForm>();
  #codes = new Map<string, IssuedCode>();
  #accessTokens = new Map<string, IssuedToken>();
  #refreshTokens = new Map<string, IssuedToken>();
  #tickets = new Map<string, {readonly personaId: string; readonly at: number}>();
  #polls = new Map<string, PollAnswer>();
  #talkRequests: TalkRequest[] = [];
  /** Who is signed in to the KakaoTalk app of this phone; null: no KakaoTalk here. */
  talkAccount: string | null = null;

  constructor(apps: readonly EmulatedApp[], personas: readonly Persona[], now: () => number) {
    this.channels = new ChannelRelations(now);
    this.#apps = apps;
    this.#firstTerms = apps.map(({terms}) => terms);
    this.#personas = personas;
    this.#now = now;
    this.reset();
  }

  /** Everything as at the start. */
  reset(): void {
    for (const map of [this.#links, this.#sessions, this.#forms, this.#codes, this.#tickets, this.#polls]) map.clear();
    this.#accessTokens.clear();
    this.#refreshTokens.clear();
    this.#talkRequests = [];
    this.talkAccount = null;
    this.channels.clear();
    for (const [index, app] of this.#apps.entries()) {
      app.terms = this.#firstTerms[index] ?? [];
      for (const persona of this.#personas) {
        if (!persona.linked) continue;
        const lastRequired = app.terms.filter(({required}) => required).pop();
        const terms = app.terms.filter((term) => persona.linked === 'all-terms' || term !== lastRequired);
        // A member of long standing: not linked by the login that is being tried out.
        const at = this.#now() - 30 * 24 * 60 * 60_000;
        this.link(app, persona, {at});
        this.#links.set(toLinkId(app, persona), {
          ...this.needLink(app, persona),
          terms: Object.fromEntries(terms.map(({tag}) => [tag, {at, by: 'KAUTH'}])),
        });
      }
    }
  }

  getLink(app: EmulatedApp, persona: Persona): Link | null {
    return this.#links.get(toLinkId(app, persona)) ?? null;
  }

  /** @throws {Error} where the person is not linked. */
  needLink(app: EmulatedApp, persona: Persona): Link {
    const link = this.getLink(app, persona);
    if (!link) throw new Error(`The persona "${persona.id}" is not linked to the app ${app.appId}.`);
    return link;
  }

  /** Links, or adds to the link: what is not named is agreed to in full on the first link, and left as it is later. */
  link(app: EmulatedApp, persona: Persona, consent: Consent = {}): void {
    const at = consent.at ?? this.#now();
    const before = this.getLink(app, persona);
    const offered = app.scopes.filter(({id, when}) => when !== 'use' && toConsentValue(persona, id) !== null);
    const scopes = consent.scopes ?? (before ? [] : offered.map(({id}) => id));
    const terms = consent.terms ?? (before ? [] : app.terms.map(({tag}) => tag));
    const channels = consent.channels ?? (before ? [] : app.channels.slice(0, 1).map(({publicId}) => publicId));
    this.#links.set(toLinkId(app, persona), {
      linkedAt: before?.linkedAt ?? at,
      scopes: [...new Set([...(before?.scopes ?? []), ...scopes])],
      terms: {
        ...before?.terms,
        ...Object.fromEntries(terms.map((tag) => [tag, {at, by: consent.by ?? ('KAUTH' as const)}])),
      },
    });
    // Kakao adds no minor to a channel, ticked or not.
    if (!persona.under14) for (const channel of channels) this.channels.set(persona.id, channel, 'ADDED', at);
  }

  revoke(app: EmulatedApp, persona: Persona, {scopes = [], terms = []}: {scopes?: string[]; terms?: string[]}): void {
    const link = this.needLink(app, persona);
    this.#links.set(toLinkId(app, persona), {
      ...link,
      scopes: link.scopes.filter((id) => !scopes.includes(id)),
      terms: Object.fromEntries(Object.entries(link.terms).filter(([tag]) => !terms.includes(tag))),
    });
  }

  /** Other terms for the app from now on. What people agreed to of those that are gone is gone too. */
  setTerms(app: EmulatedApp, terms: readonly ServiceTerm[]): void {
    app.terms = terms;
    for (const persona of this.#personas) {
      const agreed = Object.keys(this.getLink(app, persona)?.terms ?? {});
      const gone = agreed.filter((tag) => !terms.some((term) => term.tag === tag));
      if (gone.length > 0) this.revoke(app, persona, {terms: gone});
    }
  }

  /** Ends the link and every token of it. */
  unlink(app: EmulatedApp, persona: Persona): void {
    this.#links.delete(toLinkId(app, persona));
    this.removeTokens(app, persona);
  }

  signIn(browserId: string, personaId: string, through: string | null): void {
    this.#sessions.set(browserId, {personaId, at: this.#now(), through});
  }

  signOut(browserId: string): void {
    this.#sessions.delete(browserId);
  }

  /** Signs the person out of Kakao in every browser. */
  signOutEverywhere(personaId: string): void {
    for (const [id, session] of this.#sessions) if (session.personaId === personaId) this.#sessions.delete(id);
  }

  getSession(browserId: string | null): BrowserSession | null {
    const session = browserId === null ? undefined : this.#sessions.get(browserId);
    return session && this.#now() - session.at < SESSION_LIFE ? session : null;
  }

  addForm(id: string, form: Omit<PendingForm, 'at'>): void {
    this.#forms.set(id, {...form, at: this.#now()});
    for (const [old, {at}] of this.#forms) if (this.#now() - at > FORM_LIFE) this.#forms.delete(old);
  }

  getForm(id: string): PendingForm | null {
    return this.#forms.get(id) ?? null;
  }

  /** A form is answered once. */
  removeForm(id: string): void {
    this.#forms.delete(id);
  }

  addCode(code: string, issued: IssuedCode): void {
    this.#codes.set(code, issued);
  }

  /** The code if it is known and not older than ten minutes. It stays valid until {@link useCode}. */
  getCode(code: string): IssuedCode | null {
    const issued = this.#codes.get(code);
    return issued && this.#now() - issued.issuedAt < CODE_LIFE ? issued : null;
  }

  useCode(code: string): void {
    this.#codes.delete(code);
  }

  addTokens(access: readonly [string, IssuedToken], refresh: readonly [string, IssuedToken] | null): void {
    this.#accessTokens.set(...access);
    if (refresh) this.#refreshTokens.set(...refresh);
  }

  /** Also tokens that have expired: the caller tells the two apart. */
  getAccessToken(token: string): IssuedToken | null {
    return this.#accessTokens.get(token) ?? null;
  }

  removeAccessToken(token: string): void {
    this.#accessTokens.delete(token);
  }

  /** Ends every token of a person at an app. The link stays. */
  removeTokens(app: EmulatedApp, persona: Persona): void {
    for (const tokens of [this.#accessTokens, this.#refreshTokens]) {
      for (const [name, {appId, personaId}] of tokens) {
        if (appId === app.appId && personaId === persona.id) tokens.delete(name);
      }
    }
  }

  getRefreshToken(token: string): IssuedToken | null {
    const issued = this.#refreshTokens.get(token);
    return issued && issued.expiresAt > this.#now() ? issued : null;
  }

  /** A ticket for somebody's window at Kakao. */
  addTicket(agt: string, personaId: string): void {
    this.#tickets.set(agt, {personaId, at: this.#now()});
  }

  /** Whose ticket it is, ten minutes long. */
  getTicket(agt: string): string | null {
    const ticket = this.#tickets.get(agt);
    return ticket && this.#now() - ticket.at < CODE_LIFE ? ticket.personaId : null;
  }

  answerPoll(authTranId: string, fields: Readonly<Record<string, string>>, left = 0): void {
    this.#polls.set(authTranId, {fields, left});
  }

  /** The answer for a waiting page, given out once; null: keep waiting. */
  takePollAnswer(authTranId: string): Readonly<Record<string, string>> | null {
    const answer = this.#polls.get(authTranId);
    if (!answer) return null;
    if (answer.left > 0) {
      answer.left -= 1;
      return null;
    }
    this.#polls.delete(authTranId);
    return answer.fields;
  }

  hasPollAnswer(authTranId: string): boolean {
    return this.#polls.has(authTranId);
  }

  get talkRequests(): readonly TalkRequest[] {
    return this.#talkRequests;
  }

  /** Keeps the newest twenty; the same request twice is one. */
  addTalkRequest(request: Omit<TalkRequest, 'at'>): void {
    const others = this.#talkRequests.filter(({id}) => id !== request.id);
    this.#talkRequests = [{...request, at: this.#now()}, ...others].slice(0, 20);
  }

  removeTalkRequest(id: string): void {
    this.#talkRequests = this.#talkRequests.filter((request) => request.id !== id);
  }

  /** What a demo needs to go on after a restart, as JSON. */
  snapshot(): unknown {
    const snapshot: Snapshot = {
      version: 1,
      links: [...this.#links],
      sessions: [...this.#sessions],
      talkAccount: this.talkAccount,
      channels: this.channels.entries,
    };
    return JSON.parse(JSON.stringify(snapshot));
  }

  /** @throws {Error} where it is not a snapshot of {@link snapshot}. */
  restore(value: unknown): void {
    const snapshot = value as Partial<Snapshot> | null;
    const {channels = []} = snapshot ?? {};
    if (snapshot?.version !== 1 || !isPairs(snapshot.links) || !isPairs(snapshot.sessions) || !isPairs(channels)) {
      throw new Error('This is not a snapshot of the emulator (version 1).');
    }
    const known = new Set(this.#personas.map(({id}) => id));
    this.reset();
    this.#links = new Map(snapshot.links);
    this.#sessions = new Map(snapshot.sessions.filter(([, {personaId}]) => known.has(personaId)));
    this.talkAccount = snapshot.talkAccount ?? null;
    this.channels.restore(channels);
  }
}

function toLinkId(app: EmulatedApp, persona: Persona): string {
  return `${app.appId}:${persona.id}`;
}

function isPairs<T>(value: readonly T[] | undefined): value is readonly T[] {
  return (
    Array.isArray(value) &&
    value.every(
      (pair) => Array.isArray(pair) && typeof pair[0] === 'string' && typeof pair[1] === 'object' && pair[1] !== null,
    )
  );
}
