// The first script of a page that is to be watched without a browser's tools: tells the site's server what happens there.
import {FIRST_STATE} from '../../support/page-snapshot.js';
import {EVENT_TYPES, keepFirstState, recordPageEvents} from '../../support/page-events.js';
import {type PageMessage, PAGE_MESSAGES_PATH} from '../../support/page-messages.js';

const document = crypto.getRandomValues(new Uint32Array(2)).join('-');
let number = 0;

function tell(message: PageMessage): void {
  number += 1;
  navigator.sendBeacon(PAGE_MESSAGES_PATH, JSON.stringify({...message, document, number}));
}

const BINDING = 'recordKakaoEvent';
Object.defineProperty(window, BINDING, {value: (event: object) => tell({kind: 'event', ...event} as PageMessage)});
Object.defineProperty(window, Symbol.for(PAGE_MESSAGES_PATH), {get: () => ({document, number})});
keepFirstState(FIRST_STATE);
recordPageEvents({types: EVENT_TYPES, binding: BINDING});

for (const level of ['debug', 'log', 'info', 'warn', 'error'] as const) {
  const own = console[level];
  console[level] = (...parts: unknown[]) => {
    own(...parts);
    tell({kind: 'console', text: parts.map(String).join(' ')});
  };
}
addEventListener('error', ({message}) => tell({kind: 'uncaught', text: message}));
addEventListener('unhandledrejection', ({reason}) => tell({kind: 'uncaught', text: String(reason)}));
addEventListener('securitypolicyviolation', ({blockedURI}) => tell({kind: 'blocked', text: blockedURI}));
