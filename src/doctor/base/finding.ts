import type {FindingId} from './finding-texts.js';

/** One thing that a check has found. */
export interface Finding {
  /** Stable from release to release. */
  readonly id: FindingId;
  /** A variable of a file, a flag, or an address: never the value of a secret. */
  readonly where: string;
  /** What its sentences need. Never a secret. */
  readonly facts: Readonly<Record<string, string>>;
}

/** Makes a finding. */
export function find(id: FindingId, where: string, facts: Readonly<Record<string, string>> = {}): Finding {
  return {id, where, facts};
}
