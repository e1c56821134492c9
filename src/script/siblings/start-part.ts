import {reportProblem} from '../../client/page/developer/report-problem.js';
import type {Said} from '../find-tag.js';
import {useSibling} from './use-sibling.js';

/**
 * What a file beside the tag has that reads its settings itself.
 *
 * @param said what the page says to the script
 * @param report tells the developer of a setting that is wrong
 */
export type StartPart = (said: Said, report: typeof reportProblem) => void;

/** Starts each part that the page has asked for: its file has the name of the setting. */
export function startParts(said: Said): void {
  for (const name of ['attribution']) if (said[name] !== undefined) startPart(name, said);
}

/** @param name of the file */
export function startPart(name: string, said: Said): void {
  useSibling(name, (start: StartPart) => start(said, reportProblem));
}
