import {createEventRecorder, type EventRecord, toEventRecord} from './events.js';
import type {Watched} from './observation.js';
import {createRecorder} from './record.js';
import {collectSecrets} from './secrets.js';
import {SESSION_PATH, type TestEnvironment} from './test-environment.js';
import {type PageMessage, type MessageCount, PAGE_MESSAGES_PATH} from './page-messages.js';
import type {Traffic} from './traffic.js';

/** What a site's server sees of its visitors, and what a script on its pages tells it: the same in every engine. */
export interface PageRecorder {
  readonly events: EventRecord;
  readonly traffic: Watched['traffic'] & Pick<Traffic, 'nextRead' | 'nextPost'>;
  /** Sees a request to the site, and answers what is meant for it. */
  see(request: Request): Promise<Response | undefined>;
  /** Takes note of an address in the visitor's address bar. */
  noteAddress(address: string): void;
  /** Resolves when all that a document has told has arrived. */
  heard(told: MessageCount): Promise<unknown>;
}

/** @param environment called when something is seen: the site comes only after its recorder. */
export function createPageRecorder(environment: () => TestEnvironment): PageRecorder {
  const events = createEventRecorder();
  const posts = createRecorder<string>((body) => body);
  const reads = createRecorder<string>((address) => address);
  const heard = createRecorder<MessageCount>(({document, number}) => `${number} of ${document}`);
  const secrets = collectSecrets();
  const lists = {
    navigations: [] as string[],
    strays: [] as string[],
    referrers: [] as string[],
    console: [] as string[],
    uncaught: [] as string[],
  };
  const waiting = new Map<string, PageMessage>();

  function take(message: PageMessage & MessageCount): void {
    const {document, number} = message;
    waiting.set(`${document} ${number}`, message);
    // Each document is heard in its own order, whatever overtakes what on the way.
    for (let next = countHeard(document) + 1; ; next += 1) {
      const key = `${document} ${next}`;
      const found = waiting.get(key);
      if (!found) return;
      waiting.delete(key);
      hear(found);
      heard.add({document, number: next});
    }
  }

  const countHeard = (document: string): number => heard.all.filter((told) => told.document === document).length;

  function hear(message: PageMessage): void {
    if (message.kind === 'event') events.add(message);
    else if (message.kind === 'blocked') {
      // The site's own may be a picture for the tab, and Kakao's script is kept out on purpose.
      const {text} = message;
      const known = [environment().url, ...environment().kakao];
      if (!known.some((origin) => text.startsWith(origin))) lists.strays.push(text);
    } else lists[message.kind].push(message.text);
  }

  return {
    events: toEventRecord(events),
    traffic: {
      ...lists,
      posts: posts.all,
      reads: reads.all,
      secrets: secrets.all,
      nextRead: (count = 1) => reads.wait(`GET ${count} of the session`, (all) => all[count - 1]),
      nextPost: (count = 1) => posts.wait(`POST ${count} to the session`, (all) => all[count - 1]),
    } as PageRecorder['traffic'],
    async see(request) {
      const {url, method, headers} = request;
      const {pathname} = new URL(url);
      if (pathname === PAGE_MESSAGES_PATH) {
        take((await request.json()) as PageMessage & MessageCount);
        return new Response(null, {status: 204});
      }
      secrets.addFromAddress(url);
      const referrer = headers.get('Referer');
      if (referrer !== null) lists.referrers.push(referrer);
      if (headers.get('Sec-Fetch-Mode') === 'navigate') lists.navigations.push(url);
      if (pathname !== SESSION_PATH) return undefined;
      if (method === 'GET') reads.add(url);
      if (method === 'POST') {
        const body = await request.clone().text();
        secrets.addFromBody(body);
        posts.add(body);
      }
      return undefined;
    },
    noteAddress(address) {
      lists.navigations.push(address);
      secrets.addFromAddress(address);
    },
    heard: ({document, number}) => {
      return heard.wait(`${number} of ${document}`, () =>
        countHeard(document) >= number ? {document, number} : undefined,
      );
    },
  };
}
