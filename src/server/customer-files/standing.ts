import type {KakaoApi} from '../kakao/api/kakao-api.js';
import {KakaoApiError} from '../kakao/api-error.js';
import {askPatiently, type Patience, toReaction} from './failures.js';

/** Why somebody is not to be in the file, by Kakao's word. */
export type CustomerRefusal =
  /** A marketing term is not agreed to. */
  | 'term_not_agreed'
  /** The channel is blocked, or was never added. */
  | 'channel_not_added'
  /** Kakao tells nothing of the channel: not linked, or the consent item `plusfriends` is not agreed to. */
  | 'channel_unknown'
  | 'not_linked'
  /** Kakao has restricted the account, it is of somebody under 14, or its person does not use KakaoTalk. */
  | 'account_restricted';

/** How somebody stands at Kakao now. */
export type Standing =
  | {readonly is: 'agreed'}
  | {readonly is: 'refused'; readonly reason: CustomerRefusal}
  /** Kakao could not be asked. Whoever it is is treated as if they had refused. */
  | {readonly is: 'unproved'};

/** What people are asked about, and how. */
export interface Question {
  readonly api: Pick<KakaoApi, 'terms' | 'channels'>;
  readonly channelId: string;
  readonly marketingTerms: readonly string[];
  /** How many people's terms are read at once. */
  readonly concurrency: number;
  readonly patience: Patience;
  /** Kakao could not be asked about somebody. */
  failed(thrown: unknown): void;
  /** Kakao has answered. */
  succeeded(): void;
  /** No more questions: whoever is left is unproved. */
  isStopped(): boolean;
}

/**
 * How people stand at Kakao now: first to the channel, in one request, then, of those who have added it, to the terms,
 * one request each. Never rejects.
 *
 * @param kakaoIds 200 at most
 */
export async function readStandings(
  question: Question,
  kakaoIds: readonly string[],
): Promise<ReadonlyMap<string, Standing>> {
  const standings = new Map<string, Standing>(kakaoIds.map((kakaoId) => [kakaoId, {is: 'unproved'}]));
  if (question.isStopped()) return standings;
  const relations = await readRelations(question, kakaoIds);
  if (!relations) return standings;
  const added: string[] = [];
  for (const kakaoId of kakaoIds) {
    const refusal = toChannelRefusal(relations.get(kakaoId) ?? []);
    if (refusal === null) added.push(kakaoId);
    else standings.set(kakaoId, {is: 'refused', reason: refusal});
  }
  const readNext = async (): Promise<void> => {
    for (let kakaoId = added.shift(); kakaoId !== undefined; kakaoId = added.shift()) {
      if (!question.isStopped()) standings.set(kakaoId, await readTerms(question, kakaoId));
    }
  };
  await Promise.all(Array.from({length: question.concurrency}, readNext));
  return standings;
}

/** What Kakao tells of the channel, by person; null if it could not be asked. */
async function readRelations(
  {api, channelId, patience, succeeded, failed}: Question,
  kakaoIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]> | null> {
  try {
    const people = await askPatiently(patience, (options) =>
      api.channels.list(kakaoIds, {channelIds: [channelId], ...options}),
    );
    succeeded();
    const relations = new Map<string, readonly string[]>();
    for (const {kakaoId, list} of people) {
      const told = list.filter(({id}) => id === channelId).map(({relation}) => relation);
      relations.set(kakaoId, [...(relations.get(kakaoId) ?? []), ...told]);
    }
    return relations;
  } catch (thrown) {
    failed(thrown);
    return null;
  }
}

/** If Kakao should ever tell two things of one person, both have to be "added". */
function toChannelRefusal(relations: readonly string[]): CustomerRefusal | null {
  if (relations.length === 0) return 'channel_unknown';
  return relations.every((relation) => relation === 'added') ? null : 'channel_not_added';
}

async function readTerms(question: Question, kakaoId: string): Promise<Standing> {
  const {api, marketingTerms: tags, patience} = question;
  try {
    const {list} = await askPatiently(patience, (options) => api.terms.list({kakaoId}, {tags, ...options}));
    question.succeeded();
    const isAgreed = (tag: string): boolean => {
      const told = list.filter((term) => term.tag === tag);
      return told.length > 0 && told.every(({agreed}) => agreed);
    };
    return tags.every(isAgreed) ? {is: 'agreed'} : {is: 'refused', reason: 'term_not_agreed'};
  } catch (thrown) {
    if (toReaction(thrown) !== 'person') {
      question.failed(thrown);
      return {is: 'unproved'};
    }
    question.succeeded();
    const isUnlinked = thrown instanceof KakaoApiError && thrown.code === 'not_linked';
    return {is: 'refused', reason: isUnlinked ? 'not_linked' : 'account_restricted'};
  }
}
