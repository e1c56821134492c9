import {styleText} from 'node:util';
import type {Finding} from '../base/finding.js';
import {FINDINGS} from '../base/finding-texts.js';
import type {FindingText} from '../base/finding-text.js';
import {fillIn, type Language, type Localized} from '../base/language.js';

/** A finding with its sentences, as `--json` prints it. */
export interface ToldFinding {
  readonly id: string;
  readonly level: string;
  /** It rests on answers of Kakao's own servers, which nobody could try. */
  readonly unverified: boolean;
  readonly where: string;
  readonly what: string;
  readonly fix: string;
}

const WORDS = {
  where: {en: 'where', ko: '위치'},
  fix: {en: 'to do', ko: '할 일'},
  none: {en: 'Nothing wrong was found.', ko: '문제를 찾지 못했습니다.'},
  some: {en: 'Wrong: {count}', ko: '고칠 곳: {count}'},
  wrong: {en: 'wrong', ko: '문제'},
  note: {en: 'note', ko: '참고'},
  unverified: {en: 'unverified', ko: '미검증'},
} as const satisfies Readonly<Record<string, Localized>>;

/** Puts findings into words. */
export function tell(findings: readonly Finding[], language: Language): readonly ToldFinding[] {
  return findings.map(({id, where, facts}) => {
    const {level, what, fix, isUnverified = false}: FindingText = FINDINGS[id];
    return {
      id,
      level,
      unverified: isUnverified,
      where,
      what: fillIn(what[language], facts),
      fix: fillIn(fix[language], facts),
    };
  });
}

/** The report as one JSON object. */
export function toJson(told: readonly ToldFinding[]): string {
  return `${JSON.stringify({wrong: countWrong(told), findings: told}, null, 2)}\n`;
}

/**
 * The report as text.
 *
 * @param isColored for a terminal that shows colours
 */
export function toText(told: readonly ToldFinding[], language: Language, isColored: boolean): string {
  const paint = (style: 'red' | 'yellow' | 'green' | 'bold', text: string): string =>
    isColored ? styleText(style, text) : text;
  const blocks = told.map(({id, level, unverified, where, what, fix}) => {
    const isWrong = level === 'wrong';
    const mark = paint(isWrong ? 'red' : 'yellow', isWrong ? WORDS.wrong[language] : WORDS.note[language]);
    return [
      `${mark} ${paint('bold', what)} (${id}${unverified ? `, ${WORDS.unverified[language]}` : ''})`,
      `  ${WORDS.where[language]}: ${where}`,
      `  ${WORDS.fix[language]}: ${fix}`,
      '',
    ].join('\n');
  });
  const count = countWrong(told);
  const end =
    count === 0
      ? paint('green', WORDS.none[language])
      : paint('red', fillIn(WORDS.some[language], {count: `${count}`}));
  return [...blocks, end, ''].join('\n');
}

function countWrong(told: readonly ToldFinding[]): number {
  return told.filter(({level}) => level === 'wrong').length;
}
