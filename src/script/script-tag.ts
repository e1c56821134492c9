import {onPageClient} from '../client/create-kakao-sync.js';
import type {KakaoSync, PageClient} from '../client/page/page-client.js';
import {reportProblem} from '../client/page/developer/report-problem.js';
import {getPageRegistry} from '../client/page/page-registry.js';
import {ATTRIBUTES, CONFIG_TIMEOUT, type KakaoSyncConfig} from '../client/state/config.js';
import type {afterLoad} from '../elements/after-load.js';
import {attempt} from '../shared/attempt.js';
import {hasConfiguration, readConfiguration} from './find-tag.js';
import {drawBeside, fillPlaceholders, hasDrawnBeside, hideFromMembers, watchPlaceholders} from './placeholders.js';

/**
 * Sets the page up from the script's own tag, and draws a button in every `[data-kakao-login]`, late ones too, or if there
 * is none, where the tag stands. Configuration comes from the tag alone: a placeholder says only how its button looks. May
 * run again on the same page.
 *
 * @param tag null if it could not be found
 * @param later calls back a time in milliseconds after the page has loaded
 */
export function startFromTag(
  tag: HTMLScriptElement | null,
  create: (config: KakaoSyncConfig) => KakaoSync,
  later: typeof afterLoad,
): void {
  const isLate = document.readyState !== 'loading';
  const {client, preset} = getPageRegistry();
  // Of the tag of a page before this one, what this tag leaves out is over.
  const before = client && Object.fromEntries(ATTRIBUTES.map((name) => [name, undefined]));
  if (tag && (hasConfiguration(tag) || preset)) void create({...before, ...readConfiguration(tag)}).start();
  // Until an element or a script of the page configures it, a button would only look well.
  onPageClient((client) => whenParsed(() => place(tag, client, isLate)));
  later(CONFIG_TIMEOUT, explain);
}

function place(tag: HTMLScriptElement | null, client: PageClient, isLate: boolean): void {
  const look = tag?.dataset ?? {};
  const count = fillPlaceholders(look, client);
  if (tag?.closest('body') && count === 0 && !hasDrawnBeside(tag, isLate)) drawBeside(tag);
  client.subscribe(() => hideFromMembers(client));
  watchPlaceholders(() => {
    fillPlaceholders(look, client);
    hideFromMembers(client);
  });
}

/** A tag that does nothing says so. */
function explain(): void {
  const {client, speakers} = getPageRegistry();
  if (!client) return reportProblem({code: 'not_configured', kind: 'tag'});
  const {autoLogin, redirectUri} = client.config;
  // A page of XML has places that stay as they are.
  const needsNone = !!autoLogin || isHere(redirectUri) || !!document.querySelector('[data-kakao-login]:not(script)');
  if (speakers.size === 0 && !needsNone) reportProblem({code: 'not_configured', kind: 'nowhere'});
}

/** The page that Kakao answers to needs no button. */
function isHere(address: string | undefined): boolean {
  return !!address && attempt(() => new URL(address, location.origin).pathname) === location.pathname;
}

function whenParsed(callback: () => void): void {
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', callback, {once: true});
  else callback();
}
