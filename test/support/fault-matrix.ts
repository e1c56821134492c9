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

/**
 * Everything that can go wrong around a login, by what the design makes of it. "The other way": the direct path where
 * there is a REST API key, else one more press.
 */
export const FAULT_MATRIX = {
  F01: {point: 'sdk', fault: 'it is blocked', end: 'the other way', presses: ['I4']},
  F02: {point: 'sdk', fault: 'it is not found', end: 'the other way', presses: ['I4']},
  F03: {point: 'sdk', fault: 'it never comes', end: 'the other way, after 3 s', presses: ['I3']},
  F04: {point: 'sdk', fault: 'it comes after the press gave it up', end: 'it is left alone', presses: ['I8']},
  F05: {point: 'sdk', fault: 'its hash differs', end: 'the other way, one line in the console', presses: ['I11']},
  F06: {point: 'sdk', fault: 'the page’s policy forbids it', end: 'the other way', presses: ['I11']},
  F07: {point: 'sdk', fault: 'it is empty', end: 'the other way', presses: ['I4']},
  F08: {point: 'sdk', fault: 'an element of the page has its name', end: 'signed in', presses: ['I11']},
  F09: {point: 'sdk', fault: 'the site has set it up, same key', end: 'it is used as it is', presses: ['I11']},
  F10: {point: 'sdk', fault: 'the site has set it up, other key', end: 'the other way', presses: ['I11']},
  F11: {point: 'sdk', fault: 'there are two releases', end: 'signed in, or the other way', presses: ['I11']},
  F12: {point: 'sdk', fault: 'init() throws', end: 'the other way', presses: ['I11']},
  F13: {point: 'sdk', fault: 'authorize() throws', end: 'the other way, for the right key', presses: ['I2']},
  F14: {point: 'sdk', fault: 'authorize() rejects', end: 'one more press', presses: ['I4']},
  F15: {point: 'sdk', fault: 'authorize() does nothing', end: 'continue in the browser, or retry', presses: ['I3']},
  F16: {point: 'sdk', fault: 'KakaoTalk never answers', end: 'retry', presses: ['I5']},

  F17: {point: 'browser', fault: 'storage is forbidden', end: 'signed in', presses: ['I1']},
  F18: {point: 'browser', fault: 'storage is full', end: 'signed in', presses: []},
  F19: {point: 'browser', fault: 'cookies are off', end: 'help, and nothing leaves', presses: ['I8']},
  F20: {point: 'browser', fault: 'cookies are cleared on the way', end: 'continue-here', presses: ['I1']},
  F21: {point: 'browser', fault: 'the callback opens in a new tab', end: 'signed in there', presses: ['I2']},
  F22: {point: 'browser', fault: 'the callback opens in another browser', end: 'continue-here', presses: ['I1', 'I5']},
  F23: {point: 'browser', fault: 'two tabs, in order', end: 'signed in twice', presses: ['I2']},
  F24: {point: 'browser', fault: 'two tabs, in reverse and at once', end: 'signed in twice', presses: ['I2']},
  F25: {point: 'browser', fault: 'a fourth login begins', end: 'the oldest is given up politely', presses: ['I1']},
  F26: {point: 'browser', fault: 'twenty presses', end: 'one login', presses: ['I2']},
  F27: {point: 'browser', fault: 'the callback is started twice', end: 'one login', presses: ['I2', 'I9']},
  F28: {point: 'browser', fault: 'back to the callback', end: 'on, without a new request', presses: ['I2']},
  F29: {point: 'browser', fault: 'back to the button, from the cache', end: 'idle', presses: ['I3']},
  F30: {point: 'browser', fault: 'reload during the callback', end: 'signed in, or retry', presses: ['I2']},

  F31: {point: 'authorize', fault: 'consent_required', end: 'idle', presses: ['I8']},
  F32: {point: 'authorize', fault: 'login_required', end: 'idle', presses: ['I8']},
  F33: {point: 'authorize', fault: 'interaction_required', end: 'idle', presses: ['I8']},
  F34: {point: 'authorize', fault: 'a code that the backend fails', end: 'idle', presses: ['I8']},
  F35: {point: 'browser', fault: '"tried" cannot be stored', end: 'no try', presses: ['I8']},
  F36: {point: 'browser', fault: 'after a logout', end: 'no try', presses: ['I8']},
  F37: {point: 'browser', fault: 'frame, prerender, hidden, bot', end: 'no try', presses: ['I8']},
  F38: {point: 'authorize', fault: 'Kakao never answers', end: 'idle when back', presses: ['I3']},

  F39: {point: 'authorize', fault: 'the visitor turns back', end: 'cancelled', presses: ['I4']},
  F40: {point: 'authorize', fault: 'an error of Kakao’s', end: 'retry', presses: ['I5']},
  F41: {point: 'authorize', fault: 'an answer without state', end: 'retry, nothing posted', presses: ['I1']},
  F42: {point: 'authorize', fault: 'a foreign state', end: 'never signs in', presses: ['I1']},
  F43: {point: 'authorize', fault: 'doubled or conflicting parameters', end: 'refused', presses: ['I1']},
  F44: {point: 'authorize', fault: 'the code of another login', end: 'refused by its nonce', presses: ['I1']},
  F45: {point: 'authorize', fault: 'Kakao’s own error page', end: 'idle when back', presses: ['I4']},

  F46: {point: 'kakao', fault: 'token: 500, 503', end: 'retry', presses: ['I2']},
  F47: {point: 'kakao', fault: 'token: no answer', end: 'retry within 10 s', presses: ['I3']},
  F48: {
    point: 'kakao',
    fault: 'token: the connection breaks',
    end: 'retry, the code is not sent again',
    presses: ['I2'],
  },
  F49: {point: 'kakao', fault: 'token: KOE320', end: 'retry, or signed in with the session', presses: ['I2']},
  F50: {point: 'kakao', fault: 'token: KOE010, KOE101, KOE303', end: 'help', presses: ['I7']},
  F51: {point: 'kakao', fault: 'token: KOE237, 429', end: 'retry later', presses: ['I8']},
  F52: {point: 'kakao', fault: 'token: an answer that is none', end: 'retry', presses: ['I12']},
  F53: {point: 'kakao', fault: 'a spoiled ID token', end: 'retry, nobody is asked for', presses: ['I1']},
  F54: {point: 'kakao', fault: 'keys: down, but known', end: 'signed in', presses: []},
  F55: {point: 'kakao', fault: 'keys: down at a cold start', end: 'retry', presses: ['I12']},
  F56: {point: 'kakao', fault: 'keys: replaced just now', end: 'signed in after one reload', presses: []},
  F57: {point: 'kakao', fault: 'user: 401, 500, -401, another id', end: 'retry', presses: ['I1']},
  F58: {point: 'backend', fault: 'its clock is five minutes off', end: 'help', presses: ['I12']},
  F59: {point: 'backend', fault: 'it refuses', end: 'help or retry by the status', presses: ['I4']},
  F60: {point: 'backend', fault: 'it fails, or answers something else', end: 'retry', presses: ['I3', 'I13']},
  F61: {point: 'backend', fault: 'its answer is lost', end: 'signed in where the cookie came', presses: ['I2', 'I9']},
  F62: {point: 'backend', fault: 'CORS refuses', end: 'retry', presses: ['I4']},
  F63: {point: 'backend', fault: 'the request comes twice', end: 'one exchange', presses: ['I2', 'I9']},
  F64: {point: 'backend', fault: 'its cookie does not stay', end: 'help', presses: ['I4']},
  F65: {point: 'backend', fault: 'its sealing key is replaced on the way', end: 'signed in', presses: ['I5']},
  F66: {point: 'backend', fault: 'two instances share nothing', end: 'one session', presses: ['I2']},

  F67: {point: 'hooks', fault: 'a hook throws, rejects, hangs, returns nothing', end: 'retry', presses: ['I9', 'I13']},
  F68: {point: 'hooks', fault: 'a hook takes eight seconds', end: 'signed in, once', presses: ['I9']},
  F69: {point: 'hooks', fault: 'the inbox is down', end: 'sent again', presses: ['I10']},
  F70: {point: 'webhooks', fault: 'one event ten times', end: 'applied once', presses: ['I10']},
  F71: {point: 'webhooks', fault: 'a hook hangs', end: 'answered in time', presses: ['I10']},
  F72: {point: 'webhooks', fault: 'unlink during a login', end: 'no session stays', presses: ['I1']},

  F73: {point: 'browser', fault: 'offline, then online', end: 'retry, then signed in', presses: ['I4', 'I5']},
  F74: {point: 'browser', fault: 'prefetch, prerender, bots at the callback', end: 'nothing changes', presses: ['I2']},
  F75: {point: 'browser', fault: 'elements leave or move while busy', end: 'signed in', presses: ['I11']},
  F76: {point: 'browser', fault: 'the page is on another origin', end: 'nothing leaves', presses: ['I6']},

  F77: {point: 'kakao', fault: 'terms: down, refused, none', end: 'signed in without them', presses: ['I7', 'I12']},
} as const satisfies Readonly<Record<string, FaultRow>>;

export type FaultId = keyof typeof FAULT_MATRIX;

/** Rows that come with a part which does not exist yet. */
export const WAITING: Readonly<Record<'webhooks', readonly FaultId[]>> = {
  webhooks: ['F69', 'F70', 'F71', 'F72'],
};

/** A row by its name. @throws where there is none, or its part does not exist yet. */
export function readFault(id: string): FaultRow {
  const row = (FAULT_MATRIX as Readonly<Record<string, FaultRow | undefined>>)[id];
  if (!row) throw new Error(`The fault matrix has no row ${id}.`);
  for (const [part, ids] of Object.entries(WAITING)) {
    if ((ids as readonly string[]).includes(id))
      throw new Error(`${id} waits for ${part}: take it off that list first.`);
  }
  return row;
}
