import assert from 'node:assert/strict';
import {PassThrough} from 'node:stream';
import {describe, test} from 'node:test';
import {LANGUAGES} from '../../src/doctor/base/language.js';
import {ask, confirm} from '../../src/doctor/report/ask.js';
import {parseFlags} from '../../src/doctor/settings/flags.js';
import {askForSettings, hasNothing} from '../../src/doctor/settings/questions.js';

/** A terminal at which this is typed, and all that it shows. */
function openTerminal(typed: string) {
  const input = new PassThrough();
  const output = new PassThrough();
  input.end(typed);
  return {input, output, show: () => String(output.read() ?? '')};
}

describe('a question of the doctor', () => {
  for (const [typed, answer, isYes] of [
    ['y\n', 'y', true],
    [' 네 \n', '네', true],
    ['YES\n', 'YES', true],
    ['n\n', 'n', false],
    ['\n', '', false],
    ['yesterday\n', 'yesterday', false],
    ['', null, false],
  ] as const) {
    test(`is answered by ${JSON.stringify(typed)}`, async () => {
      assert.equal(await ask('Well? ', openTerminal(typed)), answer);
      assert.equal(await confirm('Well? ', openTerminal(typed)), isYes);
    });
  }

  test('shows itself, and hides what is typed if that is a secret', async () => {
    const {show, ...terminal} = openTerminal('SECRET-IN-A-TERMINAL\n');

    assert.equal(await ask('Secret: ', terminal, true), 'SECRET-IN-A-TERMINAL');
    assert.equal(show(), 'Secret: \n');
  });
});

describe('the questions of the doctor', () => {
  const REST = 'e0e1e2e3e4e5e6e7e8e9eaebecedeeef';
  const answerWith = (answers: readonly (string | null)[]) => {
    const asked: [question: string, isSecret: boolean][] = [];
    const askLine = (question: string, isSecret: boolean): Promise<string | null> => {
      asked.push([question, isSecret]);
      return Promise.resolve(answers[asked.length - 1] ?? null);
    };
    return {asked, askLine};
  };

  for (const language of LANGUAGES) {
    test(`ask for keys, the secret out of sight, the redirect URI and the endpoint: ${language}`, async () => {
      const {asked, askLine} = answerWith([REST, 'secret', '', 'https://shop.example/cb', 'https://shop.example/s']);

      const {variables, flags} = await askForSettings(parseFlags([]), language, askLine);

      assert.deepEqual(
        variables.map(({name, text}) => [name, text]),
        [
          ['KAKAO_REST_API_KEY', REST],
          ['KAKAO_CLIENT_SECRET', 'secret'],
          ['KAKAO_REDIRECT_URI', 'https://shop.example/cb'],
        ],
      );
      assert.equal(flags.endpoint, 'https://shop.example/s');
      assert.deepEqual(
        asked.map(([, isSecret]) => isSecret),
        [false, true, false, false, false],
      );
      assert.match(String(asked[0]?.[0]), /\.env.*Enter|Enter/s);
    });
  }

  test('stop where the input ends, and go on with what there is', async () => {
    const {asked, askLine} = answerWith([REST, null]);

    const {variables} = await askForSettings(parseFlags([]), 'en', askLine);

    assert.equal(asked.length, 2);
    assert.deepEqual(variables, [{name: 'KAKAO_REST_API_KEY', text: REST, file: 'your answer'}]);
  });

  test('do not ask for the endpoint if nothing is to be sent', async () => {
    const {asked, askLine} = answerWith(['', '', '', '', 'https://shop.example/s']);

    const {flags} = await askForSettings(parseFlags(['--offline']), 'en', askLine);

    assert.deepEqual([asked.length, flags.endpoint], [4, undefined]);
  });

  for (const [args, expected] of [
    [[], true],
    [['--offline'], true],
    [['--launch', '--lang', 'ko'], true],
    [['--endpoint', 'https://shop.example/s'], false],
    [['--page', 'https://shop.example/'], false],
    [['--rest-api-key', REST], false],
    [['--env', 'none.env'], false],
  ] as const) {
    test(`are needed, or not: ${args.join(' ') || 'no options'}`, () => {
      assert.equal(hasNothing(parseFlags(args), []), expected);
      assert.equal(hasNothing(parseFlags(args), [{name: 'KAKAO_REST_API_KEY', text: REST, file: '.env'}]), false);
    });
  }
});
