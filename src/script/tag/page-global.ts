import {onPageClient} from '../../client/page/page-registry.js';
import {callListener} from '../../client/state/state.js';
import {hasOwn, readString, toFields} from '../../shared/fields.js';
import type {Said} from './find-tag.js';
import type {TakeConsent} from '../siblings/tag-analytics.js';
import type {KakaoSyncGlobal, Subscriber} from './global.js';

interface Scope {
  kakaoSync?: unknown;
}

/**
 * What a site has written under the name: the texts of a plain object, as a copy. Nothing where the script's own API is, or
 * an element of the page that has the name as its id.
 */
export function readGiven({kakaoSync}: Scope): Said {
  const given = toPlain(kakaoSync);
  const texts = Object.entries(given).flatMap(([name, value]) => {
    const text = readString(value, /^/);
    return text === undefined ? [] : [[name, text] as const];
  });
  return isApi(given) ? {} : Object.fromEntries(texts);
}

/** Opens the one global of the script: calls what waits in its queue, and from then on what is pushed. */
export function openGlobal(scope: Scope, debug: () => string, consent: TakeConsent): KakaoSyncGlobal {
  const given = toPlain(scope.kakaoSync);
  const pause = (paused: string | boolean = true): void => void onPageClient((client) => client.configure({paused}));
  // The script may run again, and an earlier release have no more than a queue and a report.
  if (isApi(given)) return Object.assign(given, {pause, consent, ...given}) as unknown as KakaoSyncGlobal;
  const q: unknown[] = Array.isArray(given['q']) ? given['q'] : [];
  const push = (...subscribers: readonly unknown[]): number => {
    for (const subscriber of subscribers) {
      if (typeof subscriber === 'function') onPageClient((client) => callListener(subscriber as Subscriber, client));
    }
    return q.length;
  };
  push(...q.splice(0));
  // The very array: a site may have kept it.
  Object.defineProperty(q, 'push', {value: push, configurable: true});
  return (scope.kakaoSync = {q: q as Subscriber[], debug, pause, consent});
}

/** Whether a copy of this script, or one of an earlier release, has put its own there. */
function isApi({q, debug}: Readonly<Record<string, unknown>>): boolean {
  return typeof debug === 'function' && hasOwn(toFields(q), 'push');
}

/** The page may hold anything under the name, an element with that id too. */
function toPlain(value: unknown): Readonly<Record<string, unknown>> {
  const isPlain = typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
  return isPlain ? (value as Record<string, unknown>) : {};
}
