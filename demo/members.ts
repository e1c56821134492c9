import type {Database} from './database.js';

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
  connect(id: string, kakaoId: string): Promise<boolean>;
  read(id: string): Promise<ShopMember | null>;
}

const COLUMNS = 'id::text AS id, kakao_id AS "kakaoId", name, picture, joined_at AS "joinedAt"';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function createMembers(database: Database): Members {
  const findByKakao = async (person: KakaoPerson): Promise<ShopMember | null> => {
    const [member] = await database.query<ShopMember>(
      `UPDATE members
          SET name = coalesce($2, name), picture = $3, email = coalesce($4, email), last_seen_at = now()
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
        `INSERT INTO members (kakao_id, name, picture, email)
              VALUES ($1, $2, $3, $4)
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
    connect: async (id, kakaoId) => {
      // One statement, so that two at once cannot both win: the unique key decides of the account, NULL of the member.
      try {
        const rows = await database.query(
          'UPDATE members SET kakao_id = $2 WHERE id = $1 AND kakao_id IS NULL RETURNING id',
          [id, kakaoId],
        );
        return rows.length > 0;
      } catch (error) {
        if (isTaken(error)) return false;
        throw error;
      }
    },
    read: async (id) => {
      if (!UUID.test(id)) return null;
      const [member] = await database.query<ShopMember>(`SELECT ${COLUMNS} FROM members WHERE id = $1`, [id]);
      return member ?? null;
    },
  };
}

/** PostgreSQL: a unique key has the value already. */
function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '23505';
}

function toValues({id, nickname, picture, email, emailVerified}: KakaoPerson): readonly (string | null)[] {
  // An address that nobody has proved to own is not worth keeping.
  return [id, nickname ?? null, picture ?? null, emailVerified === true ? (email ?? null) : null];
}
