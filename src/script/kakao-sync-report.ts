import {toLine} from '../client/report/lines.js';
import {REPORT, type ReportScript} from './report-script.js';

const tag = document.currentScript as ReportScript | null;
if (tag) tag[REPORT] = {toLine};
