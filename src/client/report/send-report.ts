import {findInAppBrowser} from '../../in-app/in-app-browser.js';
import {VERSION} from '../../shared/version.js';
import type {PageReport, ReportedBrowser} from '../../shared/wire.js';
import type {Backend} from '../page/backend/backend.js';
import type {ReadConfig} from '../state/config.js';
import {isUnderWay, type StateStore} from '../state/state.js';

/** What of the client a report needs. */
interface ReportingContext {
  readonly ports: {readonly userAgent: string};
  readonly store: Pick<StateStore, 'subscribe'>;
  readonly backend: Pick<Backend, 'report'>;
  config(): ReadConfig;
}

/** How many reports one page view sends. */
const MAX = 3;

/** Those of the apps that have a name of their own in a report. */
const APPS = ['kakaotalk', 'naver', 'instagram', 'facebook', 'line'] as const;

/** How browsers name themselves, those first that also name another one. Who is in none of these is `other`. */
const BROWSERS: readonly (readonly [pattern: RegExp, name: ReportedBrowser])[] = [
  [/SamsungBrowser/, 'samsung'],
  [/Firefox|FxiOS/, 'firefox'],
  [/; wv\)|Edg|OPR|Opera|Whale|YaBrowser|Vivaldi|DuckDuckGo/, 'other'],
  [/Chrome|CriOS/, 'chrome'],
  [/Version\/.*Safari/, 'safari'],
];

/**
 * Tells the backend of an end that no request has told it of: once for each reference. Between a press and its leaving
 * it waits.
 *
 * @param reported the references that this page view has sent
 */
export function sendReport(
  {ports, store, backend, config}: ReportingContext,
  {code, ref}: Pick<PageReport, 'code' | 'ref'>,
  reported: Set<string>,
): void {
  // No other site's: its address is refused.
  if (config().problems.some(({name}) => name === 'endpoint')) return;
  let isOver = false;
  const unsubscribe = store.subscribe(({flow}) => {
    if (isOver || isUnderWay(flow)) return;
    isOver = true;
    // The first call comes from within `subscribe`.
    void Promise.resolve().then(() => unsubscribe());
    if (reported.has(ref) || reported.size >= MAX) return;
    reported.add(ref);
    backend.report({purpose: 'report', code, ref, release: VERSION, browser: toBrowserName(ports)});
  });
}

/** Whose browser this is: the user agent itself tells more than anybody needs. */
export function toBrowserName(device: {readonly userAgent: string}): ReportedBrowser {
  const app = findInAppBrowser(device)?.kind;
  if (app) return APPS.find((name) => name === app) ?? 'other';
  return BROWSERS.find(([pattern]) => pattern.test(device.userAgent))?.[1] ?? 'other';
}
