import type {Database} from './database.js';

/** How somebody stands to a KakaoTalk Channel, as Kakao's notices tell. */
export interface ChannelRelation {
  readonly relation: 'added' | 'blocked';
  /** When it became so, by Kakao's clock. */
  readonly changedAt: Date;
}

/** What Kakao's notices have told of channels. */
export interface ChannelRelations {
  /** Keeps the newest change, in whatever order they come. */
  record(kakaoId: string, channel: string, change: ChannelRelation): Promise<void>;
  find(kakaoId: string, channel: string): Promise<ChannelRelation | null>;
}

export function createChannelRelations(database: Database): ChannelRelations {
  return {
    record: async (kakaoId, channel, {relation, changedAt}) => {
      await database.query(
        `INSERT INTO channel_relations AS known (kakao_id, channel, relation, changed_at) VALUES ($1, $2, $3, $4)
           ON CONFLICT (kakao_id, channel)
           DO UPDATE SET relation = excluded.relation, changed_at = excluded.changed_at
                   WHERE known.changed_at <= excluded.changed_at`,
        [kakaoId, channel, relation, changedAt],
      );
    },
    find: async (kakaoId, channel) => {
      const [known] = await database.query<ChannelRelation>(
        `SELECT relation, changed_at AS "changedAt" FROM channel_relations WHERE kakao_id = $1 AND channel = $2`,
        [kakaoId, channel],
      );
      return known ?? null;
    },
  };
}
