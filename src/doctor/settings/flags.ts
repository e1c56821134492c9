import {parseArgs, type ParseArgsConfig} from 'node:util';
import {type Language, LANGUAGES, type Localized} from '../base/language.js';

/** A flag of the command line: how it is read, what its value is called, and what it means. */
type Flag = NonNullable<ParseArgsConfig['options']>[string] & {readonly value: string; readonly meaning: Localized};

/** All flags, in the order of the help and of the documents. */
export const FLAGS = {
  page: {
    type: 'string',
    value: 'URL',
    meaning: {
      en: 'a page of the site: the attributes of its `<kakao-sync>` or script tag are checked, and stand in for what no option and no variable says',
      ko: '사이트의 페이지. `<kakao-sync>`나 스크립트 태그의 속성을 점검하고, 옵션과 환경 변수에 없는 값은 여기서 읽습니다',
    },
  },
  env: {
    type: 'string',
    multiple: true,
    value: 'FILE',
    meaning: {
      en: 'a file with the site’s variables; may be repeated, a later one wins (default: `.env` and `.env.local`)',
      ko: '사이트의 환경 변수 파일. 여러 번 쓸 수 있고 나중 파일이 우선합니다(기본값: `.env`, `.env.local`)',
    },
  },
  'rest-api-key': {
    type: 'string',
    value: 'KEY',
    meaning: {en: 'the REST API key; also `KAKAO_REST_API_KEY`', ko: 'REST API 키. `KAKAO_REST_API_KEY`로도 읽습니다'},
  },
  'javascript-key': {
    type: 'string',
    value: 'KEY',
    meaning: {
      en: 'the JavaScript key; also `KAKAO_JAVASCRIPT_KEY`',
      ko: 'JavaScript 키. `KAKAO_JAVASCRIPT_KEY`로도 읽습니다',
    },
  },
  'redirect-uri': {
    type: 'string',
    multiple: true,
    value: 'URI',
    meaning: {
      en: 'a redirect URI, as registered at Kakao; may be repeated; also `KAKAO_REDIRECT_URI`',
      ko: '카카오에 등록한 리다이렉트 URI. 여러 번 쓸 수 있습니다. `KAKAO_REDIRECT_URI`로도 읽습니다',
    },
  },
  site: {
    type: 'string',
    value: 'ORIGIN',
    meaning: {
      en: 'where the site’s pages are; also `SITE_ORIGIN`',
      ko: '사이트 페이지의 주소(출처). `SITE_ORIGIN`으로도 읽습니다',
    },
  },
  emulator: {
    type: 'string',
    value: 'URL',
    meaning: {
      en: 'the emulator, in the place of Kakao; also `KAKAO_EMULATOR`',
      ko: '카카오 대신 쓰는 에뮬레이터. `KAKAO_EMULATOR`로도 읽습니다',
    },
  },
  endpoint: {
    type: 'string',
    value: 'URL',
    meaning: {en: 'the session resource of the backend', ko: '서버의 세션 API 주소'},
  },
  'callback-mode': {
    type: 'string',
    value: 'page|server',
    meaning: {
      en: 'what takes the code at the redirect URI (default: `page`)',
      ko: '리다이렉트 URI에서 코드를 받는 곳(기본값: `page`)',
    },
  },
  csrf: {
    type: 'string',
    value: 'TEXT',
    meaning: {en: 'the `csrf` of `<kakao-sync>`, if it has one', ko: '`<kakao-sync>`에 `csrf`가 있으면 그 값'},
  },
  scope: {
    type: 'string',
    value: 'LIST',
    meaning: {en: 'the consent items that the login asks for', ko: '로그인할 때 요청하는 동의항목'},
  },
  notices: {
    type: 'string',
    value: 'URL',
    meaning: {en: 'where Kakao sends the unlink notice', ko: '카카오가 연결 끊기 알림을 보내는 주소'},
  },
  launch: {
    type: 'boolean',
    value: '',
    meaning: {
      en: 'print the launch checklist as Markdown, with what could be seen ticked, in the place of the findings',
      ko: '문제 목록 대신, 확인한 항목에 체크한 출시 점검표를 Markdown으로 출력합니다',
    },
  },
  forgeries: {
    type: 'boolean',
    value: '',
    meaning: {
      en: 'send the endpoint forged requests, with the emulator as its Kakao (default: `http://127.0.0.1:4000`)',
      ko: '에뮬레이터(기본값: `http://127.0.0.1:4000`)를 카카오로 쓰는 엔드포인트에 위조 요청을 보냅니다',
    },
  },
  'i-own-this-site': {
    type: 'boolean',
    value: '',
    meaning: {
      en: 'send the forged requests without a question, though the endpoint is not on this machine',
      ko: '엔드포인트가 이 컴퓨터에 없어도 묻지 않고 위조 요청을 보냅니다',
    },
  },
  offline: {
    type: 'boolean',
    value: '',
    meaning: {en: 'send nothing to anybody', ko: '어디에도 요청을 보내지 않습니다'},
  },
  'no-secret': {
    type: 'boolean',
    value: '',
    meaning: {
      en: 'the client secret is switched off at Kakao, so that it may be missing',
      ko: '카카오에서 클라이언트 시크릿을 껐으므로 없어도 됩니다',
    },
  },
  lang: {
    type: 'string',
    value: 'ko|en',
    meaning: {en: 'the language (default: from `LANG`)', ko: '언어(기본값: `LANG`)'},
  },
  json: {
    type: 'boolean',
    value: '',
    meaning: {en: 'print one JSON object instead of text', ko: '글 대신 JSON 객체 하나를 출력합니다'},
  },
  help: {type: 'boolean', value: '', meaning: {en: 'list these options', ko: '이 옵션 목록을 보여 줍니다'}},
} as const satisfies Readonly<Record<string, Flag>>;

/** What was given of the flags. */
export type FlagValues = ReturnType<typeof parseFlags>;

/** @throws {Error} with one line for the person at the keyboard */
export function parseFlags(args: readonly string[]) {
  const {values} = parseArgs({args: [...args], options: FLAGS});
  const lang = LANGUAGES.find((language) => language === values.lang);
  if (values.lang !== undefined && !lang) throw new Error('--lang is ko or en.');
  if (values.page !== undefined && values.offline) throw new Error('--page and --offline do not go together.');
  const others = ['json', 'forgeries'] as const;
  const other = values.launch ? others.find((name) => values[name]) : undefined;
  if (other) throw new Error(`--launch and --${other} do not go together.`);
  return {...values, lang};
}

/** The flags as lines of help. */
export function describeFlags(language: Language): string {
  const rows = Object.entries<Flag>(FLAGS).map(([name, {value, meaning}]) => {
    return [`--${name} ${value}`.trim(), meaning[language].replaceAll('`', '')] as const;
  });
  const width = Math.max(...rows.map(([flag]) => flag.length)) + 2;
  return rows.map(([flag, meaning]) => `  ${flag.padEnd(width)}${meaning}\n`).join('');
}
