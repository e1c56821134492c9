import {createInterface} from 'node:readline';
import {Writable} from 'node:stream';

/** Where a question is asked and answered: never where the report goes. */
export interface Terminal {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
}

/** A place for what is typed that shows nothing of it. */
const createHidden = (): Writable => new Writable({write: (_chunk, _encoding, done) => done()});

/**
 * Asks for a line.
 *
 * @param hides what is typed, as for a secret
 * @returns the answer without blanks around it; null at the end of the input (Ctrl+D)
 */
export async function ask(question: string, {input, output}: Terminal, hides = false): Promise<string | null> {
  const lines = createInterface({input, output: hides ? createHidden() : output, terminal: isTerminal(input)});
  const answered = new Promise<string | null>((resolve) => {
    lines.once('line', resolve).once('close', () => resolve(null));
  });
  if (hides) output.write(question);
  else lines.setPrompt(question);
  lines.prompt();
  const answer = await answered;
  lines.close();
  if (hides || answer === null) output.write('\n');
  return answer?.trim() ?? null;
}

const isTerminal = (input: NodeJS.ReadableStream): boolean => 'isTTY' in input && input.isTTY === true;

/** Asks whether to go on. An end of the input is no. */
export async function confirm(question: string, terminal: Terminal): Promise<boolean> {
  return /^(y|yes|예|네)$/i.test((await ask(question, terminal)) ?? '');
}
