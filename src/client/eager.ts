import './eager-return.js';
import {CHANNEL} from './channel.js';
import * as channel from './channel-part.js';
import * as leave from './leave-part.js';
import {LEAVE} from './parts.js';

// For builds that are one file: every part is there from the start.
CHANNEL.provide(channel);
LEAVE.provide(leave);
