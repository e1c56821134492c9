/** A person's relation to a channel (Kakao: KakaoTalk Channel > Check KakaoTalk Channel relationship). */
export type ChannelRelation = 'ADDED' | 'BLOCKED' | 'NONE';

export const CHANNEL_RELATIONS: readonly ChannelRelation[] = ['ADDED', 'BLOCKED', 'NONE'];

/** A relation with its times, in milliseconds since the epoch. */
export interface KnownRelation {
  readonly relation: ChannelRelation;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** Learns of a new relation. */
type RelationListener = (relation: {
  readonly personaId: string;
  readonly publicId: string;
  readonly relation: ChannelRelation;
  readonly at: number;
}) => void;

/** The relations of people to channels. They do not depend on links to apps and outlive them. */
export class ChannelRelations {
  readonly #now: () => number;
  readonly #tell: RelationListener;
  #relations = new Map<string, KnownRelation>();

  constructor(now: () => number, tell: RelationListener) {
    this.#now = now;
    this.#tell = tell;
  }

  /** Null if the person has never had a relation to the channel. */
  find(personaId: string, channelId: string): KnownRelation | null {
    return this.#relations.get(toId(personaId, channelId)) ?? null;
  }

  get(personaId: string, channelId: string): ChannelRelation {
    return this.find(personaId, channelId)?.relation ?? 'NONE';
  }

  /** Sets a relation. If it stays the same, its times stay too. */
  set(personaId: string, channelId: string, relation: ChannelRelation, at = this.#now()): void {
    const before = this.find(personaId, channelId);
    if ((before?.relation ?? 'NONE') === relation) return;
    this.#relations.set(toId(personaId, channelId), {relation, createdAt: before?.createdAt ?? at, updatedAt: at});
    this.#tell({personaId, publicId: channelId, relation, at});
  }

  clear(): void {
    this.#relations.clear();
  }

  /** For {@link restore}. */
  get entries(): readonly (readonly [string, KnownRelation])[] {
    return [...this.#relations];
  }

  restore(entries: readonly (readonly [string, KnownRelation])[]): void {
    this.#relations = new Map(entries);
  }
}

function toId(personaId: string, channelId: string): string {
  return `${personaId}:${channelId}`;
}
