import './eager-return.js';
import {CHANNEL} from './channel.js';
import * as channel from './channel-part.js';
import * as leave from './leave-part.js';
import * as onServer from './on-server-part.js';
import {LEAVE, ON_SERVER} from './parts.js';

// For builds that are one file: every part is there from the start.
CHANNEL.provide(channel);
LEAVE.provide(leave);
ON_SERVER.provide(onServer);
