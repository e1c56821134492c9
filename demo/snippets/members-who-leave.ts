import type {KakaoServer, KakaoServerOptions, LinkedMember} from 'kakao-sync-widget/server';

/** Your database. The table `links` has a row for each linked account, and `profile.connectedAt` as `linked_at`. */
interface Database {
  query<Row>(text: string, values: readonly unknown[]): Promise<readonly Row[]>;
}

/** What to pass to `createKakaoServer`: one statement ends a membership, unless the person has linked the app anew. */
export function createLeaveHooks(database: Database) {
  const end = async (kakaoId: string, at: Date): Promise<void> => {
    await database.query('DELETE FROM links WHERE kakao_id = $1 AND linked_at < $2', [kakaoId, at]);
  };
  return {
    onUnlink: ({kakaoId, at}) => end(kakaoId, at),
    onAccountEvent: async ({event, kakaoId, at}) => {
      if (event === 'account-purged') await end(kakaoId, at);
    },
  } satisfies Pick<KakaoServerOptions, 'onUnlink' | 'onAccountEvent'>;
}

/** Finds whom no notice has told of. Call it when the server starts, and once a day. */
export async function reconcile(kakao: KakaoServer, database: Database, alert: (line: string) => void): Promise<void> {
  const result = await kakao.notices.reconcile({members: () => listLinked(database), act: true});
  if (result.outcome === 'too-many') {
    alert(`${result.found.length} of ${result.checked} members are not linked at Kakao. Nobody was removed.`);
  }
}

async function* listLinked(database: Database): AsyncGenerator<LinkedMember> {
  for (let last = ''; ;) {
    const page = await database.query<LinkedMember>(
      'SELECT kakao_id AS "kakaoId", linked_at AS "linkedAt" FROM links WHERE kakao_id > $1 ORDER BY kakao_id LIMIT 1000',
      [last],
    );
    yield* page;
    if (page.length < 1000) return;
    last = page.at(-1)?.kakaoId ?? last;
  }
}
