import {getPresentRegistry} from '../client/page/page-registry.js';

const TOLD: unique symbol = Symbol.for('kakao-sync-widget.told');

/** By event: the outcomes, states of the flow and presses that it was already told for on this page. */
type Told = Partial<Record<string, WeakSet<object>>>;

/** Notes that something is told. False where any copy of this code has told it before. */
export function noteTold(what: string, of: object = getPresentRegistry()): boolean {
  const page = getPresentRegistry() as object as {[TOLD]?: Told | undefined};
  const told = ((page[TOLD] ??= {})[what] ??= new WeakSet());
  return !told.has(of) && !!told.add(of);
}
