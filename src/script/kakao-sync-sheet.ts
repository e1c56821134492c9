import {startTagSheet} from './siblings/tag-sheet.js';
import {leavePart} from './siblings/part-script.js';

leavePart(startTagSheet);
