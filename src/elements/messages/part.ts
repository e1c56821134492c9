import {addMessageStyles} from './adopt-styles.js';
import {findUnpressable, isNoLanguage} from './checks.js';
import {draw} from './draw.js';
import {nameMisspelt, refuseSecrets, watchAttributes} from './misspelt.js';
import {findMessagesProblem} from './own-messages.js';
import {leave, settle} from './settle.js';
import {forgetTellers, isTeller} from './tell.js';

/** What a page needs only when there is something to tell the visitor or the developer. */
export const messages = {
  draw,
  settle,
  leave,
  addMessageStyles,
  isTeller,
  forgetTellers,
  watchAttributes,
  nameMisspelt,
  refuseSecrets,
  isNoLanguage,
  findMessagesProblem,
  findUnpressable,
};
