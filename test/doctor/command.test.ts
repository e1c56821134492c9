import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {describe, test} from 'node:test';
import {LANGUAGES} from '../../src/doctor/base/language.js';
import {FLAGS} from '../../src/doctor/settings/flags.js';
import {runCommand} from './support/run-doctor.js';

const ENV = {'.env': 'KAKAO_REST_API_KEY=short\n'};

describe('kakao-sync-widget', () => {
  test('lists its commands', async () => {
    const {code, out} = await runCommand(['--help']);

    assert.equal(code, 0);
    for (const name of ['doctor', 'emulator']) assert.match(out, new RegExp(`^ +${name} `, 'm'));
  });

  test('has the emulator', async () => {
    const {code, out} = await runCommand(['emulator', '--help']);

    assert.equal(code, 0);
    assert.match(out, /--redirect-uri/);
  });

  for (const line of [
    '',
    'nonsense',
    'doctor --nonsense',
    'doctor stray',
    'doctor --lang fr',
    'doctor --env none.env',
  ]) {
    test(`ends with 2 and says so on stderr: ${line || 'no command'}`, async () => {
      const {code, out, error} = await runCommand(line.split(' ').filter(Boolean));

      assert.deepEqual({code, out}, {code: 2, out: ''});
      assert.match(error, /kakao-sync-widget/);
      assert.doesNotMatch(error, /^ {4}at /m);
    });
  }

  test('ends with 2 for an emulator that cannot start', async () => {
    assert.equal((await runCommand(['emulator', '--port', 'no'])).code, 2);
  });
});

describe('the doctor', () => {
  for (const [env, args, expected] of [
    [{LANG: 'ko_KR.UTF-8'}, [], /카카오 앱 키의 형식/],
    [{LANG: 'en_US.UTF-8'}, [], /no app key of Kakao/],
    [{LANG: 'de_DE.UTF-8'}, [], /no app key of Kakao/],
    [{LANG: 'ko_KR.UTF-8', LC_ALL: 'C'}, [], /no app key of Kakao/],
    [{LANG: 'ko_KR.UTF-8'}, ['--lang', 'en'], /no app key of Kakao/],
    [{}, ['--lang', 'ko'], /카카오 앱 키의 형식/],
  ] as const) {
    test(`speaks by ${JSON.stringify(env)} ${args.join(' ')}`, async () => {
      const {code, out} = await runCommand(['doctor', ...args], {files: ENV, env});

      assert.equal(code, 1);
      assert.match(out, expected);
      assert.match(out, /\.env: KAKAO_REST_API_KEY/);
      assert.ok(!out.includes('\u001b'), 'no colours where it is no terminal');
    });
  }

  for (const language of LANGUAGES) {
    test(`has all its flags in its help and its documents: ${language}`, async () => {
      const {code, out} = await runCommand(['doctor', '--help', '--lang', language]);
      const page = readFileSync(`docs/${language}/tools/doctor.md`, 'utf8');
      const rows = [...page.matchAll(/^\| `--([\w-]+)/gm)].map(([, name]) => name);

      assert.equal(code, 0);
      assert.deepEqual(rows, Object.keys(FLAGS));
      for (const [name, {meaning}] of Object.entries(FLAGS)) {
        assert.ok(out.includes(`--${name}`), name);
        assert.ok(page.includes(`| ${meaning[language]} |`), name);
      }
    });
  }
});
