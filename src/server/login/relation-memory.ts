import {AbandonedError, shareWork, type SharedWork} from '../base/shared-work.js';

/** What Kakao says of an account and some channels; null if it does not tell. */
type LastAnswer<Relation> = Promise<ReadonlyMap<string, Relation> | null>;

/**
 * What Kakao has just said of people and channels. A page asks before and after its member adds a channel, so a few
 * questions in a row are passed on; whoever asks more gets the last answer again.
 */
export interface RelationMemory<Relation> {
  /** The last answers about those of the channels that were asked about often enough, by channel: null if none comes. */
  recall(kakaoId: string, channels: readonly string[]): ReadonlyMap<string, LastAnswer<Relation>>;
  /** Keeps an answer that is on its way. */
  keep(kakaoId: string, channels: readonly string[], answer: LastAnswer<Relation>): void;
}

/** So many questions about one person and channel are passed on within this time. */
const QUESTIONS = 3;
const WINDOW = 10_000;
const MAX_PEOPLE = 1000;
/** How long anybody waits for an answer that another asked for, in milliseconds: longer than a question takes. */
const JOIN_TIMEOUT = 7000;

interface Entry<Relation> {
  /** When it was asked, lately. */
  readonly times: readonly number[];
  readonly answer: SharedWork<ReadonlyMap<string, Relation> | null>;
}

/** A memory of this process. */
export function createRelationMemory<Relation>(now: () => number): RelationMemory<Relation> {
  // In the order of the last question.
  const people = new Map<string, {readonly at: number; readonly entries: Map<string, Entry<Relation>>}>();
  const isLate = (at: number): boolean => Math.abs(now() - at) < WINDOW;
  const find = (kakaoId: string, channel: string): Entry<Relation> | undefined => {
    const entry = people.get(kakaoId)?.entries.get(channel);
    return entry && {...entry, times: entry.times.filter(isLate)};
  };
  return {
    recall(kakaoId, channels) {
      const found = channels.flatMap((channel): readonly (readonly [string, LastAnswer<Relation>])[] => {
        const entry = find(kakaoId, channel);
        const isKnown = entry && entry.times.length >= QUESTIONS && !entry.answer.isAbandoned();
        return isKnown ? [[channel, entry.answer.join().catch(toNothing)]] : [];
      });
      return new Map(found);
    },
    keep(kakaoId, channels, asked) {
      const answer = shareWork(asked, JOIN_TIMEOUT, now);
      const entries = people.get(kakaoId)?.entries ?? new Map<string, Entry<Relation>>();
      for (const channel of channels) {
        entries.set(channel, {times: [...(find(kakaoId, channel)?.times ?? []), now()], answer});
      }
      people.delete(kakaoId);
      people.set(kakaoId, {at: now(), entries});
      for (const [old, {at}] of people) {
        if (isLate(at) && people.size <= MAX_PEOPLE) break;
        people.delete(old);
      }
    },
  };
}

function toNothing(thrown: unknown): null {
  if (thrown instanceof AbandonedError) return null;
  throw thrown;
}
