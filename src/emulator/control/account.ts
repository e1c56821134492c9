import type {EmulatedApp} from '../store/apps.js';
import {CHANNEL_RELATIONS, type ChannelRelation} from '../store/channel-relations.js';
import type {Persona} from '../store/personas.js';
import type {Store} from '../store/store.js';

/** One person's link to one app. */
export interface EmulatedAccount {
  readonly personaId: string;
  readonly userId: number;
  readonly linked: boolean;
  /** Milliseconds since the epoch, or null. */
  readonly linkedAt: number | null;
  readonly scopes: readonly string[];
  /** Tags agreed to. */
  readonly terms: readonly string[];
  /** How the person stands to the app's representative channel. */
  readonly channel: ChannelRelation;
  /** Links with everything agreed to, or with what is named. */
  link(consent?: {
    readonly scopes?: readonly string[];
    readonly terms?: readonly string[];
    readonly channel?: boolean;
  }): void;
  /** Ends the link and its tokens. No webhook is sent. */
  unlink(): void;
  /** Agrees to a term or a consent item. */
  agree(tagOrScope: string): void;
  /** Takes back a term or a consent item. */
  revoke(tagOrScope: string): void;
  /** Adds, blocks or leaves a channel of the app: the representative one, where none is named. No webhook is sent. */
  setChannel(relation: ChannelRelation, publicId?: string): void;
}

export function createAccount(store: Store, app: EmulatedApp, persona: Persona): EmulatedAccount {
  return {
    personaId: persona.id,
    userId: persona.userId,
    get linked() {
      return store.links.find(app, persona) !== null;
    },
    get linkedAt() {
      return store.links.find(app, persona)?.linkedAt ?? null;
    },
    get scopes() {
      return store.links.find(app, persona)?.scopes ?? [];
    },
    get terms() {
      return Object.keys(store.links.find(app, persona)?.terms ?? {});
    },
    get channel() {
      return store.channels.get(persona.id, app.channels[0]?.publicId ?? '');
    },
    link({channel, ...consent} = {}) {
      const all = app.channels.slice(0, 1).map(({publicId}) => publicId);
      store.links.agree(app, persona, {...consent, ...(channel !== undefined && {channels: channel ? all : []})});
    },
    unlink: () => store.unlink(app, persona),
    agree(name) {
      store.links.getOrThrow(app, persona);
      const isTerm = app.terms.some(({tag}) => tag === name);
      if (!isTerm && !app.scopes.some(({id}) => id === name)) {
        throw new Error(`There is no term and no consent item "${name}".`);
      }
      store.links.agree(app, persona, isTerm ? {terms: [name]} : {scopes: [name]});
    },
    revoke: (name) => store.links.revoke(app, persona, {terms: [name], scopes: [name]}),
    setChannel(relation, publicId = app.channels[0]?.publicId) {
      if (!CHANNEL_RELATIONS.includes(relation)) {
        throw new Error(`A relation is one of ${CHANNEL_RELATIONS.join(', ')}, not ${JSON.stringify(relation)}.`);
      }
      const channel = app.channels.find((candidate) => candidate.publicId === publicId);
      if (!channel) throw new Error(`There is no channel ${String(publicId)}.`);
      store.channels.set(persona.id, channel.publicId, relation);
    },
  };
}
