import {toReleaseHint} from '../../sdk/published-releases.js';
import {DEFAULT_SDK_VERSION} from '../../sdk/releases.js';
import type {ErrorCode} from '../../shared/errors.js';
import {toAttribute, type ConfigProblem} from '../state/config.js';
import type {Locale} from '../state/messages.js';
import type {Problem, ProblemFacts} from '../state/problem.js';
import {findNearest} from './nearest.js';
import {REMEDIES} from './remedies.js';

/** The facts of one kind of problem. */
type Facts<Kind extends ProblemFacts['kind']> = Extract<ProblemFacts, {readonly kind: Kind}>;

/** How to fill in what is missing. */
const MISSING: Readonly<Record<Facts<'missing'>['name'], (here: string) => string>> = {
  appKey: () => REMEDIES.appKey,
  redirectUri: (here) => `e.g. "/kakao/callback"; register ${here}/kakao/callback at Kakao`,
  endpoint: () => 'the path of your backend, e.g. "/api/kakao/session"',
  logoutRedirectUri: () => 'a path that is registered at Kakao',
};

/** Why somebody does not get what they ask for. */
const REASONS: Readonly<Record<Facts<'ignored'>['reason'], string>> = {
  script: 'set by a script',
  code: 'fixed at the start',
  element: 'fixed at the start',
  'other element': 'another <kakao-sync> came first',
  tag: 'the script tag has its own data- attributes, which win over window.kakaoSync',
};

/** What a press keeps for the way back. */
const KEPT: Readonly<Record<Facts<'lost'>['names'][number], string>> = {
  from: 'the exact address where it began',
  context: 'context',
  asked: 'which terms and consent items it asks for',
  returnTo: 'return-to',
};

const ORIGIN =
  'serve this page over https or, on your own machine, over http://localhost. A file, srcdoc, about:blank and a sandbox ' +
  'without allow-same-origin have no origin that Kakao could return to.';

/** Every language that the elements speak: one that is missing here does not compile. */
const LANGUAGES: Readonly<Record<Locale, 1>> = {en: 1, ko: 1, ja: 1};

/** Why a request goes without the site's CSRF token. */
const TOKENLESS: Readonly<Record<Facts<'csrf'>['reason'], string>> = {
  missing: 'the page has no value there that a script can read, or two cookies of that name',
  unfit: 'the value there has a line break or a character beyond Latin-1',
  header: 'the page has no <meta name="_csrf_header"> with a header that can be sent',
};

/** A POST that was refused in no words of ours: one of the contract ends with its length. */
const REFUSED_BEFORE = /^(auto-login: )?backend_refused .*POST \S+ 4(03|19) .*\d [a-z-]+( |$)/;

/** How many names one line holds. */
const MOST_NAMES = 10;

/** The sentence of each kind of problem. */
const SENTENCES: {readonly [Kind in ProblemFacts['kind']]: (facts: Facts<Kind>) => string} = {
  value: ({name, value}) => {
    // Somebody may have written the token itself there, which is longer than a name.
    const shown = name === 'csrf' ? value.replace(/[^\s:]{16,}/g, '…') : value;
    return `${toPair({name, value: shown})} must be ${REMEDIES[name]}.`;
  },
  csrf: ({value, reason}) => `${toPair({name: 'csrf', value})}: ${TOKENLESS[reason]}. Requests go without the token.`,
  release: ({value, ...facts}) =>
    value === undefined
      ? `sdk-version is missing: the release of sdk-integrity. ${DEFAULT_SDK_VERSION} is used.`
      : `${toPair({...facts, value})} needs its sdk-integrity. ${DEFAULT_SDK_VERSION} is used. ${toReleaseHint(value)}`,
  key: ({name}) =>
    `${toAttribute(name)} needs app-key: a login that login-url starts is the backend’s alone. It is not used.`,
  long: ({name}) =>
    `${name} is too long for the cookie that a route of the server reads: it has room for about 900 bytes in UTF-8.`,
  site: (facts) => `${toPair(facts)} must be on the site of ${facts.here}: another site's cookies do not come along.`,
  origin: () => ORIGIN,
  missing: ({name, here}) => `${toAttribute(name)} is missing: ${MISSING[name](here)}.`,
  choice: (facts) => `${toPair(facts)} must be "${facts.choices.join('" or "')}".`,
  language: ({value}) => `lang=${JSON.stringify(value)} is no language: write "ko", "en" or "ja". English is shown.`,
  item: ({value}) =>
    `${JSON.stringify(value)} is no tag of a term and no consent item: letters, digits, "_", "-" and "." make one. It is not asked for.`,
  channel: ({value}) => {
    const name = 'channel-public-id';
    return `${value === undefined ? name : toPair({name, value})} must be what follows pf.kakao.com/, such as _ZeUTxl.`;
  },
  term: ({value}) => `tags="${value}" is no term of the Kakao app: correct it, or add the term at Kakao.`,
  bubbles: () =>
    'last-used is not shown where the button has a bubble. Drop last-used (data-last-used), or the bubble (data-bubble).',
  xml: ({value}) =>
    `this page is ${value}, where no element can be drawn. Serve it as text/html, or use createKakaoSync().`,
  unpressable: ({name}) =>
    `nobody can press <${name}>: a style sheet of the page sets pointer-events: none, which no element can undo.`,
  messages: ({names, known}) =>
    names.length === 0
      ? 'messages must be an object, and data-messages the same as JSON: {"ko": {"retry": "…"}}.'
      : `messages: ${names
          .slice(0, MOST_NAMES)
          .map((name) => toMistake(name, known))
          .join('; ')}. Our own texts stay there.`,
  attribute: ({name, prefix, known, isShared}) => {
    const nearest = findNearest(name.slice(prefix.length), known, isShared);
    return nearest ? `${name.slice(0, 80)} is no attribute of this element: write ${prefix}${nearest}.` : '';
  },
  secret: ({name}) => `${name} does not belong in a page. Remove it, and replace that key at Kakao.`,
  ignored: ({names, reason}) => `${names.map(toAttribute).join(', ')} ignored: ${REASONS[reason]}.`,
  lost: ({names}) =>
    `this browser’s storage is full or forbidden. Lost on the way: ${names.map((name) => KEPT[name]).join('; ')}.`,
  moved: ({path}) => `completed all the same. ${toMovedAdvice(path)}`,
  stateless: () => 'the address has `code` or `error` without a `state` of ours; it was left as it is.',
  tag: () =>
    'the script has found no tag of its own with data- attributes; a tag manager may have removed them. Write ' +
    'window.kakaoSync = {appKey: "…", endpoint: "…", redirectUri: "…", q: []} before it, or ' +
    '<script src="…/kakao-sync.min.js" data-app-key="…" data-endpoint="…" data-redirect-uri="…"></script> into the page.',
  nowhere: () => 'nothing says where the button goes: write <div data-kakao-login></div> there.',
  selector: (facts) => `${toPair(facts)} is no CSS selector; write e.g. "#kakao-login". It is left out.`,
  page: (facts) => `${toPair(facts)} is no address; write a path such as "/login". It is left out.`,
  hostless: () =>
    'write data-host="cafe24", "imweb" or "makeshop" on the tag, or data-click with the selector of a control.',
  host: () =>
    'this page has nothing to press: neither a control that data-click or the host’s selector finds, nor the host’s ' +
    'function, nor another login page. Write the selector of the shop’s own Kakao button into data-click.',
  unconfigured: () =>
    'put <kakao-sync app-key endpoint redirect-uri> on the page, or call createKakaoSync(). A channel needs app-key alone. ' +
    'Where the login is pressed by data-host or data-click, put a link to https://pf.kakao.com/_… in place of its button.',
};

/** The remedies of codes. The text of such a problem says only what was measured. */
const HINTS: ReadonlyMap<string, (words: string) => string> = new Map<ErrorCode, (words: string) => string>([
  ['insecure_origin', () => ORIGIN],
  [
    'framed',
    () =>
      'Kakao shows in no frame. Only a press in a frame of the page’s own origin, with rest-api-key and without a ' +
      'sandbox, can take the whole window there; else the message offers this page as a link.',
  ],
  ['sdk_amd', () => 'load Kakao’s tag before your module loader, or give rest-api-key.'],
  ['callback_moved', (path) => path && toMovedAdvice(path)],
]);

/** The line for the developer: a code, its reference, and what is wrong; empty where nothing is. */
export function toLine(problem: Problem): string {
  if (typeof problem !== 'string') {
    const sentence = (SENTENCES[problem.kind] as (facts: ProblemFacts) => string)(problem);
    return sentence && `${[problem.code, problem.ref].filter(Boolean).join(' ')}: ${sentence}`;
  }
  if (REFUSED_BEFORE.test(problem)) {
    return `${problem}: a CSRF protection seems to have refused it. Let csrf say where the page has its token, or exempt this path.`;
  }
  // A page that release 0.1 was on has kept a whole line.
  const [, start = '', code = '', words = ''] =
    /^((?:auto-login: )?(\w+)(?: KS-[\w-]+)?)(?: ([^:]\S*))?$/.exec(problem) ?? [];
  const hint = HINTS.get(code)?.(words);
  return hint ? `${start}: ${hint}` : problem;
}

/** What is wrong with a site's own text, by its language and key. The text itself may be anything. */
function toMistake(name: string, known: readonly string[]): string {
  const [language = '', key] = name.slice(0, 80).split(/\.(.*)/s);
  const isLanguage = Object.keys(LANGUAGES).includes(language);
  if (key === undefined) {
    return isLanguage
      ? `${language} must be an object of texts`
      : `${JSON.stringify(language)} must be "en", "ja" or "ko"`;
  }
  if (known.includes(key)) return `${language}.${key} must be a text`;
  const nearest = findNearest(key, known);
  return `${JSON.stringify(`${language}.${key}`)} is unknown${nearest ? ` (${nearest}?)` : ''}`;
}

/** Names no other page than the callback's: its address may hold anything. */
function toMovedAdvice(path: string): string {
  return `Kakao's answer belongs on ${path}, and something has moved it before the widget's script ran. Let nothing redirect ${path}.`;
}

function toPair({
  name,
  value,
}: Pick<Extract<ConfigProblem, {readonly value: string}>, 'value'> & {name: string}): string {
  return `${toAttribute(name)}=${JSON.stringify(value)}`;
}
