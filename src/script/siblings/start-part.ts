import {reportProblem} from '../../client/page/developer/report-problem.js';
import type {Said} from '../tag/find-tag.js';
import {useSibling} from './use-sibling.js';

/**
 * What a file beside the tag has that reads its settings itself.
 *
 * @param said what the page says to the script
 * @param report tells the developer of a setting that is wrong
 */
export type StartPart = (said: Said, report: typeof reportProblem) => void;

/**
 * Starts each of these parts that the page has asked for: its file has the name of the setting.
 *
 * @returns once they have started, or cannot
 */
export function startParts(said: Said, names: readonly string[]): Promise<unknown> {
  return Promise.all(names.filter((name) => said[name] !== undefined).map((name) => startPart(name, said)));
}

/** The fragment of an address that opens a report about the page's tag. */
const CHECK = '#kakao-sync-check';

/** Opens that report now, or once somebody adds the fragment to the address of the open page. */
export function watchCheck(said: Said): void {
  const check = (): void => {
    if (location.hash === CHECK) void startPart('check', said);
  };
  addEventListener('hashchange', check);
  check();
}

/** @param name of the file */
function startPart(name: string, said: Said): Promise<void> {
  return useSibling(name, (start: StartPart) => start(said, reportProblem));
}
