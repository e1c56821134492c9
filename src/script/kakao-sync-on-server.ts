import {goByServer} from '../client/on-server/go-by-server.js';
import {tellServerResult} from '../client/on-server/server-result.js';
import {leavePart} from './siblings/part-script.js';
import type {OnServerSibling} from './siblings/on-server-sibling.js';

leavePart({goByServer, tellServerResult} satisfies OnServerSibling);
