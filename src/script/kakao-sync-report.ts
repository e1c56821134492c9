import {sendReport, showText, toLine} from '../client/report/part.js';
import {leavePart} from './siblings/part-script.js';
import type {ReportSibling} from './siblings/report-sibling.js';

leavePart({toLine, sendReport, showText} satisfies ReportSibling);
