import {startTagAttribution} from './siblings/tag-attribution.js';
import {leavePart} from './siblings/part-script.js';

leavePart(startTagAttribution);
