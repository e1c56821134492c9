// What `npm run test:all` runs besides `npm test`, and the bookkeeping of what an engine cannot be asked for.
import {ENGINES, needBrowser} from '../browsers.mjs';
import {sortJourneys} from './journeys.mjs';

const TITLES = {firefox: 'Firefox', webkit: 'WebKitGTK'};

/** Steps of scripts/test.mjs. @throws where an engine is not there and cannot be installed. */
export function toEngineSteps() {
  for (const browser of Object.values(ENGINES).flat()) needBrowser(browser);
  const {anywhere} = sortJourneys();
  const windowed = ['journeys in Chromium with its windows', ['node', 'scripts/test-node.mjs', 'journeys']];
  const others = Object.entries(TITLES).flatMap(([ENGINE, title]) => [
    [`component tests in ${title}`, ['npx', 'wtr'], {ENGINE}],
    [`journeys in ${title}`, ['node', 'scripts/test-node.mjs', ...anywhere], {ENGINE}],
  ]);
  return [[...windowed, {HEADLESS_SHELL_PATH: needBrowser('chromium')}], ...others];
}

const LINE = /left out in (\S+): (.+?) \| (.+)/;

/** Takes a step's output in pieces and keeps what was left out, by its reason. */
export class LeftOut {
  #found = new Map();
  #rest = '';

  read(chunk) {
    const lines = (this.#rest + chunk).split('\n');
    this.#rest = lines.pop();
    for (const line of lines) {
      const [, engine, title, reason] = LINE.exec(line) ?? [];
      if (engine) this.#add(TITLES[engine], reason, title);
    }
  }

  #add(where, reason, title) {
    const key = `${where}, because ${reason}`;
    this.#found.set(key, [...(this.#found.get(key) ?? []), title]);
  }

  /** One paragraph for each engine and reason; the journeys that play in Chromium alone last. */
  toText() {
    const {onlyChromium} = sortJourneys();
    for (const {file, reason} of onlyChromium) this.#add(Object.values(TITLES).join(' and '), reason, file);
    return [...this.#found].map(([key, titles]) => [`left out in ${key}:`, ...titles].join('\n  ')).join('\n');
  }
}
