import type {PageOptions, SdkPage} from './support/sdk-page.js';

/** Opens a page with the SDK whose fact is looked at. */
export type Open = (options?: PageOptions) => Promise<SdkPage>;

/** Something that was seen of Kakao's JavaScript SDK when it was run, or that is said of it. */
export interface Fact {
  /** Its name in the table. */
  readonly id: string;
  readonly says: string;
  /** The first release that does so: of those that were run, or that Kakao's own history names. */
  readonly since?: string;
  /** The first release that does so no more. */
  readonly before?: string;
  /** Why it is not certain. Of a real file it is then only reported. */
  readonly unverified?: string;
  /** @throws where it is not so. */
  readonly check: (open: Open) => Promise<void>;
}

/** A fact, by its name in the table or with its releases. */
export function fact(name: string | Omit<Fact, 'says' | 'check'>, says: string, check: Fact['check']): Fact {
  return {...(typeof name === 'string' ? {id: name} : name), says, check};
}
