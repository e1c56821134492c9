import {reportProblem} from '../../client/page/developer/report-problem.js';
import {loadSibling} from './load-sibling.js';

/**
 * Fetches a file beside the script's own and uses what it has left. The developer is told if it cannot be had.
 *
 * @param name see {@link loadSibling}
 * @returns once that is done, either way
 */
export function useSibling(name: string, use: (part: never) => void = () => undefined): Promise<void> {
  return loadSibling<never>(name).then(use, () => reportProblem('part_unavailable'));
}
