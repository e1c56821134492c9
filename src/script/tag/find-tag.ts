import {reportProblem} from '../../client/page/developer/report-problem.js';
import {getPageRegistry} from '../../client/page/page-registry.js';
import {hasOwn} from '../../shared/fields.js';
import type {KakaoSyncConfig} from '../../client/state/config.js';
import {TAG_SETTINGS} from './tag-settings.js';

/** Texts by name, as the `data-` attributes of a tag hold them. */
export type Said = Readonly<Record<string, string | undefined>>;

/**
 * The tag that this script was loaded by. The document knows it only while a classic script runs: of a module, and of a
 * text that an optimiser evaluates later, it is the one tag that has an app key.
 *
 * @param current `document.currentScript`, read while the script runs
 * @returns null if there is none, or if there are several that say different things
 */
export function findOwnTag(current: HTMLOrSVGScriptElement | null): HTMLScriptElement | null {
  const own = current instanceof HTMLScriptElement ? current : null;
  // With the entry for the head, the own tag need not say anything.
  if (own && (hasConfiguration(own.dataset) || getPageRegistry().preset)) return own;
  // The entry for the head has a tag of its own.
  const tags = document.querySelectorAll<HTMLScriptElement>('script[data-app-key]:not([src*="kakao-auto-login"])');
  const [first, ...others] = tags;
  const isOne = first && others.every((other) => toText(other) === toText(first));
  return isOne ? first : own;
}

/**
 * What a page says to this script. The developer is told of names that the tag and `given` have different texts for.
 *
 * @param given what `window.kakaoSync` says. The tag's own attributes win, name by name
 */
export function mergeSaid(tag: HTMLScriptElement | null, given: Said): Said {
  const own: Said = tag?.dataset ?? {};
  const names = Object.keys(own).filter((name) => hasOwn(given, name) && given[name] !== own[name]);
  if (names.length > 0) reportProblem({code: 'config_changed', kind: 'ignored', names, reason: 'tag'});
  return Object.assign({}, given, own);
}

/** What is said of the configuration. */
export function readConfiguration(said: Said): KakaoSyncConfig {
  return Object.fromEntries(TAG_SETTINGS.filter((name) => hasOwn(said, name)).map((name) => [name, said[name]]));
}

export function hasConfiguration(said: Said): boolean {
  return Object.keys(readConfiguration(said)).length > 0;
}

const toText = (tag: HTMLScriptElement): string => JSON.stringify(readConfiguration(tag.dataset));
