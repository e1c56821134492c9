import {reportProblem} from '../../client/page/developer/report-problem.js';
import {loadSibling} from './load-sibling.js';

/**
 * Fetches a file beside the script's own and uses what it has left. The developer is told if it cannot be had.
 *
 * @param name see {@link loadSibling}
 */
export function useSibling(name: string, use: (part: never) => void = () => undefined): void {
  loadSibling<never>(name).then(use, () => reportProblem('part_unavailable'));
}
