import {fork} from 'node:child_process';
import {once} from 'node:events';
import {createRequire} from 'node:module';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import type {PressedPeer, Variant} from './pages.js';

/** What the process of the site tells. */
export type FromSite = {readonly origin: string} | {readonly arrived: number};
/** What it is told. */
export interface ToSite {
  readonly connectDelay: number;
}

export interface BenchSite {
  toUrl(name: Variant | PressedPeer): string;
  /** @returns when the next request for Kakao's authorization page arrives, in milliseconds since the epoch */
  nextArrival(): Promise<number>;
  /** Lets Kakao's SDK begin later, in ms: TCP and TLS to one more host, which an emulated network leaves out. */
  delaySdk(connectDelay: number): void;
  close(): void;
}

/**
 * Serves a page for each variant, and a stand-in for Kakao on another origin that only takes the time.
 *
 * @param options.isReadable keeps the names of functions, for a profile
 */
export async function startBenchSite({hasPeers = false, isReadable = false} = {}): Promise<BenchSite> {
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  const child = fork(
    join(import.meta.dirname, 'site-process.ts'),
    [...(hasPeers ? ['--peers'] : []), ...(isReadable ? ['--readable'] : [])],
    {
      execArgv: ['--import', tsx],
    },
  );
  let arrive: ((time: number) => void) | undefined;
  child.on('message', (message: FromSite) => {
    if ('arrived' in message) arrive?.(message.arrived);
  });
  const failed = once(child, 'exit').then(([code]) => {
    throw new Error(`The site of the benchmark ended with ${String(code)}.`);
  });
  const [told] = (await Promise.race([once(child, 'message'), failed])) as [FromSite];
  failed.catch(() => undefined);
  const origin = 'origin' in told ? told.origin : '';
  return {
    toUrl: (name) => `${origin}/?variant=${encodeURIComponent(name)}`,
    nextArrival: () => new Promise((resolve) => (arrive = resolve)),
    delaySdk: (connectDelay) => void child.send({connectDelay}),
    close: () => child.disconnect(),
  };
}
