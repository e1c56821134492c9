import type {CustomerFileSync} from './customer-file-sync.js';
import type {CustomerDecision, CustomerFileReport} from './report.js';
import type {CustomerFileRunOptions} from './sync-setup.js';

/** What {@link runCustomerFileCommand} runs. */
export interface CustomerFileCommandOptions extends Pick<CustomerFileRunOptions, 'members' | 'signal'> {
  /** Made by `createCustomerFileSync`. */
  readonly sync: Pick<CustomerFileSync, 'run'>;
  /** Takes each line. Default: the log of the process. */
  readonly write?: ((line: string) => void) | undefined;
}

const USAGE = `Usage: [--send] [--show]
  Prints whom a customer file would get and lose. Nothing is changed without --send.
  --send  bring the file right
  --show  print ids of people in place of hashes: personal data`;

const FLAGS = ['--send', '--show'];

/**
 * A run as a command: prints one line for each person, then the counts. People are named by the first twelve digits of
 * the SHA-256 of their id, unless `--show` is given: enough to find one whose id is known, and no more. Whoever has the
 * ids of all members can find each, so the output is personal data still.
 *
 * @param argv the arguments of the process, behind the script's name
 * @param options what is run
 * @returns the exit code: 0 if the file is right (of a dry run: if everybody could be asked about), 1 if not, 2
 * if an argument is not known
 * @example
 * exit(await runCustomerFileCommand(argv.slice(2), {sync: newsletter, members})); // of node:process
 */
export async function runCustomerFileCommand(
  argv: readonly string[],
  {sync, members, signal, write = print}: CustomerFileCommandOptions,
): Promise<number> {
  if (!argv.every((argument) => FLAGS.includes(argument))) {
    write(USAGE);
    return 2;
  }
  const isShown = argv.includes('--show');
  let printed = Promise.resolve();
  const onDecision = (decision: CustomerDecision): void => {
    printed = printed.then(async () => write(await toLine(decision, isShown)));
    // It is awaited when the run has ended; a rejection that nobody waits for yet would end the process.
    printed.catch(() => undefined);
  };
  const report = await sync.run({members, signal, send: argv.includes('--send'), onDecision});
  await printed;
  for (const line of toSummary(report)) write(line);
  return report.isFinished ? 0 : 1;
}

async function toLine({kakaoId, action, reason}: CustomerDecision, isShown: boolean): Promise<string> {
  const name = isShown ? kakaoId : await toHash(kakaoId);
  return `${action.padEnd(7)} ${name}  ${reason}`;
}

async function toHash(text: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  return [...digest.subarray(0, 6)].map((octet) => octet.toString(16).padStart(2, '0')).join('');
}

function toSummary(report: CustomerFileReport): readonly string[] {
  const {isDryRun, isFinished, isAborted, fileId, sent, removed, reasons, unresolved, provedSince, error} = report;
  const lines = [
    '',
    isDryRun ? 'dry run: nothing was changed. Add --send to bring the file right' : 'sent to Kakao',
    `file          ${fileId ?? 'not there yet'}`,
    `${isDryRun ? 'would send   ' : 'sent         '} ${sent}`,
    `${isDryRun ? 'would remove ' : 'removed      '} ${removed}`,
    ...Object.entries(reasons).map(([reason, count]) => `  ${reason.padEnd(20)} ${count}`),
  ];
  if (provedSince) lines.push(`everyone in the file had agreed at ${provedSince.toISOString()}`);
  if (unresolved > 0) lines.push(`${unresolved} may still be in the file though they must not be: run again`);
  if (error) lines.push(`${error.code}: ${error.message}`);
  if (isAborted) lines.push('it was ended by a signal');
  lines.push(isFinished ? 'finished' : 'NOT FINISHED: send no message by this file before a run has finished');
  return lines;
}

function print(line: string): void {
  const {console: output} = globalThis;
  output.log(line);
}
