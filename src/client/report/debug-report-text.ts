import {findInAppBrowser} from '../../in-app/in-app-browser.js';
import {findKakaoSdk} from '../../sdk/find-kakao-sdk.js';
import {attempt} from '../../shared/attempt.js';
import {readCookieText} from '../../shared/encoding/cookie-text.js';
import {toReference} from '../../shared/reference.js';
import {VERSION} from '../../shared/version.js';
import {
  ATTRIBUTES,
  FUNCTIONS,
  readConfig,
  toAttribute,
  type KakaoSyncConfig,
  type ReadConfig,
} from '../state/config.js';
import type {KakaoSyncState} from '../state/state.js';
import {createDocumentPorts, createSafeStorages} from '../page/ports/document-ports.js';
import {readVisitHistory, toStorageOf} from '../page/visit-history.js';
import {createTransactionStore} from '../page/transactions/transaction-store.js';

/** Settings of which only that they are there is told, and those of which the end is. */
const PRIVATE = /^(loginHint|context)$/;
const KEYS = /Key$/;

/** What of the page's registry it tells. */
interface ReportedPage {
  readonly client?: {readonly config: KakaoSyncConfig; readonly state: KakaoSyncState};
  readonly preset?: KakaoSyncConfig;
}

/**
 * The text of `debugReport()`, by what the page has.
 *
 * @param ref of the failure that it is copied for: told apart where it is not the flow's
 */
export function toDebugReport({client, preset}: ReportedPage, ref?: string): string {
  const ports: DocumentPorts = {...createDocumentPorts(), ...createSafeStorages()};
  const {origin, pathname} = ports.address();
  const config = client?.config ?? preset ?? {};
  const read = readConfig(config, origin);
  const {session, flow, outcome} = client?.state ?? {};
  const report = {
    version: VERSION,
    ...(ref && ref !== flow?.ref && {ref}),
    page: {
      origin,
      path: pathname,
      isSecureContext: ports.isSecureContext,
      autoLogin: ports.findAutoLoginBlocker() ?? 'fit',
    },
    config: describeConfig(config, read),
    session: session?.status ?? null,
    flow: flow ? pick(flow, ['status', 'purpose', 'code', 'ref']) : null,
    outcome: outcome ? pick(outcome, ['end', 'purpose', 'code', 'reason', 'ref']) : null,
    sdk: describeSdk(read.settings.appKey),
    browser: {
      userAgent: ports.userAgent,
      inApp: findInAppBrowser(ports),
      hasCookies: canWriteCookies(ports),
      hasStorage: canStore(ports),
    },
    logins: describeLogins(ports),
    memory: pick(readVisitHistory({localStorage: toStorageOf(ports.localStorage, () => read.settings.endpoint)}), [
      'until',
      'known',
      'out',
      'next',
    ]),
  };
  return JSON.stringify(
    report,
    function (this: Record<string, unknown>, name): unknown {
      return this[name];
    },
    2,
  );
}

function pick(value: object, names: readonly string[]): object {
  return Object.fromEntries(Object.entries(value).filter(([name]) => names.includes(name)));
}

function describeConfig(config: KakaoSyncConfig, {settings, problems, missing}: ReadConfig): object {
  const given = ATTRIBUTES.map((name) => [name, settings[name]] as const).filter(([, value]) => value !== undefined);
  return {
    ...Object.fromEntries(given.map(([name, value = '']) => [name, describeSetting(name, value)])),
    functions: FUNCTIONS.filter((name) => config[name]),
    // Without the value, which may be a secret in the wrong place.
    problems: [...problems, ...(missing ? [missing] : [])].map(({code, name}) =>
      name ? `${code}: ${toAttribute(name)}` : code,
    ),
  };
}

function describeSetting(name: string, value: string | boolean): string | boolean {
  if (PRIVATE.test(name)) return '(given)';
  if (KEYS.test(name)) return `…${`${value}`.slice(-4)}`;
  return typeof value === 'string' ? value.replace(/[?#].*/s, '?…') : value;
}

function describeLogins(ports: DocumentPorts): object {
  const {openRecords, consumed} = createTransactionStore(ports);
  const now = ports.now();
  const toEntry = (tx: string, time: number): object => ({
    ref: toReference(tx),
    seconds: Math.round((now - time) / 1000),
  });
  return {
    open: openRecords().map(({tx, purpose, time}) => ({...toEntry(tx, time), purpose})),
    answered: consumed().map(({tx, used}) => toEntry(tx, used)),
  };
}

function describeSdk(appKey: string | undefined): object | null {
  const sdk = findKakaoSdk();
  return (
    sdk && {
      version: attempt(() => String(sdk.VERSION)),
      isInitialized: attempt(() => sdk.isInitialized()),
      hasOurKey: attempt(() => sdk.Auth?.getAppKey() === appKey),
    }
  );
}

type DocumentPorts = ReturnType<typeof createDocumentPorts> & ReturnType<typeof createSafeStorages>;

function canWriteCookies({readCookies, writeCookie}: DocumentPorts): boolean {
  writeCookie('ks.debug=1; Path=/; SameSite=Lax');
  const hasWritten = readCookieText(readCookies()).get('ks.debug') === '1';
  writeCookie('ks.debug=; Path=/; Max-Age=0');
  return hasWritten;
}

function canStore({localStorage}: DocumentPorts): boolean {
  const hasWritten = localStorage.set('ks.debug', '1') && localStorage.get('ks.debug') === '1';
  localStorage.remove('ks.debug');
  return hasWritten;
}
