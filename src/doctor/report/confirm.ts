import {createInterface} from 'node:readline/promises';

/** Where a question is asked and answered: never where the report goes. */
interface Terminal {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
}

/** Asks whether to go on. An end of the input (Ctrl+D) is no. */
export async function confirm(question: string, terminal: Terminal): Promise<boolean> {
  const lines = createInterface(terminal);
  const ended = new Promise<string>((resolve) => lines.once('close', () => resolve('')));
  try {
    const answer = await Promise.race([lines.question(question).catch(() => ''), ended]);
    return /^(y|yes|예|네)$/i.test(answer.trim());
  } finally {
    lines.close();
  }
}
