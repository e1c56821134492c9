import {runAnalytics} from '../analytics/run-analytics.js';
import {watchSeen} from '../analytics/watch-seen.js';
import {leavePart} from './siblings/part-script.js';
import type {StartAnalytics} from './siblings/tag-analytics.js';

leavePart(((client, options) => runAnalytics(client, options, window, watchSeen)) satisfies StartAnalytics);
