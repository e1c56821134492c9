import {sendReport, showText, toLine} from '../client/report/part.js';
import {REPORT, type ReportScript} from './siblings/report-script.js';

const tag = document.currentScript as ReportScript | null;
if (tag) tag[REPORT] = {toLine, sendReport, showText};
