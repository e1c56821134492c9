import type {Answer} from '../network/browser.js';
import type {Forgery} from './forge.js';
import type {BackendFixture} from './backend-fixture.js';

/** A cookie of a `Cookie` header, its characters bytes. */
type ToPair = (name: string, value: string) => string;

const BLANKS = ['\u00a0', ...['\u00a0', '\ufeff', '\u2000', '\u2028', '\u3000'].map(toBytesAsLatin1)];

/** Names that some parser turns into another one, where there is anything to be turned. */
const RENAMED: readonly ToPair[] = [
  ...['.', ' ', '[', '%5F', '%5f'].map(
    (sign): ToPair =>
      (name, value) =>
        `${name.replace(/_(?=[^_])/, sign)}=${value}`,
  ),
  (name, value) =>
    `${name.replace(/[a-z](?=[^a-z]*$)/i, (letter) => `%${letter.charCodeAt(0).toString(16)}`)}=${value}`,
  (name, value) => `"${name}"=${value}`,
];

/** What another host of the site sets, because the browser keeps only the exact name from it. */
const FAMILIES: readonly (readonly [name: string, toPairs: readonly ToPair[]])[] = [
  ['a strange blank before its name', BLANKS.map((blank) => (name, value) => `${blank}${name}=${value}`)],
  ['a strange blank after its name', BLANKS.map((blank) => (name, value) => `${name}${blank}=${value}`)],
  ['other letters of its name in capitals', [(name, value) => `${swapCase(name)}=${value}`]],
  ['a name that a parser turns into its own', RENAMED],
  [
    'a name of which its own is a part',
    [(name, value) => `x${name}=${value}`, (name, value) => `${name}x=${value}`, (name, value) => `x-${name}=${value}`],
  ],
  [
    'its own name in a value',
    [
      (name, value) => `a=${name}=${value}`,
      (name, value) => `a="${name}=${value}"`,
      (name, value) => `a=1, ${name}=${value}`,
    ],
  ],
  ['no name', [(name, value) => `=${name}=${value}`]],
];

/** A text's UTF-8 bytes as servers see them: each one character of Latin-1. */
export function toBytesAsLatin1(text: string): string {
  return Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join('');
}

function swapCase(text: string): string {
  return text.replace(/[a-z]/gi, (letter) => (letter > 'Z' ? letter.toUpperCase() : letter.toLowerCase()));
}

/** Two people who are signed in, each in a browser. */
async function meetThiefAndVictim(fixture: BackendFixture) {
  const [thief, victim] = [fixture.openBrowser(), fixture.openBrowser()];
  await fixture.logIn(thief, await fixture.meetStranger());
  const {login, answer} = await fixture.logIn(victim, await fixture.meetStranger());
  return {planted: [...thief.cookies], own: [...victim.cookies], login, answer};
}

/** Who the backend says is signed in, by a `Cookie` header; undefined where it does not tell. */
async function readBy(
  fixture: BackendFixture,
  cookie: string,
): Promise<{readonly answer: Answer; readonly tx: unknown}> {
  const answer = await fixture.openBrowser().send({method: 'GET', headers: {Cookie: cookie}});
  const {status, tx} = answer.fields;
  return {answer, tx: answer.status !== 200 || status === undefined ? undefined : status === 'signed-in' ? tx : null};
}

function forgeName(name: string, toPairs: readonly ToPair[]): Forgery {
  return {
    must: 8,
    name: `a cookie of another host with ${name}`,
    async attempt(fixture) {
      const {planted, own, login, answer} = await meetThiefAndVictim(fixture);
      const ours = toHeader(own);
      const problems = new Set<string>();
      let last = answer;
      for (const toPair of toPairs) {
        const theirs = planted.map(([cookie, value]) => [cookie, value, toPair(cookie, value)] as const);
        const changed = theirs
          .filter(([cookie, value, pair]) => pair !== `${cookie}=${value}`)
          .map(([, , pair]) => pair);
        if (changed.length === 0) continue;
        const {answer: alone, tx} = await readBy(fixture, `a=1; ${changed.join('; ')}; b=2`);
        if (tx) problems.add('it signs the visitor in as somebody else');
        last = alone;
        for (const cookie of [`${changed.join('; ')}; ${ours}`, `${ours}; ${changed.join('; ')}`]) {
          const beside = await readBy(fixture, cookie);
          if (beside.tx !== undefined && beside.tx !== login.tx) problems.add('it takes the visitor’s session away');
        }
      }
      return {answer: last, problems: [...problems]};
    },
  };
}

const DOUBLED: Forgery = {
  must: 8,
  name: 'a cookie of another host with its own name, beside its own',
  async attempt(fixture) {
    const {planted, own} = await meetThiefAndVictim(fixture);
    const [theirs, ours] = [toHeader(planted), toHeader(own)];
    const first = await readBy(fixture, `${theirs}; a=1; ${ours}`);
    const trials = [first, await readBy(fixture, `${ours}; a=1; ${theirs}`)];
    return {
      answer: first.answer,
      problems: trials.some(({tx}) => tx) ? ['one of the two counts, and nobody can tell whose'] : [],
    };
  },
};

function toHeader(cookies: readonly (readonly [name: string, value: string])[]): string {
  return cookies.map((pair) => pair.join('=')).join('; ');
}

/** Cookies that read as the backend's. */
export const COOKIE_FORGERIES: readonly Forgery[] = [
  ...FAMILIES.map(([name, toPairs]) => forgeName(name, toPairs)),
  DOUBLED,
];
