import {attempt} from './attempt.js';
import {readString} from './fields.js';
import {readReturnTarget} from './return-target.js';

/** An http(s) address of anywhere, without the characters that browsers read otherwise. */
const ADDRESS = /^https?:\/\/[^\s\u0000-\u001f\u007f\\]{1,2000}$/i;

/** Where a link may lead: an http(s) address, or a path that {@link readReturnTarget} takes; undefined for all else. */
export function readLinkAddress(value: unknown): string | undefined {
  // The same for every page: what is taken as a path stays on whichever origin that is.
  const path = readReturnTarget(value, {origin: 'https://page.invalid'});
  if (path !== null) return path;
  const address = readString(value, ADDRESS);
  const url = address && attempt(() => new URL(address));
  return url && !url.username && !url.password ? address : undefined;
}
