import type {KakaoSync, PageClient} from '../client/page/page-client.js';
import {readVisitHistory} from '../client/page/visit-history.js';
import {isOn} from '../client/state/setting-values.js';
import {attempt} from '../shared/attempt.js';
import type {SheetOptions} from './options.js';

/** A client of ours. A hosted shop's has no ports, since it asks neither Kakao nor a backend. */
export type SheetClient = KakaoSync & Partial<Pick<PageClient, 'config' | 'context' | 'isReady' | 'expectSession'>>;

/** Where a shop sells, nobody is disturbed. */
const NEVER = ['*/checkout*', '*/order*', '*payment*'];

/** Whether a path is one of a pattern, in which `*` stands for any characters. */
function isLike(path: string, pattern: string): boolean {
  const text = pattern.trim().replace(/[.+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${text.replace(/\*/g, '.*')}$`, 'i').test(path);
}

/** Whether the sheet may open on a path: an exact path of `include` may be one of those that it never opens on by itself. */
export function isIncluded(
  path: string,
  {include = [], exclude = []}: Pick<SheetOptions, 'include' | 'exclude'>,
): boolean {
  const isOneOf = (patterns: readonly string[]): boolean => patterns.some((pattern) => isLike(path, pattern));
  if (isOneOf(exclude) || (include.length > 0 && !isOneOf(include))) return false;
  return include.includes(path) || !isOneOf(NEVER);
}

/** Whether a page's markup says that it is a member's. */
const isMarked = (selector: string | undefined): boolean =>
  !!selector && !!attempt(() => document.querySelector(selector));

/** A hosted shop's client has none. */
const findPorts = ({context}: Pick<SheetClient, 'context'>): PageClient['context']['ports'] | undefined =>
  context?.ports;

/** Whether this page already knows that somebody is signed in, or has been until lately. */
export function isKnownMember(client: SheetClient, {member}: SheetOptions): boolean {
  const ports = findPorts(client);
  const isHinted = !!ports && Number(readVisitHistory(ports).until) > ports.now();
  return client.state.session.status === 'signed-in' || isHinted || isMarked(member);
}

/**
 * Whether the visitor is certainly no member, for which the session is read at the backend if the page has not done so. On
 * a hosted shop, only its markup says.
 */
export async function isGuest(client: SheetClient, options: SheetOptions): Promise<boolean> {
  if (isKnownMember(client, options)) return false;
  if (!findPorts(client)) return !!options.member;
  await client.expectSession?.();
  return client.state.session.status === 'signed-out' && !isKnownMember(client, options);
}

/** Whether logins may begin on this page, and nothing else is going on. */
export function isAtRest({config, state}: SheetClient): boolean {
  return !isOn(config?.paused) && state.flow.status === 'idle';
}

/** Whether the page is one that Kakao answers to. */
export function isCallback({config}: SheetClient, href: string): boolean {
  const toPath = (address: string): string | undefined => attempt(() => new URL(address, href).pathname);
  return !!config?.redirectUri && toPath(config.redirectUri) === toPath(href);
}

/** Whether it is certain that auto-login does not leave. If it stays, the client says why. */
export async function isSureToStay(client: SheetClient): Promise<boolean> {
  // One that waits for its configuration cannot be started yet.
  if (client.isReady === false) return false;
  await client.start();
  return !client.config?.autoLogin || !!client.state.outcome;
}
