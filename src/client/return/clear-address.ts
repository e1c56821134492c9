import {withoutAnswer, withoutAuthorizationResponse, type KnownAnswer} from '../../oauth/authorization-response.js';
import type {ClientPorts} from '../page/ports/ports.js';
import {toText} from './find-answer.js';

/** How often an answer is taken out again that a router puts back. */
const MAX_AGAIN = 3;

type AddressPorts = Pick<ClientPorts, 'address' | 'rewriteAddress' | 'onAddressChange'>;

/**
 * Takes an answer out of the address and out of the page's own history state, and again where a router puts it back: it
 * has read the address before, and writes what it knows when it is ready.
 *
 * @param isOurs whether the address is the answer's own, so that all of an answer's parameters are ours
 */
export function clearAddress(ports: AddressPorts, answer: KnownAnswer | null, isOurs: boolean): void {
  const clean = (text: string): string => (answer ? withoutAnswer(text, answer) : text);
  const toState = (state: unknown): unknown => mapTexts(state, clean);
  const address = ports.address();
  ports.rewriteAddress(clean(isOurs ? withoutAuthorizationResponse(address) : toText(address)), toState);
  // Stryker disable next-line ConditionalExpression: of what is not known, nothing is found
  if (!answer) return;
  let left = MAX_AGAIN;
  const stop = ports.onAddressChange(() => {
    const now = toText(ports.address());
    const to = clean(now);
    if (to === now) return;
    if (left-- > 0) ports.rewriteAddress(to, toState);
    else stop();
  });
}

/** A value with its texts mapped; what holds none of them is the same one. */
function mapTexts(value: unknown, map: (text: string) => string, depth = 5): unknown {
  if (typeof value === 'string') return map(value);
  if (depth === 0 || typeof value !== 'object' || value === null) return value;
  const isPlain =
    Array.isArray(value) || [Object.prototype, null].includes(Object.getPrototypeOf(value) as object | null);
  if (!isPlain) return value;
  const entries = Object.entries<unknown>(value as Record<string, unknown>).map(([name, item]) => ({
    name,
    item,
    to: mapTexts(item, map, depth - 1),
  }));
  if (entries.every(({item, to}) => item === to)) return value;
  return Array.isArray(value) ? entries.map(({to}) => to) : Object.fromEntries(entries.map(({name, to}) => [name, to]));
}
