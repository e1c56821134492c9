import {existsSync, readFileSync} from 'node:fs';
import {parseEnv} from 'node:util';

/** A variable of a file. */
export interface Variable {
  readonly name: string;
  readonly text: string;
  readonly file: string;
}

/** Read if no file is named, each if it is there. */
const DEFAULT_FILES = ['.env', '.env.local'];

/**
 * Reads the variables of files; of two of the same name, the later file's.
 *
 * @param named by the command line
 * @throws {Error} if one that is named cannot be read
 */
export function readEnvFiles(named: readonly string[] | undefined): readonly Variable[] {
  const files = named ?? DEFAULT_FILES.filter((file) => existsSync(file));
  const variables = files.flatMap((file) =>
    Object.entries(parseEnv(readText(file))).map(([name, text]): Variable => ({name, text: text ?? '', file})),
  );
  return [...new Map(variables.map((variable) => [variable.name, variable])).values()];
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    throw new Error(`The file ${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'error'}).`, {
      cause: error,
    });
  }
}
