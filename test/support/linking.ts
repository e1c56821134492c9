import {createHash, createHmac, randomBytes} from 'node:crypto';
import {toStateParameter} from '../../src/shared/state-parameter.js';
import {toTransactionCookieName, toTransactionCookieValue} from '../../src/shared/transaction.js';
import type {TransactionRecord} from '../../src/shared/transaction.js';
import type {Device} from './browser.js';
import type {Site} from './site.js';
import {CALLBACK_PATH, SESSION_PATH} from './test-environment.js';
import type {Journey} from './journey.js';
import type {Visit} from './visit.js';

/** Where members connect Kakao accounts. */
export const AT = '/mypage';

/** What the backend offers to a session. */
export interface Offer {
  readonly key: string;
  readonly t: number;
}

export const createToken = (): string => randomBytes(32).toString('base64url');

/** What only the session with this key can make. */
export const toSecret = (key: string, tx: string): string => createHmac('sha256', key).update(tx).digest('base64url');

/** The id of somebody's Kakao account. */
export const idOf = (site: Site, persona: string): string => String(site.emulator.account(persona).userId);

/** Somebody who is signed in, as the member of a Kakao account that is not theirs to keep. */
export async function signedInWith(
  {site, openVisit}: Pick<Journey<Site>, 'site' | 'openVisit'>,
  {persona, name, device = 'desktop'}: {readonly persona: string; readonly name: string; readonly device?: Device},
): Promise<Visit> {
  site.addMember(persona);
  const visit = await openVisit({device});
  await visit.pressAt(AT);
  await visit.kakao.signIn(name);
  await visit.events.next('kakao-login-success');
  await forgetKakao(visit);
  return visit;
}

/** Nobody is signed in to Kakao in this browser any more. */
export function forgetKakao(visit: Visit): Promise<void> {
  return visit.context.clearCookies({domain: '127.0.0.1'});
}

/** What the backend offers to whoever is signed in there. */
export function readOffer(visit: Visit): Promise<Offer> {
  return visit.page.evaluate(async (path) => {
    const response = await fetch(path, {headers: {'X-Kakao-Sync': '1', Accept: 'application/json'}});
    return ((await response.json()) as {link: Offer}).link;
  }, SESSION_PATH);
}

/** A link that this browser never began: its record, and the code of whoever agreed at Kakao. */
export interface Planted {
  readonly record: Partial<TransactionRecord> & Pick<TransactionRecord, 'tx' | 'nonceSecret'>;
  readonly persona: string;
}

/** Plants a record as a script on a sibling host can, and returns the address that brings its code. */
export async function plant(visit: Visit, site: Site, {record, persona}: Planted): Promise<string> {
  await plantRecord(visit, site, record);
  const redirectUri = site.url + CALLBACK_PATH;
  const query = new URLSearchParams({
    client_id: site.scriptKey,
    redirect_uri: redirectUri,
    response_type: 'code',
    state: toStateParameter({tx: record.tx, path: AT}),
    nonce: createHash('sha256').update(record.nonceSecret).digest('base64url'),
  });
  return site.emulator.authorize(`${site.kakao[0]}/oauth/authorize?${query.toString()}`, {persona});
}

export async function plantRecord(visit: Visit, site: Site, record: Planted['record']): Promise<void> {
  const whole: TransactionRecord = {
    redirectUri: site.url + CALLBACK_PATH,
    clientId: site.scriptKey,
    purpose: 'link',
    time: Date.now(),
    from: AT,
    ...record,
  };
  const cookie = {name: toTransactionCookieName(record.tx, false), value: toTransactionCookieValue(whole)};
  await visit.context.addCookies([{...cookie, url: site.url, sameSite: 'Lax'}]);
}

/** Gives one browser the session of another, as if its owner had signed in there without a page of ours. */
export async function bringSession(from: Visit, to: Visit): Promise<void> {
  const cookies = await from.context.cookies();
  await to.context.addCookies(cookies.filter(({name}) => name.endsWith('kakao_sync_session')));
}
