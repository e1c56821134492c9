import {runAnalytics} from '../analytics/run-analytics.js';
import {watchSeen} from '../analytics/watch-seen.js';
import {ANALYTICS, type AnalyticsScript} from './siblings/analytics-script.js';

const tag = document.currentScript as AnalyticsScript | null;
if (tag) tag[ANALYTICS] = (client, options) => runAnalytics(client, options, window, watchSeen);
