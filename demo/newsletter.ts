import {
  createCustomerFileSync,
  createKakaoApi,
  type CustomerFileMember,
  type CustomerFileSync,
  type KakaoServerOptions,
} from 'kakao-sync-widget/server';
import type {Database} from './database.js';

/** The customer file of the shop's channel, and the members who belong in it. */
export interface Newsletter {
  readonly file: CustomerFileSync;
  members(): AsyncIterable<CustomerFileMember>;
}

interface NewsletterOptions {
  readonly database: Pick<Database, 'query'>;
  readonly adminKey: string;
  readonly channel: string;
  readonly emulatorUrl: string | undefined;
}

export function createNewsletter({database, adminKey, channel, emulatorUrl}: NewsletterOptions): Newsletter {
  const file = createCustomerFileSync({
    api: createKakaoApi({adminKey, emulator: emulatorUrl}),
    channelId: channel,
    file: {name: 'newsletter', schema: {가입일: 'string'}},
    marketingTerms: ['marketing'],
    // Kakao tells nobody who is in a file, so the shop keeps a list.
    list: {
      async *ids() {
        const rows = await database.query<{id: string}>('SELECT kakao_id AS id FROM newsletter');
        yield* rows.map(({id}) => id);
      },
      async has(kakaoId) {
        return (await database.query('SELECT 1 FROM newsletter WHERE kakao_id = $1', [kakaoId])).length > 0;
      },
      async add(kakaoIds) {
        const text = 'INSERT INTO newsletter (kakao_id) SELECT unnest($1::text[]) ON CONFLICT DO NOTHING';
        await database.query(text, [kakaoIds]);
      },
      async remove(kakaoIds) {
        await database.query('DELETE FROM newsletter WHERE kakao_id = ANY ($1::text[])', [kakaoIds]);
      },
    },
  });
  return {
    file,
    async *members() {
      const rows = await database.query<{id: string; joined: string}>(
        `SELECT kakao_id AS id, to_char(joined_at, 'YYYY-MM-DD') AS joined FROM members WHERE kakao_id IS NOT NULL`,
      );
      yield* rows.map(({id, joined}) => ({kakaoId: id, fields: {가입일: joined}}));
    },
  };
}

type NoticeHooks = Required<Pick<KakaoServerOptions, 'onUnlink' | 'onChannelChange' | 'onAccountEvent'>>;

/**
 * The shop's hooks, which also take a member who withdraws out of the customer file. Both parts run even if one of them
 * fails. Then the hook fails, and is called again.
 */
export function leaveNewsletter({file}: Newsletter, hooks: Partial<NoticeHooks>): NoticeHooks {
  return {
    onUnlink: (event, context) =>
      doBoth(
        () => file.remove(event.kakaoId, context),
        () => hooks.onUnlink?.(event, context),
      ),
    onChannelChange: (event, context) =>
      doBoth(
        () => (event.event === 'blocked' ? file.remove(event.kakaoId, context) : undefined),
        () => hooks.onChannelChange?.(event, context),
      ),
    onAccountEvent: (event, context) =>
      doBoth(
        () => (event.event === 'user-scope-withdraw' ? file.remove(event.kakaoId, context) : undefined),
        () => hooks.onAccountEvent?.(event, context),
      ),
  };
}

async function doBoth(...steps: readonly (() => unknown)[]): Promise<void> {
  const results = await Promise.allSettled(steps.map(async (step) => await step()));
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}
