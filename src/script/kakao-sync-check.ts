import {afterLoad} from '../elements/after-load.js';
import {openCheck} from './check/open-check.js';
import {leavePart} from './siblings/part-script.js';
import type {StartPart} from './siblings/start-part.js';

// By then, buttons are drawn and the page has its settings.
leavePart(((said) => afterLoad(0, () => openCheck(said))) satisfies StartPart);
