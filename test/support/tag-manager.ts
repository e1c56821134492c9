import assert from 'node:assert/strict';
import {PERSONAS} from 'kakao-sync-widget/emulator';
import {createRecorder, type Recorder} from './record.js';
import type {Visit} from './visit.js';

/** What a site's tag manager, or its gtag, sends to analytics. */
export interface Hit {
  readonly name: string;
  readonly fields: Readonly<Record<string, string>>;
  /** The address of its page, and its document: another one after each load. */
  readonly address: string;
  readonly document: string;
}

export interface TagManagerOptions {
  readonly way?: 'gtm' | 'gtag';
  /** How long after the first success of a login it arrives, in milliseconds of the page's clock; else it is there first. */
  readonly delay?: number;
}

interface Given extends TagManagerOptions {
  readonly binding: string;
  readonly origin: string;
}

const BINDING = 'sendToAnalytics';

/** Gives every page of the site a tag manager, which sends a page view at `kakao_sync_ready` alone, and all else as it is. */
export async function addTagManager(visit: Visit, options: TagManagerOptions = {}): Promise<Recorder<Hit>> {
  const hits = createRecorder<Hit>(({name, address}) => `${name} on ${address}`);
  await visit.context.exposeBinding(BINDING, (_source, hit: Hit) => hits.add(hit));
  await visit.context.addInitScript(runTagManager, {...options, binding: BINDING, origin: visit.environment.url});
  return hits;
}

/** Runs in a page, before any script of its own. Its functions are methods: what tsx does to others needs a helper here. */
function runTagManager({way = 'gtm', delay, binding, origin}: Given): void {
  type Layer = {push(...entries: unknown[]): number} & unknown[];
  if (location.origin !== origin) return;
  const page = window as unknown as {dataLayer?: Layer; gtag?: unknown} & Record<string, (hit: unknown) => void>;
  const id = Math.random().toString(36);
  const manager = {
    send(event: string, given: Record<string, unknown>) {
      const isView = event === 'kakao_sync_ready';
      // What a page view does not say, analytics take from the document.
      const fields = isView ? {page_location: location.href, page_referrer: document.referrer} : {};
      for (const [name, value] of Object.entries(given)) {
        if (value !== undefined) Object.assign(fields, {[name]: value});
      }
      page[binding]?.({name: isView ? 'page_view' : event, fields, address: location.href, document: id});
    },
    read(entry: unknown) {
      const {event, ...fields} = entry as Record<string, unknown>;
      if (typeof event === 'string') manager.send(event, fields);
    },
    arrive() {
      if (way === 'gtag') {
        page.gtag = (command: string, name: string, fields: Record<string, unknown>) => {
          if (command === 'event') manager.send(name, fields);
        };
        return;
      }
      const layer = (page.dataLayer ??= [] as unknown as Layer);
      const {push} = layer;
      layer.push = (...entries) => {
        const count = push.apply(layer, entries);
        entries.forEach(manager.read);
        return count;
      };
      layer.forEach(manager.read);
    },
  };
  if (delay === undefined) manager.arrive();
  else addEventListener('kakao-login-success', () => setTimeout(manager.arrive, delay), {capture: true, once: true});
}

/** The hits that analytics count as somebody who has arrived. */
export function findArrivals(hits: readonly Hit[]): readonly string[] {
  return hits.map(({name}) => name).filter((name) => name === 'sign_up' || name === 'login');
}

/** No hit holds anything of a person, nor a secret of a login. */
export function expectNothingPrivate({traffic}: Visit, hits: readonly Hit[]): void {
  const text = JSON.stringify(hits);
  const persons = PERSONAS.flatMap(({name, nickname, email, phoneNumber}) => [name, nickname, email, phoneNumber]);
  const found = [...traffic.secrets, ...persons].filter((canary) => canary && text.includes(canary));
  assert.ok(traffic.secrets.size > 0, 'A login has been on its way.');
  assert.deepEqual(found, []);
  assert.doesNotMatch(text, /[?&](code|state|error)=/);
}
