import type {Purpose} from '../../shared/transaction-cookie.js';

/** Logins of somebody who is signed in already. */
export const NEEDS_SESSION: ReadonlySet<string> = new Set(['terms', 'link'] satisfies Purpose[]);
