import './eager-return.js';
import * as leave from './leave-part.js';
import {LEAVE} from './parts.js';

// For builds that are one file: every part is there from the start.
LEAVE.provide(leave);
