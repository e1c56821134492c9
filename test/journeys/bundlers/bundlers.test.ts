import {describeBuilders} from '../../support/bundles/journey.js';
import {BUILDERS} from './builders.js';

describeBuilders('the packed package, built by', BUILDERS);
