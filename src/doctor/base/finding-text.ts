import type {Localized} from './language.js';

/** `wrong`: somebody has to change something. `note`: good to know, or nobody could tell from here. */
export type Level = 'wrong' | 'note';

/** What is wrong and what to do, as the reader is told. */
export interface FindingText {
  readonly level: Level;
  /** It rests on how Kakao's own servers answer, which was compared with Kakao's documents only. */
  readonly isUnverified?: boolean;
  /** What the sentences hold in braces. */
  readonly facts: readonly string[];
  readonly what: Localized;
  readonly fix: Localized;
}
