import type {ProblemFacts} from '../../client/state/problem.js';

/** Slow to make: a page may have hundreds of buttons. */
let names: Intl.DisplayNames | undefined;

/** Whether this code, which is none of ours, is that of no language at all. */
export function isNoLanguage(code: string): boolean {
  try {
    names ??= new Intl.DisplayNames('en', {type: 'language', fallback: 'none'});
    return !names.of(code);
  } catch {
    return true;
  }
}

/** The first of these elements that nobody can press. */
export function findUnpressable(elements: Iterable<Element>): ProblemFacts | undefined {
  const one = [...elements].find((element) => getComputedStyle(element).pointerEvents === 'none');
  return one && {code: 'config_invalid', kind: 'unpressable', name: one.localName};
}
