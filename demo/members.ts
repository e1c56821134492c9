import {type Database, UUID} from './database.js';

/** A member of the shop. */
export interface ShopMember {
  readonly id: string;
  readonly kakaoId: string | null;
  readonly name: string | null;
  readonly picture: string | null;
  readonly joinedAt: Date;
}

/** What Kakao tells of a person, as far as the shop keeps it. */
export interface KakaoPerson {
  /** Kakao's id of the person in this app: the only thing that tells people apart, never the e-mail address. */
  readonly id: string;
  readonly nickname?: string | undefined;
  readonly picture?: string | undefined;
  readonly email?: string | undefined;
  readonly emailVerified?: boolean | undefined;
  readonly phoneNumber?: {readonly e164?: string | undefined} | undefined;
  /** When the Kakao account was linked with the app, by Kakao's clock. */
  readonly connectedAt?: Date | undefined;
}

/** The shop's members. */
export interface Members {
  /** The member who has this Kakao account, with the name and picture that Kakao has now; null for a stranger. */
  findByKakao(person: KakaoPerson): Promise<ShopMember | null>;
  /** Makes a member. Two signups of one person at once make one member, who is new once. */
  signUp(person: KakaoPerson): Promise<ShopMember & {readonly isNewMember: boolean}>;
  /** The member from before Kakao who has this person's telephone number. */
  findUnconnected(person: Pick<KakaoPerson, 'phoneNumber'>): Promise<ShopMember | null>;
  /** Connects a member with a Kakao account: false, and nothing is changed, where either has another one. */
  connect(id: string, person: Pick<KakaoPerson, 'id' | 'connectedAt'>): Promise<boolean>;
  /**
   * Forgets a Kakao account whose link has ended, unless it is linked anew: a member who has another way in stays, and
   * everybody else leaves the shop.
   *
   * @param before when the link had ended, by Kakao's clock
   */
  unlink(kakaoId: string, before: Date): Promise<void>;
  /** Whom the shop holds as linked, and since when, by Kakao's clock. */
  listLinked(): AsyncIterable<{readonly kakaoId: string; readonly linkedAt: Date}>;
  /**
   * @param issuedAt of the member's session, in milliseconds since the epoch: an unlink ends those from before it
   * @returns null if there is no such member, or the session has ended
   */
  read(id: string, issuedAt?: number): Promise<ShopMember | null>;
}

const COLUMNS = 'id::text AS id, kakao_id AS "kakaoId", name, picture, joined_at AS "joinedAt"';

export function createMembers(database: Database): Members {
  const findByKakao = async (person: KakaoPerson): Promise<ShopMember | null> => {
    const [member] = await database.query<ShopMember>(
      `UPDATE members
          SET name = coalesce($2, name), picture = $3, email = coalesce($4, email),
              linked_at = greatest(linked_at, $5), last_seen_at = now()
        WHERE kakao_id = $1
    RETURNING ${COLUMNS}`,
      toValues(person),
    );
    return member ?? null;
  };

  return {
    findByKakao,
    signUp: async (person) => {
      const [made] = await database.query<ShopMember>(
        `INSERT INTO members (kakao_id, name, picture, email, linked_at)
              VALUES ($1, $2, $3, $4, coalesce($5, now()))
         ON CONFLICT (kakao_id) DO NOTHING
           RETURNING ${COLUMNS}`,
        toValues(person),
      );
      const member = made ?? (await findByKakao(person));
      if (!member) throw new Error('The new member was not stored.');
      return {...member, isNewMember: made !== undefined};
    },
    findUnconnected: async ({phoneNumber}) => {
      const [member] = await database.query<ShopMember>(
        `SELECT ${COLUMNS} FROM members WHERE phone = $1 AND kakao_id IS NULL`,
        [phoneNumber?.e164 ?? null],
      );
      return member ?? null;
    },
    connect: async (id, {id: kakaoId, connectedAt}) => {
      // One statement, so that two at once cannot both win: the unique key decides of the account, NULL of the member.
      try {
        const rows = await database.query(
          `UPDATE members SET kakao_id = $2, linked_at = coalesce($3, now())
            WHERE id = $1 AND kakao_id IS NULL RETURNING id`,
          [id, kakaoId, connectedAt ?? null],
        );
        return rows.length > 0;
      } catch (error) {
        if (isTaken(error)) return false;
        throw error;
      }
    },
    unlink: async (kakaoId, before) => {
      // One statement, so that all of it is done, or nothing.
      await database.query(
        `WITH kept AS (
              UPDATE members
                 SET kakao_id = NULL, linked_at = NULL, picture = NULL, email = NULL, unlinked_at = $3
               WHERE kakao_id = $1 AND linked_at < $2 AND phone IS NOT NULL
         ), without_addresses AS (
              DELETE FROM addresses USING members
               WHERE member_id = members.id AND kakao_id = $1 AND linked_at < $2 AND phone IS NOT NULL
         ), gone AS (
              DELETE FROM members WHERE kakao_id = $1 AND linked_at < $2 AND phone IS NULL
         )
         DELETE FROM channel_relations WHERE kakao_id = $1 AND changed_at < $2`,
        [kakaoId, before, new Date()],
      );
    },
    async *listLinked() {
      // Page by page: a shop may have more members than fit into memory.
      for (let last = ''; ;) {
        const page = await database.query<{kakaoId: string; linkedAt: Date}>(
          `SELECT kakao_id AS "kakaoId", linked_at AS "linkedAt" FROM members
            WHERE kakao_id > $1 AND linked_at IS NOT NULL ORDER BY kakao_id LIMIT 1000`,
          [last],
        );
        yield* page;
        if (page.length < 1000) return;
        last = page.at(-1)?.kakaoId ?? last;
      }
    },
    read: async (id, issuedAt) => {
      if (!UUID.test(id)) return null;
      const [member] = await database.query<ShopMember>(
        `SELECT ${COLUMNS} FROM members
          WHERE id = $1 AND ($2::timestamptz IS NULL OR unlinked_at IS NULL OR unlinked_at < $2)`,
        [id, issuedAt === undefined ? null : new Date(issuedAt)],
      );
      return member ?? null;
    },
  };
}

/** PostgreSQL: a unique key has the value already. */
function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '23505';
}

function toValues(person: KakaoPerson): readonly (string | Date | null)[] {
  const {id, nickname, picture, email, emailVerified, connectedAt} = person;
  // An address that nobody has proved to own is not worth keeping.
  return [id, nickname ?? null, picture ?? null, emailVerified === true ? (email ?? null) : null, connectedAt ?? null];
}
