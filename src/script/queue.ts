import {onPageClient} from '../client/create-kakao-sync.js';
import type {KakaoSync} from '../client/page/page-client.js';
import {callListener} from '../client/state/state.js';
import {hasOwn} from './find-tag.js';

/** A function of the site that wants the page's client. */
type Subscriber = (client: KakaoSync) => void;

/** `window.kakaoSync`. A site may have made it before the script came, with a queue of its own. */
interface TagGlobal {
  /** Calls what is pushed with the page's client, in order, now or when there is one. */
  readonly q: Pick<Subscriber[], 'push'>;
  /** The report for somebody who is to help, as JSON text. */
  readonly debug: () => string;
}

/** Opens the one global of the script: calls what waits in its queue, and from then on what is pushed. */
export function openQueue(scope: {kakaoSync?: unknown}, debug: () => string): TagGlobal {
  const given = toPlain(scope.kakaoSync);
  const q: unknown[] = Array.isArray(given['q']) ? given['q'] : [];
  // The script may run again.
  if (!hasOwn(q, 'push')) {
    const push = (...subscribers: readonly unknown[]): number => {
      for (const subscriber of subscribers) {
        if (typeof subscriber === 'function') onPageClient((client) => callListener(subscriber as Subscriber, client));
      }
      return q.length;
    };
    push(...q.splice(0));
    // The very array: a site may have kept it.
    Object.defineProperty(q, 'push', {value: push, configurable: true});
  }
  return (scope.kakaoSync = {...given, q: q as Subscriber[], debug});
}

/** The page may hold anything under the name, an element with that id too. */
function toPlain(value: unknown): Record<string, unknown> {
  const isPlain = typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
  return isPlain ? (value as Record<string, unknown>) : {};
}
