// Which journeys play in every engine, and what keeps the others in Chromium.
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';

const FOLDER = join('test', 'journeys');
/** They ask test/support/engine.ts which engine is theirs. */
const PLAYS_ANYWHERE = "support/engine.js'";
/** What a journey asks of Playwright, which drives no Firefox and no WebKit that visitors have; the hardest to do without first. */
const NEEDS = [
  [/\.clock\b/, 'the page’s clock is put forward'],
  [/\.route\(|holdNext\(/, 'requests are held, answered or cut off inside the browser'],
  [/\.setOffline\(/, 'the browser loses its network'],
  [/\.addInitScript\(/, 'a script runs before those of any page'],
  [/atKakaoHosts|SDK_ENVIRONMENTS/, 'Kakao’s host names lead to this machine'],
  [/nextAppSwitch\(/, 'the address of an app is seen before anything opens'],
  [/\bdevice\b/, 'a phone’s screen is pressed by a finger'],
  [/openBrowser\(|describe(Journey|Shop)/, 'its steps are written for Playwright'],
];

/** The files of those that play in every engine, and the others' with their reason. */
export function sortJourneys() {
  const files = readdirSync(FOLDER, {recursive: true})
    .filter((name) => name.endsWith('.test.ts'))
    .sort()
    .map((name) => ({file: join(FOLDER, name), text: readFileSync(join(FOLDER, name), 'utf8')}));
  const others = files.filter(({text}) => !text.includes(PLAYS_ANYWHERE));
  return {
    anywhere: files.filter((each) => !others.includes(each)).map(({file}) => file),
    // What opens no browser at all is no journey.
    onlyChromium: others.flatMap(({file, text}) => {
      const [, reason] = NEEDS.find(([asks]) => asks.test(text)) ?? [];
      return reason ? [{file, reason}] : [];
    }),
  };
}
