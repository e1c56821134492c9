import {toReference} from '../../shared/reference.js';
import type {ClientContext} from '../page/client-context.js';
import {toFailure} from '../state/outcome.js';
import {toHome} from './end.js';
import {findTarget} from './targets.js';

/** Nobody stays on a page for callbacks for longer, unless nothing sends them on. */
const PATIENCE = 3000;

/**
 * An answer without `state` proves nothing and changes nothing: it may be a coupon, or another provider's. Where a login
 * of this browser is open and there is no button to press, it may also be that login's, which has lost its `state` on the
 * way: after a while the visitor is told so, and offered the way back.
 */
export function watchStateless(context: ClientContext): void {
  const {ports, store, transactions, explain, deliver} = context;
  const {openRecords} = transactions;
  // A login that is begun on this very page has no answer yet.
  if (!openRecords()[0]) return;
  ports.after(PATIENCE, () => {
    const [latest] = openRecords();
    if (!latest) return;
    if (ports.hasLoginButton() || store.state.flow.status !== 'idle') {
      explain([{code: 'state_missing', kind: 'stateless'}]);
      return;
    }
    const {tx, targets} = toHome(transactions, latest);
    const to = findTarget(context, targets);
    deliver({...toFailure('state_missing', 'login', toReference(tx)), ...(to && {to})});
  });
}
