import type {KakaoApi} from 'kakao-sync-widget/server';
import type {Database} from './database.js';

/** Kakao accounts that are linked with the app and have no member here. */
export interface UnfinishedList {
  /** Kakao's ids, in rising order. */
  readonly kakaoIds: readonly string[];
  /** Whether these are all: the shop looks at the first accounts only. */
  readonly isWhole: boolean;
}

/** Finds people who have agreed at Kakao and whose signup here never ended. */
export interface UnfinishedSignups {
  /** @returns null if Kakao cannot be asked now */
  find(): Promise<UnfinishedList | null>;
}

/** Kakao lists 100 accounts a call, and allows 100 calls a minute. */
const BATCH = 100;

/**
 * Kakao ends such a link after 24 hours if the site has never read the person's information. So this function reads
 * nobody's information: that would keep the link.
 *
 * @param api with the admin key
 * @param most how many accounts are looked at
 */
export function createUnfinishedSignups(
  {users}: Pick<KakaoApi, 'users'>,
  database: Pick<Database, 'query'>,
  most = 1000,
): UnfinishedSignups {
  const findStrangers = (kakaoIds: readonly string[]): Promise<{readonly id: string}[]> =>
    database.query<{readonly id: string}>(
      `SELECT id FROM unnest($1::text[]) WITH ORDINALITY AS linked (id, place)
        WHERE NOT EXISTS (SELECT FROM members WHERE kakao_id = linked.id) ORDER BY place`,
      [kakaoIds],
    );
  return {
    async find() {
      const linked = await readIds(users, most).catch(() => null);
      if (!linked) return null;
      const strangers = await findStrangers(linked.slice(0, most));
      return {kakaoIds: strangers.map(({id}) => id), isWhole: linked.length <= most};
    },
  };
}

async function readIds(users: KakaoApi['users'], most: number): Promise<string[]> {
  const ids: string[] = [];
  for await (const id of users.ids({pageSize: BATCH})) {
    ids.push(id);
    if (ids.length > most) break;
  }
  return ids;
}
