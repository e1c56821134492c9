import type {Finding} from '../base/finding.js';
import {FINDINGS} from '../base/finding-texts.js';
import type {Language} from '../base/language.js';
import {OF_KAKAO} from '../base/network-texts.js';
import {OF_SETTINGS} from '../base/settings-texts.js';
import {tell} from '../report/print-report.js';
import type {SiteSettings, Value} from '../settings/site-settings.js';
import {CHECKLIST, type Subject} from './checklist.js';

const WORDS = {
  toDo: {en: 'To put right', ko: '고칠 곳'},
  title: {en: 'Launch checklist: Kakao login', ko: '출시 점검표: 카카오 로그인'},
  intro: {
    en: 'The doctor has ticked what it could see. What rests on answers of Kakao’s own servers is unverified: sign in once yourself.',
    ko: '점검 명령이 확인한 항목에 체크했습니다. 카카오 실제 서버의 응답에 따른 항목은 미검증이므로 직접 한 번 로그인해 보세요.',
  },
};

/**
 * The checklist as Markdown, with what was seen to be in order ticked.
 *
 * @param findings of a whole run with these settings
 * @param isOffline nobody was asked
 */
export function toChecklist(
  findings: readonly Finding[],
  {settings, isOffline, language}: {settings: SiteSettings; isOffline: boolean; language: Language},
): string {
  const inOrder = findInOrder(findings, settings, isOffline);
  const sections = CHECKLIST.flatMap(({title, items}) => [
    `## ${title[language]}`,
    '',
    ...items.map(({text, needs}) => `- [${needs !== null && inOrder[needs] ? 'x' : ' '}] ${text[language]}`),
    '',
  ]);
  return [
    `# ${WORDS.title[language]}`,
    '',
    WORDS.intro[language],
    '',
    ...sections,
    ...listToDo(findings, language),
  ].join('\n');
}

/** What was found wrong, as lines to tick. */
function listToDo(findings: readonly Finding[], language: Language): readonly string[] {
  const wrong = tell(findings, language).filter(({level}) => level === 'wrong');
  if (wrong.length === 0) return [];
  return [
    `## ${WORDS.toDo[language]}`,
    '',
    ...wrong.map(({what, where, fix}) => `- [ ] ${what} (${where}) ${fix}`),
    '',
  ];
}

/** What was looked at, and nothing wrong was found with it. */
function findInOrder(
  findings: readonly Finding[],
  settings: SiteSettings,
  isOffline: boolean,
): Readonly<Record<Subject, boolean>> {
  const {restApiKey, javascriptKey, redirectUris, endpoint, callbackMode, notices, scope} = settings;
  const wrong = findings.filter(({id}) => FINDINGS[id].level === 'wrong');
  const ofSettings = wrong.filter(({id}) => id in OF_SETTINGS);
  const ofUris = ofSettings.filter(({id}) => id.startsWith('redirect_uri'));
  const isAsked = !isOffline && ofSettings.length === 0;
  const isUp = isAsked && !wrong.some(({id}) => id === 'site_down' || id === 'site_late');
  const uris = redirectUris.filter(({text}) => text !== '');
  const hasKeys = !!restApiKey?.text && !!javascriptKey?.text;
  // What one key lacks, the other cannot show; and one mistake hides others.
  const isKnown = isAsked && hasKeys && uris.length > 0 && !wrong.some(({id}) => id in OF_KAKAO);
  // A note about an address says that something of it could not be seen.
  const isGood = (value: Value | null): boolean => isUp && !!value && !findings.some(({where}) => where === value.text);
  return {
    keys: hasKeys && ofSettings.length === ofUris.length,
    secrets: hasKeys && !wrong.some(({id}) => id === 'secret_is_public'),
    'redirect-uri': uris.length > 0 && uris.every(({text}) => text.startsWith('https:')) && ofUris.length === 0,
    kakao: isKnown,
    scope: isKnown && !!scope?.text,
    endpoint: isGood(endpoint),
    callback: callbackMode?.text !== 'server' && uris.length > 0 && uris.every(isGood),
    notices: isGood(notices),
  };
}
