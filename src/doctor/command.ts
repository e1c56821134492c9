import {isLoopback} from '../shared/loopback.js';
import type {Finding} from './base/finding.js';
import {findLanguage, type Language} from './base/language.js';
import {hasWrong} from './checks/checks.js';
import {examine, type Examination} from './examine.js';
import {runForgeries} from './forgeries/run-forgeries.js';
import {toTarget} from './forgeries/to-target.js';
import {toChecklist} from './launch/print-checklist.js';
import {ask, confirm, type Terminal} from './report/ask.js';
import {tell, toJson, toText} from './report/print-report.js';
import {readEnvFiles, type Variable} from './settings/env-files.js';
import {readSiteSettings} from './settings/site-settings.js';
import {describeFlags, type FlagValues, parseFlags} from './settings/flags.js';
import {type Answers, askForSettings, hasNothing} from './settings/questions.js';

const HELP = {
  en: 'kakao-sync-widget doctor: says what is wrong with a site’s Kakao settings, and what to do.\nIt ends with 0 if nothing is wrong, with 1 if something is, with 2 if it was called wrongly.',
  ko: 'kakao-sync-widget doctor: 사이트의 카카오 설정에서 문제를 찾아 해결 방법을 알려 줍니다.\n문제가 없으면 0, 있으면 1, 명령을 잘못 쓰면 2로 끝납니다.',
};

/**
 * Checks a site's settings and prints what is wrong.
 *
 * @param args of the command line, behind the command's name
 * @returns the exit code: 0 nothing is wrong, 1 something is, 2 wrong usage
 */
export async function runDoctorCommand(args: readonly string[]): Promise<number> {
  try {
    const flags = parseFlags(args);
    const language = flags.lang ?? findLanguage(process.env);
    if (!flags.help) return await check(flags, language);
    process.stdout.write(`${HELP[language]}\n\n${describeFlags(language)}`);
    return 0;
  } catch (error) {
    const [line = ''] = (error as Error).message.split('\n');
    process.stderr.write(`kakao-sync-widget doctor: ${line} (--help)\n`);
    return 2;
  }
}

async function check(given: FlagValues, language: Language): Promise<number> {
  const {flags, variables} = await read(given, language);
  const {settings, findings} = flags.forgeries
    ? await forge(flags, variables, language)
    : await examine(flags, variables);
  process.stdout.write(
    flags.launch
      ? toChecklist(findings, {settings, isOffline: flags.offline ?? false, language})
      : toReport(findings, flags, language),
  );
  return hasWrong(findings) ? 1 : 0;
}

/** What there is to check: read, or else asked for. */
async function read(flags: FlagValues, language: Language): Promise<Answers> {
  const variables = readEnvFiles(flags.env);
  const terminal = findTerminal(flags);
  if (!terminal || flags.forgeries || !hasNothing(flags, variables)) return {flags, variables};
  return askForSettings(flags, language, (question, isSecret) => ask(question, terminal, isSecret));
}

/** Where somebody can be asked; null: nobody is there, or a program reads along. */
function findTerminal({json}: FlagValues): Terminal | null {
  const {stdin: input, stderr: output} = process;
  return !json && input.isTTY && output.isTTY ? {input, output} : null;
}

function toReport(findings: readonly Finding[], {json}: FlagValues, language: Language): string {
  const told = tell(findings, language);
  return json ? toJson(told) : toText(told, language, process.stdout.isTTY && !process.env['NO_COLOR']);
}

const QUESTION = {
  en: 'is not on this machine. Forged requests will make members there. Is the site yours? (y/N) ',
  ko: '이 컴퓨터에 있지 않습니다. 위조 요청이 그곳에 회원을 만듭니다. 본인의 사이트입니까? (y/N) ',
};

/** @throws {Error} if nobody says that the site is theirs */
async function forge(flags: FlagValues, variables: readonly Variable[], language: Language): Promise<Examination> {
  const settings = readSiteSettings(flags, variables);
  const target = toTarget(settings);
  if (!isLoopback(target.url) && !flags['i-own-this-site']) {
    const terminal = findTerminal(flags);
    const isOwn = terminal && (await confirm(`${new URL(target.url).origin}: ${QUESTION[language]}`, terminal));
    if (!isOwn) throw new Error('Forgeries go to a site that is not on this machine only with --i-own-this-site.');
  }
  return {settings, findings: await runForgeries(target)};
}
