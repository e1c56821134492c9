import fc from 'fast-check';

interface Settings {
  seed: number;
  factor: number;
}

/** Node's tests take their settings from the environment; a page has none, so the web test runner leaves them here. */
declare global {
  var generatedInputs: Settings | undefined;
}

function readEnvironment(): Settings {
  return {
    seed: readNumber('SEED') ?? 1 + Math.floor(Math.random() * 0x7ffffffe),
    factor: readNumber('DEEP') ?? 1,
  };
}

function readNumber(name: 'SEED' | 'DEEP'): number | undefined {
  const text = process.env[name];
  if (text === undefined) return undefined;
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new Error(`${name} is a whole number from 1, not "${text}".`);
  return number;
}

/** The seed of every generated input in this run. `SEED=<it> npm test` repeats the run. */
export const {seed, factor} = globalThis.generatedInputs ?? readEnvironment();

/** How many inputs a generator makes: `base` in an ordinary run, `base` × `DEEP` in a deep one. */
export function runs(base: number): number {
  return base * factor;
}

class Count {
  refused = 0;
  accepted = 0;

  toLine(id: string, title: string, seedOfThem: number | 'none'): string | undefined {
    const cases = this.refused + this.accepted;
    if (cases === 0) return undefined;
    return `family ${id} ${title}: ${cases} cases, seed ${seedOfThem}, ${this.refused} refused, ${this.accepted} accepted`;
  }
}

/** Inputs that are judged alike. Counts what became of each, and says it in one line for the named, one for the generated. */
export class Family {
  readonly #named = new Count();
  readonly #generated = new Count();
  readonly #id: string;
  readonly #title: string;
  #count = this.#named;

  /** @param whenOver the test framework's `after`: prints the lines when the enclosing suite is over, red or green. */
  constructor(id: string, title: string, whenOver: (hook: () => void) => void) {
    this.#id = id;
    this.#title = title;
    whenOver(() => {
      for (const line of this.toLines()) console.log(line);
    });
  }

  toLines(): string[] {
    return [
      this.#named.toLine(this.#id, this.#title, 'none'),
      this.#generated.toLine(this.#id, `${this.#title}, generated`, seed),
    ].filter((line) => line !== undefined);
  }

  /** Counts one input by what became of it, and gives the same back. */
  judge(outcome: 'refused' | 'accepted'): typeof outcome {
    this.#count[outcome]++;
    return outcome;
  }

  /** Asserts the property on `runs(base)` generated inputs. A failure names the seed and the path that repeat it. */
  always<Inputs extends unknown[]>(base: number, property: fc.IProperty<Inputs>): void {
    this.#count = this.#generated;
    try {
      fc.assert(property, {seed, numRuns: runs(base)});
    } finally {
      this.#count = this.#named;
    }
  }

  /** {@link always}, for a property that takes time. */
  async alwaysAsync<Inputs extends unknown[]>(base: number, property: fc.IAsyncProperty<Inputs>): Promise<void> {
    this.#count = this.#generated;
    try {
      await fc.assert(property, {seed, numRuns: runs(base)});
    } finally {
      this.#count = this.#named;
    }
  }
}
