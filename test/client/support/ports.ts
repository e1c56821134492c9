import {createBrowserPorts} from '../../../src/client/page/ports/browser-ports.js';
import {createLaterPorts} from '../../../src/client/page/ports/later-ports.js';
import type {ClientPorts} from '../../../src/client/page/ports/ports.js';

/** All of the browser's ports, as the parts of a client have them. */
export function createClientPorts(home: () => EventTarget | null): ClientPorts {
  return {...createLaterPorts(), ...createBrowserPorts(home)};
}
