import rows from './fault-matrix.json' with {type: 'json'};

/** What holds at every end, whatever went wrong. */
export const INVARIANTS = {
  I1: 'No session without a login whose every proof was checked',
  I2: 'One token request a code at most, one session a transaction',
  I3: 'Nothing is busy for more than 15 seconds',
  I4: 'There is something to press',
  I5: 'The visitor is back where they began',
  I6: 'No way leads anywhere but to the site and to Kakao',
  I7: 'No secret and no text of Kakao’s stays behind',
  I8: 'No page sends anybody on twice, and nobody to Kakao by itself',
  I9: 'Nobody signs up twice, and no login asks the site twice',
  I10: 'Each webhook is answered in time and applied once',
  I11: 'The page around is as it was',
  I12: 'What is unknown is refused, by a published code',
  I13: 'A failure has one reference, wherever it is told',
} as const;

export type Invariant = keyof typeof INVARIANTS;

/** Where faults come from. */
export const POINTS = {
  sdk: {letter: 'S', title: 'faults of Kakao’s SDK'},
  browser: {letter: 'B', title: 'faults of the browser'},
  authorize: {letter: 'A', title: 'faults of Kakao’s pages'},
  kakao: {letter: 'T', title: 'faults of Kakao’s servers'},
  backend: {letter: 'K', title: 'faults of the backend'},
  hooks: {letter: 'H', title: 'faults of the site’s hooks'},
  webhooks: {letter: 'W', title: 'faults of webhooks'},
} as const;

export type Point = keyof typeof POINTS;

interface FaultRow {
  readonly point: Point;
  readonly fault: string;
  readonly end: string;
  /** The invariants it presses on hardest; all that can be checked are, each time. */
  readonly presses: readonly Invariant[];
}

export type FaultId = keyof typeof rows;

/**
 * Everything that can go wrong around a login, by what the design makes of it. "The other way": the direct path where
 * there is a REST API key, else one more press.
 */
export const FAULT_MATRIX = rows as Readonly<Record<FaultId, FaultRow>>;

/** A row by its name. @throws where there is none. */
export function readFault(id: string): FaultRow {
  const row = (FAULT_MATRIX as Readonly<Record<string, FaultRow | undefined>>)[id];
  if (!row) throw new Error(`The fault matrix has no row ${id}.`);
  return row;
}
