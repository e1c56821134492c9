// The bookkeeping of generated inputs: one seed a run, and the line that each family of inputs prints.
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';

/** The seed of this run, `SEED` or a new one, handed on to every process that is started from here. */
export function settleSeed() {
  return (process.env.SEED ??= String(1 + Math.floor(Math.random() * 0x7ffffffe)));
}

/** How many times the ordinary number of inputs is made. */
export function readFactor() {
  return Number(process.env.DEEP ?? 1);
}

const LINE = /family (\S+) (.+?): (\d+) cases, seed (\d+|none), (\d+) refused, (\d+) accepted/;

/** Takes a step's output in pieces and keeps the families in it. */
export class Families {
  #found = [];
  #rest = '';

  read(chunk) {
    const lines = (this.#rest + chunk).split('\n');
    this.#rest = lines.pop();
    for (const line of lines) {
      const [, id, title, cases, seed, refused, accepted] = LINE.exec(line) ?? [];
      if (!id) continue;
      const [figures, generated] = [[cases, refused, accepted].map(Number), seed !== 'none'];
      this.#found.push({id, title, seed, generated, figures});
    }
  }

  sum(generated) {
    return this.#found.reduce((sum, family) => (family.generated === generated ? sum + family.figures[0] : sum), 0);
  }

  /** One line a family, and the sums. */
  toText() {
    const order = (a, b) => a.id.localeCompare(b.id, 'en', {numeric: true}) || a.title.localeCompare(b.title, 'en');
    const lines = this.#found.sort(order).map(({id, title, seed, figures: [cases, refused, accepted]}) => {
      return `family ${id} ${title}: ${cases} cases, seed ${seed}, ${refused} refused, ${accepted} accepted`;
    });
    return [...lines, `inputs: ${this.sum(false)} named, ${this.sum(true)} generated`].join('\n');
  }
}

/** The test files that hold a family, by where they run. */
export function findFamilyFiles() {
  const files = readdirSync('test', {recursive: true})
    .filter((name) => /\.test\.tsx?$/.test(name))
    .sort()
    .map((name) => ({file: join('test', name), text: readFileSync(join('test', name), 'utf8')}))
    .filter(({text}) => text.includes("support/family.js'"));
  const isOnNode = ({text}) => text.includes("from 'node:test'");
  return {
    onNode: files.filter(isOnNode).map(({file}) => file),
    inBrowser: files.filter((test) => !isOnNode(test)).map(({file}) => file),
  };
}
