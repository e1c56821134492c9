import type {Ending} from './invariants.js';

/**
 * Of a login that a reload of the callback page has completed: the failure before it was told when the answer was back in
 * the address, which therefore stands in what the page has told.
 *
 * @param address the callback page's, with the answer
 */
export function toPutBack(address: string): Required<Pick<Ending, 'error' | 'notOurs'>> {
  const {pathname, search, searchParams} = new URL(address);
  const [code = '', state = ''] = ['code', 'state'].map((name) => searchParams.get(name) ?? '');
  return {error: [pathname + search], notOurs: [code, state, String(state.split('.')[1])]};
}
