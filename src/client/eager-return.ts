import {RETURN} from './parts.js';
import * as back from './return-part.js';

// For callback pages: what completes the return is there from the start.
RETURN.provide(back);
