import {createLogin} from './leave/login.js';
import {createMemberActions} from './member/member.js';
import {handleRedirectCallback, resumeRestored} from './return/handle-callback.js';
import {tellWaiting} from './return/tell-outcome.js';

/** The rooms that the client joins, by the moment at which a page needs them. Nothing else reaches into them. */
export const PARTS = {
  /** A press. It must be there before: between a press and `authorize()` nothing is waited for. */
  leave: () => createLogin,
  /** An answer that is in the address. */
  return: () => handleRedirectCallback,
  /** An answer that another page of this tab was completing. */
  resume: () => resumeRestored,
  /** An outcome that waits for a page on which it can be shown. */
  tell: () => tellWaiting,
  /** Somebody who is signed in, or may be. */
  member: () => createMemberActions,
};
