import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {find, type Finding} from '../../src/doctor/base/finding.js';
import {LANGUAGES} from '../../src/doctor/base/language.js';
import {CHECKLIST, type Subject} from '../../src/doctor/launch/checklist.js';
import {toChecklist} from '../../src/doctor/launch/print-checklist.js';
import {parseFlags} from '../../src/doctor/settings/flags.js';
import {readSiteSettings} from '../../src/doctor/settings/site-settings.js';
import {runCommand} from './support/run-doctor.js';

const CALLBACK = 'https://shop.example/kakao/callback';
const ENDPOINT = 'https://shop.example/api/kakao/session';
const NOTICES = 'https://shop.example/kakao/unlinked';
const ARGUMENTS = [
  ...['--rest-api-key', 'a0a1a2a3a4a5a6a7a8a9aaabacadaeaf', '--javascript-key', '0123456789abcdef0123456789abcdef'],
  ...['--redirect-uri', CALLBACK, '--endpoint', ENDPOINT, '--notices', NOTICES, '--scope', 'openid'],
];

const SUBJECTS = CHECKLIST.flatMap(({items}) => items.map(({needs}) => needs));
const ALL = [...new Set(SUBJECTS.filter((subject): subject is Subject => subject !== null))];

/** The subjects whose lines are ticked: all lines of one are, or none. */
function readTicks(args: readonly string[], findings: readonly Finding[], isOffline = false): readonly Subject[] {
  const settings = readSiteSettings(parseFlags(args), []);
  const text = toChecklist(findings, {settings, isOffline, language: 'en'});
  const lines = text.split('\n## To put right')[0]!.match(/^- \[[ x]\].*$/gm) ?? [];
  assert.equal(lines.length, SUBJECTS.length);
  return ALL.filter((subject) => {
    const ticks = lines.filter((_, place) => SUBJECTS[place] === subject).map((line) => line.startsWith('- [x]'));
    assert.equal(new Set(ticks).size, 1, subject);
    return ticks[0];
  });
}

const without = (...subjects: Subject[]): readonly Subject[] => ALL.filter((subject) => !subjects.includes(subject));
const OF_NETWORK: readonly Subject[] = ['kakao', 'scope', 'endpoint', 'callback', 'notices'];

describe('the launch checklist', () => {
  for (const [name, findings, expected] of [
    ['nothing', [], ALL],
    ['a note of Kakao’s', [find('kakao_unverified', 'https://kauth.kakao.com')], ALL],
    ['a key that Kakao does not know', [find('koe101', '--rest-api-key')], without('kakao', 'scope')],
    ['an endpoint that is not ours', [find('endpoint_not_ours', ENDPOINT)], without('endpoint')],
    ['a POST that could not be tried', [find('csrf_unchecked', ENDPOINT)], without('endpoint')],
    ['a guard', [find('callback_guarded', CALLBACK, {to: 'x'})], without('callback')],
    ['notices that take any key', [find('notices_open', NOTICES, {status: '200'})], without('notices')],
    ['a site that is down', [find('site_down', ENDPOINT)], without('endpoint', 'callback', 'notices')],
    ['a key without its shape', [find('key_shape', '.env', {length: '3'})], without('keys', ...OF_NETWORK)],
    ['a public secret', [find('secret_is_public', '.env')], without('keys', 'secrets', ...OF_NETWORK)],
    ['a fragment', [find('redirect_uri_fragment', '.env')], without('redirect-uri', ...OF_NETWORK)],
  ] as const) {
    test(`ticks what is left by ${name}`, () => {
      assert.deepEqual(readTicks(ARGUMENTS, findings), expected);
    });
  }

  test('ticks nothing that nobody was asked about', () => {
    assert.deepEqual(readTicks(ARGUMENTS, [], true), without(...OF_NETWORK));
    assert.deepEqual(readTicks([], [], false), []);
    assert.deepEqual(readTicks([...ARGUMENTS, '--callback-mode', 'server'], []), without('callback'));
  });

  test('leaves open what only somebody can tell', () => {
    assert.ok(SUBJECTS.filter((subject) => subject === null).length >= 8);
  });

  for (const language of LANGUAGES) {
    test(`is Markdown, and says what is wrong at its end: ${language}`, async () => {
      const files = {'.env': 'KAKAO_REST_API_KEY=short\n'};
      const {code, out} = await runCommand(['doctor', '--launch', '--offline', '--lang', language], {files});

      assert.equal(code, 1);
      const lines = out.split('\n').filter(Boolean);
      assert.ok(lines.slice(2).every((line) => /^(## |- \[[ x]\] )\S/.test(line)));
      assert.match(lines.at(-1) ?? '', /\.env: KAKAO_REST_API_KEY/);
      assert.equal(/[가-힣]/.test(out), language === 'ko');
    });
  }

  for (const other of ['--json', '--forgeries']) {
    test(`does not go together with ${other}`, async () => {
      assert.equal((await runCommand(['doctor', '--launch', other])).code, 2);
    });
  }
});
