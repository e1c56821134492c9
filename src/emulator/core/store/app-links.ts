import type {EmulatedApp} from './apps.js';
import type {ChannelRelations} from './channel-relations.js';
import {type Persona, toConsentValue} from './personas.js';
import type {ChangeListener, UnlinkReferrer} from './store-changes.js';

/** A person's link to an app, and what the person has agreed to. */
export interface AppLink {
  readonly linkedAt: number;
  readonly scopes: readonly string[];
  /** By tag. `KAUTH`: agreed on the consent screen; `KAPI`: recorded by the service. */
  readonly terms: Readonly<Record<string, {readonly at: number; readonly by: 'KAUTH' | 'KAPI'}>>;
}

/** An agreement. The first one covers everything in the parts that it does not name; later ones leave those parts as they are. */
export interface Consent {
  readonly scopes?: readonly string[];
  readonly terms?: readonly string[];
  /** Public ids of channels to add. */
  readonly channels?: readonly string[];
  readonly at?: number;
  readonly by?: 'KAPI';
}

/** The links of all people to all apps. */
export class AppLinks {
  readonly #channels: ChannelRelations;
  readonly #now: () => number;
  readonly #tell: ChangeListener;
  #links = new Map<string, AppLink>();

  /** @param channels a consent may add channels to them */
  constructor(channels: ChannelRelations, now: () => number, tell: ChangeListener) {
    this.#channels = channels;
    this.#now = now;
    this.#tell = tell;
  }

  find(app: EmulatedApp, persona: Persona): AppLink | null {
    return this.#links.get(toId(app, persona)) ?? null;
  }

  /** @throws {Error} if the person is not linked. */
  getOrThrow(app: EmulatedApp, persona: Persona): AppLink {
    const link = this.find(app, persona);
    if (!link) throw new Error(`The persona "${persona.id}" is not linked to the app ${app.appId}.`);
    return link;
  }

  /** Creates the link, or adds to it. */
  agree(app: EmulatedApp, persona: Persona, consent: Consent = {}): void {
    const at = consent.at ?? this.#now();
    const before = this.find(app, persona);
    const offered = app.scopes.filter(({id, when}) => when !== 'use' && toConsentValue(persona, id) !== null);
    const scopes = consent.scopes ?? (before ? [] : offered.map(({id}) => id));
    const terms = consent.terms ?? (before ? [] : app.terms.map(({tag}) => tag));
    const channels = consent.channels ?? (before ? [] : app.channels.slice(0, 1).map(({publicId}) => publicId));
    this.#links.set(toId(app, persona), {
      linkedAt: before?.linkedAt ?? at,
      scopes: [...new Set([...(before?.scopes ?? []), ...scopes])],
      terms: {
        ...before?.terms,
        ...Object.fromEntries(terms.map((tag) => [tag, {at, by: consent.by ?? ('KAUTH' as const)}])),
      },
    });
    if (!before) this.#tell({type: 'linked', app, persona});
    // Kakao adds no minor to a channel, even if the box is ticked.
    if (!persona.under14) for (const channel of channels) this.#channels.set(persona.id, channel, 'ADDED', at);
  }

  /** @throws {Error} if the person is not linked. */
  revoke(app: EmulatedApp, persona: Persona, {scopes = [], terms = []}: {scopes?: string[]; terms?: string[]}): void {
    const link = this.getOrThrow(app, persona);
    this.#links.set(toId(app, persona), {
      ...link,
      scopes: link.scopes.filter((id) => !scopes.includes(id)),
      terms: Object.fromEntries(Object.entries(link.terms).filter(([tag]) => !terms.includes(tag))),
    });
  }

  /** @param referrer null if the site ends the link itself */
  remove(app: EmulatedApp, persona: Persona, referrer: UnlinkReferrer | null): void {
    if (this.#links.delete(toId(app, persona))) this.#tell({type: 'unlinked', app, persona, referrer});
  }

  clear(): void {
    this.#links.clear();
  }

  /** For {@link restore}. */
  get entries(): readonly (readonly [string, AppLink])[] {
    return [...this.#links];
  }

  restore(entries: readonly (readonly [string, AppLink])[]): void {
    this.#links = new Map(entries);
  }
}

function toId(app: EmulatedApp, persona: Persona): string {
  return `${app.appId}:${persona.id}`;
}
