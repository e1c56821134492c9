import {parseEnv} from 'node:util';
import {examine} from '../../../src/doctor/examine.js';
import {tell, type ToldFinding} from '../../../src/doctor/report/print-report.js';
import {parseFlags} from '../../../src/doctor/settings/flags.js';

/** What the doctor finds with these arguments and the text of a `.env`, in this process. */
export async function diagnose(args: readonly string[], env = ''): Promise<readonly ToldFinding[]> {
  const variables = Object.entries(parseEnv(env)).map(([name, text]) => ({name, text: text ?? '', file: '.env'}));
  return tell((await examine(parseFlags(args), variables)).findings, 'en');
}
