import {findUnpressable, isNoLanguage} from './checks.js';
import {draw} from './draw.js';
import {styles} from './message.styles.js';
import {nameMisspelt, refuseSecrets, watchAttributes} from './misspelt.js';
import {findMessagesProblem} from './own-messages.js';
import {leave, settle} from './settle.js';
import {forgetTellers, isTeller} from './tell.js';

/** What a page needs only when there is something to tell the visitor or the developer. */
export const messages = {
  draw,
  settle,
  leave,
  styles,
  isTeller,
  forgetTellers,
  watchAttributes,
  nameMisspelt,
  refuseSecrets,
  isNoLanguage,
  findMessagesProblem,
  findUnpressable,
};
