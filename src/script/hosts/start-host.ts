import {debugReport} from '../../client/report/debug-report.js';
import {reportProblem} from '../../client/page/developer/report-problem.js';
import {getPageRegistry} from '../../client/page/page-registry.js';
import {CONFIG_TIMEOUT, toAttribute, type KakaoSyncConfig} from '../../client/state/config.js';
import {afterLoad} from '../../elements/after-load.js';
import {nameMisspelt, watchAttributes} from '../../elements/messages/misspelt.js';
import {after} from '../../shared/after.js';
import {hasOwn} from '../../shared/fields.js';
import type {Said} from '../tag/find-tag.js';
import {drawButtons} from '../tag/placeholders.js';
import {ANALYTICS_SETTINGS, LOOK_SETTINGS} from '../tag/tag-settings.js';
import {createHostClient, type HostClient, type HostPorts} from './host-client.js';
import {HOST_SETTINGS} from './host-settings.js';
import {isForHost} from './is-for-host.js';
import {readHostSettings} from './settings.js';

/** What a test puts in the place of the page's own. */
type StartPorts = HostPorts & {readonly later: typeof afterLoad};

/**
 * Sets a hosted shop's page up: a client that presses the host's own control becomes the page's, and a button is drawn in
 * every `[data-kakao-login]`, late ones too, or if there is none, where the tag stands. May run again on the same page.
 *
 * @param tag the script's own; null if it could not be found
 * @param said what the tag says, by the names of its `dataset`, with what the page says in its place
 * @returns the page's client; nothing if the tag names neither a host nor a control, or if the page has another client
 * @example
 * startHost(document.currentScript, {host: 'cafe24'});
 */
export function startHost(
  tag: HTMLScriptElement | null,
  said: Said = tag?.dataset ?? {},
  ports: StartPorts = {...toPagePorts(), later: afterLoad},
): HostClient | undefined {
  const {report, later} = ports;
  const client = provideClient(said, ports);
  if (client) drawButtons(tag, said, client);
  later(CONFIG_TIMEOUT, () => {
    if (tag) {
      const known = [...HOST_SETTINGS, ...LOOK_SETTINGS, ...ANALYTICS_SETTINGS, 'messages', 'paused', 'sheet'].map(
        toAttribute,
      );
      watchAttributes(tag, () => nameMisspelt(tag, {known, prefix: 'data-'}, report));
    }
    if (!isForHost(said)) report({code: 'not_configured', kind: 'hostless'});
    else if (client && !document.querySelector('[data-kakao-login]:not(script), kakao-login-button')) {
      report({code: 'not_configured', kind: 'nowhere'});
    }
  });
  return client;
}

const toPagePorts = (): HostPorts => ({
  go: (address) => location.assign(address),
  after,
  report: reportProblem,
  debug: debugReport,
});

function provideClient(said: Said, ports: HostPorts): HostClient | undefined {
  if (!isForHost(said)) return undefined;
  const page = getPageRegistry();
  const present = page.client as (typeof page.client & Partial<HostClient>) | undefined;
  if (present && !present.isHost) {
    ports.report({code: 'config_changed', kind: 'ignored', names: ['data-host'], reason: 'code'});
    return undefined;
  }
  const names = [...HOST_SETTINGS, 'messages', 'paused'].filter((name) => hasOwn(said, name));
  const config: KakaoSyncConfig = Object.fromEntries(names.map((name) => [name, said[name]]));
  const settings = readHostSettings(said, ports.report);
  if (present) {
    (present as HostClient).follow(settings, config);
    return present as HostClient;
  }
  const client = createHostClient(ports, settings, config);
  page.client = client;
  for (const attach of page.waiting) attach(client);
  page.waiting.clear();
  return client;
}
