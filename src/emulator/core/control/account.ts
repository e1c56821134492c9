import type {EmulatedApp} from '../store/apps.js';
import {CHANNEL_RELATIONS, type ChannelRelation} from '../store/channel-relations.js';
import type {Persona} from '../store/personas.js';
import type {ShippingAddress} from '../store/shipping-addresses.js';
import type {Store} from '../store/store.js';
import {UNLINK_REFERRERS, type UnlinkReferrer} from '../store/store-changes.js';

/** A live view of a person's link to an app. */
export interface EmulatedAccount {
  readonly personaId: string;
  readonly userId: number;
  readonly linked: boolean;
  /** Milliseconds since the epoch, or null. */
  readonly linkedAt: number | null;
  readonly scopes: readonly string[];
  /** The tags of the agreed terms. */
  readonly terms: readonly string[];
  /** The person's relation to the app's representative channel. */
  readonly channel: ChannelRelation;
  /** The addresses of the Kakao account: the default one first, then the newest. */
  readonly shippingAddresses: readonly ShippingAddress[];
  /** Links the person, who agrees to everything or to the named parts. */
  link(consent?: {
    readonly scopes?: readonly string[];
    readonly terms?: readonly string[];
    readonly channel?: boolean;
  }): void;
  /**
   * Ends the link and its tokens. The unlink notice and the account event `user-unlinked` are sent, if they have a target.
   * @param referrer why, for the notice. Null: the site did it itself, so nothing is sent. Default `UNLINK_FROM_APPS`.
   * @throws {Error} if there is no such referrer.
   */
  unlink(referrer?: UnlinkReferrer | null): void;
  /**
   * Agrees to a term or a consent item.
   * @throws {Error} if the person is not linked, or if the app has no such term or item.
   */
  agree(tagOrScope: string): void;
  /**
   * Revokes a term or a consent item.
   * @throws {Error} if the person is not linked.
   */
  revoke(tagOrScope: string): void;
  /**
   * Adds, blocks or removes a channel of the app. The channel notice is sent if it has a target; for `NONE` Kakao has none.
   * @param publicId default: the representative channel
   * @throws {Error} if the app has no such channel, or if there is no such relation.
   */
  setChannel(relation: ChannelRelation, publicId?: string): void;
  /**
   * Replaces the addresses of the Kakao account.
   * @throws {Error} if an address has no text, or if two addresses have one id or are both the default one.
   */
  setShippingAddresses(addresses: readonly ShippingAddress[]): void;
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
    get shippingAddresses() {
      return store.addresses.list(persona);
    },
    setShippingAddresses: (addresses) => store.addresses.set(persona, addresses),
    link({channel, ...consent} = {}) {
      const all = app.channels.slice(0, 1).map(({publicId}) => publicId);
      store.links.agree(app, persona, {...consent, ...(channel !== undefined && {channels: channel ? all : []})});
    },
    unlink: (referrer = 'UNLINK_FROM_APPS') => store.unlink(app, persona, readReferrer(referrer)),
    agree: (name) => agree(store, app, persona, name),
    revoke: (name) => store.links.revoke(app, persona, {terms: [name], scopes: [name]}),
    setChannel(relation, publicId = app.channels[0]?.publicId) {
      checkRelation(relation);
      const channel = app.channels.find((candidate) => candidate.publicId === publicId);
      if (!channel) throw new Error(`There is no channel ${String(publicId)}.`);
      store.channels.set(persona.id, channel.publicId, relation);
    },
  };
}

function agree(store: Store, app: EmulatedApp, persona: Persona, name: string): void {
  store.links.getOrThrow(app, persona);
  const isTerm = app.terms.some(({tag}) => tag === name);
  if (!isTerm && !app.scopes.some(({id}) => id === name)) {
    throw new Error(`There is no term and no consent item "${name}".`);
  }
  store.links.agree(app, persona, isTerm ? {terms: [name]} : {scopes: [name]});
}

/** @throws {Error} if there is no such referrer. */
export function readReferrer(referrer: unknown): UnlinkReferrer | null {
  const known = UNLINK_REFERRERS.find((candidate) => candidate === referrer);
  if (known !== undefined || referrer === null) return known ?? null;
  throw new Error(`A referrer is one of ${UNLINK_REFERRERS.join(', ')}, not ${JSON.stringify(referrer)}.`);
}

function checkRelation(relation: ChannelRelation): void {
  if (CHANNEL_RELATIONS.includes(relation)) return;
  throw new Error(`A relation is one of ${CHANNEL_RELATIONS.join(', ')}, not ${JSON.stringify(relation)}.`);
}
