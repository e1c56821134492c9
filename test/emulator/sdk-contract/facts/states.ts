import assert from 'node:assert/strict';
import type {Fact} from '../fact.js';
import type {PageOptions} from '../support/sdk-page.js';
import states from './states.json' with {type: 'json'};

interface State extends Omit<Fact, 'check'> {
  readonly open?: PageOptions;
  /** Statements, loads of the file (`LOAD`) or of the page (`RELOAD`), and expressions with their values. */
  readonly does: readonly (string | readonly [expression: string, value: unknown])[];
}

/** What a page has and is: `{version}` is the release, `{sdkUrl}` its address. */
export const STATES: readonly Fact[] = (states as readonly unknown[] as readonly State[]).map(
  ({open: options, does, ...fact}): Fact => ({
    ...fact,
    async check(open) {
      const {run, page, sdkUrl, version} = await open(options);
      const fill = (text: string): string => text.replace('{version}', version).replace('{sdkUrl}', sdkUrl);
      for (const step of does) {
        if (step === 'LOAD') await page.addScriptTag({url: sdkUrl});
        else if (step === 'RELOAD') await page.reload();
        else if (typeof step === 'string') await run(`{ ${step} }`);
        else assert.deepEqual(await run(fill(step[0])), JSON.parse(fill(JSON.stringify(step[1]))), step[0]);
      }
    },
  }),
);
