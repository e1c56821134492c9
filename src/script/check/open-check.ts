import {showText} from '../../client/report/show-text.js';
import {KAKAO, toAuthorizeUrl} from '../../oauth/authorization-request.js';
import {VERSION} from '../../shared/version.js';
import type {Said} from '../tag/find-tag.js';
import {isForHost} from '../hosts/is-for-host.js';
import {drawReport, toText, type ReportContent} from './draw-report.js';
import type {Finding} from './finding.js';
import {readNetwork} from './read-network.js';
import {readPage, readSettings, toUrl} from './read-page.js';
import {readTexts} from './texts.js';

const ID = 'kakao-sync-check';

/** A challenge of the right form. The code that Kakao's page may return is never redeemed. */
const NOBODYS_CHALLENGE = 'A'.repeat(43);

/**
 * Opens the report about this page and its tag, in the place of one that is open. It sends nothing before its button is
 * pressed, and prints no key.
 *
 * @param said what the page says to the script
 */
export function openCheck(said: Said): void {
  const focused = document.activeElement;
  document.getElementById(ID)?.remove();
  const host = document.createElement('div');
  host.id = ID;
  const root = host.attachShadow({mode: 'open'});
  const texts = readTexts([document.documentElement.lang, ...navigator.languages]);
  const canAsk = !isForHost(said);
  let ofNetwork: readonly Finding[] = [];
  let network: ReportContent['network'] = canAsk ? 'open' : null;
  let findings: readonly Finding[] = [];

  function draw(): void {
    findings = [...readPage(said), ...ofNetwork];
    drawReport(
      root,
      texts,
      {findings, network, kakaoPage: toKakaoPage()},
      {again, close, askNetwork: () => void askNetwork(), copy: () => void copy()},
    );
    root.querySelector('h2')?.focus();
  }

  function again(): void {
    ofNetwork = [];
    network = canAsk ? 'open' : null;
    draw();
  }

  async function askNetwork(): Promise<void> {
    network = 'asking';
    draw();
    ofNetwork = await readNetwork(readSettings());
    network = 'done';
    draw();
  }

  async function copy(): Promise<void> {
    const text = toText(texts, findings, `${location.origin}${location.pathname} (${VERSION})`);
    const status = root.querySelector('[role=status]');
    try {
      await navigator.clipboard.writeText(text);
      status?.replaceChildren(texts.copied);
    } catch {
      if (status?.parentElement) showText(status.parentElement, text);
    }
  }

  function close(): void {
    host.remove();
    if (focused instanceof HTMLElement) focused.focus();
  }

  document.body.append(host);
  draw();
}

/** Kakao's page for the REST API key, which asks for a login whoever is there. It is opened by a press alone. */
function toKakaoPage(): ReportContent['kakaoPage'] {
  const {restApiKey, redirectUri, emulator} = readSettings();
  const registered = redirectUri && toUrl(redirectUri);
  if (!restApiKey || !registered) return undefined;
  const href = toAuthorizeUrl(emulator ?? KAKAO, {
    clientId: restApiKey,
    redirectUri: registered.href,
    prompt: 'login',
    state: ID,
    nonce: '',
    codeChallenge: NOBODYS_CHALLENGE,
  });
  return {href, redirectUri: registered.href};
}
