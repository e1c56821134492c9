import type {Finding} from '../base/finding.js';
import {isAskable, type Network, openNetwork} from '../network/network.js';
import {isLoopback} from '../../shared/loopback.js';
import type {SiteSettings} from '../settings/site-settings.js';
import {probeEndpoint} from './probe-endpoint.js';
import {probeKakao} from './probe-kakao.js';
import {probeKeys} from './probe-keys.js';
import {listSiteAddresses, probeCallback, probeNotices} from './probe-pages.js';

/**
 * Asks Kakao and the site.
 *
 * @param settings with whose own values nothing is wrong
 */
export async function probe(settings: SiteSettings): Promise<readonly Finding[]> {
  const {
    restApiKey,
    javascriptKey,
    emulator,
    clientSecret,
    adminKey,
    sessionKey,
    redirectUris,
    endpoint,
    notices,
    callbackMode,
  } = settings;
  const network = openNetwork({
    emulator: emulator?.text && isLoopback(emulator.text) ? emulator.text : undefined,
    site: listSiteAddresses(settings),
    secrets: [clientSecret, adminKey, sessionKey].flatMap((secret) => secret?.text ?? []),
  });
  const findings = [...(restApiKey?.text || javascriptKey?.text ? await probeApp(network, settings) : [])];
  if (endpoint && isAskable(endpoint.text)) {
    findings.push(
      ...(await probeEndpoint(network, {
        address: endpoint.text,
        site: findOrigin(settings) ?? new URL(endpoint.text).origin,
        hasCsrf: settings.csrf !== null,
      })),
    );
  }
  // A route of the server would take it for a login that has failed.
  const pages = callbackMode?.text === 'server' ? [] : redirectUris.filter(({text}) => isAskable(text));
  for (const {text} of pages) findings.push(...(await probeCallback(network, text)));
  if (notices && isAskable(notices.text)) findings.push(...(await probeNotices(network, notices.text)));
  return uniteSiteFailures(findings);
}

async function probeApp(network: Network, settings: SiteSettings): Promise<readonly Finding[]> {
  const findings = await probeKakao(network);
  const isAway = findings.some(({id}) => id === 'kakao_unreached');
  return isAway ? findings : [...findings, ...(await probeKeys(network, settings))];
}

/** Where the pages are. */
function findOrigin({site, redirectUris, callbackMode}: SiteSettings): string | undefined {
  const address = [site, ...(callbackMode?.text === 'server' ? [] : redirectUris)].find((value) => !!value?.text)?.text;
  return address === undefined || !URL.canParse(address) ? undefined : new URL(address).origin;
}

/** A site that is down is down once, however many of its addresses were asked. */
function uniteSiteFailures(findings: readonly Finding[]): readonly Finding[] {
  const isDown = ({id}: Finding): boolean => id === 'site_down' || id === 'site_late';
  const toKey = ({id, where}: Finding): string => `${id} ${new URL(where).origin}`;
  return findings.filter(
    (finding, place) =>
      !isDown(finding) || !findings.slice(0, place).some((other) => isDown(other) && toKey(other) === toKey(finding)),
  );
}
