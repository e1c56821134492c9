import type {Language, Localized} from '../base/language.js';
import type {Variable} from './env-files.js';
import type {FlagValues} from './flags.js';

interface Question {
  /** The variable or the flag that it stands for. */
  readonly name: string;
  readonly text: Localized;
  readonly isSecret?: true;
}

const OF_VARIABLES: readonly Question[] = [
  {name: 'KAKAO_REST_API_KEY', text: {en: 'REST API key: ', ko: 'REST API 키: '}},
  {
    name: 'KAKAO_CLIENT_SECRET',
    text: {en: 'Client secret of that key (not shown): ', ko: '그 키의 클라이언트 시크릿(화면에 보이지 않음): '},
    isSecret: true,
  },
  {name: 'KAKAO_JAVASCRIPT_KEY', text: {en: 'JavaScript key: ', ko: 'JavaScript 키: '}},
  {
    name: 'KAKAO_REDIRECT_URI',
    text: {en: 'Redirect URI, as registered at Kakao: ', ko: '카카오에 등록한 리다이렉트 URI: '},
  },
];

const ENDPOINT: Question = {
  name: 'endpoint',
  text: {en: 'Address of the backend’s session resource: ', ko: '서버의 세션 API 주소: '},
};

const LEAD: Localized = {
  en: 'There is no .env here. Answer with Enter to leave something out.\n',
  ko: '이 폴더에 .env가 없습니다. 건너뛸 항목은 Enter를 누르세요.\n',
};

/** Where the report says that an answer was. */
const ANSWER: Localized = {en: 'your answer', ko: '입력한 값'};

/** How a line is asked for; null: the input has ended. */
export type AskLine = (question: string, isSecret: boolean) => Promise<string | null>;

/** What somebody has answered, as if it had been read. */
export interface Answers {
  readonly variables: readonly Variable[];
  readonly flags: FlagValues;
}

/** Whether there is nothing to go by: neither a variable nor a flag about the site. */
export function hasNothing(flags: FlagValues, variables: readonly Variable[]): boolean {
  const named = ['page', 'env', 'rest-api-key', 'javascript-key', 'redirect-uri', 'endpoint', 'notices'] as const;
  return variables.length === 0 && named.every((name) => flags[name] === undefined);
}

/** Asks for what there is to check. At the end of the input it goes on with what it has. */
export async function askForSettings(flags: FlagValues, language: Language, askLine: AskLine): Promise<Answers> {
  const variables: Variable[] = [];
  let lead = LEAD[language];
  for (const {name, text, isSecret = false} of OF_VARIABLES) {
    const answer = await askLine(lead + text[language], isSecret);
    if (answer === null) return {variables, flags};
    if (answer !== '') variables.push({name, text: answer, file: ANSWER[language]});
    lead = '';
  }
  const endpoint = flags.offline ? null : await askLine(ENDPOINT.text[language], false);
  return {variables, flags: endpoint ? {...flags, endpoint} : flags};
}
