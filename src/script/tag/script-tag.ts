import type {KakaoSync} from '../../client/page/page-client.js';
import {reportProblem} from '../../client/page/developer/report-problem.js';
import {getPageRegistry, onPageClient, type PageRegistry} from '../../client/page/page-registry.js';
import {CONFIG_TIMEOUT, toAttribute, type KakaoSyncConfig} from '../../client/state/config.js';
import type {afterLoad} from '../../elements/after-load.js';
import {nameMisspelt, watchAttributes} from '../../elements/messages/misspelt.js';
import {attempt} from '../../shared/attempt.js';
import {hasConfiguration, readConfiguration, type Said} from './find-tag.js';
import {drawButtons} from './placeholders.js';
import {ANALYTICS_SETTINGS, ATTRIBUTION_SETTINGS, LOOK_SETTINGS, TAG_SETTINGS} from './tag-settings.js';

/**
 * Sets the page up from the script's own tag, and draws a button in every `[data-kakao-login]`, late ones too, or if there
 * is none, where the tag stands. Configuration comes from the tag and from what the site has given in its place: a
 * placeholder says only how its button looks. May run again on the same page.
 *
 * @param tag null if it could not be found
 * @param said what the page says to this script
 * @param later calls back a time in milliseconds after the page has loaded
 */
export function startFromTag(
  tag: HTMLScriptElement | null,
  said: Said,
  create: (config: KakaoSyncConfig) => KakaoSync,
  later: typeof afterLoad,
): void {
  if (hasConfiguration(said) || (tag && getPageRegistry().preset)) {
    const config = readConfiguration(said);
    void create(tag ? claimFor(tag, config) : config).start();
  }
  // Until an element or a script of the page configures it, a button would only look well.
  onPageClient((client) => drawButtons(tag, said, client, (count) => (toPlaced().count += count)));
  later(CONFIG_TIMEOUT, () => {
    if (tag) {
      const known = [...TAG_SETTINGS, ...LOOK_SETTINGS, ...ANALYTICS_SETTINGS, ...ATTRIBUTION_SETTINGS, 'sheet'].map(
        toAttribute,
      );
      watchAttributes(tag, () => nameMisspelt(tag, {known, prefix: 'data-'}, reportProblem));
    }
    explain();
  });
}

const TAGS: unique symbol = Symbol.for('kakao-sync-widget.tags');

/** What each tag of the page has said, for all copies of this script. */
type Claims = Map<HTMLScriptElement, KakaoSyncConfig>;

/**
 * What a tag says. Of a tag of the page before this one, what no other tag says is over, unless somebody else has changed
 * it since.
 */
function claimFor(tag: HTMLScriptElement, own: KakaoSyncConfig): KakaoSyncConfig {
  const page = getPageRegistry() as PageRegistry & {[TAGS]?: Claims | undefined};
  const claims = (page[TAGS] ??= new Map<HTMLScriptElement, KakaoSyncConfig>());
  const gone = [...claims].filter(([other]) => other === tag || !other.isConnected);
  for (const [other] of gone) claims.delete(other);
  const lasting = Object.fromEntries([...claims.values()].flatMap((said) => Object.entries(said)));
  const config: Record<string, unknown> = {...page.client?.config};
  const over = gone.flatMap(([, said]) => Object.entries(said)).filter(([name, value]) => config[name] === value);
  claims.set(tag, own);
  return {...Object.fromEntries(over.map(([name]) => [name, lasting[name]])), ...own};
}

const PLACED: unique symbol = Symbol.for('kakao-sync-widget.placed');

/** How many places there have been. A page may take one away once somebody has signed up. */
function toPlaced(): {count: number} {
  return ((getPageRegistry() as {[PLACED]?: {count: number} | undefined})[PLACED] ??= {count: 0});
}

/** A tag that does nothing says so. */
function explain(): void {
  const {client, speakers} = getPageRegistry();
  if (!client) return reportProblem({code: 'not_configured', kind: 'tag'});
  const {autoLogin, redirectUri} = client.config;
  // A page of XML has places that stay as they are.
  const hasPlace = !!toPlaced().count || !!document.querySelector('[data-kakao-login]:not(script)');
  const needsNone = !!autoLogin || isHere(redirectUri) || client.state.session.status === 'signed-in' || hasPlace;
  if (speakers.size === 0 && !needsNone) reportProblem({code: 'not_configured', kind: 'nowhere'});
}

/** The page that Kakao answers to needs no button. */
function isHere(address: string | undefined): boolean {
  return !!address && attempt(() => new URL(address, location.origin).pathname) === location.pathname;
}
