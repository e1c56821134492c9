import {expect} from '@open-wc/testing';
import {toLine} from '../../../src/client/report/lines.js';
import type {Problem, ProblemFacts} from '../../../src/client/state/problem.js';

type Row = readonly [problem: Problem, line: string];

const HERE = 'https://shop.example';
const MOVED =
  "Kakao's answer belongs on /kakao/callback, and something has moved it before the widget's script ran. Let nothing redirect /kakao/callback.";

/** A line or more of each kind. */
const FACTS: {readonly [Kind in ProblemFacts['kind']]: readonly Row[]} = {
  value: [
    [
      {code: 'config_invalid', kind: 'value', name: 'appKey', value: 'x\n"'},
      'config_invalid: app-key="x\\n\\"" must be the JavaScript key of your Kakao app, 32 hex digits.',
    ],
    [
      {code: 'config_invalid', kind: 'value', name: 'sdkVersion', value: 'object'},
      'config_invalid: sdk-version="object" must be 2.2.0, 2.5.0, 2.7.1, 2.7.4, or another one with its sdk-integrity.',
    ],
  ],
  release: [
    [
      {code: 'config_invalid', kind: 'release', name: 'sdkVersion'},
      'config_invalid: sdk-version is missing: the release of sdk-integrity. 2.7.4 is used.',
    ],
    [
      {code: 'config_invalid', kind: 'release', name: 'sdkVersion', value: '2.99.0'},
      'config_invalid: sdk-version="2.99.0" needs its sdk-integrity. 2.7.4 is used. No value is known here.',
    ],
    [
      {code: 'config_invalid', kind: 'release', name: 'sdkVersion', value: '2.7.9'},
      'config_invalid: sdk-version="2.7.9" needs its sdk-integrity. 2.7.4 is used. ' +
        'sdk-integrity="sha384-JpLApTkB8lPskhVMhT+m5Ln8aHlnS0bsIexhaak0jOhAkMYedQoVghPfSpjNi9K1" ' +
        'is what public pages say, not compared with the file.',
    ],
  ],
  site: [
    [
      {code: 'config_invalid', kind: 'site', name: 'endpoint', value: 'api.other.example', here: 'shop.example'},
      'config_invalid: endpoint="api.other.example" must be on the site of shop.example: ' +
        "another site's cookies do not come along.",
    ],
  ],
  missing: [
    [
      {code: 'config_incomplete', kind: 'missing', name: 'appKey', here: HERE},
      'config_incomplete: app-key is missing: the JavaScript key of your Kakao app, 32 hex digits.',
    ],
    [
      {code: 'config_incomplete', kind: 'missing', name: 'redirectUri', here: HERE},
      `config_incomplete: redirect-uri is missing: e.g. "/kakao/callback"; register ${HERE}/kakao/callback at Kakao.`,
    ],
    [
      {code: 'config_incomplete', kind: 'missing', name: 'endpoint', here: HERE},
      'config_incomplete: endpoint is missing: the path of your backend, e.g. "/api/kakao/session".',
    ],
    [
      {code: 'config_incomplete', kind: 'missing', name: 'logoutRedirectUri', here: HERE},
      'config_incomplete: logout-redirect-uri is missing: a path that is registered at Kakao.',
    ],
  ],
  choice: [
    [
      {code: 'config_invalid', kind: 'choice', name: 'size', value: 'huge', choices: ['medium', 'large']},
      'config_invalid: size="huge" must be "medium" or "large".',
    ],
  ],
  channel: [
    [
      {code: 'config_invalid', kind: 'channel'},
      'config_invalid: channel-public-id must be what follows pf.kakao.com/, such as _ZeUTxl.',
    ],
    [
      {code: 'config_invalid', kind: 'channel', value: 'ZeUTxl'},
      'config_invalid: channel-public-id="ZeUTxl" must be what follows pf.kakao.com/, such as _ZeUTxl.',
    ],
  ],
  term: [
    [
      {code: 'config_invalid', kind: 'term', value: 'evnet'},
      'config_invalid: tags="evnet" is no term of the Kakao app: correct it, or add the term at Kakao.',
    ],
  ],
  secret: [
    [
      {code: 'config_invalid', kind: 'secret', name: 'client-secret'},
      'config_invalid: client-secret does not belong in a page. Remove it, and replace that key at Kakao.',
    ],
  ],
  ignored: [
    [
      {code: 'config_changed', kind: 'ignored', names: ['appKey', 'postCode'], reason: 'script'},
      'config_changed: app-key, post-code ignored: set by a script.',
    ],
    [
      {code: 'config_changed', kind: 'ignored', names: ['endpoint'], reason: 'code'},
      'config_changed: endpoint ignored: fixed at the start.',
    ],
    [
      {code: 'config_changed', kind: 'ignored', names: ['endpoint'], reason: 'element'},
      'config_changed: endpoint ignored: fixed at the start.',
    ],
    [
      {code: 'config_changed', kind: 'ignored', names: ['scope'], reason: 'other element'},
      'config_changed: scope ignored: another <kakao-sync> came first.',
    ],
  ],
  moved: [
    [
      {code: 'callback_moved', kind: 'moved', path: '/kakao/callback'},
      `callback_moved: completed all the same. ${MOVED}`,
    ],
  ],
  stateless: [
    [
      {code: 'state_missing', kind: 'stateless'},
      'state_missing: the address has `code` or `error` without a `state` of ours; it was left as it is.',
    ],
  ],
  unconfigured: [
    [
      {code: 'not_configured', kind: 'unconfigured'},
      'not_configured: put <kakao-sync app-key endpoint redirect-uri> on the page, or call createKakaoSync().',
    ],
    [
      {code: 'not_configured', kind: 'unconfigured', isChannel: true},
      'not_configured: put <kakao-sync app-key> on the page, or call createKakaoSync().',
    ],
  ],
};

const AMD = 'load Kakao’s tag before your module loader, or give rest-api-key.';

/** Texts, and what is made of them. */
const TEXTS: readonly Row[] = [
  ['sdk_conflict', 'sdk_conflict'],
  ['state_missing KS-abcdef', 'state_missing KS-abcdef'],
  ['auto-login: kakao_unavailable KS-abcdef', 'auto-login: kakao_unavailable KS-abcdef'],
  ['backend_failed KS-abcdef POST /api 500 - 4 html', 'backend_failed KS-abcdef POST /api 500 - 4 html'],
  ['sdk_amd', `sdk_amd: ${AMD}`],
  ['auto-login: sdk_amd', `auto-login: sdk_amd: ${AMD}`],
  ['callback_moved KS-abcdef /kakao/callback', `callback_moved KS-abcdef: ${MOVED}`],
  ['callback_moved KS-abcdef', 'callback_moved KS-abcdef'],
  // What a page with release 0.1 has left in `ks.hint`.
  [`callback_moved KS-abcdef: ${MOVED}`, `callback_moved KS-abcdef: ${MOVED}`],
  [`sdk_amd: ${AMD}`, `sdk_amd: ${AMD}`],
  // What something else has.
  ['', ''],
  ['constructor', 'constructor'],
  ['callback_moved KS-abcdef /a b', 'callback_moved KS-abcdef /a b'],
];

describe('the line for the developer', () => {
  for (const [problem, line] of [...Object.values(FACTS).flat(), ...TEXTS]) {
    it(`of ${JSON.stringify(problem)} is ${JSON.stringify(line.slice(0, 60))}`, () => {
      expect(toLine(problem)).to.equal(line);
    });
  }
});
